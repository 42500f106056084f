"""How even the sample of a budget is once it has grown, and what its intervals cover.

    python tests/quality/measure_sample.py

312 made-up conversations, most of which give no attribute and a few many. Notes of one
conversation are true or not together (`TOGETHER`), and less often in conversations that give many.
"""

import random
import statistics
from collections import defaultdict

from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.agreement.resampling import share_in_clusters
from selfaudit.core.review.minutes import first_size, next_size

CONVERSATIONS = 312
CARDS = 60
TOGETHER = 0.6
"""How often a note is as true as the others of its conversation, rather than by itself."""


def history(source: random.Random) -> list[list[bool]]:
    """Conversations as the truth of their notes: about 24% give any, up to 20."""
    made = []
    for _ in range(CONVERSATIONS):
        gives = min(20, int(source.paretovariate(1.6))) if source.random() < 0.24 else 0
        chance = 0.9 if gives <= 2 else 0.6
        all_alike = source.random() < chance
        made.append(
            [
                all_alike if source.random() < TOGETHER else source.random() < chance
                for _ in range(gives)
            ]
        )
    return made


def grown(gives: list[int]) -> int:
    """How many of these conversations, in order, are in the sample in the end."""
    size = first_size(CARDS, len(gives))
    while (new := next_size(CARDS, sum(gives[:size]), size, len(gives))) != size:
        size = new
    return size


def evenness(source: random.Random, chats: list[list[bool]], draws: int) -> None:
    """Print how often conversations are in a grown sample, by how much they give."""
    total = sum(map(len, chats))
    truth = sum(map(sum, chats)) / total
    within: dict[int, int] = defaultdict(int)
    shares, sizes, order = [], [], list(range(len(chats)))
    for _ in range(draws):
        source.shuffle(order)
        size = grown([len(chats[one]) for one in order])
        sizes.append(size)
        for one in order[:size]:
            within[len(chats[one])] += 1
        notes = [note for one in order[:size] for note in chats[one]]
        shares.append(sum(notes) / len(notes))
    print(f"{total} notes, {truth:.4f} true; {statistics.mean(sizes):.0f} conversations drawn")
    print(f"true in the samples: {statistics.mean(shares):.4f} on average, {draws} draws")
    for gives in sorted(within):
        there = sum(len(chat) == gives for chat in chats)
        print(f"  gives {gives:2} ({there:3}): in {within[gives] / draws / there:.1%}")


def coverage(source: random.Random, draws: int) -> None:
    """Print how often the intervals hold the truth, over histories and draws."""
    held = {"wilson": 0, "clusters": 0}
    widths: dict[str, list[float]] = {"wilson": [], "clusters": []}
    for _ in range(draws):
        chats = history(source)
        truth = sum(map(sum, chats)) / sum(map(len, chats))
        source.shuffle(chats)
        size = grown([len(chat) for chat in chats])
        notes = [(place, note) for place in range(size) for note in chats[place]]
        cards = source.sample(notes, min(CARDS, len(notes)))
        found = share_in_clusters(cards)
        assert found is not None
        plain = wilson(found.value, len(cards))
        for name, interval in (("wilson", plain), ("clusters", found.interval)):
            if interval is not None:
                held[name] += interval.low <= truth <= interval.high
                widths[name].append(interval.width)
    for name, times in held.items():
        wide = statistics.mean(widths[name])
        print(f"{name:9} holds the truth in {times / draws:.1%}, {100 * wide:.0f} points wide")


if __name__ == "__main__":
    random_source = random.Random(1)
    evenness(random_source, history(random_source), 20_000)
    coverage(random_source, 4_000)

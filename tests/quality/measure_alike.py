"""What reading messages of the same words once saves, and what it could lose.

    SELFAUDIT_SHARED=... python tests/quality/measure_alike.py

Four questions, none of which needs a model:
- of a made-up history in which prompts are sent again, how many windows are asked about;
- of lines of the labelled corpora (and of the half `dev` of the hand-labelled messages), how many
  are copies, and how many copies have a label that the line asked about for them has not;
- of the facts of `dev`, how many survive where a word of their quote is another: a message that
  says something else must never be taken for a copy.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from extractor.labelled import labelled
from measure_filter import personal_mentions
from persona_history import dialogues

from selfaudit.core.extraction.alike import gather
from selfaudit.core.extraction.windows import Piece, Window, worth_reading

SEED = "alike-1"
_OTHERS = "seven lisbon red her mother never plumber c++ 1987 often".split()
_TOPICS = "gout|photosynthesis|a mortgage|the offside rule|inflation|an ohm|tempeh|hail".split("|")


def window(number: int, text: str, before: str = "") -> Window:
    """A message as a window of its own conversation."""
    id = str(number)
    return Window(id, (Piece(id, 0, text),), ("measured/1",), before)


def asked(texts: Iterable[str]) -> dict[str, list[str]]:
    """The places of the texts that are asked about, with those of their copies."""
    windows = {str(n): window(n, text) for n, text in enumerate(texts)}
    return {lead: [copy.key for copy in copies] for lead, copies in gather(windows).items()}


def sent_again() -> None:
    """A made-up history: 1,000 messages of `dev`, a share of them sent again as people do."""
    random = Random(SEED)
    messages = [one.shown.text for one in labelled(half="dev") if worth_reading(one.shown.text)]
    for share in (0.0, 0.1, 0.3):
        history: list[str] = []
        new = 0
        while len(history) < 1000:
            if history and random.random() < share:
                history.append(_retyped(random, random.choice(history)))
            else:
                # A number makes each of them another message.
                history.append(f"{random.choice(messages)} ({new})")
                new += 1
        found = asked(history)
        print(f"sent again {share:.0%}: {len(found)} of 1000 windows are asked about ({new} new)")
    prompt = "I'm a nurse from Ghana and I study for the boards. {} Answer in two lines."
    for name, question in (
        ("one prompt 50 times", "What is gout?"),
        ("a template, its question 'What is X?'", "What is {}?"),
        ("a template, its request 'Write about X.'", "Write about {}."),
    ):
        found = asked(prompt.format(question.format(topic)) for topic in _times(_TOPICS, 50))
        print(f"{name}: {len(found)} of 50 windows are asked about")


def _times(values: Sequence[str], count: int) -> list[str]:
    return [f"{values[n % len(values)]}" for n in range(count)]


def _retyped(random: Random, text: str) -> str:
    change = random.randrange(5)
    if change == 0:
        return text.lower()
    if change == 1:
        return f"hi, {text}"
    if change == 2:
        return f"{text}\nthanks!"
    return text


def corpus(name: str, lines: Iterable[tuple[str, bool]]) -> None:
    """How many lines that are read are copies, and what their labels say."""
    rows = [(text, wanted) for text, wanted in lines if worth_reading(text)]
    groups = asked(text for text, _ in rows)
    copies = sum(map(len, groups.values()))
    wanted = sum(rows[int(one)][1] for ones in groups.values() for one in ones)
    lost = sum(
        rows[int(one)][1] and not rows[int(lead)][1]
        for lead, ones in groups.items()
        for one in ones
    )
    print(
        f"{name}: {len(rows)} lines are read, {copies} ({copies / len(rows):.2%}) are copies; of "
        f"{wanted} copies with a label {lost} are copies of a line without one"
    )


def changed_words() -> None:
    """Each fact of `dev`, with each word of its quote another one or left out."""
    changed = merged = 0
    random = Random(SEED)
    for message in labelled(half="dev"):
        text = message.shown.text
        for fact in (*message.facts, *message.optional):
            start = text.find(fact.quote)
            words = fact.quote.split()
            for place in range(len(words)) if start >= 0 else ():
                for other in (random.choice(_OTHERS), ""):
                    if words[place].casefold().strip(".,!'\"()") == other:
                        continue
                    said = " ".join([*words[:place], other, *words[place + 1 :]])
                    again = text[:start] + said + text[start + len(fact.quote) :]
                    changed += 1
                    merged += len(asked([text, again])) == 1
    print(f"dev: {changed} messages with a word of a fact changed, {merged} taken for a copy")


if __name__ == "__main__":
    shared = Path(os.environ["SELFAUDIT_SHARED"])
    sent_again()
    corpus("getting_to_know_you", (line for lines in dialogues(shared) for line in lines))
    corpus("ConEL22", personal_mentions(shared))
    corpus("dev", ((one.shown.text, bool(one.facts)) for one in labelled(half="dev")))
    changed_words()

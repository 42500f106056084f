"""Claims about messages for the verifier: supported ones, and ones with a flaw that has a name.

About half are supported. A flawed claim was written down with its message, or is made from a fact
by a change of its statement, or from what a message holds without saying it of its writer
(`Example.traps`).
"""

from collections.abc import Iterable, Iterator
from random import Random

from selfaudit.local_models.training import flaws, frames, ontology
from selfaudit.local_models.training.example import Claim, Example, Fact, Kind
from selfaudit.local_models.training.rewording import reworded
from selfaudit.local_models.training.tasks import task_as_fact

REWORDED = 0.35
"""The share of supported claims that is put in other words, where there are such."""
TASKS = 0.5
"""The share of messages without a fact of which a claim is made that takes the task for one."""
TRAPS = 0.8
"""The share of messages with a trap of which a claim is made."""
FLAWED = 0.62
"""The share of facts that also give a flawed claim; with `TRAPS` it balances yes and no."""
STRONGER = 0.6
"""The share of flawed claims that are over-general wherever that fits, as it seldom does."""


def claims(examples: Iterable[Example], seed: int) -> Iterator[Claim]:
    """Claims about each message, the same for the same seed, about half of them supported."""
    changes = flaws.changes({**frames.read().lists, **ontology.read().lists})
    for number, example in enumerate(examples):
        random = Random(f"claims {seed} {number}")  # noqa: S311 - no secret
        for fact in example.facts:
            yield _claim(example, fact.quote, _supported(fact, random), "")
            # Traps add unsupported claims of their own: a few facts go without a flawed twin.
            if random.random() < FLAWED:
                yield from _flawed(example, fact, changes, random)
        yield from example.claims
        yield from _joined(example, random)
        if not example.facts and random.random() < TASKS:
            taken = task_as_fact(example.text, random)
            if taken and taken[0] in example.text:
                yield _claim(example, *taken, "task")
        if example.traps and random.random() < TRAPS:
            trap = random.choice(example.traps)
            yield _claim(example, trap.quote, trap.statement, _taken_for_own(example))


def _claim(example: Example, quote: str, statement: str, flaw: str) -> Claim:
    return Claim(example.text, quote, statement, not flaw, flaw, example.before)


def _supported(fact: Fact, random: Random) -> str:
    return reworded(fact.statement, random) if random.random() < REWORDED else fact.statement


def _taken_for_own(example: Example) -> str:
    """The flaw of a claim made of a trap: what kind of text was taken for the writer's word."""
    return "mixed" if example.kind in {Kind.FACTS, Kind.REPLY} else str(example.kind)


def _joined(example: Example, random: Random) -> Iterator[Claim]:
    """Two facts of the user in one statement: true with both quotes, half true with one."""
    own = [f for f in example.facts if f.statement.startswith("The user ")]
    if len(own) < 2 or random.random() < 0.4:
        return
    at = random.randrange(len(own) - 1)
    first, second = own[at], own[at + 1]
    start = example.text.find(first.quote)
    end = example.text.find(second.quote, start + len(first.quote))
    both = first.statement.removesuffix(".") + " and " + second.statement.removeprefix("The user ")
    if end < 0 or random.random() < 0.5:
        yield _claim(example, random.choice((first, second)).quote, both, "half")
    else:
        yield _claim(example, example.text[start : end + len(second.quote)], both, "")


def _flawed(
    example: Example, fact: Fact, changes: tuple[flaws.Change, ...], random: Random
) -> Iterator[Claim]:
    """One flawed claim of the fact, of a kind that fits it."""
    others = [other for other in example.facts if other.quote != fact.quote]
    if others and random.random() < 0.2:
        yield _claim(example, random.choice(others).quote, fact.statement, "other_quote")
        return
    true = {other.statement for other in example.facts}
    order = random.sample(changes, len(changes))
    if random.random() < STRONGER:
        order.sort(key=lambda change: change.flaw != "over_general")
    for change in order:
        made = change.make(fact, random)
        if made and made not in true and made != fact.statement:
            yield _claim(example, fact.quote, made, change.flaw)
            return

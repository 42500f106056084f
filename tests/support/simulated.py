"""People whose truth is known, who judge at random by it. Made in bulk; no text of a real person.

The program leads a person through cards, marks and pairs one by one; here the same rows are
written at once, so that a report on thousands of judgments, or on hundreds of people, can be made.
"""

from simulated_cards import Cards
from simulated_marks import Marks
from simulated_pairs import Pairs
from simulated_person import Truth

from selfaudit.core.models.comparison import Arm
from selfaudit.core.models.judgment import Policy
from selfaudit.core.store.store import Store

__all__ = ["Simulated", "Truth", "arms", "rich"]


class Simulated(Cards, Marks, Pairs):
    """A person who goes through every stage."""


def arms(pairs: int) -> list[Arm]:
    """The mix of a block: 60% marked, 20% irrelevant, 15% catch, 5% a stranger's."""
    mix = [Arm.MARKED] * 12 + [Arm.IRRELEVANT] * 4 + [Arm.CATCH] * 3 + [Arm.STRANGER]
    return [mix[number * 7 % 20] for number in range(pairs)]


def rich(store: Store, seed: int = 3) -> Simulated:
    """A person with enough of everything for every figure of the report."""
    person = Simulated(store, Truth(unsure=0.05), seed)
    ids = person.attributes(150, quarantined=40)
    person.cards(ids[:60], frame=ids)
    person.cards(ids[60:120], policy=Policy.MOST_SUPPORT, answers=["yes"] * 50 + ["no"] * 10)
    person.edit(ids[3], "The user knows that thing only from hearsay.")
    for _ in range(4):
        person.marks(10, ids[60:110], rejected=ids[110:120], unsure=0.03)
    for _ in range(10):
        person.pairs(arms(20), repeats=4)
    return person

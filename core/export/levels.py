"""How much of a row leaves: its labels alone, statements too, or all of it."""

from enum import StrEnum


class Level(StrEnum):
    """What a package holds. Every level holds what the one before it does."""

    LABELS = "labels"
    """No text of the person's or about them; times as weeks, no seeds."""
    ATTRIBUTES = "attributes"
    """The statements that were judged, without the words that they came from."""
    FULL = "full"
    """Quotes, prompts, answers, comments, times and seeds as well."""

    def holds(self, other: "Level") -> bool:
        """Whether what belongs to the other level is in a package of this one."""
        order = list(Level)
        return order.index(self) >= order.index(other)

"""The two trivial selectors that every other one has to beat."""

from collections.abc import Sequence

from selfaudit.core.models.relevance import Selected
from selfaudit.core.relevance.selectors.base import Ask, Selector


class Everything:
    """Every attribute, always."""

    name = "all"
    title = "every attribute"
    version = 1
    uses_model = False
    scores = False

    def select(self, prompt: str, statements: Sequence[str], ask: Ask) -> list[Selected]:
        """All of them."""
        return [Selected(None, True) for _ in statements]


class Nothing:
    """No attribute, ever: the generic answer."""

    name = "none"
    title = "no attribute"
    version = 1
    uses_model = False
    scores = False

    def select(self, prompt: str, statements: Sequence[str], ask: Ask) -> list[Selected]:
        """None of them."""
        return [Selected(None, False) for _ in statements]


SELECTORS: tuple[Selector, ...] = (Nothing(), Everything())

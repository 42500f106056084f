"""What every selector is."""

from collections.abc import Callable, Sequence
from typing import Protocol

from selfaudit.core.models.relevance import Selected
from selfaudit.core.ports import Ended, ModelRequest

Ask = Callable[[Sequence[ModelRequest]], Sequence[Ended]]
"""Puts requests to the model, whose ids may be empty, and returns how each ended, in order."""


class Selector(Protocol):
    """Says which statements should change the response to a prompt.

    `name` and `version` are stored with what it said: another way of working is another version.
    `title` is what people read. A selector that `scores` gives a number from 0 to 1 for each
    statement and is cut at a threshold; one that does not gives its choice itself.
    """

    name: str
    title: str
    version: int
    uses_model: bool
    scores: bool

    def select(self, prompt: str, statements: Sequence[str], ask: Ask) -> list[Selected]:
        """What it says of each statement, in their order. Raises NoResultError."""

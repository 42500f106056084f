"""A question's words: the measuring instrument, told apart by hash."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Choice:
    """One answer that can be given: its key, what is stored, and the words beside the key."""

    key: str
    answer: str
    words: str


@dataclass(frozen=True)
class Wording:
    """A question as it is asked, with its choices in order; `name` is how code calls it."""

    name: str
    version: int
    text: str
    choices: tuple[Choice, ...]

    @cached_property
    def hash(self) -> str:
        """sha256 of everything that was on the screen: words, keys and their order."""
        return hashlib.sha256(self.full_text.encode()).hexdigest()

    @property
    def full_text(self) -> str:
        """Question and choices as one text."""
        lines = [self.text, *(f"{choice.key} {choice.words}" for choice in self.choices)]
        return "\n".join(lines)

    def words_of(self, answer: str) -> str:
        """The words of an answer as it is stored; "" for one that cannot be given."""
        return next((choice.words for choice in self.choices if choice.answer == answer), "")

    def choice_for(self, key: str) -> Choice | None:
        """The choice that a key stands for, if it stands for one."""
        return next((choice for choice in self.choices if choice.key == key), None)

"""Texts on their way through a model, as tokens, and what of them the next batch evaluates."""

from dataclasses import dataclass, field

from selfaudit.core.ports import Priority

HEADROOM = 64
"""Tokens that a text is promised cells for beyond those it has when it is let in. Texts that write
more may come to need more cells than there are: the one that came last is then put out."""

SHORTEST_TRUNK = 16
"""Shared beginnings of fewer tokens than this are evaluated with the rest of each text."""


@dataclass(slots=True, eq=False)
class Sequence:
    """The tokens of a text: its prompt, and what was written since.

    `shared` of them, at the beginning, others are likely to have as well; `most` is how many it may
    come to have. `spent` counts the tokens of the prompt that were evaluated for it, `seconds` is
    its share of the time that its batches took. `place` is its number in the cache, if it has one.
    """

    tokens: list[int]
    shared: int
    most: int
    priority: Priority
    place: int | None = None
    evaluated: int = 0
    spent: int = 0
    seconds: float = 0.0
    order: int = 0
    promised: int = 0
    prompt: int = field(init=False)
    beginning: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.prompt = len(self.tokens)
        # Something has to be left to evaluate: the logits are those after the last token.
        shared = min(self.shared, self.prompt - 1)
        self.beginning = tuple(self.tokens[:shared]) if shared >= SHORTEST_TRUNK else ()

    @property
    def cells(self) -> int:
        """Cells that it has or was promised, beside those of its trunk, while it has a place."""
        return max(self.promised, len(self.tokens)) - len(self.beginning)

    @property
    def promise(self) -> int:
        """The length that it is promised cells for when it is let in now."""
        return min(len(self.tokens) + HEADROOM, self.most)

    @property
    def rank(self) -> tuple[Priority, int]:
        """Its place in the queue: the more urgent first, and then who came first."""
        return self.priority, self.order


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens `begin` to `end` of a text or trunk, evaluated for a text, the `owner`.

    `ends` tells that they are the last ones of a text: what follows is to be chosen then.
    """

    sequence: Sequence
    begin: int
    end: int
    owner: Sequence
    ends: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One batch: places to empty first, then places to copy (from, to), then what to evaluate."""

    emptied: list[int]
    copied: list[tuple[int, int]]
    pieces: list[Piece]

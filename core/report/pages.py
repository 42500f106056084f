"""What a report is made of. Every way of showing it (terminal, HTML, JSON) shows the same."""

from dataclasses import dataclass, field
from enum import StrEnum

from selfaudit.core.agreement.enough import Standing
from selfaudit.core.agreement.results import Estimate


class Scale(StrEnum):
    """In which unit a figure is read."""

    SHARE = "share"
    """From 0 to 1, read as so many of a hundred."""
    PER_TEN = "per_ten"
    RATIO = "ratio"
    AGREEMENT = "agreement"
    """From -1 to 1: 0 is what chance alone would give."""
    NET = "net"
    """Wins minus losses over all votes, from -1 to 1."""
    RATING = "rating"
    """From 1 to 5, 3 being no difference."""
    STEPS = "steps"
    """Steps of a rating, above or below 0."""
    SECONDS = "seconds"


class Of(StrEnum):
    """What a judgment behind a figure is about."""

    ATTRIBUTE = "attribute"
    ENTRY = "entry"
    PAIR = "pair"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Behind:
    """One judgment that a figure rests on: what it is about, and what was said, in words."""

    of: Of
    id: int
    said: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its interval, or what is still needed before it may be said.

    `label` completes the sentence that the number begins; `rests_on` says what was counted.
    A figure with a `standing` is a headline, and its estimate is read through that alone.
    """

    name: str
    label: str
    scale: Scale
    estimate: Estimate | None
    rests_on: str
    standing: Standing | None = None
    note: str = ""
    behind: tuple[Behind, ...] = ()

    @property
    def shown(self) -> Estimate | None:
        """The number as far as it may be said."""
        return self.estimate if self.standing is None else self.standing.shown


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer and how often it was given."""

    label: str
    count: int
    behind: tuple[Behind, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """How often each answer was given."""

    name: str
    title: str
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of figures."""

    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures side by side, such as those of several selectors; `columns` name them."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One question: a sentence first, then numbers, pictures, and what qualifies them.

    `study` says what other raters and other models came to; it is empty until the person's own
    figures may be seen.
    """

    name: str
    question: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    bars: tuple[Bars, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    study: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Every page, and when it was made (seconds since 1970 UTC)."""

    made_at: float
    pages: tuple[Page, ...] = field(default=())

"""Stage two: prompts, the attributes listed for each, and what person and selectors say of them."""

from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.models.judgment import Act, Phase, Timing


class PromptSource(StrEnum):
    """Where a prompt came from. Reported apart, because the mix sets the rate.

    One from `ELSEWHERE` came with answers of another assistant, and no attributes are listed for
    it.
    """

    TYPED = "typed"
    HISTORY = "history"
    BUNDLED = "bundled"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt that the person might send.

    `name` is set for a bundled one; `message` and `conversation` for one from the history, which
    is the person's own words of that message.
    """

    id: int
    source: PromptSource
    text: str
    name: str | None = None
    message: str | None = None
    conversation: str | None = None


class MarkAnswer(StrEnum):
    """Answers to whether an attribute should change the response; a skip leaves it missing."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Entry:
    """One attribute on the list of one prompt of a block.

    `position` is the prompt's place in the block, `order_index` the attribute's on the list, both
    from 0. The entry is of one `revision` of the statement. An attribute that the person rejected
    is listed for the selectors alone: `accepted` is then False, and it is never asked about.
    `repeats` is the entry of an earlier block that is asked about again, by a draw that had the
    `inclusion_probability`.
    """

    id: int
    block: int
    position: int
    prompt: int
    order_index: int
    attribute: int
    revision: int
    statement: str
    accepted: bool
    stratum: str
    inclusion_probability: float
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One stored act of the person about one entry. `reveals_seen` counts those before it."""

    id: int
    entry: int
    answer: MarkAnswer
    act: Act
    undoes: int | None
    phase: Phase
    reveals_seen: int
    wording: str
    key: str | None
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class Selected:
    """What a selector says of one statement.

    `score` is on the selector's own scale, null where it has none; `chosen` is its own choice,
    null where the choice follows from a threshold on the score.
    """

    score: float | None
    chosen: bool | None = None

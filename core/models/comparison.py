"""Stage three: pairs of answers to one prompt, and what the person and judges say of them."""

from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.models.judgment import Act, Phase, Timing


class Arm(StrEnum):
    """What the other answer of a pair was given beside the prompt; the first is always generic.

    `ELSEWHERE` pairs were made by another assistant, with and without its memory.
    """

    MARKED = "marked"
    IRRELEVANT = "irrelevant"
    CATCH = "catch"
    STRANGER = "stranger"
    ELSEWHERE = "elsewhere"


class Side(StrEnum):
    """Where an answer is shown."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """The other side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class VoteQuestion(StrEnum):
    """What is asked of a pair. `RATING` is asked of each attribute, after the reveal."""

    BETTER = "better"
    REASONS = "reasons"
    ABOUT_YOU = "about_you"
    RATING = "rating"


class Better(StrEnum):
    """Answers to which of two answers serves better, as shown, in the order of their keys."""

    LEFT_MUCH = "left_much"
    LEFT_SLIGHTLY = "left_slightly"
    NO_DIFFERENCE = "no_difference"
    RIGHT_SLIGHTLY = "right_slightly"
    RIGHT_MUCH = "right_much"
    BOTH_UNUSABLE = "both_unusable"
    SKIP = "skip"


class AboutYou(StrEnum):
    """Answers to whether either answer used facts about the person."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NEITHER = "neither"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why one answer serves better, in the order of their keys. As many as apply, or none."""

    FITS_ME = "fits_me"
    MORE_CORRECT = "more_correct"
    CLEARER = "clearer"
    MORE_USEFUL = "more_useful"
    OTHER_WRONG_ABOUT_ME = "other_wrong_about_me"
    OTHER_TOO_PERSONAL = "other_too_personal"


@dataclass(frozen=True, slots=True)
class Fact:
    """What the other answer of a pair was given: an attribute's revision, or a stranger's fact."""

    statement: str
    attribute: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One generated or imported answer, whole. `run` is null for an imported one."""

    id: int
    run: int | None
    text: str
    finish_reason: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer as it may be shown before the vote: ids would tell which one was made first."""

    text: str
    finish_reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one prompt, as they are put before the person.

    `generic_side` is where the generic answer is shown. `repeats` is the pair that comes back in
    this one: of the same block with its sides swapped, or of an earlier one with sides drawn anew,
    by a draw that had the `inclusion_probability`. `generic` and `other` are null until both exist;
    `dropped` says why they never will. `redraws` counts how often they were drawn again for their
    lengths.
    """

    id: int
    block: int
    position: int
    prompt: int
    arm: Arm
    seed: int
    generic_side: Side
    asks_about_you: bool
    repeats: int | None
    generic: int | None
    other: int | None
    redraws: int
    dropped: str | None
    inclusion_probability: float | None = None

    @property
    def is_ready(self) -> bool:
        """Whether both answers exist."""
        return self.generic is not None and self.other is not None


@dataclass(frozen=True, slots=True)
class Vote:
    """One stored act of the person about one pair; `attribute` is set for a rating."""

    id: int
    pair: int
    question: VoteQuestion
    answer: str
    attribute: int | None
    act: Act
    undoes: int | None
    phase: Phase
    wording: str
    key: str | None
    timing: Timing | None


@dataclass(frozen=True, slots=True)
class JudgeVerdict:
    """How a model as judge rates a pair from 1 (left much) to 5 (right much).

    The sides are those that the judge saw: the person's, or with `swapped` the other way round.
    `rating` is the likeliest answer, `expected` the mean over all five by their probabilities.
    """

    pair: int
    model: str
    swapped: bool
    with_attributes: bool
    rating: int
    expected: float
    mass: float
    is_generator: bool

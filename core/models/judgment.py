"""What the person says: questions, answers, and the append-only judgments that record them."""

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """What was asked of an attribute or an item, or noted by the person without being asked."""

    TRUE = "true"
    WHY = "why"
    REMEMBER = "remember"
    SUPPORT = "support"
    LASTING = "lasting"
    READ = "read"
    TYPISTS = "typists"
    RECALL = "recall"
    APPEARED = "appeared"
    GUESS = "guess"
    MISSING = "missing"
    SKIP = "skip"
    DETAILS = "details"
    SURPRISE = "surprise"
    FLAG = "flag"
    COMMENT = "comment"
    STATEMENT = "statement"


class TrueAnswer(StrEnum):
    """Answers to "Is this, as written, true of you now?"."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"
    REFUSE = "refuse"


class WhyAnswer(StrEnum):
    """Answers to why a statement is not true, in the order of their keys 1 to 6."""

    TOO_BROAD = "too_broad"
    NOT_NOW = "not_now"
    NEVER_TRUE = "never_true"
    SOMEONE_ELSE = "someone_else"
    TASK_OR_STORY = "task_or_story"
    MAKES_NO_SENSE_ALONE = "makes_no_sense_alone"


class RememberAnswer(StrEnum):
    """Answers to "Should an assistant remember this?", in the order of their keys 1 to 5."""

    WHEN_IT_FITS = "when_it_fits"
    WHEN_RAISED = "when_raised"
    NOT_USEFUL = "not_useful"
    TOO_PRIVATE = "too_private"
    UNSURE = "unsure"


class Typists(StrEnum):
    """Who typed in these chats."""

    ONLY_ME = "only_me"
    MOSTLY_ME = "mostly_me"
    SEVERAL = "several"


class Act(StrEnum):
    """What a judgment does to the ones before it."""

    DECIDE = "decide"
    CORRECT = "correct"
    UNDO = "undo"


class Phase(StrEnum):
    """Whether the model's opinion had been revealed for what is judged."""

    BEFORE = "before"
    AFTER = "after"


class Policy(StrEnum):
    """How the queue chose the card. Only the draw of the headline feeds the headline.

    An early card is asked while extraction still runs; it may be drawn for the headline later.
    """

    EARLY = "early"
    HEADLINE = "headline"
    MOST_SUPPORT = "most_support"
    MISSED = "missed"
    HELD_BACK = "held_back"
    AGAIN = "again"
    BELIEF = "belief"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Timing:
    """When a card was shown and decided.

    `shown_at` and `decided_at` are seconds since 1970 UTC, `shown_monotonic` and
    `decided_monotonic` seconds of a clock that never goes back and begins anywhere; `active`
    and `idle` are seconds between them, a pause of 120 s without a key counting as idle.
    """

    shown_at: float
    decided_at: float
    shown_monotonic: float
    decided_monotonic: float
    active: float
    idle: float


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Under which conditions a judgment was made.

    `order_index` counts the cards of the queue from 0; `inclusion_probability` is that of the
    draw (1.0 for a census, null where nothing was drawn); `opinion_seen` names what of the
    model's opinion had been seen ("" for nothing, else comma-separated names).
    """

    policy: Policy
    wording: str
    evidence: int | None = None
    batch: int | None = None
    order_index: int | None = None
    inclusion_probability: float | None = None
    seed: int | None = None
    opinion_seen: str = ""
    phase: Phase = Phase.BEFORE
    key: str | None = None
    timing: Timing | None = None


@dataclass(frozen=True, slots=True)
class Judgment:
    """One stored act of the person about one revision of an attribute's statement.

    `text` is what the person wrote (a comment, a statement); `undoes` is the judgment that an
    undo takes back.
    """

    id: int
    attribute: int
    revision: int
    question: Question
    answer: str
    text: str | None
    act: Act
    undoes: int | None
    circumstance: Circumstance

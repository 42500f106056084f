"""What a model inferred: candidates of one run, and the attributes that the person judges."""

from dataclasses import dataclass
from enum import StrEnum


class EvidenceKind(StrEnum):
    """Whether a quote is the person's own words or the turn that makes them intelligible."""

    OWN_WORDS = "own_words"
    CONTEXT = "context"


class AssignedBy(StrEnum):
    """Who said an attribute's category, subject, basis, durability or sensitivity."""

    MODEL = "model"
    RULE = "rule"
    PERSON = "person"


class QuarantineReason(StrEnum):
    """Why a candidate may not become an attribute. Counted, never shown as a finding."""

    QUOTE_NOT_FOUND = "quote not found"
    QUOTE_NOT_OF_SELF = "quote not of the first person"
    UNRELATED_TO_QUOTE = "statement unrelated to its quote"
    UNRELATED_TO_MESSAGE = "statement unrelated to its message"
    NOT_SUPPORTED = "not supported by its quote, the verifier says"
    MALFORMED = "malformed output"
    CUT_OFF = "cut off at the length limit"
    REPEATS_EXAMPLE = "repeats the prompt's example"


@dataclass(frozen=True, slots=True)
class Description:
    """What a model, a rule or the person says of an attribute beside its statement.

    Every field is null where nobody said; `assigned_by` is null where all of them are.
    """

    category: str | None = None
    subject: str | None = None
    basis: str | None = None
    durability: str | None = None
    sensitivity: str | None = None
    assigned_by: AssignedBy | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote: a statement, the quote that it gave for it (if any), a description."""

    statement: str
    quote: str | None
    description: Description = Description()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one stored message, in code points of its text, `end` exclusive."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One inference of one run; it never changes. Exactly one of `span` and `reason` is set.

    `verifier` is the score, from 0 to 1, that the verifier gave the statement; None where it was
    not asked.
    """

    draft: Draft
    span: Span | None
    reason: QuarantineReason | None
    verifier: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One quote that supports an attribute: `text[start:end] == quote` in its message."""

    candidate: int
    conversation: str
    message: str
    start: int
    end: int
    quote: str
    kind: EvidenceKind


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the person judges: a statement about them, with its evidence.

    `revision` identifies this wording of the statement; `as_written` is False once the person
    edited it. `support` counts the conversations that gave evidence. `verdict` is the effective
    answer to "Is this, as written, true of you now?", null while there is none.
    """

    id: int
    revision: int
    statement: str
    as_written: bool
    description: Description
    support: int
    verdict: str | None
    evidence: tuple[Evidence, ...]

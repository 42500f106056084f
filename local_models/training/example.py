"""What the model is taught from: a message, what it says of its writer, and claims about it."""

from dataclasses import dataclass
from enum import StrEnum

DURABILITIES = ("lasting", "current")
SUBJECTS = ("user", "other")


class Kind(StrEnum):
    """What a message is like. All but FACTS, REPLY, CORRECTION hold no fact about the writer."""

    FACTS = "facts"
    REPLY = "reply"
    CORRECTION = "correction"
    REQUEST = "request"
    OTHERS = "others"
    FICTION = "fiction"
    TRANSFORM = "transform"
    CODE = "code"
    HYPOTHETICAL = "hypothetical"
    QUOTED = "quoted"
    ONE_OFF = "one_off"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Fact:
    """What a message says of its writer, or (`subject` is "other") of somebody in their life.

    `quote` is an exact stretch of the message. `statement` begins with "The user" and ends with a
    full stop. `durability` is "lasting" or "current" (true for weeks or months).
    """

    quote: str
    statement: str
    subject: str = "user"
    durability: str = "lasting"
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A message, the words of the assistant that it answers ("" if none), and its facts in order.

    Every part of the message that could be taken for a fact and is none is not among `facts`;
    the generator knows some of them, and what a careless reader would make of them: `traps`.
    `claims` were written down with the message.
    """

    text: str
    facts: tuple[Fact, ...]
    kind: Kind
    before: str = ""
    traps: tuple[Fact, ...] = ()
    claims: tuple["Claim", ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with its quote from a message, and whether the message supports it.

    `flaw` names what is wrong with it where it is not supported.
    """

    text: str
    quote: str
    statement: str
    supported: bool
    flaw: str = ""
    before: str = ""

"""What an export holds: conversations of messages, each message cut into segments by origin."""

from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct


class Role(StrEnum):
    """Who a message is attributed to by the export."""

    USER = "user"
    ASSISTANT = "assistant"
    SYSTEM = "system"
    TOOL = "tool"


class Origin(StrEnum):
    """Where the words of a segment came from."""

    TYPED = "typed"
    DICTATED = "dictated"
    PASTED = "pasted"
    QUOTED = "quoted"
    ATTACHED = "attached"
    CUSTOM_INSTRUCTION = "custom_instruction"
    VENDOR_MEMORY = "vendor_memory"
    TOOL = "tool"
    HIDDEN = "hidden"
    ASSISTANT = "assistant"


OWN_WORDS = frozenset({Origin.TYPED, Origin.DICTATED})
"""The origins that count as the person's own words, the only ones that are mined."""


class Segment(Struct, frozen=True, gc=False):
    """A stretch of a message's text with one origin.

    A struct, as a message is: there are many, and one is made in a tenth of a data class's time.
    `start` and `end` are offsets in code points of the stored text, `end` exclusive.
    `detector` and `detector_version` name the rule that assigned the origin.
    """

    start: int
    end: int
    origin: Origin
    detector: str
    detector_version: int


class Message(Struct, frozen=True, gc=False):
    """One message of a conversation, with the text exactly as it is stored.

    `external_id` and `parent_id` (of the nearest ancestor that was kept) are the export's own
    identifiers; `created_at` is in seconds since 1970 UTC, or None where the export does not
    say; `active` tells whether the message lies on the branch that the person last saw.
    Segments cover the text without overlap.
    """

    external_id: str
    parent_id: str | None
    role: Role
    text: str
    created_at: float | None
    active: bool
    segments: tuple[Segment, ...]
    model: str | None = None


class RecordKind(StrEnum):
    """What was counted: a conversation, or a message inside one."""

    CONVERSATION = "conversation"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Skipped:
    """One record of an export that was not stored, and why.

    `reason` is a short phrase that is counted and shown ("no text"); `where` names file and
    record for a person who wants to look ("conversations.json, conversation 12"), and never
    holds any of the record's text.
    """

    kind: RecordKind
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as an importer read it, its messages in reading order.

    `skipped` are the messages that it had and that are not among `messages`.
    """

    external_id: str
    title: str
    created_at: float | None
    updated_at: float | None
    messages: tuple[Message, ...]
    skipped: tuple[Skipped, ...] = field(default=())

"""Numbers, times and places as plain words."""

from datetime import UTC, datetime, tzinfo

from selfaudit.core.models.attribute import QuarantineReason
from selfaudit.core.models.history import Origin, Role
from selfaudit.core.models.item import Response
from selfaudit.core.models.judgment import Judgment, Question
from selfaudit.core.review.wordings import wording_of
from selfaudit.core.store.history import StoredMessage

WHY_QUARANTINED = {
    QuarantineReason.QUOTE_NOT_FOUND: "the quote is nowhere in your own words",
    QuarantineReason.QUOTE_NOT_OF_SELF: "the quote does not speak of you",
    QuarantineReason.UNRELATED_TO_QUOTE: "the statement has nothing to do with its quote",
    QuarantineReason.UNRELATED_TO_MESSAGE: "the statement has nothing to do with your message",
    QuarantineReason.NOT_SUPPORTED: "asked again, the model did not find it in your words",
    QuarantineReason.MALFORMED: "the model's answer could not be read",
    QuarantineReason.CUT_OFF: "the model's answer was cut off at its length limit",
    QuarantineReason.REPEATS_EXAMPLE: "it repeats the example that the model was given",
}
"""Why a candidate was quarantined, as the person is told."""

SEGMENTS = {
    Origin.TYPED: "You wrote",
    Origin.DICTATED: "You said (dictated)",
    Origin.PASTED: "Pasted, not counted as your words",
    Origin.QUOTED: "Quoted, not counted as your words",
    Origin.ATTACHED: "Attached file, not counted as your words",
    Origin.CUSTOM_INSTRUCTION: "Your custom instructions to the assistant",
    Origin.VENDOR_MEMORY: "What the assistant already had in its memory",
    Origin.TOOL: "A tool's output",
    Origin.HIDDEN: "Hidden from you in the chat",
    Origin.ASSISTANT: "Assistant",
}
"""Whose words a segment holds."""

ROLES = {
    Role.USER: "Sent under your name",
    Role.ASSISTANT: "Assistant",
    Role.SYSTEM: "System",
    Role.TOOL: "A tool's output",
}
"""Who a message is from where no segment says more."""


TOO_SOON = "That key came too soon to count. Nothing was saved; press it again."
"""What the person is told of a key that was ignored."""


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 card", "2,000 cards"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """A rough stretch of time: "40 seconds", "12 minutes", "2.5 hours"."""
    if seconds < 90:
        return count(max(1, round(seconds)), "second")
    if seconds < 90 * 60:
        return count(round(seconds / 60), "minute")
    return f"{seconds / 3600:.1f}".removesuffix(".0") + " hours"


def day(timestamp: float | None, zone: tzinfo | None = None) -> str:
    """A day in the person's own time zone: "3 March 2025"; "" where it is not known."""
    if timestamp is None:
        return ""
    try:
        moment = datetime.fromtimestamp(timestamp, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{moment.day} {moment:%B %Y}"


def origin_of(message: StoredMessage) -> str:
    """Who a message without segments is from."""
    return ROLES[message.role]


def taken_back(judgment: Judgment | Response) -> str:
    """What an undo took back, in words."""
    match judgment.question:
        case Question.SKIP:
            return "the skip"
        case Question.FLAG:
            return "the flag" if judgment.answer == "yes" else "the taking off of the flag"
        case Question.SURPRISE:
            return (
                "“this surprised me”"
                if judgment.answer == "yes"
                else "the taking off of “this surprised me”"
            )
        case Question.COMMENT:
            return "your comment"
        case Question.GUESS:
            return "your guess"
        case Question.RECALL:
            return "what you expected" if judgment.text is None else "a thing that you expected"
        case Question.STATEMENT:
            return "your wording of the statement"
    for choice in wording_of(judgment.question).choices:
        if choice.answer == judgment.answer:
            return f"your answer “{choice.words}”"
    return "your answer"

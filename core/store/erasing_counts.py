"""How much an erasure takes along and how much stays, of what a scope has collected."""

from dataclasses import replace

from selfaudit.core.models.erasure import Dates, Everything, Going, OneSource, Staying, Target
from selfaudit.core.store.database import Database
from selfaudit.core.store.erasing_scope import OTHERS_HOLD

_CONTENT_GOES = "IN (SELECT id FROM going_content)"

_ITEMS = (
    "SELECT id FROM item WHERE message IN (SELECT id FROM going_message)"
    " OR candidate IN (SELECT id FROM going_candidate)"
    " OR attribute IN (SELECT id FROM going_attribute)"
)
"""Items about something that goes."""

_ACTS = ("judgment", "mark", "vote")


def going(database: Database, target: Target) -> Going:
    """How much was collected that is still there."""
    count = database.number
    found = Going(
        imports=count("SELECT count(*) FROM going_source"),
        conversations=count("SELECT count(*) FROM going_conversation"),
        messages=count("SELECT count(*) FROM going_message"),
        titles=count(
            f"SELECT count(*) FROM conversation WHERE title {_CONTENT_GOES}"
            " AND id NOT IN (SELECT id FROM going_conversation)"
        ),
        notes=count(f"SELECT count(*) FROM candidate WHERE statement {_CONTENT_GOES}"),
        quotes=count(f"SELECT count(*) FROM candidate WHERE quote {_CONTENT_GOES}"),
        attributes=count(
            f"SELECT count(DISTINCT attribute) FROM revision WHERE statement {_CONTENT_GOES}"
        ),
        wordings=count(
            f"SELECT count(*) FROM revision WHERE statement {_CONTENT_GOES}"
            " AND written_by = 'person'"
        ),
        comments=count(f"SELECT count(*) FROM judgment WHERE content {_CONTENT_GOES}"),
        named=count(f"SELECT count(*) FROM response WHERE content {_CONTENT_GOES}"),
        prompts=count(f"SELECT count(*) FROM prompt WHERE content {_CONTENT_GOES}"),
        answers=count(f"SELECT count(*) FROM answer WHERE content {_CONTENT_GOES}"),
    )
    if not isinstance(target, Everything):
        return found
    acts = {f"{name}s": count(f"SELECT count(*) FROM {name}") for name in _ACTS}
    acts["judgments"] += count("SELECT count(*) FROM response")
    return replace(found, attributes=count("SELECT count(*) FROM attribute"), **acts)


def staying(database: Database, target: Target) -> Staying:
    """How much is touched and stays."""
    if isinstance(target, Everything):
        return Staying()
    count = database.number
    elsewhere = undated = 0
    match target:
        case OneSource(id):
            elsewhere = count(
                f"SELECT count(*) FROM holding WHERE source = ? AND {OTHERS_HOLD}", [id]
            )
        case Dates():
            undated = count("SELECT count(*) FROM message WHERE created_at IS NULL")
    return Staying(
        judgments=count(
            "SELECT count(*) FROM judgment WHERE attribute IN (SELECT id FROM going_attribute)"
        )
        + count(f"SELECT count(*) FROM response WHERE item IN ({_ITEMS})"),
        marks=count(
            "SELECT count(*) FROM mark JOIN entry ON entry.id = mark.entry"
            " WHERE attribute IN (SELECT id FROM going_attribute)"
            " OR prompt IN (SELECT id FROM going_prompt)"
        ),
        votes=count(
            "SELECT count(*) FROM vote JOIN pair ON pair.id = vote.pair"
            " WHERE prompt IN (SELECT id FROM going_prompt)"
            " OR generic IN (SELECT id FROM going_answer)"
            " OR other IN (SELECT id FROM going_answer)"
        ),
        attributes=count(
            "SELECT count(DISTINCT attribute) FROM link"
            " WHERE candidate IN (SELECT id FROM going_candidate)"
            " AND attribute NOT IN (SELECT id FROM going_attribute)"
        ),
        messages_elsewhere=elsewhere,
        messages_undated=undated,
    )

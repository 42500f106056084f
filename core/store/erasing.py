"""The statements that erase what a scope has collected, inside one transaction.

A row that judgments, marks or votes rest on stays, without text and under an opaque id; any other
goes. Work that read what goes is known by no key any more: if the same words are imported again,
they are read again.
"""

from selfaudit.core.models.erasure import OneSource, Target
from selfaudit.core.store.database import Database

_REFERENCES = (
    """UPDATE candidate SET message = NULL, start = NULL, "end" = NULL, kind = NULL,
        category = NULL, subject = NULL, basis = NULL, durability = NULL, sensitivity = NULL,
        assigned_by = NULL
        WHERE id IN (SELECT id FROM going_candidate)""",
    """UPDATE attribute SET category = NULL, subject = NULL, basis = NULL, durability = NULL,
        sensitivity = NULL, assigned_by = NULL WHERE id IN (SELECT id FROM going_attribute)""",
    """UPDATE belief SET start = NULL, "end" = NULL, noted_at = NULL WHERE item IN
        (SELECT id FROM item WHERE message IN (SELECT id FROM going_message))""",
    """UPDATE item SET message = NULL WHERE message IN (SELECT id FROM going_message)""",
    """UPDATE entry SET stratum = '' WHERE attribute IN (SELECT id FROM going_attribute)
        OR stratum IN (SELECT id FROM going_conversation)""",
    """UPDATE budget_conversation SET conversation = NULL
        WHERE conversation IN (SELECT id FROM going_conversation)""",
    """DELETE FROM withholding WHERE kind = 'conversation'
        AND value IN (SELECT id FROM going_conversation)""",
    """UPDATE prompt SET message = NULL, name = NULL WHERE id IN (SELECT id FROM going_prompt)""",
    """DELETE FROM mention WHERE answer IN (SELECT id FROM going_answer)""",
    """UPDATE answer SET key = (SELECT opaque FROM going_answer WHERE id = answer.id)
        WHERE id IN (SELECT id FROM going_answer)""",
)

_HISTORY = (
    "DELETE FROM segment WHERE message IN (SELECT id FROM going_message)",
    "DELETE FROM work_message WHERE message IN (SELECT id FROM going_message)",
    "DELETE FROM holding WHERE message IN (SELECT id FROM going_message)",
    "DELETE FROM message WHERE id IN (SELECT id FROM going_message)",
    """UPDATE candidate SET work = (SELECT opaque FROM going_work WHERE id = candidate.work)
        WHERE work IN (SELECT id FROM going_work)""",
    """UPDATE work_message SET work = (SELECT opaque FROM going_work WHERE id = work_message.work)
        WHERE work IN (SELECT id FROM going_work)""",
    """UPDATE work SET key = (SELECT opaque FROM going_work WHERE id = work.key)
        WHERE key IN (SELECT id FROM going_work)""",
    """DELETE FROM conversation WHERE id IN (SELECT id FROM going_conversation)
        AND id NOT IN (SELECT conversation FROM work)""",
    """UPDATE work
        SET conversation = (SELECT opaque FROM going_conversation WHERE id = work.conversation)
        WHERE conversation IN (SELECT id FROM going_conversation)""",
    """UPDATE conversation SET (id, external_id) =
        (SELECT opaque, opaque FROM going_conversation WHERE id = conversation.id),
        created_at = NULL, updated_at = NULL
        WHERE id IN (SELECT id FROM going_conversation)""",
)

_LEFT_BY_SOURCE = (
    "DELETE FROM holding WHERE source = ?1",
    """UPDATE message SET source = (SELECT min(source) FROM holding WHERE message = message.id)
        WHERE source = ?1""",
    """UPDATE conversation SET source = (SELECT min(message.source) FROM message
        WHERE message.conversation = conversation.id)
        WHERE source = ?1
        AND EXISTS (SELECT 1 FROM message WHERE message.conversation = conversation.id)""",
)

_SOURCES = ("UPDATE source SET path = '', report = NULL WHERE id IN (SELECT id FROM going_source)",)

# A pair of a sealed block that nothing was said of yet would be shown without its texts.
_PAIRS = (
    """UPDATE pair SET dropped = 'what it would show was erased'
        WHERE (prompt IN (SELECT id FROM going_prompt) OR generic IN (SELECT id FROM going_answer)
            OR other IN (SELECT id FROM going_answer)
            OR id IN (SELECT pair FROM fact WHERE attribute IN (SELECT id FROM going_attribute)))
        AND block NOT IN (SELECT block FROM reveal)
        AND id NOT IN (SELECT pair FROM standing_vote)""",
)

# The index drops the words of deleted rows only when its parts are merged.
_INDEX = ("INSERT INTO content_index (content_index) VALUES ('optimize')",)


def remove(database: Database, target: Target, now: float) -> None:
    """Erase what was collected, and note that its traces are still to be cleaned away."""
    database.execute("PRAGMA defer_foreign_keys = ON")
    database.execute("DELETE FROM content WHERE id IN (SELECT id FROM going_content)")
    for statement in (*_REFERENCES, *_HISTORY):
        database.execute(statement)
    if isinstance(target, OneSource):
        for statement in _LEFT_BY_SOURCE:
            database.execute(statement, [target.id])
    for statement in (*_SOURCES, *_PAIRS, *_INDEX):
        database.execute(statement)
    database.execute("INSERT INTO erasure (kind, erased_at) VALUES (?, ?)", [target.kind, now])

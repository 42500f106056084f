"""What vendors believe about the person: where it is stored, and what of it was drawn to be asked.

The words of a belief are never copied: they are read from its message, and go with it.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.models.belief import Belief, BeliefKind, DrawnBelief
from selfaudit.core.models.history import Origin, Role
from selfaudit.core.models.item import Item, ItemKind, NewItem
from selfaudit.core.store.database import Database
from selfaudit.core.store.items import Items


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a stored message that a vendor or the person put there as memory.

    `external_id` is the message's own; `told_at` is when the message, else its conversation, was
    written (0.0 where neither is known); `place` orders messages by when they were stored.
    """

    vendor: str
    conversation: str
    message: str
    external_id: str
    role: Role
    active: bool
    origin: Origin
    detector: str
    start: int
    end: int
    told_at: float
    place: int


class Beliefs:
    """What is stored of vendors' memories, and the beliefs that were drawn from it."""

    def __init__(self, database: Database, items: Items) -> None:
        self._database = database
        self._items = items

    def stretches(self) -> list[Stretch]:
        """Every stretch of vendor memory and custom instructions, in the order it was stored."""
        return [
            Stretch(
                row["format"],
                row["conversation"],
                row["message"],
                row["external_id"],
                Role(row["role"]),
                bool(row["active"]),
                Origin(row["origin"]),
                row["detector"],
                row["start"],
                row["end"],
                row["told_at"],
                row["place"],
            )
            for row in self._database.rows(
                "SELECT segment.*, message.rowid AS place, message.conversation, active, role,"
                " message.external_id, conversation.format, ifnull(message.created_at,"
                " ifnull(conversation.updated_at, ifnull(conversation.created_at, 0.0))) AS told_at"
                " FROM segment JOIN message ON message.id = segment.message"
                " JOIN conversation ON conversation.id = message.conversation"
                " WHERE origin IN ('vendor_memory', 'custom_instruction')"
                " AND message.content IS NOT NULL ORDER BY message.rowid, segment.start"
            )
        ]

    def draw(self, beliefs: Sequence[Belief], seed: int, frame_size: int, now: float) -> None:
        """Store beliefs that are asked about, in this order, drawn from a frame of a size."""
        chance = len(beliefs) / frame_size
        with self._database.write():
            sample = self._items.draw(ItemKind.BELIEF, seed, frame_size, now)
            items = self._items.add(
                (
                    NewItem(
                        ItemKind.BELIEF,
                        place,
                        sample=sample,
                        message=belief.message,
                        inclusion_probability=chance,
                        seed=seed,
                    )
                    for place, belief in enumerate(beliefs)
                ),
                now,
            )
            self._database.execute_many(
                "INSERT INTO belief VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (item.id, one.kind, one.vendor, one.start, one.end, one.noted_at)
                    for item, one in zip(items, beliefs, strict=True)
                ),
            )

    def drawn(self, items: Iterable[Item] | None = None) -> list[DrawnBelief]:
        """The beliefs that were drawn, in the order in which they are asked; or those of items."""
        wanted = self._items.of(ItemKind.BELIEF) if items is None else list(items)
        rows = {
            row["item"]: row
            for row in self._database.rows(
                "SELECT belief.*, item.message, message.conversation,"
                " substr(body, belief.start + 1, belief.end - belief.start) AS words"
                " FROM belief JOIN item ON item.id = belief.item"
                " LEFT JOIN message ON message.id = item.message"
                " LEFT JOIN content ON content.id = message.content"
            )
        }
        return [_drawn(item, rows[item.id]) for item in wanted if item.id in rows]

    def count(self) -> int:
        """How many beliefs were drawn."""
        return self._database.number("SELECT count(*) FROM belief")


def _drawn(item: Item, row: sqlite3.Row) -> DrawnBelief:
    kind, vendor, words = BeliefKind(row["kind"]), row["vendor"], row["words"]
    belief = None
    if words:
        belief = Belief(
            kind,
            vendor,
            row["message"],
            row["conversation"],
            row["start"],
            row["end"],
            words,
            row["noted_at"],
        )
    return DrawnBelief(item, kind, vendor, belief)

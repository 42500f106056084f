"""Browsing what was imported: what is found, and where words stand in it.

Every query is bounded, so that a page comes at once however much is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from selfaudit.core.store.conversations import THERE
from selfaudit.core.store.database import Database, Value
from selfaudit.core.store.indexing import Indexing
from selfaudit.core.store.messages import Messages, StoredMessage
from selfaudit.core.store.searching import Order, Search, conditions

MOST_HITS = 10_000
"""Texts with the words that a search looks at: those that were stored last."""

_OPEN, _CLOSE = "\x01", "\x02"


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation that was found: how many of its messages have the words, and one of them.

    That is the best one, or the first where the newest conversations come first. Without words
    `hits` is 0 and `message` None; so it is where only the title has them.
    """

    conversation: str
    hits: int = 0
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The conversations that were found, in order. `is_cut`: there were more texts than looked at.

    Where it is cut, they are in order of time, whatever was asked for. `waiting`: texts that the
    words may stand in and that are not in the index yet; none of them is the person's own.
    """

    conversations: tuple[Found, ...]
    is_cut: bool = False
    waiting: int = 0


class Browsing:
    """Searches over a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._messages = Messages(database)
        self._indexing = Indexing(database)

    def conversations(self, search: Search, order: Order = Order.NEWEST) -> Finding:
        """The conversations that hold a message that is looked for, or words in their title."""
        query = search.query
        if search.words.strip() and not query:
            return Finding(())
        if not query:
            return Finding(tuple(Found(id) for id in self._without_words(search)))
        is_cut = self._is_cut(query)
        by = "best" if order is Order.BEST and not is_cut else "newest DESC"
        where, values = conditions(search)
        rank = "0.0" if is_cut or order is Order.NEWEST else "rank"
        best = "min(rank)" if rank == "rank" else "min(position)"
        rows = self._database.rows(
            f"WITH hit AS MATERIALIZED (SELECT rowid AS content, {rank} AS rank FROM content_index"
            " WHERE content_index MATCH ? ORDER BY rowid DESC LIMIT ?),"
            " there AS (SELECT message.conversation, message.id, count(*) AS hits,"
            f" {best} AS best FROM hit CROSS JOIN message ON message.content = hit.content"
            f" WHERE {where} GROUP BY message.conversation),"
            " titled AS (SELECT conversation.id AS conversation, NULL AS id, 0 AS hits,"
            " rank AS best FROM hit"
            " CROSS JOIN conversation ON conversation.title = hit.content"
            " WHERE conversation.id NOT IN (SELECT conversation FROM there)"
            f" AND EXISTS ({_OF_CONVERSATION} AND {where}))"
            " SELECT conversation, one.id, hits, ifnull(updated_at, created_at) AS newest, best"
            " FROM (SELECT * FROM there UNION ALL SELECT * FROM titled) AS one"
            f" JOIN conversation ON conversation.id = conversation ORDER BY {by}, conversation",
            [query, MOST_HITS, *values, *values],
        )
        found = tuple(Found(row["conversation"], row["hits"], row["id"]) for row in rows)
        return Finding(found, is_cut, self._indexing.waiting())

    def _without_words(self, search: Search) -> list[str]:
        where, values = conditions(search)
        condition = THERE if search.is_everything else f"EXISTS ({_OF_CONVERSATION} AND {where})"
        return [
            row["id"]
            for row in self._database.rows(
                f"SELECT id FROM conversation WHERE {condition}"
                " ORDER BY ifnull(updated_at, created_at) DESC, id",
                values,
            )
        ]

    def messages(
        self, search: Search, order: Order = Order.NEWEST, limit: int = 50
    ) -> list[StoredMessage]:
        """The messages that are looked for, newest first or those that fit the words best."""
        query = search.query
        if search.words.strip() and not query:
            return []
        where, values = conditions(search)
        if not query:
            return self._messages.some(
                self._ids(
                    f"SELECT message.id FROM message WHERE {where}"
                    " ORDER BY created_at DESC, position DESC LIMIT ?",
                    [*values, limit],
                )
            )
        best = order is Order.BEST and not self._is_cut(query)
        by = "rank" if best else "created_at DESC, position DESC"
        return self._messages.some(
            self._ids(
                f"WITH hit AS MATERIALIZED (SELECT rowid AS content, {'rank' if best else '0'} AS"
                " rank FROM content_index WHERE content_index MATCH ? ORDER BY rowid DESC LIMIT ?)"
                " SELECT message.id FROM hit CROSS JOIN message ON message.content = hit.content"
                f" WHERE {where} ORDER BY {by} LIMIT ?",
                [query, MOST_HITS, *values, limit],
            )
        )

    def hits(self, conversation: str, search: Search) -> list[int]:
        """The positions of the messages of a conversation that hold the words, in order."""
        if not search.query:
            return []
        where, values = conditions(replace(search, conversation=conversation))
        return [
            row["position"]
            for row in self._database.rows(
                "WITH hit AS MATERIALIZED (SELECT rowid AS content FROM content_index"
                " WHERE content_index MATCH ?"
                " AND rowid >= (SELECT min(content) FROM message WHERE conversation = ?)"
                " AND rowid <= (SELECT max(content) FROM message WHERE conversation = ?))"
                " SELECT position FROM hit CROSS JOIN message ON message.content = hit.content"
                f" WHERE {where} ORDER BY position",
                [search.query, conversation, conversation, *values],
            )
        ]

    def places(self, search: Search, messages: Sequence[StoredMessage]) -> dict[str, "Places"]:
        """Where the words stand in these messages, by id: stretches of the text, in order."""
        texts = {message.id: message.text for message in messages}
        found: dict[str, Places] = {}
        if not search.query or not texts:
            return found
        marks = ", ".join("?" * len(texts))
        for row in self._database.rows(
            "SELECT message.id, highlight(content_index, 0, ?, ?) AS marked FROM message"
            f" CROSS JOIN content_index ON content_index.rowid = message.content"
            f" WHERE message.id IN ({marks}) AND content_index MATCH ?",
            [_OPEN, _CLOSE, *texts, search.query],
        ):
            found[row["id"]] = _places(texts[row["id"]], row["marked"])
        return found

    def _is_cut(self, query: str) -> bool:
        most = MOST_HITS + 1
        return most == self._database.number(
            "SELECT count(*) FROM"
            " (SELECT 1 FROM content_index WHERE content_index MATCH ? LIMIT ?)",
            [query, most],
        )

    def _ids(self, sql: str, parameters: Sequence[Value]) -> list[str]:
        return [row["id"] for row in self._database.rows(sql, parameters)]


Places = tuple[tuple[int, int], ...]
"""Stretches of a text, each from a code point to before another."""

# Without its index named, SQLite may look through a whole import for every conversation.
_OF_CONVERSATION = (
    "SELECT 1 FROM message INDEXED BY message_by_conversation"
    " WHERE message.conversation = conversation.id"
)


def _places(text: str, marked: str) -> Places:
    """Where the marks of a text stand; nowhere for a text that holds such characters itself."""
    if _OPEN in text or _CLOSE in text:
        return ()
    places: list[tuple[int, int]] = []
    at = 0
    before, *parts = marked.split(_OPEN)
    at += len(before)
    for part in parts:
        inside, _, after = part.partition(_CLOSE)
        places.append((at, at + len(inside)))
        at += len(inside) + len(after)
    return tuple(places)

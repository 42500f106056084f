"""The moment that a package is of: what was stored by then, and which blocks were open."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from selfaudit.core.models.block import Stage
from selfaudit.core.store.database import Database, Value
from selfaudit.core.store.store import Store

WEEK = 7 * 24 * 3600.0


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """The newest id of every table that grows, and the blocks that were revealed.

    What came later is not in the package, so the same cut gives the same rows again. `origin` is
    the first import (seconds since 1970 UTC), from which weeks are counted. `studies` is the newest
    study that was joined by then, `study` the one that was not left yet.
    """

    judgment: int
    mark: int
    vote: int
    candidate: int
    link: int
    attribute: int
    revision: int
    batch: int
    run: int
    verdict: int
    selection: int
    item: int
    response: int
    source: int
    block: int
    erasure: int
    blocks: tuple[int, ...]
    origin: float
    made_at: float
    budget: int = 0
    studies: int = 0
    study: int | None = None

    def week(self, at: float) -> int:
        """Whole weeks since the first import; negative for what was before it."""
        return int((at - self.origin) // WEEK)

    def week_or_none(self, at: float | None) -> int | None:
        """The week of a time that may be unknown."""
        return None if at is None else self.week(at)


def moment(at: float | None) -> str | None:
    """A time as ISO 8601 in UTC, to the second."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def take_cut(store: Store, now: float) -> Cut:
    """The cut of this moment. Sealed blocks are left out: to see them would unblind the person."""
    database = store.database
    newest = {
        name: database.number(f"SELECT max(id) FROM {table}")
        for name, table in (
            ("judgment", "judgment"),
            ("mark", "mark"),
            ("vote", "vote"),
            ("candidate", "candidate"),
            ("link", "link"),
            ("attribute", "attribute"),
            ("revision", "revision"),
            ("batch", "batch"),
            ("run", "run"),
            ("verdict", "judge_verdict"),
            ("selection", "selection"),
            ("item", "item"),
            ("response", "response"),
            ("source", "source"),
            ("block", "block"),
            ("erasure", "erasure"),
            ("budget", "budget"),
        )
    }
    blocks = tuple(
        block.id for stage in Stage for block in store.blocks.all(stage) if not block.is_sealed
    )
    joined = store.studies.joined()
    return Cut(
        **newest,
        studies=database.number("SELECT ifnull(max(id), 0) FROM study"),
        study=None if joined is None else joined.id,
        blocks=blocks,
        origin=_origin(database, now),
        made_at=now,
    )


def _origin(database: Database, now: float) -> float:
    firsts = _firsts(database)
    return min((first for first in firsts if first is not None), default=now)


def _firsts(database: Database) -> Iterator[float | None]:
    for column, table in (
        ("imported_at", "source"),
        ("started_at", "run"),
        ("begun_at", "block"),
        ("decided_at", "judgment"),
    ):
        row = database.row(f"SELECT min({column}) AS first FROM {table}")
        yield None if row is None else row["first"]


def listed(ids: tuple[int, ...]) -> Value:
    """Ids as a JSON list, for `IN (SELECT value FROM json_each(?))`."""
    return msgspec.json.encode(ids).decode()

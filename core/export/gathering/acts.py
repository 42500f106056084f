"""Which acts count: the last that stands, those before the reveal first."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable

from selfaudit.core.models.judgment import Act, Phase, Question
from selfaudit.core.store.studies import StoredStudy

BLIND = frozenset(
    {Question.TRUE, Question.WHY, Question.REMEMBER, Question.SUPPORT, Question.LASTING}
)
"""Questions whose answer before the reveal is the one that counts, as the store's views say it."""


def counting(
    rows: Iterable[sqlite3.Row],
    same: Callable[[sqlite3.Row], Hashable],
    blind: Callable[[sqlite3.Row], bool],
) -> set[int]:
    """The ids of the acts that count, one for each thing that was asked (`same`).

    As the store's views have it, over these rows alone: what was done after them is not known.
    """
    rows = list(rows)
    undone = {row["undoes"] for row in rows}
    best: dict[Hashable, tuple[bool, int]] = {}
    for row in rows:
        if row["act"] != Act.UNDO and row["id"] not in undone:
            rank = (blind(row), row["id"])
            best[same(row)] = max(best.get(same(row), rank), rank)
    return {id for _, id in best.values()}


def before(row: sqlite3.Row) -> bool:
    """Whether an act was done before the reveal."""
    return bool(row["phase"] == Phase.BEFORE)


def in_study(studies: Iterable[StoredStudy], table: str, id: int) -> str | None:
    """sha256 of the file of the study in which a row of a table was made; None for no study."""
    return next((one.sha256 for one in studies if one.holds(table, id)), None)


def words(text: str | None) -> int:
    """How many words a text has; 0 for one that was erased."""
    return len((text or "").split())


def id_or_none(id: int | None) -> str | None:
    """An id as rows hold it, where there is one."""
    return None if id is None else str(id)

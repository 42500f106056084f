"""What stage one asks beside attributes, from the store."""

import sqlite3
from collections.abc import Iterable, Sequence

from selfaudit.core.export.gathering.acts import before, id_or_none, in_study
from selfaudit.core.export.gathering.cut import Cut, moment
from selfaudit.core.export.tables.review import ItemRow, ResponseRow
from selfaudit.core.models.belief import BeliefKind
from selfaudit.core.models.item import ItemKind, Response, StatedBy
from selfaudit.core.models.judgment import Act, Phase, Policy, Question
from selfaudit.core.store.database import Database
from selfaudit.core.store.items import effective
from selfaudit.core.store.studies import StoredStudy


def items(database: Database, cut: Cut) -> list[ItemRow]:
    """Everything that was asked about beside attributes."""
    return [
        ItemRow(
            id=str(row["id"]),
            kind=ItemKind(row["kind"]),
            position=row["position"],
            order_index=row["order_index"],
            batch=id_or_none(row["batch"]),
            sample=id_or_none(row["sample"]),
            policy=Policy(row["policy"]) if row["policy"] else None,
            frame_size=row["drawn_from"],
            inclusion_probability=row["inclusion_probability"],
            bundled=row["bundled"],
            stated_by=_stated_by(row),
            vendor=row["vendor"],
            noted_week=cut.week_or_none(row["noted_at"]),
            statement=_statement(row),
            quote=row["quoted"] if row["kind"] == ItemKind.HELD_BACK else None,
            conversation=row["conversation"],
            attribute=id_or_none(row["attribute"]),
            revision=id_or_none(row["revision"]),
            seed=row["seed"],
        )
        for row in database.rows(
            "SELECT item.*, policy, ifnull(sample.frame_size, batch.frame_size) AS drawn_from,"
            " statement.body AS said, quote.body AS quoted, belief.kind AS belief,"
            " vendor, noted_at,"
            " substr(told.body, belief.start + 1, belief.end - belief.start) AS believed,"
            " ifnull(message.conversation, work.conversation) AS conversation"
            " FROM item LEFT JOIN sample ON sample.id = item.sample"
            " LEFT JOIN batch ON batch.id = item.batch"
            " LEFT JOIN candidate ON candidate.id = item.candidate"
            " LEFT JOIN work ON work.key = candidate.work"
            " LEFT JOIN content AS statement ON statement.id = candidate.statement"
            " LEFT JOIN content AS quote ON quote.id = candidate.quote"
            " LEFT JOIN message ON message.id = item.message"
            " LEFT JOIN belief ON belief.item = item.id"
            " LEFT JOIN content AS told ON told.id = message.content"
            " WHERE item.id <= ? ORDER BY item.id",
            [cut.item],
        )
    ]


def _statement(row: sqlite3.Row) -> str | None:
    match row["kind"]:
        case ItemKind.HELD_BACK:
            return str(row["said"]) if row["said"] is not None else None
        case ItemKind.BELIEF:
            return row["believed"] or None
        case _:
            return None


def _stated_by(row: sqlite3.Row) -> StatedBy | None:
    if row["belief"] == BeliefKind.MEMORY:
        return StatedBy.VENDOR_MEMORY
    if row["belief"] == BeliefKind.ABOUT_YOU:
        return StatedBy.CUSTOM_INSTRUCTION
    is_models = row["kind"] in (ItemKind.HELD_BACK, ItemKind.AGAIN)
    return StatedBy.MODEL if is_models else None


def responses(database: Database, cut: Cut, studies: Sequence[StoredStudy]) -> list[ResponseRow]:
    """Every act on an item, undos included."""
    stored = database.rows(
        "SELECT response.*, body FROM response LEFT JOIN content ON content.id = response.content"
        " WHERE response.id <= ? ORDER BY response.id",
        [cut.response],
    )
    counting = _counting(stored)
    return [
        ResponseRow(
            id=str(row["id"]),
            item=str(row["item"]),
            question=Question(row["question"]),
            answer=row["answer"],
            text=row["body"],
            counts=row["id"] in counting,
            act=Act(row["act"]),
            undoes=id_or_none(row["undoes"]),
            phase=Phase(row["phase"]),
            wording=row["wording"],
            opinion_seen=row["opinion_seen"],
            after_judgment=id_or_none(row["after_judgment"] or None),
            key=row["key"],
            decided_week=cut.week(row["decided_at"]),
            shown_at=moment(row["shown_at"]),
            decided_at=moment(row["decided_at"]),
            active_seconds=row["active_seconds"],
            idle_seconds=row["idle_seconds"],
            study=in_study(studies, "response", row["id"]),
        )
        for row in stored
    ]


def _counting(stored: Iterable[sqlite3.Row]) -> set[int]:
    """The responses that count, as the program itself counts them."""
    stored = list(stored)
    undone = {row["undoes"] for row in stored}
    standing: dict[int, list[Response]] = {}
    for row in stored:
        if row["act"] != Act.UNDO and row["id"] not in undone:
            standing.setdefault(row["item"], []).append(_response(row))
    return {one.id for said in standing.values() for one in effective(said).values()}


def _response(row: sqlite3.Row) -> Response:
    return Response(
        row["id"],
        row["item"],
        Question(row["question"]),
        row["answer"],
        row["body"],
        Act(row["act"]),
        row["undoes"],
        Phase.BEFORE if before(row) else Phase.AFTER,
        row["after_judgment"],
        row["opinion_seen"],
        row["active_seconds"],
    )

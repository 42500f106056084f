"""What stage one asks beside attributes, from rows into an empty store."""

from selfaudit.core.export.rebuilding.ids import Ids, Rows
from selfaudit.core.export.rebuilding.review import table
from selfaudit.core.export.tables.review import ItemRow, ResponseRow
from selfaudit.core.models.belief import BeliefKind
from selfaudit.core.models.item import StatedBy
from selfaudit.core.store.database import Database


def put_items(database: Database, rows: Rows, ids: Ids) -> None:
    """Samples and the items drawn in them, and all other items."""
    known: set[int] = set()
    for item in table(rows, "items", ItemRow):
        batch, sample = ids.maybe("batch", item.batch), ids.maybe("sample", item.sample)
        if batch is not None and item.policy is not None:
            # That of a batch whose cards were all withheld is known by its checks alone.
            database.execute(
                "INSERT OR IGNORE INTO batch VALUES (?, ?, 0, 0, ?)",
                [batch, item.policy, item.frame_size or 0],
            )
        if sample is not None and sample not in known:
            known.add(sample)
            database.execute(
                "INSERT INTO sample VALUES (?, ?, 0, ?, 0)",
                [sample, item.kind, item.frame_size or 0],
            )
        database.execute(
            "INSERT INTO item (id, kind, batch, sample, position, order_index, bundled, attribute,"
            " revision, inclusion_probability, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [
                *(ids.of("items", item.id), item.kind),
                *(batch, sample),
                *(item.position, item.order_index, item.bundled),
                *(ids.maybe("attributes", item.attribute), ids.maybe("revisions", item.revision)),
                item.inclusion_probability,
            ],
        )

        _put_belief(database, item, ids)


_BELIEFS = {
    StatedBy.VENDOR_MEMORY: BeliefKind.MEMORY,
    StatedBy.CUSTOM_INSTRUCTION: BeliefKind.ABOUT_YOU,
}


def _put_belief(database: Database, item: ItemRow, ids: Ids) -> None:
    kind = _BELIEFS.get(item.stated_by) if item.stated_by is not None else None
    if kind is not None:
        database.execute(
            "INSERT INTO belief (item, kind, vendor) VALUES (?, ?, ?)",
            [ids.of("items", item.id), kind, item.vendor or ""],
        )


def put_responses(database: Database, rows: Rows, ids: Ids) -> None:
    """What was said of items, in order."""
    responses = table(rows, "responses", ResponseRow)
    ids.take("responses", (one.id for one in responses))
    for one in responses:
        database.execute(
            "INSERT INTO response (id, item, question, answer, act, undoes, phase, wording,"
            " opinion_seen, after_judgment, key, decided_at, active_seconds, idle_seconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
            [
                *(ids.of("responses", one.id), ids.of("items", one.item), one.question),
                *(one.answer, one.act, ids.maybe("responses", one.undoes), one.phase),
                *(one.wording, one.opinion_seen),
                ids.maybe("judgments", one.after_judgment) or 0,
                *(one.key, one.active_seconds, one.idle_seconds),
            ],
        )

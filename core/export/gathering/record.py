"""Runs, events and wordings from the store."""

from collections.abc import Iterable, Sequence

import msgspec

from selfaudit.core.export.gathering.acts import in_study
from selfaudit.core.export.gathering.cut import Cut, listed, moment
from selfaudit.core.export.tables.record import EventRow, RunRow, WordingRow
from selfaudit.core.store.database import Database
from selfaudit.core.store.studies import StoredStudy

_EVENTS = (
    ("imported", "SELECT imported_at AS at, format AS of FROM source WHERE id <= :source"),
    ("run_began", "SELECT started_at AS at, purpose AS of FROM run WHERE id <= :run"),
    (
        "run_ended",
        "SELECT ended_at AS at, purpose AS of FROM run WHERE id <= :run AND ended_at <= :made_at",
    ),
    ("cards_drawn", "SELECT frozen_at AS at, policy AS of FROM batch WHERE id <= :batch"),
    ("budget_set", "SELECT set_at AS at, cards || ' cards' AS of FROM budget WHERE id <= :budget"),
    (
        "budget_lifted",
        "SELECT lifted_at AS at, cards || ' cards' AS of FROM budget WHERE id <= :budget"
        " AND lifted_at <= :made_at",
    ),
    ("block_begun", "SELECT begun_at AS at, stage AS of FROM block WHERE id <= :block"),
    (
        "block_revealed",
        "SELECT revealed_at AS at, stage AS of FROM reveal JOIN block ON block.id = reveal.block"
        " WHERE block.id IN (SELECT value FROM json_each(:blocks))",
    ),
    ("erased", "SELECT erased_at AS at, kind AS of FROM erasure WHERE id <= :erasure"),
)


def runs(
    database: Database, cut: Cut, wanted: Iterable[str], studies: Sequence[StoredStudy]
) -> list[RunRow]:
    """The runs that other rows refer to, and every extraction."""
    known = set(wanted)
    rows = database.rows("SELECT * FROM run WHERE id <= ? ORDER BY id", [cut.run])
    return [
        RunRow(
            id=str(row["id"]),
            purpose=row["purpose"],
            state=row["state"] if (row["ended_at"] or 0) <= cut.made_at else "running",
            model_sha256=model["sha256"],
            model_name=model["name"],
            model_parameters=model["parameters"],
            chat_template=model["chat_template"],
            adapter_sha256=model.get("adapter"),
            profile=model["profile"],
            recipe=row["recipe"],
            seed=row["seed"],
            machine=row["provenance"],
            started_week=cut.week(row["started_at"]),
            started_at=moment(row["started_at"]),
            study=in_study(studies, "run", row["id"]),
        )
        for row in rows
        for model in [msgspec.json.decode(row["model"])]
        if row["purpose"] == "extraction" or str(row["id"]) in known
    ]


def events(database: Database, cut: Cut) -> list[EventRow]:
    """What happened up to the cut, in order of time."""
    bounds = {**msgspec.structs.asdict(cut), "blocks": listed(cut.blocks)}
    happened = sorted(
        (row["at"], name, row["of"])
        for name, query in _EVENTS
        for row in database.rows(query, bounds)
    )
    return [
        EventRow(number=number, event=name, of=of, week=cut.week(at), at=moment(at))
        for number, (at, name, of) in enumerate(happened)
    ]


def wordings(database: Database, wanted: Iterable[str]) -> list[WordingRow]:
    """The words of these questions."""
    known = set(wanted)
    return [
        WordingRow(hash=row["hash"], name=row["name"], version=row["version"], text=row["text"])
        for row in database.rows("SELECT * FROM wording ORDER BY name, version, hash")
        if row["hash"] in known
    ]

"""Stage one, from rows into an empty store."""

from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

from selfaudit.core.export.fields import Row
from selfaudit.core.export.rebuilding.ids import Ids, Rows, blank
from selfaudit.core.export.tables.record import FlowRow, RunRow, WordingRow
from selfaudit.core.export.tables.review import (
    AttributeRow,
    CardRow,
    EvidenceRow,
    JudgmentRow,
    RevisionRow,
)
from selfaudit.core.store.database import Database

_Row = TypeVar("_Row", bound=Row)

NO_RUN = "no run"
"""Stands for the run of candidates that are only counted."""


def table(rows: Rows, name: str, row: type[_Row]) -> Sequence[_Row]:
    """The rows of a table, which are all of its type."""
    return cast(Sequence[_Row], rows.get(name, ()))


def put_record(database: Database, rows: Rows, ids: Ids) -> None:
    """Runs, wordings, and one piece of work for each run that found something."""
    database.execute("INSERT INTO source (id, path, format, imported_at) VALUES (1, '', '', 0)")
    runs = table(rows, "runs", RunRow)
    for run in [*(one.id for one in runs), NO_RUN]:
        number = ids.of("runs", run)
        database.execute(
            "INSERT INTO run (id, started_at, state, model, recipe, seed, provenance)"
            " VALUES (?, 0, 'done', ?, '{}', 0, '{}')",
            [number, _model(runs, run)],
        )
        database.execute(
            "INSERT INTO conversation (id, source, format, external_id) VALUES (?, 1, '', ?)",
            [f"run {number}", str(number)],
        )
        database.execute(
            "INSERT INTO work VALUES (?, ?, ?, 'stop', 0, 0, 0, 0)",
            [str(number), number, f"run {number}"],
        )
    for wording in table(rows, "wordings", WordingRow):
        database.execute(
            "INSERT INTO wording VALUES (?, ?, ?, ?)",
            [wording.hash, wording.name, wording.version, wording.text],
        )


def _model(runs: Sequence[RunRow], id: str) -> str:
    found = next((one.model_sha256 for one in runs if one.id == id), "")
    return f'{{"sha256":"{found}"}}'


def put_attributes(database: Database, rows: Rows, ids: Ids) -> None:
    """Attributes, their wordings, and what they were inferred from."""
    for attribute in table(rows, "attributes", AttributeRow):
        database.execute(
            "INSERT INTO attribute (id, created_at, category, subject, basis, durability,"
            " sensitivity, assigned_by) VALUES (?, 0, ?, ?, ?, ?, ?, ?)",
            [
                *(ids.of("attributes", attribute.id), attribute.category, attribute.subject),
                *(attribute.basis, attribute.durability, attribute.sensitivity),
                attribute.assigned_by,
            ],
        )
    for revision in table(rows, "revisions", RevisionRow):
        database.execute(
            "INSERT INTO revision (id, attribute, statement, written_by, created_at)"
            " VALUES (?, ?, ?, ?, 0)",
            [
                ids.of("revisions", revision.id),
                ids.of("attributes", revision.attribute),
                database.add_content(blank(revision.statement_words)),
                revision.written_by,
            ],
        )
    for piece in table(rows, "evidence", EvidenceRow):
        _put_evidence(database, piece, ids)
    for reason, count in _quarantined(rows):
        for _ in range(count):
            run = ids.of("runs", NO_RUN)
            database.execute(
                "INSERT INTO candidate (run, work, reason) VALUES (?, ?, ?)",
                [run, str(run), reason],
            )


def _put_evidence(database: Database, piece: EvidenceRow, ids: Ids) -> None:
    candidate, run = ids.of("evidence", piece.id), ids.of("runs", piece.run)
    conversation = piece.conversation or "erased"
    quote = blank(piece.quote_words)
    message = f"evidence {candidate}"
    database.execute(
        "INSERT OR IGNORE INTO conversation (id, source, format, external_id) VALUES (?, 1, ?, ?)",
        [conversation, piece.format or "", conversation],
    )
    database.execute(
        "INSERT OR IGNORE INTO message (id, conversation, source, external_id, position, role,"
        " content, active) VALUES (?, ?, 1, ?, 0, 'user', ?, 1)",
        [message, conversation, message, database.add_content(quote)],
    )
    database.execute(
        "INSERT OR IGNORE INTO candidate (id, run, work, message, start, end, kind)"
        " VALUES (?, ?, ?, ?, 0, ?, ?)",
        [candidate, run, str(run), message, len(quote), piece.kind],
    )
    database.execute(
        "INSERT INTO link (candidate, attribute, linked_by, linked_at) VALUES (?, ?, 'rule', 0)",
        [candidate, ids.of("attributes", piece.attribute)],
    )


def _quarantined(rows: Rows) -> Iterator[tuple[str | None, int]]:
    """Candidates without a row, by why they were quarantined (None: they were not)."""
    flow = table(rows, "participant_flow", FlowRow)
    for one in flow:
        if one.name == "quarantined" and one.detail is not None:
            yield one.detail, one.count or 0
    grounded = next((one.count for one in flow if one.name == "grounded"), None)
    if grounded is not None:
        known = len({one.id for one in table(rows, "evidence", EvidenceRow)})
        yield None, max(0, grounded - known)


def put_cards(database: Database, rows: Rows, ids: Ids) -> None:
    """Batches and their cards."""
    known: set[int] = set()
    for card in table(rows, "cards", CardRow):
        batch = ids.of("batch", card.batch)
        if batch not in known:
            known.add(batch)
            database.execute(
                "INSERT INTO batch VALUES (?, ?, 0, 0, ?)", [batch, card.policy, card.frame_size]
            )
            if card.sample_conversations is not None:
                database.execute(
                    "INSERT INTO batch_sample VALUES (?, NULL, ?, ?)",
                    [batch, card.sample_conversations, card.of_conversations or 0],
                )
        database.execute(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?)",
            [
                *(batch, card.position, ids.of("attributes", card.attribute)),
                *(ids.maybe("evidence", card.evidence), card.inclusion_probability),
            ],
        )
        database.execute(
            "INSERT INTO asking VALUES (?, ?, ?, ?, ?)",
            [batch, card.position, card.folded, card.support, card.lasting],
        )


def batch_of(database: Database, ids: Ids, opaque: str | None) -> int | None:
    """The batch of an id; None where all its cards were withheld."""
    number = ids.maybe("batch", opaque)
    if number is None or database.row("SELECT 1 FROM batch WHERE id = ?", [number]) is None:
        return None
    return number


def put_judgments(database: Database, rows: Rows, ids: Ids) -> None:
    """What was said of attributes, in order."""
    judgments = table(rows, "judgments", JudgmentRow)
    ids.take("judgments", (one.id for one in judgments))
    for one in judgments:
        database.execute(
            "INSERT INTO judgment (id, attribute, revision, question, answer, act, undoes, phase,"
            " policy, wording, evidence, batch, order_index, inclusion_probability, opinion_seen,"
            " key, decided_at, active_seconds, idle_seconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
            [
                *(ids.of("judgments", one.id), ids.of("attributes", one.attribute)),
                *(ids.of("revisions", one.revision), one.question, one.answer, one.act),
                *(ids.maybe("judgments", one.undoes), one.phase, one.policy, one.wording),
                *(ids.maybe("evidence", one.evidence), batch_of(database, ids, one.batch)),
                *(one.order_index, one.inclusion_probability, one.opinion_seen, one.key),
                *(one.active_seconds, one.idle_seconds),
            ],
        )

"""The way from what was imported to what is in a package, counted at each step."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from selfaudit.core.export.fields import Row
from selfaudit.core.export.gathering.cut import Cut
from selfaudit.core.export.tables.comparison import VoteRow
from selfaudit.core.export.tables.record import FlowRow, WithheldRow
from selfaudit.core.export.tables.relevance import MarkRow
from selfaudit.core.export.tables.review import JudgmentRow
from selfaudit.core.models.comparison import VoteQuestion
from selfaudit.core.models.history import OWN_WORDS
from selfaudit.core.models.judgment import Question
from selfaudit.core.store.store import Store


class Step(msgspec.Struct, frozen=True):
    """One count: what happened to what, and for which reason, where there are several."""

    name: str
    of: str
    detail: str | None
    count: int


def steps_in(store: Store, cut: Cut) -> list[Step]:
    """What was imported, extracted and shown up to now. Kept with the package: it only counts."""
    return [*_imported(store), *_extracted(store, cut), *_shown(store, cut)]


def _imported(store: Store) -> Iterator[Step]:
    database = store.database
    for row in database.rows(
        "SELECT format, count(*) AS n FROM conversation GROUP BY format ORDER BY format"
    ):
        yield Step("imported", "conversations", row["format"], row["n"])
    yield Step("imported", "messages", None, database.number("SELECT count(*) FROM message"))
    origins = sorted(OWN_WORDS)
    own = database.number(
        "SELECT count(DISTINCT message) FROM segment"
        " WHERE origin IN (SELECT value FROM json_each(?))",
        [msgspec.json.encode(origins).decode()],
    )
    yield Step("imported", "messages with own words", None, own)
    skipped = sum(
        sum(msgspec.json.decode(row["report"]).get("skipped", {}).values())
        for row in database.rows("SELECT report FROM source WHERE report IS NOT NULL")
    )
    # Only how many: what an importer says of a record may quote the export.
    yield Step("skipped", "records", None, skipped)


def _extracted(store: Store, cut: Cut) -> Iterator[Step]:
    database = store.database
    yield Step("extracted", "windows", None, database.number("SELECT count(*) FROM work"))
    for row in database.rows(
        "SELECT reason, count(*) AS n FROM candidate WHERE id <= ? AND reason IS NOT NULL"
        " GROUP BY reason ORDER BY reason",
        [cut.candidate],
    ):
        yield Step("quarantined", "candidates", row["reason"], row["n"])
    grounded = database.number(
        "SELECT count(*) FROM candidate WHERE id <= ? AND reason IS NULL", [cut.candidate]
    )
    yield Step("grounded", "candidates", None, grounded)
    attributes = database.number("SELECT count(*) FROM attribute WHERE id <= ?", [cut.attribute])
    yield Step("extracted", "attributes", None, attributes)


def _shown(store: Store, cut: Cut) -> Iterator[Step]:
    database = store.database
    for row in database.rows(
        "SELECT cards, size, frame_size, judged_before FROM budget"
        " WHERE id = ? AND lifted_at IS NULL",
        [cut.budget],
    ):
        yield Step("budget", "conversations to draw from", None, row["frame_size"])
        yield Step("budget", "conversations drawn", None, row["size"])
        yield Step("budget", "cards fixed beforehand", None, row["cards"])
        yield Step("budget", "attributes judged before that", None, row["judged_before"])
    drawn = database.number(
        "SELECT count(DISTINCT attribute) FROM card WHERE batch <= ?", [cut.batch]
    )
    yield Step("shown", "attributes drawn for a card", None, drawn)


def flow(
    steps: Sequence[Step],
    rows: Mapping[str, Sequence[Row]],
    withheld: Sequence[WithheldRow],
) -> list[FlowRow]:
    """The whole way. What was judged is counted over the rows that are here, so that a count of
    withheld rows that is too small to be told cannot be worked out from it.
    """
    counted = [*steps, *_judged(rows)]
    lines: list[tuple[str, str, str | None, int | None]] = [
        (step.name, step.of, step.detail, step.count) for step in counted
    ]
    lines += [
        ("withheld" if not row.kept_labels else "without_text", row.table, row.reason, row.rows)
        for row in withheld
    ]
    return [
        FlowRow(step=number, name=name, of=of, detail=detail, count=count)
        for number, (name, of, detail, count) in enumerate(lines)
    ]


def _judged(rows: Mapping[str, Sequence[Row]]) -> Iterator[Step]:
    answers: dict[tuple[str, str], int] = {}
    for name in ("judgments", "marks", "votes"):
        for row in rows.get(name, ()):
            said = _said(row)
            if said is not None:
                answers[said] = answers.get(said, 0) + 1
    for (of, answer), count in sorted(answers.items()):
        yield Step("judged", of, answer, count)


def _said(row: Row) -> tuple[str, str] | None:
    match row:
        case JudgmentRow(counts=True, question=Question.TRUE):
            return "attributes", row.answer
        case MarkRow(counts=True, again=False):
            return "entries", row.answer
        case VoteRow(counts=True, again=False, question=VoteQuestion.BETTER):
            return "pairs", row.answer
    return None

"""Stage one from the store."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from selfaudit.core.export.gathering.acts import (
    BLIND,
    before,
    counting,
    id_or_none,
    in_study,
    words,
)
from selfaudit.core.export.gathering.cut import Cut, moment
from selfaudit.core.export.redaction.redactor import Context
from selfaudit.core.export.tables.review import (
    AttributeRow,
    CardRow,
    EvidenceRow,
    JudgmentRow,
    RevisionRow,
)
from selfaudit.core.extraction.recipes import (
    BASES,
    CATEGORIES,
    DURABILITIES,
    SENSITIVITIES,
    SUBJECTS,
)
from selfaudit.core.models.attribute import AssignedBy, EvidenceKind
from selfaudit.core.models.item import Support
from selfaudit.core.models.judgment import Act, Phase, Policy, Question
from selfaudit.core.store.database import Database
from selfaudit.core.store.studies import StoredStudy

_SHOWN = (
    "(SELECT attribute FROM card WHERE batch <= ?1 UNION SELECT attribute FROM judgment"
    " WHERE id <= ?2 UNION SELECT attribute FROM entry"
    " WHERE block IN (SELECT value FROM json_each(?3)))"
)
"""The attributes that were drawn, judged or listed. Others were seen by nobody: they stay."""

_SUPPORT = (
    "(SELECT count(DISTINCT message.conversation) FROM link"
    " JOIN candidate ON candidate.id = link.candidate"
    " JOIN message ON message.id = candidate.message"
    " WHERE link.attribute = attribute.id AND link.id <= ?4)"
)


def _bounds(cut: Cut, blocks: str) -> list[int | str]:
    return [cut.batch, cut.judgment, blocks]


def attributes(database: Database, cut: Cut, blocks: str) -> list[AttributeRow]:
    """Every attribute that was drawn, judged or listed, in the order in which it was found."""
    return [
        AttributeRow(
            id=str(row["id"]),
            statement=row["body"],
            statement_words=words(row["body"]),
            category=_known(row["category"], CATEGORIES),
            subject=_known(row["subject"], SUBJECTS),
            basis=_known(row["basis"], BASES),
            durability=_known(row["durability"], DURABILITIES),
            sensitivity=_known(row["sensitivity"], SENSITIVITIES),
            assigned_by=AssignedBy(row["assigned_by"]) if row["assigned_by"] else None,
            support=row["support"],
            found_week=cut.week(row["created_at"]),
        )
        for row in database.rows(
            f"SELECT attribute.*, body, {_SUPPORT} AS support FROM attribute"
            " LEFT JOIN revision ON revision.id = (SELECT min(id) FROM revision"
            " WHERE revision.attribute = attribute.id)"
            " LEFT JOIN content ON content.id = revision.statement"
            f" WHERE attribute.id IN {_SHOWN} ORDER BY attribute.id",
            [*_bounds(cut, blocks), cut.link],
        )
    ]


def evidence(database: Database, cut: Cut, blocks: str) -> list[EvidenceRow]:
    """The quotes of those attributes, and those that a card showed."""
    return [
        EvidenceRow(
            id=str(row["id"]),
            attribute=str(row["attribute"]),
            run=str(row["run"]),
            conversation=row["conversation"],
            format=row["format"],
            kind=EvidenceKind(row["kind"]) if row["kind"] else None,
            quote=row["quote"],
            quote_words=words(row["quote"]),
            verifier=row["verifier"],
            written_week=cut.week_or_none(row["written_at"]),
        )
        for row in database.rows(
            "SELECT DISTINCT candidate.id, link.attribute, candidate.run, candidate.kind,"
            " verifier, message.conversation, format, message.created_at AS written_at,"
            " substr(body, start + 1, end - start) AS quote FROM link"
            " JOIN candidate ON candidate.id = link.candidate"
            " LEFT JOIN message ON message.id = candidate.message"
            " LEFT JOIN conversation ON conversation.id = message.conversation"
            " LEFT JOIN content ON content.id = message.content"
            f" WHERE link.attribute IN {_SHOWN} AND link.id <= ?4"
            " ORDER BY candidate.id, link.attribute",
            [*_bounds(cut, blocks), cut.link],
        )
    ]


def contexts(database: Database, cut: Cut) -> dict[str, Context]:
    """The message that each piece of evidence is a quote of, by the evidence's id."""
    return {
        str(row["id"]): Context(row["body"], row["start"], row["end"])
        for row in database.rows(
            "SELECT candidate.id, body, start, candidate.end FROM candidate"
            " JOIN message ON message.id = candidate.message"
            " JOIN content ON content.id = message.content"
            " WHERE candidate.id IN (SELECT candidate FROM link WHERE link.id <= ?)",
            [cut.link],
        )
    }


def cards(database: Database, cut: Cut) -> list[CardRow]:
    """Every card that was drawn, batch by batch."""
    return [
        CardRow(
            batch=str(row["batch"]),
            position=row["position"],
            policy=Policy(row["policy"]),
            frame_size=row["frame_size"],
            sample_conversations=row["conversations"],
            of_conversations=row["of_conversations"],
            attribute=str(row["attribute"]),
            evidence=id_or_none(row["evidence"]),
            inclusion_probability=row["inclusion_probability"],
            folded=bool(row["folded"]),
            support=Support(row["support"] or ""),
            lasting=bool(row["lasting"]),
            seed=row["seed"],
        )
        for row in database.rows(
            "SELECT card.*, policy, frame_size, seed, folded, support, lasting, conversations,"
            " of_conversations FROM card JOIN batch ON batch.id = card.batch"
            " LEFT JOIN asking USING (batch, position) LEFT JOIN batch_sample USING (batch)"
            " WHERE batch <= ? ORDER BY batch, position",
            [cut.batch],
        )
    ]


def judged(database: Database, cut: Cut) -> list[sqlite3.Row]:
    """The judgments as they are stored, for rows and for what counts of them."""
    return database.rows(
        "SELECT judgment.*, body FROM judgment LEFT JOIN content ON content.id = judgment.content"
        " WHERE judgment.id <= ? ORDER BY judgment.id",
        [cut.judgment],
    )


def judgments(
    stored: Iterable[sqlite3.Row], cut: Cut, studies: Sequence[StoredStudy]
) -> list[JudgmentRow]:
    """Every act of stage one, undos included."""
    stored = list(stored)
    effective = _effective(stored)
    return [
        JudgmentRow(
            id=str(row["id"]),
            attribute=str(row["attribute"]),
            revision=str(row["revision"]),
            question=Question(row["question"]),
            answer=row["answer"],
            text=row["body"],
            counts=row["id"] in effective,
            act=Act(row["act"]),
            undoes=id_or_none(row["undoes"]),
            phase=Phase(row["phase"]),
            policy=Policy(row["policy"]),
            wording=row["wording"],
            evidence=id_or_none(row["evidence"]),
            batch=id_or_none(row["batch"]),
            order_index=row["order_index"],
            inclusion_probability=row["inclusion_probability"],
            seed=row["seed"],
            opinion_seen=row["opinion_seen"],
            key=row["key"],
            decided_week=cut.week(row["decided_at"]),
            shown_at=moment(row["shown_at"]),
            decided_at=moment(row["decided_at"]),
            active_seconds=row["active_seconds"],
            idle_seconds=row["idle_seconds"],
            study=in_study(studies, "judgment", row["id"]),
        )
        for row in stored
    ]


def _effective(stored: Iterable[sqlite3.Row]) -> set[int]:
    return counting(
        stored,
        lambda row: (row["attribute"], row["question"], row["revision"]),
        lambda row: before(row) and row["question"] in BLIND,
    )


def revisions(
    database: Database, cut: Cut, stored: Iterable[sqlite3.Row], wanted: Iterable[str]
) -> list[RevisionRow]:
    """Every wording of these attributes. A person's is current only while a judgment says so."""
    stored = list(stored)
    effective = _effective(stored)
    said = {
        row["revision"]
        for row in stored
        if row["id"] in effective and row["question"] == Question.STATEMENT
    }
    known = set(wanted)
    rows = [
        row
        for row in database.rows(
            "SELECT revision.*, body FROM revision"
            " LEFT JOIN content ON content.id = revision.statement"
            " WHERE revision.id <= ? ORDER BY revision.id",
            [cut.revision],
        )
        if str(row["attribute"]) in known
    ]
    current: Mapping[int, int] = {
        row["attribute"]: row["id"]
        for row in rows
        if row["written_by"] != AssignedBy.PERSON or row["id"] in said
    }
    return [
        RevisionRow(
            id=str(row["id"]),
            attribute=str(row["attribute"]),
            written_by=row["written_by"],
            statement=row["body"],
            statement_words=words(row["body"]),
            current=current.get(row["attribute"]) == row["id"],
        )
        for row in rows
    ]


def _known(said: str | None, choices: Collection[str]) -> str | None:
    """What was said, if it is one of the program's own words: any other could be personal."""
    return said if said in choices else None

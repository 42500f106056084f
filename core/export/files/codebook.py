"""The codebook: what every table, field, question and short name of a package means."""

import hashlib
from collections.abc import Sequence

import msgspec

from selfaudit.core.comparison.wordings import VOTE_WORDINGS
from selfaudit.core.export.contents import Contents
from selfaudit.core.export.fields import Column, Pseudonym, Ref, Text
from selfaudit.core.export.files import meanings
from selfaudit.core.export.files.json_text import json_text
from selfaudit.core.export.tables.record import WordingRow
from selfaudit.core.export.tables.registry import TABLES, Table
from selfaudit.core.models.wording import Wording
from selfaudit.core.relevance.selectors.registry import known_selectors
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.review.wordings import ASKED, BESIDE, UNASKED

_TYPES = {int: "whole number", float: "number", bool: "true or false"}


class FieldEntry(msgspec.Struct, frozen=True):
    """One field. `values` are all that it can have, where they are few."""

    name: str
    type: str
    nullable: bool
    since: str
    references: str | None
    stands_for: str | None
    redacted: bool
    values: list[str] | None
    description: str


class TableEntry(msgspec.Struct, frozen=True):
    """One table and how many rows it has here."""

    name: str
    version: str
    part: str
    description: str
    key: list[str]
    rows: int
    fields: list[FieldEntry]


class ChoiceEntry(msgspec.Struct, frozen=True):
    """One answer: its key, what is stored, the words beside the key."""

    key: str
    answer: str
    words: str


class QuestionEntry(msgspec.Struct, frozen=True):
    """One wording of a question. `text` is all that was on the screen, of which `hash` is.

    `choices` are null for a wording that this version of the program does not know.
    """

    name: str
    version: int
    hash: str
    text: str
    choices: list[ChoiceEntry] | None


class SelectorEntry(msgspec.Struct, frozen=True):
    """One way of choosing what matters. With `scores`, it is cut at a threshold."""

    name: str
    version: int
    title: str
    scores: bool
    uses_model: bool


class Codebook(msgspec.Struct, frozen=True):
    """Everything that a reader of the rows has to know, in the order of the text."""

    levels: dict[str, str]
    tables: list[TableEntry]
    questions: list[QuestionEntry]
    unasked: dict[str, str]
    selectors: list[SelectorEntry]
    events: dict[str, str]
    withholding: dict[str, str]
    redaction: dict[str, str]
    report: dict[str, str]


def codebook_of(contents: Contents) -> Codebook:
    """The codebook of a package: of the program's questions and of those in its rows."""
    return Codebook(
        levels=meanings.LEVELS,
        tables=[table_entry(table, len(contents.rows.get(table.name, ()))) for table in TABLES],
        questions=_questions(contents.rows.get("wordings", ())),
        unasked=meanings.UNASKED,
        selectors=[
            SelectorEntry(one.name, one.version, one.title, one.scores, one.uses_model)
            for one in known_selectors()
        ],
        events=meanings.EVENTS,
        withholding=meanings.REASONS,
        redaction=meanings.RULES,
        report=meanings.PAGES,
    )


def codebook_json(codebook: Codebook) -> bytes:
    """The codebook for programs."""
    return json_text(codebook)


def table_entry(table: Table, rows: int) -> TableEntry:
    """What there is to know about a table that has so many rows."""
    return TableEntry(
        table.name,
        table.version,
        table.part.value,
        table.description,
        list(table.key),
        rows,
        [_field(column) for column in table.columns],
    )


def _field(column: Column) -> FieldEntry:
    return FieldEntry(
        name=column.name,
        type=_TYPES.get(column.type, "text"),
        nullable=column.nullable,
        since=column.since.value,
        references=column.kind.table if isinstance(column.kind, Ref) else None,
        stands_for=column.kind.of if isinstance(column.kind, Pseudonym) else None,
        redacted=isinstance(column.kind, Text),
        values=None if column.values is None else list(column.values),
        description=column.description,
    )


def _questions(rows: Sequence[object]) -> list[QuestionEntry]:
    known = (*ASKED.values(), *BESIDE.values(), UNASKED, SHOULD_MATTER, *VOTE_WORDINGS.values())
    entries = [_known(wording) for wording in known]
    hashes = {wording.hash for wording in known}
    for row in rows:
        if isinstance(row, WordingRow) and row.hash not in hashes:
            digest = hashlib.sha256(row.text.encode()).hexdigest()
            choices = _same_choices(row, known)
            entries.append(QuestionEntry(row.name, row.version, digest, row.text, choices))
    return entries


def _same_choices(row: WordingRow, known: Sequence[Wording]) -> list[ChoiceEntry] | None:
    """The choices of a study's own wording: those of the program's question, if it ends in them."""
    for wording in known:
        lines = wording.full_text.removeprefix(wording.text)
        if str(wording.name) == row.name and row.text.endswith(lines):
            return _choices(wording)
    return None


def _known(wording: Wording) -> QuestionEntry:
    return QuestionEntry(
        str(wording.name), wording.version, wording.hash, wording.full_text, _choices(wording)
    )


def _choices(wording: Wording) -> list[ChoiceEntry]:
    return [ChoiceEntry(one.key, one.answer, one.words) for one in wording.choices]

"""A package as it would leave at one moment, with all that the screens say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selfaudit.core.export.difference import Difference, difference
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.fields import Row
from selfaudit.core.export.identifying import Together
from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.levels import Level
from selfaudit.core.export.preparing import Prepared
from selfaudit.core.export.redacting import Redacting
from selfaudit.core.export.tables.comparison import PairRow
from selfaudit.core.export.tables.registry import TABLES, Part, Table
from selfaudit.core.export.tables.relevance import EntryRow, PromptRow
from selfaudit.core.export.tables.review import AttributeRow, EvidenceRow
from selfaudit.core.export.withholding import KEPT, Decision, Key, Reason, Ruling, key_of

COUNTED_TABLES = ("redactions", "withheld", "participant_flow")
"""Tables that are made of the others: they leave as they are."""


@dataclass(frozen=True)
class Preview:
    """Every row as it would leave. Made in a thread, read by the interface."""

    prepared: Prepared
    together: Together[Key]
    difference: Difference | None
    redacting: Redacting

    @property
    def level(self) -> Level:
        """How much leaves."""
        return self.prepared.level

    @property
    def is_empty(self) -> bool:
        """Whether nothing was judged, marked or compared yet."""
        return not any(self.prepared.tables[name] for name in ("judgments", "marks", "votes"))

    @cached_property
    def tables(self) -> Mapping[str, Sequence[Leaving]]:
        """The tables that have rows, in their order, those that count the others too."""
        counted = self.prepared.rows()
        found = {
            table.name: _as_they_are(table, counted[table.name])
            if table.name in COUNTED_TABLES
            else self.prepared.tables.get(table.name, ())
            for table in TABLES
        }
        return {name: rows for name, rows in found.items() if rows}

    @cached_property
    def counts(self) -> Mapping[Decision, int]:
        """How many rows leave, and how."""
        counts = dict.fromkeys(Decision, 0)
        for ruling in self.rulings.values():
            counts[ruling.decision] += 1
        return counts

    @cached_property
    def new(self) -> frozenset[Key]:
        """The rows that the last package did not have, or had otherwise."""
        if self.difference is None:
            return frozenset()
        return frozenset(
            key for table in self.difference.tables for key in (*table.added, *table.changed)
        )

    @cached_property
    def of_others(self) -> frozenset[Key]:
        """The rows that do not leave whole because they mention someone else."""
        return frozenset(
            one.key
            for rows in self.prepared.tables.values()
            for one in rows
            if one.ruling.reason is Reason.OTHER_PERSON and one.ruling.decision is not Decision.KEEP
        )

    @cached_property
    def identifying(self) -> frozenset[Key]:
        """The rows that could identify the person together; none below three facets."""
        if not self.together.could_identify:
            return frozenset()
        return frozenset(key for rows in self.together.rows.values() for key in rows)

    @property
    def replaced(self) -> int:
        """How many things are replaced in texts."""
        return sum(row.count for row in self.prepared.redactions)

    @cached_property
    def rulings(self) -> Mapping[Key, Ruling]:
        """What happens to each row of the three stages, and why."""
        return {
            one.key: one.ruling
            for table in TABLES
            if table.part is not Part.RECORD
            for one in self.prepared.tables.get(table.name, ())
        }

    # What helps to recognise a row

    @cached_property
    def _statements(self) -> Mapping[str, str]:
        return {
            one.stored.id: one.stored.statement or ""
            for one in self.prepared.tables.get("attributes", ())
            if isinstance(one.stored, AttributeRow)
        }

    @cached_property
    def _prompts(self) -> Mapping[str, str]:
        return {
            one.stored.id: one.stored.text or ""
            for one in self.prepared.tables.get("prompts", ())
            if isinstance(one.stored, PromptRow)
        }

    @cached_property
    def _of_entries(self) -> Mapping[str, tuple[str, str]]:
        return {
            one.stored.id: (one.stored.attribute, one.stored.prompt)
            for one in self.prepared.tables.get("entries", ())
            if isinstance(one.stored, EntryRow)
        }

    @cached_property
    def _of_pairs(self) -> Mapping[str, str]:
        return {
            one.stored.id: one.stored.prompt
            for one in self.prepared.tables.get("pairs", ())
            if isinstance(one.stored, PairRow)
        }

    @cached_property
    def conversations(self) -> Mapping[str, frozenset[str]]:
        """By note, the conversations that it is from."""
        found: dict[str, set[str]] = {}
        for one in self.prepared.tables.get("evidence", ()):
            if isinstance(one.stored, EvidenceRow) and one.stored.conversation is not None:
                found.setdefault(one.stored.attribute, set()).add(one.stored.conversation)
        return {attribute: frozenset(of) for attribute, of in found.items()}

    def statement_of(self, row: Row) -> str:
        """The note that a stored row is about, as it is stored; empty for none."""
        attribute = getattr(row, "attribute", None)
        entry = getattr(row, "entry", None)
        if attribute is None and entry is not None:
            attribute = self._of_entries.get(entry, ("", ""))[0]
        return self._statements.get(attribute or "", "")

    def prompt_of(self, row: Row) -> str:
        """The prompt that a stored row is about, as it is stored; empty for none."""
        prompt, pair, entry = (getattr(row, name, None) for name in ("prompt", "pair", "entry"))
        if prompt is None and pair is not None:
            prompt = self._of_pairs.get(pair)
        if prompt is None and entry is not None:
            prompt = self._of_entries.get(entry, ("", ""))[1]
        return self._prompts.get(prompt or "", "")


def preview_of(drafting: Drafting, last: Prepared | None) -> Preview:
    """Prepare everything, beside the last package if there is one; takes a second or two.

    Raises SelfauditError.
    """
    prepared = drafting.prepared()
    made = Preview(
        prepared,
        drafting.could_identify(prepared),
        None if last is None else difference(last, prepared),
        drafting.redacting(),
    )
    # Counted here, so that the interface need not.
    assert made.tables is not None
    assert made.rulings is not None
    return made


def _as_they_are(table: Table, rows: Sequence[Row]) -> Sequence[Leaving]:
    return [Leaving(key_of(table, row), row, row, KEPT) for row in rows]

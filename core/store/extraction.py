"""Finished work and candidates. A work key that is here is never done again."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from selfaudit.core.models.attribute import (
    AssignedBy,
    Candidate,
    Description,
    EvidenceKind,
    QuarantineReason,
)
from selfaudit.core.models.run import FinishReason
from selfaudit.core.store.database import Database


@dataclass(frozen=True, slots=True)
class Work:
    """One window's finished work and what it cost."""

    key: str
    conversation: str
    messages: tuple[str, ...]
    finish_reason: FinishReason
    prompt_tokens: int
    output_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """A candidate whose quote was found, with the statement that is to be linked."""

    id: int
    statement: str
    description: Description


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A candidate that a rule quarantined although its quote is found, and what was read for it."""

    candidate: int
    statement: str
    quote: str
    conversation: str
    messages: tuple[str, ...]


_QUOTE_IS_FOUND = (
    QuarantineReason.QUOTE_NOT_OF_SELF,
    QuarantineReason.UNRELATED_TO_QUOTE,
    QuarantineReason.UNRELATED_TO_MESSAGE,
    QuarantineReason.NOT_SUPPORTED,
)


class Extractions:
    """What models were asked and what they answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def done_among(self, keys: Collection[str]) -> set[str]:
        """Those of the work keys whose work is done."""
        done = {row["key"] for row in self._database.rows("SELECT key FROM work")}
        return done.intersection(keys)

    def store(
        self, run: int, work: Work, candidates: Sequence[Candidate], now: float
    ) -> list[StoredCandidate]:
        """Store one window's work whole; return the candidates whose quote was found.

        Work that another process has finished meanwhile is left as it is, and none is returned.
        """
        with self._database.write():
            if self._database.row("SELECT 1 FROM work WHERE key = ?", [work.key]):
                return []
            self._database.execute(
                "INSERT INTO work VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    work.key,
                    run,
                    work.conversation,
                    work.finish_reason,
                    work.prompt_tokens,
                    work.output_tokens,
                    work.seconds,
                    now,
                ],
            )
            self._database.execute_many(
                "INSERT INTO work_message VALUES (?, ?)",
                ((work.key, message) for message in sorted(set(work.messages))),
            )
            stored = []
            for candidate in candidates:
                id = self._put(run, work.key, candidate)
                if candidate.span is not None:
                    draft = candidate.draft
                    stored.append(StoredCandidate(id, draft.statement, draft.description))
            return stored

    def _put(self, run: int, work: str, candidate: Candidate) -> int:
        draft, span = candidate.draft, candidate.span
        quote = draft.quote if span is None else None
        return self._database.execute(
            "INSERT INTO candidate (run, work, statement, quote, message, start, end, kind, reason,"
            " category, subject, basis, durability, sensitivity, assigned_by, verifier)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                run,
                work,
                self._database.add_content(draft.statement),
                self._database.add_content(quote) if quote is not None else None,
                span.message if span else None,
                span.start if span else None,
                span.end if span else None,
                EvidenceKind.OWN_WORDS if span else None,
                candidate.reason,
                *described(draft.description),
                candidate.verifier,
            ],
        )

    def unlinked(self) -> list[StoredCandidate]:
        """Candidates whose quote was found and that no attribute has yet, oldest first."""
        return [
            StoredCandidate(row["id"], row["statement_text"], description_of(row))
            for row in self._database.rows(
                "SELECT candidate.*, body AS statement_text FROM candidate"
                " JOIN content ON content.id = candidate.statement"
                " WHERE message IS NOT NULL"
                " AND candidate.id NOT IN (SELECT candidate FROM link) ORDER BY candidate.id"
            )
        ]

    def held_back(self, candidate: int | None = None) -> list[HeldBack]:
        """What rules quarantined although the quote is found, oldest first; or one of these."""
        where, parameters = ("", []) if candidate is None else ("AND candidate.id = ?", [candidate])
        return [
            HeldBack(
                row["id"],
                row["said"],
                row["quoted"],
                row["conversation"],
                tuple(json.loads(row["messages"])),
            )
            for row in self._database.rows(
                "SELECT candidate.id, said.body AS said, quoted.body AS quoted, conversation,"
                " (SELECT json_group_array(message) FROM work_message WHERE work_message.work ="
                " work.key) AS messages FROM candidate JOIN work ON work.key = candidate.work"
                " JOIN content AS said ON said.id = candidate.statement"
                " JOIN content AS quoted ON quoted.id = candidate.quote"
                f" WHERE reason IN (?, ?, ?, ?) {where} ORDER BY candidate.id",
                [*_QUOTE_IS_FOUND, *parameters],
            )
        ]

    def quarantined(self) -> dict[str, int]:
        """How many candidates may not become attributes, by reason."""
        return {
            row["reason"]: row["n"]
            for row in self._database.rows(
                "SELECT reason, count(*) AS n FROM candidate WHERE reason IS NOT NULL"
                " GROUP BY reason ORDER BY n DESC, reason"
            )
        }

    def counts(self) -> dict[str, int]:
        """Windows done, candidates, quarantined candidates that are stored."""
        return {
            "windows": self._database.number("SELECT count(*) FROM work"),
            "candidates": self._database.number("SELECT count(*) FROM candidate"),
            "quarantined": self._database.number(
                "SELECT count(*) FROM candidate WHERE reason IS NOT NULL"
            ),
        }


def described(description: Description) -> list[str | None]:
    """A description as the columns that candidates and attributes share."""
    return [
        description.category,
        description.subject,
        description.basis,
        description.durability,
        description.sensitivity,
        description.assigned_by,
    ]


def description_of(row: sqlite3.Row) -> Description:
    """The description in a row of candidates or attributes."""
    by = row["assigned_by"]
    return Description(
        row["category"],
        row["subject"],
        row["basis"],
        row["durability"],
        row["sensitivity"],
        AssignedBy(by) if by is not None else None,
    )

"""Judgments, append-only, and the batches of cards that they answer."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.models.judgment import (
    Act,
    Circumstance,
    Judgment,
    Phase,
    Policy,
    Question,
)
from selfaudit.core.store.acts import TIMED, timed, timing_of
from selfaudit.core.store.database import Database

_THERE = "id IN (SELECT attribute FROM revision WHERE statement IS NOT NULL)"
"""That an attribute was not erased."""


@dataclass(frozen=True, slots=True)
class Card:
    """One place in a batch: an attribute, the evidence chosen for it, and how it was drawn."""

    batch: int
    position: int
    attribute: int
    evidence: int | None
    inclusion_probability: float | None


@dataclass(frozen=True, slots=True)
class Batch:
    """A queue of cards whose frame was frozen when it began."""

    id: int
    policy: Policy
    seed: int
    frame_size: int


class Judgments:
    """What the person said, and in which order they were asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        attribute: int,
        revision: int,
        question: Question,
        answer: str,
        act: Act,
        circumstance: Circumstance,
        now: float,
        *,
        text: str | None = None,
        undoes: int | None = None,
    ) -> int:
        """Store one judgment and return its id. On return it is on disk."""
        with self._database.write():
            return self._database.execute(
                "INSERT INTO judgment (attribute, revision, question, answer, content, act, undoes,"
                " phase, policy, wording, evidence, batch, order_index, inclusion_probability,"
                f" seed, opinion_seen, {TIMED})"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    attribute,
                    revision,
                    question,
                    answer,
                    self._database.add_content(text) if text is not None else None,
                    act,
                    undoes,
                    circumstance.phase,
                    circumstance.policy,
                    circumstance.wording,
                    circumstance.evidence,
                    circumstance.batch,
                    circumstance.order_index,
                    circumstance.inclusion_probability,
                    circumstance.seed,
                    circumstance.opinion_seen,
                    *timed(circumstance.key, circumstance.timing, now),
                ],
            )

    def effective(self, attribute: int) -> dict[Question, Judgment]:
        """The answers that count for the current revision of an attribute's statement.

        Surprise, flag and comment are of the attribute, whatever its wording.
        """
        rows = self._database.rows(
            "SELECT judgment.*, body AS text FROM effective_judgment AS judgment"
            " JOIN current_revision ON current_revision.attribute = judgment.attribute"
            " LEFT JOIN content ON content.id = judgment.content"
            " WHERE judgment.attribute = ? AND (judgment.revision = current_revision.revision"
            " OR question IN ('surprise', 'flag', 'comment')) ORDER BY judgment.id",
            [attribute],
        )
        return {Question(row["question"]): _judgment(row) for row in rows}

    def of(self, attribute: int) -> list[Judgment]:
        """Everything that was ever said of an attribute, in order."""
        return [
            _judgment(row)
            for row in self._database.rows(
                "SELECT judgment.*, body AS text FROM judgment"
                " LEFT JOIN content ON content.id = judgment.content"
                " WHERE attribute = ? ORDER BY judgment.id",
                [attribute],
            )
        ]

    def last_standing(self) -> Judgment | None:
        """The newest judgment that is no undo, no look at details, and is not undone."""
        row = self._database.row(
            "SELECT judgment.*, body AS text FROM standing_judgment AS judgment"
            " LEFT JOIN content ON content.id = judgment.content"
            " WHERE question != 'details' ORDER BY judgment.id DESC LIMIT 1"
        )
        return _judgment(row) if row is not None else None

    def freeze(
        self,
        policy: Policy,
        seed: int,
        frame: Sequence[int],
        cards: Iterable[tuple[int, int | None, float | None]],
        now: float,
    ) -> Batch:
        """Store a batch: its frame, and its cards (attribute, evidence, probability) in order."""
        with self._database.write():
            id = self._database.execute(
                "INSERT INTO batch (policy, seed, frozen_at, frame_size) VALUES (?, ?, ?, ?)",
                [policy, seed, now, len(frame)],
            )
            self._database.execute_many(
                "INSERT INTO frame VALUES (?, ?)", ((id, attribute) for attribute in frame)
            )
            self._database.execute_many(
                "INSERT INTO card VALUES (?, ?, ?, ?, ?)",
                ((id, position, *card) for position, card in enumerate(cards)),
            )
        return Batch(id, policy, seed, len(frame))

    def batches(self) -> list[Batch]:
        """Every batch, oldest first."""
        return [
            Batch(row["id"], Policy(row["policy"]), row["seed"], row["frame_size"])
            for row in self._database.rows("SELECT * FROM batch ORDER BY id")
        ]

    def cards(self) -> list[Card]:
        """The cards of every batch, in the order in which they are asked."""
        return [
            Card(
                row["batch"],
                row["position"],
                row["attribute"],
                row["evidence"],
                row["inclusion_probability"],
            )
            for row in self._database.rows("SELECT * FROM card ORDER BY batch, position")
        ]

    def unframed(self, policy: Policy) -> list[int]:
        """Attributes that no frame of this policy holds, by id."""
        return [
            row["id"]
            for row in self._database.rows(
                f"SELECT id FROM attribute WHERE {_THERE}"
                " AND id NOT IN (SELECT attribute FROM frame"
                " JOIN batch ON batch.id = frame.batch WHERE policy = ?) ORDER BY id",
                [policy],
            )
        ]

    def undrawn(self) -> list[int]:
        """Attributes that no batch has a card for and that have no verdict, by id."""
        return [
            row["id"]
            for row in self._database.rows(
                f"SELECT id FROM attribute WHERE {_THERE}"
                " AND id NOT IN (SELECT attribute FROM card)"
                " AND id NOT IN (SELECT attribute FROM effective_judgment WHERE question = 'true')"
                " ORDER BY id"
            )
        ]

    def answers(self) -> dict[int, dict[Question, str]]:
        """What the queue was told of each attribute, on its current revision.

        What a stranger would make of the words was asked of the model's statement, and stands
        whatever the wording now. A judgment by name is no answer to a card: it was not made under
        the card's conditions.
        """
        found: dict[int, dict[Question, str]] = {}
        for row in self._database.rows(
            "SELECT judgment.attribute, question, answer FROM queue_judgment AS judgment"
            " JOIN current_revision ON current_revision.attribute = judgment.attribute"
            " WHERE question != 'skip'"
            " AND (judgment.revision = current_revision.revision OR question = 'support')"
            " ORDER BY judgment.id"
        ):
            found.setdefault(row["attribute"], {})[Question(row["question"])] = row["answer"]
        return found

    def skipped(self) -> dict[int, frozenset[Question]]:
        """The questions that the queue left unanswered, by attribute, on its current revision."""
        found: dict[int, frozenset[Question]] = {}
        for row in self._database.rows(
            "SELECT attribute, answer FROM queue_judgment"
            " JOIN current_revision USING (attribute, revision) WHERE question = 'skip'"
        ):
            before = found.get(row["attribute"], frozenset())
            found[row["attribute"]] = before | {Question(row["answer"])}
        return found

    def lain(self, before: float) -> list[Judgment]:
        """The verdicts on cards that were given up to a moment, one for each attribute at most.

        Those on its current revision, given before any reveal; refusals and what was judged by
        name are left out, and so is what was erased.
        """
        return [
            _judgment(row)
            for row in self._database.rows(
                "SELECT judgment.*, NULL AS text FROM queue_judgment AS judgment"
                " JOIN current_revision USING (attribute, revision)"
                " WHERE question = 'true' AND answer != 'refuse' AND phase = 'before'"
                " AND judgment.decided_at <= ?"
                " AND attribute IN (SELECT attribute FROM revision WHERE statement IS NOT NULL)"
                " ORDER BY judgment.id",
                [before],
            )
        ]

    def get(self, attribute: int, revision: int) -> Judgment | None:
        """The first verdict that counts on one revision of an attribute."""
        row = self._database.row(
            "SELECT judgment.*, NULL AS text FROM queue_judgment AS judgment"
            " WHERE question = 'true' AND attribute = ? AND revision = ?",
            [attribute, revision],
        )
        return _judgment(row) if row is not None else None

    def edited_attributes(self) -> set[int]:
        """The attributes that have a wording of the person's own: not accepted as written."""
        return {
            row["attribute"]
            for row in self._database.rows(
                "SELECT current_revision.attribute FROM current_revision JOIN revision"
                " ON revision.id = current_revision.revision WHERE written_by = 'person'"
            )
        }

    def edited(self) -> int:
        """How many attributes have a wording of the person's own."""
        return len(self.edited_attributes())

    def remembered(self) -> dict[int, str]:
        """Whether each attribute should be remembered, as it stands in its current wording."""
        return {
            row["attribute"]: row["answer"]
            for row in self._database.rows(
                "SELECT attribute, answer FROM effective_judgment"
                " JOIN current_revision USING (attribute, revision) WHERE question = 'remember'"
            )
        }

    def verdicts(self) -> dict[str, int]:
        """How many attributes have each verdict on their current wording, edited or not."""
        return {
            row["answer"]: row["n"]
            for row in self._database.rows(
                # Twice as fast as by `effective_judgment`, and the first screen counts often.
                "SELECT answer, count(*) AS n FROM standing_judgment AS said"
                " JOIN current_revision USING (attribute, revision) WHERE question = 'true'"
                " AND NOT EXISTS (SELECT 1 FROM standing_judgment AS other"
                " WHERE other.attribute = said.attribute AND other.question = 'true'"
                " AND other.revision = said.revision"
                " AND (other.blind, other.id) > (said.blind, said.id)) GROUP BY answer"
            )
        }

    def count(self) -> int:
        """How many judgments are stored, undos included."""
        return self._database.number("SELECT count(*) FROM judgment")


def _judgment(row: sqlite3.Row) -> Judgment:
    circumstance = Circumstance(
        policy=Policy(row["policy"]),
        wording=row["wording"],
        evidence=row["evidence"],
        batch=row["batch"],
        order_index=row["order_index"],
        inclusion_probability=row["inclusion_probability"],
        seed=row["seed"],
        opinion_seen=row["opinion_seen"],
        phase=Phase(row["phase"]),
        key=row["key"],
        timing=timing_of(row),
    )
    return Judgment(
        row["id"],
        row["attribute"],
        row["revision"],
        Question(row["question"]),
        row["answer"],
        row["text"],
        Act(row["act"]),
        row["undoes"],
        circumstance,
    )

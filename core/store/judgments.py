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
from selfaudit.core.store.attributes import ERASED
from selfaudit.core.store.database import Database, Value
from selfaudit.core.store.standings import Standings

_THERE = f"id NOT IN ({ERASED})"
"""That an attribute was not erased."""

_ON_CARD = "question = 'true' AND phase = 'before' AND policy != 'direct' AND decided_at <= ?"
"""That a verdict was given on a card, before any reveal and up to a moment: there is an index."""


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
        self.standings = Standings(database)

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

    def batches(self, *, after: int = 0) -> list[Batch]:
        """Every batch, oldest first; only those later than one, where its id is given."""
        return self._batches("WHERE id > ? ORDER BY id", [after])

    def first_batch(self) -> Batch | None:
        """The oldest batch."""
        found = self._batches("ORDER BY id LIMIT 1", [])
        return found[0] if found else None

    def _batches(self, rest: str, parameters: Sequence[Value]) -> list[Batch]:
        return [
            Batch(row["id"], Policy(row["policy"]), row["seed"], row["frame_size"])
            for row in self._database.rows(f"SELECT * FROM batch {rest}", parameters)
        ]

    def cards(self, *, after: int = 0) -> list[Card]:
        """The cards of every batch, or of those after one, in the order in which they are asked."""
        return [
            Card(
                row["batch"],
                row["position"],
                row["attribute"],
                row["evidence"],
                row["inclusion_probability"],
            )
            for row in self._database.rows(
                "SELECT * FROM card WHERE batch > ? ORDER BY batch, position", [after]
            )
        ]

    def drawn(self, policy: Policy) -> int:
        """How many cards the batches of a policy have."""
        return self._database.number(
            "SELECT count(*) FROM card WHERE batch IN (SELECT id FROM batch WHERE policy = ?)",
            [policy],
        )

    def unframed(self, policy: Policy, *, most: int | None = None) -> list[int]:
        """Attributes that no frame of this policy holds, by id; the first few where told so."""
        return [
            row["id"]
            for row in self._database.rows(
                f"SELECT id FROM attribute WHERE {_THERE}"
                " AND id NOT IN (SELECT attribute FROM frame"
                " JOIN batch ON batch.id = frame.batch WHERE policy = ?) ORDER BY id LIMIT ?",
                [policy, -1 if most is None else most],
            )
        ]

    def undrawn(self) -> list[int]:
        """Attributes that no batch has a card for and that have no verdict, by id."""
        return [
            row["id"]
            for row in self._database.rows(
                f"SELECT id FROM attribute WHERE {_THERE}"
                " AND id NOT IN (SELECT attribute FROM card)"
                " AND id NOT IN (SELECT attribute FROM standing_judgment WHERE question = 'true')"
                " ORDER BY id"
            )
        ]

    def lain(self, before: float) -> list[Judgment]:
        """The verdicts on cards that were given up to a moment, one for each attribute at most.

        Those on its current revision, given before any reveal; refusals and what was judged by
        name are left out, and so is what was erased.
        """
        if self._database.row(f"SELECT 1 FROM judgment WHERE {_ON_CARD} LIMIT 1", [before]) is None:
            return []
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

    def edited(self) -> int:
        """How many attributes have a wording of the person's own: not accepted as written."""
        return self.standings.edited()

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
        return self.standings.verdicts()

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

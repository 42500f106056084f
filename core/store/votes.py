"""What person and judges say of pairs. Votes are append-only."""

import json
import sqlite3
from collections.abc import Sequence

from selfaudit.core.models.comparison import JudgeVerdict, Vote, VoteQuestion
from selfaudit.core.models.judgment import Act, Phase, Timing
from selfaudit.core.store.acts import TIMED, WITHIN, timed, timing_of
from selfaudit.core.store.database import Database, Value

Given = dict[VoteQuestion, Vote]


class Votes:
    """The person's votes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        pair: int,
        question: VoteQuestion,
        answer: str,
        act: Act,
        phase: Phase,
        wording: str,
        now: float,
        *,
        attribute: int | None = None,
        key: str | None = None,
        timing: Timing | None = None,
        undoes: int | None = None,
    ) -> Vote:
        """Store one vote. On return it is on disk."""
        with self._database.write():
            id = self._database.execute(
                "INSERT INTO vote (pair, question, answer, attribute, act, undoes, phase, wording,"
                f" {TIMED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(pair, question, answer, attribute, act, undoes, phase, wording),
                    *timed(key, timing, now),
                ],
            )
        return Vote(id, pair, question, answer, attribute, act, undoes, phase, wording, key, timing)

    def effective(self, *blocks: int) -> dict[int, Given]:
        """The votes of blocks that count, by pair and question, ratings left out."""
        found: dict[int, Given] = {}
        where = f"{WITHIN} AND question != 'rating'"
        for vote in self._votes("effective_vote", where, [json.dumps(blocks)]):
            found.setdefault(vote.pair, {})[vote.question] = vote
        return found

    def ratings(self, pair: int) -> dict[int, Vote]:
        """The ratings of a pair that count, by attribute."""
        votes = self._votes("effective_vote", "pair.id = ? AND question = 'rating'", [pair])
        return {vote.attribute: vote for vote in votes if vote.attribute is not None}

    def ratings_of(self, *blocks: int) -> dict[int, dict[int, Vote]]:
        """The ratings of the blocks' pairs that count, by pair and attribute."""
        found: dict[int, dict[int, Vote]] = {}
        where = f"{WITHIN} AND question = 'rating'"
        for vote in self._votes("effective_vote", where, [json.dumps(blocks)]):
            if vote.attribute is not None:
                found.setdefault(vote.pair, {})[vote.attribute] = vote
        return found

    def last_standing(self, block: int, phase: Phase) -> Vote | None:
        """The newest vote of a block and phase that is not undone."""
        votes = self._votes("standing_vote", "block = ? AND given.phase = ?", [block, phase])
        return votes[-1] if votes else None

    def of(self, pair: int) -> list[Vote]:
        """Everything that was said of a pair, undos included, in order."""
        return self._votes("vote", "pair.id = ?", [pair])

    def count(self) -> int:
        """How many pairs have a vote that counts; a skip is none, nor what is asked again."""
        return self._database.number(
            "SELECT count(*) FROM effective_vote JOIN pair ON pair.id = effective_vote.pair"
            " JOIN block ON block.id = pair.block AND stage = 'comparison'"
            " WHERE question = 'better' AND answer != 'skip'"
        )

    def lain(self, before: float, wording: str) -> list[int]:
        """The pairs whose vote may be asked again: given up to a moment, in these very words.

        Votes from before the reveal of a block that was revealed since; skips are left out, and so
        is what came back inside its block, was asked again already, or was erased.
        """
        return [
            row["id"]
            for row in self._database.rows(
                "SELECT pair.id FROM effective_vote JOIN pair ON pair.id = effective_vote.pair"
                " JOIN prompt ON prompt.id = pair.prompt"
                " JOIN answer AS generic ON generic.id = pair.generic"
                " JOIN answer AS other ON other.id = pair.other"
                " WHERE question = 'better' AND effective_vote.answer != 'skip'"
                " AND phase = 'before' AND decided_at <= ? AND wording = ?"
                " AND pair.repeats IS NULL AND prompt.content IS NOT NULL"
                " AND generic.content IS NOT NULL AND other.content IS NOT NULL"
                " AND pair.block IN (SELECT block FROM reveal)"
                " AND pair.id NOT IN (SELECT repeats FROM pair JOIN block ON block.id = pair.block"
                " WHERE stage = 'comparison_again')"
                " ORDER BY pair.id",
                [before, wording],
            )
        ]

    def _votes(self, table: str, where: str, parameters: Sequence[Value]) -> list[Vote]:
        return [
            _vote(row)
            for row in self._database.rows(
                f"SELECT given.* FROM {table} AS given JOIN pair ON pair.id = given.pair"
                f" WHERE {where} ORDER BY given.id",
                parameters,
            )
        ]


class JudgeVerdicts:
    """What models as judges said."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, run: int, verdict: JudgeVerdict, version: int, now: float) -> None:
        """Store a verdict; one of the same model, order and sight is stored already."""
        with self._database.write():
            self._database.execute(
                "INSERT OR IGNORE INTO judge_verdict (run, pair, model, version, swapped,"
                " with_attributes, rating, expected, mass, is_generator, judged_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    run,
                    verdict.pair,
                    verdict.model,
                    version,
                    verdict.swapped,
                    verdict.with_attributes,
                    verdict.rating,
                    verdict.expected,
                    verdict.mass,
                    verdict.is_generator,
                    now,
                ],
            )

    def of(self, block: int) -> list[JudgeVerdict]:
        """The verdicts on the pairs of a block, in the order in which they were given."""
        return [
            JudgeVerdict(
                row["pair"],
                row["model"],
                bool(row["swapped"]),
                bool(row["with_attributes"]),
                row["rating"],
                row["expected"],
                row["mass"],
                bool(row["is_generator"]),
            )
            for row in self._database.rows(
                "SELECT judge_verdict.* FROM judge_verdict"
                " JOIN pair ON pair.id = judge_verdict.pair WHERE block = ?"
                " ORDER BY judge_verdict.id",
                [block],
            )
        ]


def _vote(row: sqlite3.Row) -> Vote:
    return Vote(
        row["id"],
        row["pair"],
        VoteQuestion(row["question"]),
        row["answer"],
        row["attribute"],
        Act(row["act"]),
        row["undoes"],
        Phase(row["phase"]),
        row["wording"],
        row["key"],
        timing_of(row),
    )

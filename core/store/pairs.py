"""Pairs of answers, the facts that one of them was given, and the answers themselves."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.comparison import Answer, Arm, Fact, Pair, Side
from selfaudit.core.store.database import Database, Value


@dataclass(frozen=True, slots=True)
class NewPair:
    """A pair that is to be stored. `repeats` is the position of the pair that comes back in it."""

    prompt: int
    arm: Arm
    seed: int
    generic_side: Side
    asks_about_you: bool
    facts: tuple[Fact, ...]
    repeats: int | None = None
    generic: int | None = None
    other: int | None = None
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class PairAgain(NewPair):
    """A pair of an earlier block that is asked about again; `original` is that pair."""

    original: int = 0
    inclusion_probability: float = 1.0


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer that is to be stored under its work key, and what it cost."""

    key: str
    run: int | None
    prompt: int
    text: str
    seed: int | None
    finish_reason: str
    prompt_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0


class Pairs:
    """Pairs by block, answers by work key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, block: int, pairs: Sequence[NewPair]) -> None:
        """Store the pairs of a block in the order in which they will be shown."""
        with self._database.write():
            ids: list[int] = []
            for position, pair in enumerate(pairs):
                id = self._database.execute(
                    "INSERT INTO pair (block, position, prompt, arm, seed, generic_side,"
                    " asks_about_you, repeats, generic, other, dropped, inclusion_probability)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        block,
                        position,
                        pair.prompt,
                        pair.arm,
                        pair.seed,
                        pair.generic_side,
                        pair.asks_about_you,
                        pair.original
                        if isinstance(pair, PairAgain)
                        else (ids[pair.repeats] if pair.repeats is not None else None),
                        pair.generic,
                        pair.other,
                        pair.dropped,
                        pair.inclusion_probability if isinstance(pair, PairAgain) else None,
                    ],
                )
                ids.append(id)
                self._database.execute_many(
                    "INSERT INTO fact VALUES (?, ?, ?, ?, ?)",
                    (
                        (
                            id,
                            place,
                            fact.attribute,
                            fact.revision,
                            None if fact.attribute is not None else fact.statement,
                        )
                        for place, fact in enumerate(pair.facts)
                    ),
                )

    def fill(self, pair: int, generic: int, other: int, redraws: int) -> None:
        """Both answers of a pair exist, and of the one that repeats it.

        Where the person has gone past the pair meanwhile, because it was dropped, its repeat stays
        dropped: it would come too soon after it.
        """
        with self._database.write():
            self._database.execute(
                "UPDATE pair SET generic = ?, other = ?, redraws = ?, dropped = NULL"
                " WHERE generic IS NULL AND (id = ? OR (repeats = ? AND NOT EXISTS"
                " (SELECT 1 FROM vote JOIN pair AS later ON later.id = vote.pair"
                " WHERE later.block = pair.block AND later.id > pair.repeats)))",
                [generic, other, redraws, pair, pair],
            )

    def drop(self, pair: int, reason: str) -> None:
        """A pair, and the one that repeats it, will have no answers for now."""
        with self._database.write():
            self._database.execute(
                "UPDATE pair SET dropped = ? WHERE generic IS NULL AND (id = ? OR repeats = ?)",
                [reason, pair, pair],
            )

    def of(self, block: int) -> list[Pair]:
        """The pairs of a block in order."""
        return self._pairs("block = ?", [block])

    def all(self) -> list[Pair]:
        """Every pair of every block."""
        return self._pairs("1", [])

    def get(self, id: int) -> Pair:
        """One pair. Raises UnknownIdError."""
        found = self._pairs("id = ?", [id])
        if not found:
            raise UnknownIdError(
                f"No pair has the id {id}.", hint="`selfaudit compare next` shows the next one."
            )
        return found[0]

    def facts(self, pair: int) -> tuple[Fact, ...]:
        """What the other answer of a pair was given."""
        return self._facts("pair.id = ?", [pair]).get(pair, ())

    def facts_of(self, block: int) -> dict[int, tuple[Fact, ...]]:
        """What the other answers of a block's pairs were given, by pair."""
        return self._facts("block = ?", [block])

    def add_answer(self, answer: NewAnswer, now: float) -> int:
        """Store an answer; one of the same work key is stored already. Return its id."""
        with self._database.write():
            known = self.answer_by_key(answer.key)
            if known is not None:
                return known.id
            return self._database.execute(
                "INSERT INTO answer (key, run, prompt, content, seed, finish_reason,"
                " prompt_tokens, output_tokens, seconds, made_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(answer.key, answer.run, answer.prompt),
                    self._database.add_content(answer.text),
                    *(answer.seed, answer.finish_reason, answer.prompt_tokens),
                    *(answer.output_tokens, answer.seconds, now),
                ],
            )

    def answer_by_key(self, key: str) -> Answer | None:
        """The answer of a work key, if that work is done."""
        found = self._answers("answer.key = ?", [key])
        return found[0] if found else None

    def answer(self, id: int) -> Answer:
        """One answer. Raises UnknownIdError."""
        found = self._answers("answer.id = ?", [id])
        if not found:
            raise UnknownIdError(f"No answer has the id {id}.")
        return found[0]

    def generator_of(self, answer: int) -> str | None:
        """The sha256 of the model that wrote an answer; None for an imported one."""
        row = self._database.row(
            "SELECT json_extract(run.model, '$.sha256') AS model FROM answer"
            " JOIN run ON run.id = answer.run WHERE answer.id = ?",
            [answer],
        )
        return None if row is None else str(row["model"])

    def answers_of(self, block: int) -> dict[int, Answer]:
        """The answers of a block's pairs, by id."""
        found = self._answers(
            "answer.id IN (SELECT generic FROM pair WHERE block = ?1"
            " UNION SELECT other FROM pair WHERE block = ?1)",
            [block],
        )
        return {answer.id: answer for answer in found}

    def _facts(self, where: str, parameters: Sequence[Value]) -> dict[int, tuple[Fact, ...]]:
        found: dict[int, tuple[Fact, ...]] = {}
        for row in self._database.rows(
            "SELECT fact.*, ifnull(stranger, body) AS statement FROM fact"
            " JOIN pair ON pair.id = fact.pair"
            " LEFT JOIN revision ON revision.id = fact.revision"
            " LEFT JOIN content ON content.id = revision.statement"
            f" WHERE {where} ORDER BY fact.pair, fact.position",
            parameters,
        ):
            fact = Fact(row["statement"] or "", row["attribute"], row["revision"])
            found[row["pair"]] = (*found.get(row["pair"], ()), fact)
        return found

    def _pairs(self, where: str, parameters: Sequence[Value]) -> list[Pair]:
        return [
            _pair(row)
            for row in self._database.rows(
                f"SELECT * FROM pair WHERE {where} ORDER BY block, position", parameters
            )
        ]

    def _answers(self, where: str, parameters: Sequence[Value]) -> list[Answer]:
        return [
            Answer(row["id"], row["run"], row["text"], row["finish_reason"])
            for row in self._database.rows(
                "SELECT answer.*, ifnull(body, '') AS text FROM answer"
                f" LEFT JOIN content ON content.id = answer.content WHERE {where}",
                parameters,
            )
        ]


def _pair(row: sqlite3.Row) -> Pair:
    return Pair(
        id=row["id"],
        block=row["block"],
        position=row["position"],
        prompt=row["prompt"],
        arm=Arm(row["arm"]),
        seed=row["seed"],
        generic_side=Side(row["generic_side"]),
        asks_about_you=bool(row["asks_about_you"]),
        repeats=row["repeats"],
        generic=row["generic"],
        other=row["other"],
        redraws=row["redraws"],
        dropped=row["dropped"],
        inclusion_probability=row["inclusion_probability"],
    )

"""Stage three from the store, of the blocks that were revealed."""

import sqlite3
from collections.abc import Sequence

from selfaudit.core.comparison.results import toward_other
from selfaudit.core.export.gathering.acts import before, counting, id_or_none, in_study
from selfaudit.core.export.gathering.cut import Cut, moment
from selfaudit.core.export.tables.comparison import (
    AnswerRow,
    FactRow,
    JudgeVerdictRow,
    MentionRow,
    PairRow,
    VoteRow,
)
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Better, Side, VoteQuestion
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.store.database import Database
from selfaudit.core.store.studies import StoredStudy

_WITHIN = "block IN (SELECT value FROM json_each(?1))"


def answers(database: Database, blocks: str) -> list[AnswerRow]:
    """The answers of the blocks' pairs. Draws that were not used stay."""
    return [
        AnswerRow(
            id=str(row["id"]),
            run=id_or_none(row["run"]),
            prompt=str(row["prompt"]),
            text=row["body"],
            text_characters=len(row["body"] or ""),
            seed=row["seed"],
            finish_reason=row["finish_reason"],
            prompt_tokens=row["prompt_tokens"],
            output_tokens=row["output_tokens"],
            seconds=row["seconds"],
        )
        for row in database.rows(
            "SELECT answer.*, body FROM answer LEFT JOIN content ON content.id = answer.content"
            f" WHERE answer.id IN (SELECT generic FROM pair WHERE {_WITHIN}"
            f" UNION SELECT other FROM pair WHERE {_WITHIN}) ORDER BY answer.id",
            [blocks],
        )
    ]


def pairs(database: Database, blocks: str) -> list[PairRow]:
    """The pairs in the order in which they were shown."""
    return [
        PairRow(
            id=str(row["id"]),
            block=str(row["block"]),
            position=row["position"],
            prompt=str(row["prompt"]),
            arm=Arm(row["arm"]),
            seed=row["seed"],
            generic_side=Side(row["generic_side"]),
            asks_about_you=bool(row["asks_about_you"]),
            repeats=id_or_none(row["repeats"]),
            again=row["stage"] == Stage.COMPARISON_AGAIN,
            inclusion_probability=row["inclusion_probability"],
            generic=id_or_none(row["generic"]),
            other=id_or_none(row["other"]),
            redraws=row["redraws"],
            dropped=row["dropped"] is not None,
            failure=row["dropped"],
        )
        for row in database.rows(
            "SELECT pair.*, stage FROM pair JOIN block ON block.id = pair.block"
            f" WHERE {_WITHIN} ORDER BY block, position",
            [blocks],
        )
    ]


def facts(database: Database, blocks: str) -> list[FactRow]:
    """What the pairs' other answers were given."""
    return [
        FactRow(
            pair=str(row["pair"]),
            position=row["position"],
            attribute=id_or_none(row["attribute"]),
            revision=id_or_none(row["revision"]),
            stranger=row["stranger"],
        )
        for row in database.rows(
            "SELECT fact.* FROM fact JOIN pair ON pair.id = fact.pair"
            f" WHERE {_WITHIN} ORDER BY fact.pair, fact.position",
            [blocks],
        )
    ]


def mentions(database: Database, blocks: str) -> list[MentionRow]:
    """Where answers mention facts, counted in each answer: places would be those of its text."""
    return [
        MentionRow(
            pair=str(row["pair"]),
            answer=str(row["answer"]),
            fact=row["fact"],
            number=row["number"],
            detector=row["detector"],
            detector_version=row["detector_version"],
        )
        for row in database.rows(
            "SELECT mention.*, row_number() OVER ("
            " PARTITION BY mention.pair, answer, fact ORDER BY mention.start) - 1 AS number"
            " FROM mention JOIN pair ON pair.id = mention.pair"
            f" WHERE {_WITHIN} ORDER BY mention.pair, answer, fact, mention.start",
            [blocks],
        )
    ]


def votes(
    database: Database, cut: Cut, blocks: str, studies: Sequence[StoredStudy]
) -> list[VoteRow]:
    """Every act of stage three, undos included."""
    stored = database.rows(
        "SELECT vote.*, generic_side, stage FROM vote JOIN pair ON pair.id = vote.pair"
        " JOIN block ON block.id = pair.block"
        f" WHERE {_WITHIN} AND vote.id <= ?2 ORDER BY vote.id",
        [blocks, cut.vote],
    )
    effective = counting(
        stored, lambda row: (row["pair"], row["question"], row["attribute"]), before
    )
    return [
        VoteRow(
            id=str(row["id"]),
            pair=str(row["pair"]),
            question=VoteQuestion(row["question"]),
            answer=row["answer"],
            attribute=id_or_none(row["attribute"]),
            preference=_preference(row),
            counts=row["id"] in effective,
            again=row["stage"] == Stage.COMPARISON_AGAIN,
            act=Act(row["act"]),
            undoes=id_or_none(row["undoes"]),
            phase=Phase(row["phase"]),
            wording=row["wording"],
            key=row["key"],
            decided_week=cut.week(row["decided_at"]),
            shown_at=moment(row["shown_at"]),
            decided_at=moment(row["decided_at"]),
            active_seconds=row["active_seconds"],
            idle_seconds=row["idle_seconds"],
            study=in_study(studies, "vote", row["id"]),
        )
        for row in stored
    ]


def judge_verdicts(database: Database, cut: Cut, blocks: str) -> list[JudgeVerdictRow]:
    """What models as judges said."""
    return [
        JudgeVerdictRow(
            id=str(row["id"]),
            run=str(row["run"]),
            pair=str(row["pair"]),
            model=row["model"],
            version=row["version"],
            swapped=bool(row["swapped"]),
            with_attributes=bool(row["with_attributes"]),
            rating=row["rating"],
            expected=row["expected"],
            mass=row["mass"],
            preference=_recoded(row),
            is_generator=bool(row["is_generator"]),
        )
        for row in database.rows(
            "SELECT judge_verdict.*, generic_side FROM judge_verdict"
            " JOIN pair ON pair.id = judge_verdict.pair"
            f" WHERE {_WITHIN} AND judge_verdict.id <= ?2 ORDER BY judge_verdict.id",
            [blocks, cut.verdict],
        )
    ]


def _preference(row: sqlite3.Row) -> int | None:
    if row["question"] != VoteQuestion.BETTER or row["act"] == Act.UNDO:
        return None
    return toward_other(Better(row["answer"]), Side(row["generic_side"]))


def _recoded(row: sqlite3.Row) -> int:
    is_left = (row["generic_side"] == Side.LEFT) is not bool(row["swapped"])
    return int(row["rating"]) if is_left else 6 - int(row["rating"])

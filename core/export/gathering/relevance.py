"""Stage two from the store, of the blocks that were revealed."""

from collections.abc import Sequence

from selfaudit.core.export.gathering.acts import before, counting, id_or_none, in_study, words
from selfaudit.core.export.gathering.cut import Cut, moment
from selfaudit.core.export.tables.relevance import (
    BlockRow,
    EntryRow,
    MarkRow,
    PromptRow,
    SelectionRow,
    SelectorScoreRow,
)
from selfaudit.core.extraction.recipes import CATEGORIES
from selfaudit.core.models.block import Stage
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.models.relevance import MarkAnswer, PromptSource
from selfaudit.core.store.database import Database
from selfaudit.core.store.studies import StoredStudy

_WITHIN = "block IN (SELECT value FROM json_each(?1))"


def prompts(database: Database, blocks: str) -> list[PromptRow]:
    """Every prompt that a revealed block has."""
    return [
        PromptRow(
            id=str(row["id"]),
            source=PromptSource(row["source"]),
            name=row["name"],
            text=row["body"],
            text_words=words(row["body"]),
            conversation=row["conversation"],
        )
        for row in database.rows(
            "SELECT prompt.*, body, message.conversation FROM prompt"
            " LEFT JOIN content ON content.id = prompt.content"
            " LEFT JOIN message ON message.id = prompt.message"
            f" WHERE prompt.id IN (SELECT prompt FROM entry WHERE {_WITHIN}"
            f" UNION SELECT prompt FROM pair WHERE {_WITHIN}) ORDER BY prompt.id",
            [blocks],
        )
    ]


def block_rows(database: Database, cut: Cut, blocks: str) -> list[BlockRow]:
    """The revealed blocks of both stages."""
    return [
        BlockRow(
            id=str(row["id"]),
            stage=Stage(row["stage"]),
            number=row["number"],
            seed=row["seed"],
            begun_week=cut.week(row["begun_at"]),
            begun_at=moment(row["begun_at"]),
            revealed_week=cut.week(row["revealed_at"]),
            revealed_at=moment(row["revealed_at"]),
        )
        for row in database.rows(
            "SELECT * FROM (SELECT block.*, revealed_at,"
            " row_number() OVER (PARTITION BY stage ORDER BY block.id) AS number"
            " FROM block LEFT JOIN reveal ON reveal.block = block.id)"
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            [blocks],
        )
    ]


def entries(database: Database, blocks: str) -> list[EntryRow]:
    """What was listed for each prompt. A stratum is a category, or else a conversation."""
    return [
        EntryRow(
            id=str(row["id"]),
            block=str(row["block"]),
            position=row["position"],
            prompt=str(row["prompt"]),
            order_index=row["order_index"],
            attribute=str(row["attribute"]),
            revision=str(row["revision"]),
            accepted=bool(row["accepted"]),
            stratum_category=row["stratum"] if row["stratum"] in CATEGORIES else None,
            stratum_conversation=None if row["stratum"] in {"", *CATEGORIES} else row["stratum"],
            inclusion_probability=row["inclusion_probability"],
            repeats=id_or_none(row["repeats"]),
        )
        for row in database.rows(f"SELECT * FROM entry WHERE {_WITHIN} ORDER BY id", [blocks])
    ]


def marks(
    database: Database, cut: Cut, blocks: str, studies: Sequence[StoredStudy]
) -> list[MarkRow]:
    """Every act of stage two, undos included."""
    stored = database.rows(
        "SELECT mark.*, prompt, attribute, repeats FROM mark JOIN entry ON entry.id = mark.entry"
        f" WHERE {_WITHIN} AND mark.id <= ?2 ORDER BY mark.id",
        [blocks, cut.mark],
    )
    effective = counting(stored, lambda row: row["entry"], before)
    return [
        MarkRow(
            id=str(row["id"]),
            entry=str(row["entry"]),
            prompt=str(row["prompt"]),
            attribute=str(row["attribute"]),
            answer=MarkAnswer(row["answer"]),
            counts=row["id"] in effective,
            again=row["repeats"] is not None,
            act=Act(row["act"]),
            undoes=id_or_none(row["undoes"]),
            phase=Phase(row["phase"]),
            reveals_seen=row["reveals_seen"],
            wording=row["wording"],
            key=row["key"],
            decided_week=cut.week(row["decided_at"]),
            shown_at=moment(row["shown_at"]),
            decided_at=moment(row["decided_at"]),
            active_seconds=row["active_seconds"],
            idle_seconds=row["idle_seconds"],
            study=in_study(studies, "mark", row["id"]),
        )
        for row in stored
    ]


def selections(database: Database, cut: Cut, blocks: str) -> list[SelectionRow]:
    """What selectors did on the lists."""
    return [
        SelectionRow(
            id=str(row["id"]),
            run=str(row["run"]),
            block=str(row["block"]),
            position=row["position"],
            selector=row["selector"],
            version=row["version"],
            model=row["model"],
            failed=row["failure"] is not None,
            failure=row["failure"],
            prompt_tokens=row["prompt_tokens"],
            seconds=row["seconds"],
        )
        for row in database.rows(
            f"SELECT * FROM selection WHERE {_WITHIN} AND id <= ?2 ORDER BY id",
            [blocks, cut.selection],
        )
    ]


def selector_scores(database: Database, cut: Cut, blocks: str) -> list[SelectorScoreRow]:
    """What selectors said of each entry."""
    return [
        SelectorScoreRow(
            selection=str(row["selection"]),
            entry=str(row["entry"]),
            selector=row["selector"],
            score=row["score"],
            chosen=None if row["chosen"] is None else bool(row["chosen"]),
        )
        for row in database.rows(
            "SELECT selector_score.*, selector FROM selector_score"
            " JOIN selection ON selection.id = selector_score.selection"
            f" WHERE {_WITHIN} AND selection.id <= ?2 ORDER BY selection, entry",
            [blocks, cut.selection],
        )
    ]

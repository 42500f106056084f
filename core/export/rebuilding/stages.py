"""Stages two and three, from rows into an empty store."""

from selfaudit.core.export.rebuilding.ids import Ids, Rows
from selfaudit.core.export.rebuilding.review import table
from selfaudit.core.export.tables.comparison import (
    AnswerRow,
    FactRow,
    JudgeVerdictRow,
    MentionRow,
    PairRow,
    VoteRow,
)
from selfaudit.core.export.tables.relevance import (
    BlockRow,
    EntryRow,
    MarkRow,
    PromptRow,
    SelectionRow,
    SelectorScoreRow,
)
from selfaudit.core.store.database import Database


def put_prompts(database: Database, rows: Rows, ids: Ids) -> None:
    """Prompts; one whose text is withheld is like no other."""
    for prompt in table(rows, "prompts", PromptRow):
        text = prompt.text if prompt.text is not None else prompt.id
        database.execute(
            "INSERT INTO prompt (id, source, content, name, added_at) VALUES (?, ?, ?, ?, 0)",
            [
                *(ids.of("prompts", prompt.id), prompt.source),
                *(database.add_content(text), prompt.name),
            ],
        )


def put_blocks(database: Database, rows: Rows, ids: Ids) -> None:
    """Blocks, all of them revealed."""
    for block in table(rows, "blocks", BlockRow):
        number = ids.of("blocks", block.id)
        database.execute("INSERT INTO block VALUES (?, ?, 0, 0)", [number, block.stage])
        database.execute("INSERT INTO reveal VALUES (?, 0)", [number])


def put_marks(database: Database, rows: Rows, ids: Ids) -> None:
    """Lists, and what the person said of them."""
    for entry in table(rows, "entries", EntryRow):
        database.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(ids.of("entries", entry.id), ids.of("blocks", entry.block), entry.position),
                *(ids.of("prompts", entry.prompt), entry.order_index),
                *(ids.of("attributes", entry.attribute), ids.of("revisions", entry.revision)),
                *(entry.accepted, entry.stratum_category or entry.stratum_conversation or ""),
                *(entry.inclusion_probability, ids.maybe("entries", entry.repeats)),
            ],
        )
    marks = table(rows, "marks", MarkRow)
    ids.take("marks", (one.id for one in marks))
    for mark in marks:
        database.execute(
            "INSERT INTO mark (id, entry, answer, act, undoes, phase, reveals_seen, wording, key,"
            " decided_at, active_seconds, idle_seconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
            [
                *(ids.of("marks", mark.id), ids.of("entries", mark.entry), mark.answer, mark.act),
                *(ids.maybe("marks", mark.undoes), mark.phase, mark.reveals_seen, mark.wording),
                *(mark.key, mark.active_seconds, mark.idle_seconds),
            ],
        )


def put_selections(database: Database, rows: Rows, ids: Ids) -> None:
    """What selectors said."""
    for one in table(rows, "selections", SelectionRow):
        database.execute(
            "INSERT INTO selection VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [
                *(ids.of("selections", one.id), ids.of("runs", one.run)),
                *(ids.of("blocks", one.block), one.position, one.selector, one.version),
                *(one.model, "failed" if one.failed else None, one.prompt_tokens, one.seconds),
            ],
        )
    for score in table(rows, "selector_scores", SelectorScoreRow):
        database.execute(
            "INSERT INTO selector_score VALUES (?, ?, ?, ?)",
            [
                *(ids.of("selections", score.selection), ids.of("entries", score.entry)),
                *(score.score, score.chosen),
            ],
        )


def put_pairs(database: Database, rows: Rows, ids: Ids) -> None:
    """Answers as long as they were, pairs, what they were given, and what they mention."""
    for answer in table(rows, "answers", AnswerRow):
        number = ids.of("answers", answer.id)
        database.execute(
            "INSERT INTO answer VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, 0)",
            [
                *(number, str(number), ids.maybe("runs", answer.run)),
                ids.of("prompts", answer.prompt),
                database.add_content("x" * answer.text_characters),
                *(answer.finish_reason, answer.prompt_tokens, answer.output_tokens),
                answer.seconds,
            ],
        )
    for pair in table(rows, "pairs", PairRow):
        database.execute(
            "INSERT INTO pair VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(ids.of("pairs", pair.id), ids.of("blocks", pair.block), pair.position),
                *(ids.of("prompts", pair.prompt), pair.arm, pair.generic_side),
                *(pair.asks_about_you, ids.maybe("pairs", pair.repeats)),
                *(ids.maybe("answers", pair.generic), ids.maybe("answers", pair.other)),
                *(pair.redraws, "dropped" if pair.dropped else None),
                pair.inclusion_probability,
            ],
        )
    for fact in table(rows, "facts", FactRow):
        database.execute(
            "INSERT INTO fact VALUES (?, ?, ?, ?, ?)",
            [
                *(ids.of("pairs", fact.pair), fact.position),
                ids.maybe("attributes", fact.attribute),
                *(ids.maybe("revisions", fact.revision), fact.stranger),
            ],
        )
    for mention in table(rows, "mentions", MentionRow):
        database.execute(
            "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(ids.of("answers", mention.answer), ids.of("pairs", mention.pair), mention.fact),
                *(mention.number, mention.number + 1, mention.detector, mention.detector_version),
            ],
        )


def put_votes(database: Database, rows: Rows, ids: Ids) -> None:
    """What the person and judges said of pairs."""
    votes = table(rows, "votes", VoteRow)
    ids.take("votes", (one.id for one in votes))
    for vote in votes:
        database.execute(
            "INSERT INTO vote (id, pair, question, answer, attribute, act, undoes, phase, wording,"
            " key, decided_at, active_seconds, idle_seconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
            [
                *(ids.of("votes", vote.id), ids.of("pairs", vote.pair), vote.question),
                *(vote.answer, ids.maybe("attributes", vote.attribute), vote.act),
                *(ids.maybe("votes", vote.undoes), vote.phase, vote.wording, vote.key),
                *(vote.active_seconds, vote.idle_seconds),
            ],
        )
    for verdict in table(rows, "judge_verdicts", JudgeVerdictRow):
        database.execute(
            "INSERT INTO judge_verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [
                *(ids.of("judge_verdicts", verdict.id), ids.of("runs", verdict.run)),
                *(ids.of("pairs", verdict.pair), verdict.model, verdict.version),
                *(verdict.swapped, verdict.with_attributes, verdict.rating, verdict.expected),
                *(verdict.mass, verdict.is_generator),
            ],
        )

"""Every table as it is stored, before anything is withheld, redacted or given other ids."""

from collections.abc import Mapping, Sequence

from selfaudit.core.export.fields import Row
from selfaudit.core.export.gathering import comparison, items, record, relevance, review
from selfaudit.core.export.gathering.cut import Cut, listed
from selfaudit.core.store.store import Store

Rows = Mapping[str, Sequence[Row]]
"""Rows by table."""


def gather(store: Store, cut: Cut) -> Rows:
    """Read the tables of the three stages and their record, up to a cut."""
    database, blocks = store.database, str(listed(cut.blocks))
    studies = store.studies.all()
    attributes = review.attributes(database, cut, blocks)
    stored = review.judged(database, cut)
    evidence = review.evidence(database, cut, blocks)
    answers = comparison.answers(database, blocks)
    selections = relevance.selections(database, cut, blocks)
    verdicts = comparison.judge_verdicts(database, cut, blocks)
    judgments = review.judgments(stored, cut, studies)
    responses = items.responses(database, cut, studies)
    marks = relevance.marks(database, cut, blocks, studies)
    votes = comparison.votes(database, cut, blocks, studies)
    runs = {
        *(one.run for one in evidence),
        *(one.run for one in answers if one.run is not None),
        *(one.run for one in selections),
        *(one.run for one in verdicts),
    }
    words = {
        *(one.wording for one in judgments),
        *(one.wording for one in responses),
        *(one.wording for one in marks),
        *(one.wording for one in votes),
    }
    return {
        "attributes": attributes,
        "revisions": review.revisions(database, cut, stored, [one.id for one in attributes]),
        "evidence": evidence,
        "cards": review.cards(database, cut),
        "judgments": judgments,
        "items": items.items(database, cut),
        "responses": responses,
        "prompts": relevance.prompts(database, blocks),
        "blocks": relevance.block_rows(database, cut, blocks),
        "entries": relevance.entries(database, blocks),
        "marks": marks,
        "selections": selections,
        "selector_scores": relevance.selector_scores(database, cut, blocks),
        "answers": answers,
        "pairs": comparison.pairs(database, blocks),
        "facts": comparison.facts(database, blocks),
        "mentions": comparison.mentions(database, blocks),
        "votes": votes,
        "judge_verdicts": verdicts,
        "runs": record.runs(database, cut, runs, studies),
        "events": record.events(database, cut),
        "wordings": record.wordings(database, words),
    }

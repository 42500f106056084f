"""The hand-labelled messages of `tests/quality`: that the set is what its guide says."""

from collections import Counter

import pytest
from extractor.claims import FLAWS, claims
from extractor.labelled import Gold, Labelled, labelled
from extractor.matching import Said, is_fact, taken
from extractor.wording import NEGATION, holds, negated, stems

MESSAGES = labelled()
WITHOUT_FACTS = "request others fiction transform code hypothetical quoted one_off topic".split()
EVERY = [
    pytest.param(message, gold, id=f"{message.shown.id}-{place}")
    for message in MESSAGES
    for place, gold in enumerate((*message.facts, *message.optional))
]


def said(message: Labelled, gold: Gold) -> Said:
    """The labelled statement, as a system would say it."""
    start = message.shown.text.index(gold.quote)
    return Said(gold.statement, start, start + len(gold.quote), gold.subject, gold.durability)


def test_ids_and_texts_are_there_once():
    assert len({message.shown.id for message in MESSAGES}) == len(MESSAGES) >= 320
    assert len({message.shown.text for message in MESSAGES}) == len(MESSAGES)


def test_there_are_enough_of_every_kind():
    kinds = Counter(message.kind for message in MESSAGES)
    assert kinds["facts"] + kinds["correction"] >= 130
    assert kinds["request"] >= 60
    assert kinds["reply"] >= 20
    assert all(kinds[kind] >= 12 for kind in WITHOUT_FACTS)
    assert set(kinds) == {"facts", "correction", "reply", *WITHOUT_FACTS}


def test_halves_are_balanced_by_kind():
    kinds = Counter((message.kind, message.half) for message in MESSAGES)
    assert all(
        abs(kinds[kind, "dev"] - kinds[kind, "held"]) <= 1 for kind in {kind for kind, _ in kinds}
    )


def test_facts_are_where_the_kind_says():
    for message in MESSAGES:
        if message.kind in WITHOUT_FACTS:
            assert not message.facts, message.shown.id
        elif message.kind != "reply":
            assert message.facts, message.shown.id
        assert bool(message.shown.before) == (message.kind == "reply")


@pytest.mark.parametrize(("message", "gold"), EVERY)
def test_a_fact_is_well_formed(message: Labelled, gold: Gold):
    assert gold.quote in message.shown.text
    assert gold.statement.startswith(("The user ", "The user's "))
    assert gold.statement.endswith(".")
    assert gold.subject in {"user", "other"}
    assert gold.durability in {"lasting", "current"}
    assert gold.keys
    assert [key for key in gold.keys if not holds(key, stems(gold.statement))] == []
    # What is labelled is found by the rule, and isn't told of the wrong person.
    assert is_fact(said(message, gold), gold, message)
    assert not taken(said(message, gold), message)


def test_a_negated_fact_has_it_among_its_keys():
    for message in MESSAGES:
        for gold in message.facts:
            if negated(gold.statement):
                assert any(NEGATION in key.split("|") for key in gold.keys), gold.statement


def test_claims_are_about_what_messages_hold():
    found = claims()
    assert len(found) >= 200
    assert len({(one.message, one.quote, one.statement) for one in found}) == len(found)
    for claim in found:
        assert claim.quote in claim.text
        assert claim.statement.startswith(("The user ", "The user's "))
    flaws = Counter(claim.flaw for claim in found)
    assert set(flaws) == {"", *FLAWS}
    assert all(flaws[flaw] >= 10 for flaw in FLAWS)
    assert 0.4 <= flaws[""] / len(found) <= 0.6

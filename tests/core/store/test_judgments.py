import sqlite3

import pytest
from builders import add_attributes, open_store

from selfaudit.core.models.judgment import Act, Circumstance, Phase, Policy, Question
from selfaudit.core.review.wordings import TRUE

PLAIN = Circumstance(Policy.DIRECT, TRUE.hash)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    opened.wordings.add(TRUE)
    yield opened
    opened.close()


def say(store, attribute, answer, *, act=Act.DECIDE, undoes=None, phase=Phase.BEFORE):
    revision = store.attributes.get(attribute).revision
    circumstance = Circumstance(Policy.DIRECT, TRUE.hash, phase=phase)
    return store.judgments.append(
        attribute, revision, Question.TRUE, answer, act, circumstance, 1.0, undoes=undoes
    )


def test_the_last_answer_before_the_reveal_counts(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    say(store, attribute, "no")
    say(store, attribute, "yes", act=Act.CORRECT)
    say(store, attribute, "no", act=Act.CORRECT, phase=Phase.AFTER)
    assert store.attributes.get(attribute).verdict == "yes"


def test_an_answer_after_the_reveal_counts_only_where_no_other_stands(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    first = say(store, attribute, "yes")
    say(store, attribute, "yes", act=Act.UNDO, undoes=first)
    assert store.attributes.get(attribute).verdict is None
    say(store, attribute, "no", phase=Phase.AFTER)
    effective = store.judgments.effective(attribute)[Question.TRUE]
    assert (effective.answer, effective.circumstance.phase) == ("no", Phase.AFTER)


def test_judgments_can_be_neither_changed_nor_deleted(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    say(store, attribute, "yes")
    for statement in (
        "UPDATE judgment SET answer = 'no'",
        "UPDATE judgment SET answer = 'no', content = NULL",
        "DELETE FROM judgment",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.database.execute(statement)


def test_a_judgment_is_undone_once_at_most(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    first = say(store, attribute, "yes")
    say(store, attribute, "yes", act=Act.UNDO, undoes=first)
    with pytest.raises(sqlite3.IntegrityError):
        say(store, attribute, "yes", act=Act.UNDO, undoes=first)


def test_evidence_is_the_text_between_its_offsets(store):
    add_attributes(store, ["The user keeps bees 🐝 und Hühner."])
    (attribute,) = store.attributes.page()
    (piece,) = attribute.evidence
    text = store.history.message(piece.message).text
    assert text[piece.start : piece.end] == piece.quote == "I keeps bees 🐝 und Hühner."


def test_attributes_come_in_pages_and_by_verdict(store):
    ids = add_attributes(store, [f"The user keeps {n} bees{n}." for n in range(5)])
    say(store, ids[1], "yes")
    assert [found.id for found in store.attributes.page(after=ids[1], limit=2)] == ids[2:4]
    assert [found.id for found in store.attributes.page(verdict="yes")] == [ids[1]]

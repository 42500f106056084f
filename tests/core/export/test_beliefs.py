"""What vendors believe, in a package: told apart from the model's notes, held back like them."""

import pytest
from builders import PinnedClock, open_store
from giving import every_text
from giving import give as give_package
from memories import chatgpt_chat, give
from simulated import rich

from selfaudit.core.beliefs.asking import BeliefReview
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.recompute import recompute
from selfaudit.core.models.item import ItemKind, StatedBy
from selfaudit.core.models.judgment import Question

LINES = [
    "The user has a Kanarienvogel.",
    "The user rows.",
    "The user's wife Ada sings.",
    "Late one.",
]
MEMORY = "\n".join(f"{n}. [2024-05-01]. {line}" for n, line in enumerate(LINES, 1))


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path, clock):
    opened = open_store(tmp_path)
    rich(opened)
    chat = chatgpt_chat("mem", memory=MEMORY, about="I am a nurse.", style="Be brief.")
    give(opened, tmp_path / "x", [chat])
    review = BeliefReview(opened, clock)
    while (card := review.due()) is not None:
        if card.statement == "Late one.":
            review.skip(card)
        elif card.question is Question.TRUE:
            review.answer(card, "yes")
        else:
            review.answer(card, "when_it_fits")
    yield opened
    opened.close()


def beliefs(remade):
    return [row for row in remade.contents.rows["items"] if row.kind is ItemKind.BELIEF]


def test_whose_statement_it_is_stands_in_every_row(store, clock):
    rows = beliefs(give_package(store, clock, Level.FULL))
    assert {row.vendor for row in rows} == {"chatgpt"}
    said = {row.statement: row.stated_by for row in rows if row.statement}
    assert said["The user rows."] is StatedBy.VENDOR_MEMORY
    assert said["I am a nurse."] is StatedBy.CUSTOM_INSTRUCTION
    assert {row.inclusion_probability for row in rows} == {1.0}
    assert {row.frame_size for row in rows} == {5}
    assert all(row.noted_week is not None for row in rows if row.statement == "The user rows.")


def test_no_text_at_the_level_of_labels(store, clock):
    remade = give_package(store, clock, Level.LABELS)
    assert {row.statement for row in beliefs(remade)} == {None}
    assert not any("Kanarienvogel" in text for text in every_text(remade))
    assert len(beliefs(remade)) == 4


def test_others_are_held_back_and_what_nobody_looked_at_leaves_labels(store, clock):
    rows = beliefs(give_package(store, clock, Level.FULL))
    said = [row.statement for row in rows]
    assert not any("Ada" in (text or "") for text in said)
    assert "Late one." not in said
    assert said.count(None) == 1


def test_the_report_of_the_rows_is_that_of_the_package(store, clock):
    remade = give_package(store, clock, Level.LABELS)
    figures = recompute(remade.contents)
    counts = figures["beliefs"]["counts"]["chatgpt_memory"]
    assert counts == {"yes": 2, "can't say": 0, "no": 0, "rather not say": 0}


def test_they_are_in_no_table_of_attributes(store, clock):
    rows = give_package(store, clock, Level.FULL).contents.rows
    for name in ("attributes", "revisions", "evidence", "cards", "judgments", "entries"):
        for row in rows[name]:
            assert "Kanarienvogel" not in str(row)


def test_they_can_be_withheld_with_their_conversation(store, clock):
    from selfaudit.core.export.withholding import Decision, Kind, Reason, Target

    chat = BeliefReview(store, clock)._store.beliefs.drawn()[0].belief.conversation
    Drafting(store, clock).decide(
        Target(Kind.CONVERSATION, chat), Decision.WITHHOLD, Reason.TOO_PRIVATE
    )
    assert beliefs(give_package(store, clock, Level.FULL)) == []

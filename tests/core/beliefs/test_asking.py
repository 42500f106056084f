"""Beliefs on cards: the same questions, sets of their own, apart from all of the model's."""

import pytest
from builders import PinnedClock, add_attributes, open_store
from memories import NEWEST, chatgpt_chat, claude_memory, give

from selfaudit.core.beliefs.asking import BeliefReview, asked_beliefs
from selfaudit.core.models.erasure import OneConversation, OneSource
from selfaudit.core.models.item import ItemKind
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.report.report import make_report
from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.review import Review
from selfaudit.core.review.wordings import ASKED

MEMORY = "1. [2024-05-01]. The user has a dog.\n2. [2024-06-01]. The user sings.\n3. The user rows."


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def remembered(store, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=MEMORY, about="I am a nurse.")])
    return store


def test_nothing_is_asked_where_no_vendor_remembers_anything(store, clock):
    add_attributes(store, ["The user has bees."])
    review = BeliefReview(store, clock)
    assert review.due() is None
    assert review.progress().total == 0


def test_a_census_in_the_order_of_a_lot(remembered, clock):
    review = BeliefReview(remembered, clock)
    assert review.draw(seed=1) == 4
    assert review.draw() == 0
    items = remembered.items.of(ItemKind.BELIEF)
    assert {item.inclusion_probability for item in items} == {1.0}
    assert {item.seed for item in items} == {1}
    assert remembered.items.frame_size(ItemKind.BELIEF) == 4
    assert sorted(one.statement for one in asked_beliefs(remembered)) == [
        "I am a nurse.",
        "The user has a dog.",
        "The user rows.",
        "The user sings.",
    ]


def test_the_words_are_the_vendors_own_line(remembered, clock):
    card = BeliefReview(remembered, clock).due()
    assert card.policy is Policy.BELIEF
    assert card.evidence.quote == card.statement == card.belief.statement
    text = remembered.history.text_of(card.evidence.message)
    assert text[card.evidence.start : card.evidence.end] == card.statement
    assert card.nth == (1, 4)
    assert (card.attribute, card.card) == (None, None)


def test_the_questions_of_a_card_and_no_support(remembered, clock):
    review = BeliefReview(remembered, clock)
    review.draw(seed=1)
    asked = []
    for answer in ("yes", "when_it_fits", "no", "not_now", "unsure", "refuse"):
        card = review.current()
        asked.append(card.question)
        response = review.answer(card, answer, key="y")
        assert (
            remembered.database.row("SELECT wording FROM response WHERE id = ?", [response.id])[0]
            == ASKED[card.question].hash
        )
    assert asked == [
        Question.TRUE, Question.REMEMBER, Question.TRUE, Question.WHY, Question.TRUE, Question.TRUE,
    ]  # fmt: skip
    assert review.current() is None
    progress = review.progress()
    assert (progress.done, progress.total, progress.true) == (4, 4, 1)


def test_undo_takes_back_a_belief_and_nothing_else(remembered, clock):
    (attribute,) = add_attributes(remembered, ["The user has bees."])
    Review(remembered, clock, PLAIN).judge(attribute, {Question.TRUE: "yes"})
    review = BeliefReview(remembered, clock)
    card = review.due()
    review.answer(card, "no")
    assert review.undo().answer == "no"
    assert review.undo() is None
    assert remembered.attributes.get(attribute).verdict == "yes"
    assert review.current().item == card.item


def test_an_edit_is_asked_about_and_keeps_the_line(remembered, clock):
    review = BeliefReview(remembered, clock)
    card = review.due()
    review.edit(card, "I have two dogs.")
    again = review.current()
    assert (again.statement, again.as_written) == ("I have two dogs.", False)
    assert again.belief == card.belief


def test_new_memories_are_drawn_when_the_others_are_done(remembered, clock, tmp_path):
    review = BeliefReview(remembered, clock)
    while (card := review.due()) is not None:
        review.answer(card, "unsure")
    newer = MEMORY.replace("rows", "swims")
    give(remembered, tmp_path / "y", [chatgpt_chat("b", memory=newer, at=NEWEST + 5)])
    assert review.progress().waiting == 1
    card = review.due()
    assert card.statement == "The user swims."
    assert remembered.items.of(ItemKind.BELIEF)[-1].inclusion_probability == 1.0


def test_beliefs_are_in_nothing_of_the_models(remembered, clock):
    add_attributes(remembered, ["The user has bees.", "The user has hens."])
    main = Review(remembered, clock, PLAIN)
    main.queue.begin_batch(1)
    while (card := main.current()) is not None:
        main.answer(card, "unsure")
    before = make_report(remembered, clock, ("truth", "relevance"))
    progress = main.queue.progress()
    review = BeliefReview(remembered, clock)
    while (card := review.due()) is not None:
        review.answer(card, "when_it_fits" if card.question is Question.REMEMBER else "yes")
    assert make_report(remembered, clock, ("truth", "relevance")).pages == before.pages
    assert main.queue.progress() == progress
    assert remembered.judgments.verdicts() == {"unsure": 2}
    assert remembered.attributes.count() == 2
    assert len(remembered.attributes.model_statements()) == 2
    assert Marking(remembered, clock).accepted() == 0
    assert main.current() is None


@pytest.mark.parametrize("what", ["conversation", "source"])
def test_erasing_takes_the_words_and_keeps_that_they_were_judged(remembered, clock, what):
    review = BeliefReview(remembered, clock)
    card = review.due()
    review.answer(card, "yes")
    review.comment(card, "Kanarienvogel")
    target = OneConversation(card.belief.conversation) if what == "conversation" else OneSource(1)
    remembered.erasure.erase(remembered.erasure.plan(target), 1.0)
    asked = asked_beliefs(remembered)
    assert len(asked) == 4
    assert all(one.drawn.belief is None and one.statement == "" for one in asked)
    assert [one.verdict for one in asked] == ["yes", None, None, None]
    assert review.due() is None
    raw = remembered.database.path.read_bytes()
    assert b"has a dog" not in raw
    assert b"Kanarienvogel" not in raw
    assert b"am a nurse" not in raw


def test_claude_and_chatgpt_are_told_apart(remembered, clock, tmp_path):
    give(remembered, tmp_path / "y", [claude_memory("Runs a lab.")])
    assert BeliefReview(remembered, clock).progress().vendors == {"chatgpt": 4, "claude": 1}

import random

import pytest
from builders import PinnedClock, add_attributes, open_store

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.judgment import Act, Phase, Policy, Question
from selfaudit.core.review.draw import HEADLINE_CARDS
from selfaudit.core.review.review import Review
from selfaudit.core.review.timer import CardTimer

STATEMENTS = [f"The user keeps {n} bees{n}." for n in range(5)]


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def review(store):
    add_attributes(store, STATEMENTS)
    opened = Review(store, PinnedClock())
    opened.queue.begin_batch(7)
    return opened


def asked(review):
    card = review.current()
    return None if card is None else (card.attribute.statement, card.question)


def test_no_asks_why_and_yes_asks_whether_to_remember(review):
    first = review.current()
    assert first.question is Question.TRUE
    review.answer(first, "no", key="n")
    assert asked(review) == (first.attribute.statement, Question.WHY)
    review.answer(review.current(), "too_broad")
    second = review.current()
    assert second.attribute.id != first.attribute.id
    review.answer(second, "yes")
    assert asked(review) == (second.attribute.statement, Question.REMEMBER)
    review.answer(review.current(), "when_it_fits")
    for answer in ("unsure", "refuse"):
        card = review.current()
        assert card.question is Question.TRUE
        review.answer(card, answer)
    assert review.queue.progress().verdicts == {"no": 1, "yes": 1, "unsure": 1, "refuse": 1}


def test_undo_goes_back_answer_by_answer_to_the_first(review, store):
    seen = []
    while (card := review.current()) is not None:
        seen.append(asked(review))
        answer = {Question.TRUE: "yes", Question.REMEMBER: "unsure"}[card.question]
        review.answer(card, answer)
    for place in reversed(seen):
        review = Review(store, PinnedClock())  # as if the program had been restarted
        review.undo()
        assert asked(review) == place
    assert review.undo() is None
    assert store.judgments.count() == 2 * len(seen)


def test_the_program_resumes_on_the_exact_question(review, store):
    review.answer(review.current(), "yes")
    again = Review(store, PinnedClock())
    assert again.current() == review.current()
    assert again.current().question is Question.REMEMBER


def test_a_skipped_question_is_neither_answered_nor_asked_again(review):
    first = review.current()
    review.skip(first)
    assert review.current().attribute.id != first.attribute.id
    progress = review.queue.progress()
    assert (progress.skipped, progress.done, progress.verdicts) == (1, 1, {})
    review.undo()
    assert review.current().attribute.id == first.attribute.id


def test_an_edit_is_asked_about_and_undone_like_any_answer(review):
    card = review.current()
    review.edit(card, "  The user keeps\n bees.  ")
    edited = review.current()
    assert (edited.attribute.statement, edited.attribute.as_written) == (
        "The user keeps bees.",
        False,
    )
    assert edited.question is Question.TRUE
    for nothing in ("", "   ", "The user keeps bees."):
        with pytest.raises(SelfauditError):
            review.edit(edited, nothing)
    review.undo()
    assert review.current().attribute == card.attribute


def test_marks_and_comments_stay_with_the_attribute_when_its_wording_changes(review):
    review.mark(review.current(), Question.FLAG)
    review.comment(review.current(), "not sure where this is from")
    review.edit(review.current(), "The user keeps bees.")
    marks = review.current().marks
    assert marks[Question.FLAG].answer == "yes"
    assert marks[Question.COMMENT].text == "not sure where this is from"
    review.mark(review.current(), Question.FLAG)
    assert review.current().marks[Question.FLAG].answer == "no"


def test_details_are_shown_after_the_answer_and_never_unseen(review, store):
    card = review.current()
    with pytest.raises(SelfauditError):
        review.see_details(card)
    review.answer(card, "yes")
    review.see_details(review.current())
    review.undo()
    again = review.current()
    assert (again.question, again.details_seen) == (Question.TRUE, True)
    stored = review.answer(again, "no")
    assert stored.circumstance.phase is Phase.AFTER
    assert store.judgments.of(card.attribute.id)[-1].circumstance.opinion_seen == "details"


def test_every_answer_stores_how_its_card_was_drawn(review, store):
    review.answer(review.current(), "yes", key="y", timing=CardTimer(PinnedClock()).decide())
    (stored,) = store.judgments.of(review.current().attribute.id)
    circumstance = stored.circumstance
    assert (stored.act, circumstance.policy, circumstance.order_index) == (
        Act.DECIDE,
        Policy.HEADLINE,
        0,
    )
    assert (circumstance.inclusion_probability, circumstance.seed, circumstance.key) == (
        1.0,
        7,
        "y",
    )
    words = store.database.row("SELECT text FROM wording WHERE hash = ?", [circumstance.wording])
    assert words["text"].startswith("Is this, as written, true of you now?\ny yes\nu can't say")


def test_judging_by_name_stores_all_answers_or_none_and_what_was_seen_is_unknown(review, store):
    other = max(attribute.id for attribute in store.attributes.page())
    while review.current().attribute.id == other:
        review.skip(review.current())
    recorded = review.judge(other, {Question.TRUE: "no", Question.WHY: "not_now"})
    assert [one.circumstance.policy for one in recorded] == [Policy.DIRECT] * 2
    assert {one.circumstance.opinion_seen for one in recorded} == {"unknown"}
    with pytest.raises(SelfauditError):
        review.judge(999, {Question.TRUE: "no"})


def test_headline_batches_are_frozen_and_add_up_to_sixty(store):
    add_attributes(store, [f"The user has thing{n}." for n in range(40)])
    review = Review(store, PinnedClock())
    assert review.queue.may_begin(extraction_ended=False)
    first = review.queue.begin_batch(1)
    later = set(add_attributes(store, [f"The user knows fact{n}." for n in range(50)]))
    second = review.queue.begin_batch(2)
    third = review.queue.begin_batch(3)
    cards = {batch.id: store.judgments.cards(batch.id) for batch in (first, second, third)}
    assert (len(cards[first.id]), len(cards[second.id])) == (40, HEADLINE_CARDS - 40)
    assert {card.attribute for card in cards[second.id]} <= later
    assert {card.inclusion_probability for card in cards[second.id]} == {20 / 50}
    assert third.policy is Policy.MOST_SUPPORT
    assert len(cards[third.id]) == 30
    assert review.queue.begin_batch() is None


def test_while_extraction_runs_a_set_of_cards_must_have_come(store):
    add_attributes(store, [f"The user has thing{n}." for n in range(11)])
    review = Review(store, PinnedClock())
    assert not review.queue.may_begin(extraction_ended=False)
    assert review.queue.may_begin(extraction_ended=True)
    add_attributes(store, ["The user has one more."])
    assert review.queue.may_begin(extraction_ended=False)


def test_random_walks_never_lose_an_answer(store):
    """Answer, skip, edit, mark and undo at random; a model in memory keeps the truth."""
    add_attributes(store, STATEMENTS)
    random_source = random.Random(11)
    review = Review(store, PinnedClock())
    review.queue.begin_batch(3)
    standing = []
    for _ in range(400):
        card = review.current()
        act = random_source.choice(["answer", "answer", "skip", "flag", "undo", "undo"])
        if act == "undo" or card is None:
            undone = review.undo()
            expected = standing.pop() if standing else None
            assert (undone and undone.id) == expected
        elif act == "answer":
            choices = {
                Question.TRUE: ["yes", "no", "unsure", "refuse"],
                Question.WHY: ["too_broad"],
                Question.REMEMBER: ["unsure"],
            }[card.question]
            standing.append(review.answer(card, random_source.choice(choices)).id)
        elif act == "skip":
            standing.append(review.skip(card).id)
        else:
            standing.append(review.mark(card, Question.FLAG).id)


def test_a_pause_counts_as_idle_from_two_minutes_on():
    clock = PinnedClock()
    timer = CardTimer(clock)
    for seconds in (30, 300, 10):
        clock.advance(seconds)
        timer.touch()
    timing = timer.decide()
    assert (timing.active, timing.idle) == (30 + 120 + 10, 180)
    assert timing.decided_at - timing.shown_at == 340

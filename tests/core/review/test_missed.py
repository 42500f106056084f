"""What follows the headline: what was expected, held back, missed, and asked again."""

import pytest
from builders import (
    PinnedClock,
    add_attributes,
    add_history,
    conversation,
    hold_back,
    open_store,
)

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.attribute import QuarantineReason
from selfaudit.core.models.erasure import OneAttribute, OneConversation
from selfaudit.core.models.item import ItemKind
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.report.report import make_report
from selfaudit.core.review.about_me import about_me
from selfaudit.core.review.changes import changes
from selfaudit.core.review.design import Design
from selfaudit.core.review.missed import AGAIN_SECONDS, MESSAGES, MOST_CARDS
from selfaudit.core.review.opening import Opening
from selfaudit.core.review.review import Review

ONLY_MISSED = Design(checks=0, folded=0, support=0, lasting=0, guesses=False)


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def judged(store, clock, attributes=5, held=0, name=()):
    """A review whose headline is over."""
    opening = Opening(store, clock)
    for text in name:
        opening.recall(text)
    add_attributes(store, [f"The user has thing{n}." for n in range(attributes)])
    hold_back(store, held)
    review = Review(store, clock, ONLY_MISSED)
    review.queue.begin_batch(3)
    while review.queue.next_place() is not None:
        review.answer(review.current(), "unsure")
    return review


def rest(review, answer=lambda card: "no"):
    """Answer everything that waits; return what was asked."""
    seen = []
    while (card := review.due(extraction_ended=True)) is not None:
        seen.append(card)
        review.answer(card, "too_broad" if card.question is Question.WHY else answer(card))
    return seen


def test_nothing_is_drawn_before_the_headline_is_over(store, clock):
    add_attributes(store, [f"The user has thing{n}." for n in range(5)])
    hold_back(store, 30)
    review = Review(store, clock, ONLY_MISSED)
    for _ in range(5):
        card = review.due(extraction_ended=True)
        assert card.policy is Policy.HEADLINE
        assert not store.items.of(ItemKind.HELD_BACK, ItemKind.MESSAGE)
        review.answer(card, "unsure")
    assert review.missed.is_due()
    assert review.due(extraction_ended=True).policy is Policy.HELD_BACK


def test_what_was_expected_comes_first_then_what_was_held_back_then_messages(store, clock):
    review = judged(store, clock, held=30, name=("That I row", "My two cats"))
    seen = rest(review)
    kinds = [card.item.kind for card in seen if card.question is not Question.WHY]
    assert kinds == (
        [ItemKind.RECALL] * 2 + [ItemKind.HELD_BACK] * 3 + [ItemKind.MESSAGE] * MESSAGES
    )
    assert seen[0].statement == "That I row"
    held = seen[2]
    assert held.statement.startswith("The user owns boat")
    assert held.evidence.quote == "I like long walks"
    assert {card.item.inclusion_probability for card in seen if card.policy == "held_back"} == {0.1}
    assert seen[0].nth == (1, 2)
    assert review.due(extraction_ended=True) is None


def test_a_message_that_no_model_has_read_is_not_asked_of_as_missed(store, clock):
    review = judged(store, clock)
    read = set(store.history.own_words_ids())
    for number in range(40):
        add_history(store, conversation(f"unread-{number}", "I have never been read. Why?"))
    rest(review)
    assert {item.message for item in store.items.of(ItemKind.MESSAGE)} == read
    assert store.items.frame_size(ItemKind.MESSAGE) == len(read) == 5


def test_a_kill_anywhere_resumes_and_undo_goes_back_through_all_of_it(store, clock):
    review = judged(store, clock, held=30, name=("That I row",))
    seen = []
    while (card := review.due(extraction_ended=True)) is not None:
        again = Review(store, clock, ONLY_MISSED).current()
        assert (again.statement, again.question) == (card.statement, card.question)
        seen.append((card.statement, card.question))
        review.answer(card, "unsure")
    for place in reversed(seen):
        assert review.undo() is not None
        card = review.current()
        assert (card.statement, card.question) == place


def test_only_what_has_its_quote_and_is_on_no_attribute_is_shown(store, clock):
    hold_back(store, 5, QuarantineReason.QUOTE_NOT_FOUND)
    hold_back(store, 5, quote="I never said that at all")
    review = judged(store, clock)
    review.missed.draw()
    assert store.items.of(ItemKind.HELD_BACK) == []
    assert store.items.frame_size(ItemKind.HELD_BACK) == 0
    assert store.items.last_drawn(ItemKind.HELD_BACK) is not None


def test_a_great_many_held_back_are_not_all_shown(store, clock):
    review = judged(store, clock, held=400)
    review.missed.draw()
    items = store.items.of(ItemKind.HELD_BACK)
    assert len(items) == MOST_CARDS
    assert items[0].inclusion_probability == MOST_CARDS / 400


def test_none_of_it_becomes_an_attribute_or_reaches_what_is_made_of_them(store, clock):
    review = judged(store, clock, held=300)
    rest(review, lambda card: "yes" if card.question is Question.TRUE else "unsure")
    assert store.attributes.count() == 5
    assert about_me(store).is_empty
    assert review.queue.progress().verdicts == {"unsure": 5}
    (page,) = make_report(store, clock, ["truth"]).pages
    figures = {one.name: one for one in page.figures}
    assert figures["accepted"].shown.value == 0
    assert figures["held_back_true"].shown.value == 1.0
    assert figures["held_back_true"].shown.interval is not None
    assert "300 such notes" in figures["held_back_true"].rests_on
    assert figures["missing"].shown.value == 0


def test_figures_of_what_was_missed_need_twenty_answers(store, clock):
    review = judged(store, clock, held=150)
    while (card := review.due(extraction_ended=True)) is not None:
        review.answer(card, "unsure")
        if len(store.responses.standing()) == 18:
            break
    (page,) = make_report(store, clock, ["truth"]).pages
    figures = {one.name: one for one in page.figures}
    assert figures["held_back_true"].shown is None
    assert figures["missing"].shown is None


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ((), "Which of them appeared is asked when the headline has all its cards."),
        (("yes", "no", "unsure"), "1 appeared on your cards, 1 did not, 1 you could not say of"),
    ],
)
def test_the_report_counts_what_was_expected(store, clock, answers, words):
    review = judged(store, clock, name=("One", "Two", "Three"))
    for answer in answers:
        review.answer(review.due(extraction_ended=True), answer)
    (page,) = make_report(store, clock, ["truth"]).pages
    assert words in page.notes[0]
    assert "Three" not in str(page)


def test_what_someone_misses_is_kept_in_their_words(store, clock):
    review = judged(store, clock)
    card = review.due(extraction_ended=True)
    assert card.question is Question.MISSING
    with pytest.raises(SelfauditError):
        review.edit(card, "other words")
    review.answer(card, "yes")
    review.items.record(card.item, Question.COMMENT, "written", text="that I row")
    assert review.due(extraction_ended=True).item.id != card.item.id
    review.undo()
    review.undo()
    assert review.due(extraction_ended=True).item.id == card.item.id


def test_what_was_erased_is_passed_over(store, clock):
    review = judged(store, clock, held=20)
    review.missed.draw()
    item = store.items.of(ItemKind.HELD_BACK)[0]
    (held,) = store.extractions.held_back(item.candidate)
    store.erasure.erase(store.erasure.plan(OneConversation(held.conversation)), 1.0)
    seen = rest(review)
    assert item.id not in {card.item.id for card in seen}
    assert all(card.statement for card in seen)


def lie(store, clock, count=40):
    add_attributes(store, [f"The user has thing{n}." for n in range(count)])
    review = Review(store, clock, ONLY_MISSED)
    review.queue.begin_batch(3)
    while review.queue.next_place() is not None:
        review.answer(
            review.current(), "no" if review.current().question == "true" else "too_broad"
        )
    rest(review)
    clock.advance(AGAIN_SECONDS - 60)
    assert review.due(extraction_ended=True) is None
    assert not review.missed.is_due()
    clock.advance(120)
    return review


def test_after_two_weeks_a_sample_is_asked_again_blind(store, clock):
    review = lie(store, clock)
    assert review.missed.is_due()
    card = review.due(extraction_ended=True)
    assert (card.policy, card.question, card.marks) == (Policy.AGAIN, Question.TRUE, {})
    assert card.evidence is not None
    assert card.nth == (1, MOST_CARDS)
    before = store.judgments.count()
    seen = rest(review, lambda card: "yes" if card.nth[0] % 4 == 0 else "no")
    assert [card.question for card in seen] == [Question.TRUE] * MOST_CARDS
    assert store.judgments.count() == before
    assert {one.verdict for one in store.attributes.page()} == {"no"}
    found = changes(store)
    assert len(found.repeats) == MOST_CARDS
    assert len(found.changed) == MOST_CARDS // 4
    assert {(one.first, one.second) for one in found.changed} == {("no", "yes")}
    (page,) = make_report(store, clock, ["steadiness"]).pages
    figures = {one.name: one for one in page.figures}
    assert figures["again"].shown.value == 0.75
    assert figures["attention"].shown is None
    assert "two weeks later" in page.sentence
    clock.advance(AGAIN_SECONDS - 60)
    assert review.due(extraction_ended=True) is None
    clock.advance(120)
    assert review.due(extraction_ended=True).policy is Policy.AGAIN


def test_twenty_nine_repeats_are_no_number(store, clock):
    review = lie(store, clock)
    for _ in range(29):
        review.answer(review.due(extraction_ended=True), "no")
    (page,) = make_report(store, clock, ["steadiness"]).pages
    assert {one.name: one.shown for one in page.figures}["again"] is None


def test_what_is_asked_again_can_be_erased_and_undone(store, clock):
    review = lie(store, clock, 6)
    first = review.due(extraction_ended=True)
    review.answer(first, "yes")
    review.undo()
    assert review.due(extraction_ended=True).item.id == first.item.id
    store.erasure.erase(store.erasure.plan(OneAttribute(first.item.attribute)), 1.0)
    seen = rest(review)
    assert len(seen) == 5
    assert all(card.statement for card in seen)

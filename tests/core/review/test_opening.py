"""Before the first card, and before each set."""

import pytest
from builders import PinnedClock, add_attributes, open_store

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.judgment import Question, TrueAnswer
from selfaudit.core.review.design import Design
from selfaudit.core.review.guesses import Guesses
from selfaudit.core.review.opening import MOST_RECALLED, Opening
from selfaudit.core.review.practice import PRACTICE
from selfaudit.core.review.review import Review

GUESSES_ONLY = Design(checks=0, folded=0, support=0, lasting=0, missed=False)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def opening(store):
    return Opening(store, PinnedClock())


def steps(store):
    return Opening(store, PinnedClock()).step()


def test_the_steps_come_one_after_another_and_are_resumed(store, opening):
    assert steps(store) is Question.TYPISTS
    opening.say(Question.TYPISTS, "mostly_me")
    assert opening.typists() == "mostly_me"
    assert steps(store) is Question.RECALL
    opening.recall("That I row")
    assert steps(store) is Question.RECALL
    opening.say(Question.RECALL, "done")
    assert steps(store) is Question.READ
    opening.say(Question.READ, "read")
    assert steps(store) is None


def test_each_step_can_be_skipped(store, opening):
    for step in (Question.TYPISTS, Question.RECALL):
        opening.say(step, Question.SKIP)
    assert opening.typists() is None
    assert opening.recalled() == []
    assert steps(store) is Question.READ


def test_undo_leads_back_through_the_steps_but_not_through_the_instructions(store, opening):
    opening.say(Question.TYPISTS, "only_me")
    opening.recall("That I row")
    opening.say(Question.RECALL, "done")
    opening.say(Question.READ, "read")
    review = Review(store, PinnedClock())
    review.undo()
    assert steps(store) is Question.RECALL
    review.undo()
    assert opening.recalled() == []
    review.undo()
    assert steps(store) is Question.TYPISTS
    assert review.undo() is None


def test_eight_things_are_enough_and_empty_ones_are_none(opening):
    for number in range(MOST_RECALLED):
        opening.recall(f"  thing\n{number} ")
    assert [one.text for one in opening.recalled()] == [f"thing {n}" for n in range(8)]
    with pytest.raises(SelfauditError):
        opening.recall("one more")
    opening.forget_last()
    assert len(opening.recalled()) == 7
    with pytest.raises(SelfauditError):
        opening.recall("  ")


def test_after_the_first_card_it_is_too_late(store, opening):
    add_attributes(store, ["The user keeps bees."])
    review = Review(store, PinnedClock(), GUESSES_ONLY)
    review.queue.begin_batch(1)
    review.answer(review.current(), "unsure")
    assert steps(store) is None
    with pytest.raises(SelfauditError):
        opening.recall("That I keep bees")
    opening.say(Question.TYPISTS, "several")
    assert opening.typists() == "several"


def test_practice_is_three_cards_whose_best_answer_can_be_given():
    assert len(PRACTICE) == 3
    assert {card.best for card in PRACTICE} == {TrueAnswer.NO, TrueAnswer.YES}


def reviewing(store, attributes=30):
    add_attributes(store, [f"The user has thing{n}." for n in range(attributes)])
    review = Review(store, PinnedClock(), GUESSES_ONLY)
    review.queue.begin_batch(3)
    return review, Guesses(store, PinnedClock(), review.queue)


def test_a_guess_is_asked_before_each_whole_set_once(store):
    review, guesses = reviewing(store)
    asked = []
    while (card := review.current()) is not None:
        number = guesses.due(review.current())
        if number is not None:
            asked.append((number, review.queue.progress().done))
            guesses.guess(number, 9 if number else None)
            assert guesses.due(review.current()) is None
        review.answer(card, "unsure")
    assert asked == [(0, 0), (1, 12)]  # the third set has six cards
    assert guesses.of(0).right is None
    assert guesses.of(1).right == 9
    assert guesses.of(2) is None


def test_a_guess_is_taken_back_in_its_turn_and_asked_again(store):
    review, guesses = reviewing(store)
    guesses.guess(0, 7)
    review.answer(review.current(), "unsure")
    assert review.undo().question is Question.TRUE
    assert guesses.due(review.current()) is None
    assert review.undo().question is Question.GUESS
    assert guesses.due(review.current()) == 0
    guesses.guess(0, 8)
    assert guesses.of(0).right == 8


@pytest.mark.parametrize("right", [-1, 13])
def test_what_a_set_cannot_hold_is_no_guess(store, right):
    review, guesses = reviewing(store)
    with pytest.raises(SelfauditError):
        guesses.guess(0, right)
    assert guesses.due(review.current()) == 0

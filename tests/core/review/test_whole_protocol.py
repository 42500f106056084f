"""Stage one with everything it asks: what was done can be undone act by act, whatever it was."""

import random

import pytest
from builders import PinnedClock, add_attributes, hold_back, open_store

from selfaudit.core.models.item import ItemKind
from selfaudit.core.models.judgment import Question
from selfaudit.core.report.report import make_report
from selfaudit.core.review.guesses import Guesses
from selfaudit.core.review.missed import AGAIN_SECONDS
from selfaudit.core.review.opening import Opening
from selfaudit.core.review.review import Review
from selfaudit.core.review.wordings import wording_of


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def state(store, clock):
    """What a new start of the program would show."""
    review = Review(store, clock)
    card = review.current()
    shown = None
    if card is not None:
        marks = sorted((question, one.answer) for question, one in card.marks.items())
        shown = (card.statement, card.question, card.is_folded, card.evidence, marks, card.nth)
    guess = Guesses(store, clock, review.queue).due(card)
    step = Opening(store, clock).step()
    return shown, guess, step, [one.text for one in Opening(store, clock).recalled()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_undo_goes_back_act_by_act_to_the_very_beginning(store, seed):
    clock, pick = PinnedClock(), random.Random(seed)
    opening = Opening(store, clock)
    states = []

    def act(done):
        states.append(before)
        done()
        clock.advance(3)

    before = state(store, clock)
    act(lambda: opening.say(Question.TYPISTS, pick.choice(["only_me", "skip"])))
    for text in ("That I row", "Two cats"):
        before = state(store, clock)
        act(lambda text=text: opening.recall(text))
    before = state(store, clock)
    act(lambda: opening.say(Question.RECALL, "done"))
    opening.say(Question.READ, "read")
    add_attributes(store, [f"The user has thing{n}." for n in range(26)])
    hold_back(store, 25)
    review = Review(store, clock)
    review.queue.begin_batch(seed)
    guesses = Guesses(store, clock, review.queue)
    waited = False
    while True:
        card = review.due(extraction_ended=True)
        if card is None:
            if waited:
                break
            waited = True
            clock.advance(AGAIN_SECONDS)
            continue
        before = state(store, clock)
        number = guesses.due(card)
        if number is not None:
            act(lambda number=number: guesses.guess(number, pick.choice([None, 0, 7, 12])))
            continue
        what = pick.choice(["answer"] * 8 + ["skip", "flag", "comment", "edit"])
        if what == "answer":
            choices = [choice.answer for choice in wording_of(card.question).choices]
            act(lambda card=card, choices=choices: review.answer(card, pick.choice(choices)))
        elif what == "skip":
            act(lambda card=card: review.skip(card))
        elif what == "flag":
            act(lambda card=card: review.mark(card, Question.FLAG))
        elif what == "comment":
            act(lambda card=card: review.comment(card, "hm"))
        elif card.is_statement:
            act(lambda card=card: review.edit(card, f"I say it so {len(states)}."))
    kinds = {store.items.get(item).kind for item in store.responses.standing()}
    assert {ItemKind.RECALL, ItemKind.GUESS, ItemKind.MESSAGE, ItemKind.AGAIN} <= kinds
    assert {ItemKind.HELD_BACK} <= kinds
    make_report(store, clock)
    frozen = Review(store, clock).queue
    assert frozen.next_place() is None
    while states:
        wanted = states.pop()
        assert Review(store, clock).undo() is not None
        shown = state(store, clock)
        if len(states) < 4:
            # Cards were frozen since then: what comes before them is due all the same.
            assert shown[2:] == wanted[2:]
        else:
            assert shown == wanted
    assert Review(store, clock).undo() is None

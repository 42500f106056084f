from collections import Counter
from itertools import combinations

import pytest
from builders import PinnedClock, add_attributes, open_store
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import token_set_ratio

from selfaudit.core.comparison.strangers import answer_facts, check_facts, strangers_facts
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.item import CHECKS, ItemKind
from selfaudit.core.models.judgment import Act, Phase, Question
from selfaudit.core.report.report import make_report
from selfaudit.core.review.about_me import about_me
from selfaudit.core.review.checks import checks_of_set, vague_statements
from selfaudit.core.review.design import Design
from selfaudit.core.review.review import Review
from selfaudit.core.review.sizes import SET_CARDS

SEEDS = st.integers(0, 2**32 - 1)
CHECKS_ONLY = Design(folded=0, support=0, lasting=0)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def reviewing(store, attributes=30, seed=7):
    add_attributes(store, [f"The user has thing{n}." for n in range(attributes)])
    review = Review(store, PinnedClock(), CHECKS_ONLY)
    review.queue.begin_batch(seed)
    return review


def go_through(review, answer=lambda card: "unsure"):
    """Answer every card; return the statements in order, checks marked."""
    shown = []
    while (card := review.current()) is not None:
        if card.question is Question.TRUE:
            shown.append((card.statement, card.item is not None))
            review.answer(card, answer(card))
        else:
            review.answer(card, "unsure" if card.question is Question.REMEMBER else "too_broad")
    return shown


@pytest.mark.parametrize("statement", vague_statements())
def test_each_vague_statement_is_one_short_sentence_about_the_user(statement):
    assert statement.startswith("The user ")
    assert statement.endswith(".")
    assert statement.count(".") == 1
    assert len(statement) <= 100


def test_there_are_enough_and_no_two_are_nearly_the_same():
    every = [one.removeprefix("The user ").lower() for one in vague_statements()]
    assert len(every) >= 24
    assert [pair for pair in combinations(every, 2) if token_set_ratio(*pair) >= 85] == []


def test_cards_and_answers_never_use_the_same_strangers_fact():
    assert set(check_facts()) | set(answer_facts()) == set(strangers_facts())
    assert not set(check_facts()) & set(answer_facts())


@given(SEEDS, st.integers(1, 30))
def test_one_card_in_ten_is_a_check_and_half_are_of_each_kind(seed, sets):
    checks = [check for number in range(sets) for check in checks_of_set(number, seed, 0.1)]
    shown = sets * SET_CARDS + len(checks)
    assert abs(len(checks) - shown / 10) <= 1
    kinds = Counter(check.kind for check in checks)
    assert abs(kinds[ItemKind.VAGUE] - kinds[ItemKind.STRANGER]) <= 1
    statements = [check.statement for check in checks]
    assert len(set(statements)) == len(statements)


@given(SEEDS, st.integers(0, 200))
def test_no_check_opens_a_set(seed, number):
    for check in checks_of_set(number, seed, 0.1):
        assert check.order_index // SET_CARDS == number
        assert check.order_index % SET_CARDS > 0


def test_checks_come_among_the_cards_and_look_like_folded_ones(store):
    review = reviewing(store)
    seen = []
    while (card := review.current()) is not None:
        seen.append(card.item is not None)
        if card.item is not None:
            assert card.is_folded
            assert card.evidence is None
            assert not card.is_named
            assert card.policy == "headline"
        review.answer(card, "unsure")
    assert sum(seen) in (3, 4)
    assert len(seen) - sum(seen) == 30
    progress = review.queue.progress()
    assert (progress.done, progress.headline_done) == (30, 30)


def test_the_same_seed_shows_the_same_in_the_same_order(tmp_path):
    stores = [open_store(tmp_path / name) for name in "ab"]
    shown = [go_through(reviewing(store)) for store in stores]
    assert shown[0] == shown[1]
    for store in stores:
        store.close()


def test_a_kill_anywhere_resumes_at_the_same_card_and_undo_goes_all_the_way_back(store):
    review = reviewing(store, 14)
    seen = []
    while (card := review.current()) is not None:
        again = Review(store, PinnedClock()).current()
        assert (again.statement, again.question) == (card.statement, card.question)
        seen.append((card.statement, card.question))
        review.answer(card, {Question.TRUE: "yes", Question.REMEMBER: "unsure"}[card.question])
    for place in reversed(seen):
        review = Review(store, PinnedClock())
        assert review.undo() is not None
        card = review.current()
        assert (card.statement, card.question) == place
    assert review.undo() is None


def until_check(review):
    while (card := review.current()) is not None and card.item is None:
        review.answer(card, "unsure")
    assert card is not None
    return card


def test_everything_can_be_done_on_a_check_that_can_be_done_on_a_card(store):
    review = reviewing(store)
    card = until_check(review)
    review.mark(card, Question.FLAG)
    review.comment(review.current(), "hm")
    review.edit(review.current(), "I have a boat.")
    edited = review.current()
    assert (edited.statement, edited.as_written) == ("I have a boat.", False)
    assert edited.marks[Question.FLAG].answer == "yes"
    assert edited.marks[Question.COMMENT].text == "hm"
    with pytest.raises(SelfauditError):
        review.edit(edited, "I have a boat.")
    with pytest.raises(SelfauditError):
        review.see_details(edited)
    review.undo()
    assert review.current().statement == card.statement
    review.skip(review.current())
    assert review.current().item is None
    review.undo()
    review.answer(review.current(), "yes")
    assert review.current().question is Question.REMEMBER
    with pytest.raises(SelfauditError):
        review.see_details(review.current())


def test_an_edit_after_the_answer_asks_anew(store):
    review = reviewing(store)
    card = until_check(review)
    review.answer(card, "yes")
    review.edit(review.current(), "I have a boat.")
    assert review.current().question is Question.TRUE
    review.undo()
    assert review.current().question is Question.REMEMBER


def test_checks_reach_nothing_but_their_own_figure(store):
    review = reviewing(store, 60)
    go_through(review, lambda card: "yes" if card.item is not None else "no")
    checks = {item.bundled for item in store.items.of(*CHECKS)}
    assert len(checks) in (6, 7)
    every = about_me(store)
    assert not checks & {*every.undecided, *every.untrue, *every.when_it_fits}
    assert store.attributes.count() == 60
    assert review.queue.progress().verdicts == {"no": 60}
    (page,) = make_report(store, PinnedClock(), ["truth"]).pages
    figures = {one.name: one for one in page.figures}
    assert figures["accepted"].shown.value == 0
    held = figures["checks"].standing
    assert not held.enough
    assert held.needs[0].least == 20
    assert held.estimate.value == 1.0
    assert f"{len(checks)} checks" in figures["checks"].rests_on
    assert len(figures["checks"].behind) == len(checks)


def test_what_is_said_after_the_reveal_does_not_count(store):
    review = reviewing(store)
    card = until_check(review)
    review.answer(card, "no")
    review.answer(review.current(), "never_true")
    review.items.reveal([card.item])
    review.undo()
    review.undo()
    again = review.current()
    assert (again.statement, again.details_seen) == (card.statement, True)
    stored = review.answer(again, "yes")
    assert (stored.phase, stored.act) == (Phase.AFTER, Act.DECIDE)
    (page,) = make_report(store, PinnedClock(), ["truth"]).pages
    assert "checks" not in {one.name for one in page.figures}


def test_responses_are_never_changed_or_deleted(store):
    import sqlite3

    review = reviewing(store)
    review.answer(until_check(review), "yes")
    for statement in ("UPDATE response SET answer = 'no'", "DELETE FROM response"):
        with pytest.raises(sqlite3.IntegrityError):
            store.database.execute(statement)


def test_a_set_that_began_in_one_batch_goes_on_in_the_next_with_its_own_checks(store):
    add_attributes(store, [f"The user has thing{n}." for n in range(17)])
    review = Review(store, PinnedClock(), CHECKS_ONLY)
    review.queue.begin_batch(3, extraction_ended=True)
    go_through(review)
    add_attributes(store, [f"The user knows fact{n}." for n in range(19)])
    review.queue.begin_batch(extraction_ended=True)
    shown = go_through(review)
    assert shown
    ordered = [item.order_index for item in store.items.of(*CHECKS)]
    wanted = [one.order_index for n in range(3) for one in checks_of_set(n, 3, 0.1)]
    assert ordered == wanted

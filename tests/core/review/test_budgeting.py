"""A budget over a store: its sample, the cards that come of it, and what later changes nothing."""

import threading
from collections import Counter

import pytest
from builders import PinnedClock, add_history, conversation, open_store
from scipy.stats import chisquare

from selfaudit.core.errors import SelfauditError
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.models.budget import CardTime
from selfaudit.core.models.erasure import OneConversation
from selfaudit.core.models.judgment import Policy, Question, Timing
from selfaudit.core.review.budgeting import TIMED_FROM, Budgeting
from selfaudit.core.review.minutes import plan
from selfaudit.core.review.missed import Missed
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.review.review import Review
from selfaudit.core.review.sizes import SET_CARDS
from selfaudit.local_models.scripted import ScriptedModel


def chats(store, count, first=0):
    add_history(
        store,
        *(conversation(f"c{n}", f"I keep thing number {n} at home.") for n in range(first, count)),
    )


def says(request):
    text = request.prompt.removeprefix("Message: ").removesuffix("\nFacts:\n")
    return f'- "{text}" = The user says {text}\n'


def extract(store, clock, stop_after=None):
    """Read with a model that notes every message; stop after so many windows."""
    cancel = threading.Event()
    model = ScriptedModel(says)
    try:
        for number, _ in enumerate(Extraction(store, model, clock).run(cancel)):
            if number == stop_after:
                cancel.set()
    finally:
        model.close()


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    chats(opened, 40)
    yield opened
    opened.close()


def sample(store):
    budget = store.budgets.current()
    return store.budgets.order(budget.id)[: budget.size]


def test_over_seeds_every_conversation_is_as_often_in_the_sample(store, clock):
    drawn = Counter()
    budgeting = Budgeting(store, clock)
    for seed in range(300):
        store.database.execute("DELETE FROM budget_conversation")
        store.database.execute("DELETE FROM budget")
        budget = budgeting.set(2, seed=seed)
        assert (budget.size, budget.frame_size, budget.plan.cards) == (12, 40, 12)
        drawn.update(sample(store))
    assert (len(drawn), drawn.total()) == (40, 300 * 12)
    # Draws without replacement vary less than chisquare expects, so the test is on the safe side.
    assert chisquare(list(drawn.values())).pvalue > 0.001


def test_the_sample_is_read_first_and_the_headline_is_drawn_from_it_while_the_rest_is_read(
    store, clock
):
    Budgeting(store, clock).set(2, seed=4)
    first = set(sample(store))
    queue = ReviewQueue(store, clock)
    extract(store, clock, stop_after=6)
    budget = store.budgets.current()
    read = {row[0] for row in store.database.rows("SELECT conversation FROM work")}
    assert read < first
    assert not budget.is_read
    assert not queue.frames.is_headline_next(extraction_ended=True)
    extract(store, clock, stop_after=20)
    assert store.budgets.current().is_read
    assert set(sample(store)) == first
    read = {row[0] for row in store.database.rows("SELECT conversation FROM work")}
    assert first < read
    assert len(read) < 40
    batch = queue.begin_batch(9, extraction_ended=False)
    assert (batch.policy, batch.frame_size) == (Policy.HEADLINE, 12)
    pieces = [
        piece.conversation
        for card in store.judgments.cards()
        for piece in store.attributes.get(card.attribute).evidence
        if piece.candidate == card.evidence
    ]
    assert sorted(pieces) == sorted(first)
    assert {card.inclusion_probability for card in store.judgments.cards()} == {1.0}
    noted = store.budgets.of_batch(batch.id)
    assert (noted.conversations, noted.of_conversations) == (12, 40)
    assert queue.progress().headline_goal == 12
    assert queue.begin_batch(extraction_ended=False).policy is Policy.MOST_SUPPORT


def test_a_killed_reading_goes_on_with_the_same_sample(store, clock, tmp_path):
    Budgeting(store, clock).set(2)
    before = sample(store)
    extract(store, clock, stop_after=4)
    store.close()
    again = open_store(tmp_path)
    try:
        assert sample(again) == before
        extract(again, clock)
        assert sample(again) == before
        assert again.budgets.current().is_read
    finally:
        again.close()


def test_what_is_imported_later_is_in_no_sample_and_no_headline(store, clock):
    Budgeting(store, clock).set(2)
    extract(store, clock, stop_after=4)
    before = sample(store)
    chats(store, 80, first=40)
    extract(store, clock)
    budget = store.budgets.current()
    assert sample(store) == before
    assert (budget.frame_size, len(store.budgets.order(budget.id))) == (40, 40)
    queue = ReviewQueue(store, clock)
    assert queue.begin_batch().frame_size == 12
    chats(store, 90, first=80)
    extract(store, clock)
    assert queue.frames.headline_left() == 0


def test_a_sample_that_gives_little_grows_along_the_same_order(store, clock):
    add_history(store, *(conversation(f"e{n}", "What is the capital?") for n in range(40)))
    budgeting = Budgeting(store, clock)
    budget = budgeting.set(2, seed=1)
    extract(store, clock)
    grown = store.budgets.current()
    assert grown.is_read
    assert 12 == budget.size == grown.first_size < grown.size < 80
    assert 12 <= len(store.budgets.evidence(grown)) <= 24
    assert ReviewQueue(store, clock).begin_batch().frame_size == len(store.budgets.evidence(grown))
    assert store.budgets.order(grown.id)[:12] == sample(store)[:12]


def test_a_sample_of_everything_is_whole(store, clock):
    budget = Budgeting(store, clock).set(60)
    assert (budget.size, budget.is_whole) == (40, True)
    extract(store, clock)
    assert store.budgets.current().is_read
    assert ReviewQueue(store, clock).begin_batch().frame_size == 40


def test_where_everything_was_read_the_sample_is_everything_at_once(store, clock):
    extract(store, clock)
    budget = Budgeting(store, clock).set(2)
    assert budget.is_read
    assert budget.is_whole
    clock.advance(5)
    store.database.execute("UPDATE source SET imported_at = ?", [clock.now()])
    assert not Budgeting(store, clock).set(2).is_read


def test_early_cards_come_from_the_sample_too(store, clock):
    ids = sorted(one.id for one in store.history.conversations())
    store.budgets.put(plan(5), 1, ids, 20, 0.0)
    extract(store, clock, stop_after=16)
    queue = ReviewQueue(store, clock)
    assert queue.may_begin(extraction_ended=False)
    batch = queue.begin_batch(2, extraction_ended=False)
    assert batch.policy is Policy.EARLY
    inside = store.budgets.evidence(store.budgets.current())
    assert {card.attribute for card in store.judgments.cards()} <= inside.keys()
    assert len(store.judgments.cards()) == SET_CARDS


def test_a_budget_is_set_before_the_headline_and_can_be_lifted_ever_after(store, clock):
    budgeting = Budgeting(store, clock)
    first = budgeting.set(2)
    second = budgeting.set(5)
    assert (second.seed, second.size) == (first.seed, 30)
    assert store.budgets.order(first.id) == store.budgets.order(second.id)
    extract(store, clock)
    queue = ReviewQueue(store, clock)
    queue.begin_batch()
    with pytest.raises(SelfauditError, match="fixed when they were drawn"):
        budgeting.set(10)
    assert store.budgets.current().id == second.id
    assert Missed(store, clock, queue).headline_is_over() is False
    assert budgeting.lift()
    assert not budgeting.lift()
    assert queue.frames.headline_left() == 30
    rest = queue.begin_batch()
    assert (rest.policy, rest.frame_size) == (Policy.HEADLINE, 10)
    assert store.budgets.of_batch(rest.id) is None


def test_nothing_to_draw_from_is_said(tmp_path, clock):
    store = open_store(tmp_path / "empty")
    with pytest.raises(SelfauditError, match="no conversations"):
        Budgeting(store, clock).set(10)
    store.close()


def test_the_persons_own_pace_counts_once_two_sets_were_timed(store, clock):
    extract(store, clock)
    review = Review(store, clock)
    review.queue.begin_batch(1)
    budgeting = Budgeting(store, clock)
    judged = 0
    while judged < TIMED_FROM:
        card = review.current()
        timing = Timing(0.0, 0.0, 0.0, 0.0, 6.0, 100.0)
        answer = {Question.TRUE: "unsure", Question.SUPPORT: "yes"}[card.question]
        if card.attribute is not None and card.question is Question.TRUE:
            assert budgeting.card_time() == CardTime(10.0)
            judged += 1
        review.answer(card, answer, timing=timing)
    time = budgeting.card_time()
    assert time.measured_on == TIMED_FROM
    assert time.seconds == pytest.approx(6 / 0.9)


def test_what_is_erased_leaves_the_sample_and_no_name_of_it(store, clock):
    Budgeting(store, clock).set(2)
    gone = sample(store)[3]
    store.erasure.erase(store.erasure.plan(OneConversation(gone)), clock.now())
    assert sample(store)[3] is None
    extract(store, clock)
    assert store.budgets.current().is_read
    assert gone not in store.budgets.order(store.budgets.current().id)

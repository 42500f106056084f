"""The first page where the cards come from a sample of conversations."""

import pytest
from budgets import add_chats, judge_cards, read
from builders import PinnedClock
from reports import figure, shown

from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.agreement.resampling import share_in_clusters
from selfaudit.core.agreement.results import Method
from selfaudit.core.review.budgeting import Budgeting


@pytest.fixture
def clock():
    return PinnedClock()


def thing(statement):
    """The conversation that a statement is of."""
    return int(statement.rsplit("thing ", 1)[1].split("x")[0])


def judged(store, clock, minutes, cards, verdict):
    add_chats(store, 150)
    budget = Budgeting(store, clock).set(minutes, seed=3)
    read(store, clock)
    judge_cards(store, clock, cards, verdict)
    return store.budgets.current() or budget


def test_a_figure_of_a_sample_says_what_it_speaks_of(store, page, clock):
    budget = judged(store, clock, 10, 60, lambda said: "yes" if thing(said) % 5 else "unsure")
    made = page("truth")
    accepted = shown(made, "accepted")
    assert (budget.size, accepted.n) == (60, 60)
    assert accepted.method is Method.JACKKNIFE_T
    assert 30 < accepted.clusters < 60
    assert accepted.interval.width > wilson(accepted.value, 60).width
    assert figure(made, "accepted").rests_on == (
        "60 answered cards, drawn at random from 180 notes of a random sample of 60 of 150 chats"
    )
    assert "noted about you in conversations drawn from yours, between" in made.sentence
    (note,) = [one for one in made.notes if "minutes" in one]
    assert "from 60 of your 150 conversations" in note


def test_a_sample_whose_every_note_was_judged_is_no_census(store, page, clock):
    add_chats(store, 150, each=1)
    Budgeting(store, clock).set(10, seed=3)
    read(store, clock)
    judge_cards(store, clock, 60, lambda said: "yes" if thing(said) % 5 else "unsure")
    accepted = shown(page("truth"), "accepted")
    assert accepted.method is not Method.CENSUS
    assert accepted.interval.width == pytest.approx(wilson(accepted.value, 60).width, abs=0.03)


def test_a_figure_before_the_fixed_number_warns_of_stopping_for_it(store, page, clock):
    judged(store, clock, 11, 60, lambda said: "yes" if thing(said) % 5 else "unsure")
    assert any(
        "You fixed 66 cards beforehand and have judged 60." in x for x in page("truth").notes
    )
    judge_cards(store, clock, 6, lambda said: "unsure")
    assert not any("You fixed" in note for note in page("truth").notes)


def test_fewer_cards_than_a_headline_takes_give_a_width_and_no_share(store, page, clock):
    judged(store, clock, 5, 30, lambda said: "yes" if thing(said) % 3 else "unsure")
    made = page("truth")
    held = figure(made, "accepted").standing
    assert held.shown is None
    assert held.width_so_far > 0.25
    assert made.sentence == "Not enough cards yet to say how much is right: 30 of 60 answered."
    assert any("Your minutes hold 30 cards; a share takes 60." in note for note in made.notes)


def test_with_the_budget_lifted_the_rest_is_drawn_and_the_figure_is_of_everything(
    store, page, clock
):
    judged(store, clock, 5, 30, lambda said: "yes" if thing(said) % 3 else "unsure")
    Budgeting(store, clock).lift()
    judge_cards(store, clock, 30, lambda said: "yes" if thing(said) % 3 else "unsure")
    made = page("truth")
    accepted = shown(made, "accepted")
    assert (accepted.n, accepted.method) == (60, Method.WILSON_EFFECTIVE)
    assert "chats" not in figure(made, "accepted").rests_on
    assert not any("minutes" in note for note in made.notes)


def test_a_sample_of_everything_is_told_as_everything(store, page, clock):
    add_chats(store, 20)
    Budgeting(store, clock).set(10)
    read(store, clock)
    judge_cards(store, clock, 60, lambda said: "unsure")
    made = page("truth")
    assert shown(made, "accepted").method is Method.CENSUS
    assert "chats" not in figure(made, "accepted").rests_on


def test_notes_that_go_together_widen_the_interval_and_none_makes_it_narrower():
    alike = [(cluster, cluster % 5 > 0) for cluster in range(20) for _ in range(3)]
    apart = [(number, said) for number, (_, said) in enumerate(alike)]
    widths = [share_in_clusters(one).interval.width for one in (alike, apart)]
    assert widths[0] > 1.5 * widths[1]
    balanced = [(cluster, number < 4) for cluster in range(12) for number in range(5)]
    found = share_in_clusters(balanced)
    assert found.value == 0.8
    assert found.interval.width >= wilson(0.8, 60).width
    assert share_in_clusters([]) is None
    assert share_in_clusters([(1, True), (1, False)]).interval is None

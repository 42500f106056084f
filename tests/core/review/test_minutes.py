"""From minutes to cards to conversations."""

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.budget import CardTime
from selfaudit.core.review.minutes import (
    MOST_MINUTES,
    PROTOCOL_TIME,
    cards_in,
    choice,
    first_size,
    minutes_for,
    next_size,
    plan,
    without_limit,
)

TIMES = st.floats(0.5, 300).map(CardTime)


def ends(one):
    return round(100 * one.interval.low), round(100 * one.interval.high)


def test_the_protocols_numbers():
    assert PROTOCOL_TIME.seconds == 10
    assert [choice(minutes).cards for minutes in (2, 5, 10, 20, 40)] == [12, 30, 60, 120, 240]
    assert ends(choice(10)) == ends(without_limit()) == (68, 88)
    assert [choice(minutes).feeds_headline for minutes in (5, 9.9, 10)] == [False, False, True]


@given(st.floats(0.1, MOST_MINUTES), TIMES)
def test_the_cards_fit_into_the_minutes_and_one_more_would_not(minutes, time):
    cards = cards_in(minutes, time)
    assert cards == 1 or cards * time.seconds <= 60 * minutes + 1e-6
    assert (cards + 1) * time.seconds > 60 * minutes - 1e-6


@given(st.floats(0.05, 0.95), TIMES)
def test_a_width_takes_the_fewest_cards_that_reach_it(width, time):
    minutes = math.ceil(minutes_for(width, time))
    if minutes > MOST_MINUTES:
        with pytest.raises(SelfauditError, match="from 1 to"):
            plan(None, width, time)
        return
    fixed = plan(None, width, time)
    assert fixed.width <= width
    assert fixed.cards == 1 or wilson(0.8, fixed.cards - 1).width > width
    assert (fixed.minutes, fixed.wanted_width) == (minutes, width)
    assert plan(fixed.minutes, width, time).cards == fixed.cards


def test_what_does_not_fit_is_refused_with_what_it_would_take():
    with pytest.raises(SelfauditError, match=r"no wider than 10 points takes 24\d cards.*41 min"):
        plan(10, 0.1)
    for minutes in (0, -5, MOST_MINUTES + 1, math.nan, math.inf):
        with pytest.raises(SelfauditError, match="from 1 to 600 minutes"):
            plan(minutes)


@given(st.integers(1, 500), st.integers(1, 2000), st.floats(0.01, 20))
def test_a_sample_begins_as_large_as_its_cards_take_and_no_larger_than_there_is(cards, frame, each):
    size = first_size(cards, frame, each)
    assert 1 <= size <= frame
    assert size == frame or size * each >= cards


@given(st.integers(1, 300), st.lists(st.integers(0, 6), min_size=1, max_size=200), st.data())
def test_a_sample_grows_until_it_gives_enough_or_is_everything(wanted, gives, data):
    size = data.draw(st.integers(1, len(gives)))
    sizes = _grown(wanted, gives, size)
    assert sizes == sorted(set(sizes))
    assert all(new <= 2 * old for old, new in itertools.pairwise(sizes))
    last = sizes[-1]
    assert last == len(gives) or sum(gives[:last]) >= wanted
    assert all(sum(gives[:size]) < wanted for size in sizes[:-1])


@given(st.integers(1, 60), st.lists(st.integers(0, 6), min_size=2, max_size=60), st.data())
def test_what_a_conversation_gives_never_decides_whether_it_is_in_the_sample(wanted, gives, data):
    place = data.draw(st.integers(0, len(gives) - 1))
    other = [*gives[:place], data.draw(st.integers(0, 30)), *gives[place + 1 :]]
    begin = data.draw(st.integers(1, len(gives)))
    within = [place < _grown(wanted, one, begin)[-1] for one in (gives, other)]
    assert within[0] == within[1]


def test_a_grown_sample_favours_a_conversation_by_no_more_than_its_share_of_all_attributes():
    """What is left of chance: those before it are drawn from the others, which give less."""
    source = random.Random(5)
    gives = [0] * 120 + [1] * 60 + [2] * 15 + [10] * 5
    within = dict.fromkeys(gives, 0)
    draws, conversations = 4000, list(range(len(gives)))
    for _ in range(draws):
        source.shuffle(conversations)
        size = _grown(60, [gives[one] for one in conversations], 5)[-1]
        for one in conversations[:size]:
            within[gives[one]] += 1
    shares = {each: within[each] / draws / gives.count(each) for each in within}
    assert shares[10] / shares[0] == pytest.approx(1 + 10 / sum(gives), abs=0.05)
    assert shares[1] / shares[0] == pytest.approx(1 + 1 / sum(gives), abs=0.02)


def _grown(wanted, gives, size):
    """The sizes that a sample goes through where conversations give so many attributes each."""
    sizes = [size]
    while (new := next_size(wanted, sum(gives[:size]), size, len(gives))) != size:
        size = new
        sizes.append(size)
    return sizes

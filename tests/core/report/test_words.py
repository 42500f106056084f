import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.agreement.enough import MINIMUMS, Headline, Unit, standing
from selfaudit.core.agreement.results import Estimate, Interval, Method
from selfaudit.core.report import words
from selfaudit.core.report.pages import Figure, Row, Scale, Table

RANGES = {
    Scale.SHARE: (0.0, 1.0),
    Scale.PER_TEN: (0.0, 10.0),
    Scale.RATIO: (0.0, 1e300),
    Scale.AGREEMENT: (-1.0, 1.0),
    Scale.NET: (-1.0, 1.0),
    Scale.RATING: (1.0, 5.0),
    Scale.STEPS: (-4.0, 4.0),
    Scale.SECONDS: (0.0, 1e5),
}


def estimate(value, low=None, high=None, method=Method.WILSON):
    interval = None if low is None else Interval(low, high)
    return Estimate(value, interval, 60, Method.UNDEFINED if interval is None else method)


def figure(scale, shown, held=None):
    return Figure("made_up", "of it", scale, shown, "nothing", held)


@st.composite
def figures(draw):
    scale = draw(st.sampled_from(Scale))
    numbers = st.floats(*RANGES[scale])
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    bounded = draw(st.booleans())
    one = estimate(value, low, high) if bounded else estimate(value)
    ratio = {Headline.OVER_SELECTION}
    possible = ratio if scale is Scale.RATIO else set(Headline) - ratio
    headline = draw(st.sampled_from([None, *sorted(possible)]))
    if headline is None:
        return figure(scale, one)
    have = draw(st.dictionaries(st.sampled_from(Unit), st.integers(0, 500)))
    return figure(scale, one, standing(headline, have, draw(st.sampled_from([one, None]))))


@settings(deadline=None)
@given(figures())
def test_whatever_the_number_it_reads_as_one(one):
    table = Table("made_up", "Made up", ("made up",), (Row("one", (one,)),))
    said = (words.figure(one), words.cell(one), words.waiting(one), words.still_needed(table))
    for text in said:
        assert not re.search(
            r"nan|inf|None|e\+|\d{7}|-\d|\+0(\.0+)?\b(?!\.)|−0(\.0+)?\b(?!\.)", text
        ), text
        assert len(text) < 300
    if one.shown is not None:
        assert said[0].endswith(")")
        assert said[3] == ""
    elif one.standing and not one.standing.enough:
        assert said[0].startswith("not yet: ")
        assert " of " in said[0]


@given(st.floats(0, 1))
def test_a_share_is_all_or_none_only_where_it_is(share):
    said = words.value(share, Scale.SHARE)
    assert (said == "0%") == (share == 0)
    assert (said == "100%") == (share == 1)


def test_the_ends_of_every_scale():
    said = {
        (Scale.SHARE, 0.001): "<1%",
        (Scale.SHARE, 0.999): ">99%",
        (Scale.PER_TEN, 2.14): "2.1 of ten",
        (Scale.RATIO, 1e300): ">100 times",
        (Scale.RATIO, 0.01): "<0.1 times",
        (Scale.RATIO, 12.4): "12 times",
        (Scale.AGREEMENT, -0.001): "0.00",
        (Scale.AGREEMENT, -0.34): "−0.34",
        (Scale.NET, 0.28): "+28",
        (Scale.NET, -0.004): "0",
        (Scale.RATING, 3.18): "3.2 of 5",
        (Scale.STEPS, -0.72): "−0.7",
        (Scale.SECONDS, 4.84): "4.8 s",
        (Scale.SECONDS, 48.4): "48 s",
    }
    assert {one: words.value(one[1], one[0]) for one in said} == said


def test_intervals_and_why_there_is_none():
    assert words.interval(estimate(0.8, 0.68, 0.88), Scale.SHARE) == "68% to 88%"
    assert words.interval(estimate(2.4, 2.1, 3.0), Scale.RATIO) == "2.1 to 3.0"
    assert words.interval(estimate(0.1, -0.05, 0.2), Scale.NET) == "−5 to +20"
    census = estimate(0.8, 0.8, 0.8, Method.CENSUS)
    assert words.interval(census, Scale.SHARE) == "all of them counted"
    assert words.interval(estimate(1.0), Scale.NET) == "too little to say how far off it could be"


def test_in_a_sentence():
    assert words.span(estimate(0.8, 0.68, 0.88)) == "between 68 and 88"
    assert words.span(estimate(0.5, 0.3, 0.7), 10) == "between 3 and 7"
    assert words.span(estimate(0.5, 0.49, 0.51), 10) == "5"
    assert words.span(estimate(0.8, 0.8, 0.8, Method.CENSUS)) == "80"
    assert words.between(estimate(2.4, 2.1, 3.0), Scale.RATIO) == "between 2.1 and 3.0 times"
    assert words.between(estimate(2.0, 1.99, 2.01), Scale.RATIO) == "2.0 times"
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


def test_what_is_missing_is_what_there_is_of_what_it_takes():
    have = {Unit.PROMPTS: 10, Unit.MARKS: 87, Unit.YES_MARKS: 40}
    held = standing(Headline.OVER_SELECTION, have, estimate(2.0, 1.0, 4.0))
    one = figure(Scale.RATIO, held.estimate, held)
    assert words.figure(one) == "not yet: 10 of 30 prompts and 87 of 300 marks; so far ×÷ 2.0"
    assert words.waiting(one) == "Not yet: 10 of 30 prompts and 87 of 300 marks. So far ×÷ 2.0."
    assert words.waiting(one, words.needs(held)) == "So far ×÷ 2.0."
    assert words.cell(one) == "×÷ 2.0"


def test_what_a_table_needs_is_said_once():
    met = dict(MINIMUMS[Headline.KAPPA])
    few = met | {Unit.PROMPTS: 10}

    def needed(*cases):
        rows = [
            Row("one", (figure(Scale.SHARE, None, standing(headline, have, said)),))
            for headline, have, said in cases
        ]
        return words.still_needed(Table("made_up", "Made up", ("made up",), tuple(rows)))

    bounded, open_ended = estimate(0.5, 0.4, 0.6), estimate(0.5)
    assert needed((Headline.KAPPA, met, bounded)) == ""
    assert needed((Headline.KAPPA, few, open_ended)) == "Not yet: 10 of 30 prompts."
    assert needed((Headline.KAPPA, few, bounded), (Headline.KAPPA, few, None)) == (
        "Not yet: 10 of 30 prompts. Until then “±” says how far off a number could be."
    )
    assert needed((Headline.SUBGROUP, {Unit.CARDS: 3}, bounded)) == (
        "A number takes at least 20 cards."
    )
    assert needed((Headline.PREFERENCE, {Unit.PAIRS: 3}, None), (Headline.JUDGE, {}, None)) == (
        "A number takes at least 20 pairs; some take 150 pairs that the model judged too."
    )


def test_a_small_group_says_counts():
    held = standing(Headline.SUBGROUP, {Unit.CARDS: 5})
    assert words.cell(Figure("group", "of it", Scale.SHARE, None, "3 of 5 cards", held)) == (
        "3 of 5 cards"
    )


def test_every_unit_has_words():
    assert set(words.UNITS) == set(Unit)
    assert not any(math.isnan(least) for needs in MINIMUMS.values() for least in needs.values())

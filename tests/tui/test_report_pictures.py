"""Pictures of intervals: every mark where it belongs."""

import pytest

from selfaudit.core.agreement.results import Estimate, Interval, Method
from selfaudit.core.report.pages import Scale
from selfaudit.tui.report_pictures import axis, intervals, picture, span_of


def estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, Interval(low, high), 50, Method.WILSON)


def test_a_share_lies_between_none_and_all() -> None:
    drawn = picture(estimate(0.5, 0.25, 0.75), Scale.SHARE, 61).plain
    assert drawn == "     none ┈┈┈┈┈┈┈┈┈┈├─────────●─────────┤┈┈┈┈┈┈┈┈┈┈ all"


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_ends_of_the_scale_are_on_it(value: float) -> None:
    (row,) = intervals([estimate(value, value, value)], span_of(Scale.SHARE, []), 30)
    assert row.plain.index("●") == round(29 * value)
    assert row.cell_length == 30


def test_a_difference_of_two_may_reach_twice_as_far() -> None:
    assert span_of(Scale.NET, [estimate(0.9, 0.5, 1)]).high == 1
    assert span_of(Scale.NET, [estimate(-0.9, -1.3, 0)]).low == -2


def test_an_interval_that_holds_the_mark_crosses_it() -> None:
    span = span_of(Scale.NET, [])
    crossed, beside = intervals([estimate(0.3, -0.2, 0.8), estimate(0.6, 0.4, 0.8)], span, 41)
    assert (crossed.plain[20], beside.plain[20]) == ("┼", "┊")


def test_many_lie_on_one_scale_and_a_missing_one_is_blank() -> None:
    drawn = [estimate(2.4, 1.9, 3.3), None, estimate(0.5, 0.2, 0.9)]
    span = span_of(Scale.RATIO, [one for one in drawn if one])
    rows = intervals(drawn, span, 41)
    assert [row.plain.find("●") for row in rows] == [24, -1, 5]
    assert rows[1].plain.strip() == ""
    ticks, numbers = axis(span, 41)
    assert [place for place, sign in enumerate(ticks.plain) if sign == "┬"] == [0, 10, 20, 30, 40]
    assert numbers.plain.split() == ["0", "1", "2", "3", "4"]


def test_a_narrow_scale_has_fewer_numbers() -> None:
    assert axis(span_of(Scale.NET, []), 21)[1].plain.split() == ["−100", "0", "100"]
    assert len(axis(span_of(Scale.NET, []), 41)[1].plain.split()) == 5


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("ends", [(-0.9, -0.5, -0.1), (0, 0, 0), (0.1, 0.4, 0.9), (3, 44, 900)])
def test_every_scale_reaches_over_what_it_shows(
    scale: Scale, ends: tuple[float, float, float]
) -> None:
    low, value, high = ends
    drawn = estimate(value, low, high)
    span = span_of(scale, [drawn])
    assert span.ticks[0] == span.low
    assert span.ticks[-1] == span.high
    if scale in (Scale.RATIO, Scale.SECONDS) and low >= 0:
        assert span.low <= low <= high <= span.high
    assert len(picture(drawn, scale, 60).plain) <= 60

"""Numbers as words that need no statistics. Percentages are read as so many of a hundred."""

from collections.abc import Iterable

from selfaudit.core.agreement.enough import Headline, Need, Standing, Unit
from selfaudit.core.agreement.results import Estimate, Method
from selfaudit.core.report.pages import Figure, Scale, Table

WIDE_OPEN = 100.0
"""A ratio that could be so many times more or less is not worth a number."""

UNITS = {
    Unit.UNIFORM_CARDS: ("card drawn at random", "cards drawn at random"),
    Unit.CARDS: ("card", "cards"),
    Unit.CHECKS: ("check", "checks"),
    Unit.PROMPTS: ("prompt", "prompts"),
    Unit.MARKS: ("mark", "marks"),
    Unit.YES_MARKS: ("mark that says yes", "marks that say yes"),
    Unit.OFFERS: ("untrue note listed", "untrue notes listed"),
    Unit.PAIRS: ("pair", "pairs"),
    Unit.ANSWERS: ("answer", "answers"),
    Unit.RE_ASKED: ("question asked twice", "questions asked twice"),
    Unit.JUDGED_PAIRS: ("pair that the model judged too", "pairs that the model judged too"),
    Unit.PEOPLE: ("person", "people"),
}
"""What a headline rests on, as people read it."""

_UNITS_OF_SCALE = {
    Scale.SHARE: "%",
    Scale.PER_TEN: " of ten",
    Scale.RATIO: " times",
    Scale.RATING: " of 5",
    Scale.SECONDS: " s",
}


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 card", "2,000 cards"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Iterable[str]) -> str:
    """Things in a sentence: "a", "a and b", "a, b and c"."""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def value(number: float, scale: Scale) -> str:
    """A number on its scale: "80%", "2.4 times", "0.31", "3.2 of 5"."""
    return _number(number, scale) + _UNITS_OF_SCALE.get(scale, "")


def interval(estimate: Estimate, scale: Scale) -> str:
    """From where to where: "68% to 88%", "2.1 to 3.0"; why there is none, where there is none."""
    if estimate.method is Method.CENSUS:
        return "all of them counted"
    if estimate.interval is None:
        return "too little to say how far off it could be"
    low, high = estimate.interval.low, estimate.interval.high
    match scale:
        case Scale.SHARE:
            return f"{value(low, scale)} to {value(high, scale)}"
        case Scale.SECONDS:
            return f"{_number(low, scale)} to {value(high, scale)}"
        case _:
            return f"{_number(low, scale)} to {_number(high, scale)}"


def figure(one: Figure) -> str:
    """A figure's number with its interval, or what is still needed instead."""
    shown = one.shown
    if shown is not None:
        return f"{value(shown.value, one.scale)} ({interval(shown, one.scale)})"
    if one.standing is not None and not one.standing.enough:
        return missing(one.standing, one.scale)
    return "nothing to count yet"


def missing(standing: Standing, scale: Scale) -> str:
    """What a headline still needs, and how wide its interval is so far."""
    give = so_far(standing, scale)
    return f"not yet: {needs(standing)}{give and f'; so far {give}'}"


def waiting(one: Figure, said: str = "") -> str:
    """Sentences on a figure without a number: what it needs, unless just `said`, and its width."""
    if one.standing is None or one.standing.enough:
        return "Nothing to count yet."
    needed, give = needs(one.standing), so_far(one.standing, one.scale)
    parts = [f"Not yet: {needed}."] if needed != said or not give else []
    return " ".join([*parts, f"So far {give}."] if give else parts)


def so_far(standing: Standing, scale: Scale) -> str:
    """How far a figure could be off by now: "± 12 points", "×÷ 1.7"; "" where nobody can say."""
    width = standing.width_so_far
    if width is None:
        return ""
    if standing.headline is Headline.OVER_SELECTION:
        return f"×÷ {width:.1f}" if width < WIDE_OPEN else "wide open"
    half = width / 2
    match scale:
        case Scale.SHARE | Scale.NET:
            return f"± {100 * half:.0f} points"
        case Scale.AGREEMENT:
            return f"± {half:.2f}"
        case _:
            return f"± {half:.1f}"


def cell(one: Figure) -> str:
    """A figure in a table, in few words; the column says of what ten or how many times.

    Below its minimum it is how far the figure could be off; of a small group only counts are said.
    """
    shown, held = one.shown, one.standing
    if shown is not None:
        bare = one.scale in (Scale.PER_TEN, Scale.RATIO)
        return (_number if bare else value)(shown.value, one.scale)
    if held is None or held.enough:
        return "–"
    if held.headline is Headline.SUBGROUP:
        return one.rests_on
    return so_far(held, one.scale) or "–"


def needs(standing: Standing) -> str:
    """What a headline still needs: "10 of 30 prompts and 87 of 300 marks"."""
    return listed(
        f"{need.have:,} of {counted(need.least, *UNITS[need.unit])}"
        for need in standing.needs
        if need.missing
    )


def still_needed(table: Table) -> str:
    """What the figures of a table that may not be said yet still need, said once; "" for none."""
    figures = (one for row in table.rows for one in row.figures)
    waiting = [
        one.standing for one in figures if one.standing is not None and not one.standing.enough
    ]
    if not waiting:
        return ""
    given = any(
        one.headline is not Headline.SUBGROUP and one.width_so_far is not None for one in waiting
    )
    if any(one.headline is Headline.OVER_SELECTION for one in waiting):
        signs = "“±” says how far off a number could be, and “×÷” by what factor"
    else:
        signs = "“±” says how far off a number could be"
    until = f" Until then {signs}." if given else ""
    said = list(dict.fromkeys(needs(one) for one in waiting))
    if len(said) == 1 and waiting[0].headline is not Headline.SUBGROUP:
        return f"Not yet: {said[0]}.{until}"
    least = list(dict.fromkeys(_least(one.needs) for one in waiting))
    return f"A number takes at least {'; some take '.join(least)}.{until}"


def span(estimate: Estimate, of: int = 100) -> str:
    """A share in a sentence, as so many of a number: "between 68 and 88", "80"."""
    value, ends = of * estimate.value, estimate.interval
    if ends is None or estimate.method is Method.CENSUS:
        return f"{value:.0f}"
    low, high = round(of * ends.low), round(of * ends.high)
    return f"{low}" if low == high else f"between {low} and {high}"


def between(estimate: Estimate, scale: Scale) -> str:
    """A number on its scale in a sentence: "between 2.1 and 3.0 times"."""
    if estimate.interval is None or estimate.method is Method.CENSUS:
        return value(estimate.value, scale)
    low, high = _number(estimate.interval.low, scale), value(estimate.interval.high, scale)
    return high if low + _UNITS_OF_SCALE.get(scale, "") == high else f"between {low} and {high}"


def _number(number: float, scale: Scale) -> str:
    match scale:
        case Scale.SHARE:
            return _percent(number)
        case Scale.RATIO:
            return _times(number)
        case Scale.NET:
            return _signed(100 * number, 0)
        case Scale.AGREEMENT:
            return _signed(number, 2).removeprefix("+")
        case Scale.STEPS:
            return _signed(number, 1)
        case Scale.SECONDS:
            return f"{number:.0f}" if number >= 9.95 else f"{number:.1f}"
        case Scale.PER_TEN | Scale.RATING:
            return f"{number:.1f}"


def _percent(share: float) -> str:
    """A share that isn't all or none never reads as if it were."""
    if 0 < share <= 0.005:
        return "<1"
    if 0.995 <= share < 1:
        return ">99"
    return f"{100 * share:.0f}"


def _times(ratio: float) -> str:
    if ratio > WIDE_OPEN:
        return f">{WIDE_OPEN:.0f}"
    if 0 < ratio < 0.05:
        return "<0.1"
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:.0f}"


def _signed(number: float, digits: int) -> str:
    rounded = round(number, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):.{digits}f}"


def _least(needs: Iterable[Need]) -> str:
    return listed(counted(need.least, *UNITS[need.unit]) for need in needs)

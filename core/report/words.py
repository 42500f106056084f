"""Numbers as words that need no statistics. Percentages are read as so many of a hundred."""

from selfaudit.core.agreement.enough import Headline, Standing, Unit
from selfaudit.core.agreement.results import Estimate, Method
from selfaudit.core.report.pages import Figure, Scale

UNITS = {
    Unit.UNIFORM_CARDS: ("card drawn at random", "cards drawn at random"),
    Unit.CARDS: ("card", "cards"),
    Unit.CHECKS: ("check", "checks"),
    Unit.PROMPTS: ("prompt", "prompts"),
    Unit.MARKS: ("mark", "marks"),
    Unit.YES_MARKS: ("mark that says yes", "marks that say yes"),
    Unit.PAIRS: ("pair", "pairs"),
    Unit.RE_ASKED: ("question asked twice", "questions asked twice"),
    Unit.JUDGED_PAIRS: ("pair that the model judged too", "pairs that the model judged too"),
    Unit.PEOPLE: ("person", "people"),
}
"""What a headline rests on, as people read it."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 card", "2,000 cards"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def value(number: float, scale: Scale) -> str:
    """A number on its scale: "80%", "2.4 times", "0.31", "3.2"."""
    match scale:
        case Scale.SHARE:
            return f"{100 * number:.0f}%"
        case Scale.PER_TEN:
            return f"{number:.1f} of ten"
        case Scale.RATIO:
            return f"{number:.1f} times"
        case Scale.NET:
            return f"{100 * number:+.0f}"
        case Scale.AGREEMENT:
            return f"{number:.2f}"
        case Scale.RATING:
            return f"{number:.1f} of 5"
        case Scale.STEPS:
            return f"{number:+.1f}"
        case Scale.SECONDS:
            return f"{number:.0f} s" if number >= 10 else f"{number:.1f} s"


def interval(estimate: Estimate, scale: Scale) -> str:
    """From where to where: "68% to 88%"; why there is none, where there is none."""
    if estimate.method is Method.CENSUS:
        return "all of them judged"
    if estimate.interval is None:
        return "no interval: too little to bound it"
    ends = (value(end, scale) for end in (estimate.interval.low, estimate.interval.high))
    return " to ".join(ends)


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
    needs = " and ".join(
        f"{need.have} of {counted(need.least, *UNITS[need.unit])}"
        for need in standing.needs
        if need.missing
    )
    return f"not yet: {needs}{_width(standing, scale)}"


def _width(standing: Standing, scale: Scale) -> str:
    width = standing.width_so_far
    if width is None:
        return ""
    if standing.headline is Headline.OVER_SELECTION:
        return f"; so far it could be {width:.1f} times more or less"
    half = width / 2
    shown = f"{100 * half:.0f} points" if scale in (Scale.SHARE, Scale.NET) else f"{half:.2f}"
    return f"; so far within {shown} up or down"


def of_hundred(estimate: Estimate) -> str:
    """A share with its interval in a sentence: "between 68 and 88 of a hundred"."""
    if estimate.interval is None or estimate.method is Method.CENSUS:
        return f"{100 * estimate.value:.0f} of a hundred"
    low, high = estimate.interval.low, estimate.interval.high
    return f"between {100 * low:.0f} and {100 * high:.0f} of a hundred"


def of_ten(estimate: Estimate) -> str:
    """A share with its interval: "between 3 and 7 in 10"."""
    if estimate.interval is None:
        return f"about {10 * estimate.value:.0f} in 10"
    low, high = round(10 * estimate.interval.low), round(10 * estimate.interval.high)
    return f"about {low} in 10" if low == high else f"between {low} and {high} in 10"

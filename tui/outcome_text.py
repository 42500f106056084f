"""One pair of a revealed block as drawable text: which answer was which, and what was said."""

from collections.abc import Iterable

from textual.content import Content

from selfaudit.core.comparison.results import Outcome, Results
from selfaudit.core.comparison.wordings import ABOUT_YOU, BETTER, RATING, REASONS
from selfaudit.core.models.comparison import AboutYou, Answer, Arm, Better, Fact, Side
from selfaudit.tui.drawable import one_line
from selfaudit.tui.lines import Line, beside
from selfaudit.tui.markdown import Mark
from selfaudit.tui.results_text import ARMS, GENERIC, given_side
from selfaudit.tui.themes import QUOTE_STYLE
from selfaudit.tui.words import count

_MUTED = "$foreground 65%"
_LEFT = (Better.LEFT_MUCH, Better.LEFT_SLIGHTLY)
_RIGHT = (Better.RIGHT_SLIGHTLY, Better.RIGHT_MUCH)


def heading(results: Results, number: int) -> list[Line]:
    """Which pair this is, and which answer was which."""
    outcome = results.outcomes[number]
    title = Content.assemble(
        (f"Pair {number + 1} of {len(results.outcomes)}", "bold $primary"),
        (f" · block {results.block.number}", _MUTED),
    )
    return [Line(title), *(_which(outcome, side) for side in Side)]


def _which(outcome: Outcome, side: Side) -> Line:
    first = Content.styled(f"{side.capitalize():<7}", "bold")
    if outcome.pair.arm is Arm.ELSEWHERE and side is outcome.pair.generic_side:
        return beside(first, Content(f"without {ARMS[Arm.ELSEWHERE]}"))
    if side is outcome.pair.generic_side or outcome.pair.arm is Arm.CATCH:
        return beside(first, Content("generic: given nothing about you"))
    return beside(first, Content(f"given {ARMS[outcome.pair.arm]}"))


def said(results: Results, number: int) -> list[Line]:
    """The vote, the reasons and what was said about facts, beside what is the case."""
    outcome = results.outcomes[number]
    lines = [_vote(outcome)]
    if outcome.reasons:
        words = (REASONS.words_of(reason) for reason in outcome.reasons)
        lines.append(Content(f"Because {', '.join(words)}."))
    if outcome.about_you is not None:
        lines.append(_about_you(outcome, outcome.about_you))
    before = _before(results, outcome)
    if before is not None:
        lines.append(before)
    if outcome.pair.redraws:
        times = count(outcome.pair.redraws, "time")
        lines.append(Content(f"Drawn again {times}, because the lengths differed too much."))
    return [Line(line) for line in lines]


def _vote(outcome: Outcome) -> Content:
    match outcome.vote:
        case None:
            return Content("You did not vote on it.")
        case Better.SKIP:
            return Content("You skipped it.")
    words = (f"“{BETTER.words_of(outcome.vote)}”", "bold")
    if outcome.vote not in (*_LEFT, *_RIGHT):
        return Content.assemble("You said ", words, ".")
    side = Side.LEFT if outcome.vote in _LEFT else Side.RIGHT
    return Content.assemble("You said ", words, f": {_what(outcome, side)}.")


def _what(outcome: Outcome, side: Side) -> str:
    if outcome.pair.arm is Arm.CATCH:
        return "both are generic"
    if side is outcome.pair.generic_side:
        return GENERIC.get(outcome.pair.arm, "the generic one")
    return f"the one {_given(outcome)}"


def _given(outcome: Outcome) -> str:
    return "with the memory" if outcome.pair.arm is Arm.ELSEWHERE else "given the facts"


def _about_you(outcome: Outcome, about: AboutYou) -> Content:
    side = given_side(outcome)
    truth = {
        Arm.CATCH: "neither was given any",
        Arm.STRANGER: f"the {side} one was given facts, but a made-up stranger's",
        Arm.ELSEWHERE: f"the {side} one came with the memory",
    }.get(outcome.pair.arm, f"the {side} one was given them")
    return Content(
        f"Did either use facts about you? You said “{ABOUT_YOU.words_of(about)}”; {truth}."
    )


def _before(results: Results, outcome: Outcome) -> Content | None:
    """What was said of the same pair the first time, where it came back."""
    for number, one in enumerate(results.outcomes):
        if one.pair.id == outcome.pair.repeats:
            first = f"; there you said “{BETTER.words_of(one.vote)}”" if one.vote else ""
            return Content(f"This is pair {number + 1} again with the sides swapped{first}.")
    return None


def facts(outcome: Outcome, rating: int | None) -> list[Line]:
    """What the other answer was given, and which answer has words of it.

    `rating` is the attribute that is being rated.
    """
    title = f"The {given_side(outcome)} answer was given this. Words of it, underlined, are in:"
    lines = [Line(Content.styled(title, _MUTED))]
    for place, fact in enumerate(outcome.facts):
        is_rated = rating is not None and fact.attribute == rating
        first = Content.assemble(
            ("▸ " if is_rated else "  ", "bold $primary"),
            (f"{_where(outcome, place):<9}", _MUTED),
        )
        statement = Content(one_line(fact.statement, 160)).stylize("bold" if is_rated else "")
        lines.append(beside(first, statement + Content.styled(_rated(outcome, fact), _MUTED)))
    return lines if outcome.facts else []


def _where(outcome: Outcome, fact: int) -> str:
    found = {one.answer for one in outcome.mentions if one.fact == fact}
    sides = [side for side in Side if answer_at(outcome, side).id in found]
    if len(sides) == 2:
        return "both"
    return sides[0].value if sides else "neither"


def _rated(outcome: Outcome, fact: Fact) -> str:
    rating = outcome.ratings.get(fact.attribute) if fact.attribute is not None else None
    return f"  you rated it “{RATING.words_of(rating.answer)}”" if rating is not None else ""


def answer_at(outcome: Outcome, side: Side) -> Answer:
    """The answer that stood on a side."""
    return outcome.generic if side is outcome.pair.generic_side else outcome.other


def answer_title(outcome: Outcome, side: Side) -> str:
    """Which answer stood on a side."""
    is_other = side is not outcome.pair.generic_side and outcome.pair.arm is not Arm.CATCH
    generic = "without the memory" if outcome.pair.arm is Arm.ELSEWHERE else "generic"
    return f"{side.capitalize()} · {_given(outcome) if is_other else generic}"


def marks(outcome: Outcome, answer: Answer) -> list[Mark]:
    """The places of an answer that mention what the other answer was given."""
    return [
        (one.start, one.end, QUOTE_STYLE) for one in outcome.mentions if one.answer == answer.id
    ]


def to_rate(outcome: Outcome) -> Iterable[int]:
    """The attributes that can be rated now, in order; a pair that came back is rated once."""
    if outcome.pair.repeats is not None or outcome.vote is None:
        return
    for fact in outcome.facts:
        if fact.attribute is not None and fact.attribute not in outcome.ratings:
            yield fact.attribute

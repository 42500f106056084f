"""What may be said from how much: PROTOCOL's table, as code. Needs neither numpy nor scipy."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.agreement.results import LEVEL, Estimate


class Unit(StrEnum):
    """What a headline rests on."""

    UNIFORM_CARDS = "uniform_cards"
    """Answered cards of a uniform draw; refused ones don't count."""
    CARDS = "cards"
    CHECKS = "checks"
    PROMPTS = "prompts"
    MARKS = "marks"
    """Marks that were answered, "can't say" included."""
    YES_MARKS = "yes_marks"
    OFFERS = "offers"
    """Statements that the person rejected, listed for the selectors."""
    PAIRS = "pairs"
    """Pairs with a vote."""
    ANSWERS = "answers"
    """Answers to a question that goes with some of the pairs."""
    RE_ASKED = "re_asked"
    JUDGED_PAIRS = "judged_pairs"
    """Pairs rated by both person and judge."""
    PEOPLE = "people"


class Headline(StrEnum):
    """What may be said, each with its own minimum."""

    ACCEPTED = "accepted"
    SUBGROUP = "subgroup"
    FOLLOW_UP = "follow_up"
    """Answers to a question that is asked of some only."""
    CHECKS = "checks"
    KAPPA = "kappa"
    OVER_SELECTION = "over_selection"
    FALSE_FACTS = "false_facts"
    DIAL = "dial"
    PREFERENCE = "preference"
    STEADINESS = "steadiness"
    JUDGE = "judge"
    MENTION = "mention"


_STAGE_TWO = {Unit.PROMPTS: 30, Unit.MARKS: 300, Unit.YES_MARKS: 40}

MINIMUMS: Mapping[Headline, Mapping[Unit, int]] = {
    Headline.ACCEPTED: {Unit.UNIFORM_CARDS: 60},
    Headline.SUBGROUP: {Unit.CARDS: 20},
    Headline.FOLLOW_UP: {Unit.ANSWERS: 20},
    Headline.CHECKS: {Unit.CHECKS: 20},
    Headline.KAPPA: _STAGE_TWO,
    Headline.OVER_SELECTION: _STAGE_TWO,
    Headline.FALSE_FACTS: {Unit.PROMPTS: 30, Unit.OFFERS: 20},
    Headline.DIAL: {Unit.PROMPTS: 20},
    Headline.PREFERENCE: {Unit.PAIRS: 20},
    Headline.STEADINESS: {Unit.RE_ASKED: 30},
    Headline.JUDGE: {Unit.JUDGED_PAIRS: 150},
    Headline.MENTION: {Unit.PEOPLE: 2},
}
"""The least of each unit that a headline needs. The mention effect is for pooled data only.

PROTOCOL has no row for follow-up questions, which are held to that of a subgroup, nor for false
facts, which are held to that and to the prompts of stage two.
"""

WEAK_MODEL_SHARE = 0.4
"""Four of ten pairs unusable: the model is too weak to ask whether it helped."""


@dataclass(frozen=True, slots=True)
class Need:
    """How much of one unit there is, and how much a headline takes."""

    unit: Unit
    have: int
    least: int

    @property
    def missing(self) -> int:
        """How many more are needed; 0 for none."""
        return max(0, self.least - self.have)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a headline may be said, and what it rests on.

    Below the minimum, `shown` is None, and `width_so_far` (in the figure's unit; for a ratio
    the factor up and down) and the missing part of `needs` are what to show instead.
    """

    headline: Headline
    needs: tuple[Need, ...]
    estimate: Estimate | None
    census: bool

    @property
    def enough(self) -> bool:
        """Whether every minimum is met, or everything there is has been judged."""
        return self.census or all(need.missing == 0 for need in self.needs)

    @property
    def shown(self) -> Estimate | None:
        """The figure, if it may be shown and there is one."""
        return self.estimate if self.enough else None

    @property
    def width_so_far(self) -> float | None:
        """How wide the interval is by now; None where there is none yet."""
        if self.estimate is None or self.estimate.interval is None:
            return None
        if self.headline is Headline.OVER_SELECTION:
            return self.estimate.interval.factor
        return self.estimate.interval.width


def standing(
    headline: Headline,
    have: Mapping[Unit, int],
    estimate: Estimate | None = None,
    frame: int | None = None,
) -> Standing:
    """Hold what there is against the minimum; a unit that isn't given counts 0.

    `frame` is how many answerable cards there are at all, for the share accepted: with all of
    them judged it may be said whatever their number, since nothing was left to chance.
    """
    needs = tuple(
        Need(unit, have.get(unit, 0), least) for unit, least in MINIMUMS[headline].items()
    )
    census = (
        headline is Headline.ACCEPTED
        and frame is not None
        and 0 < frame <= have.get(Unit.UNIFORM_CARDS, 0)
    )
    return Standing(headline, needs, estimate, census)


class Claim(StrEnum):
    """What may be claimed of an arm."""

    HELPED = "helped"
    DID_NOT_HELP = "did_not_help"
    OPEN = "open"
    """The interval only: it holds one half, or there is no decisive vote."""
    TOO_FEW = "too_few"
    TOO_WEAK = "too_weak"
    """So many pairs were unusable that the model can't answer the question."""


def claim(helped: Estimate | None, pairs: int, unusable: int = 0) -> Claim:
    """What may be claimed from the share of wins among decisive votes.

    `pairs` counts those with a vote, `unusable` those without because both answers were. From
    20 shown pairs on, four of ten unusable end the question; "helped" and "did not help" need
    20 voted pairs and an interval that excludes one half.
    """
    least = MINIMUMS[Headline.PREFERENCE][Unit.PAIRS]
    if pairs + unusable >= least and unusable >= WEAK_MODEL_SHARE * (pairs + unusable):
        return Claim.TOO_WEAK
    if pairs < least:
        return Claim.TOO_FEW
    if helped is None or helped.interval is None or not helped.interval.excludes(0.5):
        return Claim.OPEN
    return Claim.HELPED if helped.value > 0.5 else Claim.DID_NOT_HELP


MOST_PAIRS = 600
"""Nobody votes on more; what takes more has no answer here."""


def cards_for(width: float, share: float = 0.5, level: float = LEVEL) -> int:
    """How many uniform draws make Wilson's interval no wider than `width` at a share.

    To be asked beforehand. One half is the widest; `width` is above 0, and 1 or more needs one.
    """
    most = 1
    while wilson(share, most, level).width > width:
        most *= 2
    least = most // 2
    while most - least > 1:
        middle = (most + least) // 2
        if wilson(share, middle, level).width > width:
            least = middle
        else:
            most = middle
    return most


def decisive_pairs_for(share: float, power: float = 0.8, alpha: float = 0.05) -> int | None:
    """From how many decisive pairs on the exact sign test finds a true share of wins.

    With at least that power at every number of pairs from there on, since the power of an exact
    test goes up and down. To be asked beforehand, never from votes already seen. None where
    more than `MOST_PAIRS` would be needed, as for a share of one half. `share` is above 0 and
    below 1.
    """
    enough_from = None
    for n in range(1, MOST_PAIRS + 1):
        if _sign_test_power(n, share, alpha) < power:
            enough_from = None
        elif enough_from is None:
            enough_from = n
    return enough_from


def _sign_test_power(n: int, share: float, alpha: float) -> float:
    """How often n decisive votes give a two-sided exact p of at most alpha."""
    chance, few_losses, few_wins = 0.5**n, share**n, (1 - share) ** n
    tail = power = 0.0
    for losses in range((n + 1) // 2):
        tail += chance
        if 2 * tail > alpha:
            break
        power += few_losses + few_wins
        step = (n - losses) / (losses + 1)
        chance *= step
        few_losses *= step * (1 - share) / share
        few_wins *= step * share / (1 - share)
    return power

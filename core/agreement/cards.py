"""Stage one: how much of what was inferred is right. Needs neither numpy nor scipy."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.agreement.proportions import (
    OptionShare,
    UnsureBounds,
    option_shares,
    proportion,
    unsure_bounds,
    weighted_proportion,
)
from selfaudit.core.agreement.results import LEVEL, Estimate, apart
from selfaudit.core.models.judgment import RememberAnswer, TrueAnswer, WhyAnswer

SUBGROUP_CARDS = 20
"""A subgroup of fewer judged cards gets counts and no share (PROTOCOL)."""


@dataclass(frozen=True, slots=True)
class CardRow:
    """The effective answers about one attribute.

    `edited` means that the person changed the statement and `true` is about their own words.
    The follow-up answers are None where they weren't asked. `inclusion_probability` is the
    draw's. `group` is whatever cards are to be told apart by.
    """

    true: TrueAnswer
    edited: bool = False
    why: WhyAnswer | None = None
    remember: RememberAnswer | None = None
    support: TrueAnswer | None = None
    lasting: TrueAnswer | None = None
    inclusion_probability: float | None = None
    group: Hashable = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was said of cards of one draw; shares are among answered cards (not the refused).

    `as_written` counts an edited statement as not accepted, `after_edits` by the answer to the
    edited one. `bounds` says what `as_written` becomes with every unsure a no or a yes.
    """

    yes: int
    unsure: int
    no: int
    refused: int
    edited: int
    as_written: Estimate | None
    after_edits: Estimate | None
    bounds: UnsureBounds | None
    shares: dict[Hashable, OptionShare]

    @property
    def answered(self) -> int:
        """Cards with an answer other than a refusal."""
        return self.yes + self.unsure + self.no


def verdicts(
    rows: Sequence[CardRow], population: int | None = None, level: float = LEVEL
) -> Verdicts:
    """Count cards of a uniform draw (or checks, or one group of a draw), with Wilson intervals.

    `population` is how many cards the draw was made from. Since some of those would be refused
    too, it is cut by the share answered so far: with every card judged it is a census of the
    answerable ones. Every figure is None where no card was answered. Checks have no population.
    """
    said = [row.true for row in rows]
    answered = [row for row in rows if row.true is not TrueAnswer.REFUSE]
    if population is not None and rows:
        population = round(population * len(answered) / len(rows))
    yes, unsure, no, refused = (
        said.count(answer)
        for answer in (TrueAnswer.YES, TrueAnswer.UNSURE, TrueAnswer.NO, TrueAnswer.REFUSE)
    )
    edited = [row for row in answered if row.edited]
    written = sum(row.true is TrueAnswer.YES for row in answered if not row.edited)
    open_cards = sum(row.true is TrueAnswer.UNSURE for row in answered if not row.edited)
    return Verdicts(
        yes=yes,
        unsure=unsure,
        no=no,
        refused=refused,
        edited=len(edited),
        as_written=proportion(written, len(answered), population, level),
        after_edits=proportion(yes, len(answered), population, level),
        bounds=unsure_bounds(
            written, len(answered) - written - open_cards, open_cards, population, level
        ),
        shares=option_shares(
            [row.true for row in answered],
            (TrueAnswer.YES, TrueAnswer.UNSURE, TrueAnswer.NO),
            population,
        ),
    )


def accepted_weighted(rows: Iterable[CardRow], level: float = LEVEL) -> Estimate | None:
    """The share accepted as written where draws had different chances (Hajek).

    Cards that weren't drawn by chance are left out; refused ones too. None where none is left.
    """
    drawn = [
        (row.true is TrueAnswer.YES and not row.edited, 1 / row.inclusion_probability)
        for row in rows
        if row.inclusion_probability and row.true is not TrueAnswer.REFUSE
    ]
    return weighted_proportion([yes for yes, _ in drawn], [weight for _, weight in drawn], level)


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What was asked after the first answer: shares of each, among those asked and answering.

    `why` is among cards that aren't true, `remember` and `lasting` among true ones, `support`
    among all that were asked it, `support_of_true` among the true of those and `support_of_not`
    among the rest of them: what a stranger would accept and what holds are different things.
    """

    why: dict[Hashable, OptionShare]
    remember: dict[Hashable, OptionShare]
    lasting: dict[Hashable, OptionShare]
    support: dict[Hashable, OptionShare]
    support_of_true: dict[Hashable, OptionShare]
    support_of_not: dict[Hashable, OptionShare]


def follow_ups(rows: Sequence[CardRow]) -> FollowUps:
    """Tell follow-up answers; a refusal counts as not answering."""
    true = [row for row in rows if row.true is TrueAnswer.YES]
    rest = [row for row in rows if row.true in (TrueAnswer.NO, TrueAnswer.UNSURE)]
    return FollowUps(
        why=option_shares([row.why for row in rows if row.why is not None], WhyAnswer),
        remember=option_shares(
            [row.remember for row in true if row.remember is not None], RememberAnswer
        ),
        lasting=_three(true, lambda row: row.lasting),
        support=_three(rows, lambda row: row.support),
        support_of_true=_three(true, lambda row: row.support),
        support_of_not=_three(rest, lambda row: row.support),
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one group: answered and accepted as written; no share below the minimum."""

    answered: int
    accepted: int
    share: Estimate | None


def by_group(
    rows: Iterable[CardRow],
    minimum: int = SUBGROUP_CARDS,
    level: float = LEVEL,
    *,
    census: bool = False,
) -> dict[Hashable, Group]:
    """Acceptance as written in each group, in order of appearance; refused cards left out.

    With `census`, the rows are all cards that there are, so that no group was sampled either.
    """
    groups = {}
    for key, members in apart(rows, lambda row: row.group).items():
        counted = verdicts(members, len(members) if census else None, level)
        accepted = sum(row.true is TrueAnswer.YES and not row.edited for row in members)
        share = counted.as_written if counted.answered >= minimum else None
        groups[key] = Group(counted.answered, accepted, share)
    return groups


def held_back(yes: int, judged: int, held: int, level: float = LEVEL) -> Estimate | None:
    """How many of the `held` statements that a verifier held back are true, from a uniform part.

    In statements. None where none was judged.
    """
    share = proportion(yes, judged, held, level)
    return share and share.times(held)


def _three(
    rows: Iterable[CardRow], answer: Callable[[CardRow], TrueAnswer | None]
) -> dict[Hashable, OptionShare]:
    options = (TrueAnswer.YES, TrueAnswer.UNSURE, TrueAnswer.NO)
    return option_shares([said for row in rows if (said := answer(row)) in options], options)

"""A revealed block: which answer was which, and what the person and the judge said of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from selfaudit.core.agreement.results import apart
from selfaudit.core.comparison.answering import LENGTH_RATIO, length_ratio
from selfaudit.core.comparison.questions import reasons_of
from selfaudit.core.models.block import Block
from selfaudit.core.models.comparison import (
    AboutYou,
    Answer,
    Arm,
    Better,
    Fact,
    JudgeVerdict,
    Pair,
    Side,
    Vote,
    VoteQuestion,
)
from selfaudit.core.models.relevance import Prompt
from selfaudit.core.store.mentions import Mention
from selfaudit.core.store.store import Store
from selfaudit.core.store.votes import Given

_SCALE = (
    Better.LEFT_MUCH,
    Better.LEFT_SLIGHTLY,
    Better.NO_DIFFERENCE,
    Better.RIGHT_SLIGHTLY,
    Better.RIGHT_MUCH,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One pair laid open. `preference` is from 1 (generic much better) to 5 (other much better).

    It is null where the vote was a skip or both unusable. `judge` holds the verdicts of the model
    that judged last, recoded in the same way by `judged`.
    """

    pair: Pair
    prompt: Prompt
    generic: Answer
    other: Answer
    facts: tuple[Fact, ...]
    mentions: tuple[Mention, ...]
    vote: Better | None
    preference: int | None
    about_you: AboutYou | None
    reasons: tuple[str, ...]
    ratings: dict[int, Vote]
    judge: tuple[JudgeVerdict, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes of one arm, repeats left out: wins and losses are those of the other answer."""

    arm: Arm
    wins: int = 0
    ties: int = 0
    losses: int = 0
    unusable: int = 0
    skipped: int = 0

    @property
    def pairs(self) -> int:
        """All pairs of the arm that were voted on or skipped."""
        return self.wins + self.ties + self.losses + self.unusable + self.skipped


@dataclass(frozen=True, slots=True)
class Results:
    """A block laid open.

    `repeats` counts the pairs that came back and were voted on both times, `repeats_agree` those
    on which the same answer, or none, was preferred both times. `redraws` counts how often pairs
    were drawn again for their lengths, `uneven` pairs that stayed more than 1.5 times apart, and
    `dropped` pairs for which no answers could be made.
    """

    block: Block
    outcomes: tuple[Outcome, ...]
    tallies: tuple[Tally, ...]
    repeats: int
    repeats_agree: int
    redraws: int
    uneven: int
    dropped: int


def toward_other(better: Better, generic_side: Side) -> int | None:
    """A vote as shown, recoded: 1 generic much better, 3 no difference, 5 other much better."""
    step = shown_step(better)
    if step is None:
        return None
    return step if generic_side is Side.LEFT else 6 - step


def shown_step(better: Better) -> int | None:
    """A vote as shown, from 1 left much better to 5 right much better; None for no preference."""
    return _SCALE.index(better) + 1 if better in _SCALE else None


def judged(verdict: JudgeVerdict, pair: Pair) -> int:
    """A judge's rating, recoded in the same way, whatever order the judge saw."""
    is_left = (pair.generic_side is Side.LEFT) is not verdict.swapped
    return verdict.rating if is_left else 6 - verdict.rating


def lay_open(store: Store, block: Block) -> Results:
    """Lay a block open. The caller sees to it that the block was revealed."""
    return lay_open_all(store, [block])[0]


def lay_open_all(store: Store, blocks: Sequence[Block]) -> list[Results]:
    """Lay several blocks open, as `lay_open` does one."""
    ids = [block.id for block in blocks]
    votes, ratings = store.votes.effective(*ids), store.votes.ratings_of(*ids)
    return [_lay_open(store, block, votes, ratings) for block in blocks]


def _lay_open(
    store: Store,
    block: Block,
    votes: Mapping[int, Given],
    ratings: Mapping[int, dict[int, Vote]],
) -> Results:
    pairs = store.pairs.of(block.id)
    known = _Known(
        store.prompts.some({pair.prompt for pair in pairs}),
        store.pairs.answers_of(block.id),
        store.pairs.facts_of(block.id),
        store.mentions.of_block(block.id),
        votes,
        ratings,
        apart(_of_last_judge(store.verdicts.of(block.id)), lambda verdict: verdict.pair),
    )
    outcomes = tuple(_outcome(known, pair) for pair in pairs if pair.is_ready)
    firsts = {one.pair.id: one for one in outcomes}
    returned = [
        (firsts[one.pair.repeats].preference, one.preference)
        for one in outcomes
        if one.pair.repeats is not None
    ]
    decided = [(_sign(a), _sign(b)) for a, b in returned if a is not None and b is not None]
    originals = [pair for pair in pairs if pair.repeats is None]
    return Results(
        block,
        outcomes,
        tuple(_tallies(outcomes)),
        len(decided),
        sum(a == b for a, b in decided),
        sum(pair.redraws for pair in originals),
        sum(
            length_ratio(one.generic.text, one.other.text) > LENGTH_RATIO
            for one in outcomes
            if one.pair.repeats is None and one.generic.text and one.other.text
        ),
        sum(pair.dropped is not None for pair in originals),
    )


def _of_last_judge(verdicts: Sequence[JudgeVerdict]) -> list[JudgeVerdict]:
    return [one for one in verdicts if one.model == verdicts[-1].model]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored of a block's pairs: prompts and answers by their id, the rest by pair."""

    prompts: Mapping[int, Prompt]
    answers: Mapping[int, Answer]
    facts: Mapping[int, tuple[Fact, ...]]
    mentions: Mapping[int, Sequence[Mention]]
    votes: Mapping[int, Given]
    ratings: Mapping[int, dict[int, Vote]]
    verdicts: Mapping[int, Sequence[JudgeVerdict]]


def _outcome(known: _Known, pair: Pair) -> Outcome:
    assert pair.generic is not None
    assert pair.other is not None
    given = known.votes.get(pair.id, {})
    vote = given.get(VoteQuestion.BETTER)
    better = Better(vote.answer) if vote is not None else None
    about = given.get(VoteQuestion.ABOUT_YOU)
    reasons = reasons_of(given)
    mentions = known.mentions.get(pair.id if pair.repeats is None else pair.repeats, ())
    return Outcome(
        pair,
        known.prompts[pair.prompt],
        known.answers[pair.generic],
        known.answers[pair.other],
        known.facts.get(pair.id, ()),
        tuple(mentions),
        better,
        toward_other(better, pair.generic_side) if better is not None else None,
        AboutYou(about.answer) if about is not None else None,
        tuple(reasons.answer.split(",")) if reasons and reasons.answer != "none" else (),
        known.ratings.get(pair.id, {}),
        tuple(known.verdicts.get(pair.id, ())),
    )


def _tallies(outcomes: Iterable[Outcome]) -> list[Tally]:
    counts: dict[Arm, dict[str, int]] = {}
    for one in outcomes:
        if one.pair.repeats is None and one.vote is not None:
            arm = counts.setdefault(one.pair.arm, {})
            arm[_kind(one)] = arm.get(_kind(one), 0) + 1
    return [Tally(arm, **counts[arm]) for arm in Arm if arm in counts]


def _kind(outcome: Outcome) -> str:
    if outcome.preference is not None:
        return ("losses", "ties", "wins")[_sign(outcome.preference) + 1]
    return "unusable" if outcome.vote is Better.BOTH_UNUSABLE else "skipped"


def _sign(preference: int) -> int:
    return (preference > 3) - (preference < 3)

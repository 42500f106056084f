"""Votes that have lain for two weeks, asked again: the same two answers, sides drawn anew.

What was said the first time is not shown. The second votes lie in blocks of a stage of their own,
so that nothing but the figure of steadiness reads them: the first vote stays the one that counts.
"""

import secrets
from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.again import AGAIN_SECONDS, is_time
from selfaudit.core.comparison.arms import draw_sides
from selfaudit.core.comparison.results import toward_other
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.comparison.wordings import BETTER
from selfaudit.core.draw import derived_seed, uniform_draw
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.comparison import Better, Pair, VoteQuestion
from selfaudit.core.store.pairs import PairAgain
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import wording_in

MOST_PAIRS = 20
"""Pairs of a block at most: as many as a first block has."""

PAIR_SECONDS = 60.0
"""How long a pair takes, for saying beforehand how long a block will."""


class VotingAgain(Voting):
    """What of stage three is asked again, over a store."""

    STAGE = Stage.COMPARISON_AGAIN
    SEALED = "How often you said the same is shown when all are voted on or skipped."

    def waiting(self) -> int:
        """How many pairs the next block would have; 0 while one is open."""
        return 0 if self.block() is not None else min(MOST_PAIRS, len(self._lain()))

    def is_too_weak(self, block: Block) -> bool:
        """Never: the answers are there, and the question here is of the person."""
        return False

    def begin(self, seed: int | None = None) -> Block:
        """Draw the next block, if none is open; return the open one.

        A uniform draw of the pairs, by the block's seed, which also rules the sides. Raises
        SelfauditError where nothing has lain long enough.
        """
        with self._store.database.write():
            open_block = self.block()
            if open_block is not None:
                return open_block
            frame = self._lain()
            if not frame:
                raise SelfauditError(
                    "Votes are asked again when they have lain for 14 days in a block that was "
                    "opened, each once, and at most every 14 days.",
                    title="Nothing to ask again yet",
                    hint="Until then there is nothing to do here.",
                )
            seed = secrets.randbits(32) if seed is None else seed
            block = self._store.blocks.begin(self.STAGE, seed, self._clock.now())
            self._store.pairs.plan(block.id, self._drawn(frame, seed))
            return block

    def _lain(self) -> list[int]:
        """The pairs that may be asked about again now."""
        now = self._clock.now()
        latest = self._store.blocks.latest(self.STAGE)
        if not is_time(now, latest.begun_at if latest is not None else None):
            return []
        return self._store.votes.lain(now - AGAIN_SECONDS, wording_in(self._store, BETTER).hash)

    def _drawn(self, frame: list[int], seed: int) -> list[PairAgain]:
        chosen = uniform_draw(frame, MOST_PAIRS, seed)
        pairs = [self._store.pairs.get(one.member) for one in chosen]
        sides = draw_sides([pair.arm for pair in pairs], derived_seed(seed, "sides"))
        return [
            PairAgain(
                pair.prompt,
                pair.arm,
                derived_seed(seed, "pair", place),
                side,
                asks_about_you=False,
                facts=self._store.pairs.facts(pair.id),
                generic=pair.generic,
                other=pair.other,
                original=pair.id,
                inclusion_probability=len(chosen) / len(frame),
            )
            for place, (pair, side) in enumerate(zip(pairs, sides, strict=True))
        ]


class Verdict(StrEnum):
    """What a vote says whatever the sides were."""

    GENERIC = "generic"
    NEITHER = "neither"
    OTHER = "other"
    UNUSABLE = "unusable"


def verdict(vote: Better, pair: Pair) -> Verdict | None:
    """A vote with its sides undone and its strength left out; None for a skip."""
    if vote is Better.BOTH_UNUSABLE:
        return Verdict.UNUSABLE
    preference = toward_other(vote, pair.generic_side)
    if preference is None:
        return None
    return (Verdict.GENERIC, Verdict.NEITHER, Verdict.OTHER)[
        (preference > 3) - (preference < 3) + 1
    ]


@dataclass(frozen=True, slots=True)
class RepeatedVote:
    """A pair that was voted on twice: the second pair, and both verdicts."""

    pair: Pair
    first: Verdict
    second: Verdict


def repeated_votes(store: Store) -> list[RepeatedVote]:
    """What was voted on twice, in the order in which it was asked again; skips are left out.

    Of blocks that were finished and closed.
    """
    closed = [one.id for one in store.blocks.all(Stage.COMPARISON_AGAIN) if not one.is_sealed]
    firsts = {pair.id: pair for pair in store.pairs.all()}
    votes = store.votes.effective(
        *closed, *(block.id for block in store.blocks.all(Stage.COMPARISON))
    )
    found = []
    for pair in (pair for id in closed for pair in store.pairs.of(id)):
        first = firsts.get(pair.repeats or 0)
        said = [
            verdict(Better(votes[one.id][VoteQuestion.BETTER].answer), one)
            for one in (first, pair)
            if one is not None and VoteQuestion.BETTER in votes.get(one.id, {})
        ]
        if len(said) == 2 and said[0] is not None and said[1] is not None:
            found.append(RepeatedVote(pair, said[0], said[1]))
    return found

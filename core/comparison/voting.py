"""Voting: which pair is shown next, recording what is said of it, and the reveal.

The next question follows from what is stored, so that a program that was killed resumes on the
exact pair, sides and question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.comparison.planning import Planning
from selfaudit.core.comparison.questions import next_question
from selfaudit.core.comparison.wordings import VOTE_WORDINGS, can_be_answered
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.comparison import (
    Arm,
    Better,
    Pair,
    ShownAnswer,
    Side,
    Vote,
    VoteQuestion,
)
from selfaudit.core.models.judgment import Act, Phase, Timing
from selfaudit.core.models.relevance import Prompt
from selfaudit.core.ports import Clock
from selfaudit.core.store.store import Store
from selfaudit.core.store.votes import Given
from selfaudit.core.study.in_force import wording_in

WEAK_OF = 10
WEAK = 4
"""Of the last ten pairs, how many unusable ones show that the model is too weak (PROTOCOL)."""


@dataclass(frozen=True, slots=True)
class VoteProgress:
    """How far a block has come: pairs that are done, and all that will be shown.

    `ready` counts those with both answers; `dropped` those that were left out because no answers
    could be made.
    """

    done: int
    pairs: int
    ready: int
    dropped: int

    @property
    def is_finished(self) -> bool:
        """Whether every pair of the block is done."""
        return self.done == self.pairs


@dataclass(frozen=True, slots=True)
class OpenPair:
    """The pair on the table, as it is shown: nothing here tells its arm."""

    pair: int
    prompt: Prompt
    left: ShownAnswer
    right: ShownAnswer
    question: VoteQuestion
    given: Given
    place: int
    progress: VoteProgress


class Voting:
    """Stage three over a store."""

    STAGE = Stage.COMPARISON
    SEALED = "Which answer was which is shown when all are voted on or skipped."

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.planning = Planning(store, clock)

    def block(self) -> Block | None:
        """The block that is open: the oldest that is begun and not revealed."""
        open_blocks = (one for one in self._store.blocks.all(self.STAGE) if one.is_sealed)
        return next(open_blocks, None)

    def current(self) -> OpenPair | None:
        """The pair to be voted on now.

        None when no block is open, when it is finished, or when the answers of the pair that
        comes next are still being made.
        """
        block = self.block()
        if block is None:
            return None
        votes = self._store.votes.effective(block.id)
        shown = self._shown(block)
        for place, pair in enumerate(shown):
            question = next_question(pair, votes.get(pair.id, {}))
            if question is None:
                continue
            if pair.generic is None or pair.other is None:
                return None
            generic = self._to_show(pair.generic)
            other = self._to_show(pair.other)
            is_left = pair.generic_side is Side.LEFT
            return OpenPair(
                pair.id,
                self._store.prompts.get(pair.prompt),
                generic if is_left else other,
                other if is_left else generic,
                question,
                votes.get(pair.id, {}),
                place,
                self._progress(block, shown, votes),
            )
        return None

    def progress(self, block: Block) -> VoteProgress:
        """How far a block has come."""
        return self._progress(block, self._shown(block), self._store.votes.effective(block.id))

    def is_too_weak(self, block: Block) -> bool:
        """Whether four of the ten pairs that were voted on last were unusable, repeats left out.

        Never of answers from elsewhere: those say nothing of the model on this machine.
        """
        votes = self._store.votes.effective(block.id)
        better = [
            votes[pair.id][VoteQuestion.BETTER].answer
            for pair in self._shown(block)
            if pair.repeats is None
            and pair.arm is not Arm.ELSEWHERE
            and VoteQuestion.BETTER in votes.get(pair.id, {})
        ]
        return better[-WEAK_OF:].count(Better.BOTH_UNUSABLE) >= WEAK

    def answer(
        self,
        pair: int,
        question: VoteQuestion,
        answer: str,
        *,
        attribute: int | None = None,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Vote:
        """Record an answer to a question about a pair. On return it is on disk.

        Raises SelfauditError for a pair that has no answers yet, for an answer that the question
        does not have, and for a rating before the reveal or of an attribute that was not used.
        """
        with self._store.database.write():
            found = self._store.pairs.get(pair)
            block = self._store.blocks.get(found.block)
            if not found.is_ready or not can_be_answered(question, answer):
                raise SelfauditError(
                    "This pair has no answers yet."
                    if not found.is_ready
                    else "This is no answer to that question."
                )
            if question is VoteQuestion.RATING:
                before = self._rating_before(block, found, attribute)
            else:
                before = self._store.votes.effective(block.id).get(pair, {}).get(question)
            return self._store.votes.append(
                pair,
                question,
                answer,
                Act.DECIDE if before is None else Act.CORRECT,
                Phase.BEFORE if block.is_sealed else Phase.AFTER,
                self._store.wordings.add(wording_in(self._store, VOTE_WORDINGS[question])),
                self._clock.now(),
                attribute=attribute,
                key=key,
                timing=timing,
            )

    def undo(self, block: Block, *, key: str | None = None) -> Vote | None:
        """Take back the last act of a block that still stands; None if there is none.

        In a revealed block only what was said after the reveal can be taken back.
        """
        with self._store.database.write():
            is_sealed = self._store.blocks.get(block.id).is_sealed
            phase = Phase.BEFORE if is_sealed else Phase.AFTER
            last = self._store.votes.last_standing(block.id, phase)
            if last is None:
                return None
            self._store.votes.append(
                last.pair,
                last.question,
                last.answer,
                Act.UNDO,
                phase,
                last.wording,
                self._clock.now(),
                attribute=last.attribute,
                key=key,
                undoes=last.id,
            )
            return last

    def may_reveal(self, block: Block) -> bool:
        """Whether a block may be opened: it is finished, or the model is too weak to go on."""
        return self.progress(block).is_finished or self.is_too_weak(block)

    def reveal(self, block: Block) -> Block:
        """Open a block for good. Raises SelfauditError while pairs are open."""
        with self._store.database.write():
            if not self.may_reveal(block):
                progress = self.progress(block)
                raise SelfauditError(
                    f"{progress.pairs - progress.done} of the {progress.pairs} pairs of this block "
                    f"are open. {self.SEALED}",
                    title="The block is sealed",
                )
            self._store.blocks.reveal(block.id, self._clock.now())
        return self._store.blocks.get(block.id)

    def _to_show(self, answer: int) -> ShownAnswer:
        found = self._store.pairs.answer(answer)
        return ShownAnswer(found.text, found.finish_reason)

    def _rating_before(self, block: Block, pair: Pair, attribute: int | None) -> Vote | None:
        if block.is_sealed:
            raise SelfauditError(
                "Which attributes were used is shown after the block.",
                title="The block is sealed",
            )
        if pair.repeats is not None:
            raise SelfauditError(
                f"This pair came back; what was used is rated where it came first: {pair.repeats}."
            )
        used = {fact.attribute for fact in self._store.pairs.facts(pair.id)} - {None}
        if attribute is None or attribute not in used:
            raise SelfauditError("Only an attribute that an answer was given can be rated.")
        return self._store.votes.ratings(pair.id).get(attribute)

    def _shown(self, block: Block) -> list[Pair]:
        return [pair for pair in self._store.pairs.of(block.id) if pair.dropped is None]

    def _progress(
        self, block: Block, shown: Sequence[Pair], votes: dict[int, Given]
    ) -> VoteProgress:
        done = sum(next_question(pair, votes.get(pair.id, {})) is None for pair in shown)
        ready = sum(pair.is_ready for pair in shown)
        every = len(self._store.pairs.of(block.id))
        return VoteProgress(done, len(shown), ready, every - len(shown))

"""What is asked again after two weeks, answered as the first time or not."""

from selfaudit.core.comparison.again import VotingAgain
from selfaudit.core.models.block import Block
from selfaudit.core.models.comparison import Better, Side, VoteQuestion
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.ports import Clock
from selfaudit.core.relevance.again import MarkingAgain
from selfaudit.core.store.store import Store

TWO_WEEKS = 14 * 86_400.0

_MIRRORED = dict(zip(list(Better)[:5], list(Better)[4::-1], strict=True))


def mark_again(store: Store, clock: Clock, *, other_on: int = 0, close: bool = True) -> Block:
    """Answer all marks that are due again as before, but the first so many differently."""
    marking = MarkingAgain(store, clock)
    block = marking.begin(3)
    place = 0
    while (asked := marking.current()) is not None:
        entry = store.marks.entry(asked.entry.repeats or 0)
        assert entry is not None
        first = store.marks.effective(entry.block)[entry.id].answer
        other = MarkAnswer.NO if first is MarkAnswer.YES else MarkAnswer.YES
        marking.answer(asked.entry, other if place < other_on else first)
        place += 1
    return marking.reveal(block) if close else block


def vote_again(store: Store, clock: Clock, *, other_on: int = 0, close: bool = True) -> Block:
    """Vote on all pairs that are due again as before, but on the first so many differently."""
    voting = VotingAgain(store, clock)
    block = voting.begin(3)
    place = 0
    while (shown := voting.current()) is not None:
        if shown.question is not VoteQuestion.BETTER:
            voting.answer(shown.pair, shown.question, "none")
            continue
        pair = store.pairs.get(shown.pair)
        first = store.pairs.get(pair.repeats or 0)
        said = Better(store.votes.effective(first.block)[first.id][VoteQuestion.BETTER].answer)
        if first.generic_side is not pair.generic_side:
            said = _MIRRORED.get(said, said)
        if place < other_on:
            left = said in (Better.LEFT_MUCH, Better.LEFT_SLIGHTLY)
            said = Better.RIGHT_MUCH if left else Better.LEFT_MUCH
        voting.answer(shown.pair, VoteQuestion.BETTER, said)
        place += 1
    return voting.reveal(block) if close else block


def sides(store: Store, block: Block) -> list[tuple[Side, Side]]:
    """Where the generic answer stood the first time, and the second, of each pair of a block."""
    pairs = store.pairs.of(block.id)
    return [(store.pairs.get(one.repeats or 0).generic_side, one.generic_side) for one in pairs]

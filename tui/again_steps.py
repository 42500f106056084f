"""What can be done with what is asked again after two weeks, in words, decided in one place.

It is offered, never asked for: whoever does not want it goes on with anything else.
"""

from collections.abc import Sequence

from selfaudit.core.comparison.again import PAIR_SECONDS, repeated_votes
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.relevance.again import MARK_SECONDS, repeated_marks
from selfaudit.tui.block_steps import BlockStep
from selfaudit.tui.next_step import NextStep, Step
from selfaudit.tui.session import Session
from selfaudit.tui.voting_step import Turn, VotingStep
from selfaudit.tui.words import count, duration

_BLIND = (
    "What you said then is not shown, and no key is the right one: you may have changed. It says "
    "how steady your answers are, and changes nothing else. You can stop after any key."
)
_NOTHING = (
    "Answers are asked again when they are two weeks old, each once, and at most every two weeks."
)
_THANKS = (
    "The report says how steady you are, on its last page, from 30 answers on that you gave twice. "
    "Go back with q."
)


def again_next(session: Session) -> NextStep | None:
    """What was begun to be asked again, or what could be; None where nothing is."""
    marking, voting = session.marking_again, session.voting_again
    marks, pairs = marking.block(), voting.block()
    if marks is not None:
        done = marking.progress(marks)
        return _go_on(Step.MARK_AGAIN, done.done, done.entries, "question")
    if pairs is not None:
        voted = voting.progress(pairs)
        return _go_on(Step.COMPARE_AGAIN, voted.done, voted.pairs, "pair")
    if waiting := marking.waiting():
        return NextStep(
            Step.MARK_AGAIN,
            "Say again what should matter, if you like",
            _offer(waiting, "question", MARK_SECONDS),
        )
    if waiting := voting.waiting():
        return NextStep(
            Step.COMPARE_AGAIN,
            "Compare some answers again, if you like",
            _offer(waiting, "pair", PAIR_SECONDS),
        )
    return None


def _go_on(step: Step, done: int, of: int, one: str) -> NextStep:
    if done == of:
        return NextStep(step, "See how steady you were", "All that was asked again is answered.")
    return NextStep(
        step,
        "Go on with what is asked again",
        f"{done} of {count(of, one)} from two weeks ago done. You come back to the same one.",
    )


def _offer(number: int, one: str, seconds: float) -> str:
    return (
        f"{count(number, one)} from two weeks ago or more, about {duration(number * seconds)}: "
        "how steady are your answers? Any other key leaves it for later."
    )


def marking_again_step(session: Session) -> BlockStep:
    """What comes next where no mark is asked again at the moment."""
    marking = session.marking_again
    block = marking.block()
    if block is not None:
        return BlockStep(
            "All is answered", (f"Enter shows {_HOW_OFTEN}.",), "see how often you said the same"
        )
    waiting = marking.waiting()
    if waiting:
        what = (
            f"{count(waiting, 'question')}, about {duration(waiting * MARK_SECONDS)}: prompts and "
            "attributes from your blocks, drawn by lot from what you marked two weeks ago or "
            "earlier. As before: should the attribute change the response?"
        )
        return BlockStep("Marked two weeks ago, asked again", (what, _BLIND), "begin")
    repeats = repeated_marks(session.store)
    closed = _last_closed(session, Stage.RELEVANCE_AGAIN)
    same = [one.first is one.second for one in repeats if closed and one.entry.block == closed.id]
    return BlockStep(*_closed(same, "question", closed), "")


def voting_again_step(session: Session) -> VotingStep:
    """What comes next where no pair is shown again at the moment."""
    voting = session.voting_again
    if voting.block() is not None:
        return VotingStep(
            Turn.FINISHED,
            "All is answered",
            (f"Enter shows {_HOW_OFTEN}.",),
            "see how often you said the same",
        )
    waiting = voting.waiting()
    if waiting:
        what = (
            f"{count(waiting, 'pair')}, about {duration(waiting * PAIR_SECONDS)}: answers that you "
            "compared two weeks ago or earlier, drawn by lot. Which is left and which is right was "
            "drawn anew."
        )
        title = "Compared two weeks ago, shown again"
        return VotingStep(Turn.BEGIN, title, (what, _BLIND), "begin")
    repeats = repeated_votes(session.store)
    closed = _last_closed(session, Stage.COMPARISON_AGAIN)
    same = [one.first is one.second for one in repeats if closed and one.pair.block == closed.id]
    return VotingStep(Turn.TOO_LITTLE, *_closed(same, "pair", closed))


_HOW_OFTEN = "how often you said the same as then. After that your answers stay as they are"


def _last_closed(session: Session, stage: Stage) -> Block | None:
    closed = [block for block in session.store.blocks.all(stage) if not block.is_sealed]
    return closed[-1] if closed else None


def _closed(same: Sequence[bool], one: str, closed: Block | None) -> tuple[str, tuple[str, ...]]:
    if closed is None:
        return "Nothing to ask again yet", (_NOTHING, "Go back with q.")
    if not same:
        return "Nothing was answered twice", (_NOTHING, "Go back with q.")
    title = f"The same answer to {sum(same)} of {count(len(same), one)}"
    return title, (
        "Answers differ for many reasons: the question was close, you slipped, or you changed.",
        _THANKS,
    )

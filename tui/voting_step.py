"""What can be done where no pair of answers is open, in words, decided in one place."""

from dataclasses import dataclass
from enum import Enum

from selfaudit.core.comparison.planning import REST_SECONDS
from selfaudit.core.comparison.voting import WEAK, WEAK_OF
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.run import Purpose
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.session import Session
from selfaudit.tui.words import count, duration

_WHAT = (
    "You see one prompt at a time with two answers to it, and say which serves you better. "
    "About a minute a pair; you can stop after any key. A few pairs come back a second time."
)
_SEALED = (
    "Which answer was which is shown when the block is done, not before, so that it cannot "
    "lead you."
)
_APPEARS = (
    "It appears here by itself. You can leave and come back: as long as the program runs, the "
    "answers go on being made."
)


class Turn(Enum):
    """What comes next."""

    BEGIN = "begin"
    TOO_LITTLE = "too little"
    NO_MODEL = "no model"
    MAKING = "making"
    BROKEN = "broken"
    TOO_WEAK = "too weak"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class VotingStep:
    """A heading, paragraphs, and what Enter does ("" for nothing).

    `reveal` is what the key for opening the block at once does, where it is offered. `done` of
    `items` is how far the answers have come, where that is what there is to wait for.
    """

    turn: Turn
    title: str
    texts: tuple[str, ...]
    enter: str = ""
    reveal: str = ""
    done: int = 0
    items: int = 0


def voting_step(
    session: Session, preparation: Preparation, *, is_too_weak: bool = False
) -> VotingStep:
    """What comes next where no pair of stage three can be shown."""
    block = session.voting.block()
    if block is None:
        return _next_block(session)
    if is_too_weak:
        return _too_weak(session)
    progress = session.voting.progress(block)
    if progress.is_finished:
        return _finished(block, progress.pairs, progress.dropped)
    if preparation.error is not None and not preparation.is_running:
        error = preparation.error
        texts = (error.message, error.hint) if error.hint else (error.message,)
        return VotingStep(Turn.BROKEN, error.title, texts, "try again")
    if session.start_preparation is None:
        return _no_model(session)
    if not preparation.is_running and preparation.news:
        return VotingStep(
            Turn.BROKEN,
            "The next pair has no answers yet",
            ("The model was stopped before it had written them.",),
            "let it go on",
        )
    return _making(preparation, progress.done)


def _next_block(session: Session) -> VotingStep:
    too_little = session.voting.planning.too_little()
    if too_little is not None:
        return _too_little(too_little)
    pairs = session.voting.planning.pairs_possible()
    if session.start_preparation is None:
        return _no_model(session)
    number = len(session.store.blocks.all(Stage.COMPARISON)) + 1
    rest = _rest(session)
    return VotingStep(
        Turn.BEGIN,
        f"Compare answers: block {number}, {count(pairs, 'pair')}",
        (_WHAT, _SEALED, *([rest] if rest else [])),
        "begin the block" if number == 1 else "begin the next block",
    )


def _too_little(error: SelfauditError) -> VotingStep:
    return VotingStep(Turn.TOO_LITTLE, error.title, (error.message, error.hint))


def _no_model(session: Session) -> VotingStep:
    return VotingStep(
        Turn.NO_MODEL,
        "There is no model to write the answers",
        (
            "Both answers of a pair are written by a model on this machine, and there is none.",
            f"Leave with q; `{session.program} models pull` fetches one, and "
            f"`{session.program} models add PATH` takes any GGUF file that you have.",
        ),
    )


def _rest(session: Session) -> str:
    """One sentence on marks that have not lain for a day; "" where they have."""
    rested = session.voting.planning.rested_at()
    left = rested - session.clock.now() if rested is not None else 0.0
    if left <= 0:
        return ""
    return (
        f"Your newest marks are {duration(REST_SECONDS - left)} old. A day between marking and "
        "comparing keeps you from recognising what you marked. You can begin now or come back."
    )


def _too_weak(session: Session) -> VotingStep:
    return VotingStep(
        Turn.TOO_WEAK,
        "This model is too weak for this question",
        (
            f"You found both answers unusable in {WEAK} or more of the last {WEAK_OF} pairs. A "
            "larger model answers better: get one as a GGUF file, leave with q and run "
            f"`{session.program} models add PATH`.",
            "You can open this block now with what you have said so far, or go on voting.",
        ),
        "go on voting",
        "open the block now",
    )


def _finished(block: Block, pairs: int, dropped: int) -> VotingStep:
    left_out = f"{count(dropped, 'pair')} had no answers and was left out." if dropped else ""
    if dropped > 1:
        left_out = f"{count(dropped, 'pair')} had no answers and were left out."
    if pairs == 0:
        texts = ["No answers could be made for any pair of this block, so it is empty."]
    else:
        texts = [
            f"All of its {count(pairs, 'pair')} are voted on or skipped. Enter shows which answer "
            "was which. After that your votes stay as they are."
        ]
    return VotingStep(
        Turn.FINISHED,
        f"Block {block.number} is done",
        (*texts, *([left_out] if left_out else [])),
        "open the block",
    )


def _making(preparation: Preparation, voted: int) -> VotingStep:
    title = "The next pair is being made" if voted else "The first pair is being made"
    if preparation.purpose is Purpose.ANSWERS and preparation.items:
        left = preparation.seconds_left
        how_far = f"{preparation.done} of {count(preparation.items, 'pair')} made"
        if left is not None:
            how_far += f" · {duration(left)} left"
        return VotingStep(
            Turn.MAKING,
            title,
            (how_far, _APPEARS),
            done=preparation.done,
            items=preparation.items,
        )
    if preparation.is_running and preparation.purpose is not None:
        return VotingStep(Turn.MAKING, title, ("The model ends other work first.", _APPEARS))
    return VotingStep(Turn.MAKING, title, ("Making the model ready.", _APPEARS))

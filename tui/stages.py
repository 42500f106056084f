"""The three questions of the audit: how far each has come, and which one is next."""

from dataclasses import dataclass

from selfaudit.core.models.block import FIRST, Stage
from selfaudit.core.models.judgment import TrueAnswer
from selfaudit.core.review.sizes import SET_CARDS
from selfaudit.tui.again_steps import again_next
from selfaudit.tui.belief_words import held
from selfaudit.tui.extraction import Extraction
from selfaudit.tui.next_step import NextStep, Step, next_step
from selfaudit.tui.session import Session
from selfaudit.tui.words import count


@dataclass(frozen=True, slots=True)
class StageLine:
    """One question, how far it has come, and the key that opens it."""

    question: str
    state: str
    key: str


def stage_lines(session: Session) -> list[StageLine]:
    """The three questions in order."""
    progress = session.review.queue.progress()
    true = progress.verdicts.get(TrueAnswer.YES, 0)
    cards = f"{count(progress.done, 'card')} judged, {true} true of you"
    return [
        StageLine("Is it true?", cards, "r"),
        StageLine("Should it matter?", _marking(session), "m"),
        StageLine("Did it help?", _voting(session), "c"),
    ]


def _marking(session: Session) -> str:
    marking = session.marking
    block = marking.block()
    if block is not None:
        progress = marking.progress(block)
        if progress.is_finished:
            return f"block {block.number} is done and can be opened"
        return f"block {block.number}: {progress.done} of {progress.entries} questions done"
    opened = len(session.store.blocks.all(Stage.RELEVANCE))
    if opened:
        return f"{count(opened, 'block')} done, {count(session.store.marks.count(), 'mark')}"
    return "not begun" if marking.accepted() else "after the first true attribute"


def _voting(session: Session) -> str:
    voting = session.voting
    block = voting.block()
    if block is not None:
        progress = voting.progress(block)
        if progress.is_finished:
            return f"block {block.number} is done and can be opened"
        return f"block {block.number}: {progress.done} of {count(progress.pairs, 'pair')} done"
    opened = len(session.store.blocks.all(Stage.COMPARISON))
    if opened:
        return f"{count(opened, 'block')} done, {count(session.store.votes.count(), 'vote')}"
    return "not begun" if voting.planning.pairs_possible() else "after a block of marks"


def next_of_all(session: Session, extraction: Extraction) -> NextStep:
    """What the person can do now, over all three questions.

    Cards come first until the headline has all of its own, but for what vendors noted, which comes
    between sets; then a block of marks, then a block of pairs; then what is two weeks old and could
    be asked again; once all three have something opened, the report.
    """
    cards = session.review.queue.progress()
    step = next_step(session, extraction, cards)
    if step.step is Step.NOTHING_FOUND:
        return _beliefs_next(session) or step
    if step.step not in (Step.MORE, Step.RESUME, Step.ALL_JUDGED):
        return step
    if step.has_cards and not cards.headline_finished:
        is_after_a_set = cards.done >= SET_CARDS and cards.in_set == 0
        return (_beliefs_next(session) if is_after_a_set else None) or step
    return (
        _beliefs_next(session)
        or _marks_next(session)
        or _pairs_next(session)
        or again_next(session)
        or _report_next(session)
        or step
    )


def _beliefs_next(session: Session) -> NextStep | None:
    progress = session.beliefs.progress()
    if not progress.left:
        return None
    if progress.done:
        return NextStep(
            Step.BELIEFS,
            "Go on with what vendors noted",
            f"{progress.done} of {count(progress.total, 'statement')} judged.",
        )
    return NextStep(
        Step.BELIEFS,
        "See what vendors noted about you",
        f"{held(progress)} Say whether that is true, and get a list of what to delete there.",
    )


def _marks_next(session: Session) -> NextStep | None:
    marking = session.marking
    block = marking.block()
    if block is not None:
        progress = marking.progress(block)
        if progress.is_finished:
            return NextStep(
                Step.MARK, "See what the selectors chose", "Your block of marks is done."
            )
        return NextStep(
            Step.MARK,
            "Go on marking what should matter",
            f"{progress.done} of {count(progress.entries, 'question')} of this block done.",
        )
    if marking.accepted() and not session.store.blocks.all(Stage.RELEVANCE):
        return NextStep(
            Step.MARK,
            "Say what should matter",
            "For ten prompts, which of the attributes that you accepted should change the answer?",
        )
    return None


def _pairs_next(session: Session) -> NextStep | None:
    voting = session.voting
    block = voting.block()
    if block is not None:
        progress = voting.progress(block)
        if progress.is_finished:
            return NextStep(Step.COMPARE, "See which answer was which", "Your block is done.")
        return NextStep(
            Step.COMPARE,
            "Go on comparing answers",
            f"{progress.done} of {count(progress.pairs, 'pair')} of this block done.",
        )
    if voting.planning.pairs_possible() and not session.store.blocks.all(Stage.COMPARISON):
        return NextStep(
            Step.COMPARE,
            "Compare answers",
            "Two answers side by side: does using your attributes make them better?",
        )
    return None


def _report_next(session: Session) -> NextStep | None:
    blocks = [session.store.blocks.all(stage) for stage in FIRST]
    if not all(any(not block.is_sealed for block in of_stage) for of_stage in blocks):
        return None
    return NextStep(
        Step.REPORT,
        "See how far the model and you agree",
        "All three questions have been answered in part. More cards, marks and pairs make the "
        "report more certain.",
    )

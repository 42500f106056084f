"""What the person can do now, decided in one place for every screen that says it."""

from dataclasses import dataclass
from enum import Enum

from selfaudit.core.review.place import Progress
from selfaudit.core.review.sizes import Sizes
from selfaudit.core.study.in_force import terms_in
from selfaudit.tui.extraction import Extraction, Phase
from selfaudit.tui.session import Session
from selfaudit.tui.words import count, duration


class Step(Enum):
    """What comes next."""

    IMPORT = "import"
    FIRST = "first"
    RESUME = "resume"
    MORE = "more"
    WAIT = "wait"
    NOTHING_FOUND = "nothing found"
    ALL_JUDGED = "all judged"
    BELIEFS = "beliefs"
    MARK = "mark"
    COMPARE = "compare"
    MARK_AGAIN = "mark again"
    COMPARE_AGAIN = "compare again"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step, its heading, and one sentence on it."""

    step: Step
    title: str
    text: str

    @property
    def has_cards(self) -> bool:
        """Whether a card can be judged at once."""
        return self.step in (Step.FIRST, Step.RESUME, Step.MORE)

    @property
    def can_begin(self) -> bool:
        """Whether the person can do it at once."""
        return self.has_cards or self.step in (
            Step.IMPORT,
            Step.BELIEFS,
            Step.MARK,
            Step.COMPARE,
            Step.MARK_AGAIN,
            Step.COMPARE_AGAIN,
            Step.REPORT,
        )


def next_step(session: Session, extraction: Extraction, progress: Progress) -> NextStep:
    """What the person can do now, given how far the cards have come."""
    if session.store.history.is_empty():
        return NextStep(
            Step.IMPORT,
            "Bring in your chats",
            "Drop the file or folder of your export here, or press Enter and name it. You see what "
            "is in it before anything is stored.",
        )
    began = session.store.judgments.count() > 0
    if session.review.current() is not None:
        return _resume(progress) if began else _first(progress.sizes)
    if session.review.missed.is_due():
        return _missed()
    if session.review.queue.may_begin(extraction_ended=not extraction.is_running):
        return (
            NextStep(Step.MORE, "Judge the next cards", "New cards are ready.")
            if (progress.done)
            else _first(progress.sizes)
        )
    return _without_cards(session, extraction, progress)


def _first(sizes: Sizes) -> NextStep:
    return NextStep(
        Step.FIRST,
        "Judge the first cards",
        f"Sets of {sizes.set} cards, about {_minutes(sizes.set)} each. "
        "You can stop after any card.",
    )


def _minutes(cards: int) -> str:
    """About how long a set of cards takes, at ten seconds a card."""
    minutes = max(1, round(cards / 6))
    return "two minutes" if minutes == 2 else count(minutes, "minute")


def _missed() -> NextStep:
    return NextStep(
        Step.MORE,
        "See what the model missed, and what changed",
        "A few questions on your own messages, on what was held back, or on cards from two weeks "
        "ago.",
    )


def _resume(progress: Progress) -> NextStep:
    return NextStep(
        Step.RESUME,
        "Go on where you stopped",
        f"{count(progress.done, 'card')} done. You come back to the same card and question.",
    )


def _without_cards(session: Session, extraction: Extraction, progress: Progress) -> NextStep:
    attributes, sizes = session.store.attributes.count(), progress.sizes
    sample = _sample_words(session, extraction)
    if extraction.is_running:
        return _on_their_way(session, progress, sample)
    if sample and attributes:
        return NextStep(
            Step.WAIT,
            "The rest of your sample is not read yet",
            "The cards that your result rests on are drawn once it is. Press x on the first "
            "screen to let the model go on.",
        )
    if attributes == 0:
        return NextStep(Step.NOTHING_FOUND, *_nothing_found(extraction, session.program))
    ending = (
        f"That is fewer than {sizes.headline}, so your result will be less certain."
        if progress.headline_done < sizes.headline
        else "The headline has all the cards that it needs."
    )
    return NextStep(
        Step.ALL_JUDGED,
        "Every card is judged",
        f"{count(progress.done, 'card')} done. {ending} Next, say which of these should matter: q, "
        "then m. More chats bring more cards: q, then i.",
    )


def _on_their_way(session: Session, progress: Progress, sample: str) -> NextStep:
    """While the model reads: when the next cards come, and how many notes wait for that."""
    needed = progress.sizes.set
    waiting = len(session.review.queue.frames.of_next(extraction_ended=False))
    if not terms_in(session.store).early:
        when = "come when the model has read everything."
    else:
        more, where = "more " if progress.done else "", " in your sample" if sample else ""
        when = f"come when {needed} {more}are found{where}; {waiting} so far."
    if progress.done == 0:
        return NextStep(
            Step.WAIT, "The first cards are on their way", f"The first cards {when}{sample}"
        )
    return NextStep(
        Step.WAIT,
        "More cards are on their way",
        f"You have judged every card so far. The next ones {when}{sample}",
    )


def _sample_words(session: Session, extraction: Extraction) -> str:
    """What a budget's sample that is not read yet means for the cards; "" without one."""
    budget = session.store.budgets.current()
    if budget is None or budget.is_read:
        return ""
    time = extraction.sample_seconds_left
    left = f", {duration(time)} from now" if time is not None else ""
    words = f" All of yours are drawn when your sample is read{left}."
    if session.opening.step() is not None:
        words += " Meanwhile Enter leads to what comes before the first card."
    return words


def _nothing_found(extraction: Extraction, program: str) -> tuple[str, str]:
    if extraction.phase is Phase.DONE:
        return (
            "Nothing was found",
            "The model found nothing about you whose words are in your messages. More chats "
            "or a larger model may give more.",
        )
    if extraction.phase is Phase.UNAVAILABLE:
        return (
            "No cards yet",
            f"There is no model to look with. Leave with q; `{program} models pull` fetches one.",
        )
    return "No cards yet", "The extraction ended before anything was found. Press x to go on."

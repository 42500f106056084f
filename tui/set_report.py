"""What a set of twelve cards came to, derived from the store."""

from dataclasses import dataclass, field

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.draw import SET_CARDS
from selfaudit.core.review.queue import Progress
from selfaudit.core.review.wordings import follow_up
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class SetReport:
    """Counts over the cards of one set; `answers` by what was stored for `true`.

    `finishes_headline` tells whether the sixtieth headline card is among them.
    """

    number: int
    cards: int
    skipped: int
    seconds_per_card: float
    finishes_headline: bool
    answers: dict[str, int] = field(default_factory=dict)


def finished_set(store: Store, before: Progress, after: Progress) -> SetReport | None:
    """The report of the set that an answer finished; None where it finished none."""
    finishes_headline = after.headline_finished and not before.headline_finished
    if after.done // SET_CARDS > before.done // SET_CARDS or finishes_headline:
        return _report(store, after, finishes_headline)
    return None


def _report(store: Store, progress: Progress, finishes_headline: bool) -> SetReport:
    number = -(-progress.done // SET_CARDS)
    attributes = _finished(store)[SET_CARDS * (number - 1) :]
    answers: dict[str, int] = {}
    skipped, seconds = 0, 0.0
    for attribute in attributes:
        verdict = store.judgments.effective(attribute).get(Question.TRUE)
        if verdict is None:
            skipped += 1
        else:
            answers[verdict.answer] = answers.get(verdict.answer, 0) + 1
        timings = [judgment.circumstance.timing for judgment in store.judgments.of(attribute)]
        seconds += sum(timing.active for timing in timings if timing is not None)
    per_card = seconds / len(attributes) if attributes else 0.0
    return SetReport(number, len(attributes), skipped, per_card, finishes_headline, answers)


def _finished(store: Store) -> list[int]:
    """The attributes whose cards are done, in the order of the queue."""
    found = []
    for batch in store.judgments.batches():
        answers = store.judgments.answers(batch.id)
        for card in store.judgments.cards(batch.id):
            given = answers.get(card.attribute, {})
            verdict = given.get(Question.TRUE)
            asked = Question.TRUE if verdict is None else follow_up(verdict)
            if asked is None or asked in given or given.get(Question.SKIP) == asked:
                found.append(card.attribute)
    return found

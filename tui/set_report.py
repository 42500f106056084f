"""What a set of cards came to, derived from the store."""

from dataclasses import dataclass, field

from selfaudit.core.models.judgment import Question, TrueAnswer
from selfaudit.core.review.guesses import guess_of
from selfaudit.core.review.place import CheckPlace, Progress
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.review.sizes import HEADLINE_CARDS
from selfaudit.core.review.wordings import ASKED
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class SetReport:
    """Counts over the cards of one set; `answers` by what was stored for `true`.

    The cards are those of attributes; `checks` are what was shown among them. `edited` counts
    statements in the person's own wording, which were not accepted as written; `finishes_headline`
    tells whether the last of the `headline_cards` of the headline is among them. `right`
    counts statements that are true as written, and `guess` is what the person guessed that number
    to be, of a whole set. `done` counts the cards of all sets so far, and `goal` is how many the
    headline takes, while it has not all of them.
    """

    number: int
    cards: int
    skipped: int
    edited: int
    seconds_per_card: float
    finishes_headline: bool
    answers: dict[str, int] = field(default_factory=dict)
    checks: tuple[CheckPlace, ...] = ()
    right: int = 0
    guess: int | None = None
    headline_cards: int = HEADLINE_CARDS
    done: int = 0
    goal: int | None = None


def finished_set(
    store: Store, queue: ReviewQueue, before: Progress, after: Progress
) -> SetReport | None:
    """The report of the set that an answer finished; None where it finished none.

    Where no card is left, a part of a set is finished too if it had checks, which are then told.
    """
    finishes_headline = after.headline_finished and not before.headline_finished
    is_last = after.done > before.done and queue.next_place() is None and after.checks_done > 0
    size = after.sizes.set
    if after.done // size > before.done // size or finishes_headline or is_last:
        return _report(store, queue, after, finishes_headline)
    return None


def _report(
    store: Store, queue: ReviewQueue, progress: Progress, finishes_headline: bool
) -> SetReport:
    size = progress.sizes.set
    number = -(-progress.done // size)
    done = [place.card.attribute for place in queue.places() if place.is_done]
    attributes = done[size * (number - 1) :]
    answers: dict[str, int] = {}
    skipped = edited = right = 0
    seconds = 0.0
    for attribute in attributes:
        verdict = store.judgments.effective(attribute).get(Question.TRUE)
        if verdict is None:
            skipped += 1
        else:
            answers[verdict.answer] = answers.get(verdict.answer, 0) + 1
        as_written = store.attributes.get(attribute).as_written
        edited += not as_written
        right += as_written and verdict is not None and verdict.answer == TrueAnswer.YES
        questions = [
            judgment.circumstance.timing
            for judgment in store.judgments.of(attribute)
            if judgment.question in ASKED or judgment.question is Question.SKIP
        ]
        seconds += sum(timing.active for timing in questions if timing is not None)
    guess = guess_of(store, number - 1)
    goal = progress.headline_total or progress.headline_goal
    per_card = seconds / len(attributes) if attributes else 0.0
    checks = tuple(
        check for check in queue.checks() if check.number == number - 1 and check.question is None
    )
    return SetReport(
        number, len(attributes), skipped, edited, per_card, finishes_headline, answers, checks,
        right, guess.right if guess is not None and len(attributes) == size else None,
        progress.headline_goal, progress.done,
        goal if progress.headline_done < goal else None,
    )  # fmt: skip

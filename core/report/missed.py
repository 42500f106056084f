"""What extraction missed: what was expected, what was held back, what messages still hold."""

from collections import Counter
from collections.abc import Sequence

from selfaudit.core.agreement.cards import CardRow, held_back, verdicts
from selfaudit.core.agreement.enough import Headline, Unit, standing
from selfaudit.core.models.item import Item, ItemKind
from selfaudit.core.models.judgment import Question, TrueAnswer
from selfaudit.core.ports import Clock
from selfaudit.core.report.cards import SAID
from selfaudit.core.report.pages import Behind, Figure, Of, Scale
from selfaudit.core.report.words import counted
from selfaudit.core.review.opening import Opening
from selfaudit.core.store.items import effective
from selfaudit.core.store.store import Store


def figures(store: Store) -> list[Figure]:
    """Shares of two samples; none where nothing of a sample was answered."""
    return [*_held_back(store), *_missing(store)]


def _held_back(store: Store) -> list[Figure]:
    answered = _answered(store, ItemKind.HELD_BACK, Question.TRUE)
    if not answered:
        return []
    frame = store.items.frame_size(ItemKind.HELD_BACK)
    said = verdicts([CardRow(TrueAnswer(answer), edited) for _, answer, edited in answered], frame)
    held = standing(Headline.FOLLOW_UP, {Unit.ANSWERS: said.answered}, said.as_written)
    right = sum(answer == TrueAnswer.YES and not edited for _, answer, edited in answered)
    number = held_back(right, said.answered, frame)
    note = ""
    if held.shown is not None and number is not None:
        note = f"That would be about {round(number.value):,} of the {counted(frame, 'note')}."
    return [
        Figure(
            "held_back_true",
            "of the notes that were held back although your words are there is true of you",
            Scale.SHARE,
            said.as_written,
            f"{counted(said.answered, 'card')}, drawn at random from {counted(frame, 'such note')}",
            held,
            note,
            _behind(answered),
        )
    ]


def _missing(store: Store) -> list[Figure]:
    answered = _answered(store, ItemKind.MESSAGE, Question.MISSING)
    if not answered:
        return []
    frame = store.items.frame_size(ItemKind.MESSAGE)
    said = verdicts([CardRow(TrueAnswer(answer)) for _, answer, _ in answered], frame)
    return [
        Figure(
            "missing",
            "of your messages say something about you that is not on the list",
            Scale.SHARE,
            said.as_written,
            f"{counted(said.answered, 'message')}, drawn at random from "
            f"{counted(frame, 'message')} with your own words that the model has read",
            standing(Headline.FOLLOW_UP, {Unit.ANSWERS: said.answered}, said.as_written),
            behind=_behind(answered),
        )
    ]


def recall_note(store: Store, clock: Clock) -> str:
    """How much of what the person expected appeared: counts, since eight are too few for more."""
    named = Opening(store, clock).recalled()
    if not named:
        return (
            "You named nothing beforehand that you expected to be noted, so nothing is said of "
            "what you miss."
        )
    said = Counter(one.appeared for one in named)
    if said[None] == len(named):
        return (
            f"Beforehand you named {counted(len(named), 'thing')} that you expected to be noted. "
            "Which of them appeared is asked when the headline has all its cards."
        )
    parts = [
        f"{said[answer]} {words}"
        for answer, words in (
            ("yes", "appeared on your cards"),
            ("no", "did not"),
            ("unsure", "you could not say of"),
            (None, "you did not say of"),
        )
        if said[answer] or answer in ("yes", "no")
    ]
    return (
        f"Of the {counted(len(named), 'thing')} that you expected to be noted, "
        f"{', '.join(parts)}. So few are counted only."
    )


def _answered(store: Store, kind: ItemKind, question: Question) -> list[tuple[Item, str, bool]]:
    items = store.items.of(kind)
    said = store.responses.standing(items)
    found = []
    for item in items:
        told = effective(said.get(item.id, ()))
        if question in told:
            found.append((item, told[question].answer, Question.STATEMENT in told))
    return found


def _behind(answered: Sequence[tuple[Item, str, bool]]) -> tuple[Behind, ...]:
    return tuple(Behind(Of.ITEM, item.id, SAID[answer]) for item, answer, _ in answered)

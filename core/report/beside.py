"""What stands beside the share that is right: checks that were accepted, what words support."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.agreement.cards import CardRow, verdicts
from selfaudit.core.agreement.enough import Headline, Unit, standing
from selfaudit.core.models.item import Item, ItemKind
from selfaudit.core.models.judgment import Phase, Question, TrueAnswer
from selfaudit.core.report.cards import SAID, JudgedCard, behind
from selfaudit.core.report.pages import Behind, Figure, Of, Scale
from selfaudit.core.report.words import counted
from selfaudit.core.review.place import CheckPlace
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.store.items import effective
from selfaudit.core.store.store import Store

STUDY_SUPPORT = (
    "Nearest to “would a stranger be right to note this?” is what the study's judges were asked: "
    "they accepted 58 of a hundred notes, and over 90 once a verifier had gone over them."
)


def checks(store: Store, queue: ReviewQueue) -> list[Figure]:
    """How many checks were accepted before the person was told what they are.

    Those of a set that is still open are left out: nobody is to learn from the report which they
    are. None where no other check was answered.
    """
    answered = _blind(store, _of_closed_sets(queue))
    if not answered:
        return []
    said = verdicts([CardRow(TrueAnswer(one.answer), one.edited) for one in answered])
    return [
        Figure(
            "checks",
            "of the checks, which we made up, you took for true of you",
            Scale.SHARE,
            said.as_written,
            f"{counted(said.answered, 'check')}: {_accepted(answered, ItemKind.VAGUE)} that fit "
            f"almost anyone and {_accepted(answered, ItemKind.STRANGER)} of a made-up stranger "
            "accepted",
            standing(Headline.CHECKS, {Unit.CHECKS: said.answered}, said.as_written),
            "Where it is high, read your share of true cards with care: a card may be accepted "
            "because it fits many people.",
            tuple(Behind(Of.ITEM, one.item.id, SAID[one.answer]) for one in answered),
        )
    ]


def _of_closed_sets(queue: ReviewQueue) -> list[CheckPlace]:
    if queue.next_place() is None:
        return queue.checks()
    open_set = queue.progress().done // queue.sizes.set
    return [check for check in queue.checks() if check.number < open_set]


@dataclass(frozen=True, slots=True)
class _Answered:
    """A check that was answered before it was revealed."""

    item: Item
    answer: str
    edited: bool


def _blind(store: Store, places: Sequence[CheckPlace]) -> list[_Answered]:
    said = store.responses.standing([place.item for place in places])
    found = []
    for place in places:
        told = effective(said.get(place.item.id, ()))
        verdict = told.get(Question.TRUE)
        if verdict is not None and verdict.phase is Phase.BEFORE:
            edited = Question.STATEMENT in told
            found.append(_Answered(place.item, verdict.answer, edited))
    return found


def _accepted(checks: Sequence[_Answered], kind: ItemKind) -> str:
    of_kind = [one for one in checks if one.item.kind is kind and one.answer != TrueAnswer.REFUSE]
    yes = sum(one.answer == TrueAnswer.YES and not one.edited for one in of_kind)
    return f"{yes} of {len(of_kind)}"


def support(cards: Sequence[JudgedCard]) -> list[Figure]:
    """What a stranger would make of the words, as the person sees it; none where nobody asked."""
    asked = [card for card in cards if card.row.support is not None]
    if not asked:
        return []
    # The verdicts are those on support: `true` of a row is what is counted.
    rows = [CardRow(card.row.support or TrueAnswer.UNSURE) for card in asked]
    said = verdicts(rows)
    return [
        Figure(
            "support",
            "of the notes, a stranger would be right to make, going by the words alone",
            Scale.SHARE,
            said.as_written,
            f"{counted(said.answered, 'card')} on which it was asked, a third by chance",
            standing(Headline.FOLLOW_UP, {Unit.ANSWERS: said.answered}, said.as_written),
            "That words support a note is one thing, that it is true of you another.",
            behind(asked, lambda card: SAID[card.row.support or TrueAnswer.UNSURE]),
        )
    ]

"""What vendors noted about the person: how much of it is true. In no figure of the model's."""

from collections.abc import Callable, Hashable, Iterator, Sequence

from selfaudit.core.agreement.cards import SUBGROUP_CARDS, CardRow, FollowUps, follow_ups, verdicts
from selfaudit.core.agreement.enough import Headline, Unit, standing
from selfaudit.core.agreement.results import apart
from selfaudit.core.beliefs.asking import AskedBelief, asked_beliefs
from selfaudit.core.beliefs.held import Held, held, superseded
from selfaudit.core.beliefs.vendors import vendor_name
from selfaudit.core.models.belief import BeliefKind
from selfaudit.core.models.judgment import Question, RememberAnswer, TrueAnswer, WhyAnswer
from selfaudit.core.models.wording import Wording
from selfaudit.core.report.cards import SAID
from selfaudit.core.report.pages import Bar, Bars, Behind, Figure, Of, Page, Scale
from selfaudit.core.report.words import counted, listed
from selfaudit.core.review.wordings import REMEMBER, TRUE, WHY
from selfaudit.core.store.store import Store

_APART = (
    "A vendor's words are judged without words of yours to go by, and all of them are asked, so "
    "none of this is in the figures of the model on this machine, and the two do not compare."
)


def beliefs_page(store: Store) -> Page:
    """Shares by vendor, of all that each believes; counts of the rest."""
    asked = asked_beliefs(store)
    groups = apart(asked, lambda one: (one.drawn.vendor, one.drawn.kind))
    answered = [one for one in asked if one.verdict is not None]
    more = follow_ups([_row(one) for one in answered])
    return Page(
        "beliefs",
        "What did vendors note about you?",
        _sentence(list(groups.values())),
        tuple(_figure(one) for one in groups.values() if len(one) >= SUBGROUP_CARDS),
        (*map(_verdicts, groups.values()), *_bars(answered, more)),
        notes=(_APART, *_rest(store)),
    )


def noted_by(one: AskedBelief) -> str:
    """Who believes it and how they came by it: "ChatGPT noted", "you told ChatGPT"."""
    name = vendor_name(one.drawn.vendor)
    return f"you told {name}" if one.drawn.kind is BeliefKind.ABOUT_YOU else f"{name} noted"


def _sentence(groups: Sequence[Sequence[AskedBelief]]) -> str:
    parts = []
    for members in groups:
        said = [one for one in members if one.verdict not in (None, TrueAnswer.REFUSE)]
        true = sum(_is_true(one) for one in said)
        parts.append(f"{true} of {len(said)} things that {noted_by(members[0])} about you")
    if not parts:
        return "No vendor noted anything about you in what you imported."
    return f"True as written: {listed(parts)}."


def _figure(members: Sequence[AskedBelief]) -> Figure:
    first = members[0]
    rows = [_row(one) for one in members if one.verdict is not None]
    open_ones = sum(_is_open(one) for one in members)
    # Several lots, one after another, are no lot of all together.
    lots = {one.drawn.item.sample for one in members}
    said = verdicts(rows, population=len(members) if open_ones else len(rows))
    share = said.as_written if not open_ones or len(lots) == 1 else None
    true = sum(_is_true(one) for one in members)
    total = f", of {counted(len(members), 'statement')} in all" if open_ones else ""
    skipped = sum(one.verdict is None and not _is_open(one) for one in members)
    return Figure(
        f"{first.drawn.vendor}_{first.drawn.kind}",
        f"of what {noted_by(first)} about you is true now, as written",
        Scale.SHARE,
        share,
        f"{true} true of {counted(said.answered, 'answered statement')}{total}",
        standing(Headline.SUBGROUP, {Unit.CARDS: said.answered}, share),
        _note(said.unsure, said.refused, skipped),
        _behind(members),
    )


def _verdicts(members: Sequence[AskedBelief]) -> Bars:
    """How often each answer was given: all that is said of a few."""
    first = members[0].drawn
    given = apart(members, lambda one: one.verdict)
    bars = [
        Bar(choice.words, len(said), _behind(said))
        for choice in TRUE.choices
        for said in [given.get(choice.answer, [])]
    ]
    title = f"What {noted_by(members[0])} about you: {TRUE.text}"
    return Bars(f"{first.vendor}_{first.kind}", title, tuple(bars))


def _note(unsure: int, refused: int, skipped: int) -> str:
    parts = [
        f"{number} {words}"
        for number, words in (
            (unsure, "you could not say of"),
            (refused, "you would rather not say of"),
            (skipped, "skipped"),
        )
        if number
    ]
    return f"{listed(parts)}." if parts else ""


def _bars(answered: Sequence[AskedBelief], more: FollowUps) -> Iterator[Bars]:
    if more.why:
        yield _counts(WHY, answered, lambda row: row.why)
    if more.remember:
        yield _counts(REMEMBER, answered, lambda row: row.remember)


def _counts(
    wording: Wording, answered: Sequence[AskedBelief], answer: Callable[[CardRow], Hashable]
) -> Bars:
    given = apart(answered, lambda one: answer(_row(one)))
    bars = [
        Bar(choice.words, len(said), _behind(said))
        for choice in wording.choices
        for said in [given.get(choice.answer, [])]
    ]
    return Bars(wording.name, wording.text, tuple(bars))


def _rest(store: Store) -> list[str]:
    """What there is beside what was asked; nothing where the memories are not here."""
    now = held(store)
    notes = []
    if now.earlier:
        gone = len(superseded(store, now))
        notes.append(
            f"{counted(len(now.earlier), 'earlier memory', 'earlier memories')} gave way to newer "
            f"ones, with {counted(gone, 'statement')} that the newest no longer hold. Those are "
            "not asked about."
        )
    if left := _left_out(now):
        notes.append(f"Not asked about: {left}.")
    return notes


def _left_out(now: Held) -> str:
    parts = [f"{number} × {why}" for why, number in sorted(now.left_out.items())]
    if now.repeated:
        parts.append(f"{now.repeated} × said twice in the same words")
    return listed(parts) if parts else ""


def _is_open(one: AskedBelief) -> bool:
    """Whether there is no verdict yet, be it that its words were erased."""
    return one.verdict is None and Question.TRUE not in one.skipped


def _is_true(one: AskedBelief) -> bool:
    return one.verdict == TrueAnswer.YES and Question.STATEMENT not in one.said


def _row(one: AskedBelief) -> CardRow:
    why, remember = one.said.get(Question.WHY), one.said.get(Question.REMEMBER)
    return CardRow(
        TrueAnswer(one.said[Question.TRUE].answer),
        Question.STATEMENT in one.said,
        WhyAnswer(why.answer) if why is not None else None,
        RememberAnswer(remember.answer) if remember is not None else None,
    )


def _behind(members: Sequence[AskedBelief]) -> tuple[Behind, ...]:
    return tuple(
        Behind(Of.ITEM, one.drawn.item.id, SAID[one.verdict])
        for one in members
        if one.verdict is not None
    )

"""The fifth page: how steady is the person? Never a ceiling for a model."""

from collections.abc import Sequence

from selfaudit.core.agreement.enough import Headline, Unit, standing
from selfaudit.core.agreement.steadiness import RepeatRow, Steadiness, steadiness
from selfaudit.core.comparison.again import Verdict, repeated_votes
from selfaudit.core.comparison.results import Results
from selfaudit.core.relevance.again import repeated_marks
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.report.cards import SAID
from selfaudit.core.report.pages import Behind, Figure, Of, Page, Scale
from selfaudit.core.report.words import counted, span, value
from selfaudit.core.review.changes import changes
from selfaudit.core.store.store import Store


def steadiness_page(results: Sequence[Results], store: Store) -> Page:
    """Pairs that came back inside their block, and what was asked again two weeks later."""
    attention = _attention(results)
    again = (_cards_again(store), _marks_again(store), _pairs_again(store))
    return Page(
        "steadiness",
        "How steady are you?",
        _sentence(attention, again),
        (attention, *again),
        notes=(
            "The same answer means: the same of the two was better, or again neither; on a card or "
            "a mark, again yes, no or can't say. Of pairs after 14 days, “both unusable” is an "
            "answer too; how much better does not count.",
            "A pair that comes back in its block shows how attentive you are. What is asked again "
            "after two weeks shows how lasting an answer is, and you may have changed. By then you "
            "had seen what the selectors chose and which answer was which.",
            "This is no ceiling for a model: a model that never slips can agree with you more "
            "often than you agree with yourself.",
        ),
    )


_SENTENCES = {
    "attention": "Of a hundred pairs shown again with their sides swapped, you would judge {} as "
    "you did before.",
    "again": "Of a hundred cards asked again two weeks later, you would say of {} what you said "
    "before.",
    "marks_again": "Of a hundred marks asked again two weeks later, you would say of {} what you "
    "said before.",
    "pairs_again": "Of a hundred pairs shown again two weeks later, you would judge {} as you did "
    "before.",
}


def _sentence(attention: Figure, again: Sequence[Figure]) -> str:
    for one in (attention, *again):
        if one.shown is not None:
            return _SENTENCES[one.name].format(span(one.shown))
    return "Too few pairs came back yet to say how steady you are."


def _attention(results: Sequence[Results]) -> Figure:
    rows, behind = [], []
    for block in results:
        firsts = {one.pair.id: one for one in block.outcomes}
        for one in block.outcomes:
            first = firsts.get(one.pair.repeats or 0)
            if first is None or first.preference is None or one.preference is None:
                continue
            sides = [(two.preference or 3) - 3 for two in (first, one)]
            rows.append(RepeatRow(*((side > 0) - (side < 0) for side in sides)))
            same = "the same" if rows[-1].first == rows[-1].second else "different"
            behind.append(Behind(Of.PAIR, one.pair.id, same))
    found = steadiness(rows, options=3)
    return _figure(
        "attention",
        "of the pairs that came back got the same answer",
        found,
        f"{counted(found.n, 'pair')}, each shown twice in one block",
        behind,
    )


def _cards_again(store: Store) -> Figure:
    """Cards that were asked again after two weeks or more."""
    repeats = changes(store).repeats
    found = steadiness([RepeatRow(one.first, one.second) for one in repeats], options=3)
    return _figure(
        "again",
        "of the cards asked again after 14 days or more got the same answer",
        found,
        f"{counted(found.n, 'card')}, drawn at random from those that you had judged",
        [
            Behind(Of.ITEM, one.item.id, f"{SAID[one.first]}, then {SAID[one.second]}")
            for one in repeats
        ],
    )


def _marks_again(store: Store) -> Figure:
    """Marks that were asked again after two weeks or more; those of one prompt go together."""
    repeats = repeated_marks(store)
    found = steadiness(
        [RepeatRow(one.first, one.second, one.entry.prompt) for one in repeats], options=3
    )
    beyond = ""
    if found.kappa is not None:
        beyond = (
            f"Beyond what chance alone would give (kappa): {value(found.kappa, Scale.AGREEMENT)}."
        )
    prompts = len({one.entry.prompt for one in repeats})
    return _figure(
        "marks_again",
        "of the marks asked again after 14 days or more got the same answer",
        found,
        f"{counted(found.n, 'mark')} of {counted(prompts, 'prompt')}, drawn at random from those "
        "that you had given",
        [
            Behind(
                Of.ENTRY,
                one.entry.id,
                f"{SHOULD_MATTER.words_of(one.first)}, then {SHOULD_MATTER.words_of(one.second)}",
            )
            for one in repeats
        ],
        beyond,
    )


_VERDICTS = {
    Verdict.GENERIC: "the plain one better",
    Verdict.NEITHER: "no difference",
    Verdict.OTHER: "the other one better",
    Verdict.UNUSABLE: "both unusable",
}


def _pairs_again(store: Store) -> Figure:
    """Pairs that were voted on again after two weeks or more, sides drawn anew."""
    repeats = repeated_votes(store)
    found = steadiness(
        [RepeatRow(one.first, one.second, one.pair.prompt) for one in repeats],
        options=len(Verdict),
    )
    return _figure(
        "pairs_again",
        "of the pairs shown again after 14 days or more got the same answer",
        found,
        f"{counted(found.n, 'pair')}, drawn at random from those that you had voted on, sides "
        "drawn anew",
        [
            Behind(Of.PAIR, one.pair.id, f"{_VERDICTS[one.first]}, then {_VERDICTS[one.second]}")
            for one in repeats
        ],
    )


def _figure(
    name: str,
    label: str,
    found: Steadiness,
    rests_on: str,
    behind: Sequence[Behind],
    beyond: str = "",
) -> Figure:
    """A figure, with how many answers were the same from where on it may be said."""
    held = standing(Headline.STEADINESS, {Unit.RE_ASKED: found.n}, found.same)
    note = ""
    if held.shown is not None:
        same = round(held.shown.value * found.n)
        note = f"{same} of {found.n} were the same. {beyond}".strip()
    return Figure(
        name,
        label,
        Scale.SHARE,
        found.same,
        rests_on,
        held,
        note,
        tuple(behind),
    )

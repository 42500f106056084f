"""The fifth page: how steady is the person? Never a ceiling for a model."""

from collections.abc import Sequence

from selfaudit.core.agreement.enough import Headline, Unit, standing
from selfaudit.core.agreement.steadiness import RepeatRow, steadiness
from selfaudit.core.comparison.results import Results
from selfaudit.core.report.cards import SAID
from selfaudit.core.report.pages import Behind, Figure, Of, Page, Scale
from selfaudit.core.report.words import counted, span
from selfaudit.core.review.changes import changes
from selfaudit.core.store.store import Store


def steadiness_page(results: Sequence[Results], store: Store) -> Page:
    """Pairs that came back inside their block, and cards that were asked again two weeks later."""
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
    held = standing(Headline.STEADINESS, {Unit.RE_ASKED: found.n}, found.same)
    sentence = "Too few pairs came back yet to say how steady you are."
    if held.shown is not None:
        sentence = (
            "Of a hundred pairs shown again with their sides swapped, you would judge "
            f"{span(held.shown)} as you did before."
        )
    again = _again(store)
    if held.shown is None and again.shown is not None:
        sentence = (
            "Of a hundred cards asked again two weeks later, you would say of "
            f"{span(again.shown)} what you said before."
        )
    return Page(
        "steadiness",
        "How steady are you?",
        sentence,
        (
            Figure(
                "attention",
                "of the pairs that came back got the same answer",
                Scale.SHARE,
                found.same,
                f"{counted(found.n, 'pair')}, each shown twice in one block",
                held,
                behind=tuple(behind),
            ),
            again,
        ),
        notes=(
            "The same answer means: the same of the two was better, or again neither; on a card, "
            "again yes, no or can't say.",
            "A pair that comes back in its block shows how attentive you are. A card after two "
            "weeks shows how lasting an answer is, and you may have changed.",
            "This is no ceiling for a model: a model that never slips can agree with you more "
            "often than you agree with yourself.",
        ),
    )


def _again(store: Store) -> Figure:
    """Cards that were asked again after two weeks or more."""
    repeats = changes(store).repeats
    found = steadiness([RepeatRow(one.first, one.second) for one in repeats], options=3)
    return Figure(
        "again",
        "of the cards asked again after 14 days or more got the same answer",
        Scale.SHARE,
        found.same,
        f"{counted(found.n, 'card')}, drawn at random from those that you had judged",
        standing(Headline.STEADINESS, {Unit.RE_ASKED: found.n}, found.same),
        behind=tuple(
            Behind(Of.ITEM, one.item.id, f"{SAID[one.first]}, then {SAID[one.second]}")
            for one in repeats
        ),
    )

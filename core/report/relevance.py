"""The second page: does the model know what matters to the person?"""

from collections.abc import Iterable, Sequence

from selfaudit.core.agreement.enough import Headline
from selfaudit.core.agreement.selection import Selection, selection
from selfaudit.core.models.block import Stage
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.relevance.matching import Matching, match_all
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.report.pages import Bar, Bars, Behind, Figure, Of, Page, Scale
from selfaudit.core.report.selectors import (
    ASKED,
    based_on,
    gather,
    held_against,
    selector_tables,
    source_tables,
)
from selfaudit.core.report.words import between, counted, value
from selfaudit.core.store.store import Store

STUDY = (
    "In the study, strangers said yes to about 20 of a hundred attributes, language models to 40 "
    "to 60: two to three times as many. Model and human agreed at a kappa of 0.30, two humans at "
    "0.43. Beside a person who says yes to 20 of a hundred, a model that says yes to 40 cannot "
    "reach more than 0.55 (computed here). Other raters, other models."
)


def relevance_page(store: Store, seed: int) -> Page:
    """The person's marks beside every selector, over the blocks that were revealed."""
    opened = [one for one in store.blocks.all(Stage.RELEVANCE) if not one.is_sealed]
    matchings = match_all(store, opened)
    gathered = gather(matchings)
    selections = {key: selection(one.marks) for key, one in gathered.items()}
    first = next(iter(selections.values()), None)
    asked = selections.get(ASKED)
    enough = held_against(Headline.KAPPA, first, None).enough
    return Page(
        "relevance",
        "Does it know what matters to you?",
        _sentence(first, asked, bool(opened)),
        _rates(first, asked, matchings),
        (_marked(matchings),) if opened else (),
        (*selector_tables(gathered, selections, seed), *source_tables(gathered)),
        _notes(first),
        (STUDY,) if enough else (),
    )


def _sentence(one: Selection | None, asked: Selection | None, opened: bool) -> str:
    if not opened:
        return "No block of marks has been opened yet, so nothing can be said."
    if not held_against(Headline.KAPPA, one, None).enough:
        return "You have marked too little yet to say how far the model and you agree."
    if asked is None:
        return "The model was not asked one by one, so there is nothing to compare you with."
    shown = held_against(Headline.OVER_SELECTION, asked, asked.ratio).shown
    if shown is None or shown.interval is None:
        return "Too little of what the model was asked is marked to say how far you agree."
    times = between(shown, Scale.RATIO)
    if not shown.interval.excludes(1):
        return (
            f"Asked one by one, the model would use about as many notes as you ({times} as many); "
            "whether they are the same ones is below."
        )
    return f"Asked one by one, the model would use {times} as many of the notes as you would."


def _rates(
    one: Selection | None, asked: Selection | None, matchings: Sequence[Matching]
) -> tuple[Figure, ...]:
    """How much matters to the person, and how many times as much to the model."""
    label = "of the notes listed for a prompt should matter to its answer, you say"
    if one is None:
        held = held_against(Headline.KAPPA, None, None)
        return (Figure("person_rate", label, Scale.SHARE, None, "no marks", held),)
    held = held_against(Headline.KAPPA, one, one.person_rate)
    note = ""
    if held.shown and one.unsure and one.person_rate_low and one.person_rate_high:
        low, high = one.person_rate_low.value, one.person_rate_high.value
        note = (
            f"You could not say on {counted(one.unsure, 'mark')}: counted as no, the figure is "
            f"{value(low, Scale.SHARE)}, counted as yes {value(high, Scale.SHARE)}."
        )
    rate = Figure("person_rate", label,
                  Scale.SHARE, one.person_rate, based_on(one), held, note,
                  _behind(matchings, None))  # fmt: skip
    if asked is None:
        return (rate,)
    return (
        rate,
        Figure("model_rate", "of them would matter to the model, asked one by one", Scale.SHARE,
               asked.selector_rate, based_on(asked),
               held_against(Headline.KAPPA, asked, asked.selector_rate)),
        Figure("model_ratio", "as many matter to the model as to you", Scale.RATIO, asked.ratio,
               based_on(asked), held_against(Headline.OVER_SELECTION, asked, asked.ratio)),
    )  # fmt: skip


def _marked(matchings: Sequence[Matching]) -> Bars:
    bars = []
    for choice in SHOULD_MATTER.choices:
        behind = _behind(matchings, MarkAnswer(choice.answer))
        bars.append(Bar(choice.words, len(behind), behind))
    skipped = _behind(matchings, MarkAnswer.SKIP)
    bars.append(Bar("skipped", len(skipped), skipped))
    return Bars("marks", SHOULD_MATTER.text, tuple(bars))


def _behind(matchings: Iterable[Matching], answer: MarkAnswer | None) -> tuple[Behind, ...]:
    return tuple(
        Behind(Of.ENTRY, mark.entry, SHOULD_MATTER.words_of(mark.answer) or "skipped")
        for matching in matchings
        for mark in matching.marks.values()
        if answer is None or mark.answer is answer
    )


def _notes(one: Selection | None) -> tuple[str, ...]:
    if one is None:
        return ()
    return (
        "All of this is about these prompts of yours: the intervals say what other prompts of "
        "the same kind would give, not what other people would.",
    )

"""The first page: how much of what the model noted is right?"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from selfaudit.core.agreement.cards import (
    CardRow,
    Verdicts,
    by_group,
    follow_ups,
    verdicts,
)
from selfaudit.core.agreement.enough import Headline, Standing, Unit, standing
from selfaudit.core.agreement.pace import ReadCard, fast_runs, pace
from selfaudit.core.agreement.proportions import OptionShare, proportion
from selfaudit.core.agreement.results import Estimate, Interval, Method, apart
from selfaudit.core.models.budget import BatchSample
from selfaudit.core.models.wording import Wording
from selfaudit.core.ports import Clock
from selfaudit.core.report import beside, missed, sampled
from selfaudit.core.report.cards import JudgedCard, Shares, behind, headline_cards
from selfaudit.core.report.pages import Bar, Bars, Figure, Page, Row, Scale, Table
from selfaudit.core.report.words import counted, span, value
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.review.sizes import HEADLINE_CARDS
from selfaudit.core.review.wordings import LASTING, REMEMBER, SUPPORT, TRUE, WHY
from selfaudit.core.store.store import Store

STUDY = (
    "In the study, three strangers judged each note on another person's chats, by whether the "
    "words supported it. Of the notes that they did not accept, 54 of a hundred were too general "
    "and 16 took a task or a story for the person (a model sorted them so, say notes of others on "
    "the paper). Other raters, other models, another question."
)


def truth_page(store: Store, clock: Clock, queue: ReviewQueue) -> Page:
    """Shares of the headline's cards; counts of everything else."""
    cards, frame, frames = headline_cards(store, queue)
    rows = [card.row for card in cards]
    sample = sampled.headline_sample(store)
    is_whole = frames == 1 and sample is None
    said = verdicts(rows, population=frame if is_whole else None)
    shares = (
        Shares.of(rows, said, even=frames <= 1) if sample is None else Shares.in_clusters(cards)
    )
    left = frame - said.refused if is_whole else None

    def held(estimate: Estimate | None) -> Standing:
        have = {Unit.UNIFORM_CARDS: said.answered}
        return standing(Headline.ACCEPTED, have, estimate, left)

    headline = held(shares.as_written)
    figures = [
        Figure(
            "accepted",
            "of what was noted is true of you now, as written",
            Scale.SHARE,
            shares.as_written,
            f"{counted(said.answered, 'answered card')}, drawn at random from "
            f"{counted(frame, 'note')}{sampled.of_sample(sample)}",
            headline,
            _unsure_note(said, shares, headline),
            behind(cards),
        )
    ]
    if said.edited:
        figures.append(
            Figure(
                "after_edits",
                "of it is true, counting your own words where you changed it",
                Scale.SHARE,
                shares.after_edits,
                f"the same cards, {said.edited} of them in your own words",
                held(shares.after_edits),
            )
        )
    figures += beside.checks(store, queue)
    supported = beside.support(cards)
    figures += [*supported, *missed.figures(store), *_quarantined(store), *_pace(store)]
    more = follow_ups(rows)
    return Page(
        "truth",
        "How much of it is right?",
        _sentence(headline.shown, said.answered, bool(cards), sample),
        tuple(figures),
        (
            *_bars(TRUE, said.shares, cards, lambda row: row.true),
            *_bars(WHY, more.why, cards, lambda row: row.why),
            *_bars(REMEMBER, more.remember, cards, lambda row: row.remember),
            *_bars(LASTING, more.lasting, cards, lambda row: row.lasting),
            *_bars(SUPPORT, more.support, cards, lambda row: row.support),
        ),
        _groups(cards, census=_is_census(shares.as_written)),
        (*sampled.notes(store, sample, len(cards)), missed.recall_note(store, clock)),
        _study(headline, supported),
    )


def _study(headline: Standing, supported: Sequence[Figure]) -> tuple[str, ...]:
    """What the study came to, of what the person's own figure may be seen."""
    more = [beside.STUDY_SUPPORT for one in supported if one.shown is not None]
    return (STUDY, *more) if headline.shown is not None else ()


def _sentence(
    shown: Estimate | None, answered: int, any_cards: bool, sample: BatchSample | None
) -> str:
    if shown is not None:
        if shown.method is Method.CENSUS:
            true = f"{shown.value * shown.n:.0f} of {shown.n}"
            return f"You judged all that the model noted about you: {true} are true as written."
        where = "" if sample is None else " in conversations drawn from yours"
        return (
            f"Of a hundred things that the model noted about you{where}, {span(shown)} are true as "
            "written."
        )
    if not any_cards:
        return "You have not judged a card of the headline yet, so nothing can be said."
    return (
        f"Not enough cards yet to say how much is right: {answered} of {HEADLINE_CARDS} answered."
    )


def _unsure_note(said: Verdicts, shares: Shares, headline: Standing) -> str:
    if headline.shown is None or not said.unsure or not shares.all_no or not shares.all_yes:
        return ""
    low, high = (value(one.value, Scale.SHARE) for one in (shares.all_no, shares.all_yes))
    return (
        f"You could not say of {counted(said.unsure, 'card')}: counted as not true, the figure is "
        f"{low}, counted as true {high}."
    )


def _quarantined(store: Store) -> list[Figure]:
    counts = store.extractions.counts()
    if not counts["candidates"]:
        return []
    share = proportion(counts["quarantined"], counts["candidates"], counts["candidates"])
    return [
        Figure(
            "quarantined",
            "of the model's notes were held back: they quote no words of yours, or are malformed",
            Scale.SHARE,
            share,
            f"all {counted(counts['candidates'], 'note')} of the model, before repeats were joined",
        )
    ]


def _pace(store: Store) -> list[Figure]:
    cards = [
        ReadCard(one.seconds, len(one.statement.split()) + len(one.quote.split()))
        for one in store.card_times.first_questions()
    ]
    timing = pace([card.seconds for card in cards])
    if timing is None:
        return []
    hasty = sum(run.length for run in fast_runs(cards))
    quarters = None
    if timing.quarter is not None and timing.three_quarters is not None:
        quarters = Interval(timing.quarter, timing.three_quarters, 0.5)
    return [
        Figure(
            "pace",
            "to say whether a card is true, typically: half took between the times in brackets",
            Scale.SECONDS,
            Estimate(timing.median, quarters, timing.n, Method.QUARTILES),
            f"{counted(timing.n, 'card')}, pauses left out",
            note=(
                f"{counted(hasty, 'answer')} came so fast, several on end, that the cards can "
                "hardly have been read."
                if hasty
                else ""
            ),
        )
    ]


def _bars(
    wording: Wording,
    shares: Mapping[Hashable, OptionShare],
    cards: Sequence[JudgedCard],
    answer: Callable[[CardRow], str | None],
) -> tuple[Bars, ...]:
    """How often each answer was given; nothing where none was."""
    given = apart(cards, lambda card: answer(card.row))
    bars = [
        Bar(choice.words, len(said), behind(said))
        for choice in wording.choices
        for said in [given.get(choice.answer, [])]
        if choice.answer in shares or said
    ]
    return (Bars(wording.name, wording.text, tuple(bars)),) if given.keys() - {None} else ()


def _is_census(share: Estimate | None) -> bool:
    return share is not None and share.method is Method.CENSUS


def _groups(cards: Sequence[JudgedCard], *, census: bool) -> tuple[Table, ...]:
    """By category and by source, where there are several of either."""
    return (
        *_by(cards, lambda card: str(card.row.group), "categories", "category",
             "By what it is about", "The categories are the model's own.", census=census),
        *_by(cards, lambda card: card.source, "chats", "source",
             "By the chats that it came from", "", census=census),
    )  # fmt: skip


def _by(
    cards: Sequence[JudgedCard],
    key: Callable[[JudgedCard], str],
    name: str,
    prefix: str,
    title: str,
    note: str,
    *,
    census: bool,
) -> Iterator[Table]:
    groups = by_group([replace(card.row, group=key(card)) for card in cards], census=census)
    if len(groups) < 2:
        return
    members = apart(cards, key)
    rows = []
    for group, counts in groups.items():
        figure = Figure(
            f"{prefix}_{group}",
            "is true as written",
            Scale.SHARE,
            counts.share,
            f"{counts.accepted} of {counted(counts.answered, 'card')}",
            standing(Headline.SUBGROUP, {Unit.CARDS: counts.answered}, counts.share),
            behind=behind(members[str(group)]),
        )
        rows.append(Row(str(group), (figure,)))
    yield Table(name, title, ("true as written",), tuple(rows), note)

"""The first page: how much of what the model noted is right?"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from selfaudit.core.agreement.cards import (
    CardRow,
    Verdicts,
    accepted_weighted,
    by_group,
    follow_ups,
    verdicts,
)
from selfaudit.core.agreement.enough import Headline, Unit, standing
from selfaudit.core.agreement.pace import ReadCard, fast_runs, pace
from selfaudit.core.agreement.proportions import OptionShare, proportion
from selfaudit.core.agreement.results import Estimate, Interval, Method
from selfaudit.core.models.attribute import Attribute
from selfaudit.core.models.judgment import (
    Policy,
    Question,
    RememberAnswer,
    TrueAnswer,
    WhyAnswer,
)
from selfaudit.core.models.wording import Wording
from selfaudit.core.report.pages import Bar, Bars, Behind, Figure, Of, Page, Row, Scale, Table
from selfaudit.core.report.words import counted, of_hundred
from selfaudit.core.review.queue import Place, ReviewQueue
from selfaudit.core.review.sizes import HEADLINE_CARDS
from selfaudit.core.review.wordings import REMEMBER, TRUE, WHY
from selfaudit.core.store.store import Store

NO_CATEGORY = "without a category"

STUDY = (
    "In the study, three strangers judged notes on other people's chats, by whether the words "
    "supported them. Of the notes that they did not accept, 54 of a hundred were too general "
    "and 16 took a task or a story for the person. Other raters, other models, another question."
)


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """A card of the headline that was answered to its first question."""

    row: CardRow
    attribute: Attribute


def truth_page(store: Store, queue: ReviewQueue) -> Page:
    """Shares of the headline's cards; counts of everything else."""
    cards, frame, frames = _headline(store, queue)
    rows = [card.row for card in cards]
    counted_rows = verdicts(rows, population=frame if frames == 1 else None)
    as_written = counted_rows.as_written if frames <= 1 else accepted_weighted(rows)
    answered = counted_rows.answered
    headline = standing(
        Headline.ACCEPTED,
        {Unit.UNIFORM_CARDS: answered},
        as_written,
        frame - counted_rows.refused if frames == 1 else None,
    )
    basis = (
        f"{counted(answered, 'answered card')} of {counted(frame, 'attribute')}, drawn at random"
    )
    accepted = Figure(
        "accepted",
        "of what was noted is true of you now, as written",
        Scale.SHARE,
        as_written,
        basis,
        headline,
        _unsure_note(counted_rows),
        _behind(cards),
    )
    figures = [accepted]
    if counted_rows.edited:
        figures.append(
            Figure(
                "after_edits",
                "is true once you had put it into your own words where you did",
                Scale.SHARE,
                counted_rows.after_edits,
                f"{counted(counted_rows.edited, 'card')} edited",
                standing(
                    headline.headline, {Unit.UNIFORM_CARDS: answered}, counted_rows.after_edits
                ),
            )
        )
    figures += _quarantined(store)
    figures += _pace(store)
    more = follow_ups(rows)
    return Page(
        "truth",
        "How much of it is right?",
        _sentence(headline.shown, answered, bool(cards)),
        tuple(figures),
        (
            _bars("true", TRUE.text, TRUE, counted_rows.shares, cards, lambda row: row.true),
            _bars("why", WHY.text, WHY, more.why, cards, lambda row: row.why),
            _bars(
                "remember", REMEMBER.text, REMEMBER, more.remember, cards, lambda row: row.remember
            ),
        ),
        _groups(cards),
        (
            "What the model missed cannot be said yet: this version does not ask what you "
            "expected to find.",
        ),
        (STUDY,) if headline.shown is not None else (),
    )


def _headline(store: Store, queue: ReviewQueue) -> tuple[list[JudgedCard], int, int]:
    """The judged cards of the headline, the size of its frame, and how many draws it took."""
    places = [place for place in queue.every_place() if place.policy is Policy.HEADLINE]
    judged = [place for place in places if Question.TRUE in place.given]
    attributes = {
        one.id: one for one in store.attributes.some([place.card.attribute for place in judged])
    }
    batches = [one for one in store.judgments.batches() if one.policy is Policy.HEADLINE]
    cards = [
        JudgedCard(_row(place, attributes[place.card.attribute]), attributes[place.card.attribute])
        for place in judged
    ]
    return cards, sum(batch.frame_size for batch in batches), len(batches)


def _row(place: Place, attribute: Attribute) -> CardRow:
    given = place.given
    why, remember = given.get(Question.WHY), given.get(Question.REMEMBER)
    return CardRow(
        true=TrueAnswer(given[Question.TRUE]),
        edited=not attribute.as_written,
        why=WhyAnswer(why) if why is not None else None,
        remember=RememberAnswer(remember) if remember is not None else None,
        inclusion_probability=place.card.inclusion_probability,
        group=attribute.description.category or NO_CATEGORY,
    )


def _sentence(shown: Estimate | None, answered: int, any_cards: bool) -> str:
    if shown is not None:
        return f"Of what the model noted about you, {of_hundred(shown)} is true as written."
    if not any_cards:
        return "You have not judged a card of the headline yet, so nothing can be said."
    return (
        f"Not enough cards yet to say how much is right: {answered} of {HEADLINE_CARDS} answered."
    )


def _unsure_note(counted_rows: Verdicts) -> str:
    bounds = counted_rows.bounds
    if bounds is None or not counted_rows.unsure:
        return ""
    low, high = (100 * one.value for one in (bounds.all_no, bounds.all_yes))
    return (
        f"You could not say of {counted_rows.unsure}. With all of them false it would be "
        f"{low:.0f}%, with all of them true {high:.0f}%."
    )


def _behind(cards: Sequence[JudgedCard]) -> tuple[Behind, ...]:
    return tuple(
        Behind(Of.ATTRIBUTE, card.attribute.id, TRUE.words_of(card.row.true)) for card in cards
    )


def _quarantined(store: Store) -> list[Figure]:
    counts = store.extractions.counts()
    if not counts["candidates"]:
        return []
    share = proportion(counts["quarantined"], counts["candidates"], counts["candidates"])
    return [
        Figure(
            "quarantined",
            "of what the model wrote was never shown, because your words do not say it",
            Scale.SHARE,
            share,
            f"all {counted(counts['candidates'], 'note')} of the model",
        )
    ]


def _pace(store: Store) -> list[Figure]:
    cards = [
        ReadCard(one.seconds, len(one.statement.split()) + len(one.quote.split()))
        for one in store.judgments.timed_cards()
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
            "a card, in the middle; half of the cards lie between the two others",
            Scale.SECONDS,
            Estimate(timing.median, quarters, timing.n, Method.QUARTILES),
            f"{counted(timing.n, 'card')}, pauses left out",
            note=f"{hasty} answers came in runs too fast to have been read." if hasty else "",
        )
    ]


def _bars(
    name: str,
    title: str,
    wording: Wording,
    shares: Mapping[Hashable, OptionShare],
    cards: Sequence[JudgedCard],
    said: Callable[[CardRow], str | None],
) -> Bars:
    bars = []
    for choice in wording.choices:
        given = [card for card in cards if said(card.row) == choice.answer]
        if choice.answer in shares or given:
            bars.append(Bar(choice.words, len(given), _behind(given)))
    return Bars(name, title, tuple(bars))


def _groups(cards: Sequence[JudgedCard]) -> tuple[Table, ...]:
    groups = by_group([card.row for card in cards])
    if len(groups) < 2:
        return ()
    rows = []
    for key, group in groups.items():
        members = [card for card in cards if card.row.group == key]
        figure = Figure(
            f"category_{key}",
            "is true as written",
            Scale.SHARE,
            group.share,
            f"{group.accepted} of {counted(group.answered, 'card')}",
            standing(Headline.SUBGROUP, {Unit.CARDS: group.answered}, group.share),
            behind=_behind(members),
        )
        rows.append(Row(str(key), (figure,)))
    return (Table("categories", "By what it is about", ("true as written",), tuple(rows)),)

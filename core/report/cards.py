"""The cards of the headline, and which shares of them are true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from selfaudit.core.agreement.cards import CardRow, Verdicts, accepted_weighted
from selfaudit.core.agreement.resampling import share_in_clusters
from selfaudit.core.agreement.results import Estimate
from selfaudit.core.importers.names import format_name
from selfaudit.core.models.judgment import (
    Policy,
    Question,
    RememberAnswer,
    TrueAnswer,
    WhyAnswer,
)
from selfaudit.core.report.pages import Behind, Of
from selfaudit.core.review.place import Place
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.review.wordings import TRUE
from selfaudit.core.store.attributes import Sketch
from selfaudit.core.store.store import Store

NO_CATEGORY = "without a category"

SAID = {choice.answer: choice.words for choice in TRUE.choices}


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """A card of the headline that was answered to its first question.

    `source` says which chats its attribute is from, `cluster` tells cards of one conversation
    (that of the quote) from those of another.
    """

    row: CardRow
    behind: Behind
    source: str
    cluster: str


def headline_cards(store: Store, queue: ReviewQueue) -> tuple[list[JudgedCard], int, int]:
    """The judged cards of the headline, the size of its frame, and how many draws it took."""
    places = [place for place in queue.every_place() if place.policy is Policy.HEADLINE]
    judged = [place for place in places if Question.TRUE in place.given]
    sketches = store.attributes.sketches(place.card.attribute for place in judged)
    batches = [one for one in store.judgments.batches() if one.policy is Policy.HEADLINE]
    conversations = store.attributes.conversations_of(place.card.evidence for place in judged)
    cards = [
        JudgedCard(
            _row(place, sketches[place.card.attribute]),
            Behind(Of.ATTRIBUTE, place.card.attribute, SAID[place.given[Question.TRUE]]),
            _source(sketches[place.card.attribute]),
            conversations.get(place.card.evidence or 0) or f"attribute {place.card.attribute}",
        )
        for place in judged
    ]
    return cards, sum(batch.frame_size for batch in batches), len(batches)


def _source(sketch: Sketch) -> str:
    names = sorted(format_name(one) for one in sketch.formats)
    if len(names) > 1:
        return "several of them"
    return names[0] if names else "erased"


def _row(place: Place, sketch: Sketch) -> CardRow:
    given = place.given
    why, remember = given.get(Question.WHY), given.get(Question.REMEMBER)
    support, lasting = given.get(Question.SUPPORT), given.get(Question.LASTING)
    return CardRow(
        true=TrueAnswer(given[Question.TRUE]),
        edited=not sketch.as_written,
        why=WhyAnswer(why) if why is not None else None,
        remember=RememberAnswer(remember) if remember is not None else None,
        support=TrueAnswer(support) if support is not None else None,
        lasting=TrueAnswer(lasting) if lasting is not None else None,
        inclusion_probability=place.card.inclusion_probability,
        group=sketch.category or NO_CATEGORY,
    )


def behind(
    cards: Sequence[JudgedCard], said: Callable[[JudgedCard], str] | None = None
) -> tuple[Behind, ...]:
    """The judgments that a figure of these cards rests on; `said` tells another answer's words."""
    if said is None:
        return tuple(card.behind for card in cards)
    return tuple(replace(card.behind, said=said(card)) for card in cards)


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of true cards: as written, after edits, and with every "can't say" a no or a yes."""

    as_written: Estimate | None
    after_edits: Estimate | None
    all_no: Estimate | None
    all_yes: Estimate | None

    @classmethod
    def in_clusters(cls, cards: Sequence[JudgedCard]) -> "Shares":
        """From cards of a sample of conversations, whose notes go together.

        Each card counts alike; the interval is the jackknife's over conversations.
        """
        rows = [(card.row, card.cluster) for card in cards]

        def share(yes: Callable[[CardRow], bool]) -> Estimate | None:
            answered = [
                (cluster, yes(row)) for row, cluster in rows if row.true is not TrueAnswer.REFUSE
            ]
            return share_in_clusters(answered)

        def written(row: CardRow) -> bool:
            return row.true is TrueAnswer.YES and not row.edited

        return cls(
            share(written),
            share(lambda row: row.true is TrueAnswer.YES),
            share(written),
            share(lambda row: written(row) or (row.true is TrueAnswer.UNSURE and not row.edited)),
        )

    @classmethod
    def of(cls, rows: Sequence[CardRow], said: Verdicts, *, even: bool) -> "Shares":
        """From cards that were drawn evenly, or else each weighted by its chance to be drawn."""
        if even:
            bounds = said.bounds
            low, high = (None, None) if bounds is None else (bounds.all_no, bounds.all_yes)
            return cls(said.as_written, said.after_edits, low, high)
        written = accepted_weighted(rows)
        as_edited = [replace(row, edited=False) for row in rows]
        unsure_as_yes = [
            replace(row, true=TrueAnswer.YES)
            if row.true is TrueAnswer.UNSURE and not row.edited
            else row
            for row in rows
        ]
        return cls(written, accepted_weighted(as_edited), written, accepted_weighted(unsure_as_yes))

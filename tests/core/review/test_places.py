"""What is kept of the cards equals what the store says, after whatever was done."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from builders import PinnedClock, open_store
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.attribute import AssignedBy, Description
from selfaudit.core.models.erasure import AllTexts, OneAttribute
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.design import PLAIN, PROTOCOL_DESIGN
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.review.review import Review

ACTS = (
    *("answer", "answer", "answer", "skip", "flag", "surprise", "edit", "comment", "details"),
    *("undo", "undo", "judge", "judge in other words", "reword", "find", "begin"),
    *("erase", "take all back"),
)

ANSWERS = {
    Question.TRUE: ("yes", "no", "unsure", "refuse"),
    Question.SUPPORT: ("yes", "no", "unsure"),
    Question.LASTING: ("yes", "no", "unsure"),
    Question.WHY: ("too_broad", "not_now"),
    Question.REMEMBER: ("when_it_fits", "too_private"),
}

EDITED = (
    "SELECT current_revision.attribute FROM current_revision JOIN revision"
    " ON revision.id = current_revision.revision WHERE written_by = 'person'"
)
VERDICTS = (
    "SELECT answer, count(*) AS n FROM effective_judgment"
    " JOIN current_revision USING (attribute, revision) WHERE question = 'true' GROUP BY answer"
)
ANSWERED = (
    "SELECT judgment.attribute, question, answer FROM queue_judgment AS judgment"
    " JOIN current_revision ON current_revision.attribute = judgment.attribute"
    " WHERE question != 'skip'"
    " AND (judgment.revision = current_revision.revision OR question = 'support')"
    " ORDER BY judgment.id"
)
SKIPPED = (
    "SELECT attribute, answer FROM queue_judgment"
    " JOIN current_revision USING (attribute, revision) WHERE question = 'skip'"
)
ERASED = (
    "SELECT id FROM attribute"
    " WHERE id NOT IN (SELECT attribute FROM revision WHERE statement IS NOT NULL)"
)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


class TakenBackError(Exception):
    """What ends a transaction."""


class Hand:
    """Does one act after another, as the numbers that it is given say."""

    def __init__(self, store):
        self.store = store
        self.clock = PinnedClock()
        self.review = Review(store, self.clock, PROTOCOL_DESIGN)
        self.made = 0

    def do(self, act, number):
        card = self.review.current()
        attributes = [row["id"] for row in self.store.database.rows("SELECT id FROM attribute")]
        attribute = attributes[number % min(len(attributes), 6)]
        self.made += 1
        words = f"I keep {self.made} hens."
        match act:
            case "begin":
                self.review.queue.begin_batch(7, extraction_ended=number % 2 == 0)
            case "find":
                self.store.attributes.create(f"The user has {self.made} cats.", Description(), 1.0)
            case "reword":
                self.store.attributes.add_revision(attribute, words, AssignedBy.MODEL, 1.0)
            case "judge":
                self.review.judge(attribute, {Question.TRUE: ("yes", "no")[number % 2]})
            case "judge in other words":
                self.review.judge(attribute, {Question.TRUE: "yes"}, statement=words)
            case "undo":
                self.review.undo()
            case "erase":
                target = AllTexts() if number % 5 == 0 else OneAttribute(attribute)
                self.store.erasure.erase(self.store.erasure.plan(target), 1.0)
            case "take all back":
                self.break_off(number)
            case _ if card is not None:
                self.on_card(act, card, number)

    def on_card(self, act, card, number):
        match act:
            case "answer":
                answers = ANSWERS[card.question]
                self.review.answer(card, answers[number % len(answers)])
            case "skip":
                self.review.skip(card)
            case "flag" | "surprise":
                self.review.mark(card, Question(act))
            case "edit":
                self.review.edit(card, f"I have {self.made} goats.")
            case "comment":
                self.review.comment(card, "Not quite.")
            case "details":
                self.review.see_details(card)

    def break_off(self, number):
        """Acts that are read while they are not yet stored, and then never are."""
        with suppress(TakenBackError), self.store.database.write():
            for act in ("judge in other words", "answer", "begin", "undo", "find")[: number % 6]:
                self.try_to(act, number)
                self.review.queue.progress()
            raise TakenBackError

    def try_to(self, act, number):
        with suppress(SelfauditError):  # not possible now, and said so
            self.do(act, number)


def find(store, count):
    """So many attributes; return their ids."""
    with store.database.write():
        return [
            store.attributes.create(f"The user keeps {number} bees.", Description(), 1.0)
            for number in range(count)
        ]


def recomputed(store):
    """What stands, by the definitions in the schema alone."""
    rows = store.database.rows
    answers, skipped = {}, {}
    for row in rows(ANSWERED):
        answers.setdefault(row["attribute"], {})[Question(row["question"])] = row["answer"]
    for row in rows(SKIPPED):
        skipped.setdefault(row["attribute"], set()).add(Question(row["answer"]))
    return (
        {row["attribute"] for row in rows(EDITED)},
        {row["answer"]: row["n"] for row in rows(VERDICTS)},
        answers,
        skipped,
        {row["id"] for row in rows(ERASED)},
    )


def kept(store):
    """The same, as it is kept."""
    ids = [row["id"] for row in store.database.rows("SELECT id FROM attribute")]
    standings = store.judgments.standings.of(ids)
    edited = {one for one, standing in standings.items() if not standing.as_written}
    assert store.judgments.edited() == len(edited)
    return (
        edited,
        store.judgments.verdicts(),
        {one: standing.answers for one, standing in standings.items() if standing.answers},
        {one: set(standing.skipped) for one, standing in standings.items() if standing.skipped},
        store.attributes.erased(),
    )


def look(queue):
    """All that is said of a queue."""
    places = queue.every_place()
    seen = set()
    firsts = []
    for place in places:
        if place.card.attribute not in seen:
            firsts.append(place)
        seen.add(place.card.attribute)
    assert queue.places() == firsts
    assert queue.next_place() == next((one for one in firsts if not one.is_done), None)
    headline = [one for one in places if one.policy == "headline"]
    tally, progress = queue.tally(), queue.progress()
    assert (tally.total, tally.done) == (len(firsts), sum(one.is_done for one in firsts))
    assert tally.headline_open == sum(not one.is_done for one in headline)
    assert progress.headline_done == sum(
        Question.TRUE in one.given and one.is_done for one in headline
    )
    assert progress.skipped == sum(
        one.is_skipped and Question.TRUE not in one.given for one in firsts
    )
    return places, queue.checks(), progress


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 60)), min_size=5, max_size=25))
def test_what_is_kept_is_what_would_be_read_anew(acts):
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            find(store, 16)
            hand = Hand(store)
            hand.review.queue.begin_batch(7, extraction_ended=False)
            for act, number in acts:
                hand.try_to(act, number)
                assert kept(store) == recomputed(store)
                fresh = ReviewQueue(store, hand.clock, PROTOCOL_DESIGN)
                assert look(hand.review.queue) == look(fresh)
        finally:
            store.close()


def test_another_wording_of_a_model_is_asked_about_anew(store):
    find(store, 3)
    review = Review(store, PinnedClock(), PLAIN)
    review.queue.begin_batch(7)
    card = review.current()
    review.answer(card, "refuse")
    assert review.queue.next_place().card.attribute != card.attribute.id
    store.attributes.add_revision(card.attribute.id, "Other words.", AssignedBy.MODEL, 1.0)
    assert review.queue.next_place().card.attribute == card.attribute.id
    assert review.queue.progress().verdicts == {}


def test_a_card_whose_words_were_erased_is_asked_no_more(store):
    find(store, 3)
    review = Review(store, PinnedClock(), PROTOCOL_DESIGN)
    review.queue.begin_batch(7)
    first = review.queue.next_place().card.attribute
    store.erasure.erase(store.erasure.plan(OneAttribute(first)), 1.0)
    assert review.queue.next_place().card.attribute != first
    assert review.queue.tally().done == 1


def test_what_another_program_stores_is_seen(store, tmp_path):
    find(store, 3)
    review = Review(store, PinnedClock(), PROTOCOL_DESIGN)
    review.queue.begin_batch(7)
    assert review.queue.progress().verdicts == {}
    other = open_store(tmp_path)
    try:
        first = review.queue.next_place().card.attribute
        Review(other, PinnedClock(), PROTOCOL_DESIGN).judge(first, {Question.TRUE: "no"})
    finally:
        other.close()
    assert review.queue.progress().verdicts == {"no": 1}


def test_an_act_reads_what_it_was_about_and_nothing_else(store):
    """However much was judged, a key costs as much: counted in SQLite's own steps."""
    review = Review(store, PinnedClock(), PROTOCOL_DESIGN)
    find(store, 20)
    steps = []
    for more in (0, 300):
        with store.database.write():
            for made in find(store, more):
                review.judge(made, {Question.TRUE: "yes"}, statement=f"I have {made} cats.")
        review.queue.begin_batch(7)
        review.answer(review.current(), "no")
        review.queue.progress()
        counted = 0

        def count():
            nonlocal counted
            counted += 1
            return 0

        store.database._connection.set_progress_handler(count, 100)
        review.answer(review.current(), "too_broad")
        review.queue.progress()
        review.current()
        store.database._connection.set_progress_handler(None, 0)
        steps.append(counted)
    assert steps[1] < 2 * steps[0], steps

"""What a third or a fifth of the cards are asked beside true, why and remember."""

from collections import Counter

import pytest
from builders import PinnedClock, add_attributes, open_store
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.models.item import ASKS_NO_MORE, Asking, Support
from selfaudit.core.models.judgment import Phase, Question
from selfaudit.core.report.report import make_report
from selfaudit.core.review.design import PLAIN, PROTOCOL_DESIGN, Design, draw_asking
from selfaudit.core.review.place import open_question
from selfaudit.core.review.review import Review

MEMBERS = st.lists(st.integers(1, 10_000), unique=True, max_size=80)
NONE = frozenset()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@given(MEMBERS, st.integers(0, 2**32 - 1))
def test_every_share_is_met_to_within_one_card(members, seed):
    drawn = draw_asking(members, PROTOCOL_DESIGN, seed).values()
    count = Counter()
    for one in drawn:
        count["folded"] += one.folded
        count["lasting"] += one.lasting
        count[one.support] += 1
        assert not (one.folded and one.support)
    assert abs(count["folded"] - len(members) / 5) < 1
    assert abs(count["lasting"] - len(members) / 3) < 1
    assert abs(count[Support.BEFORE] + count[Support.AFTER] - len(members) / 3) < 1
    assert abs(count[Support.BEFORE] - count[Support.AFTER]) <= 1


@given(MEMBERS, st.integers(0, 2**32 - 1), st.randoms())
def test_it_depends_on_the_cards_and_the_seed_alone(members, seed, shuffler):
    shuffled = list(members)
    shuffler.shuffle(shuffled)
    assert draw_asking(members, PROTOCOL_DESIGN, seed) == draw_asking(
        shuffled, PROTOCOL_DESIGN, seed
    )


def test_every_card_is_asked_equally_often():
    members = range(1, 21)
    counts = Counter()
    for seed in range(3000):
        for member, one in draw_asking(members, PROTOCOL_DESIGN, seed).items():
            counts["folded", member] += one.folded
            counts["support", member] += bool(one.support)
            counts["before", member] += one.support is Support.BEFORE
            counts["lasting", member] += one.lasting
    shares = {"folded": 1 / 5, "support": 1 / 3, "before": 1 / 6, "lasting": 1 / 3}
    for (name, _), number in counts.items():
        share = shares[name]
        assert abs(number - 3000 * share) < 5 * (3000 * share * (1 - share)) ** 0.5


def test_a_plain_design_asks_no_more():
    assert set(draw_asking(range(1, 30), PLAIN, 1).values()) == {ASKS_NO_MORE}


@pytest.mark.parametrize(
    ("given", "asking", "expected"),
    [
        ({}, Asking(), "true"),
        ({}, Asking(support=Support.BEFORE), "support"),
        ({"support": "no"}, Asking(support=Support.BEFORE), "true"),
        ({}, Asking(support=Support.AFTER, lasting=True), "true"),
        ({"true": "yes"}, Asking(lasting=True), "remember"),
        ({"true": "yes", "remember": "unsure"}, Asking(lasting=True), "lasting"),
        ({"true": "no", "why": "too_broad"}, Asking(lasting=True), None),
        ({"true": "no", "why": "too_broad"}, Asking(support=Support.AFTER), "support"),
        ({"true": "unsure"}, Asking(support=Support.AFTER), "support"),
        ({"true": "refuse"}, Asking(support=Support.AFTER), None),
        ({"true": "unsure"}, Asking(support=Support.BEFORE), None),
        (
            {"true": "yes", "remember": "unsure", "lasting": "no"},
            Asking(support=Support.AFTER, lasting=True),
            "support",
        ),
        ({}, Asking(folded=True, support=Support.BEFORE), "true"),
    ],
)
def test_what_is_asked_next(given, asking, expected):
    assert open_question(given, NONE, asking) == expected


def test_skipping_one_question_leaves_the_others_and_skipping_true_leaves_the_card():
    before = Asking(support=Support.BEFORE)
    assert open_question({}, frozenset({Question.SUPPORT}), before) is Question.TRUE
    assert open_question({}, frozenset({Question.SUPPORT, Question.TRUE}), before) is None
    lasting = Asking(lasting=True)
    assert (
        open_question({Question.TRUE: "yes"}, frozenset({Question.REMEMBER}), lasting)
        is Question.LASTING
    )


def test_a_wording_of_ones_own_is_not_asked_about_as_a_strangers_note():
    after = Asking(support=Support.AFTER)
    assert open_question({Question.TRUE: "unsure"}, NONE, after, as_written=False) is None


def reviewing(store, design, count=12):
    add_attributes(store, [f"The user has thing{n}." for n in range(count)])
    review = Review(store, PinnedClock(), design)
    review.queue.begin_batch(3)
    return review


def test_a_folded_quote_comes_after_true_and_is_recorded_as_unseen(store):
    review = reviewing(store, Design(checks=0, folded=1, support=1, lasting=0))
    card = review.current()
    assert (card.is_folded, card.evidence, card.is_named) == (True, None, False)
    stored = review.answer(card, "yes")
    assert stored.circumstance.evidence is None
    card = review.current()
    assert card.question is Question.REMEMBER
    assert card.evidence.quote
    assert review.answer(card, "unsure").circumstance.evidence == card.evidence.candidate
    review.undo()
    review.undo()
    assert review.current().is_folded


def test_folded_cards_are_never_asked_about_support(store):
    review = reviewing(store, Design(checks=0, folded=1, support=1, lasting=1))
    asked = set()
    while (card := review.current()) is not None:
        asked.add(card.question)
        review.answer(card, "yes" if card.question is Question.TRUE else "unsure")
    assert asked == {Question.TRUE, Question.REMEMBER, Question.LASTING}


def test_every_question_resumes_undoes_and_is_skipped_alone(store):
    review = reviewing(store, Design(checks=0, folded=0, support=1, lasting=1))
    seen = []
    while (card := review.current()) is not None:
        again = Review(store, PinnedClock()).current()
        assert (again.statement, again.question) == (card.statement, card.question)
        seen.append((card.statement, card.question))
        review.answer(card, "yes" if card.question is Question.TRUE else "unsure")
    assert len(seen) == 12 * 4
    for place in reversed(seen):
        assert review.undo() is not None
        assert (review.current().statement, review.current().question) == place
    while (card := review.current()) is not None:
        if card.question is Question.TRUE:
            review.answer(card, "yes")
        else:
            review.skip(card)
    progress = review.queue.progress()
    assert (progress.done, progress.skipped, progress.verdicts) == (12, 0, {"yes": 12})
    for _ in range(12 * 4):
        assert review.undo() is not None
    assert review.undo() is None


def test_support_is_blind_and_what_is_said_after_the_details_does_not_replace_it(store):
    review = reviewing(store, Design(checks=0, folded=0, support=1, lasting=0))
    while (card := review.current()).question is not Question.SUPPORT:
        review.answer(card, "unsure")
    review.answer(card, "no")
    attribute = card.attribute.id
    if Question.TRUE not in store.judgments.effective(attribute):
        review.answer(review.current(), "yes")
    review.judge(attribute, {Question.DETAILS: "seen"})
    (recorded,) = review.judge(attribute, {Question.SUPPORT: "yes"})
    assert recorded.circumstance.phase is Phase.AFTER
    assert store.judgments.effective(attribute)[Question.SUPPORT].answer == "no"


def test_the_report_sets_support_apart_from_truth(store):
    review = reviewing(store, Design(checks=0, folded=0, support=1, lasting=1), 60)
    while (card := review.current()) is not None:
        if card.question is Question.TRUE:
            review.answer(card, "no" if card.attribute.id % 2 else "yes")
        elif card.question is Question.SUPPORT:
            review.answer(card, "yes")
        else:
            review.answer(card, "too_broad" if card.question is Question.WHY else "unsure")
    (page,) = make_report(store, PinnedClock(), ["truth"]).pages
    figures = {one.name: one for one in page.figures}
    assert figures["accepted"].shown.value == 0.5
    assert figures["support"].shown.value == 1.0
    assert {one.said for one in figures["support"].behind} == {"yes"}
    bars = {one.name: {bar.label: bar.count for bar in one.bars} for one in page.bars}
    assert bars["lasting"] == {"yes": 0, "can't say": 30, "no": 0}
    assert len(page.study) == 2
    assert "58 of a hundred" in page.study[1]


def test_support_below_its_minimum_is_no_number_and_tells_nothing_of_the_study(store):
    review = reviewing(store, Design(checks=0, folded=0, support=1, lasting=0), 19)
    while (card := review.current()) is not None:
        review.answer(card, "unsure")
    (page,) = make_report(store, PinnedClock(), ["truth"]).pages
    figures = {one.name: one for one in page.figures}
    assert figures["support"].shown is None
    assert len(page.study) == 1

import random
import threading

import pytest
from builders import PinnedClock, add_attributes, open_store

from selfaudit.core.draw import uniform_draw
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.judgment import Act, Phase, Policy, Question
from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.review import Review
from selfaudit.core.review.sizes import HEADLINE_CARDS, SET_CARDS
from selfaudit.core.review.wordings import WHY
from selfaudit.core.timer import QuestionTimer

STATEMENTS = [f"The user keeps {n} bees{n}." for n in range(5)]


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def review(store):
    add_attributes(store, STATEMENTS)
    opened = Review(store, PinnedClock(), PLAIN)
    opened.queue.begin_batch(7)
    return opened


def asked(review):
    card = review.current()
    return None if card is None else (card.attribute.statement, card.question)


def test_no_asks_why_and_yes_asks_whether_to_remember(review):
    first = review.current()
    assert first.question is Question.TRUE
    review.answer(first, "no", key="n")
    assert asked(review) == (first.attribute.statement, Question.WHY)
    review.answer(review.current(), "too_broad")
    second = review.current()
    assert second.attribute.id != first.attribute.id
    review.answer(second, "yes")
    assert asked(review) == (second.attribute.statement, Question.REMEMBER)
    review.answer(review.current(), "when_it_fits")
    for answer in ("unsure", "refuse"):
        card = review.current()
        assert card.question is Question.TRUE
        review.answer(card, answer)
    assert review.queue.progress().verdicts == {"no": 1, "yes": 1, "unsure": 1, "refuse": 1}


def test_undo_goes_back_answer_by_answer_to_the_first(review, store):
    seen = []
    while (card := review.current()) is not None:
        seen.append(asked(review))
        answer = {Question.TRUE: "yes", Question.REMEMBER: "unsure"}[card.question]
        review.answer(card, answer)
    for place in reversed(seen):
        review = Review(store, PinnedClock(), PLAIN)  # as if the program had been restarted
        review.undo()
        assert asked(review) == place
    assert review.undo() is None
    assert store.judgments.count() == 2 * len(seen)


def test_the_program_resumes_on_the_exact_question(review, store):
    review.answer(review.current(), "yes")
    again = Review(store, PinnedClock(), PLAIN)
    assert again.current() == review.current()
    assert again.current().question is Question.REMEMBER


def test_a_skipped_question_is_neither_answered_nor_asked_again(review):
    first = review.current()
    review.skip(first)
    assert review.current().attribute.id != first.attribute.id
    progress = review.queue.progress()
    assert (progress.skipped, progress.done, progress.verdicts) == (1, 1, {})
    review.undo()
    assert review.current().attribute.id == first.attribute.id


def test_an_edit_is_asked_about_and_undone_like_any_answer(review):
    card = review.current()
    review.edit(card, "  The user keeps\n bees.  ")
    edited = review.current()
    assert (edited.attribute.statement, edited.attribute.as_written) == (
        "The user keeps bees.",
        False,
    )
    assert edited.question is Question.TRUE
    for nothing in ("", "   ", "The user keeps bees."):
        with pytest.raises(SelfauditError):
            review.edit(edited, nothing)
    review.undo()
    assert review.current().attribute == card.attribute


def test_marks_and_comments_stay_with_the_attribute_when_its_wording_changes(review):
    review.mark(review.current(), Question.FLAG)
    review.comment(review.current(), "not sure where this is from")
    review.edit(review.current(), "The user keeps bees.")
    marks = review.current().marks
    assert marks[Question.FLAG].answer == "yes"
    assert marks[Question.COMMENT].text == "not sure where this is from"
    review.mark(review.current(), Question.FLAG)
    assert review.current().marks[Question.FLAG].answer == "no"


def test_details_are_shown_after_the_answer_and_never_unseen(review, store):
    card = review.current()
    with pytest.raises(SelfauditError):
        review.see_details(card)
    review.answer(card, "yes")
    review.see_details(review.current())
    review.undo()
    again = review.current()
    assert (again.question, again.details_seen) == (Question.TRUE, True)
    stored = review.answer(again, "no")
    assert stored.circumstance.phase is Phase.AFTER
    assert store.judgments.of(card.attribute.id)[-1].circumstance.opinion_seen == "details"


def test_every_answer_stores_how_its_card_was_drawn(review, store):
    review.answer(review.current(), "yes", key="y", timing=QuestionTimer(PinnedClock()).so_far())
    (stored,) = store.judgments.of(review.current().attribute.id)
    circumstance = stored.circumstance
    assert (stored.act, circumstance.policy, circumstance.order_index) == (
        Act.DECIDE,
        Policy.HEADLINE,
        0,
    )
    assert (circumstance.inclusion_probability, circumstance.seed, circumstance.key) == (
        1.0,
        7,
        "y",
    )
    words = store.database.row("SELECT text FROM wording WHERE hash = ?", [circumstance.wording])
    assert words["text"].startswith("Is this, as written, true of you now?\ny yes\nu can't say")


def test_judging_by_name_stores_all_answers_or_none_and_what_was_seen_is_unknown(review, store):
    other = max(attribute.id for attribute in store.attributes.page())
    while review.current().attribute.id == other:
        review.skip(review.current())
    recorded = review.judge(other, {Question.TRUE: "no", Question.WHY: "not_now"})
    assert [one.circumstance.policy for one in recorded] == [Policy.DIRECT] * 2
    assert {one.circumstance.opinion_seen for one in recorded} == {"unknown"}
    with pytest.raises(SelfauditError):
        review.judge(999, {Question.TRUE: "no"})


def test_the_headline_is_drawn_from_all_attributes_once_extraction_has_ended(store):
    queue = Review(store, PinnedClock(), PLAIN).queue
    add_attributes(store, [f"The user has thing{n}." for n in range(40)])
    early = queue.begin_batch(1, extraction_ended=False)
    add_attributes(store, [f"The user knows fact{n}." for n in range(50)])
    headline = queue.begin_batch(2, extraction_ended=True)
    later = set(add_attributes(store, [f"The user owns item{n}." for n in range(5)]))
    extra = queue.begin_batch(3, extraction_ended=True)
    cards = {batch.id: [] for batch in (early, headline, extra)}
    for card in store.judgments.cards():
        cards[card.batch].append(card)
    assert [batch.policy for batch in (early, headline, extra)] == [
        Policy.EARLY,
        Policy.HEADLINE,
        Policy.MOST_SUPPORT,
    ]
    assert (len(cards[early.id]), early.frame_size) == (SET_CARDS, 40)
    assert (len(cards[headline.id]), headline.frame_size) == (HEADLINE_CARDS, 90)
    assert {card.inclusion_probability for card in cards[headline.id]} == {60 / 90}
    assert later <= {card.attribute for card in cards[extra.id]}
    asked = [place.card.attribute for place in queue.places()]
    assert len(asked) == len(set(asked))


def test_a_headline_card_that_was_judged_early_is_not_asked_again(store):
    review = Review(store, PinnedClock(), PLAIN)
    add_attributes(store, [f"The user has thing{n}." for n in range(12)])
    review.queue.begin_batch(1, extraction_ended=False)
    while (card := review.current()) is not None:
        review.answer(card, "unsure")
    assert review.queue.progress().headline_total == 0
    review.queue.begin_batch(extraction_ended=True)
    assert review.current() is None
    progress = review.queue.progress()
    assert (progress.headline_done, progress.headline_total, progress.done) == (12, 12, 12)


def test_what_was_found_early_is_not_drawn_more_often(store):
    """Attributes of many conversations are found early; the headline must not prefer them."""
    add_attributes(store, [f"The user has thing{n}." for n in range(200)])
    early = set(range(1, 21))
    share = [
        len(early & {one.member for one in uniform_draw(range(1, 201), HEADLINE_CARDS, seed)})
        for seed in range(2000)
    ]
    # 20 of 200 with p = 0.3: 6 expected; the mean over 2000 seeds has a standard error of 0.043
    assert abs(sum(share) / len(share) - 6) < 5 * 0.043


def test_only_answered_draws_count_for_the_headline(review):
    judged = review.current().attribute.id
    review.skip(review.current())
    other = review.current().attribute.id
    direct = next(id for id in range(1, 6) if id not in (judged, other))
    review.judge(direct, {Question.TRUE: "yes"})
    progress = review.queue.progress()
    assert (progress.headline_done, progress.skipped) == (0, 1)
    asked_about = set()
    while (card := review.current()) is not None:
        asked_about.add(card.attribute.id)
        review.answer(card, {Question.TRUE: "unsure"}[card.question])
    assert direct in asked_about


def test_while_extraction_runs_a_set_of_cards_must_have_come(store):
    add_attributes(store, [f"The user has thing{n}." for n in range(11)])
    review = Review(store, PinnedClock(), PLAIN)
    assert not review.queue.may_begin(extraction_ended=False)
    assert review.queue.may_begin(extraction_ended=True)
    add_attributes(store, ["The user has one more."])
    assert review.queue.may_begin(extraction_ended=False)


def test_a_judgment_by_name_after_the_reveal_does_not_override_the_blind_one(review, store):
    card = review.current()
    review.answer(card, "yes")
    review.see_details(review.current())
    (recorded,) = review.judge(card.attribute.id, {Question.TRUE: "no"})
    assert recorded.circumstance.phase is Phase.AFTER
    assert store.attributes.get(card.attribute.id).verdict == "yes"


def test_marks_and_comments_may_change_after_the_reveal(review):
    review.mark(review.current(), Question.FLAG)
    review.answer(review.current(), "yes")
    review.see_details(review.current())
    review.mark(review.current(), Question.FLAG)
    review.comment(review.current(), "first")
    review.comment(review.current(), "second")
    marks = review.current().marks
    assert (marks[Question.FLAG].answer, marks[Question.COMMENT].text) == ("no", "second")


def test_an_edited_statement_is_counted_as_not_accepted_as_written(review):
    review.edit(review.current(), "The user keeps bees.")
    review.answer(review.current(), "yes")
    progress = review.queue.progress()
    assert (progress.verdicts, progress.edited) == ({"yes": 1}, 1)


def test_an_undo_records_the_phase_in_which_it_happened(review, store):
    card = review.current()
    review.answer(card, "yes")
    review.see_details(review.current())
    review.undo(key="z")
    undone = store.judgments.of(card.attribute.id)[-1]
    assert (undone.act, undone.circumstance.phase) == (Act.UNDO, Phase.AFTER)
    assert (undone.circumstance.opinion_seen, undone.circumstance.key) == ("details", "z")


def test_a_skip_stores_the_words_that_were_on_the_screen(review):
    review.answer(review.current(), "no")
    assert review.skip(review.current()).circumstance.wording == WHY.hash


def test_text_that_cannot_be_encoded_is_stored_with_a_sign_in_its_place(review):
    review.edit(review.current(), "The user is \ud800 tall\0.")
    assert review.current().attribute.statement == "The user is \ufffd tall\ufffd."
    review.comment(review.current(), "\udcff")
    assert review.current().marks[Question.COMMENT].text == "\ufffd"


def test_two_undos_at_once_take_back_two_acts(review, store):
    review.answer(review.current(), "yes")
    review.answer(review.current(), "unsure")
    others = [threading.Thread(target=Review(store, PinnedClock(), PLAIN).undo) for _ in range(4)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert review.queue.progress().verdicts == {}
    assert review.undo() is None


def test_random_walks_never_lose_an_answer(store):
    """Answer, skip, edit, mark and undo at random; a model in memory keeps the truth."""
    add_attributes(store, STATEMENTS)
    random_source = random.Random(11)
    review = Review(store, PinnedClock(), PLAIN)
    review.queue.begin_batch(3)
    standing = []
    for _ in range(400):
        card = review.current()
        act = random_source.choice(["answer", "answer", "skip", "flag", "undo", "undo"])
        if act == "undo" or card is None:
            undone = review.undo()
            expected = standing.pop() if standing else None
            assert (undone and undone.id) == expected
        elif act == "answer":
            choices = {
                Question.TRUE: ["yes", "no", "unsure", "refuse"],
                Question.WHY: ["too_broad"],
                Question.REMEMBER: ["unsure"],
            }[card.question]
            standing.append(review.answer(card, random_source.choice(choices)).id)
        elif act == "skip":
            standing.append(review.skip(card).id)
        else:
            standing.append(review.mark(card, Question.FLAG).id)


def test_a_pause_counts_as_idle_from_two_minutes_on():
    clock = PinnedClock()
    timer = QuestionTimer(clock)
    for seconds in (30, 300, 10):
        clock.advance(seconds)
        timer.touch()
    timing = timer.so_far()
    assert (timing.active, timing.idle) == (30 + 120 + 10, 180)
    assert timing.decided_at - timing.shown_at == 340

import pytest
from builders import PinnedClock, open_store
from stages_core import NO, SKIP, UNSURE, YES, judged

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Stage
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.relevance.lists import BLOCK_PROMPTS
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.timer import QuestionTimer


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def marking(store):
    judged(store, [f"The user keeps {n} bees{n}." for n in range(2)])
    judged(store, ["The user owns a yacht."], "no")
    opened = Marking(store, PinnedClock())
    opened.begin(7)
    return opened


def restarted(store):
    return Marking(store, PinnedClock())


def answer_all(marking, answer=NO):
    while (asked := marking.current()) is not None:
        marking.answer(asked.entry, answer)
    return marking.block()


def test_a_block_has_ten_prompts_and_is_begun_once(marking, store):
    block = marking.block()
    assert block.seed == 7
    assert marking.progress(block).prompts == BLOCK_PROMPTS == 10
    assert marking.begin() == block
    assert len(store.blocks.all(Stage.RELEVANCE)) == 1


def test_only_accepted_attributes_are_asked_about(marking):
    asked = set()
    while (question := marking.current()) is not None:
        asked.add(question.entry.statement)
        marking.answer(question.entry, NO)
    assert asked == {"The user keeps 0 bees0.", "The user keeps 1 bees1."}


def test_an_attribute_that_is_listed_for_the_selectors_alone_cannot_be_marked(marking, store):
    hidden = [one for one in store.marks.entries(marking.block().id) if not one.accepted]
    assert {one.statement for one in hidden} == {"The user owns a yacht."}
    with pytest.raises(SelfauditError):
        marking.answer(hidden[0], YES)
    assert store.marks.of(hidden[0].id) == []


def test_the_program_resumes_on_the_exact_question(marking, store):
    for answer in (YES, SKIP, UNSURE):
        marking.answer(marking.current().entry, answer)
        assert restarted(store).current() == marking.current()
    asked = marking.current()
    assert asked.progress.done == 3
    assert asked.entry == marking.asked(marking.block())[3]
    assert asked.prompt == store.prompts.get(asked.entry.prompt)
    assert 0 <= asked.place < asked.listed <= 2


def test_nothing_is_marked_by_looking_at_it(marking, store):
    for _ in range(3):
        marking.current()
        marking.progress(marking.block())
    assert store.marks.count() == 0
    assert marking.current().progress.done == 0


def test_skipped_unsure_and_unseen_stay_three_different_things(marking, store):
    skipped, unsure, unseen = marking.asked(marking.block())[:3]
    marking.answer(skipped, SKIP)
    marking.answer(unsure, UNSURE)
    marks = store.marks.effective(marking.block().id)
    assert marks[skipped.id].answer is MarkAnswer.SKIP
    assert marks[unsure.id].answer is MarkAnswer.UNSURE
    assert unseen.id not in marks
    assert marking.current().entry == unseen
    assert marking.progress(marking.block()).done == 2
    assert store.marks.count() == 1


def test_undo_goes_back_mark_by_mark_to_the_first_across_restarts(marking, store):
    seen = []
    for answer in (YES, NO, SKIP, UNSURE) * 3:
        seen.append(marking.current().entry)
        marking.answer(seen[-1], answer)
    for entry in reversed(seen):
        again = restarted(store)
        assert again.undo(again.block()).entry == entry.id
        assert again.current().entry == entry
    assert marking.undo(marking.block()) is None
    assert [mark.act for mark in store.marks.of(seen[0].id)] == [Act.DECIDE, Act.UNDO]


def test_a_mark_stores_words_key_time_phase_and_act(marking, store):
    clock = PinnedClock()
    timer = QuestionTimer(clock)
    clock.advance(4)
    entry = marking.current().entry
    marking.answer(entry, YES, key="y", timing=timer.so_far())
    marking.answer(entry, NO, key="n")
    first, second = store.marks.of(entry.id)
    assert (first.act, first.phase, first.key) == (Act.DECIDE, Phase.BEFORE, "y")
    assert (first.timing.active, first.timing.idle) == (4, 0)
    assert (second.act, second.key, second.timing) == (Act.CORRECT, "n", None)
    words = store.database.row("SELECT text FROM wording WHERE hash = ?", [first.wording])
    assert words["text"].startswith("Suppose you sent this today.")
    assert store.marks.effective(entry.block)[entry.id] == second


def test_a_block_with_open_questions_stays_sealed(marking):
    block = marking.block()
    count = len(marking.asked(block))
    with pytest.raises(SelfauditError, match=f"{count} of the {count}"):
        marking.reveal(block)
    for _ in range(count - 1):
        marking.answer(marking.current().entry, YES)
    with pytest.raises(SelfauditError, match=f"1 of the {count}"):
        marking.reveal(block)
    assert marking.block().is_sealed
    marking.answer(marking.current().entry, SKIP)
    assert not marking.reveal(block).is_sealed
    assert marking.block() is None
    assert marking.current() is None


def test_a_correction_after_the_reveal_is_kept_and_never_counts_before_the_first_mark(
    marking, store
):
    block = marking.reveal(answer_all(marking, NO))
    entry = marking.asked(block)[0]
    given = marking.answer(entry, YES)
    assert (given.act, given.phase, given.reveals_seen) == (Act.CORRECT, Phase.AFTER, 1)
    assert store.marks.effective(block.id)[entry.id].answer is MarkAnswer.NO
    assert store.marks.corrected(block.id)[entry.id].answer is MarkAnswer.YES
    marking.answer(entry, UNSURE)
    assert store.marks.corrected(block.id)[entry.id].answer is MarkAnswer.UNSURE
    assert marking.undo(block).answer is MarkAnswer.UNSURE
    assert store.marks.corrected(block.id)[entry.id].answer is MarkAnswer.YES


def test_what_was_skipped_before_the_reveal_stays_missing_whatever_is_said_later(marking, store):
    block = marking.reveal(answer_all(marking, SKIP))
    marking.answer(marking.asked(block)[0], YES)
    assert {mark.answer for mark in store.marks.effective(block.id).values()} == {SKIP}


def test_after_the_reveal_only_what_was_said_after_it_can_be_taken_back(marking, store):
    sealed = answer_all(marking, NO)
    marking.reveal(sealed)
    marking.answer(marking.asked(sealed)[0], YES)
    assert marking.undo(sealed).answer is MarkAnswer.YES  # a block object from before the reveal
    assert marking.undo(sealed) is None
    assert marking.progress(sealed).is_finished


def test_a_block_is_revealed_once_and_for_good(marking, store):
    block = answer_all(marking)
    clock = PinnedClock()
    first = Marking(store, clock).reveal(block)
    clock.advance(60)
    assert Marking(store, clock).reveal(block) == first


def test_marks_of_the_next_block_know_how_many_reveals_were_seen(marking, store):
    marking.reveal(answer_all(marking))
    block = marking.begin(8)
    assert block.number == 2
    entry = marking.current().entry
    assert marking.answer(entry, YES).reveals_seen == 1
    assert marking.undo(block).entry == entry.id
    assert [mark.reveals_seen for mark in store.marks.of(entry.id)] == [1, 1]
    assert [mark.phase for mark in store.marks.of(entry.id)] == [Phase.BEFORE] * 2
    assert marking.undo(block) is None  # marks of the block before stay


def test_no_prompt_is_asked_about_in_two_blocks(marking, store):
    first = {entry.prompt for entry in store.marks.entries(marking.block().id)}
    marking.reveal(answer_all(marking))
    second = {entry.prompt for entry in store.marks.entries(marking.begin(8).id)}
    assert len(first) == len(second) == 10
    assert not first & second


def test_without_an_accepted_attribute_there_is_nothing_to_ask(store):
    marking = Marking(store, PinnedClock())
    for _ in range(2):
        with pytest.raises(SelfauditError) as error:
            marking.begin()
        assert error.value.title == "Nothing to ask about yet"
        judged(store, ["The user owns a yacht."], "no")
    assert (marking.block(), marking.current(), marking.accepted()) == (None, None, 0)
    assert store.prompts.all() == []


def test_a_prompt_whose_own_talk_gave_all_attributes_takes_no_place_in_the_block(store):
    judged(store, ["The user keeps bees."])
    marking = Marking(store, PinnedClock())
    for seed in (1, 2):
        assert marking.progress(marking.begin(seed)).prompts == 10
        marking.reveal(answer_all(marking))


def test_the_edited_wording_is_the_one_that_is_asked_about(store):
    from selfaudit.core.review.review import Review

    judged(store, ["The user keeps bees."])
    review = Review(store, PinnedClock())
    review.queue.begin_batch(1)
    review.edit(review.current(), "The user keeps two hives.")
    marking = Marking(store, PinnedClock())
    with pytest.raises(SelfauditError):
        marking.begin()
    review.answer(review.current(), "yes")
    marking.begin()
    assert {one.statement for one in marking.asked(marking.block())} == {
        "The user keeps two hives."
    }

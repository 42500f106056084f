import pytest
from builders import PinnedClock, open_store
from stages_core import ready_block

from selfaudit.core.comparison.questions import joined, next_question
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import (
    AboutYou,
    Arm,
    Better,
    Fact,
    Reason,
    Side,
    VoteQuestion,
)
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.store.pairs import NewPair
from selfaudit.core.timer import QuestionTimer

BETTER, REASONS = VoteQuestion.BETTER, VoteQuestion.REASONS
ABOUT_YOU, RATING = VoteQuestion.ABOUT_YOU, VoteQuestion.RATING


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def voting(store):
    return Voting(store, PinnedClock())


def new_pair(store, *, side=Side.LEFT, asks=False, repeats=None, arm=Arm.CATCH, facts=()):
    prompt = store.prompts.add(PromptSource.TYPED, "What shall I plant?", 1.0)
    return NewPair(prompt.id, arm, 1, side, asks, facts, repeats=repeats)


def new_pairs(store, count, **options):
    return [new_pair(store, **options) for _ in range(count)]


def skip_all(voting):
    while (asked := voting.current()) is not None:
        voting.answer(asked.pair, asked.question, Better.SKIP)


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize(
    ("better", "then"),
    [
        (Better.LEFT_MUCH, [REASONS, ABOUT_YOU]),
        (Better.LEFT_SLIGHTLY, [REASONS, ABOUT_YOU]),
        (Better.RIGHT_SLIGHTLY, [REASONS, ABOUT_YOU]),
        (Better.RIGHT_MUCH, [REASONS, ABOUT_YOU]),
        (Better.NO_DIFFERENCE, [ABOUT_YOU]),
        (Better.BOTH_UNUSABLE, [ABOUT_YOU]),
        (Better.SKIP, []),
    ],
)
def test_after_the_vote_come_reasons_and_then_facts_where_they_are_asked(
    store, voting, asks, better, then
):
    ready_block(store, new_pairs(store, 1, asks=asks))
    answers = {BETTER: better, REASONS: "clearer", ABOUT_YOU: AboutYou.NEITHER}
    asked = []
    while (one := voting.current()) is not None:
        asked.append(one.question)
        voting.answer(one.pair, one.question, answers[one.question])
    assert asked == [BETTER, *(one for one in then if asks or one is not ABOUT_YOU)]


@pytest.mark.parametrize("side", Side)
def test_the_answers_stand_on_the_sides_that_were_drawn(store, voting, side):
    ready_block(store, new_pairs(store, 1, side=side))
    asked = voting.current()
    texts = ("Plain.", "Fitting.") if side is Side.LEFT else ("Fitting.", "Plain.")
    assert (asked.left.text, asked.right.text) == texts


def test_nothing_that_is_put_on_the_table_tells_the_arm(store, voting):
    """With the answers exchanged and any arm, all but the texts is the same to the last byte."""
    shown = set()
    for arm in Arm:
        for side in Side:
            facts = (Fact("The user owns a zeppelin."),) if arm is Arm.STRANGER else ()
            block = ready_block(store, [new_pair(store, arm=arm, side=side, facts=facts)])
            asked = voting.current()
            texts = sorted([asked.left.text, asked.right.text])
            assert texts == ["Fitting.", "Plain."]
            plain = repr(asked).replace("Fitting.", "?").replace("Plain.", "?")
            plain = plain.replace(f"pair={asked.pair},", "")
            shown.add(plain.replace(f"Prompt(id={asked.prompt.id},", "Prompt("))
            store.blocks.reveal(block.id, 1.0)
    assert len(shown) == 1


def test_the_program_resumes_on_the_exact_pair_sides_and_question(store, voting):
    ready_block(store, new_pairs(store, 3, asks=True, side=Side.RIGHT))
    for answer in (Better.LEFT_MUCH, "none", AboutYou.LEFT, Better.RIGHT_MUCH):
        asked = voting.current()
        assert Voting(store, PinnedClock()).current() == asked
        voting.answer(asked.pair, asked.question, answer)
    asked = Voting(store, PinnedClock()).current()
    assert (asked.place, asked.question, asked.left.text) == (1, REASONS, "Fitting.")
    assert asked.given[BETTER].answer == Better.RIGHT_MUCH
    assert asked.progress.done == 1


def test_undo_goes_back_answer_by_answer_to_the_first_across_restarts(store, voting):
    block = ready_block(store, new_pairs(store, 2, asks=True))
    seen = []
    answers = {BETTER: Better.LEFT_MUCH, REASONS: "none", ABOUT_YOU: AboutYou.BOTH}
    while (asked := voting.current()) is not None:
        seen.append((asked.pair, asked.question))
        voting.answer(asked.pair, asked.question, answers[asked.question])
    assert len(seen) == 6
    for pair, question in reversed(seen):
        again = Voting(store, PinnedClock())
        undone = again.undo(block)
        assert (undone.pair, undone.question) == (pair, question)
        assert (again.current().pair, again.current().question) == (pair, question)
    assert voting.undo(block) is None


def test_a_vote_stores_words_key_time_phase_and_act(store, voting):
    block = ready_block(store, new_pairs(store, 1))
    clock = PinnedClock()
    timer = QuestionTimer(clock)
    clock.advance(9)
    pair = voting.current().pair
    voting.answer(pair, BETTER, Better.LEFT_MUCH, key="1", timing=timer.so_far())
    voting.answer(pair, BETTER, Better.SKIP, key="s")
    first, second = store.votes.of(pair)
    assert (first.act, first.phase, first.key) == (Act.DECIDE, Phase.BEFORE, "1")
    assert first.timing.active == 9
    assert (second.act, second.key, second.timing) == (Act.CORRECT, "s", None)
    assert store.votes.effective(block.id)[pair][BETTER] == second
    words = store.database.row("SELECT text FROM wording WHERE hash = ?", [first.wording])
    assert words["text"].startswith("Two answers. They may differ")


def test_reasons_for_a_vote_that_was_changed_are_asked_again(store, voting):
    block = ready_block(store, new_pairs(store, 1))
    pair = voting.current().pair
    voting.answer(pair, BETTER, Better.LEFT_MUCH)
    voting.answer(pair, REASONS, "clearer")
    voting.answer(pair, BETTER, Better.RIGHT_MUCH)
    assert voting.current().question is REASONS
    voting.undo(block)
    assert voting.current() is None  # the first vote stands again, with its reasons


@pytest.mark.parametrize(
    ("question", "answer"),
    [(BETTER, "3"), (BETTER, "left"), (REASONS, "because"), (ABOUT_YOU, "maybe"), (RATING, "0")],
)
def test_what_a_question_does_not_offer_is_not_stored(store, voting, question, answer):
    ready_block(store, new_pairs(store, 1))
    pair = voting.current().pair
    with pytest.raises(SelfauditError):
        voting.answer(pair, question, answer)
    assert store.votes.of(pair) == []


def test_a_pair_without_answers_can_be_neither_shown_nor_voted_on(store, voting):
    block = store.blocks.begin(Stage.COMPARISON, 1, 1.0)
    store.pairs.plan(block.id, new_pairs(store, 2))
    first, second = store.pairs.of(block.id)
    assert voting.current() is None
    with pytest.raises(SelfauditError, match="no answers yet"):
        voting.answer(first.id, BETTER, Better.LEFT_MUCH)
    progress = voting.progress(block)
    assert (progress.done, progress.pairs, progress.ready) == (0, 2, 0)
    store.pairs.drop(first.id, "the model wrote nothing")
    progress = voting.progress(block)
    assert (progress.pairs, progress.dropped) == (1, 1)
    assert voting.current() is None  # the second one is still being made
    assert not second.is_ready


def test_a_block_with_open_pairs_stays_sealed(store, voting):
    block = ready_block(store, new_pairs(store, 2))
    for left in (2, 1):
        with pytest.raises(SelfauditError, match=f"{left} of the 2"):
            voting.reveal(block)
        voting.answer(voting.current().pair, BETTER, Better.SKIP)
    assert voting.may_reveal(block)
    revealed = voting.reveal(block)
    assert not revealed.is_sealed
    assert voting.reveal(block) == revealed
    assert (voting.block(), voting.current()) == (None, None)


def test_blocks_are_voted_on_one_after_another_oldest_first(store, voting):
    first, second = (ready_block(store, new_pairs(store, 1), seed=n) for n in (1, 2))
    assert voting.block() == first
    skip_all(voting)
    assert voting.block() == first
    voting.reveal(first)
    assert voting.block() == second
    assert store.pairs.get(voting.current().pair).block == second.id


def unusable(voting, answers):
    for answer in answers:
        asked = voting.current()
        voting.answer(asked.pair, BETTER, answer)


def test_four_unusable_of_the_last_ten_show_that_the_model_is_too_weak(store, voting):
    block = ready_block(store, new_pairs(store, 20))
    tie, bad = Better.NO_DIFFERENCE, Better.BOTH_UNUSABLE
    unusable(voting, [bad, bad, bad])
    assert not voting.is_too_weak(block)
    assert not voting.may_reveal(block)
    unusable(voting, [tie] * 6 + [bad])
    assert voting.is_too_weak(block)
    assert voting.may_reveal(block)
    unusable(voting, [tie])  # now the first of them is eleven pairs ago
    assert not voting.is_too_weak(block)
    unusable(voting, [bad, bad])
    assert not voting.is_too_weak(block)
    unusable(voting, [bad])
    assert voting.is_too_weak(block)
    assert not voting.reveal(block).is_sealed


def test_a_pair_that_came_back_does_not_show_weakness_twice(store, voting):
    repeats = [new_pair(store, repeats=place) for place in range(2)]
    block = ready_block(store, [*new_pairs(store, 8), *repeats])
    bad, tie = Better.BOTH_UNUSABLE, Better.NO_DIFFERENCE
    unusable(voting, [bad, bad, tie, tie, tie, tie, tie, tie, bad, bad])
    assert not voting.is_too_weak(block)


@pytest.fixture
def revealed(store, voting):
    from stages_core import judged

    bees, bread, boats = judged(
        store, [f"The user has {one}." for one in ("bees", "bread", "boats")]
    )
    facts = tuple(
        Fact(store.attributes.get(id).statement, id, store.attributes.get(id).revision)
        for id in (bees, bread)
    )
    block = ready_block(store, [new_pair(store, arm=Arm.MARKED, facts=facts)])
    pair = voting.current().pair
    with pytest.raises(SelfauditError) as error:
        voting.answer(pair, RATING, "4", attribute=bees)
    assert error.value.title == "The block is sealed"
    unusable(voting, [Better.NO_DIFFERENCE])
    return voting.reveal(block), pair, bees, bread, boats


def test_each_attribute_that_was_used_can_be_rated_after_the_reveal(store, voting, revealed):
    block, pair, bees, bread, boats = revealed
    voting.answer(pair, RATING, "4", attribute=bees)
    voting.answer(pair, RATING, "2", attribute=bread)
    again = voting.answer(pair, RATING, "5", attribute=bees)
    assert (again.act, again.phase) == (Act.CORRECT, Phase.AFTER)
    ratings = {id: vote.answer for id, vote in store.votes.ratings(pair).items()}
    assert ratings == {bees: "5", bread: "2"}
    assert voting.undo(block) == again
    assert store.votes.ratings(pair)[bees].answer == "4"
    for attribute in (boats, None, 999):
        with pytest.raises(SelfauditError):
            voting.answer(pair, RATING, "4", attribute=attribute)
    assert voting.current() is None


def test_a_vote_after_the_reveal_is_kept_and_never_counts_before_the_first(store, voting, revealed):
    block, pair, *_ = revealed
    late = voting.answer(pair, BETTER, Better.RIGHT_MUCH)
    assert (late.act, late.phase) == (Act.CORRECT, Phase.AFTER)
    assert store.votes.effective(block.id)[pair][BETTER].answer == Better.NO_DIFFERENCE
    assert voting.undo(block) == late
    assert voting.undo(block) is None  # nothing from before the reveal


def test_an_old_view_of_the_block_does_not_undo_what_was_said_before_the_reveal(store, voting):
    block = ready_block(store, new_pairs(store, 1))
    skip_all(voting)
    voting.reveal(block)
    assert block.is_sealed
    assert voting.undo(block) is None
    assert voting.progress(block).is_finished


def test_a_block_of_which_no_pair_could_be_made_can_be_ended(store, voting):
    block = store.blocks.begin(Stage.COMPARISON, 1, 1.0)
    store.pairs.plan(block.id, new_pairs(store, 1))
    store.pairs.drop(store.pairs.of(block.id)[0].id, "the model wrote nothing")
    assert voting.may_reveal(block)


def test_reasons_are_stored_in_the_order_of_their_keys():
    assert joined([Reason.CLEARER, Reason.FITS_ME, Reason.CLEARER]) == "fits_me,clearer"
    assert joined([]) == "none"


def test_an_unseen_pair_is_asked_which_is_better_first(store):
    block = ready_block(store, new_pairs(store, 1, asks=True))
    assert next_question(store.pairs.of(block.id)[0], {}) is BETTER

from collections import Counter

import pytest
from builders import PinnedClock, open_store
from stages_core import NO, SKIP, UNSURE, YES, arms_of, judged, mark_block

from selfaudit.core.comparison.arms import BLOCK_PAIRS
from selfaudit.core.comparison.planning import (
    REST_SECONDS,
    Planning,
    plan_elsewhere,
    with_repeats,
)
from selfaudit.core.comparison.strangers import strangers_facts
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Side
from selfaudit.core.store.pairs import NewPair


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def attributes(store):
    return judged(store, [f"The user has thing{n}." for n in range(4)])


def mark(store, attributes, count, *, first=0, said=(YES, NO, UNSURE, SKIP)):
    marks = dict(zip(attributes, said, strict=True))
    prompts = {f"Question {n}?": marks for n in range(first, first + count)}
    return mark_block(store, prompts, revealed=True)


def begin(store, seed=7):
    return Planning(store, PinnedClock()).begin(seed)


def statements(store, pair):
    return [fact.statement for fact in store.pairs.facts(pair.id)]


def test_a_whole_block_has_twenty_pairs_of_protocols_mix_and_two_repeats(store, attributes):
    mark(store, attributes, 20)
    pairs = store.pairs.of(begin(store).id)
    assert Counter(arms_of(pairs)) == {
        Arm.MARKED: 12,
        Arm.IRRELEVANT: 4,
        Arm.CATCH: 3,
        Arm.STRANGER: 1,
    }
    assert len(pairs) == BLOCK_PAIRS + 2
    assert sum(pair.asks_about_you for pair in pairs) == 7
    assert not any(pair.is_ready or pair.dropped for pair in pairs)


def test_each_arm_is_given_the_facts_that_it_should(store, attributes):
    mark(store, attributes, 20)
    for pair in store.pairs.of(begin(store).id):
        facts = store.pairs.facts(pair.id)
        if pair.arm is Arm.MARKED:
            assert statements(store, pair) == ["The user has thing0."]
            assert facts[0].attribute == attributes[0]
            assert facts[0].revision == store.attributes.get(attributes[0]).revision
        elif pair.arm is Arm.IRRELEVANT:
            assert [fact.attribute for fact in facts] == [attributes[1]]
        elif pair.arm is Arm.STRANGER:
            assert set(statements(store, pair)) <= set(strangers_facts())
            assert [fact.attribute for fact in facts] == [None]
        else:
            assert facts == ()


def test_a_control_pair_is_given_as_many_facts_as_were_marked_up_to_five(store):
    attributes = judged(store, [f"The user has thing{n}." for n in range(16)])
    few = {id: YES if n < 3 else NO for n, id in enumerate(attributes)}
    many = {id: YES if n < 8 else NO for n, id in enumerate(attributes)}
    prompts = {f"Few {n}?": few for n in range(6)} | {f"Many {n}?": many for n in range(6)}
    mark_block(store, prompts, revealed=True)
    seen = set()
    for pair in store.pairs.of(begin(store).id):
        marked = 3 if store.prompts.get(pair.prompt).text.startswith("Few") else 8
        facts = store.pairs.facts(pair.id)
        if pair.arm is Arm.MARKED:
            assert len(facts) == marked
        elif pair.arm is not Arm.CATCH:
            assert len(facts) == marked == len(set(facts))
            seen.add((pair.arm, marked))
        if pair.arm is Arm.IRRELEVANT:
            assert not {fact.attribute for fact in facts} & set(attributes[:marked])
    assert len(seen) >= 2


def test_no_prompt_comes_twice_in_one_arm_in_any_block(store, attributes):
    mark(store, attributes, 30)
    seen = Counter()
    for seed in range(5):
        try:
            block = begin(store, seed)
        except SelfauditError:
            break
        pairs = store.pairs.of(block.id)
        seen.update((pair.arm, pair.prompt) for pair in pairs if pair.repeats is None)
        store.blocks.reveal(block.id, 1.0)
    assert seen.total() > 40
    assert set(seen.values()) == {1}
    assert sum(arm is Arm.MARKED for arm, _ in seen) in {28, 29, 30}


def test_prompts_are_spread_so_that_few_come_back_in_one_block(store, attributes):
    mark(store, attributes, 20)
    prompts = Counter(p.prompt for p in store.pairs.of(begin(store).id) if p.repeats is None)
    assert set(prompts.values()) == {1}


def test_a_repeat_is_the_same_pair_with_its_sides_swapped_at_least_five_pairs_later(
    store, attributes
):
    mark(store, attributes, 20)
    pairs = store.pairs.of(begin(store).id)
    by_id = {pair.id: pair for pair in pairs}
    repeats = [pair for pair in pairs if pair.repeats is not None]
    assert len(repeats) == 2
    for again in repeats:
        original = by_id[again.repeats]
        assert (again.prompt, again.arm, again.seed) == (
            original.prompt,
            original.arm,
            original.seed,
        )
        assert again.generic_side is original.generic_side.other
        assert again.position - original.position > 5
        assert not again.asks_about_you
        assert store.pairs.facts(again.id) == store.pairs.facts(original.id)


@pytest.mark.parametrize("size", [5, 6, 13, 20])
def test_repeats_never_come_before_their_original_nor_too_soon(size):
    pairs = [NewPair(place, Arm.MARKED, place, Side.LEFT, True, ()) for place in range(size)]
    for seed in range(200):
        shown = with_repeats(pairs, seed)
        assert [pair.prompt for pair in shown if pair.repeats is None] == list(range(size))
        for place, pair in enumerate(shown):
            if pair.repeats is not None:
                assert shown[pair.repeats].prompt == pair.prompt
                between = shown[pair.repeats + 1 : place]
                assert sum(one.repeats is None for one in between) >= 5


def test_the_same_seed_plans_the_same_block(tmp_path):
    plans = []
    for name in ("one", "other"):
        store = open_store(tmp_path / name)
        mark(store, judged(store, [f"The user has thing{n}." for n in range(4)]), 20)
        plans.append(store.pairs.of(begin(store).id))
        store.close()
    assert plans[0] == plans[1]


def test_a_block_is_begun_once_while_it_is_open(store, attributes):
    mark(store, attributes, 5)
    block = begin(store)
    assert begin(store, 8) == block
    assert len(store.blocks.all(Stage.COMPARISON)) == 1


def test_a_small_history_gets_a_small_block(store, attributes):
    planning = Planning(store, PinnedClock())
    assert planning.pairs_possible() == 0
    mark(store, attributes, 2)
    with pytest.raises(SelfauditError, match="2 so far, at least 3") as error:
        planning.begin()
    assert error.value.title == "Too little to compare yet"
    mark(store, attributes, 1, first=2)
    assert planning.pairs_possible() == 5
    pairs = store.pairs.of(planning.begin(1).id)
    assert arms_of(pairs).count(Arm.MARKED) == 3
    assert len(pairs) == 5


@pytest.mark.parametrize("marked", range(3, 13))
@pytest.mark.parametrize("seed", range(4))
def test_there_are_always_enough_marked_prompts_for_the_block(store, attributes, marked, seed):
    mark(store, attributes, marked)
    possible = Planning(store, PinnedClock()).pairs_possible()
    pairs = store.pairs.of(begin(store, seed).id)
    assert len(arms_of(pairs)) == possible
    assert abs(arms_of(pairs).count(Arm.MARKED) - 0.6 * possible) < 1
    used = [(pair.arm, pair.prompt) for pair in pairs if pair.repeats is None]
    assert len(used) == len(set(used))


def test_every_arm_is_about_prompts_with_something_relevant_while_there_are_any(store, attributes):
    mark(store, attributes, 3)
    mark(store, attributes, 3, first=3, said=(NO, NO, NO, NO))
    pairs = store.pairs.of(begin(store).id)
    assert len(pairs) == 5
    assert all(pair.prompt <= 3 for pair in pairs)


def test_an_arm_without_a_prompt_gives_its_place_to_a_catch_pair(store, attributes):
    mark(store, attributes, 12, said=(YES, YES, YES, YES))
    arms = Counter(arms_of(store.pairs.of(begin(store).id)))
    assert arms == {Arm.MARKED: 12, Arm.CATCH: 7, Arm.STRANGER: 1}


def test_marks_that_could_still_be_taken_back_are_not_compared_yet(store, attributes):
    marks = dict(zip(attributes, (YES, NO, NO, UNSURE), strict=True))
    block = mark_block(store, {f"Question {n}?": marks for n in range(12)})
    planning = Planning(store, PinnedClock())
    assert planning.pairs_possible() == 0
    store.blocks.reveal(block.id, 1.0)
    assert planning.pairs_possible() == 20


def test_marks_should_lie_for_a_day(store, attributes):
    planning = Planning(store, PinnedClock())
    assert planning.rested_at() is None
    mark(store, attributes, 3)
    assert REST_SECONDS == 24 * 60 * 60
    assert planning.rested_at() == PinnedClock.time + 86_400


def test_pairs_from_elsewhere_are_balanced_and_asked_like_others():
    pairs = [
        NewPair(n, Arm.ELSEWHERE, n, Side.LEFT, False, (), generic=2 * n, other=2 * n + 1)
        for n in range(20)
    ]
    planned = plan_elsewhere(pairs, 3)
    originals = [pair for pair in planned if pair.repeats is None]
    assert sorted(pair.prompt for pair in originals) == list(range(20))
    assert [pair.prompt for pair in originals] != list(range(20))
    assert Counter(pair.generic_side for pair in originals) == {Side.LEFT: 10, Side.RIGHT: 10}
    assert sum(pair.asks_about_you for pair in planned) == 7
    assert len(planned) == 22
    assert all(
        (pair.generic, pair.other) == (2 * pair.prompt, 2 * pair.prompt + 1) for pair in planned
    )

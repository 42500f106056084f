from itertools import pairwise

import pytest
from builders import open_store
from stages_core import NO, SKIP, UNSURE, YES, judged, mark_block, say_scores

from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.relevance.matching import Counts, match
from selfaudit.core.relevance.wordings import SHOULD_MATTER

COOK, RIDE = "What shall I cook?", "How do I fix my bike?"


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def laid(store):
    """Six attributes on two prompts, one more rejected; BM25 said something of most."""
    a, b, c, d, e, f = judged(store, [f"The user has thing{n}." for n in range(6)])
    (false,) = judged(store, ["The user owns a yacht."], "no")
    prompts = {
        COOK: {a: YES, b: YES, c: NO, d: NO, e: UNSURE, f: SKIP},
        RIDE: {a: NO, b: YES, c: None},
    }
    block = mark_block(store, prompts, rejected=[false])
    scores = {
        **{(0, a): 0.9, (0, b): 0.4, (0, c): 0.7, (0, d): 0.1, (0, e): 0.8, (0, f): 0.8},
        **{(0, false): 0.6, (1, a): 0.2, (1, c): 0.9, (1, false): 0.3},
    }
    say_scores(store, block, "bm25", scores)
    return match(store, block)


def line(matching, selector, cut):
    (found,) = [one for one in matching.lines if (one.selector, one.cut) == (selector, cut)]
    return found


def test_agreed_extra_missed_and_false_facts_as_counted_by_hand(laid):
    fixed = line(laid, "bm25", "fixed")
    assert fixed.counts == {
        0: Counts(agreed=1, missed=1, extra=1, left=1, false_facts=1, rejected=1),
        1: Counts(left=1, unscored=1, rejected=1),
    }
    total = Counts(agreed=1, extra=1, missed=1, left=2, false_facts=1, rejected=2, unscored=1)
    assert fixed.total == total
    assert (fixed.total.marked, fixed.total.chosen) == (2, 2)


def test_a_fitted_cut_uses_the_other_prompts_first_marks_alone(laid):
    # COOK is cut by RIDE's one decided score, never marked yes: nothing is chosen. RIDE is cut by
    # COOK's four: two of 0.9 0.7 0.4 0.1 marked yes, so between 0.7 and 0.4.
    fitted = line(laid, "bm25", "fitted")
    assert fitted.counts[0] == Counts(missed=2, left=2, rejected=1)
    assert fitted.counts[1] == Counts(left=1, unscored=1, rejected=1)
    chosen = {entry.id for entry in laid.entries if fitted.chosen.get(entry.id)}
    assert {
        (laid.prompts[e.position].text, e.order_index) for e in laid.entries if e.id in chosen
    } == {(RIDE, 2)}


def test_a_selector_that_said_nothing_is_unscored(laid):
    for cut in ("fixed", "fitted"):
        assert line(laid, "embedding", cut).total == Counts(unscored=6)
    assert line(laid, "none", "own").total == Counts(unscored=6)


def test_what_stands_beside_the_marks(laid):
    assert {place: prompt.text for place, prompt in laid.prompts.items()} == {0: COOK, 1: RIDE}
    decided = [laid.yes(entry) for entry in laid.entries if entry.accepted]
    assert decided == [True, True, False, False, None, None, False, True, None]
    assert [one.cut for one in laid.lines if one.selector == "bm25"] == ["fixed", "fitted"]
    assert [one.cut for one in laid.lines if one.selector == "all"] == ["own"]


def test_the_dial_chooses_less_and_less_as_it_is_turned_up(laid):
    dial = [laid.at("bm25", step / 20) for step in range(21)]
    for lower, higher in pairwise(dial):
        assert higher.chosen <= lower.chosen
        assert higher.false_facts <= lower.false_facts
        assert higher.missed >= lower.missed
        assert higher.extra <= lower.extra
    assert dial[10] == line(laid, "bm25", "fixed").total
    assert (dial[0].missed, dial[-1].chosen) == (0, 0)
    assert {one.agreed + one.missed + one.unscored for one in dial} == {3}
    assert laid.at("bm25", 0.9).agreed == 1  # a score at the threshold is chosen


def test_corrections_after_the_reveal_stand_beside_and_change_no_count(store, laid):
    entry = next(entry for entry in laid.entries if entry.accepted)
    store.blocks.reveal(laid.block.id, 1.0)
    wording = store.wordings.add(SHOULD_MATTER)
    store.marks.append(entry.id, NO, Act.CORRECT, Phase.AFTER, wording, 1.0, reveals_seen=1)
    again = match(store, store.blocks.get(laid.block.id))
    assert again.corrections[entry.id].answer is NO
    assert again.yes(entry) is True
    assert [one.counts for one in again.lines] == [one.counts for one in laid.lines]


def cook(store, ids):
    one, other = ids
    return mark_block(store, {COOK: {one: YES, other: NO}}, revealed=True)


def test_marks_of_revealed_blocks_set_the_cut_and_those_of_sealed_ones_do_not(store):
    one, other = ids = judged(store, ["The user bakes.", "The user rides."])
    other_block = mark_block(store, {RIDE: {one: YES, other: NO}})
    say_scores(store, other_block, "bm25", {(0, one): 0.3, (0, other): 0.1})
    block = cook(store, ids)
    say_scores(store, block, "bm25", {(0, one): 0.25, (0, other): 0.05})
    assert line(match(store, block), "bm25", "fitted").total == Counts(unscored=2)
    store.blocks.reveal(other_block.id, 1.0)
    assert line(match(store, block), "bm25", "fitted").total == Counts(agreed=1, left=1)


def test_a_cut_is_never_fitted_on_the_scores_of_another_model(store):
    one, other = ids = judged(store, ["The user bakes.", "The user rides."])
    earlier = mark_block(store, {RIDE: {one: YES, other: NO}}, revealed=True)
    say_scores(store, earlier, "embedding", {(0, one): 0.3, (0, other): 0.1}, model="small")
    block = cook(store, ids)
    say_scores(store, block, "embedding", {(0, one): 0.99, (0, other): 0.97}, model="large")
    assert line(match(store, block), "embedding", "fixed").total == Counts(agreed=1, extra=1)
    assert line(match(store, block), "embedding", "fitted").total == Counts(unscored=2)
    say_scores(store, earlier, "embedding", {(0, one): 0.98, (0, other): 0.9}, model="large")
    assert line(match(store, block), "embedding", "fitted").total == Counts(agreed=1, extra=1)


def test_the_model_that_was_asked_last_is_the_one_that_is_shown(store):
    ids = judged(store, ["The user bakes.", "The user rides."])
    block = cook(store, ids)
    say_scores(store, block, "embedding", {(0, ids[0]): 0.2, (0, ids[1]): 0.9}, model="small")
    say_scores(store, block, "embedding", {(0, ids[0]): 0.8, (0, ids[1]): 0.3}, model="large")
    assert line(match(store, block), "embedding", "fixed").total == Counts(agreed=1, left=1)

"""Marks that have lain for two weeks, asked again."""

import pytest
from builders import PinnedClock, open_store
from stages_core import NO, SKIP, UNSURE, YES, judged, mark_block

from selfaudit.core.comparison.planning import Planning
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Stage
from selfaudit.core.models.judgment import Phase
from selfaudit.core.models.wording import Wording
from selfaudit.core.relevance.again import MOST_MARKS, MarkingAgain, repeated_marks
from selfaudit.core.relevance.fitting import Material
from selfaudit.core.relevance.marking import Marking

DAY = 86_400.0


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def attributes(store):
    return judged(store, [f"The user keeps {n} bees{n}." for n in range(10)])


def marked(store, clock, attributes, prompts=6, *, revealed=True, answer=None):
    """A block of marks, every third of them yes."""
    said = {
        f"What shall I do with bees at {number} o'clock?": {
            id: answer or (YES if (number + place) % 3 == 0 else NO)
            for place, id in enumerate(attributes)
        }
        for number in range(prompts)
    }
    return mark_block(store, said, revealed=revealed, now=clock.now())


def answer_all(marking, answer=YES):
    """Answer every open question alike."""
    while (asked := marking.current()) is not None:
        marking.answer(asked.entry, answer)
    return marking.block()


def test_nothing_is_asked_again_before_two_weeks(store, clock, attributes):
    marked(store, clock, attributes)
    again = MarkingAgain(store, clock)
    clock.advance(14 * DAY - 1)
    assert again.waiting() == 0
    with pytest.raises(SelfauditError, match="14 days"):
        again.begin()
    clock.advance(1)
    assert again.waiting() == MOST_MARKS == 36
    assert again.current() is None  # nothing is begun unasked


def test_a_draw_by_seed_of_first_marks_each_of_which_had_the_same_chance(store, clock, attributes):
    block = marked(store, clock, attributes)
    clock.advance(14 * DAY)
    again = MarkingAgain(store, clock).begin(7)
    entries = store.marks.entries(again.id)
    firsts = {one.id: one for one in store.marks.entries(block.id)}
    assert len({one.repeats for one in entries}) == len(entries) == 36
    assert {one.inclusion_probability for one in entries} == {36 / 60}
    for one in entries:
        first = firsts[one.repeats]
        assert (one.prompt, one.attribute, one.revision) == (
            first.prompt,
            first.attribute,
            first.revision,
        )
    prompts = [one.prompt for one in entries]
    assert len(set(prompts)) == sum(a != b for a, b in zip([None, *prompts], prompts, strict=False))
    # Every entry of the frame comes up in some draw, none always.
    drawn = []
    for seed in range(40):
        frame = sorted(firsts)
        drawn.append({one.repeats for one in MarkingAgain(store, clock)._drawn(frame, seed)})
    assert set.union(*drawn) == set(firsts)
    assert set.intersection(*drawn) == set()
    assert drawn[7] == {one.repeats for one in entries}


def test_skips_sealed_blocks_rejected_and_erased_ones_are_left_out(store, clock, attributes):
    false = judged(store, ["The user owns a yacht."], "no")
    mark_block(store, {"Sealed": {attributes[0]: YES}}, now=clock.now())
    skipped, erased, kept = attributes[:3]
    block = mark_block(
        store,
        {"Open": {skipped: SKIP, erased: YES, kept: UNSURE}},
        rejected=false,
        revealed=True,
        now=clock.now(),
    )
    store.database.execute("UPDATE revision SET statement = NULL WHERE attribute = ?", [erased])
    clock.advance(14 * DAY)
    again = MarkingAgain(store, clock)
    assert again.waiting() == 1
    (asked,) = store.marks.entries(again.begin(1).id)
    assert asked.attribute == kept
    assert store.marks.entry(asked.repeats).block == block.id


def test_marks_in_other_words_or_after_the_reveal_are_not_asked_again(store, clock, attributes):
    block = marked(store, clock, attributes[:2], 1)
    store.database.execute("DROP TRIGGER mark_is_never_changed")
    one, late = (entry.id for entry in store.marks.entries(block.id))
    store.database.execute("UPDATE mark SET phase = 'after' WHERE entry = ?", [late])
    clock.advance(14 * DAY)
    assert MarkingAgain(store, clock).waiting() == 1
    other = store.wordings.add(Wording("should_matter", 2, "Would it?", ()))
    store.database.execute("UPDATE mark SET wording = ? WHERE entry = ?", [other, one])
    assert MarkingAgain(store, clock).waiting() == 0


def test_it_stops_in_the_middle_and_goes_on_with_the_same_question(store, clock, attributes):
    marked(store, clock, attributes)
    clock.advance(14 * DAY)
    again = MarkingAgain(store, clock)
    block = again.begin(3)
    for _ in range(5):
        again.answer(again.current().entry, YES)
    asked = again.current()
    clock.advance(40 * DAY)
    later = MarkingAgain(store, clock)
    assert later.block() == block
    assert later.begin() == block
    assert later.current().entry == asked.entry
    assert later.progress(block).done == 5
    assert later.waiting() == 0
    with pytest.raises(SelfauditError, match="How often you said the same"):
        later.reveal(block)
    assert later.undo(block).entry != asked.entry
    assert later.progress(block).done == 4


def test_a_second_mark_is_blind_and_the_first_one_stays_what_counts(store, clock, attributes):
    block = marked(store, clock, attributes)
    before = store.marks.effective(block.id)
    clock.advance(14 * DAY)
    again = MarkingAgain(store, clock)
    opened = again.begin(3)
    answer_all(again, NO)
    again.reveal(opened)
    assert store.marks.effective(block.id) == before
    assert {one.phase for one in store.marks.effective(opened.id).values()} == {Phase.BEFORE}
    assert all(one.reveals_seen == 1 for one in store.marks.effective(opened.id).values())
    repeats = repeated_marks(store)
    assert len(repeats) == 36
    for one in repeats:
        assert one.first is before[one.entry.repeats].answer
        assert one.second is NO


def test_nothing_of_it_feeds_anything_else(store, clock, attributes):
    marked(store, clock, attributes, answer=NO)
    planning, marking = Planning(store, clock), Marking(store, clock)
    clock.advance(14 * DAY)

    def seen():
        return (
            planning.pairs_possible(),
            planning.rested_at(),
            store.marks.count(),
            store.marks.last_at(),
            store.marks.prompts_with_yes(),
            store.blocks.reveals(),
            store.blocks.all(Stage.RELEVANCE),
            Material.of(store, store.blocks.all(Stage.RELEVANCE)),
            marking.block(),
        )

    before = seen()
    again = MarkingAgain(store, clock)
    opened = again.begin(3)
    answer_all(again, YES)
    assert seen() == before
    again.reveal(opened)
    assert seen() == before


def test_each_is_asked_again_once_and_at_most_every_two_weeks(store, clock, attributes):
    marked(store, clock, attributes)
    clock.advance(14 * DAY)
    again = MarkingAgain(store, clock)
    first = again.begin(3)
    answer_all(again)
    again.reveal(first)
    assert again.waiting() == 0
    clock.advance(14 * DAY)
    assert again.waiting() == 60 - 36
    second = again.begin(4)
    seen = [{one.repeats for one in store.marks.entries(block.id)} for block in (first, second)]
    assert seen[0] & seen[1] == set()
    answer_all(again)
    again.reveal(second)
    clock.advance(28 * DAY)
    assert again.waiting() == 0


def test_what_was_skipped_the_second_time_is_no_repeat(store, clock, attributes):
    marked(store, clock, attributes, 1)
    clock.advance(14 * DAY)
    again = MarkingAgain(store, clock)
    opened = again.begin(3)
    again.answer(again.current().entry, SKIP)
    assert repeated_marks(store) == []  # while it is open
    answer_all(again)
    again.reveal(opened)
    assert len(repeated_marks(store)) == 9


def test_what_was_erased_meanwhile_is_not_asked(store, clock, attributes):
    marked(store, clock, attributes, 1)
    clock.advance(14 * DAY)
    again = MarkingAgain(store, clock)
    opened = again.begin(3)
    gone = again.current().entry
    store.database.execute("UPDATE revision SET statement = NULL WHERE id = ?", [gone.revision])
    assert again.current().entry != gone
    assert again.progress(opened).entries == 9

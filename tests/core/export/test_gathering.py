from builders import PinnedClock
from stages_core import judge

from selfaudit.core.export.gathering.cut import Cut, take_cut
from selfaudit.core.export.gathering.gather import gather
from selfaudit.core.export.tables.registry import TABLES, Part
from selfaudit.core.models.block import Stage
from selfaudit.core.models.judgment import Act, Phase, Policy, Question
from selfaudit.core.store.marks import NewEntry


def gathered(store, clock):
    return gather(store, take_cut(store, clock.now()))


def test_every_table_of_the_stages_is_gathered(store, person, clock):
    rows = gathered(store, clock)
    of_record = {table.name for table in TABLES if table.part is Part.RECORD}
    made_later = {"consent", "redactions", "withheld", "participant_flow"}
    assert set(rows) == {table.name for table in TABLES} - made_later
    assert made_later < of_record
    for table in TABLES:
        for row in rows.get(table.name, ()):
            assert type(row) is table.row


def test_what_counts_is_what_the_store_says_counts(store, person, clock):
    last = store.judgments.last_standing()
    assert last is not None
    store.judgments.append(
        last.attribute,
        last.revision,
        last.question,
        last.answer,
        Act.UNDO,
        last.circumstance,
        clock.now(),
        undoes=last.id,
    )
    rows = gathered(store, clock)
    for table, view in (
        ("judgments", "effective_judgment"),
        ("marks", "effective_mark"),
        ("votes", "effective_vote"),
    ):
        counting = {str(row["id"]) for row in store.database.rows(f"SELECT id FROM {view}")}
        assert counting
        assert {row.id for row in rows[table] if row.counts} == counting


def test_an_answer_after_the_reveal_does_not_count_against_the_blind_one(store, person, clock):
    before = gathered(store, clock)["judgments"]
    first = next(row for row in before if row.question is Question.TRUE)
    stored = store.judgments.of(int(first.attribute))[0]
    circumstance = stored.circumstance
    later = type(circumstance)(
        **{
            name: getattr(circumstance, name)
            for name in circumstance.__dataclass_fields__
            if name != "phase"
        },
        phase=Phase.AFTER,
    )
    store.judgments.append(
        stored.attribute, stored.revision, Question.TRUE, "no", Act.CORRECT, later, clock.now()
    )
    after = [row for row in gathered(store, clock)["judgments"] if row.attribute == first.attribute]
    said = [row for row in after if row.question is Question.TRUE]
    assert [row.counts for row in said] == [True, False]


def test_a_sealed_block_stays_with_all_that_is_of_it(store, person, clock):
    revealed = gathered(store, clock)
    sealed = [store.blocks.begin(stage, 9, clock.now()).id for stage in Stage]
    entry = store.marks.entries(1)[0]
    store.marks.list_for(
        sealed[0],
        [NewEntry(0, entry.prompt, 0, entry.attribute, entry.revision, True, "", 1.0)],
    )
    again = gathered(store, clock)
    for name in ("blocks", "entries", "marks", "pairs", "answers", "votes"):
        assert again[name] == revealed[name]


def test_an_attribute_that_nobody_saw_stays(store, person, clock):
    shown = {row["attribute"] for row in store.database.rows("SELECT attribute FROM card")}
    shown |= {row["attribute"] for row in store.database.rows("SELECT attribute FROM judgment")}
    shown |= {row["attribute"] for row in store.database.rows("SELECT attribute FROM entry")}
    rows = gathered(store, clock)
    assert {int(row.id) for row in rows["attributes"]} == shown
    assert len(shown) < store.attributes.count()
    assert {row.attribute for row in rows["evidence"]} <= {row.id for row in rows["attributes"]}


def test_what_comes_after_the_cut_changes_nothing(store, person, clock):
    cut = take_cut(store, clock.now())
    before = gather(store, cut)
    judge(store, [1, 2, 3], "no")
    store.judgments.freeze(Policy.MOST_SUPPORT, 5, [4], [(4, None, None)], clock.now())
    assert gather(store, cut) == before
    assert gathered(store, clock) != before


def test_weeks_are_counted_from_the_first_import(store, person, clock):
    cut = take_cut(store, clock.now())
    assert cut.week(cut.origin) == 0
    assert cut.week(cut.origin + 13 * 24 * 3600) == 1
    assert cut.week(cut.origin - 1) == -1
    assert cut.week_or_none(None) is None


def test_a_store_without_anything_has_a_cut_too(store):
    cut = take_cut(store, PinnedClock.time)
    assert isinstance(cut, Cut)
    assert cut.origin == PinnedClock.time
    assert not any(gather(store, cut).values())

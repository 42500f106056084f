"""What was asked again after two weeks, in a package: there, and told apart."""

import pytest
from giving import give
from second_time import TWO_WEEKS, mark_again, vote_again

from selfaudit.core.clock import SystemClock
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.figures import figures_of
from selfaudit.core.export.levels import Level
from selfaudit.core.export.loading import Package
from selfaudit.core.export.recompute import recompute
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.models.block import Stage
from selfaudit.core.report.report import make_report


@pytest.fixture
def asked_again(store, person, clock):
    clock.advance(TWO_WEEKS)
    return (
        mark_again(store, clock, other_on=6),
        vote_again(store, clock, other_on=3),
    )


def keep_everything(drafting):
    for one in drafting.prepared().tables["attributes"]:
        if one.ruling.decision is not Decision.KEEP:
            target = Target(Kind.ROW, one.key[1], "attributes")
            drafting.decide(target, Decision.KEEP, Reason.OTHER)


@pytest.mark.parametrize("level", Level)
def test_rows_of_repeats_are_told_apart_and_give_the_same_report(level, store, clock, asked_again):
    drafting = Drafting(store, clock)
    keep_everything(drafting)
    contents = give(store, clock, level).contents
    rows = contents.rows
    stages = [row.stage for row in rows["blocks"]]
    assert {Stage.RELEVANCE_AGAIN, Stage.COMPARISON_AGAIN} < set(stages)
    entries = {row.id: row for row in rows["entries"]}
    for row in rows["marks"]:
        assert row.again is (entries[row.entry].repeats is not None)
    second = [row for row in rows["entries"] if row.repeats is not None]
    assert len(second) == 36
    for row in second:
        first = entries[row.repeats]
        assert (first.repeats, first.prompt, first.attribute) == (None, row.prompt, row.attribute)
    pairs = {row.id: row for row in rows["pairs"]}
    shown_again = [row for row in rows["pairs"] if row.again]
    assert len(shown_again) == len(store.pairs.of(asked_again[1].id))
    for row in rows["pairs"]:
        assert (row.inclusion_probability is not None) is row.again
        assert (row.repeats is not None) or not row.again
    for row in rows["votes"]:
        assert row.again is pairs[row.pair].again
    own = figures_of(make_report(store, SystemClock()))
    assert own["steadiness"]["figures"]["marks_again"]["n"] == 36
    assert contents.report == own
    assert recompute(contents) == own


def test_who_reads_the_answers_that_count_gets_first_ones_alone(store, clock, asked_again):
    package = Package(give(store, clock, Level.LABELS).contents)
    for name in ("marks", "votes"):
        assert any(row.again for row in package.table(name))
        assert not any(row.again for row in package.effective(name))


def test_what_is_not_closed_stays_here(store, person, clock):
    clock.advance(TWO_WEEKS)
    block = mark_again(store, clock, close=False)
    vote_again(store, clock, close=False)
    rows = give(store, clock, Level.LABELS).contents.rows
    assert str(block.id) not in {row.id for row in rows["blocks"]}
    assert not any(row.again for name in ("marks", "votes", "pairs") for row in rows[name])


def test_a_repeat_goes_where_the_first_goes(store, clock, asked_again):
    drafting = Drafting(store, clock)
    keep_everything(drafting)
    attribute = str(store.marks.entries(asked_again[0].id)[0].attribute)
    drafting.decide(
        Target(Kind.ROW, attribute, "attributes"), Decision.WITHHOLD, Reason.TOO_PRIVATE
    )
    before = len(give(store, clock, Level.LABELS).contents.rows["entries"])
    drafting.decide(Target(Kind.STAGE, "relevance"), Decision.WITHHOLD, Reason.TOO_PRIVATE)
    rows = give(store, clock, Level.LABELS).contents.rows
    assert before > 0
    assert rows["entries"] == rows["marks"] == []
    assert {row.stage.first for row in rows["blocks"]} == {Stage.COMPARISON}
    assert any(row.again for row in rows["votes"])

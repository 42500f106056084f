import pytest
from giving import give
from stages_core import judge

from selfaudit.core.clock import SystemClock
from selfaudit.core.errors import PackageError
from selfaudit.core.export.figures import figures_of
from selfaudit.core.export.levels import Level
from selfaudit.core.export.recompute import recompute, recompute_rows
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.report.report import make_report


def keep_everything(drafting):
    for one in drafting.prepared().tables["attributes"]:
        if one.ruling.decision is not Decision.KEEP:
            target = Target(Kind.ROW, one.key[1], "attributes")
            drafting.decide(target, Decision.KEEP, Reason.OTHER)


@pytest.mark.parametrize("level", Level)
def test_a_package_of_everything_gives_the_persons_own_report(
    level, store, person, drafting, clock
):
    keep_everything(drafting)
    remade = give(store, clock, level)
    own = figures_of(make_report(store, SystemClock()))
    assert remade.contents.report == own
    assert recompute(remade.contents) == own


def test_what_is_withheld_is_not_in_the_numbers(store, person, drafting, clock):
    keep_everything(drafting)
    everything = give(store, clock).contents.report
    attribute = drafting.prepared().tables["judgments"][0].stored.attribute
    target = Target(Kind.ROW, attribute, "attributes")
    drafting.decide(target, Decision.WITHHOLD, Reason.TOO_PRIVATE)
    less = give(store, clock).contents.report
    assert less != everything
    [(had, least)] = everything["truth"]["figures"]["accepted"]["needs"].values()
    [(has, _)] = less["truth"]["figures"]["accepted"]["needs"].values()
    assert (has, had) == (least - 1, least)
    assert less["truth"]["figures"]["accepted"]["value"] is None


def test_corrections_and_undos_count_in_a_package_as_they_do_here(store, person, drafting, clock):
    judge(store, [1, 2, 3, 4], "no")
    last = store.judgments.last_standing()
    assert last is not None
    keep_everything(drafting)
    assert give(store, clock).contents.report == figures_of(make_report(store, SystemClock()))


def test_rows_that_contradict_each_other_are_said_to(store, person, drafting, clock):
    rows = dict(give(store, clock).contents.rows)
    rows["judgments"] = [*rows["judgments"], rows["judgments"][0]]
    with pytest.raises(PackageError, match="do not fit together"):
        recompute_rows(rows)

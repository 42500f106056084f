import pytest
from budgets import add_chats, judge_cards, read
from builders import open_store
from canaries import fill
from giving import give
from stages_core import judge

from selfaudit.core.clock import SystemClock
from selfaudit.core.errors import PackageError
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.figures import figures_of
from selfaudit.core.export.levels import Level
from selfaudit.core.export.recompute import recompute, recompute_rows
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.models.block import Stage
from selfaudit.core.report.report import make_report
from selfaudit.core.review.budgeting import Budgeting


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


def test_what_is_asked_beside_attributes_counts_in_a_package_too(store, clock, tmp_path):
    fill(store, clock, tmp_path)
    for stage in Stage:
        for block in store.blocks.all(stage):
            store.blocks.reveal(block.id, clock.now())
    drafting = Drafting(store, clock)
    drafting.list_names([])
    for choice in store.packages.withholdings(drafting.package.id):
        drafting.forget(Target(Kind(choice.kind), choice.value or "", choice.table))
    keep_everything(drafting)
    remade = give(store, clock, Level.LABELS)
    assert remade.contents.rows["items"]
    assert {row.kind for row in remade.contents.rows["items"]} >= {"message", "recall"}
    own = figures_of(make_report(store, SystemClock()))
    assert remade.contents.report == own


@pytest.mark.parametrize("level", Level)
def test_a_package_of_a_sample_says_so_and_gives_the_persons_own_report(level, tmp_path, clock):
    store = open_store(tmp_path / "sampled")
    add_chats(store, 90)
    Budgeting(store, clock).set(10, seed=5)
    read(store, clock)
    judge_cards(store, clock, 60, lambda said: "yes" if "1" in said else "unsure")
    drafting = Drafting(store, clock)
    keep_everything(drafting)
    rows = give(store, clock, level).contents.rows
    own = figures_of(make_report(store, SystemClock()))
    assert own["truth"]["figures"]["accepted"]["clusters"] > 30
    again = recompute_rows(rows)
    assert again["truth"] == own["truth"]
    headline = [one for one in rows["cards"] if one.policy == "headline"]
    assert {(one.sample_conversations, one.of_conversations) for one in headline} == {(60, 90)}
    flow = {one.of: one.count for one in rows["participant_flow"] if one.name == "budget"}
    assert flow == {
        "conversations to draw from": 90,
        "conversations drawn": 60,
        "cards fixed beforehand": 60,
        "attributes judged before that": 0,
    }
    assert [one.of for one in rows["events"] if one.event == "budget_set"] == ["60 cards"]
    store.close()

import sqlite3

import pytest
from builders import PinnedClock, add_attributes, open_store
from sqlite_utils import Database as SqliteDatabase
from stages_core import NO, YES, judge, mark, mark_block, ready_block

from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Side, VoteQuestion
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.models.relevance import PromptSource, Selected
from selfaudit.core.paths import Home
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.store.migrations import migrations
from selfaudit.core.store.pairs import NewPair
from selfaudit.core.store.selections import Selection
from selfaudit.core.store.store import Store
from selfaudit.local_models.scripted import ScriptedModel

NOW = PinnedClock.time


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def dump(connection, tables):
    return {
        table: [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid")]
        for table in tables
    }


def test_a_store_of_the_first_migration_keeps_everything(tmp_path):
    """The rows of a store of today, as a store that knew the first migration alone held them."""
    today = open_store(tmp_path / "today")
    judge(today, add_attributes(today, ["The user keeps bees.", "The user rows."]), "yes")
    home = Home(tmp_path / "old")
    home.prepare()
    old = sqlite3.connect(home.store)
    old.row_factory = sqlite3.Row
    migrations.apply(SqliteDatabase(old), stop_before="m002_stages")
    tables = ["source", "content", "conversation", "message", "run", "wording", "revision"]
    tables += ["attribute", "candidate", "link", "judgment"]
    for table in [*tables, "segment", "work", "work_message"]:
        columns = [row["name"] for row in old.execute(f"PRAGMA table_info({table})")]
        names, places = ", ".join(columns), ", ".join("?" * len(columns))
        rows = today.database.rows(f"SELECT {names} FROM {table}")
        assert rows
        old.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", map(tuple, rows))
    old.commit()
    assert "purpose" not in {row["name"] for row in old.execute("PRAGMA table_info(run)")}
    before = dump(old, tables)
    assert len(before["judgment"]) == 2
    assert before["run"]
    old.close()
    today.close()

    opened = Store(home)
    after = dump(opened.database._connection, tables)
    assert {row.pop("waits") for row in after["content"]} == {0}
    assert {row.pop("purpose") for row in after["run"]} == {"extraction"}
    assert {row.pop("verifier") for row in after["candidate"]} == {None}
    assert after == before
    assert opened.database.integrity_problems() == []
    attributes = opened.attributes.page(verdict="yes")
    assert [one.statement for one in attributes] == ["The user keeps bees.", "The user rows."]
    assert [one.support for one in attributes] == [1, 1]
    assert opened.runs.last_extraction_ended()
    mark_block(opened, {"What shall I plant?": {attributes[0].id: YES}})
    assert opened.marks.count() == 1
    opened.close()
    again = Store(home)  # a migration runs once
    assert again.marks.count() == 1
    again.close()


def refuses(store, *statements):
    for statement in statements:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.database.execute(statement)


def test_marks_can_be_neither_changed_nor_deleted(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    block = mark_block(store, {"What shall I plant?": {attribute: YES}})
    refuses(
        store,
        "UPDATE mark SET answer = 'no'",
        "UPDATE mark SET phase = 'after'",
        "DELETE FROM mark",
    )
    (given,) = store.marks.effective(block.id).values()
    assert (given.answer, given.phase) == (YES, Phase.BEFORE)


@pytest.fixture
def voted(store):
    prompt = store.prompts.add(PromptSource.TYPED, "What shall I plant?", 1.0)
    block = ready_block(store, [NewPair(prompt.id, Arm.CATCH, 1, Side.LEFT, False, ())])
    (pair,) = store.pairs.of(block.id)
    return block, pair, vote(store, pair.id, "left_much")


def vote(store, pair, answer, *, act=Act.DECIDE, phase=Phase.BEFORE, undoes=None):
    wording = store.wordings.add(SHOULD_MATTER)
    question = VoteQuestion.BETTER
    return store.votes.append(pair, question, answer, act, phase, wording, 1.0, undoes=undoes)


def test_votes_can_be_neither_changed_nor_deleted(store, voted):
    refuses(
        store,
        "UPDATE vote SET answer = 'skip'",
        "UPDATE vote SET undoes = NULL",
        "DELETE FROM vote",
    )
    assert [one.answer for one in store.votes.of(voted[1].id)] == ["left_much"]


def test_nothing_is_undone_twice(store, voted):
    _, pair, first = voted
    vote(store, pair.id, "left_much", act=Act.UNDO, undoes=first.id)
    with pytest.raises(sqlite3.IntegrityError):
        vote(store, pair.id, "left_much", act=Act.UNDO, undoes=first.id)


def test_the_last_vote_before_the_reveal_counts_and_an_undone_one_does_not(store, voted):
    block, pair, _ = voted
    vote(store, pair.id, "skip", act=Act.CORRECT)
    last = vote(store, pair.id, "right_much", act=Act.CORRECT)
    vote(store, pair.id, "both_unusable", act=Act.CORRECT, phase=Phase.AFTER)

    def counts():
        return store.votes.effective(block.id)[pair.id][VoteQuestion.BETTER].answer

    assert counts() == "right_much"
    vote(store, pair.id, "right_much", act=Act.UNDO, undoes=last.id)
    assert counts() == "skip"
    assert store.votes.count() == 0  # a skip is no vote


def test_a_block_is_sealed_until_its_first_reveal_which_stays(store):
    block = store.blocks.begin(Stage.COMPARISON, 1, NOW)
    other = store.blocks.begin(Stage.RELEVANCE, 1, NOW)
    assert (block.is_sealed, block.number, other.number) == (True, 1, 1)
    store.blocks.reveal(block.id, NOW + 1)
    store.blocks.reveal(block.id, NOW + 2)
    assert store.blocks.get(block.id).revealed_at == NOW + 1
    assert store.blocks.get(other.id).is_sealed
    assert store.blocks.reveals() == 1


def test_a_selection_that_is_done_is_never_replaced_and_a_failed_one_is(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    block = mark_block(store, {"What shall I plant?": {attribute: NO}})
    (entry,) = store.marks.entries(block.id)
    run = store.runs.begin("selection", ScriptedModel().identity, {}, 0, 1.0)

    def say(score, failure=None):
        said = {} if failure else {entry.id: Selected(score)}
        selection = Selection(block.id, 0, "bm25", 1, "", failure, 0, 0.0, said)
        store.selections.store(run, selection, 1.0)
        (found,) = store.selections.of(block.id)
        return found.failure or found.selected[entry.id].score

    assert say(None, "no answer") == "no answer"
    assert say(None, "still none") == "still none"
    assert say(0.25) == 0.25
    assert say(0.75) == 0.25
    assert say(None, "no answer") == 0.25
    assert store.database.number("SELECT count(*) FROM selector_score") == 1


def test_when_the_last_mark_was_given_is_known_until_it_is_taken_back(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    assert store.marks.last_at() is None
    block = mark_block(store, {"What shall I plant?": {attribute: None}})
    (entry,) = store.marks.entries(block.id)
    mark(store, entry, YES, now=NOW + 5)
    assert store.marks.last_at() == NOW + 5
    (given,) = store.marks.of(entry.id)
    store.marks.append(
        entry.id,
        YES,
        Act.UNDO,
        Phase.BEFORE,
        given.wording,
        NOW + 9,
        reveals_seen=0,
        undoes=given.id,
    )
    assert store.marks.last_at() is None


def test_what_was_erased_leaves_entries_facts_and_answers_in_place(store):
    (attribute,) = add_attributes(store, ["The user keeps bees."])
    block = mark_block(store, {"What shall I plant?": {attribute: YES}})
    prompt = store.prompts.all()[0]
    with store.database.write():
        store.database.execute("DELETE FROM content")
    assert store.prompts.get(prompt.id).text == ""
    (entry,) = store.marks.entries(block.id)
    assert entry.statement == ""
    assert store.marks.effective(block.id)[entry.id].answer == YES

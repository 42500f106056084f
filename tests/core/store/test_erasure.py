import signal
import subprocess
import sys
from dataclasses import asdict

import pytest
from builders import PinnedClock, open_store
from canaries import DAY, GOES, NAMES, canary, fill
from second_time import TWO_WEEKS
from stages_core import do

from selfaudit.core.comparison.again import VotingAgain, repeated_votes
from selfaudit.core.comparison.answering import Answering
from selfaudit.core.comparison.elsewhere import import_pairs
from selfaudit.core.comparison.judging import Judging
from selfaudit.core.comparison.planning import Planning
from selfaudit.core.comparison.results import lay_open
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.errors import StoreError, UnknownIdError
from selfaudit.core.models.block import FIRST
from selfaudit.core.models.erasure import (
    AllTexts,
    Dates,
    Everything,
    Going,
    OneAttribute,
    OneConversation,
    OneSource,
)
from selfaudit.core.models.judgment import Question
from selfaudit.core.relevance.again import MarkingAgain, repeated_marks
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.relevance.selecting import Selecting
from selfaudit.core.report.report import make_report
from selfaudit.core.review.review import Review
from selfaudit.core.store.backup import backup
from selfaudit.local_models.scripted import ScriptedModel

KINDS = list(GOES)

CHAIN = {
    "judgment": "content",
    "mark": "",
    "vote": "",
    "judge_verdict": "",
    "reveal": "",
    "card": "",
    "asking": "",
    "response": "content",
    "frame": "",
    "batch": "",
    "link": "",
    "selector_score": "",
    "selection": "",
}
"""Tables whose rows stay as they are, and the column in which a text may go."""


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def filled(store, clock, tmp_path):
    return fill(store, clock, tmp_path)


def target(kind, filled):
    return {
        "attribute": OneAttribute(filled.attributes[0]),
        "conversation": OneConversation(filled.conversation),
        "source": OneSource(filled.sources[0]),
        "dates": Dates(35 * DAY, 45 * DAY),
        "texts": AllTexts(),
        "everything": Everything(),
    }[kind]


def erase(store, kind, filled):
    plan = store.erasure.plan(target(kind, filled))
    store.erasure.erase(plan, 1.0)
    return plan


def found_in(folder, names=NAMES):
    """The canaries that are in any file of a folder, whatever their case."""
    data = b"\n".join(path.read_bytes().lower() for path in folder.rglob("*") if path.is_file())
    return {name for name in names if canary(name).lower().encode() in data}


def rows(store, tables=CHAIN):
    return {
        table: [
            {key: row[key] for key in row.keys() if key != tables[table]}  # noqa: SIM118
            for row in store.database.rows(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]
        for table in tables
    }


def counts(store):
    tables = ("attribute", "revision", "candidate", "work", "run", "answer", "prompt", "pair")
    tables += ("entry", "fact", "block", "source")
    return {name: store.database.number(f"SELECT count(*) FROM {name}") for name in tables}


def test_every_column_that_can_hold_personal_text_holds_a_canary(store, filled):
    """A column that is added later has to be thought about here."""
    impersonal = """
        conversation.format conversation.id message.id message.conversation message.role
        holding.message segment.message segment.origin segment.detector run.state run.model
        run.recipe run.provenance run.purpose work.key work.conversation work.finish_reason
        work_message.work work_message.message candidate.work candidate.message candidate.kind
        candidate.reason candidate.subject candidate.basis candidate.durability
        candidate.sensitivity candidate.assigned_by attribute.subject attribute.basis
        attribute.durability attribute.sensitivity attribute.assigned_by revision.written_by
        link.linked_by wording.hash wording.name wording.text batch.policy judgment.question
        judgment.answer judgment.act judgment.phase judgment.policy judgment.wording
        judgment.opinion_seen judgment.key prompt.source prompt.name prompt.message block.stage
        mark.answer mark.act mark.phase mark.wording mark.key selection.selector selection.model
        selection.failure answer.key answer.finish_reason pair.arm pair.generic_side pair.dropped
        fact.stranger vote.question vote.answer vote.act vote.phase vote.wording vote.key
        mention.detector judge_verdict.model source.format erasure.kind backup.path
        package.id package.level package.cut package.flow package.consent package.consent_text
        package.withdrawal_code package.program_version package.digest withholding.package
        withholding.kind withholding.row_table withholding.value withholding.decision
        withholding.reason listed_name.package listed_name.kind kept_redaction.package
        kept_redaction.key
        asking.support sample.kind item.kind item.bundled item.message response.question
        response.answer response.act response.phase response.wording response.opinion_seen
        response.key left_out.conversation budget_conversation.conversation
        belief.kind belief.vendor
        study.sha256 study.name study.version study.title study.text study.joined_after
        study.left_after
    """.split()
    without = set()
    for (table,) in store.database.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'content_index%'"
        " AND name != '_sqlite_migrations'"
    ):
        for column in store.database.rows(f"PRAGMA table_info({table})"):
            if column["type"] == "TEXT" and not store.database.number(
                f"SELECT count(*) FROM {table} WHERE {column['name']} LIKE '%kanari%zqj%'"
            ):
                without.add(f"{table}.{column['name']}")
    assert without == set(impersonal)
    store.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found_in(store.database.path.parent) == set(NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_what_was_erased_is_left_and_all_else_is(kind, store, filled, tmp_path, clock):
    before, before_counts = rows(store), counts(store)
    log = tmp_path / "home" / "logs" / "model.log"
    log.write_text(canary("c1m0"))
    erase(store, kind, filled)
    assert found_in(tmp_path / "home") == set(NAMES) - GOES[kind]
    words = {row[0] for row in vocabulary(store)}
    assert {name for name in NAMES if canary(name).lower() in words} <= set(NAMES) - GOES[kind]
    assert store.database.integrity_problems() == []
    store.database.execute(
        "INSERT INTO content_index (content_index, rank) VALUES ('integrity-check', 1)"
    )
    if kind != "everything":
        assert rows(store) == before
        assert counts(store) == before_counts
    store.close()
    assert found_in(tmp_path / "home") == set(NAMES) - GOES[kind]
    again = open_store(tmp_path)
    try:
        assert found_in(tmp_path / "home") == set(NAMES) - GOES[kind]
        still_works(again, clock)
    finally:
        again.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_asked_again_after_two_weeks_goes_too(kind, store, filled, tmp_path, clock):
    for stage in FIRST:
        for block in store.blocks.all(stage):
            store.blocks.reveal(block.id, clock.now())
    clock.advance(TWO_WEEKS)
    marking, voting = MarkingAgain(store, clock), VotingAgain(store, clock)
    assert len(store.marks.entries(marking.begin(1).id)) == 9
    assert len(store.pairs.of(voting.begin(1).id)) == 3
    marking.answer(marking.current().entry, "yes")
    erase(store, kind, filled)
    assert found_in(tmp_path / "home") == set(NAMES) - GOES[kind]
    asked = voted = 0
    while (question := marking.current()) is not None:
        assert question.entry.statement
        assert question.prompt.text
        marking.answer(question.entry, "no")
        asked += 1
    while (pair := voting.current()) is not None:
        assert pair.left.text
        assert pair.right.text
        voting.answer(pair.pair, pair.question, "no_difference")
        voted += 1
    assert (asked < 8, voted < 3) == (True, True)
    if kind != "everything":
        marking.reveal(marking.block())
        voting.reveal(voting.block())
        assert len(repeated_marks(store)) == asked + 1
        assert len(repeated_votes(store)) == voted
    make_report(store, clock)
    assert store.database.integrity_problems() == []


def vocabulary(store):
    store.database.execute(
        "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, content_index, 'row')"
    )
    found = store.database.rows("SELECT term FROM vocabulary")
    store.database.execute("DROP TABLE temp.vocabulary")
    return found


def still_works(store, clock):
    """Everything that reads the store, and every act of the person."""
    make_report(store, clock)
    store.attributes.page()
    store.history.search("hens")
    for heading in store.history.conversations():
        store.history.messages_of(heading.id)
    review, marking, voting = Review(store, clock), Marking(store, clock), Voting(store, clock)
    review.queue.begin_batch(3)
    card = review.current()
    if card is not None:
        assert card.statement
    taken_back = 0
    while review.undo() is not None:
        taken_back += 1
    assert taken_back >= store.judgments.count() // 3
    while (card := review.current()) is not None:
        assert card.statement
        review.answer(card, "too_broad" if card.question is Question.WHY else "no")
    assert (review.current(), store.database.integrity_problems()) == (None, [])
    while (asked := marking.current()) is not None:
        assert asked.entry.statement
        assert asked.prompt.text
        marking.answer(asked.entry, "yes")
    if (block := marking.block()) is not None:
        assert marking.undo(block)
        asked = marking.current()
        if asked is not None:
            marking.answer(asked.entry, "no")
        marking.reveal(block)
    with_model(store, clock)
    while (block := voting.block()) is not None:
        while (pair := voting.current()) is not None:
            assert pair.left.text or pair.given or store.votes.of(pair.pair)
            voting.answer(pair.pair, pair.question, "skip" if pair.question == "better" else "none")
        voting.reveal(block)
        lay_open(store, block)
    make_report(store, clock)


def with_model(store, clock):
    """What was erased is not read by a model any more, and nothing is asked about it."""
    seen = []

    def answer(request):
        seen.append(request.prompt)
        return f"An answer of some words, {request.seed}."

    model = ScriptedModel(answer)
    for work in (
        Selecting(store, clock, model.identity.sha256),
        Answering(store, clock, model.identity),
        Judging(store, clock, model.identity.sha256),
    ):
        do(work, store, model)
    model.close()
    assert all("Kanari" in prompt or "hens" in prompt or "row" in prompt for prompt in seen)


def test_the_plan_says_what_goes_and_what_stays(store, filled):
    plan = store.erasure.plan(target("conversation", filled))
    assert asdict(plan.going) == {
        **asdict(Going()),
        "conversations": 1,
        "messages": 2,
        "notes": 4,
        "quotes": 1,
        "attributes": 1,
        "wordings": 1,
        "comments": 1,
        "named": 4,
        "prompts": 1,
        "answers": 4,
    }
    staying = plan.staying
    assert (staying.judgments, staying.votes, staying.attributes) == (7, 2, 1)
    assert staying.marks == 3 + 2
    source = store.erasure.plan(target("source", filled))
    assert (source.going.imports, source.staying.messages_elsewhere) == (1, 1)
    dates = store.erasure.plan(target("dates", filled))
    assert (dates.going.messages, dates.going.titles, dates.going.conversations) == (1, 1, 0)
    everything = store.erasure.plan(Everything())
    assert everything.going.judgments == store.judgments.count() + store.responses.count()
    assert store.erasure.plan(OneAttribute(99)).is_empty
    assert found_in_text(store) == set(NAMES)


def found_in_text(store):
    store.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return found_in(store.database.path.parent)


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_erasing_twice_finds_nothing_more(kind, store, filled):
    erase(store, kind, filled)
    assert store.erasure.plan(target(kind, filled)).is_empty


def test_what_changed_since_the_plan_is_not_erased(store, filled):
    plan = store.erasure.plan(OneAttribute(filled.attributes[0]))
    Review(store, PinnedClock()).judge(filled.attributes[0], {}, comment="one more")
    with pytest.raises(StoreError) as caught:
        store.erasure.erase(plan, 1.0)
    assert "changed" in caught.value.message
    assert found_in_text(store) == set(NAMES)


@pytest.mark.parametrize("kind", ["conversation", "source", "dates", "texts", "everything"])
def test_importing_again_brings_history_back_and_it_is_read_as_new(kind, store, filled, tmp_path):
    messages = store.history.counts()
    erase(store, kind, filled)
    assert store.history.counts() != messages
    for export in filled.exports:
        source = store.history.add_source("again.zip", "chatgpt", 2.0)
        store.history.add(source, "chatgpt", export)
    assert store.history.counts() == messages
    heading = store.history.conversation(filled.conversation)
    assert (heading.title, heading.messages) == (canary("c1title"), 2)
    assert store.history.search(canary("c3m1").lower())
    titles = {one.title for one in store.history.conversations()}
    assert titles == {canary(f"c{number}title") for number in "123"}
    if kind == "conversation":
        assert store.extractions.done_among(["key-one", "key-two", "key-three"]) == {
            "key-two",
            "key-three",
        }
    if kind == "texts":
        assert import_pairs(store, PinnedClock(), tmp_path / "pairs.jsonl").stored == 1
    assert store.database.integrity_problems() == []


def test_a_conversation_that_was_erased_is_gone_from_every_list(store, filled):
    erase(store, "conversation", filled)
    assert len(store.history.conversations()) == 2
    assert store.history.counts()["conversations"] == 2
    with pytest.raises(UnknownIdError):
        store.history.conversation(filled.conversation)
    assert [one.id for one in store.history.sources()] == list(filled.sources)
    erase(store, "source", filled)
    assert [one.id for one in store.history.sources()] == [filled.sources[1]]


def test_attributes_that_were_erased_are_asked_about_no_more(store, filled, clock):
    erase(store, "attribute", filled)
    assert store.attributes.erased() == {filled.attributes[0]}
    with pytest.raises(UnknownIdError):
        Review(store, clock).judge(filled.attributes[0], {Question.TRUE: "no"})
    kept = store.attributes.get(filled.attributes[1])
    assert kept.statement
    assert kept.verdict == "yes"


def test_an_attribute_whose_first_evidence_went_is_shown_with_its_other(store, filled):
    assert store.attributes.get(filled.attributes[1]).support == 2
    erase(store, "conversation", filled)
    kept = store.attributes.get(filled.attributes[1])
    assert (kept.support, kept.verdict) == (1, "yes")
    assert canary("c3m0") in store.history.message(kept.evidence[0].message).text
    (candidates,) = store.attributes.evidence_of([kept.id]).values()
    assert candidates == [kept.evidence[0].candidate]


def test_a_block_goes_on_without_what_was_erased(store, filled, clock):
    erase(store, "attribute", filled)
    marking = Marking(store, clock)
    while (asked := marking.current()) is not None:
        marking.answer(asked.entry, "yes")
    assert marking.progress(marking.block()).is_finished
    marking.reveal(marking.block())
    assert len(store.marks.prompts_with_yes()) == 4
    facts = {fact.attribute for one in Planning(store, clock)._marked() for fact in one.relevant}
    assert facts == set(filled.attributes[1:])


def test_other_processes_keep_an_erasure_from_beginning(store, filled, tmp_path, monkeypatch):
    monkeypatch.setattr("selfaudit.core.store.database.ALONE_SECONDS", 0.05)
    plan = store.erasure.plan(target("attribute", filled))
    other = open_store(tmp_path)
    with pytest.raises(StoreError) as caught:
        store.erasure.erase(plan, 1.0)
    assert "open" in caught.value.message
    assert other.attributes.get(filled.attributes[0]).statement
    other.close()
    store.erasure.erase(plan, 1.0)
    again = open_store(tmp_path)
    assert again.attributes.get(filled.attributes[0]).statement == ""
    again.history.add_source("x", "chatgpt", 1.0)
    store.history.add_source("y", "chatgpt", 1.0)
    again.close()


def test_files_that_a_restore_left_go_too_and_copies_are_named(store, filled, tmp_path):
    left = tmp_path / "home" / "selfaudit.db.restoring"
    left.write_text(canary("c1m0"))
    made = tmp_path / "copy.db"
    backup(store, made, 1.0)
    backup(store, tmp_path / "gone.db", 2.0)
    (tmp_path / "gone.db").unlink()
    plan = erase(store, "conversation", filled)
    assert plan.copies == (str(made),)
    assert plan.files == (left.name,)
    assert not left.exists()
    erase(store, "texts", filled)
    assert not store.database.rows("SELECT * FROM backup")


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from selfaudit.core.models.erasure import *
from selfaudit.core.paths import Home
from selfaudit.core.store.store import Store
home, target, steps = Home(Path(sys.argv[1])), eval(sys.argv[2]), int(sys.argv[3])
store = Store(home)
plan = store.erasure.plan(target)
done = 0
def step():
    global done
    done += 1
    if done == steps:
        os.kill(os.getpid(), signal.SIGKILL)
store.database._connection.set_progress_handler(step, 300)
store.erasure.erase(plan, 1.0)
store.database._connection.set_progress_handler(None, 0)
print("done")
"""


@pytest.mark.parametrize("kind", ["conversation", "everything"])
def test_a_killed_erasure_is_done_or_not_done(kind, store, filled, tmp_path):
    store.close()
    kept = tmp_path / "home" / "selfaudit.db"
    whole = kept.read_bytes()
    outcomes = set()
    steps = 1
    while True:
        for path in kept.parent.glob("selfaudit.db*"):
            path.unlink()
        kept.write_bytes(whole)
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, kept.parent, repr(target(kind, filled)), str(steps)],
            capture_output=True,
            text=True,
            check=False,
        )
        again = open_store(tmp_path)
        assert not again.erasure.is_unfinished()
        assert again.database.integrity_problems() == []
        again.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        left = found_in(kept.parent)
        assert left in (set(NAMES), set(NAMES) - GOES[kind])
        again.close()
        outcomes.add((len(left) < len(NAMES), ended.returncode))
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        steps = steps + 1 if steps < 4 else int(steps * 1.7)
    assert (False, -signal.SIGKILL) in outcomes
    assert (True, -signal.SIGKILL) in outcomes


def test_traces_that_could_not_be_removed_are_told_and_removed_later(
    store, filled, tmp_path, monkeypatch
):
    def full():
        raise StoreError("The file could not be written: database or disk is full.")

    monkeypatch.setattr(store.database, "compact", full)
    plan = store.erasure.plan(target("conversation", filled))
    with pytest.raises(StoreError) as caught:
        store.erasure.erase(plan, 1.0)
    assert "traces" in caught.value.message
    assert "full" in caught.value.message
    assert store.erasure.is_unfinished()
    store.close()
    again = open_store(tmp_path)
    assert found_in(tmp_path / "home") == set(NAMES) - GOES["conversation"]
    assert not again.erasure.is_unfinished()
    again.close()


def test_a_store_of_before_knows_which_import_each_message_came_with(store, filled):
    store.database.execute("DELETE FROM holding")
    store.database.execute("INSERT INTO holding SELECT id, source FROM message")
    first = store.history.source(filled.sources[0])
    assert (first.messages, first.alone) == (3, 3)


LIMITED = """
import resource, sys
from pathlib import Path
from selfaudit.core.errors import StoreError
from selfaudit.core.models.erasure import *
from selfaudit.core.paths import Home
from selfaudit.core.store.store import Store
store = Store(Home(Path(sys.argv[1])))
plan = store.erasure.plan(eval(sys.argv[2]))
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    store.erasure.erase(plan, 1.0)
    print("erased")
except StoreError as error:
    print(error.title, error.message, error.hint, sep="|")
"""


@pytest.mark.parametrize("kind", ["conversation", "everything"])
def test_without_room_nothing_is_erased_or_only_traces_are_left(kind, store, filled, tmp_path):
    """A limit on a file's size stands for a full disk: writing fails in the middle."""
    store.close()
    kept = tmp_path / "home" / "selfaudit.db"
    whole = kept.read_bytes()
    told = set()
    for limit in range(30_000, 1_700_000, 60_000):
        for path in kept.parent.glob("selfaudit.db*"):
            path.unlink()
        kept.write_bytes(whole)
        done = subprocess.run(
            [sys.executable, "-c", LIMITED, kept.parent, repr(target(kind, filled)), str(limit)],
            capture_output=True,
            text=True,
            check=True,
        )
        title = done.stdout.strip().split("|")[0]
        told.add(title)
        again = open_store(tmp_path)
        again.close()
        expected = set(NAMES) - (set() if title.startswith("Your data") else GOES[kind])
        assert found_in(kept.parent) == expected, (limit, done.stdout)
    assert told == {
        "Your data could not be read or written",
        "Erased, but not yet without traces",
        "erased",
    }

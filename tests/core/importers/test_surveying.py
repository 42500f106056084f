"""Looking through exports before anything is stored."""

import threading
import tracemalloc
import zipfile

import pytest
from builders import PinnedClock, open_store
from format_samples import as_json, sample_of

from selfaudit.core.errors import SelfauditError
from selfaudit.core.events import ImportProgress
from selfaudit.core.importers.choosing import Rules
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.survey import MOST_TITLE, SurveyDone
from selfaudit.core.importers.surveying import find_words, survey_paths


def survey(store, *paths):
    *_, done = survey_paths(paths, store)
    assert isinstance(done, SurveyDone)
    return done.survey


def lines_of(*conversations):
    return b"\n".join(as_json(one) for one in conversations)


def chat(id, *texts, **fields):
    return {"id": id, "messages": [{"role": "user", "content": text} for text in texts]} | fields


def found(paths, words):
    search = find_words(paths, words)
    while True:
        try:
            next(search)
        except StopIteration as ended:
            return ended.value


def test_nothing_is_stored(tmp_path):
    store = open_store(tmp_path)
    before = store.database.number("SELECT total_changes()")
    (source,) = survey(store, sample_of("chatgpt").folder(tmp_path / "x")).sources
    assert source.listed
    assert store.database.number("SELECT total_changes()") == before
    assert store.history.is_empty()


def test_what_is_told_of_a_conversation(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(
        lines_of(
            chat("one", "Ich halte seit Jahren Bienen in meinem Garten.", title="Bienen"),
            chat("two", "I bake rye bread.", title="\x1b[31m" + "t" * 400, created_at=1.7e9),
        )
    )
    (source,) = survey(open_store(tmp_path), tmp_path / "a.jsonl").sources
    one, two = source.listed
    assert (one.title, one.first, one.last) == ("Bienen", None, None)
    assert (one.own.messages, one.own.words) == (1, 8)
    assert (one.is_new, one.new_messages, one.messages, one.copies) == (True, 1, 1, 1)
    assert (two.first, two.last) == (1.7e9, 1.7e9)
    assert len(two.title) == MOST_TITLE
    assert source.own_words() == 12
    assert (source.first(), source.last()) == (1.7e9, 1.7e9)
    assert source.languages.counts == {"de": 1}


def test_a_path_that_cannot_be_read_is_told_and_holds_back_no_other(tmp_path):
    path = sample_of("claude").zip(tmp_path / "x.zip")
    told = survey(open_store(tmp_path), tmp_path / "gone.zip", path)
    assert [failure.path for failure in told.failed] == [str(tmp_path / "gone.zip")]
    assert [source.format for source in told.sources] == ["claude"]


def test_it_stops_when_it_is_told_to(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines_of(*(chat(str(n), "I am") for n in range(500))))
    cancel = threading.Event()
    events = survey_paths([tmp_path / "a.jsonl", tmp_path / "gone"], open_store(tmp_path), cancel)
    for event in events:
        if isinstance(event, ImportProgress) and event.conversations > 100:
            break
    cancel.set()
    (done,) = events
    assert isinstance(done, SurveyDone)
    assert done.cancelled
    assert done.survey.sources == ()
    assert done.survey.failed == ()


def test_an_import_that_is_stopped_keeps_what_was_read(tmp_path, monkeypatch):
    monkeypatch.setattr("selfaudit.core.importers.importing.BATCH_MESSAGES", 10)
    store = open_store(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(lines_of(*(chat(str(n), "I am") for n in range(500))))
    cancel = threading.Event()
    events = import_paths([tmp_path / "a.jsonl"], store, PinnedClock(), cancel)
    for event in events:
        if isinstance(event, ImportProgress) and event.conversations >= 50:
            cancel.set()
            break
    *_, done = events
    assert done.cancelled
    (report,) = done.sources
    assert report.conversations.stored == store.history.counts()["conversations"]
    assert 50 <= report.conversations.stored < 500


def test_words_are_found_in_titles_and_own_words_alone(tmp_path):
    made = chat("three", "What is a hive?")
    made["messages"].append({"role": "assistant", "content": "It is where BEES live."})
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        lines_of(
            chat("one", "I keep\n Bees in the yard."), chat("two", "Hm.", title="KEEP BEES"), made
        )
    )
    told = {one.title: one.id for one in survey(open_store(tmp_path), path).sources[0].listed}
    ids = [one.id for one in survey(open_store(tmp_path), path).sources[0].listed]
    assert found([path], "keep bees") == {ids[0], told["KEEP BEES"]}
    assert found([path, tmp_path / "gone"], "bees") == {ids[0], ids[1]}
    assert found([path], "wasps") == found([path], " ") == frozenset()


def test_rules_leave_out_by_title_by_days_and_by_words(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        lines_of(
            chat("a", "I am one.", title="Tax return 2023", created_at=1.6e9),
            chat("b", "I am two.", title="Bees", created_at=1.7e9),
            chat("c", "I am three.", title="No date"),
        )
    )
    told = survey(open_store(tmp_path), path)
    a, b, c = (one.id for one in told.sources[0].listed)
    assert Rules().left_out(told) == frozenset()
    assert Rules(titles=("TAX  return",)).left_out(told) == {a}
    assert Rules(titles=(r"/^b.*s$|\d{4}/",)).left_out(told) == {a, b}
    assert Rules(titles=("b.*s", " ", "")).left_out(told) == frozenset()
    assert Rules(start=1.65e9).left_out(told) == {a, c}
    assert Rules(end=1.65e9).left_out(told) == {b, c}
    assert Rules(start=1.7e9, end=1.7e9 + 1).left_out(told) == {a, c}
    assert Rules(with_words=frozenset({c})).left_out(told) == {c}
    with pytest.raises(SelfauditError, match="no regular expression"):
        Rules(titles=("/(/",)).left_out(told)


def test_what_was_left_out_before_is_left_out_again_unless_it_is_brought_back(tmp_path):
    store = open_store(tmp_path)
    path = sample_of("claude").folder(tmp_path / "x")
    first, *_ = survey(store, path).sources[0].listed
    store.left_out.change({first.id}, (), 1.0)
    told = survey(store, path)
    assert told.left_out_before() == Rules().left_out(told) == {first.id}
    assert Rules(is_bringing_back=True).left_out(told) == frozenset()


def test_many_conversations_take_little_memory(tmp_path):
    """About 700 bytes for each of them, of 20 messages: 70 MB for 100,000."""
    number = 2000
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        texts = ["I write at length about what I did today. " * 10] * 20
        conversations = (
            chat(f"c{n}", *texts, title=f"Chat {n} on this and that") for n in range(number)
        )
        archive.writestr("a.jsonl", lines_of(*conversations))
    store = open_store(tmp_path)
    survey(store, sample_of("claude").folder(tmp_path / "x"))
    tracemalloc.start()
    try:
        told = survey(store, tmp_path / "a.zip")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(told.sources[0].listed) == number
    assert kept / number < 1000

"""Exports that are damaged or made to do harm; tests/quality/hostile_imports.py has large ones."""

import gzip
import json
import os
import signal
import zipfile
from threading import Event

import pytest
from app_databases import LLM_RESPONSES, LLM_THREADS, make_database
from builders import PinnedClock, open_store
from click.testing import CliRunner

from selfaudit.core.errors import ExportError
from selfaudit.core.events import ImportDone, ImportProgress
from selfaudit.core.importers import files, importing, json_records, segmentation, zips
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.json_records import member_records
from selfaudit.core.importers.registry import IMPORTERS, parts_of
from selfaudit.core.importers.survey import SurveyDone
from selfaudit.core.importers.surveying import survey_paths
from selfaudit.core.models.history import Origin
from selfaudit.core.store.adding import Adding
from selfaudit.tui.main import cli

NAME = "conversations.json"


@pytest.fixture
def chats(make):
    """The bytes of an export of so many conversations."""

    def made(number, text="I keep bees.", **fields):
        one = [make.chain(make.message(text=text), id=f"c{n}", **fields) for n in range(number)]
        return json.dumps(one).encode()

    return made


@pytest.fixture
def store(tmp_path):
    (tmp_path / "home").mkdir()
    return open_store(tmp_path / "home")


def imported(path, store):
    """Import, and see that it was said before."""
    *_, surveyed = survey_paths([path], store)
    *_, done = import_paths([path], store, PinnedClock())
    assert isinstance(surveyed, SurveyDone)
    assert isinstance(done, ImportDone)
    assert surveyed.survey.reports(frozenset()) == done.sources
    assert surveyed.survey.failed == done.failed
    return done


def refused(path) -> ExportError:
    with pytest.raises(ExportError) as caught, ExportFiles(path) as export:
        parts_of(export)
    return caught.value


def zip_with_directory(path, entries):
    """A zip whose directory names its one file so many times."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, b"[" + b" " * 1000 + b"]")
    data = path.read_bytes()
    begins, ends = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[begins:ends] * entries
    end = bytearray(data[ends:])
    end[8:12] = entries.to_bytes(2, "little") * 2
    end[12:16] = len(directory).to_bytes(4, "little")
    path.write_bytes(data[:begins] + directory + end)
    return path


def test_a_zip_with_too_long_a_list_of_files_is_refused_before_it_is_taken_apart(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(zips, "MAX_FILES", 10)
    path = zip_with_directory(tmp_path / "x.zip", 11)
    made = []
    monkeypatch.setattr(zipfile, "ZipInfo", lambda *_args: made.append(1))
    assert refused(path).message == "x.zip holds more than 10 files."
    assert not made
    monkeypatch.setattr(zips, "MAX_DIRECTORY", 500)
    assert refused(path).message == "x.zip holds more than 10 files."


def test_files_of_a_zip_that_lie_over_each_other_are_refused(tmp_path):
    assert "damaged" in refused(zip_with_directory(tmp_path / "x.zip", 50)).message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_whose_unpacking_has_no_bound_on_memory_is_refused(
    tmp_path, make, method, store, chats
):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(NAME, json.dumps([make.chain(make.message())]))
    assert refused(path).message.startswith("x.zip is packed in a way that selfaudit does not read")
    assert "folder" in refused(path).hint
    outer = make.zip(tmp_path / "outer.zip", {"x.zip": path.read_bytes(), NAME: chats(1)})
    (report,) = imported(outer, store).sources
    assert report.skipped == {"zip inside the export could not be opened": 1}


def test_inner_zips_share_what_they_may_take_of_memory(tmp_path, make, monkeypatch, chats):
    inner = make.zip(tmp_path / "in.zip", {NAME: chats(1)}).read_bytes()
    path = make.zip(tmp_path / "x.zip", {f"{n}.zip": inner for n in range(4)})
    monkeypatch.setattr(files, "SPOOL", len(inner) + 1)
    monkeypatch.setattr(files, "MAX_ZIPS", 2)
    with ExportFiles(path) as export:
        names = [member.name for member in export.members]
    assert names == [f"{n}.zip/{NAME}" for n in range(3)]  # one in memory, two on disk
    assert export.unreadable == ("3.zip",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[{}]".encode("utf-16"), "UTF-16"),
        ("[{}]".encode("utf-16-be"), "UTF-16"),
        ("[{}]".encode("utf-32"), "UTF-32"),
        (gzip.compress(b"[{}]", mtime=0), "packed (gzip); unpack it"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(9), "packed (7z); unpack it"),
        (b"[" * 100_000, "x.json could not be read: nested too deeply"),
        (b'[{"mapping": ', "x.json could not be read: file ends in the middle"),
    ],
    ids=["utf-16", "utf-16 without a mark", "utf-32", "gzip", "7z", "endless brackets", "cut off"],
)
def test_what_cannot_be_read_is_said_with_its_file(tmp_path, data, said):
    path = tmp_path / "x.json"
    path.write_bytes(data)
    assert f"{said}" in refused(path).message
    assert "x.json" in refused(path).message


def test_a_sentence_does_not_hold_an_endless_name(tmp_path, make):
    path = make.zip(tmp_path / "x.zip", {"n" * 9000 + ".json": b"[{"})
    message = refused(path).message
    assert "ends in the middle" in message
    assert len(message) < 300
    assert "no file or folder" in refused(tmp_path / ("x" * 200)).message
    assert "could not be read" in refused(tmp_path / ("x" * 300)).message


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A folder with one folder in it that may not be read, for whoever runs this."""
    folder = tmp_path / "export"
    (folder / "locked").mkdir(parents=True)
    scan = os.scandir

    def scandir(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return folder


def test_a_folder_that_may_not_be_read_costs_only_itself(locked, chats, store):
    (locked / NAME).write_bytes(chats(2))
    (report,) = imported(locked, store).sources
    assert report.conversations.stored == 2
    assert report.skipped == {"folder inside the export may not be read": 1}


def test_it_is_named_where_there_is_nothing_else(locked):
    (locked / "notes.txt").write_text("nothing")
    assert "locked/ inside it could not be opened" in refused(locked).message


def test_links_in_a_circle_end(tmp_path, chats, store):
    folder = tmp_path / "export"
    (folder / "a").mkdir(parents=True)
    (folder / "a/again").symlink_to(folder)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "a" / NAME).write_bytes(chats(2))
    (report,) = imported(folder, store).sources
    assert report.conversations.read == 2


def test_what_holds_no_record_is_gone_through_once(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    path.write_bytes(b"[" + b" " * 5000 + b"]")
    opened = []
    whole = ExportFiles.open
    monkeypatch.setattr(
        ExportFiles, "open", lambda export, member: opened.append(1) or whole(export, member)
    )
    refused(path)
    assert 1 < len(opened) < len(IMPORTERS) / 2


def test_what_is_broken_in_it_is_said_each_time(tmp_path, monkeypatch):
    monkeypatch.setattr(json_records, "MAX_LENGTH", 3000)
    monkeypatch.setattr(json_records, "CHUNK", 1000)
    path = tmp_path / "x.json"
    path.write_bytes(json.dumps({"locations": ["x" * 90] * 99}).encode())
    with ExportFiles(path) as export:
        first, second = (list(member_records(export, export.members[0], ())) for _ in range(2))
    assert first == second == [json_records.Broken(json_records.TOO_LARGE)]
    assert "record too large" in refused(path).message


def batches(path, store):
    events = import_paths([path], store, PinnedClock())
    return sum(isinstance(event, ImportProgress) for event in events)


@pytest.mark.parametrize("text", ["x" * 900, ""], ids=["long texts", "no texts"])
def test_what_waits_to_be_stored_has_bounds(tmp_path, monkeypatch, store, chats, text):
    (tmp_path / NAME).write_bytes(chats(40, text))
    (tmp_path / "two.json").write_bytes(chats(1))
    monkeypatch.setattr(importing, "BATCH_LENGTH", 9000 if text else 1 << 30)
    monkeypatch.setattr(importing, "BATCH_RECORDS", 10_000 if text else 10)
    assert batches(tmp_path / NAME, store) >= 4
    assert store.history.counts()["messages"] == (40 if text else 0)


def test_a_file_that_vanishes_while_it_is_read_costs_what_was_not_read(tmp_path, store):
    """The rest is counted, named, and comes with the next import."""
    rows = [f"Chat {n},2025-01-01T10:00:00,Human,I keep {n} bees." for n in range(9)]
    for name in ("a.csv", "b.csv"):
        text = "\r\n".join(["Conversation,Time,Author,Message", *(f"{name} {row}" for row in rows)])
        (tmp_path / name).write_text(text)
    events = import_paths([tmp_path], store, PinnedClock())
    whole = ExportFiles.open

    def opened(export, member):
        if member.name == "b.csv":
            (tmp_path / "b.csv").unlink(missing_ok=True)
        return whole(export, member)

    with pytest.MonkeyPatch.context() as patch:
        next(events)
        patch.setattr("selfaudit.core.importers.copilot.CopilotImporter.holds", lambda *_: True)
        patch.setattr(ExportFiles, "open", opened)
        *_, done = events
    (report,) = done.sources
    assert report.conversations.stored == 9
    assert report.skipped == {"file could not be read to its end": 1}
    assert done.failed[0].message == "b.csv is damaged or cannot be read."
    assert store.history.counts()["conversations"] == 9


def test_a_file_that_is_cut_off_while_it_is_read(tmp_path, store, chats, monkeypatch):
    monkeypatch.setattr(json_records, "CHUNK", 2000)
    monkeypatch.setattr(importing, "BATCH_RECORDS", 20)
    path = tmp_path / NAME
    path.write_bytes(chats(200))
    events = import_paths([path], store, PinnedClock())
    seen = 0
    for event in events:
        seen += isinstance(event, ImportProgress)
        if seen == 3:
            os.truncate(path, path.stat().st_size // 2)
            break
    *_, done = events
    (report,) = done.sources
    assert 90 < report.conversations.stored < 110
    assert report.skipped == {"file ends in the middle": 1}


@pytest.mark.parametrize("moment", [1, 2, 5])
def test_an_import_that_is_stopped_goes_on_with_the_next(
    tmp_path, store, chats, monkeypatch, moment
):
    monkeypatch.setattr(importing, "BATCH_RECORDS", 20)
    path = tmp_path / NAME
    path.write_bytes(chats(100))
    stop = Event()
    done = None
    for number, event in enumerate(import_paths([path], store, PinnedClock(), stop), start=1):
        if number == moment:
            stop.set()
        done = event
    assert isinstance(done, ImportDone)
    assert done.cancelled
    stored = store.history.counts()["conversations"]
    assert stored < 100
    (report,) = imported(path, store).sources
    assert (report.conversations.known, report.conversations.stored) == (stored, 100 - stored)


@pytest.mark.parametrize("more", [b"[{}]", b",{}]", b"}", b"x"])
def test_what_follows_the_end_of_a_file_is_told(tmp_path, store, chats, more):
    path = tmp_path / NAME
    path.write_bytes(chats(3) + b"\n" + more)
    (report,) = imported(path, store).sources
    assert report.conversations.stored == 3
    assert report.skipped == {"file goes on after its end": 1}


def test_lines_of_json_of_no_format_are_not_damaged(tmp_path, store, chats):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / NAME).write_bytes(chats(1))
    (tmp_path / "export/log.jsonl").write_bytes(b'{"a": 1}\n{"a": 2}\n')
    (report,) = imported(tmp_path / "export", store).sources
    assert report.skipped == {}


def test_endless_brackets_end_the_reading(tmp_path, store, chats, monkeypatch):
    monkeypatch.setattr(json_records, "MAX_DEPTH", 5000)
    monkeypatch.setattr(json_records, "CHUNK", 1000)
    path = tmp_path / NAME
    path.write_bytes(chats(3)[:-1] + b"," + b"[" * 20_000 + b"]" * 20_000 + b", {}]")
    (report,) = imported(path, store).sources
    assert report.conversations.stored == 3
    assert report.skipped == {"nested too deeply": 1}


HOSTILE = {
    "5,000 digits": b"9" * 5000,
    "a number that is endless": b"1e999",
    "no number": b"NaN",
    "lone surrogates": b'"\\ud83d \xed\xa0\xbd"',
    "NUL bytes": b'"a\\u0000b \0"',
    "Latin-1": b'"gr\xfc\xdfe"',
    "nested deep": b"[" * 100_000 + b"]" * 100_000,
    "nested": b"[" * 800 + b"]" * 800,
    "an absurd time": b'"9999-12-31T23:59:59-23:59"',
    "a key twice": b'1, "title": "again", "id": "again"',
}


@pytest.mark.parametrize("place", ["title", "create_time", "current_node", "id", "parts"])
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_costs_at_most_its_conversation(tmp_path, store, make, value, place):
    odd = json.dumps(make.chain(make.message(text="HERE"), id="odd"))
    here = '"HERE"' if place == "parts" else f'"{place}": "HERE"'
    if place == "parts" and value == "a key twice":
        pytest.skip("an array has no keys")
    if place != "parts":
        odd = odd.replace('"HERE"', '"I row."')[:-1] + f", {here}}}"
    good = json.dumps([make.chain(make.message(), id="good")])
    path = tmp_path / NAME
    path.write_bytes(f"[{odd}, {good[1:]}".encode().replace(b'"HERE"', HOSTILE[value]))
    done = imported(path, store)
    assert not done.failed
    (report,) = done.sources
    assert report.conversations.read == 2
    assert report.conversations.stored >= 1
    assert store.history.has_conversation(importing.conversation_id("chatgpt", "good"))
    (again,) = imported(path, store).sources
    assert (again.conversations.stored, again.messages.stored) == (0, 0)
    assert again.skipped == report.skipped


def test_what_nobody_types_is_pasted_and_not_cut_into_lines(monkeypatch):
    monkeypatch.setattr(segmentation, "MOST_TYPED", 100)
    text = "> quoted\nI keep bees.\n" * 6
    (whole,) = segmentation.segment_typed(text, start=3)
    assert (whole.start, whole.end, whole.origin) == (3, 3 + len(text), Origin.PASTED)
    assert len(segmentation.segment_typed(text[:60])) > 1


def test_a_text_that_many_rows_name_does_not_fill_the_memory(tmp_path, store, monkeypatch):
    monkeypatch.setattr(json_records, "MAX_LENGTH", 10_000)
    path = make_database(
        tmp_path / "logs.db",
        LLM_RESPONSES,
        responses=[
            {"id": "r", "prompt": "I row.", "conversation_id": "odd"},
            {"id": "s", "prompt": "I bake.", "response": "Rye?", "conversation_id": "good"},
            {"id": "t", "prompt": "I bake.", "conversation_id": "k" * 2000},
        ],
        fragments=[{"id": 1, "content": "x" * 900}],
        prompt_fragments=[
            {"response_id": "r", "fragment_id": 1, "order": order} for order in range(50)
        ],
    )
    (report,) = imported(path, store).sources
    assert report.conversations.stored == 1
    assert report.skipped == {"record too large": 1, "database is damaged from here on": 1}


def test_a_thread_of_long_messages_does_not_fill_the_memory(tmp_path, store, monkeypatch):
    monkeypatch.setattr(json_records, "MAX_LENGTH", 10_000)
    path = make_database(
        tmp_path / "logs.db",
        LLM_THREADS,
        messages=[
            {"hash": str(n), "parent_hash": str(n - 1) if n else None, "role": "user"}
            for n in range(50)
        ],
        parts=[{"message_hash": str(n), "type": "text", "text": "x" * 900} for n in range(50)],
        threads=[
            {"id": "long", "tip_message_hash": "49"},
            {"id": "short", "tip_message_hash": "2"},
        ],
    )
    (report,) = imported(path, store).sources
    assert (report.conversations.stored, report.messages.stored) == (1, 3)
    assert report.skipped == {"record too large": 1}


def test_control_c_keeps_what_was_read_and_says_so(tmp_path, chats, monkeypatch):
    path = tmp_path / NAME
    path.write_bytes(chats(30))
    monkeypatch.setattr(importing, "BATCH_RECORDS", 10)
    put = Adding.put

    def interrupted(*arguments):
        patch.undo()  # the second one would end it at once
        done = put(*arguments)
        os.kill(os.getpid(), signal.SIGINT)
        return done

    command = ["--home", str(tmp_path / "home"), "import", str(path)]
    with monkeypatch.context() as patch:
        patch.setattr(Adding, "put", interrupted)
        ran = CliRunner().invoke(cli, command)
    assert ran.exit_code == 130
    assert "Stopped. What was read by then is stored; import again to go on." in ran.output
    again = CliRunner().invoke(cli, [*command, "--json"])
    (source,) = json.loads(again.output)["sources"]
    assert 0 < source["conversations"]["known"] < 30
    assert source["conversations"]["known"] + source["conversations"]["stored"] == 30

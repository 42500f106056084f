"""Databases in whatever state they are: in use, damaged, of another program, in a zip."""

import os
import shutil
import sqlite3
import tempfile

import pytest
from accounting import imported, only, texts
from app_databases import LLM_RESPONSES, OTERM_26, make_database
from builders import open_store
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import json_records, sqlite_files, sqlite_rows
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.registry import IMPORTERS
from selfaudit.core.importers.sqlite_files import open_database
from selfaudit.core.models.history import Conversation, Skipped


def said(text="I keep bees.", chat=1, author="user"):
    return {"chat_id": chat, "author": author, "text": text}


def chat(id=1):
    return {"id": id, "name": "Bees", "model": "m"}


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return make_database(folder / "store.db", OTERM_26, chat=[chat()], message=[said()])


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """An empty folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def state(folder):
    return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.iterdir()}


def test_what_a_running_program_has_not_yet_moved_into_its_file_is_read(
    path, make, read, temporary, tmp_path
):
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("INSERT INTO message (chat_id, author, text) VALUES (1, 'user', 'In the log.')")
    writer.commit()
    before = state(path.parent)
    assert path.with_name("store.db-wal").stat().st_size > 0
    try:
        for given_path in (path, path.parent):
            assert texts(only(read(given_path))) == ["I keep bees.", "In the log."]
        assert state(path.parent) == before
        files = {f"a/{name}": data for name, (_, data) in before.items()}
        zipped = make.zip(tmp_path / "x.zip", files)
        assert texts(only(read(zipped))) == ["I keep bees.", "In the log."]
        alone = make.zip(tmp_path / "y.zip", {"store.db": path.read_bytes()})
        assert texts(only(read(alone))) == ["I keep bees."]
    finally:
        writer.close()
    assert list(temporary.iterdir()) == []


def test_what_a_program_had_begun_and_not_finished_is_undone(path, read, tmp_path):
    writer = sqlite3.connect(path, isolation_level=None)
    writer.executescript("PRAGMA cache_size = 1; BEGIN; UPDATE message SET text = 'half done';")
    for _ in range(200):
        writer.execute(
            "INSERT INTO message (chat_id, author, text) VALUES (1, 'user', ?)", ["x" * 999]
        )
    crashed = tmp_path / "crashed"
    shutil.copytree(path.parent, crashed)
    writer.execute("ROLLBACK")
    writer.close()
    assert (crashed / "store.db-journal").exists()
    before = state(crashed)
    assert texts(only(read(crashed / "store.db"))) == ["I keep bees."]
    assert state(crashed) == before


@pytest.mark.skipif(os.name != "posix", reason="an open file keeps its name there")
def test_the_copy_is_for_this_user_alone_and_has_no_name_once_it_is_open(
    path, temporary, monkeypatch
):
    modes = []
    settle = sqlite_files._settle

    def look(copy):
        modes.extend(oct(p.stat().st_mode & 0o777) for p in (copy.parent, copy))
        settle(copy)

    monkeypatch.setattr(sqlite_files, "_settle", look)
    with ExportFiles(path) as export, open_database(export, export.members[0]) as connection:
        assert list(temporary.iterdir()) == []
        assert connection.execute("SELECT text FROM message").fetchone() == ("I keep bees.",)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM message")
    assert modes == ["0o700", "0o600"]


def test_a_database_in_a_zip_and_in_a_zip_inside_reads_the_same(path, make, read, tmp_path):
    expected = read(path)
    inner = make.zip(tmp_path / "a.zip", {"x/any name": path.read_bytes()})
    assert read(inner) == expected
    assert read(make.zip(tmp_path / "b.zip", {"a.zip": inner.read_bytes()})) == expected


def test_a_database_of_another_program_is_not_taken(read, tmp_path):
    for number, script in enumerate(
        (
            "CREATE TABLE chat (id, name); CREATE TABLE message (id, text);",
            "CREATE TABLE c (id); CREATE VIEW chat AS SELECT id, id AS name, id AS model FROM c;"
            "CREATE TABLE m (x); CREATE VIEW message AS"
            " SELECT x AS chat_id, x AS author, x AS text FROM m;",
            "CREATE TABLE messages (id, role, content);",
        )
    ):
        other = make_database(tmp_path / str(number), script)
        with pytest.raises(ExportError, match=r"no format that selfaudit knows\.$"):
            read(other)


def test_a_database_that_cannot_be_opened_is_said_so(path, read, tmp_path, monkeypatch):
    bad = tmp_path / "bad.db"
    bad.write_bytes(path.read_bytes()[:16] + b"\xff" * 5000)
    with pytest.raises(ExportError, match="database is damaged") as caught:
        read(bad)
    assert "bad.db" in caught.value.message
    monkeypatch.setattr(sqlite_files, "MAX_DATABASE", 10)
    with pytest.raises(ExportError, match="database too large"):
        read(path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    monkeypatch.setattr(sqlite_files, "MAX_DATABASE", 1 << 30)
    with pytest.raises(ExportError, match="could not be copied"):
        read(path)


def test_beside_a_good_database_a_bad_one_is_counted(path, tmp_path):
    path.with_name("a.db").write_bytes(path.read_bytes()[:16] + b"\xff" * 5000)
    make_database(path.with_name("l.db"), LLM_RESPONSES, responses=[{"id": "r", "prompt": "x"}])
    path.with_name("notes.txt").write_text("x")
    oterm, llm = imported(open_store(tmp_path), path.parent)
    assert (oterm.format, oterm.conversations.stored) == ("oterm", 1)
    assert (llm.format, llm.conversations.stored) == ("llm", 1)
    assert oterm.skipped | llm.skipped == {"database is damaged": 1, "no text": 1}


def many(path):
    chats = [chat(id) for id in range(1, 21)]
    messages = [said(f"{id} {'x' * 900}", id) for id in range(1, 21) for _ in range(10)]
    return make_database(path, OTERM_26, chat=chats, message=messages)


def test_what_is_whole_in_a_truncated_database_is_stored(tmp_path):
    path = many(tmp_path / "s.db")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    (source,) = imported(open_store(tmp_path), path)
    assert 0 < source.messages.stored < 200
    assert source.skipped["database is damaged from here on"] == 1
    assert set(source.skipped) <= {"database is damaged from here on", "damaged in the database"}


def test_of_a_damaged_row_the_others_are_stored(tmp_path):
    path = many(tmp_path / "s.db")
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    at = data.find(b"10 xxx") // page * page
    data[at : at + page] = b"\xff" * page
    path.write_bytes(data)
    (source,) = imported(open_store(tmp_path), path)
    assert 0 < source.messages.stored < 200
    assert source.skipped["database is damaged from here on"] == 1


def test_text_that_is_no_utf_8_and_text_that_is_too_long(path, read, monkeypatch):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE message SET text = CAST(x'49ff6200' AS TEXT)")
    connection.execute(
        "INSERT INTO message (chat_id, author, text) VALUES (1, 'user', ?)", ["x" * 9000]
    )
    connection.commit()
    connection.close()
    monkeypatch.setattr(json_records, "MAX_LENGTH", 5000)
    found = only(read(path))
    assert texts(found) == ["I\ufffdb\ufffd"]
    assert [s.reason for s in found.skipped] == ["record too large"]


def test_a_conversation_over_the_bounds_is_passed_over(tmp_path, read, monkeypatch):
    rows = [said(text, number) for number in (1, 2) for text in "abc"[: number + 1]]
    path = make_database(tmp_path / "s.db", OTERM_26, chat=[chat(1), chat(2)], message=rows)
    monkeypatch.setattr(sqlite_rows, "MAX_ROWS", 2)
    found, refused = read(path)
    assert isinstance(found, Conversation)
    assert isinstance(refused, Skipped)
    assert refused.reason == "record of too many values"


def test_a_table_of_too_many_rows_is_read_as_far_as_it_was_counted(path, tmp_path, monkeypatch):
    make_database(path, "", message=[said("two"), said("three")])
    monkeypatch.setattr(sqlite_rows, "MAX_COUNTED", 2)
    (source,) = imported(open_store(tmp_path), path)
    assert source.messages.stored == 2
    assert source.skipped == {"database is damaged from here on": 1}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([OTERM_26, LLM_RESPONSES]),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=64)), max_size=8),
    st.none() | st.integers(16, 60_000),
)
def test_a_database_with_any_damage_is_read_or_refused(tmp_path_factory, script, damage, size):
    path = tmp_path_factory.mktemp("fuzz") / "any.db"
    texts = [f"{n} {'x' * 300}" for n in range(60)]
    if script is OTERM_26:
        rows = {
            "chat": [chat(1), chat(2)],
            "message": [said(t, n % 3) for n, t in enumerate(texts)],
        }
    else:
        responses = [{"id": t, "prompt": t, "response": t, "conversation_id": t[0]} for t in texts]
        rows = {"responses": responses}
    data = bytearray(make_database(path, script, **rows).read_bytes())
    for at, junk in damage:
        at = 16 + at % (len(data) - 100)
        data[at : at + len(junk)] = junk
    path.write_bytes(data[:size])
    with ExportFiles(path) as export:
        for importer in IMPORTERS:
            if importer.holds(export, export.members[0]):
                found = list(importer.read(export))
                kept = [one for one in found if isinstance(one, Conversation)]
                assert sum(len(one.messages) for one in kept) <= 2 * len(texts)
                assert found == list(importer.read(export))
                assert damage or size or len(kept) == len(found) - (script is OTERM_26)

import sqlite3
import subprocess
import sys
import threading

import pytest
from builders import add_history, conversation, open_store

from selfaudit.core.errors import StoreError
from selfaudit.core.store.database import Database


def test_a_transaction_is_stored_whole_or_not_at_all(tmp_path):
    store = open_store(tmp_path)

    def add_and_fail():
        with store.database.write():
            store.database.add_content("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert store.database.number("SELECT count(*) FROM content") == 0


def test_a_file_that_is_no_store_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "selfaudit.db"
    path.write_bytes(b"this is no database, it is a letter" * 100)
    with pytest.raises(StoreError) as caught:
        Database(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert path.read_bytes().startswith(b"this is no database")


def test_two_stores_over_one_file_wait_for_each_other(tmp_path):
    first, second = open_store(tmp_path), open_store(tmp_path)

    def add(store, name):
        for number in range(20):
            add_history(store, conversation(f"{name}{number}", "words"))

    threads = [threading.Thread(target=add, args=pair) for pair in ((first, "a"), (second, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first.history.counts()["conversations"] == 40


def test_a_reader_sees_a_judgment_as_soon_as_the_writer_was_told(tmp_path):
    store = open_store(tmp_path)
    with store.database.write():
        store.database.add_content("kept")
    script = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("
    script += "'SELECT body FROM content').fetchone()[0])"
    shown = subprocess.run(
        [sys.executable, "-c", script, str(store.database.path)], capture_output=True, text=True
    )
    assert shown.stdout.strip() == "kept"


def test_the_settings_that_keep_promises_are_on(tmp_path):
    store = open_store(tmp_path)
    pragma = {
        name: store.database.rows(f"PRAGMA {name}")[0][0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    with pytest.raises(sqlite3.IntegrityError):
        store.database.execute("INSERT INTO segment VALUES ('none', 0, 1, 'typed', 'x', 1)")
    assert store.database.integrity_problems() == []

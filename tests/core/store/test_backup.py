import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from builders import PinnedClock, add_attributes, add_history, conversation, open_store
from canaries import NAMES, canary, fill

from selfaudit.core.errors import StoreError
from selfaudit.core.models.erasure import Everything
from selfaudit.core.paths import Home
from selfaudit.core.store.backup import backup
from selfaudit.core.store.restoring import restore, staged_backup


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def copy(store, tmp_path):
    fill(store, PinnedClock(), tmp_path)
    made = tmp_path / "copy.db"
    backup(store, made, 1.0)
    return made


def home_of(store):
    return Home(store.database.path.parent)


def dump(path):
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.iterdump())


def test_a_copy_is_one_private_file_that_holds_everything(store, copy, tmp_path):
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    data = copy.read_bytes().lower()
    assert [name for name in NAMES if canary(name).lower().encode() not in data] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "home", "pairs.jsonl"]
    with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as opened:
        assert opened.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_copy_takes_no_place_that_is_taken(store, copy, tmp_path):
    before = copy.read_bytes()
    with pytest.raises(StoreError) as caught:
        backup(store, copy, 2.0)
    assert "--force" in caught.value.hint
    assert copy.read_bytes() == before
    store.history.add_source("new", "chatgpt", 1.0)
    assert backup(store, copy, 2.0, overwrite=True).bytes == copy.stat().st_size
    assert copy.read_bytes() != before
    for path in (tmp_path, store.database.path):
        with pytest.raises(StoreError):
            backup(store, path, 2.0, overwrite=True)
    assert store.database.integrity_problems() == []


def test_a_copy_is_of_one_moment_while_another_connection_writes(store, tmp_path):
    writer = open_store(tmp_path)
    end = threading.Event()

    def write():
        number = 0
        while not end.is_set():
            # All of it in one transaction: as many titles as messages, at any moment.
            add_history(writer, conversation(f"c{number}", f"message of {number}"))
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        seen = []
        for number in range(8):
            made = tmp_path / f"copy{number}.db"
            contents = backup(store, made, 1.0).contents
            with closing(sqlite3.connect(made)) as connection:
                text = connection.execute("SELECT count(*) FROM content").fetchone()[0]
            assert contents.messages == contents.conversations
            assert text == 2 * contents.messages
            seen.append(contents.messages)
    finally:
        end.set()
        thread.join()
        writer.close()
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


def test_going_back_brings_back_exactly_what_was_copied(store, copy):
    before = dump(copy)
    store.erasure.erase(store.erasure.plan(Everything()), 1.0)
    add_attributes(store, ["The user came later."])
    store.close()
    home = home_of(store)
    with staged_backup(home, copy) as staged:
        assert (staged.contents.conversations, staged.contents.votes) == (3, 3)
        assert staged.put_in_place() is None
    assert dump(home.store) == before
    assert left_in(home) == {"selfaudit.db", "models", "logs"}
    data = home.store.read_bytes()
    assert b"came later" not in data
    again = open_store(home.root.parent)
    assert again.database.integrity_problems() == []
    assert again.history.search(canary("c1m0"))
    assert stat.S_IMODE(home.store.stat().st_mode) == 0o600
    again.close()


def left_in(home):
    ends = ("-wal", "-shm")
    return {path.name for path in home.root.iterdir() if not path.name.endswith(ends)}


def test_a_copy_becomes_the_store_of_a_new_home(copy, tmp_path):
    home = Home(tmp_path / "new")
    assert restore(home, copy) is None
    assert dump(home.store) == dump(copy)
    assert left_in(home) == {"selfaudit.db", "models", "logs"}


def test_a_damaged_store_is_replaced_and_kept_aside(store, copy):
    store.close()
    home = home_of(store)
    broken = b"SQLite format 3\0" + os.urandom(8192)
    for name in ("selfaudit.db.damaged", "selfaudit.db.damaged-2"):
        home.store.write_bytes(broken)
        Path(f"{home.store}-wal").write_bytes(b"old log")
        assert restore(home, copy) == home.root / name
        assert (home.root / name).read_bytes() == broken
        assert (home.root / f"{name}-wal").read_bytes() == b"old log"
        assert dump(home.store) == dump(copy)


def no_sqlite(path):
    path.write_bytes(b"Dear diary, " * 100)


def empty(path):
    path.write_bytes(b"")


def cut(path):
    path.write_bytes(path.read_bytes()[:-8192])


def scribbled(path):
    data = bytearray(path.read_bytes())
    for start in range(8192, len(data), 4096):
        data[start : start + 64] = os.urandom(64)
    path.write_bytes(data)


def sql(*statements):
    def change(path):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    return change


def of_another_program(path):
    path.unlink()
    sql("CREATE TABLE recipe (name TEXT)")(path)


def in_use(path):
    Path(f"{path}-wal").write_bytes(b"pages")


BROKEN = {
    "no SQLite file": no_sqlite,
    "no SQLite": empty,
    "malformed": cut,
    "SQLite": scribbled,
    "another program": of_another_program,
    "newer selfaudit": sql(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('selfaudit', 'm999_from_the_future', 'then')"
    ),
    "not complete": in_use,
    "refer to others": sql(
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO segment VALUES ('nothing', 0, 1, 'typed', 'x', 1)",
    ),
    "tables are not those": sql("DROP TRIGGER judgment_is_never_changed"),
    "those of selfaudit": sql(
        "CREATE TRIGGER sly AFTER INSERT ON judgment BEGIN DELETE FROM content; END"
    ),
    "read it whole": sql("INSERT INTO content_index (content_index) VALUES ('delete-all')"),
}


@pytest.mark.parametrize("words", BROKEN)
def test_what_cannot_be_verified_is_refused_and_nothing_changes(words, store, copy):
    home = home_of(store)
    BROKEN[words](copy)
    store.close()
    before = dump(home.store)
    with pytest.raises(StoreError) as caught:
        restore(home, copy)
    assert words in caught.value.message
    assert copy.name in caught.value.message
    assert caught.value.hint
    assert "diary" not in caught.value.message
    assert dump(home.store) == before
    assert left_in(home) == {"selfaudit.db", "models", "logs"}


def test_a_missing_copy_and_a_store_in_use_are_told(store, copy, tmp_path, monkeypatch):
    monkeypatch.setattr("selfaudit.core.store.database.ALONE_SECONDS", 0.05)
    home = home_of(store)
    with pytest.raises(StoreError) as caught:
        restore(home, tmp_path / "none.db")
    assert "No such file" in caught.value.message
    with pytest.raises(StoreError) as caught:
        restore(home, copy)
    assert "open" in caught.value.message
    assert store.history.search(canary("c1m0"))


def test_a_copy_of_an_older_schema_is_brought_up_to_date(store, copy):
    tables = ("holding", "erasure", "backup")
    indexes = [
        row[0]
        for row in store.database.rows(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND (name IN ('message_by_source',"
            " 'conversation_by_source', 'conversation_by_title', 'work_by_conversation',"
            " 'work_message_by_message', 'candidate_by_statement', 'candidate_by_quote',"
            " 'revision_by_statement', 'judgment_by_content', 'prompt_by_content',"
            " 'answer_by_content'))"
        )
    ]
    sql(
        *(f"DROP INDEX {name}" for name in indexes),
        *(f"DROP TABLE {name}" for name in tables),
        "DELETE FROM _sqlite_migrations WHERE name = 'm003_keeping'",
    )(copy)
    store.close()
    restore(home_of(store), copy)
    again = open_store(home_of(store).root.parent)
    assert again.history.sources()[1].alone == 2  # it was imported second
    again.close()


def test_pages_of_another_size_are_taken_over_too(store, copy):
    sql("PRAGMA page_size = 1024", "VACUUM")(copy)
    store.close()
    restore(home_of(store), copy)
    assert restore(home_of(store), copy) is None


LIMITED = """
import resource, sys
from pathlib import Path
from selfaudit.core.errors import StoreError
from selfaudit.core.paths import Home
from selfaudit.core.store.backup import backup
from selfaudit.core.store.restoring import restore
from selfaudit.core.store.store import Store
home, copy, what = Home(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3]
store = Store(home) if what == "backup" else None
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    backup(store, copy.with_name("small.db"), 1.0) if store else restore(home, copy)
except StoreError as error:
    print(error.title, error.message, error.hint, sep="|")
"""


@pytest.mark.parametrize("what", ["backup", "restore"])
def test_no_room_gives_words_and_leaves_nothing_half_made(what, store, copy, tmp_path):
    """A limit on a file's size stands for a full disk: writing fails in the middle."""
    store.close()
    home = home_of(store)
    before = dump(home.store)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, home.root, copy, what],
        capture_output=True,
        text=True,
        check=True,
    )
    title, message, hint = done.stdout.strip().split("|")
    assert title in ("No copy was made", "The copy was not put in place")
    assert "too large" in message or "disk" in message
    assert hint
    assert dump(home.store) == before
    assert left_in(home) == {"selfaudit.db", "models", "logs"}
    assert {path.name for path in tmp_path.iterdir()} == {"copy.db", "home", "pairs.jsonl"}


@pytest.mark.parametrize("code", ["ENOSPC", "EACCES"])
def test_a_folder_that_cannot_be_written_gives_words(code, store, copy, tmp_path, monkeypatch):
    import errno

    def fail(*arguments, **options):
        raise OSError(getattr(errno, code), os.strerror(getattr(errno, code)))

    words = {"ENOSPC": "the disk is full", "EACCES": "permission denied"}[code]
    with monkeypatch.context() as patched:
        patched.setattr("os.open", fail)
        with pytest.raises(StoreError) as caught:
            backup(store, tmp_path / "other.db", 1.0)
    assert words in caught.value.message
    with monkeypatch.context() as patched:
        patched.setattr("selfaudit.core.store.restoring.make_private", fail)
        with pytest.raises(StoreError) as caught:
            restore(home_of(store), copy)
    assert words in caught.value.message


def test_a_read_only_folder_gives_words(store, copy, tmp_path):
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(StoreError) as caught:
        backup(store, folder / "copy.db", 1.0)
    assert "permission denied" in caught.value.message


def test_a_copy_that_turns_out_broken_once_in_place_gives_the_store_back(store, copy, monkeypatch):
    add_attributes(store, ["The user came later."])
    store.close()
    home = home_of(store)
    before = dump(home.store)
    monkeypatch.setattr(
        "selfaudit.core.store.database.Database.integrity_problems", lambda self: ["a bad page"]
    )
    with pytest.raises(StoreError) as caught:
        restore(home, copy)
    assert "a bad page" in caught.value.message
    assert dump(home.store) == before
    assert left_in(home) == {"selfaudit.db", "models", "logs"}


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from selfaudit.core.paths import Home
from selfaudit.core.store import database
from selfaudit.core.store.restoring import restore
place = sys.argv[3]
original = getattr(database.Database, place)
def killed(self, *arguments):
    if sys.argv[4] == "after":
        original(self, *arguments)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(database.Database, place, killed)
restore(Home(Path(sys.argv[1])), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("place", ["take_from", "compact"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_restore_leaves_one_store_or_the_other(place, moment, store, copy):
    add_attributes(store, ["The user came later."])
    store.close()
    home = home_of(store)
    both = (dump(home.store), dump(copy))
    subprocess.run([sys.executable, "-c", KILLED, home.root, copy, place, moment], check=False)
    again = open_store(home.root.parent)
    assert again.database.integrity_problems() == []
    again.close()
    assert dump(home.store) in both
    restore(home, copy)
    assert dump(home.store) == both[1]
    assert left_in(home) == {"selfaudit.db", "models", "logs"}


def test_a_read_only_home_gives_words(store, copy):
    store.close()
    home = home_of(store)
    home.store.chmod(0o400)
    home.root.chmod(0o500)
    try:
        if os.access(home.root, os.W_OK):
            pytest.skip("this user may write everywhere")
        with pytest.raises(StoreError) as caught:
            restore(home, copy)
        assert "ermission denied" in caught.value.message
    finally:
        home.root.chmod(0o700)

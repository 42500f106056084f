"""What a killed process leaves beside a file is removed by the next one; nothing else is."""

import os
import stat
import subprocess
import sys

from builders import open_store

from selfaudit.core.private_file import beside, clear_abandoned, write_private
from selfaudit.core.store.backup import backup


def ended_process() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path):
    file, dead = tmp_path / "copy.db", ended_process()
    (tmp_path / f".copy.db.{dead}").write_text("half")
    (tmp_path / f".copy.db.{dead + 1}x").write_text("not ours")
    (tmp_path / f".copy.db.{os.getppid()}").write_text("still written")
    (tmp_path / f".other.db.{dead}").write_text("of another file")
    folder = tmp_path / f".package.{dead}"
    folder.mkdir()
    (folder / "card.md").write_text("half")
    clear_abandoned(file)
    clear_abandoned(tmp_path / "package")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [f".copy.db.{dead + 1}x", f".copy.db.{os.getppid()}", f".other.db.{dead}"]
    )


def test_a_folder_that_is_not_there_has_nothing_to_remove(tmp_path):
    clear_abandoned(tmp_path / "missing" / "copy.db")


def test_writing_and_copying_remove_it(tmp_path):
    dead = ended_process()
    for name in ("text.md", "copy.db"):
        (tmp_path / f".{name}.{dead}").write_text("half")
    write_private(tmp_path / "text.md", "whole")
    store = open_store(tmp_path)
    backup(store, tmp_path / "copy.db", 1.0)
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "home", "text.md"]
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert not beside(tmp_path / "copy.db").exists()

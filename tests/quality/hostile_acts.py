"""Imports that something happens to while they run. See `hostile_imports.py`.

A file that is cut, goes on or is exchanged; Ctrl+C and kill -9 at several moments; a full disk.
Then the same is imported again: it must end with all that is there, each once, in a whole store.
"""

import os
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hostile_imports import Ran, counts, finish, run, sentence, start
from hostile_inputs import as_json, chat

CHATS = 12_000
"""Conversations of the export, each of eight messages: 50 MB."""

_ANSWER = "How many hives do you have, and where do they stand? " * 12


def export(path: Path, first: int = 0) -> None:
    """Write the export that is imported."""
    with path.open("wb") as file:
        for n in range(first, first + CHATS):
            texts = [f"I keep {n} bees in row {m}." if m % 2 == 0 else _ANSWER for m in range(8)]
            file.write((b"," if n > first else b"[") + as_json(chat(f"c{n}", *texts)))
        file.write(b"]")


def stored(home: Path) -> int:
    """How many conversations a store holds; -1 where it is damaged."""
    path = home / "selfaudit.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            return -1
        try:
            halves = "SELECT 1 FROM message GROUP BY conversation HAVING count(*) != 8"
            if database.execute(halves).fetchone():
                return -1
            return int(database.execute("SELECT count(*) FROM conversation").fetchone()[0])
        except sqlite3.OperationalError:  # no table yet
            return 0


def act(
    name: str,
    happen: Callable[[int, Path], None],
    *,
    at: float,
    whole: bool = True,
    file_limit: int = 0,
) -> bool:
    """Import, let something happen when a share of it is stored, and import again."""
    folder = Path(tempfile.mkdtemp(prefix="selfaudit-hostile-"))
    try:
        path, home = folder / "conversations.json", folder / "home"
        export(path)
        began = time.monotonic()
        process = start(home, path, file_limit=file_limit)
        while is_running(process.pid) and at and stored_soon(home) < at * CHATS:
            time.sleep(0.05)
        happen(process.pid, path)
        first = finish(process, home, began)
        between = stored(home)
        again = run(home, path, "--json")
        third = run(home, path, "--json")
        total, _, wrong = counts(third)
        after = stored(home)
        wrong += [ran.wrong for ran in (first, again, third) if ran.wrong]
        if min(between, after) < 0:
            wrong.append("STORE DAMAGED OR CONVERSATIONS IN HALVES")
        if whole and after != CHATS:
            wrong.append(f"{after} OF {CHATS}")
        if total["stored"]:
            wrong.append("STORED MORE THE THIRD TIME")
        print(
            f"| {name} | {sentence(first, folder) or 'nothing'} | {between:,}, then {after:,} | | "
            f"{first.seconds:.1f} | {first.cpu:.1f} | {first.peak:.0f} |"
            + " **".join(["", *wrong]),
            flush=True,
        )
        return not wrong
    finally:
        shutil.rmtree(folder)


def is_running(pid: int) -> bool:
    """Whether a child goes on; what it used is not asked for yet."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def stored_soon(home: Path) -> int:
    """How many conversations are stored while the program runs."""
    try:
        with closing(sqlite3.connect(f"file:{home}/selfaudit.db?mode=ro", uri=True)) as database:
            return int(database.execute("SELECT count(*) FROM conversation").fetchone()[0])
    except sqlite3.Error:
        return 0


def _cut(_pid: int, path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 + 99)


def _append(_pid: int, path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"," + as_json(chat("late", "I row.")) + b"]")


def _exchange(_pid: int, path: Path) -> None:
    other = path.with_suffix(".new")
    other.write_bytes(as_json([chat("other", *["I row."] * 8)]))
    other.replace(path)


def _overwrite(_pid: int, path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"x" * path.stat().st_size)


def _remove(_pid: int, path: Path) -> None:
    path.unlink()


def _interrupt(pid: int, _path: Path) -> None:
    os.kill(pid, signal.SIGINT)


def _kill(pid: int, _path: Path) -> None:
    os.kill(pid, signal.SIGKILL)


def _nothing(_pid: int, _path: Path) -> None:
    return


ACTS: dict[str, Callable[[], bool]] = {}

for _name, _happen, _whole in (
    ("file cut off while it is read", _cut, False),
    ("file goes on while it is read", _append, False),
    ("file exchanged while it is read", _exchange, False),
    ("file overwritten while it is read", _overwrite, False),
    ("Ctrl+C at a third", _interrupt, True),
    ("kill -9 at a third", _kill, True),
):
    ACTS[_name] = lambda n=_name, h=_happen, w=_whole: act(n, h, at=1 / 3, whole=w)  # type: ignore[misc]
ACTS["Ctrl+C at the beginning"] = lambda: act("Ctrl+C at the beginning", _interrupt, at=1e-4)
ACTS["kill -9 at nine tenths"] = lambda: act("kill -9 at nine tenths", _kill, at=0.9)
ACTS["disk full while storing"] = lambda: act(
    "disk full while storing", _nothing, at=0, file_limit=20 << 20
)


__all__ = ["ACTS", "Ran"]

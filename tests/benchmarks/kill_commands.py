"""Kill -9 of commands at random moments: what each does, and what must hold afterwards.

Every command runs in a process that is forked from one which has loaded the program already, so
that the moments fall into its work. What a command has printed counts as acknowledged.
"""

import importlib
import json
import os
import pkgutil
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bases import Bases, canaries_in
from canaries import GOES, NAMES
from terminal import children_of, is_running

import selfaudit.core
import selfaudit.tui
from selfaudit.core.errors import SelfauditError
from selfaudit.core.export.verifying import verify
from selfaudit.core.paths import Home
from selfaudit.core.store.restoring import staged_backup
from selfaudit.core.store.store import Store
from selfaudit.tui.main import cli

PATIENCE = 120.0
"""Seconds that a command may take when it is not killed."""


@dataclass(slots=True)
class Ran:
    """A command that ran, to its end or not: what it printed, and which processes it began."""

    home: Path
    printed: str
    killed: bool
    failed: bool
    children: set[int] = field(default_factory=set)

    def objects(self) -> list[dict[str, object]]:
        """The JSON objects that it printed whole."""
        whole = self.printed[: self.printed.rfind("\n") + 1]
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]


def run(home: Path, arguments: Sequence[object], delay: float = PATIENCE) -> Ran:
    """Run a command in a fork, and kill it after a delay unless it has ended by then."""
    output = home.parent / "printed"
    output.write_text("", encoding="utf-8")
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            where = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(where, 1)
            os.dup2(os.open(f"{output}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8", buffering=1)
            sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1)
            cli.main(["--home", str(home), *map(str, arguments)], standalone_mode=True)
        except SystemExit as end:
            code = int(end.code or 0) if isinstance(end.code, int | None) else 1
        finally:
            sys.stdout.flush()
            os._exit(code)
    end = time.monotonic() + delay
    children: set[int] = set()
    killed = False
    while (ended := os.waitpid(pid, os.WNOHANG)) == (0, 0):
        if time.monotonic() >= end:
            children |= children_of(pid)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            killed = True
            break
        children |= children_of(pid)
        time.sleep(min(0.002, max(0.0, end - time.monotonic())))
    return Ran(home, output.read_text(encoding="utf-8"), killed, ended[1] != 0, children)


Check = Callable[["Case", Ran], list[str]]


@dataclass(slots=True)
class Case:
    """One kind of command: on which base, which arguments, what must hold afterwards.

    `once` is whether each run begins from the base anew; else they follow one another. `limit` is
    how many seconds one that takes long is given.
    """

    name: str
    base: str
    arguments: Callable[[Path, int], Sequence[object]]
    check: Check
    once: bool = True
    limit: float = PATIENCE
    kept: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """What came of the kills of one kind."""

    kills: int = 0
    ends: int = 0
    acknowledged: int = 0
    left_behind: int = 0
    leftovers: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


def always(home: Path) -> list[str]:
    """What must hold after every kill: the store opens, is whole, and so is its index."""
    problems = []
    try:
        store = Store(Home(home))
    except SelfauditError as error:
        return [f"does not open: {error.message}"]
    try:
        problems += store.database.integrity_problems()
    finally:
        store.close()
    with closing(sqlite3.connect(home / "selfaudit.db", isolation_level=None)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        problems += [line for line in found if line != "ok"]
        try:
            connection.execute("INSERT INTO content_index(content_index) VALUES('integrity-check')")
        except sqlite3.Error as error:
            problems.append(f"index: {error}")
    return problems


def load_everything() -> None:
    """Load what commands load when they need it, so that their forks need not."""
    for package in (selfaudit.core, selfaudit.tui):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)


def kill_case(case: Case, bases: Bases, kills: int, pick: random.Random) -> Tally:
    """Let a command run once whole, then kill it so many times; check after every kill."""
    tally = Tally()
    home = bases.fresh(case.base)
    begun = time.monotonic()
    whole = run(home, case.arguments(home, 0), case.limit)
    tally.seconds = time.monotonic() - begun
    if whole.failed:
        tally.problems.append(f"unkilled: it failed, {whole.printed[:200]}")
    tally.problems += [f"unkilled: {one}" for one in _checked(case, whole)]
    number = 0
    while tally.kills < kills and number < 3 * kills:
        number += 1
        if case.once:
            home = bases.fresh(case.base)
        ran = run(home, case.arguments(home, number), pick.uniform(0.0, 1.02 * tally.seconds))
        tally.kills += ran.killed
        tally.ends += not ran.killed
        tally.acknowledged += len(ran.objects())
        end = time.monotonic() + 5.0
        while any(map(is_running, ran.children)) and time.monotonic() < end:
            time.sleep(0.02)
        tally.left_behind += sum(map(is_running, ran.children))
        tally.problems += _checked(case, ran)
        tally.leftovers += sum(
            ".part" in path.name or path.name.startswith(".") for path in home.parent.iterdir()
        )
        for path in home.parent.glob(".*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return tally


def _checked(case: Case, ran: Ran) -> list[str]:
    problems = always(ran.home)
    return problems or case.check(case, ran)


def number_in(home: Path, sql: str, *values: object) -> int:
    """One number out of the store."""
    with closing(sqlite3.connect(home / "selfaudit.db")) as connection:
        return int(connection.execute(sql, values).fetchone()[0])


def nothing_more(case: Case, ran: Ran) -> list[str]:
    """Where what always holds is all."""
    return []


def stored(table: str, key: str) -> Check:
    """That the rows whose ids were printed are there."""

    def check(case: Case, ran: Ran) -> list[str]:
        told = [one[key] for one in ran.objects() if key in one]
        rows = [row for one in told for row in (one if isinstance(one, list) else [one])]
        ids = [row["id"] for row in rows if isinstance(row, dict) and row.get("id")]
        sql = f"SELECT count(*) FROM {table} WHERE id = ?"
        return [f"{table} {id} is lost" for id in ids if not number_in(ran.home, sql, id)]

    return check


def conversations_whole(case: Case, ran: Ran) -> list[str]:
    """That every conversation of the import is there whole or not at all, and all if it said so."""
    wanted = case.kept["conversations"]
    assert isinstance(wanted, dict)
    there = conversations_of(ran.home)
    problems = [f"{id} is not whole" for id in there if id in wanted and there[id] != wanted[id]]
    if ran.objects() and len(there.keys() & wanted.keys()) != len(wanted):
        problems.append("said to be imported, and not all there")
    return problems


def conversations_of(home: Path) -> dict[str, tuple[object, ...]]:
    """Every conversation with its messages, texts and segments."""
    sql = """
        SELECT message.conversation, count(DISTINCT message.id), count(segment.message),
               sum(length(content.body)), group_concat(DISTINCT message.role)
        FROM message LEFT JOIN segment ON segment.message = message.id
        LEFT JOIN content ON content.id = message.content GROUP BY message.conversation
    """
    with closing(sqlite3.connect(home / "selfaudit.db")) as connection:
        return {row[0]: tuple(row[1:]) for row in connection.execute(sql)}


def erased_or_not(kind: str) -> Check:
    """That what an erasure was about is wholly there, or gone from every byte of the home."""

    def check(case: Case, ran: Ran) -> list[str]:
        there = canaries_in(ran.home)
        gone = set(NAMES) - there
        if any(one.get("erased") for one in ran.objects()) and gone < GOES[kind]:
            return [f"said to be erased, and still there: {sorted(GOES[kind] - gone)[:4]}"]
        if gone and gone != GOES[kind]:
            half, more = sorted(GOES[kind] - gone), sorted(gone - GOES[kind])
            return [f"half erased: still there {half[:4]}, gone as well {more[:4]}"]
        return []

    return check


def package_whole(case: Case, ran: Ran) -> list[str]:
    """That a package is whole or absent, and there where it was said to be."""
    path = Path(str(case.kept["path"]))
    there = os.path.lexists(path)
    problems = []
    if there:
        try:
            found = verify(path)
            problems += [f"package: {one.sentence}" for one in found.findings]
        except SelfauditError as error:
            problems.append(f"package: {error.message}")
    elif ran.objects() and not ran.killed:
        problems.append("no package")
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return problems


def copy_whole(case: Case, ran: Ran) -> list[str]:
    """That a copy is whole or absent."""
    path = Path(str(case.kept["path"]))
    if not os.path.lexists(path):
        return ["said to be there, and is not"] if ran.objects() else []
    other = ran.home.parent / "other"
    try:
        with staged_backup(Home(other), path):
            return []
    except SelfauditError as error:
        return [f"copy: {error.message}"]
    finally:
        path.unlink()
        shutil.rmtree(other, ignore_errors=True)


def before_or_after(case: Case, ran: Ran) -> list[str]:
    """That a restoring has put all of it in place, or nothing."""
    counts = tuple(
        number_in(ran.home, f"SELECT count(*) FROM {table}")
        for table in ("message", "judgment", "mark", "vote", "content")
    )
    before, after = case.kept["before"], case.kept["after"]
    if ran.objects() and any(one.get("restored") for one in ran.objects()) and counts != after:
        return [f"said to be restored: {counts}, not {after}"]
    return [] if counts in (before, after) else [f"half restored: {counts}"]


def windows_kept(case: Case, ran: Ran) -> list[str]:
    """That every window that was told of is stored, and no window twice."""
    told = sum(one.get("event") == "window" for one in ran.objects())
    before = int(str(case.kept.get("works", 0)))
    works = number_in(ran.home, "SELECT count(*) FROM work")
    case.kept["works"] = works
    loose = number_in(
        ran.home,
        "SELECT count(*) FROM candidate WHERE reason IS NULL AND id NOT IN"
        " (SELECT candidate FROM link)",
    )
    problems = [f"{told} windows told of, {works - before} stored"] if told > works - before else []
    return problems + ([f"{loose} notes of no attribute"] if loose else [])


def items_kept(table: str) -> Check:
    """That every item that was told of as done is stored."""

    def check(case: Case, ran: Ran) -> list[str]:
        told = sum(one.get("event") == "item" for one in ran.objects())
        before = int(str(case.kept.get("rows", 0)))
        rows = number_in(ran.home, f"SELECT count(*) FROM {table}")
        case.kept["rows"] = rows
        return [f"{told} told of, {rows - before} stored"] if told and rows == before else []

    return check

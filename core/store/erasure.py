"""Erasing: what would go is said first, then it goes in one transaction, then its traces go.

The traces are what SQLite leaves in the file and its log of what was deleted. An erasure that was
killed after its transaction is done; its traces go when the store is next opened.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from selfaudit.core.errors import StoreError
from selfaudit.core.models.erasure import AllTexts, Everything, Plan, Target
from selfaudit.core.paths import Home
from selfaudit.core.store import erasing
from selfaudit.core.store.database import Database
from selfaudit.core.store.erasing_counts import going, staying
from selfaudit.core.store.erasing_scope import Scope
from selfaudit.core.store.migrations import migrations
from selfaudit.core.store.sqlite import Database as SqliteDatabase


class Erasure:
    """Erasing from a store, and from the files beside it."""

    def __init__(self, database: Database, home: Home) -> None:
        self._database = database
        self._home = home

    def plan(self, target: Target) -> Plan:
        """What erasing the target would do. Changes nothing."""
        with self._database.write():
            scope = Scope(self._database, target)
            scope.collect()
            plan = self._plan(target)
            scope.clear()
        return plan

    def erase(self, plan: Plan, now: float) -> None:
        """Do what a plan says. On return no byte of it is left in the home.

        Raises StoreError when another process has the store open, when what would go is not what
        the plan said any more, and when the disk fails. Nothing was erased then, unless the
        error says that only traces are left.
        """
        with self._database.alone():
            with self._database.write():
                scope = Scope(self._database, plan.target)
                scope.collect()
                if self._plan(plan.target) != plan:
                    raise StoreError(
                        "What would be erased has changed since it was shown.",
                        title="Nothing was erased",
                        hint="Look at what would go again, and erase then.",
                    )
                if not isinstance(plan.target, Everything):
                    erasing.remove(self._database, plan.target, now)
                if isinstance(plan.target, AllTexts):
                    self._database.execute("DELETE FROM backup")
                scope.clear()
            if isinstance(plan.target, Everything):
                self._start_anew(now)
            self._clean()

    def is_unfinished(self) -> bool:
        """Whether an erasure was interrupted before its traces were gone."""
        return self._database.row("SELECT 1 FROM erasure WHERE NOT cleaned LIMIT 1") is not None

    def finish(self) -> None:
        """Remove the traces that an interrupted erasure has left, if it can be done now."""
        if self.is_unfinished():
            with suppress(StoreError), self._database.alone():
                self._clean()

    def _plan(self, target: Target) -> Plan:
        copies = self._database.rows("SELECT path FROM backup ORDER BY made_at")
        return Plan(
            target,
            going(self._database, target),
            staying(self._database, target),
            tuple(path.name for path in self._files()),
            tuple(row["path"] for row in copies if Path(row["path"]).is_file()),
            self._database.number("SELECT count(*) FROM package WHERE made_at IS NOT NULL"),
        )

    def _start_anew(self, now: float) -> None:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
            empty.execute(f"PRAGMA page_size = {self._database.number('PRAGMA page_size')}")
            migrations.apply(SqliteDatabase(empty, execute_plugins=False))
            empty.execute(
                "INSERT INTO erasure (kind, erased_at) VALUES (?, ?)", [Everything.kind, now]
            )
            self._database.take_from(empty)

    def _clean(self) -> None:
        try:
            self._database.compact()
            for path in self._files():
                path.unlink(missing_ok=True)
        except (StoreError, OSError) as error:
            raise StoreError(
                "What you chose is erased and shown nowhere any more, but traces of it could not "
                f"be removed from the files in {self._home.root} yet: {error}",
                title="Erased, but not yet without traces",
                hint="Make room on the disk and close other programs that read these files. The "
                "traces are removed when `selfaudit status`, or any other command, is next run.",
            ) from error
        with self._database.write():
            self._database.execute("UPDATE erasure SET cleaned = 1")

    def _files(self) -> Iterator[Path]:
        """Logs, and older files of the store that a restoring has left or put aside."""
        yield from sorted(self._home.logs.glob("*"))
        yield from sorted(self._home.root.glob(f"{self._home.store.name}.*"))

"""The report's numbers, from a package's rows alone."""

import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from selfaudit.core.clock import SystemClock
from selfaudit.core.errors import PackageError
from selfaudit.core.export.contents import Contents
from selfaudit.core.export.fields import Row
from selfaudit.core.export.figures import figures_of
from selfaudit.core.export.rebuilding import review, stages
from selfaudit.core.export.rebuilding.ids import Ids
from selfaudit.core.paths import Home
from selfaudit.core.report.report import make_report
from selfaudit.core.store.store import Store


def recompute(contents: Contents) -> Mapping[str, object]:
    """The figures that a package's own `report.json` should hold."""
    return recompute_rows(contents.rows)


def recompute_rows(rows: Mapping[str, Sequence[Row]]) -> Mapping[str, object]:
    """Make a store of the rows in a private folder, report on it, and remove it.

    What the report counts in a withheld text (words, characters) stands in the rows. Prompts
    whose text is withheld cannot be told to repeat each other, so thresholds may be fitted a
    little differently than on the person's machine. Raises PackageError where rows contradict each
    other.
    """
    with tempfile.TemporaryDirectory(prefix="selfaudit-") as folder:
        store = Store(Home(Path(folder) / "home"))
        try:
            _fill(store, rows)
            return figures_of(make_report(store, SystemClock()))
        except sqlite3.IntegrityError as error:
            raise PackageError(
                "Its rows do not fit together, so the report cannot be made from them.",
                title="This package contradicts itself",
                hint="`selfaudit verify` says which rows are wrong.",
            ) from error
        finally:
            store.close()


def _fill(store: Store, rows: Mapping[str, Sequence[Row]]) -> None:
    database, ids = store.database, Ids()
    with database.write():
        for put in (
            review.put_record,
            review.put_attributes,
            review.put_cards,
            review.put_judgments,
            stages.put_prompts,
            stages.put_blocks,
            stages.put_marks,
            stages.put_selections,
            stages.put_pairs,
            stages.put_votes,
        ):
            put(database, rows, ids)

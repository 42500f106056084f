"""sqlite-utils, loaded without the libraries of tables that it would load where they are there.

It loads pandas (which loads pyarrow) and numpy, only to know columns of their types. Nobody here
gives it any, and loading the three takes longer than all else that the store needs.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NOT_NEEDED = ("pandas", "numpy")


@contextmanager
def _unavailable(names: tuple[str, ...]) -> Iterator[None]:
    """Let libraries that are not loaded yet seem not to be installed."""
    blocked = [name for name in names if name not in sys.modules]
    # What the import system makes of None is an ImportError, which sqlite-utils expects.
    sys.modules.update(dict.fromkeys(blocked))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in blocked:
            del sys.modules[name]


with _unavailable(_NOT_NEEDED):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]

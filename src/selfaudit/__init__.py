"""Audit, offline, what a language model infers about you from your own chat exports.

`load` reads a package that a person exported; docs/package.md says what is in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from selfaudit.core.export.loading import Package

__version__ = "0.1.0"


def load(path: str | Path) -> Package:
    """Read a package, a folder or a zip. Raises selfaudit.core.errors.PackageError."""
    # Whoever imports selfaudit to run it needs none of this.
    from selfaudit.core.export.loading import load_package

    return load_package(path)

"""Numbers for a package's opaque ids, in the order of its rows."""

from collections.abc import Iterable, Mapping, Sequence

from selfaudit.core.export.fields import Row

Rows = Mapping[str, Sequence[Row]]
"""Rows by table."""


class Ids:
    """Gives every opaque id of a kind a number from 1 on, the first time it is met."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._counts: dict[str, int] = {}

    def of(self, kind: str, opaque: str) -> int:
        """The number of an id."""
        key = (kind, opaque)
        if key not in self._known:
            self._counts[kind] = self._known[key] = self._counts.get(kind, 0) + 1
        return self._known[key]

    def maybe(self, kind: str, opaque: str | None) -> int | None:
        """The number of an id that may be missing."""
        return None if opaque is None else self.of(kind, opaque)

    def take(self, kind: str, opaques: Iterable[str]) -> None:
        """Give these ids their numbers, in order."""
        for opaque in opaques:
            self.of(kind, opaque)


def blank(words: int) -> str:
    """As many words as a withheld text had: what takes long to read depends on it."""
    return " ".join(["withheld"] * words)

"""What a field of a table is, said once in its annotation and read by all that handle rows."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from selfaudit.core.export.levels import Level


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a table. Ids are those of the store until the row leaves."""


@dataclass(frozen=True, slots=True)
class Id:
    """The row's own identifier."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The identifier of a row of another table.

    With `owns`, the row is a part of what it refers to and is withheld with it; without, the
    reference alone is emptied.
    """

    table: str
    owns: bool = True


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """An identifier of something that has no table of its own, such as a conversation."""

    of: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text of the person's or about them: redacted, and in a package from a level on."""

    since: Level


@dataclass(frozen=True, slots=True)
class Since:
    """A value that could tell who the person is: in a package from a level on."""

    since: Level


Kind = Id | Ref | Pseudonym | Text | Since


def about(description: str) -> Meta:
    """What a field means, in one sentence or two."""
    return Meta(description=description)


Statement = Annotated[str | None, Text(Level.ATTRIBUTES)]
"""A statement about the person."""
Words = Annotated[str | None, Text(Level.FULL)]
"""Words of the person's, or that were written for them."""
Moment = Annotated[str | None, Since(Level.FULL)]
"""A time, as ISO 8601 in UTC, to the second."""
Seed = Annotated[int | None, Since(Level.FULL)]
"""What a draw began from: it would tell what was drawn from."""


Count = Annotated[int, Meta(ge=0, le=10_000_000)]
"""How many; bounded, since a report that is made again makes room for so many."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table: its name, the plain type of its values, and what it is.

    `type` is str, int, float, bool or an enumeration of strings; `kind` is None for a plain
    label. `least` and `most` bound a number, both included; None where nothing does.
    """

    name: str
    type: type
    nullable: bool
    kind: Kind | None
    description: str
    least: int | None = None
    most: int | None = None

    @property
    def since(self) -> Level:
        """The level from which on a package holds it."""
        return self.kind.since if isinstance(self.kind, Text | Since) else Level.LABELS

    @property
    def values(self) -> tuple[str, ...] | None:
        """Every value that it can have, where its type is an enumeration."""
        members: type[StrEnum] | None = self.type if issubclass(self.type, StrEnum) else None
        return None if members is None else tuple(member.value for member in members)


@cache
def columns(row: type[Row]) -> tuple[Column, ...]:
    """The fields of a table in order."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(name, hints[name]) for name in row.__struct_fields__)


def _column(name: str, hint: Any) -> Column:
    kinds: list[Kind] = []
    descriptions: list[str] = []
    for extra in _extras(hint):
        if isinstance(extra, Id | Ref | Pseudonym | Text | Since):
            kinds.append(extra)
        elif isinstance(extra, Meta) and extra.description is not None:
            descriptions.append(extra.description)
    plain = _plain(hint)
    members = [
        _plain(member) for member in get_args(plain) or (plain,) if member is not types.NoneType
    ]
    assert len(members) == 1, f"{name} has values of several types"
    assert len(descriptions) == 1, f"{name} is not described once"
    nullable = types.NoneType in get_args(plain)
    bounds = [extra for extra in _bounds(hint) if isinstance(extra, Meta)]
    least = next((int(bound.ge) for bound in bounds if bound.ge is not None), None)
    most = next((int(bound.le) for bound in bounds if bound.le is not None), None)
    kind = kinds[0] if kinds else None
    return Column(name, members[0], nullable, kind, descriptions[0], least, most)


def _extras(hint: Any) -> Iterator[Any]:
    """What stands beside a type, also where an annotated type was annotated again."""
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        yield from _extras(inner)
        yield from extras


def _bounds(hint: Any) -> Iterator[Any]:
    """What stands beside a type, or beside one of those that it is a union of."""
    yield from _extras(hint)
    for member in get_args(_plain(hint)):
        yield from _extras(member)


def _plain(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return _plain(get_args(hint)[0])
    return hint

"""Packages made from the row types alone: random ones, and a small one that is always the same."""

import hashlib
import random
from dataclasses import dataclass
from typing import Any

import msgspec
from hypothesis import strategies as st

from selfaudit import __version__
from selfaudit.core.comparison.strangers import strangers_facts
from selfaudit.core.export.contents import FORMAT, FORMAT_VERSION, Contents, Manifest
from selfaudit.core.export.fields import Id, Pseudonym, Ref
from selfaudit.core.export.levels import Level
from selfaudit.core.export.tables.registry import BY_NAME, TABLES
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.relevance.everyday import everyday_prompts

CONSENT = "I agree that these labels are used.\nNo more than that.\n"
REPORT = {"truth": {"figures": {"share": {"value": 0.5, "low": None, "n": 3}}, "counts": {}}}


@dataclass
class Seeded:
    """Values from a seed, none of them odd."""

    source: random.Random

    def text(self) -> str:
        return f"Words {self.source.randrange(10**6)} — “é”."

    def integer(self, least: int, most: int) -> int:
        return self.source.randint(least, most)

    def number(self) -> float:
        return self.source.randrange(100) / 7

    def choose(self, options: Any) -> Any:
        return self.source.choice(list(options))


@dataclass
class Drawn:
    """Values that hypothesis draws: as odd as they can be."""

    draw: Any

    def text(self) -> str:
        return self.draw(st.text(max_size=12))

    def integer(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def number(self) -> float:
        return self.draw(st.floats(allow_nan=False, allow_infinity=False))

    def choose(self, options: Any) -> Any:
        return self.draw(st.sampled_from(list(options)))


def small_contents(level: Level = Level.FULL, rows: int = 3) -> Contents:
    """A package with so many rows in each table, always the same ones."""
    return _contents(Seeded(random.Random(8)), level, {table.name: rows for table in TABLES})


def empty_contents() -> Contents:
    """A package without rows."""
    return _contents(
        Seeded(random.Random(7)), Level.FULL, {table.name: 0 for table in TABLES}, empty=True
    )


@st.composite
def random_contents(draw: Any) -> Contents:
    """Any package that is right: rows of every table, references that lead somewhere."""
    level = draw(st.sampled_from(Level))
    sizes = {table.name: draw(st.integers(0, 3)) for table in TABLES}
    return _contents(Drawn(draw), level, sizes)


def with_rows(contents: Contents, **rows: Any) -> Contents:
    """The same package with other rows in some tables, and with counts of these."""
    found = {**contents.rows, **rows}
    counts = {name: len(found[name]) for name in found}
    manifest = msgspec.structs.replace(contents.manifest, rows=counts)
    return Contents(manifest, found, contents.consent_text, contents.report)


def _contents(values: Any, level: Level, sizes: dict[str, int], *, empty: bool = False) -> Contents:
    consent_hash = hashlib.sha256(CONSENT.encode()).hexdigest()
    sizes = _possible(sizes) | {"consent": 0 if empty else 1}
    names = {
        name: [f"{name[:4]}-{number:012d}" for number in range(size)]
        for name, size in sizes.items()
    }
    texts = [f"Question {number}?\ny yes\nn no" for number in range(sizes["wordings"])]
    names["wordings"] = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    rows: dict[str, list[Any]] = {}
    for table in TABLES:
        rows[table.name] = []
        seen = set()
        for number in range(sizes[table.name]):
            fields = {
                column.name: _value(values, column, level, table, number, names)
                for column in table.columns
            }
            fields |= _fixed(values, table.name, fields, level, number, texts, consent_hash)
            row = table.row(**fields)
            key = tuple(getattr(row, field) for field in table.key)
            if key not in seen:
                rows[table.name].append(row)
                seen.add(key)
    manifest = Manifest(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        id="abcdefgh12345678",
        level=level,
        made_on="2026-01-31",
        program_version=__version__,
        consent_hash="" if empty else consent_hash,
        tables={table.name: table.version for table in TABLES},
        rows={name: len(found) for name, found in rows.items()},
        empty=empty,
    )
    return Contents(manifest, rows, "" if empty else CONSENT, {} if empty else REPORT)


def _possible(sizes: dict[str, int]) -> dict[str, int]:
    """No rows where a row that they must refer to is missing."""
    sizes = dict(sizes)
    for _ in TABLES:
        for table in TABLES:
            for column in table.columns:
                needed = column.kind.table if isinstance(column.kind, Ref) else None
                if column.name == "wording":
                    needed = "wordings"
                if needed and not column.nullable and not sizes[needed]:
                    sizes[table.name] = 0
    return sizes


def _value(values: Any, column: Any, level: Level, table: Any, number: int, names: Any) -> Any:
    if not level.holds(column.since):
        return None
    if isinstance(column.kind, Id):
        return names[table.name][number]
    if isinstance(column.kind, Ref):
        there = names[column.kind.table]
        options = [*there, None] if column.nullable else there
        return values.choose(options)
    if column.name == "wording":
        return values.choose(names["wordings"])
    if column.nullable and values.choose((False, False, True)):
        return None
    if isinstance(column.kind, Pseudonym):
        return f"{column.kind.of}-{values.integer(0, 3)}"
    if column.values is not None:
        return values.choose(column.type)
    if column.type is bool:
        return values.choose((True, False))
    if column.type is float:
        return values.number()
    if column.type is int:
        least = -(2**63) if column.least is None else column.least
        return values.integer(least, 2**63 - 1 if column.most is None else column.most)
    return values.text()


def _fixed(
    values: Any, table: str, fields: Any, level: Level, number: int, texts: Any, consent: str
) -> dict[str, Any]:
    """Fields that do not go with just any others."""
    match table:
        case "wordings":
            text = texts[number]
            return {"text": text, "hash": hashlib.sha256(text.encode()).hexdigest()}
        case "consent":
            return {"hash": consent, "level": level}
        case "redactions":
            other = values.choose(TABLES)
            return {"table": other.name, "field": values.choose(other.columns).name}
        case "withheld":
            return {"table": values.choose(BY_NAME)}
        case "prompts" if fields["source"] is PromptSource.BUNDLED:
            prompt = values.choose(everyday_prompts())
            return {"name": prompt.name, "text": prompt.text}
        case "facts":
            return {"stranger": values.choose((None, strangers_facts()[0]))}
        case _:
            return {}

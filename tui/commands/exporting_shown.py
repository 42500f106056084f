"""What `selfaudit export` shows: what would leave now, what to look at, what to do next."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from selfaudit.tui.commands.output import counted

if TYPE_CHECKING:
    from selfaudit.core.export.difference import Difference
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.leaving import Leaving
    from selfaudit.core.export.preparing import Prepared


def overview_json(drafting: "Drafting", prepared: "Prepared") -> dict[str, object]:
    """What would leave, as `export --json` gives it."""
    withheld, leaving = others(prepared)
    identifying = drafting.could_identify(prepared)
    return {
        "package": drafting.package.id,
        "level": prepared.level,
        "tables": list(tables(prepared)),
        "replaced": [_replaced_json(one) for one in prepared.redactions],
        "other_people": {"withheld": withheld, "leaving": leaving},
        "could_identify": {
            "warning": identifying.could_identify,
            "facets": {facet: [key[1] for key in keys] for facet, keys in identifying.rows.items()},
        },
        "difference": difference_json(drafting.difference(prepared)),
    }


def tables(prepared: "Prepared") -> Iterator[dict[str, str | int]]:
    """Of each table how many rows there are, and what would happen to them.

    `leave` counts all rows that leave; those `without_text` and those `coarser` are among them.
    """
    from selfaudit.core.export.withholding import Decision

    for name, rows in prepared.rows().items():
        decided = Counter(one.ruling.decision for one in prepared.tables.get(name, ()))
        withheld = decided[Decision.WITHHOLD]
        yield {
            "table": name,
            "rows": len(rows) + withheld,
            "leave": len(rows),
            "without_text": decided[Decision.WITHOUT_TEXT],
            "coarser": decided[Decision.COARSER],
            "withheld": withheld,
        }


def others(prepared: "Prepared") -> tuple[int, int]:
    """How many rows that mention other people are held back, and how many the person kept."""
    from selfaudit.core.export.defaults import defaults
    from selfaudit.core.export.withholding import Decision, Reason

    stored = {name: [one.stored for one in rows] for name, rows in prepared.tables.items()}
    about = {
        key for key, choice in defaults(stored).items() if choice.reason is Reason.OTHER_PERSON
    }
    decisions = [
        one.ruling.decision for rows in prepared.tables.values() for one in rows if one.key in about
    ]
    kept = decisions.count(Decision.KEEP)
    return len(decisions) - kept, kept


def difference_json(difference: "Difference | None") -> list[dict[str, object]] | None:
    """The tables that differ from those of the last package; None where there is none."""
    if difference is None:
        return None
    return [
        {
            "table": one.table,
            **{
                name: [key[1] for key in getattr(one, name)]
                for name in ("added", "removed", "changed")
            },
        }
        for one in difference.tables
    ]


def overview_lines(drafting: "Drafting", prepared: "Prepared") -> Iterator[str]:
    """What would leave, in sentences and one table."""
    from selfaudit.core.export.levels_words import NO_CLAIM, WORDS

    yield f"Nothing has left. This is what a package would hold now ({prepared.level.value}):"
    yield f"{WORDS[prepared.level].name}."
    yield ""
    yield f"{'table':<17} {'leave':>7} {'no text':>8} {'coarser':>8} {'withheld':>9}"
    for one in tables(prepared):
        if one["rows"]:
            yield (
                f"{one['table']:<17} {one['leave']:>7} {one['without_text']:>8} "
                f"{one['coarser']:>8} {one['withheld']:>9}"
            )
    if not any(prepared.tables.values()):
        yield "Nothing was judged yet: these are counts alone. `selfaudit next` shows a card."
    yield ""
    yield from _replaced_lines(prepared)
    yield from warning_lines(drafting, prepared)
    yield NO_CLAIM
    yield from _difference_lines(drafting.difference(prepared))
    yield ""
    yield from next_lines()


def next_lines() -> Iterator[str]:
    """What to do next."""
    yield "`selfaudit export rows TABLE` shows every row of a table, with --withheld and --replaced"
    yield "those of which something was taken."
    for does, what in (
        ("export level LEVEL", "chooses how much leaves: labels, attributes or full"),
        ("export withhold --row TABLE KEY --reason too_private", "holds a row back"),
        ("export names --add NAME", "replaces a name wherever it stands"),
        ("export make PATH", "asks for your consent and writes the package"),
    ):
        yield f"`selfaudit {does}` {what}."


def _replaced_json(row: object) -> dict[str, object]:
    import msgspec

    shown: dict[str, object] = msgspec.to_builtins(row)
    return shown


def _replaced_lines(prepared: "Prepared") -> Iterator[str]:
    rules: Counter[str] = Counter()
    for row in prepared.redactions:
        rules[row.rule] += row.count
    if rules:
        said = ", ".join(f"{rule} {count:,}" for rule, count in sorted(rules.items()))
        yield f"Replaced by pseudonyms, by rule: {said}."
    else:
        yield "Nothing was found that had to be replaced by a pseudonym."


def warning_lines(drafting: "Drafting", prepared: "Prepared") -> Iterator[str]:
    """What to think twice about: other people, and what could identify together."""
    from selfaudit.core.export.identifying import WARNING

    together = drafting.could_identify(prepared)
    withheld, leaving = others(prepared)
    if withheld:
        yield f"Other people: {counted(withheld, 'row')} that may mention them held back."
    if leaving:
        yield (
            f"OTHER PEOPLE: {counted(leaving, 'row')} that may mention them would leave, "
            "because you kept them."
        )
    if together.could_identify:
        facets = ", ".join(
            f"{facet} ({counted(len(keys), 'statement')})" for facet, keys in together.rows.items()
        )
        yield f"{WARNING.upper()}: {facets}."
        yield (
            "`selfaudit export withhold --row attributes KEY --coarser --reason could_identify` "
            "puts a coarser sentence in the place of one; --json says which they are."
        )


def _difference_lines(difference: "Difference | None") -> Iterator[str]:
    if difference is None:
        yield "It would be your first package."
        return
    if difference.is_none:
        yield "It would hold the same as your last package."
        return
    yield "Against your last package:"
    for one in difference.tables:
        yield (
            f"  {one.table}: {len(one.added)} more, {len(one.removed)} fewer, "
            f"{len(one.changed)} changed"
        )


def leaving_of(prepared: "Prepared", name: str) -> "list[Leaving]":
    """Every row of a table as it would leave, those that are only counts among them."""
    from selfaudit.core.export.leaving import Leaving
    from selfaudit.core.export.tables.registry import BY_NAME
    from selfaudit.core.export.withholding import KEPT, key_of

    found = list(prepared.tables[name])
    if found:
        return found
    table = BY_NAME[name]
    return [Leaving(key_of(table, row), row, row, KEPT) for row in prepared.rows()[name]]

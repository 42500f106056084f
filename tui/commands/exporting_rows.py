"""selfaudit export rows: every row exactly as it would leave, and why."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from selfaudit.core.errors import UnknownIdError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.leaving import Leaving
    from selfaudit.core.export.preparing import Prepared
    from selfaudit.core.export.replaced import Replaced

SAID = {
    "KEEP": "leaves",
    "COARSER": "leaves with a coarser sentence",
    "WITHOUT_TEXT": "leaves without its text",
    "WITHHOLD": "is withheld",
}
"""What happens to a row, by decision."""


@click.command("rows")
@click.argument("table")
@click.option(
    "--withheld", is_flag=True, help="Only rows that are held back, and those as they are stored."
)
@click.option(
    "--replaced",
    is_flag=True,
    help="Only rows in which something was found, and what became of it.",
)
@click.option("--show-originals", is_flag=True, help="With --replaced: what was there before.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N rows.")
@click.option("--after", metavar="KEY", help="Begin after the row of this key.")
@json_option
@home_option
def rows_command(
    table: str,
    withheld: bool,
    replaced: bool,
    show_originals: bool,
    limit: int | None,
    after: str | None,
    as_json: bool,
) -> None:
    """Show every row of TABLE exactly as it would leave, with its key and why.

    With --json, one object a line; its `line` is the row's line in the package, to the letter.
    `selfaudit export` lists the tables.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.replaced import replaced_in
    from selfaudit.core.export.withholding import Decision

    if show_originals and not replaced:
        raise click.UsageError("--show-originals goes with --replaced.")
    known_table(table)
    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        prepared = drafting.prepared()
        redacting = drafting.redacting()
        rows: Iterator[Leaving] = _after(prepared, table, after)
        if withheld:
            rows = (one for one in rows if one.ruling.decision is not Decision.KEEP)
        found = ((one, list(replaced_in(one, prepared.level, redacting))) for one in rows)
        if replaced:
            found = ((one, what) for one, what in found if what)
        shown = 0
        last = None
        for one, what in islice(found, limit):
            last, shown = one, shown + 1
            told = what if replaced else None
            if as_json:
                print_json(_row_json(one, told, stored=withheld, originals=show_originals))
            else:
                _say_row(one, told, stored=withheld, originals=show_originals)
        if as_json:
            return
        if last is None:
            say("No such row.")
        elif shown == limit and next(found, None) is not None:
            say(hint(f"There are more: `selfaudit export rows {table} --after {last.key[1]}`."))


def known_table(name: str) -> None:
    """Raise UnknownIdError unless a package has a table of that name."""
    from selfaudit.core.export.tables.registry import BY_NAME

    if name not in BY_NAME:
        raise UnknownIdError(
            f"A package has no table {name!r}.", hint=f"Its tables are {', '.join(BY_NAME)}."
        )


def _after(prepared: "Prepared", table: str, key: str | None) -> "Iterator[Leaving]":
    from selfaudit.tui.commands.exporting_shown import leaving_of

    rows = leaving_of(prepared, table)
    if key is None:
        return iter(rows)
    keys = [one.key[1] for one in rows]
    if key not in keys:
        raise unknown_row(table, key)
    return iter(rows[keys.index(key) + 1 :])


def unknown_row(table: str, key: str) -> UnknownIdError:
    """The error for a key that no row has."""
    return UnknownIdError(
        f"No row of {table} has the key {key!r}.",
        hint=f"`selfaudit export rows {table}` shows the keys.",
    )


def _row_json(
    one: "Leaving", replaced: "list[Replaced] | None", *, stored: bool, originals: bool
) -> dict[str, Any]:
    import msgspec

    from selfaudit.core.export.files.jsonl import line_of

    shown: dict[str, Any] = {
        "table": one.key[0],
        "key": one.key[1],
        **ruling_json(one),
        "line": None if one.row is None else line_of(one.row).decode(),
    }
    if stored:
        shown["stored"] = msgspec.to_builtins(one.stored)
    if replaced is not None:
        shown["replaced"] = [_replaced_json(each, originals=originals) for each in replaced]
    return shown


def ruling_json(one: "Leaving") -> dict[str, Any]:
    """What happens to a row and why; `by` is the row that it goes along with."""
    from selfaudit.core.export.withholding import Decision

    ruling = one.ruling
    return {
        "decision": ruling.decision.name.lower(),
        "reason": None if ruling.decision is Decision.KEEP else ruling.reason,
        "by": None if ruling.by is None else {"table": ruling.by[0], "key": ruling.by[1]},
    }


def _replaced_json(one: "Replaced", *, originals: bool) -> dict[str, Any]:
    found = one.replacement
    shown = {
        "field": one.field,
        "rule": found.rule,
        "pseudonym": found.pseudonym,
        "kept_key": found.kept_key,
        "kept": found.is_kept,
    }
    return {**shown, "original": one.original} if originals else shown


def _say_row(
    one: "Leaving", replaced: "list[Replaced] | None", *, stored: bool, originals: bool
) -> None:
    import msgspec

    ruling = ruling_json(one)
    why = f": {ruling['reason']}" if ruling["reason"] else ""
    by = f", along with {ruling['by']['table']} {ruling['by']['key']}" if ruling["by"] else ""
    say(f"{one.key[0]} {one.key[1]} {SAID[one.ruling.decision.name]}{why}{by}")
    for heading, row in (("", one.row), ("as it is stored:", one.stored if stored else None)):
        if row is None:
            continue
        if heading:
            say(f"  {heading}")
        values = msgspec.to_builtins(row)
        for name, value in values.items():
            if value is not None:
                say(f"  {name}: {_indented(value)}")
        empty = [name for name, value in values.items() if value is None]
        if empty:
            say(f"  empty: {', '.join(empty)}")
    for each in replaced or ():
        found = each.replacement
        original = f", before: {_indented(each.original)}" if originals else ""
        became = "was left as it is" if found.is_kept else f"became {found.pseudonym}"
        say(f"  in {each.field}: {found.rule} {became}, kept key {found.kept_key}{original}")


def _indented(value: object) -> str:
    """A value whose further lines can't be taken for other fields."""
    return str(value).replace("\n", "\n    | ")

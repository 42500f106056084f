"""What a choice of `selfaudit export withhold` is about, as it is named on the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import click

from selfaudit.core.errors import UnknownIdError
from selfaudit.tui.commands.exporting_rows import known_table, unknown_row

if TYPE_CHECKING:
    from selfaudit.core.export.preparing import Prepared
    from selfaudit.core.export.withholding import Decision, Target
    from selfaudit.core.store.store import Store

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])

STAGES = ["review", "relevance", "comparison"]
NO_CATEGORY = "none"
"""How `--category` names the attributes that have none."""


@dataclass(frozen=True, slots=True)
class Named:
    """What was named on the command line; exactly one of it."""

    row: tuple[str, str] | None
    conversation: str | None
    category: str | None
    stage: str | None
    word: str | None


def target_options(function: AnyFunction) -> AnyFunction:
    """The options by which a choice says what it is about."""
    for option in (
        click.option("--word", metavar="WORD", help="Every row whose text has WORD in it."),
        click.option("--stage", type=click.Choice(STAGES), help="Everything of one stage."),
        click.option("--category", metavar="NAME", help="Attributes of a category, or `none`."),
        click.option("--conversation", metavar="ID", help="What came from one conversation alone."),
        click.option("--row", nargs=2, metavar="TABLE KEY", help="One row, as `rows` shows it."),
    ):
        function = option(function)
    return function


def check_one(named: Named) -> None:
    """Raise UsageError unless exactly one thing was named."""
    given = [named.row, named.conversation, named.category, named.stage, named.word]
    if sum(one is not None for one in given) != 1:
        raise click.UsageError(
            "Say what it is about by one of --row, --conversation, --category, --stage, --word."
        )


def target_of(named: Named, store: "Store", prepared: "Prepared", *, new: bool) -> "Target":
    """What a choice is about. One that is `new` must be about something that is there."""
    from selfaudit.core.export.tables.review import AttributeRow
    from selfaudit.core.export.withholding import Kind, Target

    if named.row is not None:
        table, key = named.row
        known_table(table)
        if new and (table, key) not in {one.key for one in prepared.tables[table]}:
            raise unknown_row(table, key)
        return Target(Kind.ROW, key, table)
    if named.conversation is not None:
        return Target(Kind.CONVERSATION, store.history.conversation_meant(named.conversation).id)
    if named.category is not None:
        name = "" if named.category == NO_CATEGORY else named.category
        known = {
            one.stored.category or ""
            for one in prepared.tables["attributes"]
            if isinstance(one.stored, AttributeRow)
        }
        if new and name not in known:
            there = ", ".join(sorted(each or NO_CATEGORY for each in known))
            raise UnknownIdError(
                f"No attribute has the category {named.category!r}.",
                hint=f"There are {there}." if known else "",
            )
        return Target(Kind.CATEGORY, name)
    if named.stage is not None:
        return Target(Kind.STAGE, named.stage)
    word = (named.word or "").strip()
    if not word:
        raise click.UsageError("--word needs a word.")
    return Target(Kind.WORD, word)


def check_fits(target: "Target", decision: "Decision") -> None:
    """Raise UsageError for a row that can't be decided of so."""
    from selfaudit.core.export.tables.registry import BY_NAME, Part
    from selfaudit.core.export.withholding import Decision, Kind

    if target.kind is not Kind.ROW:
        return
    if BY_NAME[target.table].part is Part.RECORD:
        raise click.UsageError(f"Rows of {target.table} hold nothing of yours and always leave.")
    if decision is Decision.COARSER and target.table not in ("attributes", "revisions"):
        raise click.UsageError("--coarser is for statements: rows of attributes or revisions.")


def said(target: "Target") -> str:
    """A target in words."""
    match target.kind.value:
        case "row":
            return f"{target.table} {target.value}"
        case "category":
            return f"category {target.value or NO_CATEGORY}"
        case kind:
            return f"{kind} {target.value}"

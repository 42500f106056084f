"""selfaudit export withhold, keep, forget and choices: what is held back of a package."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from selfaudit.core.errors import UnknownIdError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.exporting_targets import (
    Named,
    check_fits,
    check_one,
    said,
    target_of,
    target_options,
)
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.leaving import Leaving
    from selfaudit.core.export.preparing import Prepared
    from selfaudit.core.export.withholding import Decision, Key, Reason, Target
    from selfaudit.core.store.store import Store

REASONS = ["too_private", "other_person", "could_identify", "other"]


@click.command("withhold")
@target_options
@click.option("--without-text", is_flag=True, help="Let the labels leave, without the text.")
@click.option("--coarser", is_flag=True, help="Put a coarser sentence in a statement's place.")
@click.option("--reason", type=click.Choice(REASONS), required=True, help="Only counted.")
@json_option
@home_option
def withhold_command(
    row: tuple[str, str] | None,
    conversation: str | None,
    category: str | None,
    stage: str | None,
    word: str | None,
    without_text: bool,
    coarser: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Hold something back, and what hangs on it.

    The package tells how many rows were withheld and for which reason, never which; counts below
    five are merged.
    """
    from selfaudit.core.export.withholding import Decision, Reason

    if without_text and coarser:
        raise click.UsageError("Choose one of --without-text and --coarser.")
    named = Named(row, conversation, category, stage, word)
    decision = (
        Decision.WITHOUT_TEXT
        if without_text
        else Decision.COARSER
        if coarser
        else Decision.WITHHOLD
    )
    _decide(named, decision, Reason(reason), as_json)


@click.command("keep")
@target_options
@json_option
@home_option
def keep_command(
    row: tuple[str, str] | None,
    conversation: str | None,
    category: str | None,
    stage: str | None,
    word: str | None,
    as_json: bool,
) -> None:
    """Let a row leave although something would hold it back; of the others, take the choice back.

    A row that is a part of another one, or that was held back since it mentions someone else, is
    shown by `selfaudit export rows TABLE --withheld` with the reason.
    """
    from selfaudit.core.export.withholding import Decision, Reason

    _decide(Named(row, conversation, category, stage, word), Decision.KEEP, Reason.OTHER, as_json)


@click.command("forget")
@target_options
@json_option
@home_option
def forget_command(
    row: tuple[str, str] | None,
    conversation: str | None,
    category: str | None,
    stage: str | None,
    word: str | None,
    as_json: bool,
) -> None:
    """Take a choice back, so that it is as if you had said nothing of it."""
    from selfaudit.core.export.withholding import Reason

    _decide(Named(row, conversation, category, stage, word), None, Reason.OTHER, as_json)


@click.command("choices")
@json_option
@home_option
def choices_command(as_json: bool) -> None:
    """List what you decided for the package that is being prepared. With --json, one a line."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.preparing import choices_of

    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        choices = choices_of(store.packages.withholdings(drafting.package.id))
    for choice in choices:
        if as_json:
            print_json(_choice_json(choice.target, choice.decision, choice.reason))
        else:
            why = "" if choice.decision.name == "KEEP" else f", {choice.reason}"
            say(f"{said(choice.target)}: {choice.decision.name.lower()}{why}")
    if not choices and not as_json:
        say(hint("Nothing was decided yet. `selfaudit export withhold --help` says how."))


def _decide(named: Named, decision: "Decision | None", reason: "Reason", as_json: bool) -> None:
    """Decide of what was named (None: take that back), and tell how many rows it changes."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.withholding import Decision, Kind

    check_one(named)
    if decision is Decision.KEEP and named.row is None:
        decision = None
    takes_back = decision is None
    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        before = drafting.prepared()
        target = target_of(named, store, before, new=not takes_back)
        if decision is None:
            _check_decided(drafting, store, target)
            drafting.forget(target)
        else:
            check_fits(target, decision)
            drafting.decide(target, decision, reason)
        changed = _changed(before, drafting.prepared())
    if as_json:
        done = None if decision is None else _choice_json(target, decision, reason)
        print_json({"choice": done, "changed": changed})
        return
    what = "taken back" if decision is None else decision.name.lower().replace("_", " ")
    rows = ", ".join(f"{name} {count}" for name, count in changed.items())
    say(f"{said(target)}: {what}. Rows that leave otherwise than before: {rows or 'none'}.")
    if target.kind is not Kind.ROW and not takes_back:
        say(hint("`selfaudit export rows TABLE --withheld` shows them."))


def _check_decided(drafting: "Drafting", store: "Store", target: "Target") -> None:
    from selfaudit.core.export.preparing import choices_of

    decided = choices_of(store.packages.withholdings(drafting.package.id))
    if target not in [choice.target for choice in decided]:
        raise UnknownIdError(
            "Nothing was decided of that.", hint="`selfaudit export choices` lists what was."
        )


def _changed(before: "Prepared", after: "Prepared") -> dict[str, int]:
    """By table, how many rows leave otherwise than before."""
    return {
        name: count
        for name, rows in after.tables.items()
        if (count := _changed_rows(before.tables[name], rows))
    }


def _changed_rows(before: "Sequence[Leaving]", after: "Sequence[Leaving]") -> int:
    was: dict[Key, object] = {one.key: one.row for one in before}
    return sum(one.row != was.get(one.key) for one in after)


def _choice_json(target: "Target", decision: "Decision", reason: "Reason") -> dict[str, Any]:
    return {
        "kind": target.kind,
        "table": target.table or None,
        "value": target.value,
        "decision": decision.name.lower(),
        "reason": None if decision.name == "KEEP" else reason,
    }

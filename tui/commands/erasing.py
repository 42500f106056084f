"""selfaudit erase: what goes and what stays is said first."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from selfaudit.tui.commands.consent import confirmed
from selfaudit.tui.commands.context import current_home, home_option, json_option, opened_store
from selfaudit.tui.commands.days import DATE
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.models.erasure import Plan, Target
    from selfaudit.core.store.store import Store

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])


ID = click.IntRange(1, 2**63 - 1)


def _common(function: AnyFunction) -> AnyFunction:
    yes = click.option("--yes", is_flag=True, help="Erase without asking.")
    return yes(json_option(home_option(function)))


@click.group("erase")
def erase_group() -> None:
    """Erase for good: an attribute, a conversation, an import, some days, or everything.

    Shows what goes and what stays, and asks. Without --yes, and with nobody to ask, that is all
    it does.
    """


@erase_group.command("attribute")
@click.argument("attribute", type=ID, metavar="ID")
@_common
def attribute_command(attribute: int, yes: bool, as_json: bool) -> None:
    """Erase an attribute: its statements, your comments on it, the answers that were given it."""
    from selfaudit.core.models.erasure import OneAttribute

    with opened_store() as store:
        _erase(store, OneAttribute(store.attributes.get(attribute).id), yes, as_json)


@erase_group.command("conversation")
@click.argument("conversation", metavar="ID")
@_common
def conversation_command(conversation: str, yes: bool, as_json: bool) -> None:
    """Erase the conversation of that id (or the beginning of it), and what came from it."""
    from selfaudit.core.models.erasure import OneConversation

    with opened_store() as store:
        found = store.history.conversation_meant(conversation)
        _erase(store, OneConversation(found.id), yes, as_json)


@erase_group.command("source")
@click.argument("source", type=ID, metavar="ID")
@_common
def source_command(source: int, yes: bool, as_json: bool) -> None:
    """Erase what came with one import and with no other. `selfaudit sources` shows the ids."""
    from selfaudit.core.models.erasure import OneSource

    with opened_store() as store:
        _erase(store, OneSource(store.history.source(source).id), yes, as_json)


@erase_group.command("dates")
@click.argument("first", type=DATE, metavar="FROM")
@click.argument("last", type=DATE, metavar="TO")
@_common
def dates_command(first: datetime, last: datetime, yes: bool, as_json: bool) -> None:
    """Erase the messages of the days FROM to TO (YYYY-MM-DD, both included, UTC)."""
    from selfaudit.core.models.erasure import Dates

    if last < first:
        raise click.UsageError("TO is before FROM.")
    start, end = (day.replace(tzinfo=UTC) for day in (first, last))
    try:
        target = Dates(start.timestamp(), (end + timedelta(days=1)).timestamp())
    except OverflowError as error:
        raise click.UsageError("There is no day after TO.") from error
    with opened_store() as store:
        _erase(store, target, yes, as_json)


@erase_group.command("everything")
@click.option(
    "--keep-judgments",
    is_flag=True,
    help="Erase every text, and keep what you answered, without what it was about.",
)
@_common
def everything_command(keep_judgments: bool, yes: bool, as_json: bool) -> None:
    """Erase all that is stored of you. Only the models stay."""
    from selfaudit.core.models.erasure import AllTexts, Everything

    with opened_store() as store:
        _erase(store, AllTexts() if keep_judgments else Everything(), yes, as_json)


def _erase(store: "Store", target: "Target", yes: bool, as_json: bool) -> None:
    from selfaudit.core.clock import SystemClock
    from selfaudit.tui.commands.erasing_words import lines_for
    from selfaudit.tui.wiring import at_rest

    with at_rest(current_home()):
        plan = store.erasure.plan(target)
        for line in lines_for(plan):
            say(hint(line), to_stderr=as_json)
        agreed = not plan.is_empty and confirmed("Erase it now?", yes)
        if agreed:
            store.erasure.erase(plan, SystemClock().now())
    if as_json:
        print_json({"plan": plan_json(plan), "erased": agreed})
    elif not plan.is_empty:
        say("Erased." if agreed else "Nothing was erased.")
    if not (agreed or plan.is_empty):
        raise SystemExit(1)


def plan_json(plan: "Plan") -> dict[str, object]:
    """A plan as `erase --json` gives it."""
    return {
        "target": {"kind": plan.target.kind, **asdict(plan.target)},
        "going": asdict(plan.going),
        "staying": asdict(plan.staying),
        "files": list(plan.files),
        "copies": list(plan.copies),
    }

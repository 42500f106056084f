"""selfaudit messages: what was imported, word for word."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.days import DATE, stretch
from selfaudit.tui.commands.output import (
    counted,
    excerpt,
    hint,
    message_json,
    print_json,
    say,
)

if TYPE_CHECKING:
    from selfaudit.core.store.messages import StoredMessage
    from selfaudit.core.store.searching import Search

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])


@click.group("messages")
def messages_group() -> None:
    """Show or search the stored messages."""


@messages_group.command("show")
@click.argument("message")
@json_option
@home_option
def show_command(message: str, as_json: bool) -> None:
    """Show one message by its id (or the beginning of it): text, segments, attributes."""
    with opened_store() as store:
        found = store.history.message(message)
        supported = store.attributes.supported_by(found.id)
        if as_json:
            attributes = [attribute.id for attribute in supported]
            print_json({**message_json(found), "attributes": attributes})
            return
        say(_heading(found))
        say(found.text)
        origins = ", ".join(f"{part.origin} {part.start}-{part.end}" for part in found.segments)
        say(f"Segments: {origins or 'none'}")
        say(f"In the conversation {found.conversation}")
        for attribute in supported:
            say(f"Evidence for {attribute.id}. {attribute.statement}")


@messages_group.command("conversation")
@click.argument("conversation")
@json_option
@home_option
def conversation_command(conversation: str, as_json: bool) -> None:
    """Show the conversation of that id, as you last saw it. With --json, a message a line."""
    with opened_store() as store:
        heading = store.history.conversation(conversation)
        if not as_json:
            say(heading.title)
        for message in store.history.messages_of(heading.id):
            if as_json:
                print_json(message_json(message))
            else:
                say(_heading(message))
                say(message.text)


def _narrowed(function: AnyFunction) -> AnyFunction:
    """Options that narrow what is looked for, as the screens do."""
    for option in reversed(
        (
            click.option("--source", type=click.IntRange(1, 2**63 - 1), help="Only this import."),
            click.option("--from", "first", type=DATE, help="Only from this day on (UTC)."),
            click.option("--to", "last", type=DATE, help="Only up to this day (UTC)."),
            click.option("--own", is_flag=True, help="Only messages with your own words."),
            click.option(
                "--with-attributes", is_flag=True, help="Only messages that attributes rest on."
            ),
            click.option("--best", is_flag=True, help="What fits the words best comes first."),
        )
    ):
        function = option(function)
    return function


def _search(
    words: tuple[str, ...],
    source: int | None,
    first: datetime | None,
    last: datetime | None,
    own: bool,
    with_attributes: bool,
    conversation: str | None = None,
) -> "Search":
    from selfaudit.core.store.searching import Search

    start, end = stretch(first, last)
    return Search(
        " ".join(words),
        source,
        start,
        end,
        conversation,
        own,
        with_attributes,
    )


@messages_group.command("search")
@click.argument("words", nargs=-1)
@_narrowed
@click.option("--conversation", metavar="ID", help="Only this conversation (or beginning of id).")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@json_option
@home_option
def search_command(
    words: tuple[str, ...],
    source: int | None,
    first: datetime | None,
    last: datetime | None,
    own: bool,
    with_attributes: bool,
    best: bool,
    conversation: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Find messages that hold all of these words, newest first. With --json, one a line.

    The last word may be the beginning of one. Without words: all that the options leave.
    """
    from selfaudit.core.store.searching import Order

    with opened_store() as store:
        if source is not None:
            store.history.source(source)
        within = store.history.conversation_meant(conversation).id if conversation else None
        search = _search(words, source, first, last, own, with_attributes, within)
        order = Order.BEST if best else Order.NEWEST
        found = store.browsing.messages(search, order, limit)
        for message in found:
            if as_json:
                print_json(message_json(message))
            else:
                say(_heading(message))
                say("    " + excerpt(message.text))
        if not found and not as_json:
            say("No message was found.")


@messages_group.command("conversations")
@click.argument("words", nargs=-1)
@_narrowed
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--skip", default=0, type=click.IntRange(0), help="Leave out so many first ones.")
@json_option
@home_option
def conversations_command(
    words: tuple[str, ...],
    source: int | None,
    first: datetime | None,
    last: datetime | None,
    own: bool,
    with_attributes: bool,
    best: bool,
    limit: int,
    skip: int,
    as_json: bool,
) -> None:
    """List conversations, newest first; with WORDS, those that hold all of them.

    With --json, one a line.
    """
    from selfaudit.core.store.searching import Order

    with opened_store() as store:
        if source is not None:
            store.history.source(source)
        search = _search(words, source, first, last, own, with_attributes)
        finding = store.browsing.conversations(search, Order.BEST if best else Order.NEWEST)
        found = finding.conversations[skip : skip + limit]
        ids = [one.conversation for one in found]
        headings, attributes = store.history.headings(ids), store.support.of_conversations(ids)
        for one in found:
            heading, rest_on_it = headings[one.conversation], attributes.get(one.conversation, 0)
            if as_json:
                beside = {"hits": one.hits, "message": one.message, "attributes": rest_on_it}
                print_json({**asdict(heading), **beside})
                continue
            hits = f", {one.hits:,} of them with the words" if one.hits else ""
            say(f"{heading.id}  {_when(heading.updated_at or heading.created_at)}  {heading.title}")
            say(
                f"    {counted(heading.messages, 'message')}{hits}; "
                f"{counted(rest_on_it, 'attribute')}"
            )
        if not as_json:
            rest = len(finding.conversations) - skip - len(found)
            if rest > 0:
                say(hint(f"{rest:,} more: --skip {skip + limit}"))
            if finding.is_cut:
                say(hint("So many texts hold this that only those stored last were looked at."))
            if finding.waiting:
                texts = counted(finding.waiting, "text")
                say(hint(f"{texts} of answers and pasted words cannot be searched yet."))
            if not finding.conversations:
                say("No conversation was found.")


def _heading(message: "StoredMessage") -> str:
    return f"{message.id}  {_when(message.created_at)}  {message.role}"


def _when(moment: float | None) -> str:
    if moment is None:
        return "no date"
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M UTC")

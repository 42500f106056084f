"""selfaudit messages: what was imported, word for word."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import excerpt, message_json, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.store.history import StoredMessage


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


@messages_group.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@json_option
@home_option
def search_command(words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find messages that hold all of these words, newest first. With --json, one a line."""
    with opened_store() as store:
        found = store.history.search(" ".join(words), limit)
        for message in found:
            if as_json:
                print_json(message_json(message))
            else:
                say(_heading(message))
                say("    " + excerpt(message.text))
        if not found and not as_json:
            say("No message holds all of these words.")


def _heading(message: "StoredMessage") -> str:
    when = "no date"
    if message.created_at is not None:
        when = datetime.fromtimestamp(message.created_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{message.id}  {when}  {message.role}"

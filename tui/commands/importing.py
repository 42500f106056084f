"""selfaudit import: chat exports into the store."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import ProgressLine, counted, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.events import ImportDone
    from selfaudit.core.store.store import Store

PATHS = click.Path(path_type=Path)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=PATHS, metavar="PATH...")
@json_option
@home_option
def import_command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read chat exports (a zip, a folder, a JSON file) into the store.

    Importing the same or a newer export again adds only what is new. Every record is
    accounted for: read = stored + known + skipped.
    """
    with opened_store() as store:
        done = import_all(paths, store)
    if as_json:
        print_json(asdict(done))
    else:
        for line in lines_for(done):
            say(line)
    if done.failed:
        raise SystemExit(1)


def import_all(paths: tuple[Path, ...], store: "Store") -> "ImportDone":
    """Import every path, with a line of progress. Paths that fail are in the result."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.events import ImportDone, ImportProgress
    from selfaudit.core.importers.importing import import_paths

    done = ImportDone((), ())
    line = ProgressLine()
    for event in import_paths(paths, store, SystemClock()):
        if isinstance(event, ImportProgress):
            line.show(f"{event.path}: {event.conversations} conversations")
        elif isinstance(event, ImportDone):
            done = event
    line.end()
    return done


def lines_for(done: "ImportDone") -> list[str]:
    """What an import came to, in sentences."""
    lines = []
    for source in done.sources:
        conversations, messages = source.conversations, source.messages
        lines.append(
            f"{source.path} ({source.format}): {counted(conversations.read, 'conversation')}, of "
            f"which {conversations.stored} new and {conversations.known} known; "
            f"{counted(messages.stored, 'new message')}; your own words are in "
            f"{counted(source.own_words_messages, 'message')}."
        )
        if source.skipped:
            reasons = ", ".join(f"{count} {reason}" for reason, count in source.skipped.items())
            lines.append(f"Skipped: {reasons}.")
    for failure in done.failed:
        lines.append(f"{failure.path}: {failure.title}. {failure.message} {failure.hint}".rstrip())
    return lines

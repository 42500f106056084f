"""selfaudit sources, backup and restore: what was imported, and copies of all of it."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from selfaudit.tui.commands.consent import confirmed
from selfaudit.tui.commands.context import current_home, home_option, json_option, opened_store
from selfaudit.tui.commands.output import counted, hint, print_json, say

FILE = click.Path(path_type=Path)


@click.command("sources")
@json_option
@home_option
def sources_command(as_json: bool) -> None:
    """List the imports. With --json, one a line."""
    with opened_store() as store:
        sources = store.history.sources()
        for source in sources:
            if as_json:
                print_json(source)
                continue
            when = datetime.fromtimestamp(source.imported_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
            messages = counted(source.messages, "message")
            say(
                f"{source.id}. {source.path} ({source.format}), imported {when}: {messages}, "
                f"{source.alone:,} of them in no other import"
            )
        if not sources and not as_json:
            say(hint("Nothing is imported. `selfaudit import PATH` brings in a chat export."))


@click.command("backup")
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Overwrite a file of that name.")
@json_option
@home_option
def backup_command(file: Path, force: bool, as_json: bool) -> None:
    """Copy all that is stored into one file, models left out.

    Anyone who has the file can read everything in it.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.store.backup import backup
    from selfaudit.core.store.database import storable

    with opened_store() as store:
        made = backup(store, file, SystemClock().now(), overwrite=force)
    path, contents = storable(str(made.path)), asdict(made.contents)
    if as_json:
        print_json({"path": path, "bytes": made.bytes, **contents})
        return
    say(f"{path} is a whole copy ({made.bytes / 1e6:.1f} MB): {_said(contents)}.")
    say("It is not encrypted, and what you erase later stays in it.")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Replace what is stored without asking.")
@json_option
@home_option
def restore_command(file: Path, yes: bool, as_json: bool) -> None:
    """Go back to a copy that `backup` made: it takes the place of all that is stored now.

    The copy is verified first. Either all of it is put in place or nothing changes.
    """
    from selfaudit.core.store.restoring import staged_backup
    from selfaudit.tui.wiring import at_rest

    home = current_home()
    with at_rest(home), staged_backup(home, file) as staged:
        contents = asdict(staged.contents)
        say(f"The copy is whole: {_said(contents)}.", to_stderr=as_json)
        say(
            "It takes the place of all that is stored now. What you erased after it was made comes "
            "back; what you judged after it was made is lost.",
            to_stderr=as_json,
        )
        agreed = confirmed("Put it in place now?", yes)
        kept = staged.put_in_place() if agreed else None
    if as_json:
        print_json({"restored": agreed, **contents, "damaged": None if kept is None else str(kept)})
    else:
        say("The copy is in place." if agreed else "Nothing was changed.")
    if kept is not None:
        say(f"The damaged file was kept as {kept}.", to_stderr=as_json)
    if not agreed:
        raise SystemExit(1)


def _said(contents: dict[str, int]) -> str:
    return ", ".join(counted(number, name.removesuffix("s")) for name, number in contents.items())

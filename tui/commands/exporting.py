"""selfaudit export: look at what would leave, choose how much, see which packages were made."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfaudit.tui.commands.context import (
    current_home,
    home_option,
    json_option,
    opened_store,
)
from selfaudit.tui.commands.exporting_choices import (
    choices_command,
    forget_command,
    keep_command,
    withhold_command,
)
from selfaudit.tui.commands.exporting_consent import consent_command
from selfaudit.tui.commands.exporting_make import make_command
from selfaudit.tui.commands.exporting_names import names_command
from selfaudit.tui.commands.exporting_replaced import replace_command, restore_command
from selfaudit.tui.commands.exporting_rows import rows_command
from selfaudit.tui.commands.exporting_written import again_command, write_package, written_json
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.store.packages import StoredPackage
    from selfaudit.core.store.store import Store
    from selfaudit.core.study.study import Study


@click.group("export", invoke_without_command=True)
@click.option(
    "--empty",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write a package without data to PATH, to show its shape. Nothing of yours is in it.",
)
@click.option("--force", is_flag=True, help="With --empty: overwrite a package at PATH.")
@json_option
@home_option
@click.pass_context
def export_group(context: click.Context, empty: Path | None, force: bool, as_json: bool) -> None:
    """Give away what you judged, on your terms: look, withhold, agree, write a package.

    Alone, it says what would leave now. Nothing leaves this machine by itself: a package is a
    folder or a zip that you hand over.
    """
    if empty is None and force:
        raise click.UsageError("--force goes with --empty, or after a command.")
    if context.invoked_subcommand is not None:
        if empty is not None or as_json:
            raise click.UsageError("--empty goes without a command, and --json after it.")
        return
    if empty is not None:
        _write_empty(empty, force, as_json)
        return
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.tui.commands.exporting_shown import overview_json, overview_lines

    with opened_store() as store:
        drafting = Drafting(store, SystemClock())
        prepared = drafting.prepared()
        if as_json:
            print_json(overview_json(drafting, prepared))
            return
        for line in overview_lines(drafting, prepared):
            say(hint(line))


def _write_empty(path: Path, force: bool, as_json: bool) -> None:
    from selfaudit.core.export.making import empty_contents

    written = write_package(empty_contents(_joined()), path, force=force)
    if as_json:
        print_json({"package": None, "level": None, **written_json(written)})
        return
    say(f"A package without rows is in {written.path}: its schemas, its codebook, no data.")
    for line in written.remarks:
        say(hint(line))


def _joined() -> "Study | None":
    """The study that was joined, if one was; where nothing is stored, nothing is made."""
    from selfaudit.core.study.in_force import study_in

    if not current_home().store.is_file():
        return None
    with opened_store() as store:
        return study_in(store)


@export_group.command("level")
@click.argument("level", type=click.Choice(["labels", "attributes", "full"]))
@json_option
@home_option
def level_command(level: str, as_json: bool) -> None:
    """Choose how much leaves. Each level holds what the one before it does.

    \b
    labels      your answers, without any text
    attributes  the statements about you too
    full        quotes, prompts, answers, comments and times as well
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.levels import Level
    from selfaudit.core.export.levels_words import WORDS

    with opened_store() as store:
        Drafting(store, SystemClock()).set_level(Level(level))
    words = WORDS[Level(level)]
    if as_json:
        print_json(
            {"level": level, "name": words.name, "leaves": words.leaves, "stays": words.stays}
        )
        return
    say(f"{words.name}. In the package:")
    for sentence in words.leaves:
        say(f"- {sentence}")
    say("Not in it:")
    for sentence in words.stays:
        say(f"- {sentence}")


@export_group.command("list")
@json_option
@home_option
def list_command(as_json: bool) -> None:
    """List the packages that you made. With --json, one object a line.

    The rows are those that the package has if it is written again now.
    """
    with opened_store() as store:
        made = store.packages.made()
        for package in made:
            shown = _package_json(store, package)
            if as_json:
                print_json(shown)
                continue
            study = f"for {shown['study']}" if shown["study"] else "for no study"
            say(
                f"{shown['id']}: made {shown['made_at']}, level {shown['level']}, "
                f"{counted(sum(shown['rows'].values()), 'row')}, {study}. "
                f"Withdrawal code: {shown['withdrawal_code']}"
            )
        if not made and not as_json:
            say(hint("No package was made yet. `selfaudit export` says what one would hold."))


def _package_json(store: "Store", package: "StoredPackage") -> dict[str, Any]:
    import msgspec

    from selfaudit.core.export.making import prepared_again
    from selfaudit.core.export.tables.record import ConsentRow

    assert package.made_at is not None
    assert package.consent is not None
    rows = prepared_again(store, package).rows()
    return {
        "id": package.id,
        "made_at": datetime.fromtimestamp(package.made_at, UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "level": package.level,
        "rows": {**{name: len(of) for name, of in rows.items()}, "consent": 1},
        "study": msgspec.json.decode(package.consent, type=ConsentRow).study,
        "withdrawal_code": package.withdrawal_code,
        "program_version": package.program_version,
    }


for _command in (
    rows_command,
    restore_command,
    replace_command,
    withhold_command,
    keep_command,
    forget_command,
    choices_command,
    names_command,
    consent_command,
    make_command,
    again_command,
):
    export_group.add_command(_command)

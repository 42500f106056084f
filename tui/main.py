"""The command `selfaudit`: `selfaudit [PATH...]` opens the interface, the rest are commands."""

import os
import sys
from types import TracebackType

import click

from selfaudit import __version__
from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.about_me import about_me_command
from selfaudit.tui.commands.attributes import attributes_command, changes_command
from selfaudit.tui.commands.beliefs import beliefs_group
from selfaudit.tui.commands.budget import budget_command
from selfaudit.tui.commands.compare import compare_group
from selfaudit.tui.commands.completion import completion_command
from selfaudit.tui.commands.context import home_option
from selfaudit.tui.commands.doctor import doctor_command
from selfaudit.tui.commands.erasing import erase_group
from selfaudit.tui.commands.exporting import export_group
from selfaudit.tui.commands.extracting import extract_command
from selfaudit.tui.commands.importing import import_command
from selfaudit.tui.commands.judging import judge_group, next_command, undo_command
from selfaudit.tui.commands.keeping import backup_command, restore_command, sources_command
from selfaudit.tui.commands.messages import messages_group
from selfaudit.tui.commands.models import models_group
from selfaudit.tui.commands.opening import open_command
from selfaudit.tui.commands.output import say_error
from selfaudit.tui.commands.prompts import prompts_group
from selfaudit.tui.commands.relevance import relevance_group
from selfaudit.tui.commands.report import report_command
from selfaudit.tui.commands.status import status_command
from selfaudit.tui.commands.study import study_group
from selfaudit.tui.commands.verifying import verify_command
from selfaudit.tui.unforeseen import unforeseen


class PathsOrCommand(click.Group):
    """A group in which anything that is no command is a path to open."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Put `open` before the arguments that belong to it."""
        return super().parse_args(context, self._with_command(args))

    def invoke(self, context: click.Context) -> object:
        """Run a command; an error that the person can read ends it with code 1."""
        try:
            return super().invoke(context)
        except SelfauditError as error:
            say_error(error, as_json="--json" in sys.argv)
            context.exit(1)

    def _with_command(self, args: list[str]) -> list[str]:
        at = 0
        while at < len(args):
            argument = args[at]
            if argument in ("--help", "--version") or argument in self.commands:
                return args
            if argument == "--home":
                at += 2
            elif argument.startswith("--home="):
                at += 1
            else:
                break
        return [*args[:at], open_command.name or "open", *args[at:]]


@click.group(cls=PathsOrCommand, invoke_without_command=False, no_args_is_help=False)
@click.version_option(__version__, message="%(prog)s %(version)s")
@home_option
def cli() -> None:
    """Audit, offline, what a language model infers about you from your own chat exports.

    \b
    selfaudit PATH...   imports chat exports and opens the interface
    selfaudit           opens the interface on what is stored

    PATH is a zip, a folder, a JSON file, or the text of an assistant's memory. Options of the
    interface: --model NAME, --no-adapter, --yes.
    """


for _command in (
    open_command,
    import_command,
    budget_command,
    extract_command,
    attributes_command,
    changes_command,
    about_me_command,
    messages_group,
    next_command,
    judge_group,
    undo_command,
    beliefs_group,
    prompts_group,
    relevance_group,
    compare_group,
    report_command,
    export_group,
    verify_command,
    study_group,
    status_command,
    sources_command,
    erase_group,
    backup_command,
    restore_command,
    models_group,
    doctor_command,
    completion_command,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line. Errors end as sentences, never as tracebacks."""
    os.umask(0o077)
    sys.excepthook = _unforeseen
    try:
        code = cli.main(prog_name="selfaudit", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Everything that was stored is kept.", err=True)
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _unforeseen(
    kind: type[BaseException], _error: BaseException, trace: TracebackType | None
) -> None:
    click.echo(unforeseen(kind, trace), err=True)


if __name__ == "__main__":
    main()

"""selfaudit report: what the person's judgments say, as text, JSON or one HTML file."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import print_json, say

if TYPE_CHECKING:
    from selfaudit.core.report.pages import Report

NAMES = ("truth", "relevance", "comparison", "judge", "steadiness")


@click.command("report")
@click.argument("names", nargs=-1, type=click.Choice(NAMES), metavar="[NAME]...")
@click.option(
    "--html",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report to FILE, to be opened in a browser; it loads nothing from anywhere.",
)
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@json_option
@home_option
def report_command(names: tuple[str, ...], file: Path | None, force: bool, as_json: bool) -> None:
    """Say how far the model and you agree: every page, or those of NAME.

    \b
    truth       How much of it is right?
    relevance   Does it know what matters to you?
    comparison  Did it help?
    judge       Can its own judgment be trusted?
    steadiness  How steady are you?

    Every number comes with the range in which it could lie, and with what it rests on. Where there
    is too little yet, it says what is still needed. Blocks that you did not reveal are left out.
    No statement about you is in it, and nothing that you wrote.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.report.report import make_report
    from selfaudit.tui.commands.report_shown import report_json, report_lines

    if force and file is None:
        raise click.UsageError("--force goes with --html FILE.")
    if file is not None and not force and os.path.lexists(file):
        raise _exists(file)
    with opened_store() as store:
        report = make_report(store, SystemClock(), names or NAMES)
    if file is not None:
        _write(report, file, force=force)
        say(f"The report is in {file}, readable by you alone.", to_stderr=as_json)
    if as_json:
        print_json(report_json(report))
    elif file is None:
        for line in report_lines(report):
            say(line)


def _write(report: "Report", file: Path, *, force: bool) -> None:
    """Write the file whole, 0600. With `force` it takes the place of what is there."""
    from selfaudit.tui.report.html import report_html

    text = report_html(report)
    place = file.with_name(f".{file.name}.{os.getpid()}") if force else file
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        if force:
            place.replace(file)
    except FileExistsError:
        raise _exists(file) from None
    except OSError as error:
        raise SelfauditError(
            f"{file} could not be written: {error.strerror}.",
            title="The report was not written",
            hint="Choose another file with --html FILE.",
        ) from error


def _exists(file: Path) -> SelfauditError:
    return SelfauditError(
        f"{file} is there already.",
        title="The report was not written",
        hint="Choose another name, or overwrite it with --force.",
    )

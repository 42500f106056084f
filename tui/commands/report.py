"""selfaudit report: what the person's judgments say, as text, JSON or one HTML file."""

import os
from pathlib import Path

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import print_json, say

NAMES = ("truth", "relevance", "comparison", "judge", "steadiness", "beliefs")


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
    beliefs     What did vendors note about you? (where they did, and you were asked)

    Every number comes with the range in which it could lie, and with what it rests on. Where there
    is too little yet, it says what is still needed. Blocks that you did not reveal are left out.
    No statement about you is in it, and nothing that you wrote.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.private_file import already_there, write_private
    from selfaudit.core.report.report import make_report
    from selfaudit.tui.commands.report_shown import report_json, report_lines

    if force and file is None:
        raise click.UsageError("--force goes with --html FILE.")
    if file is not None and not force and os.path.lexists(file):
        raise already_there(file)
    with opened_store() as store:
        report = make_report(store, SystemClock(), tuple(dict.fromkeys(names)) or None)
    if file is not None:
        from selfaudit.tui.report.html import report_html

        write_private(file, report_html(report), force=force)
        say(f"The report is in {file}, readable by you alone.", to_stderr=as_json)
    if as_json:
        print_json(report_json(report))
    elif file is None:
        for line in report_lines(report):
            say(line)

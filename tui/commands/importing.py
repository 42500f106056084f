"""selfaudit import: chat exports into the store, after a look at what they hold."""

import sys
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.context import current_home, home_option, json_option, opened_store
from selfaudit.tui.commands.days import DATE, stretch
from selfaudit.tui.commands.output import ProgressLine, counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.events import ImportDone
    from selfaudit.core.importers.survey import Survey
    from selfaudit.core.languages.shares import Shares
    from selfaudit.core.store.store import Store

PATHS = click.Path(path_type=Path)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=PATHS, metavar="PATH...")
@click.option("--dry-run", is_flag=True, help="Say what the paths hold, and store nothing.")
@click.option(
    "--leave-out",
    "titles",
    multiple=True,
    metavar="TITLE",
    help="Leave out what has TITLE in its title; /TITLE/ is a regular expression.",
)
@click.option("--from", "first", type=DATE, help="Leave out what began before it (UTC).")
@click.option("--to", "last", type=DATE, help="Leave out what began after it (UTC).")
@click.option(
    "--without",
    "words",
    multiple=True,
    metavar="WORD",
    help="Leave out what has WORD in its title or in your own words.",
)
@click.option("--bring-back", is_flag=True, help="Take again what was left out of earlier imports.")
@click.option("--yes", is_flag=True, help="Import without asking.")
@json_option
@home_option
def import_command(
    paths: tuple[Path, ...],
    dry_run: bool,
    titles: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    words: tuple[str, ...],
    bring_back: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Read chat exports (a zip, a folder, a file, several at once) into the store.

    In a terminal it first says what they hold, and asks. Importing the same or a newer export
    again adds only what is new, and what was left out stays out. Every record is accounted for:
    read = stored + known + skipped.
    """
    from selfaudit.core.languages.shares import history_shares
    from selfaudit.tui.language_words import shares_json

    asks = not (yes or as_json) and sys.stdin.isatty() and sys.stdout.isatty()
    chooses = bool(titles or first or last or words or bring_back)
    with opened_store() as store:
        if dry_run or asks or chooses:
            from selfaudit.core.importers.choosing import Rules
            from selfaudit.tui.commands.surveying import search_all, survey_all

            rules = Rules(titles, *stretch(first, last), is_bringing_back=bring_back)
            survey = survey_all(paths, store)
            rules = replace(rules, with_words=search_all(paths, words))
            left_out = rules.left_out(survey)
            if not _agreed(survey, left_out, dry_run=dry_run, asks=asks, as_json=as_json):
                return
            taken = survey.left_out_before() - left_out
            store.left_out.change(left_out, taken, _now())
        done = import_all(paths, store)
        index_all(store)
        shares = history_shares(store)
    if as_json:
        print_json({**asdict(done), "languages": shares_json(shares)})
    else:
        for line in (*lines_for(done), *language_lines(shares)):
            say(hint(line))
    if done.failed:
        raise SystemExit(1)


def _agreed(
    survey: "Survey", left_out: frozenset[str], *, dry_run: bool, asks: bool, as_json: bool
) -> bool:
    """Show the survey where somebody wants to see it, and ask; whether to go on."""
    from selfaudit.tui.commands.surveying import say_survey, survey_json

    if dry_run and as_json:
        print_json(survey_json(survey, left_out))
    elif dry_run or asks:
        say_survey(survey, left_out)
    if (dry_run and survey.failed) or (asks and not survey.sources):
        raise SystemExit(1)
    if dry_run:
        return False
    if asks and not click.confirm("Import this?", default=True):
        say("Nothing was stored.")
        return False
    return True


def _now() -> float:
    from selfaudit.core.clock import SystemClock

    return SystemClock().now()


def import_all(paths: tuple[Path, ...], store: "Store") -> "ImportDone":
    """Import every path, with a line of progress. Paths that fail are in the result."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.events import ImportDone, ImportProgress
    from selfaudit.core.importers.importing import import_paths

    done = ImportDone((), ())
    line = ProgressLine()
    for event in import_paths(paths, store, SystemClock()):
        if isinstance(event, ImportProgress):
            line.show(f"{event.path}: {event.conversations:,} conversations")
        elif isinstance(event, ImportDone):
            done = event
    line.end()
    return done


def index_all(store: "Store") -> None:
    """Let everything be searched, with a line of progress. Own words can be from the import on."""
    line = ProgressLine()
    for left in store.indexing.go_on():
        line.show(f"making answers searchable: {counted(left, 'text')} left")
    line.end()


def language_lines(shares: "Shares", model: str | None = None) -> list[str]:
    """Which languages the history is in, and that the model that would be used serves not all."""
    from selfaudit.tui.language_words import languages_line, serving_line
    from selfaudit.tui.models_wiring import selected

    chosen = selected(current_home(), model)
    serving = serving_line(shares, *chosen) if chosen else ""
    return [line for line in (languages_line(shares), serving) if line]


def lines_for(done: "ImportDone") -> list[str]:
    """What an import came to, in sentences."""
    from selfaudit.tui.importing.words import import_lines

    return import_lines(done)

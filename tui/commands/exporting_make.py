"""selfaudit export make: the package, once the person has agreed to it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.exporting_consent import (
    ask_consent,
    consenting_for,
    study_option,
    take_answers,
)
from selfaudit.tui.commands.exporting_written import (
    PATH,
    Written,
    force_option,
    no_parquet_option,
    refuse_taken,
    say_written,
    write_package,
    written_json,
    zip_option,
)
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.consenting import ConsentRecord
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.making import Remade
    from selfaudit.core.store.packages import StoredPackage


@click.command("make")
@click.argument("path", type=PATH)
@study_option
@zip_option
@no_parquet_option
@force_option
@click.option("--consent-hash", metavar="HASH", help="For scripts: the text that was agreed to.")
@click.option("--answers", metavar="1,2", help="For scripts: both answers, counted from 1.")
@click.option("--age-stated", is_flag=True, help="For scripts: the statement of age was made.")
@json_option
@home_option
def make_command(
    path: Path,
    study: Path | None,
    as_zip: bool,
    no_parquet: bool,
    force: bool,
    consent_hash: str | None,
    answers: str | None,
    age_stated: bool,
    as_json: bool,
) -> None:
    """Ask for your consent, then write the package that is being prepared to PATH.

    Shows the text, asks two questions about it and for a statement of your age. A package that
    was made never changes; `selfaudit export again` writes it once more.

    In a script the person must have been shown what `selfaudit export consent` prints: its hash,
    both answers and --age-stated say that they agreed to it.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting
    from selfaudit.core.export.making import make

    by_script = (consent_hash is not None, answers is not None, age_stated)
    if any(by_script) and not all(by_script):
        raise click.UsageError("--consent-hash, --answers and --age-stated go together.")
    refuse_taken(path, force=force)
    clock = SystemClock()
    with opened_store() as store:
        drafting = Drafting(store, clock)
        package = drafting.package
        consenting = consenting_for(store, study, package.level)
        if consent_hash is not None and answers is not None:
            take_answers(consenting, consent_hash, _choices(answers))
        elif sys.stdin.isatty():
            _say_what_leaves(drafting, to_stderr=as_json)
            ask_consent(consenting, path, to_stderr=as_json)
        else:
            raise SelfauditError(
                "A package takes consent, and nobody can be asked here.",
                title="Nothing was made",
                hint="Run it in a terminal; or show the person `selfaudit export consent`, and "
                "give --consent-hash, --answers and --age-stated.",
            )
        _check_unchanged(package, drafting.package)
        consent = consenting.record(clock.now())
        made = make(store, clock, package, consent, consenting.template)
    try:
        written = write_package(
            made.contents, path, as_zip=as_zip, parquet=not no_parquet, force=force
        )
    except SelfauditError as error:
        raise SelfauditError(
            f"The package {made.package.id} was made, but is not written yet: {error.message}",
            title=error.title,
            hint=f"`selfaudit export again {made.package.id} PATH` writes it.",
        ) from error
    _tell(made, written, consent, as_json)


def _choices(answers: str) -> tuple[int, int]:
    parts = answers.split(",")
    if len(parts) != 2 or not all(part.strip() in ("1", "2", "3") for part in parts):
        raise click.UsageError("--answers are two numbers from 1 to 3, as in --answers 1,2.")
    first, second = (int(part) for part in parts)
    return first, second


def _say_what_leaves(drafting: "Drafting", *, to_stderr: bool) -> None:
    from selfaudit.tui.commands.exporting_shown import warning_lines

    prepared = drafting.prepared()
    # The consent is a row as well.
    rows = sum(map(len, prepared.rows().values())) + 1
    say(f"This package would hold {counted(rows, 'row')}.", to_stderr=to_stderr)
    for line in warning_lines(drafting, prepared):
        say(hint(line), to_stderr=to_stderr)
    say(hint("`selfaudit export` says more. Ctrl+C leaves without making it."), to_stderr=to_stderr)
    say("", to_stderr=to_stderr)


def _check_unchanged(asked: "StoredPackage", now: "StoredPackage") -> None:
    """Raise SelfauditError where the package is not the one that was agreed to any more."""
    if (asked.id, asked.level) != (now.id, now.level):
        raise SelfauditError(
            "Another selfaudit made the package meanwhile, or chose another level.",
            title="Nothing was made",
            hint="`selfaudit export` says what would leave now.",
        )


def _tell(made: "Remade", written: Written, consent: "ConsentRecord", as_json: bool) -> None:
    from selfaudit.core.export.withdrawal import WITHDRAWAL_WORDS

    package = made.package
    if as_json:
        print_json(
            {
                "package": package.id,
                "level": package.level,
                **written_json(written),
                "consent_hash": consent.text_hash,
                "withdrawal_code": package.withdrawal_code,
                "withdrawal": list(WITHDRAWAL_WORDS),
            }
        )
        return
    say_written(written, package.id)
    say(f"Withdrawal code: {package.withdrawal_code}")
    for paragraph in WITHDRAWAL_WORDS:
        say(paragraph)
    say(hint("`selfaudit export list` shows the code again."))

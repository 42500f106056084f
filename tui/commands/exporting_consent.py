"""selfaudit export consent and make: what you would agree to, and the package once you did."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import ConsentError, SelfauditError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
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
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.consenting import Consenting, ConsentRecord
    from selfaudit.core.export.making import Remade

study_option = click.option(
    "--study",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The study's own consent text, from its TOML file.",
)


@click.command("consent")
@study_option
@json_option
@home_option
def consent_command(study: Path | None, as_json: bool) -> None:
    """Show what you would agree to at the level that is chosen, and the questions about it."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.export.drafting import Drafting

    with opened_store() as store:
        consenting = _consenting(study, Drafting(store, SystemClock()).package.level)
    if as_json:
        print_json(_consent_json(consenting))
        return
    _say_text(consenting, to_stderr=False)
    for number, question in enumerate(consenting.template.questions, 1):
        say(f"Question {number}: {question.text}")
        for choice, text in enumerate(question.choices, 1):
            say(f"  {choice}  {text}")
    say(hint("`selfaudit export make PATH` asks them, and makes the package if you agree."))
    say(f"For scripts: --consent-hash {_hash(consenting)}")


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
        package = Drafting(store, clock).package
        consenting = _consenting(study, package.level)
        if consent_hash is not None and answers is not None:
            _take_answers(consenting, consent_hash, _choices(answers))
        elif sys.stdin.isatty():
            _ask(consenting, path, to_stderr=as_json)
        else:
            raise SelfauditError(
                "A package takes consent, and nobody can be asked here.",
                title="Nothing was made",
                hint="Run it in a terminal; or show the person `selfaudit export consent`, and "
                "give --consent-hash, --answers and --age-stated.",
            )
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


def _consenting(study: Path | None, level: str) -> "Consenting":
    from selfaudit.core.export.consent_file import load_template
    from selfaudit.core.export.consenting import Consenting
    from selfaudit.core.export.levels import Level

    return Consenting(load_template(study), Level(level))


def _hash(consenting: "Consenting") -> str:
    from selfaudit.core.export.consent import hash_of

    return hash_of(consenting.text)


def _consent_json(consenting: "Consenting") -> dict[str, object]:
    template = consenting.template
    return {
        "study": template.study,
        "level": consenting.level,
        "version": template.version,
        "text": consenting.text,
        "hash": _hash(consenting),
        "questions": [
            {"text": question.text, "choices": list(question.choices)}
            for question in template.questions
        ],
        "age_statement": template.age_statement,
    }


def _say_text(consenting: "Consenting", *, to_stderr: bool) -> None:
    for line in consenting.text.splitlines():
        say(line, to_stderr=to_stderr)
    say("", to_stderr=to_stderr)


def _choices(answers: str) -> tuple[int, int]:
    parts = answers.split(",")
    if len(parts) != 2 or not all(part.strip() in ("1", "2", "3") for part in parts):
        raise click.UsageError("--answers are two numbers from 1 to 3, as in --answers 1,2.")
    first, second = (int(part) for part in parts)
    return first, second


def _take_answers(consenting: "Consenting", consent_hash: str, answers: tuple[int, int]) -> None:
    """What a script was told by the person. Raises ConsentError where it does not hold."""
    if consent_hash.strip().lower() != _hash(consenting):
        raise ConsentError(
            "The hash is not that of the text as it is now: the level, the study's file or the "
            "words of the program are other ones.",
            title="Nothing was made",
            hint="`selfaudit export consent` shows the text that is agreed to, and its hash.",
        )
    wrong = [
        f"Question {number}: {explanation}"
        for number, answer in enumerate(answers, 1)
        if (explanation := consenting.answer(number - 1, answer - 1)) is not None
    ]
    if wrong:
        raise ConsentError(
            f"An answer shows that the text was not understood. {' '.join(wrong)}",
            title="Nothing was made",
            hint="Ask the person again when they have read `selfaudit export consent`.",
        )
    consenting.state_age(True)


def _ask(consenting: "Consenting", path: Path, *, to_stderr: bool) -> None:
    """Show the text, ask until both questions are understood, and for age and consent.

    Raises ConsentError where one of these is not given.
    """
    _say_text(consenting, to_stderr=to_stderr)
    for number, question in enumerate(consenting.template.questions):
        say(question.text, to_stderr=to_stderr)
        for choice, text in enumerate(question.choices, 1):
            say(f"  {choice}  {text}", to_stderr=to_stderr)
        while not consenting.is_understood(number):
            choice = click.prompt("Your answer", type=click.IntRange(1, 3), err=to_stderr)
            explanation = consenting.answer(number, choice - 1)
            if explanation is not None:
                say(f"Not quite. {explanation}", to_stderr=to_stderr)
        say("That is right.", to_stderr=to_stderr)
    say(consenting.template.age_statement, to_stderr=to_stderr)
    _agree(click.confirm("Do you declare this?", err=to_stderr))
    consenting.state_age(True)
    say(f"The package would be written to {path}. It is not sent anywhere.", to_stderr=to_stderr)
    _agree(click.confirm("Do you agree to the text above, and make the package?", err=to_stderr))


def _agree(agreed: bool) -> None:
    if not agreed:
        raise ConsentError(
            "You did not agree, so no package was made. That has no consequence.",
            title="Nothing was made",
            hint="`selfaudit export level LEVEL` lets less leave, `selfaudit export withhold` "
            "holds something back.",
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

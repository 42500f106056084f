"""selfaudit export consent: what you would agree to, and how it is asked."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import ConsentError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.consenting import Consenting
    from selfaudit.core.store.store import Store

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
        consenting = consenting_for(store, study, Drafting(store, SystemClock()).package.level)
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


def consenting_for(store: "Store", study: Path | None, level: str) -> "Consenting":
    """The way to consent to a package of a level, for a study or for none."""
    from selfaudit.core.export.consenting import Consenting
    from selfaudit.core.export.levels import Level
    from selfaudit.core.study.giving import template_for

    return Consenting(template_for(store, study), Level(level))


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


def take_answers(consenting: "Consenting", consent_hash: str, answers: tuple[int, int]) -> None:
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


def ask_consent(consenting: "Consenting", path: Path, *, to_stderr: bool) -> None:
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

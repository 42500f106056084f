"""selfaudit study: join a study by its file, see what it fixes, leave it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.consent import confirmed
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.store.studies import StoredStudy
    from selfaudit.core.study.joining import Before
    from selfaudit.core.study.study import Study

_FILE = click.Path(path_type=Path, dir_okay=False)
_yes = click.option("--yes", is_flag=True, help="Do not ask.")


@click.group("study")
def study_group() -> None:
    """Join a study, which fixes model, wordings, prompts, counts or what a package holds."""


@study_group.command("join")
@click.argument("file", type=_FILE)
@_yes
@json_option
@home_option
def join_command(file: Path, yes: bool, as_json: bool) -> None:
    """Join the study of FILE, once you have read what it fixes.

    Nothing is sent to anybody. What you judged before stays outside of the study.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.study.joining import before_joining, check_may_join, join
    from selfaudit.core.study.study_file import load_study

    study, text = load_study(file)
    with opened_store() as store:
        check_may_join(store, study)
        before = before_joining(store, study)
        _say_study(study, to_stderr=as_json)
        for line in _before_lines(before):
            say(line, to_stderr=as_json)
        say(
            "Joining sends nothing: it changes what is asked here. `selfaudit study leave` leaves.",
            to_stderr=as_json,
        )
        if not confirmed("Join this study?", yes):
            raise SelfauditError(
                "You did not agree, so you are in no study.", title="Nothing was joined"
            )
        joined = join(store, SystemClock(), study, text)
    if as_json:
        print_json({"study": _stored_json(joined), "fixes": list(study.fixes)})
        return
    say(f"You are in the study “{study.title}”. What you judge from now on is part of it.")
    say(hint("`selfaudit study show` says again what it fixes."))


def _before_lines(before: "Before") -> list[str]:
    lines = []
    if before.any:
        lines.append(
            "What you said before stays outside of the study: "
            f"{counted(before.judgments, 'answer')} on cards, {counted(before.marks, 'mark')}, "
            f"{counted(before.votes, 'vote')}."
        )
    if before.settled:
        lines.append(
            "Cards were drawn already, so the number of cards of the headline and of a set stays "
            "what it was."
        )
    return lines


@study_group.command("show")
@click.argument("file", type=_FILE, required=False)
@json_option
@home_option
def show_command(file: Path | None, as_json: bool) -> None:
    """Say what the study fixes that you are in, or that of FILE, which is then checked only."""
    from selfaudit.core.study.in_force import as_joined
    from selfaudit.core.study.study_file import load_study

    if file is not None:
        study, _ = load_study(file)
        if as_json:
            print_json({"study": _study_json(study)})
        else:
            _say_study(study)
        return
    with opened_store() as store:
        stored, every = store.studies.joined(), store.studies.all()
        study_joined = None if stored is None else as_joined(stored)
    if as_json:
        print_json(
            {
                "study": None if study_joined is None else _study_json(study_joined),
                "joined": [_stored_json(one) for one in every],
            }
        )
        return
    for one in every:
        if one.left_at is not None:
            say(f"Left: “{one.title}”, version {one.version}, sha256 {one.sha256}.")
    if study_joined is None:
        say(hint("You are in no study. `selfaudit study join FILE` joins one."))
    else:
        _say_study(study_joined)


@study_group.command("leave")
@_yes
@json_option
@home_option
def leave_command(yes: bool, as_json: bool) -> None:
    """Leave the study that you are in. What you judged in it stays, and stays part of it."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.study.joining import leave

    with opened_store() as store:
        joined = store.studies.joined()
        if joined is not None and not confirmed(f"Leave the study “{joined.title}”?", yes):
            raise SelfauditError("You are still in the study.", title="Nothing was left")
        left = leave(store, SystemClock())
    if as_json:
        print_json({"left": _stored_json(left)})
        return
    say(f"You left the study “{left.title}”. What you judge from now on is outside of it.")
    say(
        "What you judged in it is kept, and a package still says that it was made in the study. A "
        "package that you handed over is withdrawn by its code: `selfaudit export list` shows it."
    )


def _say_study(study: "Study", *, to_stderr: bool = False) -> None:
    from selfaudit.core.study.words import in_full

    say(f"{study.title} ({study.id}, version {study.version}). It fixes:", to_stderr=to_stderr)
    for sentence in in_full(study):
        say(f"- {sentence}", to_stderr=to_stderr)
    say(f"sha256 of its file: {study.sha256}", to_stderr=to_stderr)


def _study_json(study: "Study") -> dict[str, Any]:
    from selfaudit.core.study.words import in_full

    return {
        "id": study.id,
        "version": study.version,
        "title": study.title,
        "sha256": study.sha256,
        "fixes": list(study.fixes),
        "in_words": in_full(study),
        "model": None if study.model is None else study.model.sha256,
        "level": study.level,
        "wordings": {
            name: {"version": one.version, "text": one.text, "hash": one.hash}
            for name, one in study.terms.wordings.items()
        },
    }


def _stored_json(stored: "StoredStudy") -> dict[str, Any]:
    return {
        "id": stored.name,
        "version": stored.version,
        "title": stored.title,
        "sha256": stored.sha256,
        "joined_at": stored.joined_at,
        "left_at": stored.left_at,
    }

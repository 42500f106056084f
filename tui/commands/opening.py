"""selfaudit [PATH...]: bring in chats, extract in the background, and judge."""

import gc
import sys
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import ModelError, SelfauditError
from selfaudit.tui.commands.consent import ask, show_download
from selfaudit.tui.commands.context import (
    current_home,
    home_option,
    invocation,
    model_option,
    no_adapter_option,
    opened_store,
    yes_option,
)
from selfaudit.tui.commands.extracting import run_extraction
from selfaudit.tui.commands.importing import PATHS, import_all, language_lines, lines_for
from selfaudit.tui.commands.output import counted, hint, say

if TYPE_CHECKING:
    from selfaudit.core.store.store import Store
    from selfaudit.tui.models_wiring import Installed
    from selfaudit.tui.wiring import Extractor, Preparer


@click.command("open", hidden=True)
@click.argument("paths", nargs=-1, type=PATHS, metavar="[PATH...]")
@model_option
@no_adapter_option
@yes_option
@home_option
def open_command(
    paths: tuple[Path, ...], model: str | None, without_adapter: bool, yes: bool
) -> None:
    """Open the interface; with PATHs, look at what they hold and import it.

    With --yes, or without a terminal, PATHs are imported at once, without what was left out of
    earlier imports.
    """
    _check_words(paths)
    is_seen = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    with opened_store() as store:
        notices = _imported(paths, store, model) if paths and (yes or not is_seen) else ()
        chosen, why_not = _model(store, model, yes, is_wanted=bool(paths) and is_seen)
        if why_not:
            notices = (*notices, why_not)
        if chosen and without_adapter:
            chosen = chosen.without_adapter()
        extractor, preparer = _workers(store, chosen) if chosen else (None, None)
        if is_seen:
            first = () if yes else paths
            _open_interface(store, extractor, preparer, notices, first)
        else:
            _without_terminal(store, extractor)


def _imported(paths: tuple[Path, ...], store: "Store", model: str | None) -> tuple[str, ...]:
    """Import at once, and say what it came to."""
    from selfaudit.core.languages.shares import history_shares

    done = import_all(paths, store)
    notices = tuple(lines_for(done))
    if done.sources:
        notices += tuple(map(hint, language_lines(history_shares(store), model)))
    for notice in notices:
        say(notice, to_stderr=True)
    if done.cancelled:
        raise SystemExit(130)
    if done.failed and not done.sources:
        raise SystemExit(1)
    return notices


def _model(
    store: "Store", name: str | None, yes: bool, *, is_wanted: bool
) -> "tuple[Installed | None, str]":
    """The model to work with, and a sentence where there is none.

    It is fetched, if the person agrees, where there is something to read, or soon will be; else
    only one that is here already is taken.
    """
    from selfaudit.core.study.in_force import study_in
    from selfaudit.tui.models_wiring import library
    from selfaudit.tui.wiring import choose_model

    home = current_home()
    has_words = bool(store.history.counts()["own_words_messages"])
    if not (has_words or is_wanted or library(home).list_models()):
        return None, ""
    try:
        return choose_model(home, name, ask(yes), show_download, study_in(store)), ""
    except ModelError as error:
        # What was found before can be judged without a model, and chats can be brought in.
        if (has_words or name is not None) and not store.attributes.count():
            raise
        return None, f"{error.message} {hint(error.hint)}"


def _workers(store: "Store", chosen: "Installed") -> "tuple[Extractor, Preparer]":
    from selfaudit.tui.wiring import Extractor, Preparer, SharedModel

    home = current_home()
    shared = SharedModel(home, chosen)
    return Extractor(store, home, shared), Preparer(store, home, shared)


def _check_words(paths: tuple[Path, ...]) -> None:
    """A lone word that is no path was meant for a command."""
    if len(paths) != 1 or paths[0].exists() or paths[0].name != str(paths[0]):
        return
    root = click.get_current_context().find_root().command
    names = root.commands.keys() - {"open"} if isinstance(root, click.Group) else ()
    meant = get_close_matches(str(paths[0]), names, n=1)
    raise SelfauditError(
        f"{paths[0]} is neither a file or folder here nor a command.",
        title="Nothing by that name",
        hint=f"Did you mean `selfaudit {meant[0]}`?" if meant else "See `selfaudit --help`.",
    )


def _open_interface(
    store: "Store",
    extractor: "Extractor | None",
    preparer: "Preparer | None",
    notices: tuple[str, ...],
    paths: tuple[Path, ...],
) -> None:
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.review import Review
    from selfaudit.tui.app import SelfauditApp
    from selfaudit.tui.session import Session
    from selfaudit.tui.wiring import at_rest

    clock = SystemClock()
    session = Session(
        store=store,
        review=Review(store, clock),
        clock=clock,
        start_extraction=extractor.run if extractor else None,
        start_preparation=preparer.run if preparer else None,
        at_rest=partial(at_rest, current_home()),
        model_name=preparer.model.installed.title if preparer else "",
        notices=notices,
        paths=paths,
        program=invocation(),
    )
    app = SelfauditApp(session)
    # What was loaded by now stays for good: looking through it would hold up a key by 0.15 s.
    gc.freeze()
    app.run()
    say(f"Everything is kept. To go on: {invocation()}", to_stderr=True)


def _without_terminal(store: "Store", extractor: "Extractor | None") -> None:
    """Do what can be done without a terminal, and say how to judge from the command line."""
    if extractor is None or not store.history.counts()["own_words_messages"]:
        say(hint("Nothing to extract. `selfaudit PATH` imports a chat export."))
        return
    run_extraction(extractor, as_json=False)
    say(f"{counted(store.attributes.count(), 'attribute')} can be judged.")
    say(hint("In a terminal, `selfaudit` opens the interface; without one, `selfaudit next`"))
    say(hint("and `selfaudit judge next ANSWER` do the same."))

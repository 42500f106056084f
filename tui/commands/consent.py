"""Asking before anything is fetched, erased or replaced; showing how far a download has come."""

import sys
from collections.abc import Callable

import click

from selfaudit.tui.commands.output import ProgressLine, say

_line = ProgressLine()


def ask(yes: bool) -> Callable[[str], bool]:
    """A consent that says what would be fetched and asks, unless --yes has answered."""

    def consent(sentence: str) -> bool:
        say(sentence, to_stderr=True)
        if yes:
            return True
        if not sys.stdin.isatty():
            say("Nobody can be asked here: say --yes to agree.", to_stderr=True)
            return False
        return click.confirm("Fetch it now?", err=True)

    return consent


def confirmed(question: str, yes: bool) -> bool:
    """Ask before something is done that cannot be taken back, unless --yes has answered."""
    if yes:
        return True
    if not sys.stdin.isatty():
        say("Nobody can be asked here: say --yes to agree.", to_stderr=True)
        return False
    return click.confirm(question, err=True)


def show_download(done: int, total: int) -> None:
    """One line of progress."""
    _line.show(f"{done / 1e6:.0f} of {total / 1e6:.0f} MB")
    if done >= total:
        _line.end()

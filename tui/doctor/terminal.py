"""Can the interface be drawn in this terminal?"""

import os
import sys
from collections.abc import Iterator, Mapping

from selfaudit.tui.doctor.check import Check, fine, warn

COLUMNS, LINES = 80, 24
"""The smallest terminal that the interface is made for."""


def terminal(
    environment: Mapping[str, str] = os.environ, *, size: tuple[int, int] | None = None
) -> Iterator[Check]:
    """Size, kind, colours, encoding, and what lies between the program and the person.

    `size` in columns and lines is that of the terminal there is, unless it is given.
    """
    size = size or _size()
    if size is None:
        yield fine("terminal", "There is no terminal here, so nothing of it was checked.")
        return
    columns, lines = size
    if columns < COLUMNS or lines < LINES:
        yield warn(
            "terminal size",
            f"The terminal has {columns} columns and {lines} lines.",
            f"Make it at least {COLUMNS} by {LINES}, so that nothing is cut off.",
        )
    else:
        yield fine("terminal size", f"{columns} columns and {lines} lines.")
    yield from _kind(environment)
    yield _encoding()


def _kind(environment: Mapping[str, str]) -> Iterator[Check]:
    term = environment.get("TERM", "")
    if sys.platform != "win32" and term in ("", "dumb", "unknown"):
        yield warn(
            "terminal kind",
            f"TERM is {term or 'not set'}: this terminal says that it cannot be drawn on.",
            "Use another terminal, set TERM to what it is (often xterm-256color), or use the "
            "commands: `selfaudit next`, `selfaudit judge next ANSWER`.",
        )
    else:
        yield fine("terminal kind", f"{term or 'Windows'}, {_colours(environment, term)}.")
    between = []
    if "TMUX" in environment or term.startswith("tmux"):
        between.append("tmux")
    elif "STY" in environment or term.startswith("screen"):
        between.append("screen")
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        between.append("ssh")
    if between:
        yield fine(
            "between",
            f"You are inside {' and '.join(between)}: every key of selfaudit works there. What you "
            "see is also on the machine at the other end, if there is one.",
        )


def _colours(environment: Mapping[str, str], term: str) -> str:
    if environment.get("NO_COLOR"):
        return "without colours, as NO_COLOR asks (no meaning is carried by colour alone)"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in term else "16 colours or fewer"


def _encoding() -> Check:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding == "utf8":
        return fine("encoding", "Text is written as UTF-8.")
    return warn(
        "encoding",
        f"Text is written as {sys.stdout.encoding or 'an unknown encoding'}, not UTF-8.",
        "Set a UTF-8 locale, such as `export LC_ALL=C.UTF-8`; else letters and lines are lost.",
    )


def _size() -> tuple[int, int] | None:
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        try:
            found = os.get_terminal_size(stream.fileno())
        except (OSError, ValueError):
            continue
        return found.columns, found.lines
    return None

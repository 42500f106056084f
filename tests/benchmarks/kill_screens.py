"""Kill -9 of the program in a pseudo-terminal, at random moments of everything that it does."""

import os
import pty
import random
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path

import pyte
from bases import Bases
from kill_commands import (
    Case,
    Check,
    Ran,
    Tally,
    always,
    conversations_whole,
    erased_or_not,
    nothing_more,
    number_in,
)
from terminal import children_of, is_running

from selfaudit.tui.main import cli

COLUMNS, LINES = 100, 30
FIRST_WORDS = "Nothing leaves this machine"


class Forked:
    """The program in a pseudo-terminal, forked from this process, and what it shows."""

    def __init__(self, home: Path, *arguments: object) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.chdir(home.parent)
            code = 1
            try:
                # What the parent had opened is of another terminal, or a file.
                for place, stream in enumerate(("stdin", "stdout", "stderr")):
                    opened = os.fdopen(place, "w" if place else "r", encoding="utf-8")
                    setattr(sys, stream, opened)
                    setattr(sys, f"__{stream}__", opened)
                sys.argv = ["selfaudit", *map(str, arguments)]
                cli.main(["--home", str(home), *map(str, arguments)], standalone_mode=True)
            finally:
                os._exit(code)
        ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    @property
    def text(self) -> str:
        """The screen, line by line."""
        return "\n".join(self._screen.display)

    def read(self, seconds: float) -> None:
        """Take in what comes within so many seconds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._terminal], [], [], left)[0]:
                return
            try:
                self._stream.feed(os.read(self._terminal, 65_536))
            except OSError:
                return

    def wait_for(self, words: str, seconds: float = 60.0) -> bool:
        """Read until words are shown; whether they were."""
        end = time.monotonic() + seconds
        while words not in self.text:
            if time.monotonic() > end:
                return False
            self.read(0.05)
        return True

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def kill(self) -> set[int]:
        """End it as an outage would; return which processes it had begun."""
        children = children_of(self.pid)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)
        return children


@dataclass(frozen=True, slots=True)
class Journey:
    """What is pressed: first one after the other, then at random, over so many seconds."""

    name: str
    base: str
    first: tuple[str, ...]
    then: tuple[str, ...]
    seconds: float
    check: Check = nothing_more
    arguments: tuple[object, ...] = ()


def done_of(text: str) -> int:
    """How many questions of a block of marks the screen says are done."""
    found = re.search(r"(\d+) of \d+ questions done", text)
    return int(found[1]) if found else 0


def journeys(bases: Bases) -> list[tuple[Journey, float]]:
    """Every journey, with its share of the kills."""
    enter, escape = "\r", "\x1b"
    return [
        (Journey("cards", "person", ("r",), ("y", "1", "2", "n", "s", "z", "f", enter), 3.0), 1.0),
        (Journey("marking", "person", ("m", enter), ("y", "n", "u", "s"), 3.0), 1.0),
        (Journey("voting", "person", ("c", enter), ("1", "3", "5", enter, "z", "\t"), 3.0), 1.0),
        (Journey("import dialog", "empty", (enter,), (), 2.5, conversations_whole,
                 arguments=(bases.export,)), 1.0),
        (Journey("erasing all texts", "canaries", ("h", "y", "t", "erase", enter), (), 1.5,
                 erased_or_not("texts")), 0.7),
        (Journey("erasing everything", "canaries", ("h", "y", "x", "erase", enter), (), 1.5,
                 erased_or_not("everything")), 0.7),
        (Journey("keeping a copy", "history", ("h", "y", "b", enter), (), 1.5), 0.5),
        (Journey("giving, rows", "person", ("g", enter), ("w", "d", "k", "z", "f"), 3.0), 0.6),
        (Journey("minutes", "history", ("b",), ("2", "b", "0"), 2.0), 0.4),
        (Journey("about me", "person", ("a", "w", enter), (escape,), 1.5), 0.4),
        (Journey("indexing", "history", ("h",), ("\x1b[B", "\x1b[6~"), 2.0), 0.4),
    ]  # fmt: skip


def kill_journey(journey: Journey, bases: Bases, kept: Mapping[str, object], kills: int,
                 pick: random.Random) -> Tally:  # fmt: skip
    """Go a journey and kill the program at a random moment of it, so many times."""
    tally = Tally()
    case = Case(journey.name, journey.base, lambda home, n: (), journey.check, kept=dict(kept))
    for _ in range(kills):
        home = bases.fresh(journey.base)
        began = time.monotonic()
        program = Forked(home, *journey.arguments)
        marks = number_in(home, "SELECT count(*) FROM mark")
        if not program.wait_for("Enter imports" if journey.arguments else FIRST_WORDS):
            tally.problems.append("it never came to the first screen")
        end = time.monotonic() + pick.uniform(0.0, journey.seconds)
        keys = list(journey.first)
        while time.monotonic() < end:
            if keys:
                program.send(keys.pop(0))
            elif journey.then:
                program.send(pick.choice(journey.then))
            program.read(min(pick.uniform(0.1, 0.45), max(0.0, end - time.monotonic())))
        told = done_of(program.text) if journey.name == "marking" else 0
        children = program.kill()
        tally.kills += 1
        tally.acknowledged += told
        tally.seconds = max(tally.seconds, time.monotonic() - began)
        last = time.monotonic() + 5.0
        while any(map(is_running, children)) and time.monotonic() < last:
            time.sleep(0.02)
        tally.left_behind += sum(map(is_running, children))
        problems = always(home)
        tally.problems += problems or journey.check(case, Ran(home, "", True, False))
        if told and number_in(home, "SELECT count(*) FROM mark") - marks < told:
            tally.problems.append(f"{told} marks shown as done, fewer stored")
        tally.leftovers += sum(path.name.startswith(".") for path in home.parent.iterdir())
    return tally

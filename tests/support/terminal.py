"""A program in a pseudo-terminal, and what a person would see on it."""

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte


class Terminal:
    """Runs a command at a fixed size; `text` is the screen as it stands."""

    def __init__(
        self, command: Sequence[str], home: Path, *, columns: int = 80, lines: int = 24
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.received = b""
        environment = {**os.environ, "SELFAUDIT_HOME": str(home), "TERM": "xterm-256color"}
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            env=environment,
            dimensions=(lines, columns),
            timeout=None,
        )

    @property
    def pid(self) -> int:
        """The process of the program."""
        return int(self._child.pid)

    @property
    def text(self) -> str:
        """The screen, line by line."""
        return "\n".join(self._screen.display)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program has written, waiting for it at most so long."""
        try:
            data = self._child.read_nonblocking(65536, seconds)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            return
        self.received += data
        self._stream.feed(data)

    def wait_for(self, *wanted: str, seconds: float = 60.0) -> str:
        """Read until one of these words is on the screen and return it; fail after a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for text in wanted:
                if text in self.text:
                    return text
            self.read()
            if not self._child.isalive():
                self.read()
        raise AssertionError(f"none of {wanted} appeared:\n{self.text}")

    def send(self, keys: str) -> None:
        """Press keys."""
        self._child.send(keys)

    def wait_for_end(self, seconds: float = 20.0) -> int | None:
        """Wait until the program has ended and return its exit code."""
        end = time.monotonic() + seconds
        while self._child.isalive() and time.monotonic() < end:
            self.read()
        assert not self._child.isalive(), "the program did not end"
        code: int | None = self._child.exitstatus
        return code

    def kill(self) -> None:
        """End the program as an outage would: at once, without a word."""
        os.kill(self.pid, signal.SIGKILL)
        self._child.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child.isalive():
            self.kill()
        self._child.close(force=True)


def selfaudit(*arguments: object) -> list[str]:
    """The command line of the program under test."""
    return [sys.executable, "-m", "selfaudit.tui.main", *map(str, arguments)]


def children_of(pid: int) -> set[int]:
    """The processes that a process has started (Linux)."""
    found = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= {int(child) for child in path.read_text().split()}
    return found


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie (Linux)."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"

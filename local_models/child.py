"""The parent's hold on the model's process: start, messages, end."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import selfaudit
from selfaudit.local_models.protocol import FromChild, ToChild, frame, read_from_child

_REAP_SECONDS = 10.0

NICENESS = 5
"""How far the process stands back for others (nice, 0 to 19). The interface, and whatever else the
person does, then has the processor as soon as it asks; nothing is lost while it does not. Fewer
threads while a person types would cost speed when nothing else wants the core, and hardly help:
with this, half of the keys take as long while a model extracts as without it (paint_time.py)."""

_SPIN_COUNT = "200"
"""Rounds that OpenMP's threads wait for each other awake. With its default of millions, two
threads fell to a fifth of one thread's speed as soon as another program needed a core."""

_NO_CUDA_GRAPHS = "1"
"""llama.cpp keeps a batch's work as a graph on an NVIDIA processor and runs it again for one of the
same shape. With many sequences (llama-cpp-python 0.3.36, one H200) the second round of texts came
out as nonsense, or the process crashed; without graphs neither. Any value turns them off."""


class Child:
    """A spawned worker and its two pipes.

    Start it from a thread that outlives it: on Linux a process that asked to end with its
    parent ends with the thread that started it.
    """

    def __init__(self, log: Path | None) -> None:
        """Start the process, its output in `log` (made anew, 0600). Raises OSError."""
        self._log = log
        output = _open_log(log)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "selfaudit.local_models.worker", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                bufsize=0,
                env=environment(),
                creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
            )
        finally:
            os.close(output)
        if sys.platform != "win32":
            # Its threads are started later, and take this over.
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _niceness())
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def send(self, message: ToChild) -> bool:
        """Send one message; False if the process is gone. One thread only."""
        data = memoryview(frame(message))
        try:
            while data:
                data = data[os.write(self._in.fileno(), data) :]
        except (OSError, ValueError):
            return False
        return True

    def receive(self) -> FromChild | None:
        """Wait for a message; None when the process is gone. Raises BrokenFrameError."""
        return read_from_child(partial(os.read, self._out.fileno()))

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def reap(self) -> str:
        """Wait for a process that is gone and close its pipes; how it ended, as a phrase."""
        try:
            code = self._process.wait(_REAP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._in.close()
        self._out.close()
        if code >= 0:
            return f"it ended with status {code}"
        try:
            return f"it was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"it was ended by signal {-code}"

    def last_words(self) -> str:
        """The last line of its log before Python's own dump, in parentheses; "" for none."""
        try:
            text = self._log.read_text("utf-8", "replace") if self._log else ""
        except OSError:
            return ""
        lines = text.partition("Fatal Python error")[0].split("\n")
        return next((f" ({line.strip()[:200]})" for line in reversed(lines) if line.strip()), "")


def _niceness() -> int:
    return min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)


def _open_log(log: Path | None) -> int:
    if log is None:
        return os.open(os.devnull, os.O_WRONLY)
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)


def environment() -> dict[str, str]:
    """This process's environment, in which the child finds the same selfaudit."""
    root = str(Path(str(selfaudit.__file__)).parent.parent)
    path = os.environ.get("PYTHONPATH")
    return {
        "GGML_CUDA_DISABLE_GRAPHS": _NO_CUDA_GRAPHS,
        "GOMP_SPINCOUNT": _SPIN_COUNT,
        **os.environ,
        "PYTHONPATH": root if not path else os.pathsep.join([root, path]),
    }

"""From the start of a program to what it first paints, beside a Textual program of one label.

python tests/benchmarks/first_paint.py HOME [TIMES]
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median

LABEL = "one label is shown"
ONE_LABEL = f"""
from textual.app import App
from textual.widgets import Label
class One(App):
    def compose(self):
        yield Label({LABEL!r})
One().run()
"""
PROGRAM = ("-m", "selfaudit.tui.main")
FIRST_WORDS = "What a model on this machine infers"
PATIENCE = 60.0


def first_paint(arguments: tuple[str, ...], words: str, home: Path) -> tuple[float, float]:
    """Seconds waited, and seconds of the processor, from the start until words are sent."""
    pid, terminal = pty.fork()
    if pid == 0:
        environment = {**os.environ, "SELFAUDIT_HOME": str(home), "TERM": "xterm-256color"}
        os.execvpe(sys.executable, [sys.executable, *arguments], environment)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    begun = time.monotonic()
    received = b""
    while words.encode() not in received:
        if time.monotonic() > begun + PATIENCE:
            raise TimeoutError(received[-400:].decode("utf-8", "replace"))
        if select.select([terminal], [], [], 0.05)[0]:
            received += os.read(terminal, 65_536)
    waited = time.monotonic() - begun
    os.kill(pid, signal.SIGKILL)
    _, _, used = os.wait4(pid, 0)
    os.close(terminal)
    return waited, used.ru_utime + used.ru_stime


def first_paints(large: Path, empty: Path, times: int) -> None:
    """Start all three in turns so many times, after once for the files; print and compare."""
    kinds = {
        "one label": (("-c", ONE_LABEL), LABEL, empty),
        "selfaudit, nothing stored": (PROGRAM, FIRST_WORDS, empty),
        "selfaudit, the large store": (PROGRAM, FIRST_WORDS, large),
    }
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for turn in range(times + 1):
        for name, kind in kinds.items():
            measured = first_paint(*kind)
            if turn:
                took[name].append(measured)
    base = [median(column) for column in zip(*took["one label"], strict=True)]
    for name, measures in took.items():
        waited, used = (median(column) for column in zip(*measures, strict=True))
        print(
            f"{name:<28}{waited:.2f} s to first paint ({waited / base[0]:.1f} times one label), "
            f"{used:.2f} s of the processor ({used / base[1]:.1f} times), {len(measures)} starts"
        )
    print(f"load {os.getloadavg()}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        times = int(sys.argv[2]) if len(sys.argv) > 2 else 7
        first_paints(Path(sys.argv[1]), Path(made), times)

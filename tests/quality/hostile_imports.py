"""Import hostile and damaged exports by the command line: python hostile_imports.py [WORD...].

Each input is looked through, then imported twice, by `selfaudit import` in a process of its own,
with limits on memory and time. Printed are what the person sees, the counts, seconds of wall and
processor, and the peak of memory; and what is wrong: a traceback, an error that was not foreseen, a
limit that was reached, or counts that do not add up. WORDs choose inputs by their names.
"""

import ctypes
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hostile_texts  # noqa: F401 - enters its inputs into the table
from hostile_inputs import MAKERS

MOST_SECONDS = 900
MOST_MEMORY = 1500
"""MB at the highest; a record within the bounds takes up to 850."""

_DROP = 24
_MAY_READ_ALL = (1, 2)
"""What prctl(2) names what root may, which the program must not: to read what is not for it."""

_TABLE = "| input | what is seen | stored | skipped | s | CPU s | MB |"


@dataclass(frozen=True)
class Ran:
    """What one run of the program came to."""

    code: int
    out: str
    seconds: float
    cpu: float
    peak: float

    @property
    def wrong(self) -> str:
        """What should not have happened, if anything."""
        if "Traceback" in self.out or "did not foresee" in self.out:
            return "UNFORESEEN"
        if self.code not in (0, 1, 130, -signal.SIGKILL):
            return f"CODE {self.code}"
        return "MEMORY" if self.peak > MOST_MEMORY else ""


def start(home: Path, *arguments: object, file_limit: int = 0) -> "subprocess.Popen[bytes]":
    """The command line, as a process with limits."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        if os.geteuid() == 0:
            for capability in _MAY_READ_ALL:
                ctypes.CDLL(None).prctl(_DROP, capability, 0, 0, 0)

    command = [sys.executable, "-m", "selfaudit.tui.main", "import", *map(str, arguments)]
    out = (home.parent / "out").open("wb")
    with out:
        return subprocess.Popen(
            [*command, "--home", str(home)],
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=limit,
            env={**os.environ, "TMPDIR": str(home.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        )


def finish(process: "subprocess.Popen[bytes]", home: Path, began: float) -> Ran:
    """Wait for the end of a process, or end it when it takes too long."""
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - began > MOST_SECONDS:
            process.kill()
        time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - began
    out = (home.parent / "out").read_text(errors="replace").strip()
    out += " TOO SLOW: Traceback" if seconds > MOST_SECONDS else ""
    cpu = used.ru_utime + used.ru_stime
    return Ran(process.returncode, out, seconds, cpu, used.ru_maxrss / 1024)


def run(home: Path, *arguments: object, file_limit: int = 0) -> Ran:
    """The command line from its start to its end."""
    began = time.monotonic()
    return finish(start(home, *arguments, file_limit=file_limit), home, began)


def counts(ran: Ran) -> tuple[dict[str, int], dict[str, int], list[str]]:
    """Conversations by what became of them, the skipped by reason, and what does not add up."""
    done = json.loads(ran.out[ran.out.index("{") :])
    total = dict.fromkeys(("read", "stored", "known", "skipped"), 0)
    skipped: dict[str, int] = {}
    wrong = []
    for source in done.get("sources", ()):
        for kind in ("conversations", "messages"):
            found = source[kind]
            if found["read"] != found["stored"] + found["known"] + found["skipped"]:
                wrong.append("DOES NOT ADD UP")
        if source["conversations"]["skipped"] + source["messages"]["skipped"] != sum(
            source["skipped"].values()
        ):
            wrong.append("REASONS DO NOT ADD UP")
        for name in total:
            total[name] += source["conversations"][name]
        for reason, number in source["skipped"].items():
            skipped[reason] = skipped.get(reason, 0) + number
    return total, skipped, wrong


def sentence(ran: Ran, folder: Path) -> str:
    """What the person reads, in one line."""
    text = re.sub(r"\s+", " ", ran.out.replace(f"{folder}/", "")).replace("|", "/")
    text = re.sub(r"Supported: .*", "Supported: …", text)
    text = re.sub(r"Languages? of .*|Your own words are .*", "", text)
    return text if len(text) < 420 else f"{text[:300]} … ({len(text):,} characters)"


def try_input(name: str) -> bool:
    """Import one input, print its row of the table, and tell whether all is well."""
    folder = Path(tempfile.mkdtemp(prefix="selfaudit-hostile-"))
    try:
        place = folder / "in"
        place.mkdir()
        path = MAKERS[name](place)
        home = folder / "home"
        surveyed = run(folder / "look", path, "--dry-run")
        first = run(home, path)
        again = run(home, path, "--json")
        wrong = [ran.wrong for ran in (surveyed, first, again) if ran.wrong]
        stored, skipped, odd = counts(again) if "{" in again.out else ({}, {}, ["NO JSON"])
        wrong += odd
        if stored.get("stored"):
            wrong.append("STORED MORE THE SECOND TIME")
        reasons = "; ".join(f"{reason} {number:,}" for reason, number in skipped.items())
        print(
            f"| {name} | {sentence(first, place)} | {stored.get('known', 0):,} | {reasons} | "
            f"{first.seconds:.1f} (look {surveyed.seconds:.1f}) | {first.cpu:.1f} | "
            f"{max(first.peak, surveyed.peak):.0f} |" + " **".join(["", *wrong]),
            flush=True,
        )
        return not wrong
    finally:
        for inside in folder.rglob("locked"):
            inside.chmod(0o700)
        shutil.rmtree(folder)


def main(words: list[str], table: dict[str, Callable[[], bool]]) -> None:
    """Try every input that was chosen."""
    print(_TABLE)
    print("|---" * 7 + "|")
    chosen = [name for name in table if not words or any(word in name for word in words)]
    failed = [name for name in chosen if not table[name]()]
    print(f"\n{len(chosen)} inputs, {len(failed)} with something wrong: {failed}")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    from hostile_acts import ACTS

    tried = {name: (lambda name=name: try_input(name)) for name in MAKERS}
    main(sys.argv[1:], {**tried, **ACTS})

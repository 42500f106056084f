"""How fast an export is imported, and in how much memory, beside other programs on the same file.

    python tests/benchmarks/import_time.py [MB ...] [--layout single|sharded] [--runs N]
        [--others PYTHON]

Makes a ChatGPT export of each size (default 10 and 100 MB) and reads it with each program in a
process of its own, in turns, `--runs` times. Prints the median of the seconds, MB/s, and the peak
of the memory. Rows: `json.loads` of the whole file; this program, until all is stored and the own
words can be searched, and then until everything can; and, from the environment of the interpreter
PYTHON (`pip install ijson chatgpt-to-sqlite echomine convoviz`; Python 3.12), ijson with its C
backend, chatgpt-to-sqlite (the same work: into SQLite), echomine's statistics (parsing only) and
convoviz (Markdown files). These read a single file; of a zip of shards only convoviz does.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SUPPORT = Path(__file__).parent.parent / "support"
LOADS = "import json, sys; json.load(open(sys.argv[1], 'rb'))"
IJSON = (
    "import ijson.backends.yajl2_c as ijson, sys\n"
    "for _ in ijson.items(open(sys.argv[1], 'rb'), 'item', use_float=True): pass"
)
OWN = """
import sys, time
from pathlib import Path
from selfaudit.core.clock import SystemClock
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.paths import Home
from selfaudit.core.store.store import Store
store = Store(Home(Path(sys.argv[2])))
for event in import_paths([Path(sys.argv[1])], store, SystemClock()): pass
assert not event.failed, event
"""
MAKE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from large_export import LargeExport
print(getattr(LargeExport(), sys.argv[1])(Path(sys.argv[2]), int(sys.argv[3])))
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """One process: seconds, and the most megabytes that it held."""

    seconds: float
    megabytes: float


def run(command: list[str]) -> Ran | str:
    """Run a process to its end; the end of what it said where it failed."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        if status:
            said.seek(0)
            return said.read().decode(errors="replace").strip()[-200:]
    return Ran(seconds, usage.ru_maxrss / 1024)


def programs(file: Path, others: Path | None, work: Path) -> dict[str, list[str]]:
    """The commands to compare, by name."""
    here, path = sys.executable, str(file)
    found = {"selfaudit, own words searchable": [here, "-c", OWN, path, str(work / "home")]}
    single = file.suffix == ".json"
    if single:
        found["json.loads"] = [here, "-c", LOADS, path]
    if others is not None:
        bin = others.parent
        if single:
            found["ijson (C)"] = [str(others), "-c", IJSON, path]
            found["chatgpt-to-sqlite"] = [
                str(bin / "chatgpt-to-sqlite"), path, str(work / "other.db"),
            ]  # fmt: skip
            found["echomine stats"] = [str(bin / "echomine"), "stats", path]
        found["convoviz"] = [
            str(bin / "convoviz"), "-z", path, "-o", str(work / "md"), "--outputs", "markdown",
            "-I", "-q",
        ]  # fmt: skip
    return found


def measure(size: int, layout: str, runs: int, others: Path | None) -> None:
    """Make one export and print a row for each program."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "conversations.json" if layout == "single" else "export.zip")
        # In a process of its own: what this one held would count as the memory of those it starts.
        make = [sys.executable, "-c", MAKE, layout, str(file), str(size * 1_000_000), str(SUPPORT)]
        messages = int(subprocess.run(make, check=True, capture_output=True).stdout)
        print(f"\n{layout}, {size} MB of JSON, {messages:,} messages")
        results: dict[str, list[Ran]] = {}
        for _ in range(runs):
            for name in programs(file, others, Path(folder)):
                with tempfile.TemporaryDirectory() as work:
                    ran = run(programs(file, others, Path(work))[name])
                if isinstance(ran, str):
                    print(f"  {name}: failed: {ran}")
                    continue
                results.setdefault(name, []).append(ran)
        for name, rans in results.items():
            seconds = median(one.seconds for one in rans)
            peak = median(one.megabytes for one in rans)
            print(f"  {name:<32}{seconds:8.2f} s {size / seconds:8.1f} MB/s {peak:7.0f} MB")


def main() -> None:
    """Measure every size that was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[10, 100])
    parser.add_argument("--layout", choices=("single", "sharded"), default="single")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--others", type=Path)
    given = parser.parse_args()
    for size in given.sizes or [10, 100]:
        measure(size, given.layout, given.runs, given.others)


if __name__ == "__main__":
    main()

"""Damage exports at random and import them: python tests/quality/fuzz_importers.py MINUTES [SEED].

Begins with the samples of every format, and the files in SELFAUDIT_SHARED where that is set, and
keeps what leads to an outcome (formats, reasons, sentences) that was not seen before. Each input is
surveyed, then imported twice into a store. What must hold: nothing is raised; what was said is
what is done; read = stored + known + skipped; the second import stores nothing; seconds and memory
have bounds. Prints figures, and the inputs that fail lie in the folder that is named at the end.
"""

import json
import os
import pickle
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from random import Random
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from builders import PinnedClock, open_store
from format_samples import SAMPLES
from fuzz_mutations import Files, damaged, zipped

from selfaudit.core.events import ImportDone
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.survey import SurveyDone
from selfaudit.core.importers.surveying import survey_paths
from selfaudit.core.store.store import Store

BATCH = 300
"""Inputs to a process, which has a store of its own."""

MOST_SECONDS = 20
"""Of the processor, for one input that is surveyed once and imported twice."""
MOST_MEMORY = 700 << 20
"""Bytes that a process may hold at its highest, the classifier of languages among them."""

MOST_SHARED = 100_000
"""Bytes of a file of `SELFAUDIT_SHARED` that is taken."""

_NUMBERS = re.compile(r"\d[\d,]*")


class TooSlowError(Exception):
    """An input that takes longer than it may."""


def seeds() -> list[Files]:
    """What the corpus begins with."""
    found = [dict(sample.files) for sample in SAMPLES.values()]
    if folder := os.environ.get("SELFAUDIT_SHARED"):
        for path in sorted(Path(folder, "formats").glob("*/*")):
            if path.is_file() and path.stat().st_size <= MOST_SHARED:
                found.append({path.name: path.read_bytes()})
    return found


def put(files: Files, random: Random, where: Path) -> tuple[Path, str]:
    """Lay files down as a person may have them: alone, in a folder, in a zip, in a zip in a zip."""
    kind = random.choices(("file", "folder", "zip", "zip in zip"), (6, 2, 3, 1))[0]
    if kind == "file" and files:
        path = where / "export"
        path.write_bytes(random.choice(list(files.values())))
    elif kind == "folder":
        path = where / "folder"
        for place, (name, data) in enumerate(files.items()):
            inside = path / str(place) / (Path(name.replace("\\", "_")).name or "x")
            inside.parent.mkdir(parents=True)
            inside.write_bytes(data)
        path.mkdir(exist_ok=True)
    else:
        path = where / "export.zip"
        data = zipped(files, random)
        path.write_bytes(zipped({"in.zip": data}, random) if kind == "zip in zip" else data)
    return path, kind


def outcome(store: Store, path: Path) -> tuple[frozenset[str], Counter[str], int]:
    """Survey, import twice, check; the outcome in words, conversations by format, messages."""
    *_, surveyed = survey_paths([path], store)
    assert isinstance(surveyed, SurveyDone)
    before = store.history.counts()
    *_, done = import_paths([path], store, PinnedClock())
    after = store.history.counts()
    *_, again = import_paths([path], store, PinnedClock())
    assert isinstance(done, ImportDone)
    assert isinstance(again, ImportDone)
    said = [asdict(one) for one in surveyed.survey.reports(frozenset())]
    assert said == [asdict(one) for one in done.sources], "what was said is not what was done"
    assert surveyed.survey.failed == done.failed == again.failed
    stored = messages = 0
    formats: Counter[str] = Counter()
    words = {_NUMBERS.sub("N", failure.message) for failure in done.failed}
    for first, second in zip(done.sources, again.sources, strict=True):
        for source in (first, second):
            for counts in (source.conversations, source.messages):
                assert counts.read == counts.stored + counts.known + counts.skipped
            skipped = source.conversations.skipped + source.messages.skipped
            assert skipped == sum(source.skipped.values())
        assert (second.conversations.stored, second.messages.stored) == (0, 0)
        assert (second.messages.read, second.skipped) == (first.messages.read, first.skipped)
        stored += first.conversations.stored
        messages += first.messages.stored
        formats[first.format] += first.conversations.read - first.conversations.skipped
        words |= {f"{first.format}: {reason}" for reason in first.skipped}
        words.add(f"{first.format}: {'read' if first.messages.read else 'nothing'}")
    assert done.sources or done.failed
    assert after["conversations"] - before["conversations"] == stored
    assert after["messages"] - before["messages"] == messages
    return frozenset(words), formats, messages


def batch(seed: int, folder: Path) -> None:
    """Try so many inputs; what came of them is printed as JSON for the process that counts."""
    random = Random(seed)
    begun = seeds()
    kept = [pickle.loads(path.read_bytes()) for path in sorted(folder.glob("*.kept"))]
    known = set(json.loads((folder / "known.json").read_text()))
    counts: Counter[str] = Counter()
    held: Counter[str] = Counter()
    slowest = 0.0
    signal.signal(signal.SIGPROF, _too_slow)
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as made:
        home = Path(made, "home")
        home.mkdir()
        store = open_store(home)
        for number in range(BATCH):
            where = Path(made, "input")
            shutil.rmtree(where, ignore_errors=True)
            where.mkdir()
            origin = random.choice(begun) if random.random() < 0.6 or not kept else None
            files = damaged(origin or random.choice(kept), random, begun)
            path, kind = put(files, random, where)
            counts[f"as {kind}"] += 1
            current = folder / f"current-{seed}"
            if path.is_file():
                shutil.copy(path, current)
            began = time.process_time()
            try:
                signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
                words, formats, messages = outcome(store, path)
                signal.setitimer(signal.ITIMER_PROF, 0)
            except Exception:  # noqa: BLE001 - whatever is raised is what is looked for
                signal.setitimer(signal.ITIMER_PROF, 0)
                counts["failures"] += 1
                _keep_failure(folder, f"{seed}-{number}", path, traceback.format_exc())
                continue
            slowest = max(slowest, time.process_time() - began)
            counts["inputs"] += 1
            counts["messages stored"] += messages
            counts["refused with a sentence" if not formats else "read at least in part"] += 1
            held.update(dict.fromkeys(formats, 1))
            if new := words - known:
                known |= new
                if sum(map(len, files.values())) < 200_000:
                    kept.append(files)
                    (folder / f"{seed}-{number}.kept").write_bytes(pickle.dumps(files))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
            if peak > MOST_MEMORY:
                counts["failures"] += 1
                _keep_failure(folder, f"{seed}-{number}", path, f"{peak >> 20} MB")
                break
        store.close()
        current.unlink(missing_ok=True)
    told = {"counts": counts, "held": held, "known": sorted(known), "slowest": slowest}
    print(json.dumps(told | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}))


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _keep_failure(folder: Path, name: str, path: Path, why: str) -> None:
    kept = folder / "failures" / name
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "why.txt").write_text(why)
    copy = shutil.copytree if path.is_dir() else shutil.copy
    copy(path, kept / path.name)


def main(minutes: float, first: int) -> None:
    """Run batches until the time is over, and print what they came to."""
    folder = Path(tempfile.mkdtemp(prefix="selfaudit-fuzz-"))
    (folder / "known.json").write_text("[]")
    counts: Counter[str] = Counter()
    held: Counter[str] = Counter()
    slowest = peak = 0.0
    end = time.monotonic() + 60 * minutes
    seed = first
    while time.monotonic() < end:
        command = [sys.executable, __file__, "--batch", str(seed), str(folder)]
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode:
            counts["failures"] += 1
            _keep_failure(folder, f"{seed}-process", folder / f"current-{seed}", ran.stderr[-4000:])
        else:
            told = json.loads(ran.stdout)
            counts.update(told["counts"])
            held.update(told["held"])
            slowest, peak = max(slowest, told["slowest"]), max(peak, told["peak"])
            (folder / "known.json").write_text(json.dumps(told["known"]))
        seed += 1
    known = json.loads((folder / "known.json").read_text())
    print(f"{minutes:g} minutes, seeds {first} to {seed - 1}, in {folder}")
    for name, number in sorted(counts.items()):
        print(f"  {name}: {number:,}")
    print(f"  outcomes: {len(known)}; kept in the corpus: {len(list(folder.glob('*.kept')))}")
    print(f"  slowest input: {slowest:.2f} s; most memory: {peak:.0f} MB")
    print("  inputs that each parser read: " + ", ".join(f"{k} {v:,}" for k, v in held.items()))
    if missing := set(SAMPLES) - set(held):
        print(f"  never reached: {', '.join(sorted(missing))}")
    raise SystemExit(bool(counts["failures"] or missing))


if __name__ == "__main__":
    if sys.argv[1] == "--batch":
        batch(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)

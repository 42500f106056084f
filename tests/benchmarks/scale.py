"""What import and extraction take as a history grows: time, disk, memory.

    python tests/benchmarks/scale.py MODEL.gguf [CONVERSATIONS ...]
    python tests/benchmarks/scale.py --scripted [CONVERSATIONS ...]

Makes a ChatGPT export of so many conversations (default 100, 1,000 and 10,000; some 2.5 messages of
the person's to each), imports and indexes it as `selfaudit import` does into a new home, and
extracts as `selfaudit extract` does, with the model in a process of its own, and with its adapter
where that is the default one. With `--scripted` a script answers in the place of a model, in the
same process: what is left is what the program itself takes. On Linux, where memory can be read.

Each step runs in a process of its own, whose peak is printed. While it extracts, a line is printed
at each tenth of the windows: what a window took since the line before, in all and of this process's
processor time, and what this process and the model's hold in memory then. No time is asserted.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import ParamSpec, TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from process_memory import peak, resident

from selfaudit.core.clock import SystemClock
from selfaudit.core.events import ExtractionDone, ExtractionEvent, ExtractionStarted, WindowDone
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.models.run import Profile
from selfaudit.core.paths import Home
from selfaudit.core.store.store import Store
from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.tui.commands.importing import import_all, index_all
from selfaudit.tui.models_wiring import library
from selfaudit.tui.wiring import Extractor, SharedModel

Given = ParamSpec("Given")
Got = TypeVar("Got")

STEPS = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """Where an extraction is: windows done, seconds and processor seconds so far, and megabytes."""

    done: int
    seconds: float
    processor: float
    megabytes: float
    child_megabytes: float


def alone(step: Callable[Given, Got], *given: Given.args, **named: Given.kwargs) -> Got:
    """Do a step in a new process, so that its peak of memory is its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as process:
        return process.submit(step, *given, **named).result()


def made(file: Path, conversations: int) -> int:
    """Make the export; how many messages it holds."""
    from spoken_export import SpokenExport

    return SpokenExport().counted(file, conversations)


def imported(file: Path, home: Path) -> None:
    """Import and index the export."""
    store = Store(Home(home))
    begun = time.monotonic()
    done = import_all((file,), store)
    assert not done.failed, done
    stored = time.monotonic()
    index_all(store)
    indexed = time.monotonic()
    store.close()
    print(
        f"imported in {stored - begun:.1f} s, the rest indexed in {indexed - stored:.1f} s, "
        f"at most {peak():.0f} MB",
        flush=True,
    )


@contextmanager
def extraction(
    store: Store, home: Home, model: Path | None
) -> Iterator[tuple[Iterator[ExtractionEvent], Callable[[], int | None]]]:
    """An extraction as the command line runs it, and how to ask for the id of the model's process;
    without a model one that is scripted."""
    if model is None:
        scripted = ScriptedModel(profile=Profile.TAUGHT)
        yield Extraction(store, scripted, SystemClock()).run(Event()), lambda: None
        scripted.close()
        return
    shared = SharedModel(home, library(home).resolve(model))
    # Held open beside the extraction, so that the process can be looked at when that is over.
    with shared.opened() as running:
        yield Extractor(store, home, shared).run(Event()), lambda: running.child_pid


def extracted(home: Path, model: Path | None) -> None:
    """Extract, with a line for each tenth, and say what it came to."""
    store = Store(Home(home))
    begun, processor = time.monotonic(), time.process_time()
    with extraction(store, Home(home), model) as (events, child):

        def sample(done: int) -> Sample:
            pid = child()
            memory = resident(pid) if pid is not None else 0.0
            seconds, used = time.monotonic() - begun, time.process_time() - processor
            return Sample(done, seconds, used, resident(), memory)

        last, done = sample(0), None
        for event in events:
            match event:
                case ExtractionStarted():
                    last = sample(event.windows_known)
                    print(
                        f"{event.windows:,} windows cut in {last.seconds:.1f} s\n"
                        "  windows    seconds  ms/window  processor ms/window       MB  model's MB"
                    )
                    print(f"{last.done:>9,}{0:>11.1f}{last.megabytes:>41.0f}", flush=True)
                case WindowDone() if event.done * STEPS // event.windows > (
                    last.done * STEPS // event.windows
                ):
                    now = sample(event.done)
                    tell(now, last)
                    last = now
                case ExtractionDone():
                    done = event
        pid = child()
        most = peak(pid) if pid is not None else 0.0
    assert done is not None
    summarise(store, done, time.monotonic() - begun)
    print(f"at most {peak():.0f} MB, the model's process {most:.0f} MB", flush=True)
    store.close()


def tell(now: Sample, last: Sample) -> None:
    """Print a tenth."""
    windows = now.done - last.done
    each = 1_000 * (now.seconds - last.seconds) / windows
    own = 1_000 * (now.processor - last.processor) / windows
    print(
        f"{now.done:>9,}{now.seconds:>11.1f}{each:>11.2f}{own:>21.2f}{now.megabytes:>9.0f}"
        f"{now.child_megabytes:>12.0f}",
        flush=True,
    )


def summarise(store: Store, done: ExtractionDone, seconds: float) -> None:
    """Print what an extraction came to, and how long it would take for a thousand messages."""
    own, read = len(store.history.own_words_ids()), len(store.history.read_own_words_ids())
    found = store.extractions.counts()
    print(
        f"{own:,} own messages: {own - read:,} left out by the filters, {read:,} read in "
        f"{done.windows:,} windows, {done.windows_alike:,} of them like another, "
        f"{done.windows_failed:,} failed"
    )
    print(
        f"extracted in {seconds:.1f} s: {60 * done.windows / seconds:,.0f} windows a minute, "
        f"{seconds / 60 / own * 1_000:.2f} minutes for 1,000 own messages"
    )
    print(
        f"{found['candidates']:,} candidates, {found['quarantined']:,} of them quarantined; "
        f"{done.attributes:,} attributes"
    )


def measure(conversations: int, model: Path | None) -> None:
    """Make, import and extract one history."""
    with tempfile.TemporaryDirectory() as folder:
        file, home = Path(folder, "conversations.json"), Path(folder, "home")
        messages = alone(made, file, conversations)
        megabytes = file.stat().st_size / 1e6
        print(f"\n{conversations:,} conversations, {messages:,} messages, {megabytes:.1f} MB")
        alone(imported, file, home)
        size(home, conversations, "import")
        alone(extracted, home, model)
        size(home, conversations, "extraction")


def size(home: Path, conversations: int, step: str) -> None:
    """Print what the store takes on disk, its log with it."""
    store = Home(home).store
    taken = sum(path.stat().st_size for path in home.glob(f"{store.name}*"))
    print(f"after the {step} {taken:,} bytes on disk, {taken / conversations:,.0f} a conversation")


def main() -> None:
    """Measure every size that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", help="the model's file; none with --scripted")
    parser.add_argument("conversations", nargs="*", type=int)
    parser.add_argument("--scripted", action="store_true")
    given = parser.parse_args()
    sizes, model = given.conversations, None
    if given.scripted and given.model is not None:
        sizes = [int(given.model), *sizes]
    elif not given.scripted:
        if given.model is None:
            parser.error("name a model's file, or give --scripted")
        model = Path(given.model).resolve()
    for conversations in sizes or [100, 1_000, 10_000]:
        measure(conversations, model)


if __name__ == "__main__":
    main()

"""How soon the model answers a person while an extraction keeps it busy, and what that costs it.

    python tests/benchmarks/interactive_latency.py MODEL.gguf [--times N] [--conversations N]
        [--tokens N]

A made-up history of so many conversations (default 200, about 450 windows for the default model)
is extracted twice by one process: with nothing else to do, and while a person asks, at `--times`
random moments (default 20) each, for

- *an answer*, as stage three asks for it, with `--tokens` tokens at most (default 64), but at the
  highest priority, at which text is sent as it is written: seconds to the first text, and tokens a
  second from then on;
- *scores*, of 10 attributes for one prompt, as stage two asks for them: seconds to the last.

The same is asked, of other prompts, when nothing else is to be done. Printed are median, 95th
percentile and longest of each, and then what became of the extraction: whether it gave the same
number of results, and how much longer it took than it did alone and the person's requests took. No
time is asserted.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from spoken_export import SpokenExport

from selfaudit.core.asking import Asker
from selfaudit.core.clock import SystemClock
from selfaudit.core.comparison.recipe import answer_request
from selfaudit.core.events import ExtractionDone, ExtractionStarted, WindowDone
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.paths import Home
from selfaudit.core.ports import Finished, Priority, Token
from selfaudit.core.relevance.everyday import everyday_prompts
from selfaudit.core.relevance.selectors.pairwise import Pairwise
from selfaudit.core.store.store import Store
from selfaudit.local_models.client import LocalModel
from selfaudit.tui.commands.importing import import_all
from selfaudit.tui.models_wiring import library

KNOWN = (
    "The user is a nurse on the night shift.",
    "The user lives in Oslo.",
    "The user has two cats.",
    "The user is allergic to peanuts.",
    "The user is learning to play the cello.",
    "The user has a daughter who is nine.",
    "The user does not drive.",
    "The user is saving for a boat.",
    "The user was born in Ghana.",
    "The user has a bad knee.",
)
PAUSE = 0.5
"""Seconds at most between a window's end and what is asked then: no moment of a batch is left out.
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: seconds to its first text, tokens a second after that, seconds in all."""

    first: float
    speed: float
    seconds: float


class Reading(threading.Thread):
    """An extraction over a home of its own, in a thread."""

    def __init__(self, home: Path, model: LocalModel) -> None:
        super().__init__(daemon=True)
        self._home = home
        self._model = model
        self._moved = threading.Condition()
        self.windows = self.done = 0
        self.seconds = 0.0
        self.end: ExtractionDone | None = None
        self.results: dict[str, tuple[str, ...]] = {}

    def run(self) -> None:
        """Extract, and keep what each window gave."""
        store = Store(Home(self._home))
        begun = time.monotonic()
        for event in Extraction(store, self._model, SystemClock()).run(threading.Event()):
            with self._moved:
                match event:
                    case ExtractionStarted():
                        self.windows = event.windows
                    case WindowDone():
                        self.done = event.done
                    case ExtractionDone():
                        self.end = event
                self._moved.notify_all()
        self.seconds = time.monotonic() - begun
        self.results = results_of(store)
        store.close()

    def wait_for(self, done: Callable[[], bool]) -> None:
        """Wait until something is so, or the extraction over."""
        with self._moved:
            self._moved.wait_for(lambda: done() or self.end is not None)


def results_of(store: Store) -> dict[str, tuple[str, ...]]:
    """The statements that each window gave, by work key."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.database.rows(
        "SELECT work.key, body FROM work LEFT JOIN candidate ON candidate.work = work.key"
        " LEFT JOIN content ON content.id = candidate.statement ORDER BY candidate.id"
    ):
        found[row["key"]].append(row["body"] or "")
    return {key: tuple(said) for key, said in found.items()}


def answer(model: LocalModel, prompt: str, id: str, tokens: int) -> Answered:
    """Ask for one answer and wait for it."""
    request = answer_request(prompt, KNOWN[:3], seed=1)
    request = replace(request, id=id, sampling=replace(request.sampling, max_tokens=tokens))
    begun, first = time.monotonic(), 0.0
    for event in model.events(model.submit([request], Priority.INTERACTIVE)):
        now = time.monotonic() - begun
        match event:
            case Token():
                first = first or now
            case Finished():
                return Answered(first or now, event.output_tokens / max(now - first, 1e-9), now)
    raise AssertionError(event)


def scores(model: LocalModel, prompt: str) -> float:
    """Ask for the scores of a list, as stage two does; the seconds it took."""
    begun = time.monotonic()
    Pairwise().select(prompt, KNOWN, Asker(model, threading.Event(), Priority.PREPARATION))
    return time.monotonic() - begun


def told(name: str, idle: Iterable[float], busy: Iterable[float], unit: str) -> None:
    """Print both rows of one figure."""
    for state, figures in (("alone", list(idle)), ("beside", list(busy))):
        if not figures:
            continue
        high = quantiles(figures, n=20, method="inclusive")[-1] if figures[1:] else figures[0]
        print(
            f"{name:<28}{state:<8}{median(figures):>9.3f}{high:>9.3f}{max(figures):>9.3f} {unit}"
            f"  ({len(figures)})",
            flush=True,
        )


def measure(model: LocalModel, folder: Path, times: int, tokens: int) -> None:
    """Extract alone, ask alone, then both at once; print all of it."""
    chance = random.Random(1)
    prompts = [prompt.text for prompt in everyday_prompts()]
    chance.shuffle(prompts)
    alone = Reading(folder / "alone", model)
    alone.start()
    alone.join()
    print(f"{alone.windows} windows alone in {alone.seconds:.1f} s", flush=True)
    idle_answers = [answer(model, prompts.pop(), f"idle {n}", tokens) for n in range(times)]
    idle_scores = [scores(model, prompts.pop()) for _ in range(times)]

    beside = Reading(folder / "beside", model)
    beside.start()
    moments = chance.choices(range(max(1, alone.windows * 9 // 10)), k=2 * times)
    wanted = chance.sample(["answer", "scores"] * times, 2 * times)
    answers: list[Answered] = []
    weighed: list[float] = []
    for number, (moment, what) in enumerate(zip(sorted(moments), wanted, strict=True)):
        beside.wait_for(lambda least=moment: beside.windows > 0 and beside.done >= least)
        time.sleep(chance.uniform(0, PAUSE))
        if beside.end is not None:
            print(f"the extraction was over after {number} requests")
            break
        prompt = prompts[number % len(prompts)]
        if what == "answer":
            answers.append(answer(model, prompt, f"beside {number}", tokens))
        else:
            weighed.append(scores(model, prompt))
    beside.join()
    print(f"{'':<36}{'median':>9}{'95%':>9}{'longest':>9}")
    told(
        "answer, to the first text",
        (one.first for one in idle_answers),
        (one.first for one in answers),
        "s",
    )
    told(
        "answer, from then on",
        (one.speed for one in idle_answers),
        (one.speed for one in answers),
        "tokens/s",
    )
    told("scores, to the last", idle_scores, weighed, "s")
    compare(alone, beside, sum(one.seconds for one in answers) + sum(weighed))


def compare(alone: Reading, beside: Reading, asked: float) -> None:
    """Print what the requests did to the extraction."""
    for name, one in (("alone", alone), ("beside", beside)):
        assert one.end is not None
        print(
            f"extraction {name}: {one.seconds:.1f} s, {one.end.windows} windows, "
            f"{one.end.windows_failed} failed, {one.end.candidates} candidates, "
            f"{one.end.attributes} attributes"
        )
    same = sum(beside.results.get(key) == said for key, said in alone.results.items())
    more = beside.seconds - alone.seconds
    print(
        f"{same} of {len(alone.results)} windows gave the same to the letter; {more:.1f} s longer, "
        f"of which the requests took {asked:.1f} s"
    )


def main() -> None:
    """Make the history and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--tokens", type=int, default=64)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        export = folder / "conversations.json"
        SpokenExport().counted(export, given.conversations)
        for name in ("alone", "beside"):
            store = Store(Home(folder / name))
            import_all((export,), store)
            store.close()
        model = LocalModel(library(Home(folder / "alone")).resolve(given.model.resolve()))
        try:
            model.wait_loaded()
            print(f"{given.model.name}, {given.conversations} conversations")
            measure(model, folder, given.times, given.tokens)
        finally:
            model.close()


if __name__ == "__main__":
    main()

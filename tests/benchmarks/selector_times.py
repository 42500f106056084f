"""How long each selector takes for one prompt over 10, 50 and 200 attributes.

    python tests/benchmarks/selector_times.py MODEL.gguf [RUNS]

Prints seconds (median over RUNS, 3 by default; each run asks about other statements, so nothing
of a statement is known before) and prompt tokens that were evaluated.
"""

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from selfaudit.core.asking import Asker, NoResultError
from selfaudit.core.comparison.strangers import strangers_facts
from selfaudit.core.ports import Priority
from selfaudit.core.relevance.selectors.registry import known_selectors
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary

SIZES = (10, 50, 200)
PROMPT = "I have a free weekend and about 150 euros. What could I do that is not too tiring?"


def statements(count: int, run: int) -> list[str]:
    """Made-up statements, none twice."""
    facts = strangers_facts()
    return [
        f"{facts[number % len(facts)].rstrip('.')}, since year {run}{number}."
        for number in range(count)
    ]


def main() -> None:
    """Measure and print."""
    path = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        installed = ModelLibrary(Path(folder)).describe(path.resolve())
        model = LocalModel(installed)
        model.wait_loaded()
        print(f"{installed.title}, {model.provenance['threads']} threads, median of {runs}")
        print(f"{'selector':<16}" + "".join(f"{size:>12} attr. {'tokens':>8}" for size in SIZES))
        for selector in known_selectors():
            cells = []
            for size in SIZES:
                seconds, tokens, failure = [], 0, ""
                for run in range(runs):
                    ask = Asker(model, threading.Event(), Priority.BACKGROUND)
                    started = time.monotonic()
                    try:
                        selector.select(PROMPT, statements(size, run), ask)
                    except NoResultError as error:
                        failure = str(error)
                        break
                    seconds.append(time.monotonic() - started)
                    tokens = ask.prompt_tokens
                shown = failure[:18] if failure else f"{statistics.median(seconds):.2f} s"
                cells.append(f"{shown:>18} {tokens:>8}")
            print(f"{selector.name:<16}" + "".join(cells))
        model.close()


if __name__ == "__main__":
    main()

"""Read many donated histories on a cluster: Ray Data spreads them, each actor has its llama.cpp.

    pip install 'selfaudit[cluster]'
    python examples/cluster/read_donated.py EXPORTS OUT --model GGUF [--actors N] [--threads N]
        [--address RAY]

EXPORTS is a folder with one export for each donor (a file, a zip or a folder); it, OUT and the
model must be at the same paths on every machine. OUT gets one file for each conversation, a row for
each window. A run that was killed is started again with the same command: what is done stays, and
nothing is done twice. Without --model the scripted one answers, for a trial.
"""

import argparse
import os
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# Nothing of donated histories, and nothing of their reading, is told to anybody.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import ray
import ray.data
from donated import is_done, keep, rows, tasks, unpacked

from selfaudit.core.errors import ExportError
from selfaudit.core.extraction.reading import Spec
from selfaudit.core.ports import LanguageModel
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary
from selfaudit.local_models.options import EngineOptions
from selfaudit.local_models.scripted import ScriptedModel

BATCH = 32
"""Conversations that an actor is given at once."""

TOGETHER = 8
"""Conversations that an actor reads at the same time, so that the model always has windows."""


def opened(model: Path | None, threads: int) -> LanguageModel:
    """The model in a file, or the scripted one."""
    if model is None:
        return ScriptedModel()
    installed = ModelLibrary(model.parent).resolve(model)
    return LocalModel(installed, options=EngineOptions(threads=threads))


class Reader:
    """An actor: reads conversations with a model of its own, and keeps what each gives."""

    def __init__(self, model: Path | None, threads: int, out: Path) -> None:
        self._model = opened(model, threads)
        self._spec = Spec(self._model.identity)
        self._out = out
        # Two donors may hold one conversation; its windows must not be under way twice.
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[int]]:
        """Read a batch of tasks; the counts of their windows and candidates."""
        with ThreadPoolExecutor(TOGETHER) as pool:
            counts = list(pool.map(self._read, [bytes(one) for one in batch["task"]]))
        return {
            "windows": [windows for windows, _ in counts],
            "candidates": [candidates for _, candidates in counts],
        }

    def _read(self, packed: bytes) -> tuple[int, int]:
        task = unpacked(packed)
        with self._locks[task.conversation]:
            found = rows(task, self._spec, self._model)
        keep(self._out, task.key, found)
        return len(found), sum(len(row["candidates"]) for row in found)


def read_all(
    exports: Path, out: Path, model: Path | None = None, *, actors: int = 1, threads: int = 1
) -> dict[str, int]:
    """Read what is not done yet; how many conversations, windows and candidates that came to."""
    first = opened(model, threads)
    spec = Spec(first.identity)
    first.close()

    def waiting(row: dict[str, str]) -> list[dict[str, bytes]]:
        try:
            return [
                {"task": task.packed()}
                for task in tasks(Path(row["path"]), spec)
                if not is_done(out, task.key)
            ]
        except ExportError as error:
            print(f"{Path(row['path']).name} was left out: {error.message}")
            return []

    counts = {"conversations": 0, "windows": 0, "candidates": 0}
    paths = [{"path": str(path)} for path in sorted(exports.iterdir())]
    read = (
        ray.data.from_items(paths)
        .flat_map(waiting, num_cpus=0)  # else readers that hold every processor wait for ever
        .map_batches(
            Reader,
            fn_constructor_kwargs={"model": model, "threads": threads, "out": out},
            batch_size=BATCH,
            concurrency=actors,
            num_cpus=threads,
        )
    )
    for batch in read.iter_batches(batch_size=None):
        counts["conversations"] += len(batch["windows"])
        counts["windows"] += int(sum(batch["windows"]))
        counts["candidates"] += int(sum(batch["candidates"]))
    return counts


def main() -> None:
    """Read the command line and the histories."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("exports", type=Path, help="a folder with one export for each donor")
    parser.add_argument("out", type=Path, help="a folder for what is found")
    parser.add_argument("--model", type=Path, help="a GGUF file; without it, the scripted model")
    parser.add_argument("--actors", type=int, default=1, help="processes that read (1)")
    parser.add_argument("--threads", type=int, default=1, help="of each (1)")
    parser.add_argument("--address", help="of a running Ray; without it one is started here")
    given = parser.parse_args()
    ray.init(address=given.address, include_dashboard=False if given.address is None else None)
    model = given.model.resolve() if given.model else None
    counts = read_all(
        given.exports.resolve(),
        given.out.resolve(),
        model,
        actors=given.actors,
        threads=given.threads,
    )
    print(", ".join(f"{count} {name}" for name, count in counts.items()))


if __name__ == "__main__":
    main()

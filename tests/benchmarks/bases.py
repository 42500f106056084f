"""Homes to kill programs on: made once, and copied for every run."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from builders import PinnedClock, add_attributes, add_history, conversation
from canaries import NAMES, canary, fill
from large_export import LargeExport
from large_history import LargeHistory
from persona_history import export
from stages import accept_all, fill_block, mark_block, plan_block

from selfaudit.core.models.judgment import Question
from selfaudit.core.paths import Home
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.review.opening import Opening
from selfaudit.core.review.review import Review
from selfaudit.core.store.backup import backup
from selfaudit.core.store.store import Store
from selfaudit.local_models.installed import ModelLibrary

DAY = 86_400.0
CONVERSATIONS = 220


def canaries_in(home: Path) -> set[str]:
    """Which of the canaries are in any file of a home but the models."""
    files = [path for path in home.rglob("*") if path.is_file() and path.suffix != ".gguf"]
    data = b"\n".join(path.read_bytes().lower() for path in files)
    return {name for name in NAMES if canary(name).lower().encode() in data}


class Bases:
    """The homes by name, and what goes with them: an export, a copy, a study's file, a model."""

    def __init__(self, folder: Path, model: Path | None, shared: Path | None) -> None:
        self._folder = folder
        self.work = folder / "run"
        self.export = folder / "export.json"
        self.copy = folder / "copy.db"
        self.study = folder / "study.toml"
        self._model = model
        self._shared = shared
        LargeExport().single(self.export, 1_200_000)
        self.study.write_text('[study]\nid = "made-up"\nversion = "1"\ntitle = "Made up"\n')
        makers: dict[str, Callable[[Store], None]] = {
            "empty": lambda store: None,
            "history": self._history,
            "canaries": self._canaries,
            "person": self._person,
        }
        if model is not None and shared is not None:
            makers["model"] = self._crowd
        for name, make in makers.items():
            store = Store(Home(folder / name))
            make(store)
            if name == "person":
                backup(store, self.copy, PinnedClock().now())
            store.close()
        if model is not None:
            for name in makers:
                ModelLibrary(Home(folder / name).models).add(model, link=True)

    def fresh(self, name: str) -> Path:
        """A copy of a home, in place of the one that was last given."""
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(mode=0o700)
        home = self.work / "home"
        shutil.copytree(self._folder / name, home, copy_function=_copied)
        return home

    def _history(self, store: Store) -> None:
        history = LargeHistory(store, PinnedClock())
        history.fill(400, 4_000)

    def _canaries(self, store: Store) -> None:
        fill(store, PinnedClock(), self._folder)
        more = (conversation(f"more{number}", *["I keep hens."] * 8) for number in range(300))
        add_history(store, *more)

    def _person(self, store: Store) -> None:
        clock = PinnedClock()
        add_attributes(store, [f"The user likes thing {number}." for number in range(30)])
        Opening(store, clock).say(Question.READ, "read")
        accept_all(store, clock)
        mark_block(store, clock)
        clock.advance(DAY + 1)
        fill_block(store, clock, plan_block(store, clock))
        marking = Marking(store, clock)
        for number in range(10):
            marking.prompts.add(f"What could I do on day {number}?")
        marking.begin(7)
        add_attributes(store, [f"The user owns thing {number}." for number in range(150)])
        Review(store, clock).due(extraction_ended=True)

    def _crowd(self, store: Store) -> None:
        from selfaudit.core.clock import SystemClock
        from selfaudit.core.importers.importing import import_paths

        assert self._shared is not None
        path = self._folder / "crowd.json"
        path.write_text(json.dumps(export(self._shared, CONVERSATIONS)))
        list(import_paths([path], store, SystemClock()))


def _copied(source: str, target: str) -> str:
    if source.endswith(".gguf"):
        os.link(source, target)
        return target
    return shutil.copy2(source, target)

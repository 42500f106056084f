"""From a key to what it paints on every main screen, without and while extraction runs.

    SELFAUDIT_TEST_MODEL=... python tests/benchmarks/paint_time.py [ATTRIBUTES] [MESSAGES]
        [--keep FOLDER] [--first-paint TIMES]

By default 10,000 attributes, of which 4,000 are judged, over 100,000 messages in 5,000
conversations; the model extracts in its process on two threads, and the program stores what it
finds meanwhile. The time is the one waited: from the key until the last strips are made that it
leads to, and nothing more is painted for 60 ms. With `--first-paint`, the program is also started
in a pseudo-terminal so many times, in turns with a Textual program of one label.
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from builders import PinnedClock
from first_paint import first_paints
from large_history import LargeHistory
from stages import fill_block, mark_block, plan_block
from textual._compositor import CompositorUpdate
from textual.pilot import Pilot
from textual.screen import Screen

import selfaudit.tui.app
from selfaudit.core.clock import SystemClock
from selfaudit.core.models.judgment import Question
from selfaudit.core.paths import Home
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.review.opening import Opening
from selfaudit.core.review.review import Review
from selfaudit.core.store.store import Store
from selfaudit.local_models.installed import ModelLibrary
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.screens.guess import GuessDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.importing import PathField
from selfaudit.tui.screens.summary import SummaryScreen
from selfaudit.tui.session import Session
from selfaudit.tui.wiring import Extractor, SharedModel

QUIET = 0.06
"""Seconds without anything painted after which a key has had its effect."""

SILENT = 0.5
"""Seconds after which a key that painted nothing paints nothing."""

AIM = 50.0
"""Milliseconds."""

EXPORT = '{"messages": [{"role": "user", "content": "I keep bees in number %d."}]}\n'


class Painted(SelfauditApp):
    """The program, which makes what a terminal would get and notes when it has."""

    CSS_PATH = Path(selfaudit.tui.app.__file__).with_name("app.tcss")
    painted_at = 0.0

    def _display(self, screen: Screen[object], renderable: object) -> None:
        super()._display(screen, renderable)  # type: ignore[arg-type]
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.console)
        self.painted_at = time.perf_counter()


class Person:
    """Presses keys, and notes how long each took by what it was for."""

    def __init__(self, pilot: Pilot[None], app: Painted) -> None:
        self.app = app
        self.times: dict[str, list[float]] = defaultdict(list)
        self.nothing: dict[str, int] = defaultdict(int)
        self._pilot = pilot

    async def press(self, kind: str, *keys: str, waits: bool = False) -> None:
        """Press keys one after the other; with `waits`, until work beside the screen is done."""
        for key in keys:
            begun = time.perf_counter()
            self.app.simulate_key(key)
            while True:
                await asyncio.sleep(0.002)
                now, painted = time.perf_counter(), self.app.painted_at
                if waits and self._works() and now < begun + 60:
                    continue
                if painted > begun and now > painted + QUIET:
                    self.times[kind].append((painted - begun) * 1_000)
                    break
                if painted <= begun and now > begun + SILENT:
                    self.nothing[kind] += 1
                    break

    async def leave(self) -> None:
        """Back to the first screen."""
        for _ in range(8):
            if isinstance(self.app.screen, HomeScreen):
                return
            await self.press("leave a screen", "escape")
        raise AssertionError(f"still on {self.app.screen}")

    def _works(self) -> bool:
        beside = ("extraction", "preparation", "indexing")
        return any(one.group not in beside and one.is_running for one in self.app.workers)


def fill(store: Store, attributes: int, messages: int) -> None:
    """A person with years of chats who has come as far as stage three."""
    clock = PinnedClock()
    history = LargeHistory(store, clock)
    history.fill(messages // 20, messages)
    history.infer(attributes, judged=attributes * 2 // 5)
    come_far(store, clock)


def come_far(store: Store, clock: PinnedClock) -> None:
    """A block of marks opened, one of pairs to vote on, and another of marks begun."""
    Opening(store, clock).say(Question.READ, "read")
    mark_block(store, clock)
    clock.advance(100_000)
    fill_block(store, clock, plan_block(store, clock))
    marking = Marking(store, clock)
    for number in range(10):
        marking.prompts.add(f"What could I do on day {number}?")
    marking.begin(7)


async def go_everywhere(person: Person, folder: Path) -> None:
    """Every main screen, and the keys that are pressed there most."""
    press = person.press
    await press("home: colours", *["t"] * 6)
    await press("cards: open", "r", waits=True)
    for _ in range(12):
        while isinstance(person.app.screen, GuessDialog | SummaryScreen):
            await press("cards: guess, next set", "enter")
        await press("cards: answer", "y", "1")
        await press("cards: take back", "z")
        await press("cards: flag", "f")
    await press("cards: conversation", "v", "n", "p", "escape")
    await press("cards: help", "question_mark", "escape")
    await person.leave()
    await press("chats: open", "h", waits=True)
    await press("chats: move", *["down"] * 20, *["pagedown"] * 20, "end", "home")
    for _ in range(4):
        await press("chats: open a chat", "pagedown", "enter", waits=True)
        await press("chat: move", *["pagedown"] * 4, *["down"] * 4, "end", "home")
        await press("chat: attributes", *["tab"] * 3)
        await press("attribute: open", "enter")
        await press("leave a screen", "escape", "escape")
    await press("chats: narrow", "o", "c", "a", "c", "s", "c", waits=True)
    for words in ("tusori", "bace", "ba"):
        await press("search: type", "slash", *words, waits=True)
        await press("search: found", "enter", waits=True)
        await press("chats: narrow", "c", waits=True)
    await press("chats: your data", "y", waits=True)
    await person.leave()
    await press("report: open", "o", waits=True)
    await press("report: pages", *["right"] * 10, *["down"] * 10, *["pagedown"] * 3)
    await press("report: behind", "enter", "escape")
    await person.leave()
    await press("marking: open", "m", waits=True)
    await press("marking: mark", *["y", "n", "u"] * 8)
    await press("marking: take back", *["z"] * 4)
    await person.leave()
    await press("voting: open", "c", waits=True)
    await press("voting: look", "enter", *["tab", "pagedown", "down"] * 6)
    await press("voting: vote", *["3", "enter", "1", "1", "enter"] * 3)
    await press("voting: take back", "z", "z")
    await person.leave()
    await press("about me: open", "a", waits=True)
    await person.leave()
    await press("giving: open", "g", waits=True)
    await press("giving: rows", "enter", waits=True)
    await press("rows: move", *["down"] * 10, *["pagedown"] * 10, *["right"] * 4)
    await press("rows: withhold", "w", "z", "f", waits=True)
    await person.leave()
    await press("import: open", "i", waits=True)
    await press("import: type", *"nothing", "ctrl+u")
    person.app.screen.query_one(PathField).load_text(str(folder))
    await press("import: look through it", "enter", waits=True)
    await press("import: leave out", "l", *["down", "space"] * 6, "z", "q")
    await person.leave()
    await press("minutes: open and leave", "b", "escape")


def say(alone: Mapping[str, list[float]], beside: Mapping[str, list[float]]) -> None:
    """Print each kind: how often, and median and 95th percentile of both."""
    print(f"{'':<26}{'':>5}{'without extraction':>22}{'while it runs':>22}")
    for kind in alone | beside:
        print(f"{kind:<26}{len(beside.get(kind, ())):>5}{_two(alone.get(kind, []))}", end="")
        print(_two(beside.get(kind, [])))
    both = [[one for times in found.values() for one in times] for found in (alone, beside)]
    print(f"{'all keys':<26}{len(both[1]):>5}{_two(both[0])}{_two(both[1])}")
    for name, times in zip(("without", "while it runs"), both, strict=True):
        under = sum(one < AIM for one in times) / len(times)
        print(f"{name}: {under:.0%} of keys under {AIM:.0f} ms")


def _two(times: list[float]) -> str:
    if not times:
        return f"{'-':>22}"
    high = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return f"{median(times):>9.0f} ms{high:>8.0f} ms"


async def measure(
    store: Store, extractor: Extractor | None, folder: Path
) -> Mapping[str, list[float]]:
    """Press the keys on the program over a store."""
    clock = SystemClock()
    session = Session(
        store,
        Review(store, clock),
        clock,
        start_extraction=None if extractor is None else extractor.run,
        new_question_seconds=0.0,
        held_key_seconds=0.0,
    )
    app = Painted(session)
    gc.freeze()  # as the program does
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        person = Person(pilot, app)
        if extractor is not None:
            await _until(lambda: app.extraction.done > 0)
        before = store.extractions.counts()
        begun = time.monotonic()
        await go_everywhere(person, folder)
        now = store.extractions.counts()
        seconds = time.monotonic() - begun
        print(f"{seconds:.0f} s; extraction meanwhile: {before} to {now}; load {os.getloadavg()}")
        print(f"keys that painted nothing: {dict(person.nothing)}")
    return person.times


async def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not true() and time.monotonic() < end:
        await asyncio.sleep(0.1)


def main() -> None:
    """Fill a store, or take one that is there, and print how long each key took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("attributes", type=int, nargs="?", default=10_000)
    parser.add_argument("messages", type=int, nargs="?", default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--first-paint", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = Home((given.keep or Path(made)) / "home")
        store = Store(home)
        if store.history.is_empty():
            fill(store, given.attributes, given.messages)
        print(f"{store.history.counts()}, {store.attributes.count():,} attributes")
        model = ModelLibrary(home.models).add(Path(os.environ["SELFAUDIT_TEST_MODEL"]))
        folder = Path(made) / "exports"
        folder.mkdir()
        (folder / "more.jsonl").write_text("".join(EXPORT % n for n in range(500)))
        alone = asyncio.run(measure(store, None, folder))
        extractor = Extractor(store, home, SharedModel(home, model))
        say(alone, asyncio.run(measure(store, extractor, folder)))
        store.close()
        if given.first_paint:
            first_paints(home.root, Path(made) / "empty", given.first_paint)


if __name__ == "__main__":
    main()

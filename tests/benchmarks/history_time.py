"""How long the chats take from a key to the screen, with years of them.

    python tests/benchmarks/history_time.py [CONVERSATIONS] [MESSAGES] [LONGEST] [--keep FOLDER]

By default 5,000 conversations with 100,000 messages, one more with 20,000, and 5,000 attributes of
which 2,000 are judged. Each key is pressed by itself; the time ends when the rows that a terminal
would get are made. Prints the time of the processor, which other programs do not lengthen;
without them it is the time waited. `--keep` makes the store in a folder, and uses it again where
it is there.
"""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from builders import PinnedClock, open_store
from large_history import LargeHistory
from textual.pilot import Pilot

from selfaudit.core.review.review import Review
from selfaudit.core.store.searching import Search
from selfaudit.core.store.store import Store
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.screens.chat import ChatScreen
from selfaudit.tui.screens.history import HistoryScreen
from selfaudit.tui.session import Session

WORDS = "jeka/tusori/wexiyo/bace/ba ce/sotu/fopetu/hatu so/tuha/ba".split("/")
"""From words that are nowhere to some that are in two of three messages."""


async def painted(pilot: Pilot[None], *keys: str) -> float:
    """Milliseconds from a key until what it changed is drawn."""
    begun = time.process_time()
    for key in keys:
        pilot.app.simulate_key(key)
    await pilot.pause()
    pilot.app.screen._compositor.render_strips()
    return (time.process_time() - begun) * 1_000


def told(name: str, times: list[float]) -> None:
    """Print the median and the 95th percentile."""
    high = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    print(f"{name:<44}{median(times):>8.1f} ms{high:>8.1f} ms  ({len(times)})")


async def repeated(pilot: Pilot[None], times: int, *keys: str) -> list[float]:
    """The same key pressed many times."""
    return [await painted(pilot, *keys) for _ in range(times)]


async def on_the_list(pilot: Pilot[None], screen: HistoryScreen) -> None:
    """Scroll through the list, narrow it, open conversations."""
    told("list: down", await repeated(pilot, 60, "down"))
    told("list: page down", await repeated(pilot, 60, "pagedown"))
    told("list: end and home", await repeated(pilot, 10, "end") + await repeated(pilot, 10, "home"))
    opened = []
    for _ in range(20):
        await painted(pilot, "pagedown")
        opened.append(await painted(pilot, "enter"))
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChatScreen)
        await painted(pilot, "q")
    told("list: open a conversation", opened)
    for key, name in (("o", "own words"), ("a", "with attributes"), ("s", "an import")):
        told(f"list: only {name}", await repeated(pilot, 3, key))
        await painted(pilot, "c")


async def searching(pilot: Pilot[None], screen: HistoryScreen) -> None:
    """Search for words, newest and best first; open the first hit and go from hit to hit."""
    newest, best, opened, hits = [], [], [], []
    for words in WORDS:
        begun = time.process_time()
        screen._narrow(Search(words=words))
        await pilot.pause()
        pilot.app.screen._compositor.render_strips()
        newest.append((time.process_time() - begun) * 1_000)
        best.append(await painted(pilot, "r"))
        await painted(pilot, "r")
        if screen._listing.finding.conversations:
            opened.append(await painted(pilot, "enter"))
            await pilot.pause()
            hits += await repeated(pilot, 5, "n")
            await painted(pilot, "q")
        await painted(pilot, "c")
    told("search: newest first", newest)
    told("search: best first", best)
    told("search: open the first hit", opened)
    told("search: next hit", hits)


async def in_the_longest(pilot: Pilot[None], session: Session) -> None:
    """Open the longest conversation and go through it."""
    found = session.store.browsing.conversations(Search(source=3)).conversations[0]
    conversation = session.store.history.conversation(found.conversation)
    opened = []
    for _ in range(5):
        begun = time.process_time()
        await pilot.app.push_screen(ChatScreen(session, conversation, Search()))
        await pilot.pause()
        pilot.app.screen._compositor.render_strips()
        opened.append((time.process_time() - begun) * 1_000)
        await painted(pilot, "q")
    await pilot.app.push_screen(ChatScreen(session, conversation, Search()))
    await pilot.pause()
    told(f"{conversation.messages:,} messages: open", opened)
    told(f"{conversation.messages:,} messages: down", await repeated(pilot, 100, "down"))
    told(f"{conversation.messages:,} messages: page down", await repeated(pilot, 100, "pagedown"))
    ends = await repeated(pilot, 5, "end") + await repeated(pilot, 5, "home")
    told(f"{conversation.messages:,} messages: end and home", ends)
    await painted(pilot, "end")
    told(f"{conversation.messages:,} messages: page up", await repeated(pilot, 100, "pageup"))
    told(f"{conversation.messages:,} messages: next attribute", await repeated(pilot, 30, "tab"))


async def measure(store: Store) -> None:
    """Press the keys."""
    clock = PinnedClock()
    session = Session(store, Review(store, clock), clock)
    app = SelfauditApp(session)
    gc.freeze()  # as the program does
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        told("home: open your chats", [await painted(pilot, "h")])
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, HistoryScreen)
        steps: list[Callable[[], Awaitable[None]]] = [
            lambda: on_the_list(pilot, screen),
            lambda: searching(pilot, screen),
            lambda: in_the_longest(pilot, session),
        ]
        for step in steps:
            await step()


def main() -> None:
    """Fill a store, and print how long each key took: the median and the 95th percentile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", type=int, nargs="*")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    conversations, messages, longest = (
        *given.numbers,
        *(5_000, 100_000, 20_000)[len(given.numbers) :],
    )
    with tempfile.TemporaryDirectory() as made:
        store = open_store(given.keep or Path(made))
        if store.history.is_empty():
            begun = time.monotonic()
            history = LargeHistory(store, PinnedClock())
            history.fill(conversations, messages, longest)
            history.infer(conversations, judged=conversations * 2 // 5)
            print(f"made in {time.monotonic() - begun:.0f} s")
        counts = store.history.counts()
        print(f"{counts['conversations']:,} conversations, {counts['messages']:,} messages")
        asyncio.run(measure(store))
        store.close()


if __name__ == "__main__":
    main()

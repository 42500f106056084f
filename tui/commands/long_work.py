"""Long work of a model: how far it has come, and a Ctrl+C that keeps what is done."""

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import TYPE_CHECKING

from selfaudit.tui.commands.consent import ask, show_download
from selfaudit.tui.commands.context import current_home
from selfaudit.tui.commands.output import ProgressLine, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.events import PreparationEnded
    from selfaudit.core.models.run import Purpose
    from selfaudit.core.store.store import Store
    from selfaudit.tui.wiring import Preparer

EVENT_NAMES = {
    "PreparationStarted": "started",
    "ItemDone": "item",
    "ItemFailed": "failed",
    "PreparationEnded": "done",
}

COMMANDS = {
    "selection": ("relevance select", "selections (one selector on one prompt each)"),
    "answers": ("compare prepare", "pairs of answers"),
    "judging": ("compare judge", "pairs judged"),
}
"""The command that goes on with each kind of work, and what its items are."""


@contextmanager
def cancelled_by_interrupt() -> Iterator[threading.Event]:
    """An event that the first Ctrl+C sets; the second one interrupts as usual."""
    cancel = threading.Event()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


def preparer_for(store: "Store", purpose: "Purpose", model: str | None, yes: bool) -> "Preparer":
    """What does one kind of work over a store, with a model that is fetched first if agreed.

    Raises ModelError when there is no model.
    """
    from selfaudit.core.study.in_force import study_in
    from selfaudit.tui.wiring import Preparer, SharedModel, choose_model

    home = current_home()
    chosen = choose_model(home, model, ask(yes), show_download, study_in(store))
    return Preparer(store, home, SharedModel(home, chosen), (purpose,))


def run_preparation(preparer: "Preparer", *, as_json: bool) -> None:
    """Run one kind of work to the end with progress, or until Ctrl+C, which keeps what is done.

    Says how much was done, and nothing of what came of it.
    """
    from selfaudit.core.events import ItemDone, ItemFailed, PreparationEnded, PreparationStarted

    line = ProgressLine()
    known = done = 0
    reasons: Counter[str] = Counter()
    try:
        with cancelled_by_interrupt() as cancel:
            for event in preparer.run(cancel):
                noun = COMMANDS[event.purpose][1]
                if as_json:
                    print_json({"event": EVENT_NAMES[type(event).__name__], **asdict(event)})
                match event:
                    case PreparationStarted():
                        known = done = event.known
                        _show(line, f"{event.items - known} to do, {noun}", as_json)
                    case ItemDone():
                        done = event.done
                        left = duration(event.seconds_left)
                        text = f"{done} of {event.items} {noun}, {left} left"
                        _show(line, text, as_json)
                    case ItemFailed():
                        done = event.done
                        reasons[event.reason] += 1
                    case PreparationEnded():
                        line.end()
                        if not as_json:
                            _say_end(event, known, done, reasons)
    finally:
        line.end()


def _show(line: ProgressLine, text: str, as_json: bool) -> None:
    if not as_json:
        line.show(text)


def _say_end(ended: "PreparationEnded", known: int, done: int, reasons: Counter[str]) -> None:
    command, noun = COMMANDS[ended.purpose]
    made = done - ended.failed
    before = f", {known} of them before" if known else ""
    say(
        f"{'Stopped' if ended.cancelled else 'Done'}: {made} of {ended.items} {noun}{before}. "
        f"{duration(ended.seconds)}."
    )
    if ended.failed:
        told = "; ".join(f"{reason} ({count})" for reason, count in reasons.items())
        say(f"{ended.failed} came to nothing: {told}.")
    if ended.cancelled or ended.failed:
        say(hint(f"`selfaudit {command}` goes on with what is missing."))


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"

"""selfaudit extract: attributes out of what was imported."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.consent import ask, show_download
from selfaudit.tui.commands.context import (
    current_home,
    home_option,
    json_option,
    model_option,
    no_adapter_option,
    opened_store,
    yes_option,
)
from selfaudit.tui.commands.long_work import cancelled_by_interrupt, duration
from selfaudit.tui.commands.output import ProgressLine, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.events import ExtractionDone, ExtractionEvent
    from selfaudit.tui.wiring import Extractor

EVENT_NAMES = {
    "ExtractionStarted": "started",
    "WindowDone": "window",
    "WindowFailed": "failed",
    "ModelRestarted": "restarted",
    "ExtractionDone": "done",
}


@click.command("extract")
@model_option
@no_adapter_option
@yes_option
@click.option(
    "--seed",
    default=0,
    show_default=True,
    type=click.IntRange(0, 2**32 - 1),
    help="Seed of reading order and sampling.",
)
@json_option
@home_option
def extract_command(
    model: str | None, without_adapter: bool, yes: bool, seed: int, as_json: bool
) -> None:
    """Let the model read your own words and note what it infers.

    Goes on where it stopped: finished windows are never done again. Ctrl+C stops it and keeps
    what it found.
    """
    from selfaudit.core.study.in_force import study_in
    from selfaudit.tui.wiring import Extractor, SharedModel, choose_model

    home = current_home()
    with opened_store() as store:
        chosen = choose_model(home, model, ask(yes), show_download, study_in(store))
        if without_adapter:
            chosen = chosen.without_adapter()
        run_extraction(Extractor(store, home, SharedModel(home, chosen), seed), as_json=as_json)


def run_extraction(extractor: "Extractor", *, as_json: bool) -> "ExtractionDone | None":
    """Run to the end with progress, or until Ctrl+C, which keeps what was found."""
    from selfaudit.core.events import ExtractionDone

    line = ProgressLine()
    done: ExtractionDone | None = None
    with cancelled_by_interrupt() as cancel:
        for event in extractor.run(cancel):
            if as_json:
                print_json({"event": EVENT_NAMES[type(event).__name__], **asdict(event)})
            else:
                line.show(_line(event))
            if isinstance(event, ExtractionDone):
                done = event
    line.end()
    if done is not None and not as_json:
        say(_summary(done))
    return done


def _line(event: "ExtractionEvent") -> str:
    from selfaudit.core.events import ExtractionStarted, ModelRestarted, WindowDone, WindowFailed

    match event:
        case ExtractionStarted():
            return f"{event.windows - event.windows_known} windows to read" + _sample(
                event.sample_windows_left, None
            )
        case WindowDone():
            left = "" if event.seconds_left is None else f", {duration(event.seconds_left)} left"
            return (
                f"{event.done} of {event.windows} windows, {event.attributes} attributes, "
                f"{event.tokens_per_second:.0f} tokens/s{left}"
                + _sample(event.sample_windows_left, event.sample_seconds_left)
            )
        case WindowFailed() | ModelRestarted():
            return event.reason
        case _:
            return ""


def _sample(left: int | None, seconds: float | None) -> str:
    from selfaudit.tui.budget_words import waiting

    said = waiting(left, seconds)
    return f"; {said}" if said else ""


def _summary(done: "ExtractionDone") -> str:
    if done.cancelled:
        return hint(f"Stopped. {done.attributes} attributes so far; `selfaudit extract` goes on.")
    alike = f", {done.windows_alike} with the words of another" if done.windows_alike else ""
    failed = f" {done.windows_failed} windows failed." if done.windows_failed else ""
    return (
        f"Done: {done.windows} windows, {done.windows_known} of them known before{alike}; "
        f"{done.candidates} candidates in this run, {done.quarantined} of them quarantined; "
        f"{done.attributes} attributes in all. {duration(done.seconds)}, "
        f"{done.tokens_per_second:.0f} tokens/s.{failed}"
    )

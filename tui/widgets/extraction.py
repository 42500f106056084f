"""How the extraction is going."""

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.attribute import QuarantineReason
from selfaudit.core.models.budget import Budget
from selfaudit.tui import budget_words
from selfaudit.tui.drawable import one_line
from selfaudit.tui.extraction import Extraction, Phase
from selfaudit.tui.styled import content
from selfaudit.tui.words import WHY_QUARANTINED, count, duration

_BAR_CELLS = 14

_TITLES = {
    Phase.UNAVAILABLE: "",
    Phase.WAITING: "Extraction: not begun",
    Phase.RUNNING: "Extraction: the model reads your own words",
    Phase.STOPPING: "Extraction: stopping",
    Phase.STOPPED: "Extraction: stopped by you",
    Phase.DONE: "Extraction: done",
    Phase.FAILED: "Extraction: broke off",
}


class ExtractionView(Static):
    """Windows read of all, speed, time left, attributes so far, what was quarantined and why."""

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(
        self, extraction: Extraction, quarantined: Mapping[str, int], budget: Budget | None = None
    ) -> None:
        """Show the state; `quarantined` counts candidates by reason."""
        self.display = extraction.phase is not Phase.UNAVAILABLE
        self.border_title = _TITLES[extraction.phase]
        lines = [_failure(extraction)] if extraction.error is not None else []
        if extraction.windows:
            lines.append(_bar(extraction))
        elif extraction.phase is Phase.RUNNING:
            lines.append(Content("Making the model ready."))
        if budget is not None:
            lines += [Content(line) for line in _budget(extraction, budget)]
        lines.append(Content(_found(extraction)))
        lines += [Content(line) for line in _quarantined(quarantined)]
        if extraction.failed:
            tried = count(extraction.failed, "window")
            lines.append(Content(f"{tried} gave no result; the next extraction tries again."))
        if extraction.restarts:
            times = count(extraction.restarts, "time")
            lines.append(Content(f"The model had to be started again {times}. Nothing was lost."))
        self.update(Content("\n").join(lines))


def _bar(extraction: Extraction) -> Content:
    full = round(_BAR_CELLS * extraction.done / max(1, extraction.windows))
    words = f"  {extraction.done:,} of {count(extraction.windows, 'window')} read"
    if extraction.is_running and extraction.tokens_per_second > 0:
        words += f" · {extraction.tokens_per_second:,.0f} tokens/s"
    if extraction.is_running and extraction.seconds_left is not None:
        words += f" · {duration(extraction.seconds_left)} left"
    return Content.assemble(
        ("━" * full, "$primary"), ("─" * (_BAR_CELLS - full), "$foreground 65%"), words
    )


def _budget(extraction: Extraction, budget: Budget) -> list[str]:
    left = budget_words.waiting(extraction.sample_left, extraction.sample_seconds_left)
    said = left if left and extraction.is_running else budget_words.sample(budget)
    return [budget_words.summary(budget), said]


def _found(extraction: Extraction) -> str:
    behind = "it" if extraction.attributes == 1 else "them"
    return f"{count(extraction.attributes, 'attribute')} with your own words behind {behind}"


def _quarantined(quarantined: Mapping[str, int]) -> list[str]:
    total = sum(quarantined.values())
    if not total:
        return []
    lines = [f"{total:,} quarantined, so no attributes:"]
    for reason, number in quarantined.items():
        known = reason in set(QuarantineReason)
        words = WHY_QUARANTINED[QuarantineReason(reason)] if known else one_line(reason, 60)
        lines.append(f"  {number:,} because {words}")
    return lines


def _failure(extraction: Extraction) -> Content:
    error = extraction.error
    assert error is not None
    parts = [content(error.title).stylize("bold $text-error"), content(error.message)]
    if error.hint:
        parts.append(Content.styled("What to try: ", "bold") + content(error.hint))
    return Content("\n").join(parts)

"""Words of the first screen."""

from textual.content import Content

from selfaudit.core.study.study import Study
from selfaudit.core.study.words import in_short
from selfaudit.tui.drawable import one_line
from selfaudit.tui.extraction import Phase
from selfaudit.tui.next_step import NextStep, Step
from selfaudit.tui.stages import StageLine


def beside_labels(step: NextStep, *, any_attribute: bool) -> dict[str, str]:
    """Labels that go: of what cannot be done yet, and of what Enter does already."""
    if not any_attribute:
        return {"marking": "", "voting": ""}
    return {
        Step.MARK: {"marking": ""},
        Step.COMPARE: {"voting": ""},
        Step.REPORT: {"report": ""},
    }.get(step.step, {})


def nothing_stored(step: NextStep, phase: Phase) -> dict[str, str]:
    """Labels that go while nothing is stored: Enter brings chats in, and all else needs some."""
    if step.step is not Step.IMPORT:
        return {}
    is_idle = phase in (Phase.WAITING, Phase.UNAVAILABLE)
    idle = {"history": "", "toggle_extraction": ""} if is_idle else {}
    return {"bring_in": "", **idle}


def stage_line(number: int, line: StageLine) -> Content:
    """A question, how far it has come, and its key."""
    return Content.assemble(
        (f"{number}  ", "$foreground 65%"),
        (f"{line.question:<18}", "bold"),
        f" {line.state:<36} ",
        (line.key, "bold $primary"),
    )


def study_line(study: Study | None) -> str:
    """In which study the person is, and what it fixes; "" for none."""
    if study is None:
        return ""
    return f"In the study “{one_line(study.title, 60)}” (fixed: {in_short(study)})."


def lowered(title: str) -> str:
    """A title as part of a sentence."""
    return title[0].lower() + title[1:]


def toggle_label(phase: Phase) -> str:
    """What the key of the extraction does now."""
    match phase:
        case Phase.RUNNING:
            return "stop the extraction"
        case Phase.STOPPED | Phase.WAITING:
            return "go on with the extraction"
        case Phase.FAILED:
            return "try the extraction again"
        case _:
            return ""

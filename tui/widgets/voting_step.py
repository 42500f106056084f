"""What there is to do where no pair is open."""

from textual.content import Content
from textual.widgets import Static

from selfaudit.tui.styled import content
from selfaudit.tui.voting_step import VotingStep

_BAR_CELLS = 24


class VotingStepView(Static):
    """A heading, paragraphs, and the key that goes on."""

    DEFAULT_CSS = """
    VotingStepView {
        width: 100%; max-width: 80; height: auto; padding: 1 2; margin: 1 0;
        border: round $foreground 30%;
        &.-ready { border: round $primary; }
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, step: VotingStep, remark: str) -> None:
        """Show a step, with a remark on what just happened."""
        self.set_class(bool(step.enter), "-ready")
        first, *others = (content(text) for text in step.texts)
        lines = [content(step.title).stylize("bold"), first, *others]
        if step.items:
            lines.insert(1, _bar(step.done, step.items))
        keys = [(key, words) for key, words in (("Enter", step.enter), ("r", step.reveal)) if words]
        if keys:
            lines.append(Content("    ").join(_key(key, words) for key, words in keys))
        if remark:
            lines.append(Content.styled(remark, "$text-accent"))
        self.update(Content("\n\n").join(lines))


def _key(key: str, words: str) -> Content:
    name = Content.styled(f" {key} ", "bold reverse $primary")
    return name + f"  {words[0].upper()}{words[1:]}"


def _bar(done: int, items: int) -> Content:
    full = round(_BAR_CELLS * done / max(1, items))
    return Content.assemble(
        ("━" * full, "$primary"), ("─" * (_BAR_CELLS - full), "$foreground 65%")
    )

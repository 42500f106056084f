"""What there is to wait for where no card is due."""

from textual.content import Content
from textual.widgets import Static

from selfaudit.tui.next_step import NextStep


class WaitingView(Static):
    """The next step in words, and a remark on what just happened."""

    def __init__(self) -> None:
        super().__init__(id="waiting", markup=False)

    def show(self, step: NextStep, remark: str, *, more_come: bool) -> None:
        """Show a step; `more_come` tells whether cards may still come by themselves."""
        lines = [Content.styled(step.title, "bold"), Content(step.text)]
        if more_come:
            lines.append(Content.styled("They appear here by themselves.", "$foreground 65%"))
        if remark:
            lines.append(Content.styled(remark, "$text-accent"))
        self.update(Content("\n\n").join(lines))

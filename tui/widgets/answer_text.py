"""The text of one answer."""

from collections.abc import Sequence

from textual.content import Content

from selfaudit.core.models.run import FinishReason
from selfaudit.tui.lines import Line
from selfaudit.tui.markdown import Mark, parse
from selfaudit.tui.widgets.lines import LinesView

_CUT_OFF = "… This answer stopped at its length limit."


class AnswerText(LinesView):
    """One answer, whole, in as many rows as it needs."""

    def show(self, text: str, finish_reason: str, marks: Sequence[Mark] = ()) -> None:
        """Show an answer; `marks` are places in it that stand out."""
        lines = parse(text or "(erased)", marks)
        if finish_reason == FinishReason.LENGTH:
            remark = Content.styled(_CUT_OFF, "italic $foreground 65%")
            lines += [Line(), Line(remark)]
        self.lay(lines)

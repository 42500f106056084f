"""The line of keys at the foot of every screen."""

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from selfaudit.tui.actions import Action, Place, actions_at

_GAP = Content("   ")


class KeyLine(Widget):
    """Shows the keys of a screen, in as many lines as they need. Each can be clicked."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom; height: auto; width: 1fr; padding: 0 2;
        background: $panel; color: $text-muted;
        link-style: none; link-color: $foreground; link-background-hover: $primary 30%;
        link-color-hover: $foreground; link-style-hover: none;
    }
    """

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._actions = [action for action in actions_at(place) if action.label]
        self._hints: list[Content] = []
        self.relabel({})

    def relabel(self, labels: dict[str, str]) -> None:
        """Call actions by other names for now; an empty name takes one out of the line."""
        named = [(action, labels.get(action.id, action.label)) for action in self._actions]
        self._hints = [_hint(action, label) for action, label in named if label]
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the keys need at this width."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The keys, wrapped between them and never inside."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for hint in self._hints:
            longer = rows[-1] + _GAP + hint if rows else hint
            if rows and longer.cell_length <= width:
                rows[-1] = longer
            else:
                rows.append(hint)
        return rows


def _hint(action: Action, label: str) -> Content:
    target = "app" if action.place is Place.EVERYWHERE else "screen"
    click = Style.from_meta({"@click": f"{target}.{action.id}"})
    return Content.assemble((action.key, "bold $primary"), f" {label}").stylize(click)

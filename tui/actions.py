"""What each screen offers, read from the table of actions: bindings, key line and help."""

from collections.abc import Iterator
from dataclasses import dataclass

from textual.binding import BindingType

from selfaudit.core.comparison.wordings import ABOUT_YOU, BETTER, RATING, REASONS
from selfaudit.core.models.wording import Wording
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.review.wordings import ASKED, TRUE, TYPISTS
from selfaudit.tui.action import Action, Group, Place
from selfaudit.tui.action_table import ACTIONS

__all__ = ["Action", "HelpLine", "Place", "actions_at", "bindings_at", "help_for"]

_ALONE = (
    Place.EVERYWHERE,
    Place.WRITING,
    Place.READING,
    Place.HELP,
    Place.RECALL,
    Place.GUESS,
    Place.ERASING,
    Place.BUDGET,
)
_OF_TEXTUAL = ("command_palette",)


def actions_at(place: Place) -> list[Action]:
    """The actions of a screen, those of every screen last."""
    everywhere = [] if place in _ALONE else _of(Place.EVERYWHERE)
    return [*_of(place), *everywhere]


def bindings_at(place: Place) -> list[BindingType]:
    """What a screen, or for `EVERYWHERE` the app, binds."""
    return [action.binding for action in _of(place) if action.keys and action.id not in _OF_TEXTUAL]


def _of(place: Place) -> list[Action]:
    return [action for action in ACTIONS if action.place is place]


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line of the help: keys, and what they do."""

    keys: str
    words: str


_QUESTIONS: dict[Place, tuple[Wording, ...]] = {
    Place.REVIEW: tuple(ASKED.values()),
    Place.TYPISTS: (TYPISTS,),
    Place.PRACTICE: (TRUE,),
    Place.MARKING: (SHOULD_MATTER,),
    Place.MATCHING: (SHOULD_MATTER,),
    Place.VOTING: (BETTER, REASONS, ABOUT_YOU),
    Place.RESULTS: (RATING,),
}
"""What is asked on a screen."""


def help_for(place: Place) -> Iterator[tuple[str, list[HelpLine]]]:
    """The help of a screen, by heading: first the questions, then the actions by group."""
    for wording in _QUESTIONS.get(place, ()):
        yield wording.text, [HelpLine(choice.key, choice.words) for choice in wording.choices]
    actions = [action for action in actions_at(place) if action.help]
    for group in Group:
        lines = [
            HelpLine(_keys(action), action.help) for action in actions if action.group == group
        ]
        if lines:
            yield group.value, lines


_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "Backspace",
    "exclamation_mark": "!",
    "question_mark": "?",
    "slash": "/",
    "shift+tab": "Shift+Tab",
    "end": "End",
    "f1": "F1",
    "ctrl+p": "Ctrl+P",
    "ctrl+q": "Ctrl+Q",
    "up": "↑ ↓",
    "pageup": "Page Up/Down",
    "left": "← →",
    "right": "→",
    "pagedown": "Page Down",
    "space": "Space",
    "tab": "Tab",
    "home": "Home",
}


def _keys(action: Action) -> str:
    return " or ".join(_NAMES.get(key, key) for key in action.keys)

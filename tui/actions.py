"""Everything a person can do, once: keys, footer, help and command palette come from here."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.wordings import ASKED


class Group(StrEnum):
    """The headings under which help lists actions."""

    JUDGE = "Judging a card"
    CARD = "On any card"
    LOOK = "Looking closer"
    HOME = "On the first screen"
    MOVE = "Moving about"
    WRITE = "While writing"


class Place(StrEnum):
    """The screens that offer actions."""

    EVERYWHERE = "everywhere"
    HOME = "home"
    REVIEW = "review"
    WELCOME = "welcome"
    SUMMARY = "summary"
    CONVERSATION = "conversation"
    READING = "reading"
    HELP = "help"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: its name in code, its keys, what the key line and the help call it.

    `key` is how the first key looks on a keyboard. An action without a `label` is not in the
    key line.
    """

    id: str
    place: Place
    keys: tuple[str, ...]
    key: str
    label: str
    help: str
    group: Group

    @property
    def binding(self) -> Binding:
        """The action as Textual binds it."""
        return Binding(
            ",".join(self.keys),
            self.id,
            self.label or self.help,
            show=bool(self.label),
            key_display=self.key,
            tooltip=self.help,
            id=f"{self.place}.{self.id}",
        )


ACTIONS = (
    Action("begin", Place.HOME, ("enter", "r"), "Enter", "judge cards",
           "Judge cards, or go on where you stopped.", Group.HOME),
    Action("toggle_extraction", Place.HOME, ("x",), "x", "stop or resume the extraction",
           "Stop the extraction of attributes, or let it go on. What was found is kept.",
           Group.HOME),
    Action("next_theme", Place.HOME, ("t",), "t", "colours",
           "Change the colours: dark, light, your terminal's own.", Group.HOME),
    Action("quit", Place.HOME, ("q",), "q", "quit",
           "Leave. Everything is kept.", Group.HOME),
    Action("skip", Place.REVIEW, ("s",), "s", "skip",
           "Leave this question unanswered and go on.", Group.CARD),
    Action("edit", Place.REVIEW, ("e",), "e", "edit",
           "Put the statement in your own words. It then counts as not accepted as written.",
           Group.CARD),
    Action("comment", Place.REVIEW, ("c",), "c", "comment",
           "Note a remark of your own on this card.", Group.CARD),
    Action("flag", Place.REVIEW, ("f",), "f", "flag",
           "Flag the card to find it again, or take the flag off.", Group.CARD),
    Action("surprise", Place.REVIEW, ("exclamation_mark",), "!", "surprised me",
           "Mark that this surprised you, or take the mark off.", Group.CARD),
    Action("details", Place.REVIEW, ("d",), "d", "details",
           "See what else the model noted, and all its quotes. After your first answer only.",
           Group.LOOK),
    Action("conversation", Place.REVIEW, ("v",), "v", "conversation",
           "Read the conversation around the quote.", Group.LOOK),
    Action("undo", Place.REVIEW, ("z", "backspace"), "z", "undo",
           "Take back the last thing you did. As often as you like, also days later.",
           Group.CARD),
    Action("scroll_evidence(-1)", Place.REVIEW, ("up", "pageup"), "↑ ↓", "",
           "Scroll the message that the quote is from.", Group.LOOK),
    Action("scroll_evidence(1)", Place.REVIEW, ("down", "pagedown"), "", "", "", Group.LOOK),
    Action("leave", Place.REVIEW, ("q", "escape"), "q", "stop",
           "Go back to the first screen. Everything is kept.", Group.MOVE),
    Action("go_on", Place.WELCOME, ("enter",), "Enter", "show the first card",
           "Show the first card.", Group.MOVE),
    Action("leave", Place.WELCOME, ("q", "escape"), "q", "not now",
           "Go back to the first screen.", Group.MOVE),
    Action("go_on", Place.SUMMARY, ("enter",), "Enter", "next set",
           "Begin the next set of cards.", Group.MOVE),
    Action("undo", Place.SUMMARY, ("z", "backspace"), "z", "undo the last answer",
           "Take back the last answer of the set.", Group.CARD),
    Action("leave", Place.SUMMARY, ("q", "escape"), "q", "stop here",
           "Go back to the first screen. Everything is kept.", Group.MOVE),
    Action("earlier", Place.CONVERSATION, ("p",), "p", "previous page",
           "Show the messages before these.", Group.LOOK),
    Action("later", Place.CONVERSATION, ("n",), "n", "next page",
           "Show the messages after these.", Group.LOOK),
    Action("evidence", Place.CONVERSATION, ("g",), "g", "back to the quote",
           "Show the quote again.", Group.LOOK),
    Action("leave", Place.CONVERSATION, ("escape", "q", "v"), "Esc", "back to the card",
           "Go back to the card.", Group.MOVE),
    Action("leave", Place.READING, ("escape", "q", "enter"), "Esc", "back",
           "Go back.", Group.MOVE),
    Action("leave", Place.HELP, ("escape", "q", "enter", "question_mark", "f1"), "Esc", "back",
           "Go back.", Group.MOVE),
    Action("save", Place.WRITING, ("enter",), "Enter", "save",
           "Keep what you wrote.", Group.WRITE),
    Action("leave", Place.WRITING, ("escape",), "Esc", "leave it as it was",
           "Keep nothing of it.", Group.WRITE),
    Action("help", Place.EVERYWHERE, ("question_mark", "f1"), "?", "help",
           "This list.", Group.MOVE),
    Action("command_palette", Place.EVERYWHERE, ("ctrl+p",), "Ctrl+P", "",
           "Find anything by name.", Group.MOVE),
    Action("quit", Place.EVERYWHERE, ("ctrl+q",), "Ctrl+Q", "",
           "Leave at once from anywhere. Everything is kept.", Group.MOVE),
)  # fmt: skip
"""Every action of the interface. The keys of answers come from the wordings themselves."""

_ALONE = (Place.EVERYWHERE, Place.WRITING, Place.READING, Place.HELP)
_OF_TEXTUAL = ("command_palette",)


def actions_at(place: Place) -> list[Action]:
    """The actions of a screen, those of every screen last."""
    everywhere = [] if place in _ALONE else _of(Place.EVERYWHERE)
    return [*_of(place), *everywhere]


def bindings_at(place: Place) -> list[BindingType]:
    """What a screen, or for `EVERYWHERE` the app, binds."""
    return [action.binding for action in _of(place) if action.id not in _OF_TEXTUAL]


def _of(place: Place) -> list[Action]:
    return [action for action in ACTIONS if action.place is place]


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line of the help: keys, and what they do."""

    keys: str
    words: str


def help_for(place: Place) -> Iterator[tuple[str, list[HelpLine]]]:
    """The help of a screen, by heading: first the questions, then the actions by group."""
    if place is Place.REVIEW:
        for question in (Question.TRUE, Question.WHY, Question.REMEMBER):
            wording = ASKED[question]
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
    "f1": "F1",
    "ctrl+p": "Ctrl+P",
    "ctrl+q": "Ctrl+Q",
    "up": "↑ ↓",
    "pageup": "Page Up/Down",
}


def _keys(action: Action) -> str:
    return " or ".join(_NAMES.get(key, key) for key in action.keys)

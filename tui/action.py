"""What an action is: where it is offered, by which keys, and what it is called."""

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Group(StrEnum):
    """The headings under which help lists actions."""

    JUDGE = "Judging a card"
    CARD = "On any card"
    MARK = "Marking what should matter"
    REVEAL = "After a block of marks"
    COMPARE = "Comparing answers"
    GIVE = "Giving data away"
    BRING = "Bringing in chats"
    LOOK = "Looking closer"
    HOME = "On the first screen"
    MOVE = "Moving about"
    WRITE = "While writing"
    FIND = "Finding in your chats"
    KEEP = "Erasing and keeping"


class Place(StrEnum):
    """The screens that offer actions."""

    EVERYWHERE = "everywhere"
    HOME = "home"
    REVIEW = "review"
    TYPISTS = "typists"
    RECALL = "recall"
    WELCOME = "welcome"
    PRACTICE = "practice"
    GUESS = "guess"
    SUMMARY = "summary"
    CONVERSATION = "conversation"
    READING = "reading"
    HELP = "help"
    WRITING = "writing"
    ABOUT_ME = "about me"
    MARKING = "marking"
    MATCHING = "matching"
    FIRST_COMPARISON = "first comparison"
    VOTING = "voting"
    RESULTS = "results"
    REPORT = "report"
    BEHIND = "behind"
    GIVING = "giving"
    ROWS = "rows"
    LISTING = "listing"
    CHOICES = "choices"
    CONSENT = "consent"
    MADE = "made"
    HISTORY = "history"
    CHAT = "chat"
    ATTRIBUTE = "attribute"
    NOTED = "noted"
    DATA = "data"
    ERASING = "erasing"
    IMPORTING = "importing"
    LEAVING_OUT = "leaving out"
    BUDGET = "budget"


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

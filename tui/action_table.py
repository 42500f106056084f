"""The table of everything a person can do: keys, footer, help and command palette follow it."""

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
    MARKING = "marking"
    MATCHING = "matching"
    FIRST_COMPARISON = "first comparison"
    VOTING = "voting"
    RESULTS = "results"


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
    Action("begin", Place.HOME, ("enter",), "Enter", "judge cards",
           "Do what is next: judge cards, mark what should matter, compare answers.", Group.HOME),
    Action("review", Place.HOME, ("r",), "r", "",
           "Judge cards, or go on where you stopped.", Group.HOME),
    Action("marking", Place.HOME, ("m",), "m", "what should matter",
           "Say which attributes should matter to a prompt.", Group.HOME),
    Action("voting", Place.HOME, ("c",), "c", "compare answers",
           "Compare answers that used your attributes with answers that did not.", Group.HOME),
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
    Action("go_on", Place.MARKING, ("enter",), "Enter", "begin the block",
           "Begin a block of prompts, or open a finished one.", Group.MARK),
    Action("skip", Place.MARKING, ("s",), "s", "skip",
           "Leave this question unanswered and go on. It then counts as missing, not as no.",
           Group.MARK),
    Action("undo", Place.MARKING, ("z", "backspace"), "z", "undo",
           "Take back the last mark of this block, as often as you like.", Group.MARK),
    Action("write_prompt", Place.MARKING, ("p",), "p", "add a prompt",
           "Write a prompt of your own for the next block.", Group.MARK),
    Action("last_reveal", Place.MARKING, ("l",), "l", "last reveal",
           "See the last block that was laid open.", Group.LOOK),
    Action("retry", Place.MARKING, ("x",), "x", "try the selectors again",
           "Let the selectors work again after something went wrong.", Group.MARK),
    Action("scroll_prompt(-1)", Place.MARKING, ("up", "pageup"), "↑ ↓", "",
           "Scroll the prompt.", Group.LOOK),
    Action("scroll_prompt(1)", Place.MARKING, ("down", "pagedown"), "", "", "", Group.LOOK),
    Action("leave", Place.MARKING, ("q", "escape"), "q", "stop",
           "Go back to the first screen. Everything is kept.", Group.MOVE),
    Action("move(-1)", Place.MATCHING, ("up",), "↑↓", "attributes",
           "Go from attribute to attribute, and from prompt to prompt.", Group.REVEAL),
    Action("move(1)", Place.MATCHING, ("down",), "", "", "", Group.REVEAL),
    Action("move_prompt(1)", Place.MATCHING, ("pagedown", "space"), "Page", "next prompt",
           "Go to the next prompt; Page Up goes to the one before.", Group.REVEAL),
    Action("move_prompt(-1)", Place.MATCHING, ("pageup",), "", "", "", Group.REVEAL),
    Action("turn(-1)", Place.MATCHING, ("left",), "←→", "turn the dial",
           "Move the threshold and see what would be extra and what missed.", Group.REVEAL),
    Action("turn(1)", Place.MATCHING, ("right",), "", "", "", Group.REVEAL),
    Action("next_dial", Place.MATCHING, ("d",), "d", "another dial",
           "Put the dial on another selector.", Group.REVEAL),
    Action("undo", Place.MATCHING, ("z", "backspace"), "z", "undo a correction",
           "Take back the last correction.", Group.REVEAL),
    Action("leave", Place.MATCHING, ("q", "escape", "enter"), "q", "back",
           "Go back. It can be opened again.", Group.MOVE),
    Action("go_on", Place.FIRST_COMPARISON, ("enter",), "Enter", "go on",
           "Go on.", Group.MOVE),
    Action("leave", Place.FIRST_COMPARISON, ("q", "escape"), "q", "not now",
           "Go back to the first screen.", Group.MOVE),
    Action("go_on", Place.VOTING, ("enter",), "Enter", "go on",
           "Go on: begin a block, end the reasons, or see which answer was which.",
           Group.COMPARE),
    Action("reveal", Place.VOTING, ("r",), "r", "open the block now",
           "End a block whose model is too weak, and see which answer was which.", Group.COMPARE),
    Action("flip", Place.VOTING, ("tab",), "Tab", "the other answer",
           "Show the other answer, or choose it for scrolling.", Group.COMPARE),
    Action("pick('left')", Place.VOTING, ("left",), "← →", "",
           "Show the left or the right answer, or choose it for scrolling.", Group.COMPARE),
    Action("pick('right')", Place.VOTING, ("right",), "", "", "", Group.COMPARE),
    Action("read_prompt", Place.VOTING, ("p",), "p", "the prompt",
           "Read the whole prompt.", Group.LOOK),
    Action("scroll_by(-1)", Place.VOTING, ("up",), "↑ ↓", "",
           "Scroll the answers.", Group.LOOK),
    Action("scroll_by(1)", Place.VOTING, ("down",), "", "", "", Group.LOOK),
    Action("scroll_page(-1)", Place.VOTING, ("pageup",), "Page", "",
           "Scroll the answers by a page.", Group.LOOK),
    Action("scroll_page(1)", Place.VOTING, ("pagedown", "space"), "", "", "", Group.LOOK),
    Action("together", Place.VOTING, ("a",), "a", "scroll apart",
           "Scroll both answers together, or each alone.", Group.LOOK),
    Action("last_results", Place.VOTING, ("l",), "l", "last results",
           "See the last block that was laid open.", Group.LOOK),
    Action("undo", Place.VOTING, ("z", "backspace"), "z", "undo",
           "Take back your last answer in this block, as often as you like.", Group.COMPARE),
    Action("leave", Place.VOTING, ("q", "escape"), "q", "stop",
           "Go back to the first screen. Everything is kept.", Group.MOVE),
    Action("later", Place.RESULTS, ("n",), "n", "next pair",
           "Go to the next pair.", Group.LOOK),
    Action("earlier", Place.RESULTS, ("p",), "p", "previous",
           "Go to the pair before, and from the first one to the counts.", Group.LOOK),
    Action("turn(-1)", Place.RESULTS, ("left",), "← →", "",
           "Go from pair to pair.", Group.LOOK),
    Action("turn(1)", Place.RESULTS, ("right",), "", "", "", Group.LOOK),
    Action("counts", Place.RESULTS, ("c", "home"), "c", "the counts",
           "Go back to the counts of the block.", Group.LOOK),
    Action("scroll_page(-1)", Place.RESULTS, ("up", "pageup"), "↑ ↓", "",
           "Scroll.", Group.LOOK),
    Action("scroll_page(1)", Place.RESULTS, ("down", "pagedown", "space"), "", "", "", Group.LOOK),
    Action("undo", Place.RESULTS, ("z", "backspace"), "z", "undo a rating",
           "Take back the last rating.", Group.COMPARE),
    Action("leave", Place.RESULTS, ("q", "escape"), "q", "back",
           "Go back. It can be opened again.", Group.MOVE),
    Action("help", Place.EVERYWHERE, ("question_mark", "f1"), "?", "help",
           "This list.", Group.MOVE),
    Action("command_palette", Place.EVERYWHERE, ("ctrl+p",), "Ctrl+P", "",
           "Find anything by name.", Group.MOVE),
    Action("quit", Place.EVERYWHERE, ("ctrl+q",), "Ctrl+Q", "",
           "Leave at once from anywhere. Everything is kept.", Group.MOVE),
)  # fmt: skip
"""Every action of the interface. The keys of answers come from the wordings themselves."""

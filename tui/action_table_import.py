"""The part of the table of actions that is about bringing in chats."""

from selfaudit.tui.action import Action, Group, Place

IMPORT_ACTIONS = (
    Action("go_on", Place.IMPORTING, ("enter",), "Enter", "go on",
           "Look through what was named, or import what is shown.", Group.BRING),
    Action("choose", Place.IMPORTING, ("l",), "l", "leave some out",
           "See every conversation, and choose which are left out.", Group.BRING),
    Action("add", Place.IMPORTING, ("a",), "a", "add another",
           "Name another file or folder.", Group.BRING),
    Action("scroll_by(-1)", Place.IMPORTING, ("up", "pageup"), "↑ ↓", "",
           "Scroll.", Group.LOOK),
    Action("scroll_by(1)", Place.IMPORTING, ("down", "pagedown"), "", "", "", Group.LOOK),
    Action("leave", Place.IMPORTING, ("escape", "q"), "Esc", "back",
           "Stop what is going on, or go back. What was stored is kept.", Group.MOVE),

    Action("put", Place.LEAVING_OUT, ("space", "enter"), "Space", "leave out",
           "Leave the conversation out, or take it.", Group.BRING),
    Action("leave_all", Place.LEAVING_OUT, ("n",), "n", "none of these",
           "Leave everything out that is shown.", Group.BRING),
    Action("take_all", Place.LEAVING_OUT, ("a",), "a", "all of these",
           "Take everything that is shown.", Group.BRING),
    Action("words", Place.LEAVING_OUT, ("slash",), "/", "search",
           "Show only what has words in its title; with Enter also in your own words.",
           Group.FIND),
    Action("days", Place.LEAVING_OUT, ("d",), "d", "days",
           "Show only what began on some days.", Group.FIND),
    Action("clear", Place.LEAVING_OUT, ("c",), "c", "everything",
           "Show everything again.", Group.FIND),
    Action("undo", Place.LEAVING_OUT, ("z", "backspace"), "z", "undo",
           "Take back the last choice, as often as you like.", Group.BRING),
    Action("move(-1)", Place.LEAVING_OUT, ("up",), "↑ ↓", "",
           "Go up and down.", Group.LOOK),
    Action("move(1)", Place.LEAVING_OUT, ("down",), "", "", "", Group.LOOK),
    Action("move_page(1)", Place.LEAVING_OUT, ("pagedown",), "Page", "",
           "Go a page further; Page Up goes back.", Group.LOOK),
    Action("move_page(-1)", Place.LEAVING_OUT, ("pageup",), "", "", "", Group.LOOK),
    Action("leave", Place.LEAVING_OUT, ("q", "escape"), "q", "done",
           "Go back. Your choices are kept until you import or leave.", Group.MOVE),
)  # fmt: skip
"""Keys where chats are brought in, and where some of them are left out."""

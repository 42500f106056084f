"""What commands print: JSON for programs, drawable text for people."""

import json
import shutil
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from selfaudit.tui.commands.context import invocation

if TYPE_CHECKING:
    from selfaudit.core.errors import SelfauditError
    from selfaudit.core.models.attribute import Attribute
    from selfaudit.core.models.item import Response
    from selfaudit.core.models.judgment import Judgment
    from selfaudit.core.store.history import StoredMessage


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 card", "2 cards"."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def print_json(value: object) -> None:
    """One JSON value on one line. Text from outside is escaped to ASCII, so it cannot act."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    click.echo(json.dumps(value, ensure_ascii=True))


def say(text: str, *, to_stderr: bool = False) -> None:
    """A line for a person, with everything that could act on the terminal made visible.

    Lines too long for a terminal end between words.
    """
    from selfaudit.tui.drawable import drawable

    stream = sys.stderr if to_stderr else sys.stdout
    shown = drawable(text)
    if stream.isatty():
        width = min(100, shutil.get_terminal_size().columns) - 1
        lines = (textwrap.wrap(line, width, replace_whitespace=False) for line in shown.split("\n"))
        shown = "\n".join("\n".join(wrapped) for wrapped in lines)
    click.echo(shown, err=to_stderr)


def excerpt(text: str, length: int = 160) -> str:
    """A text as one line that is not longer than that."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def hint(text: str) -> str:
    """A hint whose `selfaudit ...` finds the home of this call again."""
    return text.replace("`selfaudit", f"`{invocation()}")


def say_error(error: "SelfauditError", *, as_json: bool) -> None:
    """What happened, and what to try."""
    if as_json:
        shown = {"title": error.title, "message": error.message, "hint": hint(error.hint)}
        print_json({"error": shown})
        return
    say(f"{error.title}.", to_stderr=True)
    say(error.message, to_stderr=True)
    if error.hint:
        say(hint(error.hint), to_stderr=True)


def attribute_json(attribute: "Attribute") -> Mapping[str, Any]:
    """An attribute as `attributes --json` yields it."""
    return {
        "id": attribute.id,
        "statement": attribute.statement,
        "as_written": attribute.as_written,
        **asdict(attribute.description),
        "support": attribute.support,
        "verdict": attribute.verdict,
        "evidence": [
            {
                "conversation": piece.conversation,
                "message": piece.message,
                "start": piece.start,
                "end": piece.end,
                "quote": piece.quote,
                "kind": piece.kind,
            }
            for piece in attribute.evidence
        ],
    }


def message_json(message: "StoredMessage") -> Mapping[str, Any]:
    """A message as `messages show --json` gives it."""
    from msgspec import structs

    return {
        "id": message.id,
        "conversation": message.conversation,
        "position": message.position,
        "role": message.role,
        "created_at": message.created_at,
        "active": message.active,
        "text": message.text,
        "segments": [structs.asdict(segment) for segment in message.segments],
    }


def said_json(judgment: "Judgment | Response") -> Mapping[str, Any]:
    """What was said, as `judge --json` and `undo --json` give it; of a check without an id."""
    from selfaudit.core.models.item import Response

    if isinstance(judgment, Response):
        return {
            "id": None,
            "attribute": None,
            "revision": None,
            "question": judgment.question,
            "answer": judgment.answer,
            "act": judgment.act,
            "policy": None,
            "phase": judgment.phase,
        }
    return {
        "id": judgment.id,
        "attribute": judgment.attribute,
        "revision": judgment.revision,
        "question": judgment.question,
        "answer": judgment.answer,
        "act": judgment.act,
        "policy": judgment.circumstance.policy,
        "phase": judgment.circumstance.phase,
    }


class ProgressLine:
    """One line on standard error that is written over; silent where nobody watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._dirty = False

    def show(self, text: str) -> None:
        """Replace the line."""
        if self._shown:
            from selfaudit.tui.drawable import drawable

            # A line as wide as the terminal would wrap, and could not be written over.
            width = min(78, shutil.get_terminal_size().columns - 1)
            line = drawable(text).replace("\n", " ")[:width]
            click.echo(f"\r{line:<{width}}", nl=False, err=True)
            self._dirty = True

    def end(self) -> None:
        """Leave the line as it is and go on below it."""
        if self._dirty:
            click.echo(err=True)
            self._dirty = False

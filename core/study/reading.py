"""Reading a study's file: its text, its tables, and the sentences that refuse it."""

import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec

from selfaudit.core.errors import StudyError

LONGEST = 100_000
"""Bytes of a study's file; nobody reads a longer text."""

HINT = "Ask whoever gave you the file for one that is right."

_JOINERS = "\u200c\u200d"
"""Characters of the class Cf that writing needs: without them Persian and Hindi are misspelt."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

Shape = TypeVar("Shape", bound=msgspec.Struct)


def source_of(path: Path) -> bytes:
    """The bytes of a study's file. Raises StudyError where it cannot be read, or is too long."""
    where = named(path)
    try:
        with path.open("rb") as file:
            source = file.read(LONGEST + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StudyError(f"{where} could not be opened: {reason}.") from error
    if len(source) > LONGEST:
        refuse(where, f"it is longer than {LONGEST // 1000} kB")
    return source


def named(path: Path) -> str:
    """A file as sentences call it."""
    return f"“{path.name}”"


def tables_of(source: bytes, where: str) -> dict[str, object]:
    """The tables of a file's text. Raises StudyError where it is no TOML in UTF-8."""
    try:
        return tomllib.loads(source.decode())
    except UnicodeDecodeError as error:
        raise StudyError(f"{where} is not text in UTF-8.", hint=HINT) from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        # ValueError: a number with more digits than Python reads.
        raise StudyError(f"{where} is not in the TOML format: {error}.", hint=HINT) from error


def check_keys(table: Mapping[str, object], known: Collection[str], of: str, where: str) -> None:
    """Raise StudyError for a key that is not known, with the nearest that is."""
    for key in table:
        if key not in known:
            meant = get_close_matches(key, known, n=1)
            may = f"Its keys are {', '.join(f'`{name}`' for name in known)}."
            raise StudyError(
                f"{where} could not be used: {of} has a key that nothing is known of, “{key}”.",
                hint=f"Did you mean `{meant[0]}`?" if meant else may,
            )


def converted(table: object, shape: type[Shape], of: str, where: str) -> Shape:
    """A table as its shape has it. Raises StudyError, which names the key and what it must be."""
    if not isinstance(table, dict):
        refuse(where, f"{of} must be a table")
    check_keys(table, shape.__struct_fields__, of, where)
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        key = path.rstrip("`").lstrip(".")
        at = f"`{key}` in {of}" if key else of
        raise StudyError(
            f"{where} could not be used: {at} is not what it must be: "
            f"{what[:1].lower()}{what[1:]}.",
            hint=HINT,
        ) from error


def refuse(where: str, reason: str, hint: str = HINT) -> NoReturn:
    """Raise StudyError."""
    raise StudyError(f"{where} could not be used: {reason}.", hint=hint)


def text_in(
    value: str, of: str, where: str, *, longest: int, lines: bool = False, empty: bool = False
) -> str:
    """A text in the one form in which it is shown and hashed.

    Raises StudyError where it is empty or too long (code points), has several lines where one is
    meant, or a character that cannot be seen and could act on a terminal.
    """
    text = unicodedata.normalize("NFC", value.strip())
    if not text and not empty:
        refuse(where, f"{of} is empty")
    if len(text) > longest:
        refuse(where, f"{of} has {len(text):,} characters, and may have {longest:,}")
    for character in text:
        if character == "\n" and lines:
            continue
        if character == "\n":
            refuse(where, f"{of} has several lines, and may have one")
        if character not in _JOINERS and unicodedata.category(character) in _UNSEEN:
            refuse(where, f"{of} has a character that cannot be shown, U+{ord(character):04X}")
    return text

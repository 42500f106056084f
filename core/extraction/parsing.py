"""What a model wrote, read into drafts. Grammar-bound output can still be cut off by its length."""

import re
from dataclasses import dataclass

import msgspec

from selfaudit.core.models.attribute import AssignedBy, Description, Draft
from selfaudit.core.models.run import Profile

_TAUGHT_LINE = re.compile(
    r'(?:[-*•]\s*)?["“](?P<quote>[^\n]+?)["”]\s*=\s*(?P<statement>the user\b[^\n]*?)'
    r"(?:\s*\(\s*(?P<tags>(?:other|current|user|lasting)(?:\s*,\s*(?:other|current|user|lasting))*)"
    r"\s*\)\s*\.?)?\s*",
    re.IGNORECASE,
)
_FLAT_LINE = re.compile(r'- "(?P<quote>[^"\n]+)" = (?P<statement>The user [^\n]+)')


class _Record(msgspec.Struct):
    statement: str
    quote: str
    category: str
    subject: str
    basis: str
    durability: str
    sensitivity: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a model wrote: drafts, each statement once, and the pieces that could not be read."""

    drafts: tuple[Draft, ...]
    malformed: tuple[str, ...]


def parse(profile: Profile, output: str) -> Parsed:
    """Read a model's output by the profile it was asked for. Never raises."""
    drafts, malformed = _READERS[profile](output)
    once: dict[str, Draft] = {}
    for draft in drafts:
        once.setdefault(draft.statement, draft)
    return Parsed(tuple(once.values()), tuple(malformed))


def _parse_flat(output: str) -> tuple[list[Draft], list[str]]:
    drafts: list[Draft] = []
    malformed: list[str] = []
    for line in output.splitlines():
        text = line.strip()
        if not text or text == "- none":
            continue
        match = _FLAT_LINE.fullmatch(text)
        if match is None:
            malformed.append(text)
        else:
            drafts.append(Draft(_sentence(match["statement"]), match["quote"]))
    return drafts, malformed


def _parse_taught(output: str) -> tuple[list[Draft], list[str]]:
    """Read the flat form with its tags. No grammar held the model to it: its marks may differ.

    A line that comes again, as of a model that does not find its end, counts once.
    """
    drafts: list[Draft] = []
    malformed: list[str] = []
    for text in dict.fromkeys(line.strip() for line in output.splitlines()):
        if text.strip("-*• .").casefold() in ("", "none"):
            continue
        match = _TAUGHT_LINE.fullmatch(text)
        if match is None:
            malformed.append(text)
            continue
        tags = (match["tags"] or "").casefold()
        description = Description(
            subject="other" if "other" in tags else "user",
            durability="current" if "current" in tags else "lasting",
            assigned_by=AssignedBy.MODEL,
        )
        statement = "T" + match["statement"][1:]
        drafts.append(Draft(_sentence(statement), match["quote"], description))
    return drafts, malformed


def _parse_records(output: str) -> tuple[list[Draft], list[str]]:
    """Read records one by one, so that a text cut off in the fifth keeps the four before it."""
    drafts: list[Draft] = []
    decoder = msgspec.json.Decoder(_Record)
    start = output.find("[")
    malformed = [] if start >= 0 or not output.strip() else [output.strip()]
    for text in _objects(output[start + 1 :] if start >= 0 else ""):
        try:
            record = decoder.decode(text)
        except msgspec.DecodeError:
            malformed.append(text)
            continue
        description = Description(
            record.category,
            record.subject,
            record.basis,
            record.durability,
            record.sensitivity,
            AssignedBy.MODEL,
        )
        drafts.append(Draft(_sentence(record.statement), record.quote, description))
    return drafts, malformed


def _objects(text: str) -> list[str]:
    """The flat JSON objects in a text; the last may be cut off."""
    found: list[str] = []
    start, in_string, escaped = -1, False, False
    for offset, character in enumerate(text):
        if escaped:
            escaped = False
        elif in_string:
            escaped = character == "\\"
            in_string = character != '"'
        elif character == '"':
            in_string = True
        elif character == "{" and start < 0:
            start = offset
        elif character == "}" and start >= 0:
            found.append(text[start : offset + 1])
            start = -1
    if start >= 0:
        found.append(text[start:])
    return found


def _sentence(text: str) -> str:
    """One statement on one line that ends like a sentence."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else line + "."


_READERS = {
    Profile.FLAT: _parse_flat,
    Profile.RECORDS: _parse_records,
    Profile.TAUGHT: _parse_taught,
}

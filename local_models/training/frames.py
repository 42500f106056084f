"""The frames of messages in `frames/*.toml`: a name, and lines that each are one way to write it.

A line is a template with slots and choices (see `slots`). `template => statement` tells what its
brackets say, as in relations: true in frames of facts, a trap in the others. In `replies` and
`chitchat` the other side's turn may come first, before ` || `. Whole messages may end with claims
about them, after ` ## `: `1+ statement` is supported by the first quote, `2- statement` isn't by
the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from selfaudit.local_models.training.ontology import Lists, RelationError, checked_values, toml

_TURN = " || "
_CLAIMS = " ## "


@dataclass(frozen=True, slots=True)
class Frame:
    """One line: the other side's turn, the template, its statements and claims, or "" for each."""

    before: str
    template: str
    statements: str
    claims: str = ""


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames by file and section ("requests/coding"), and lists of values of their own."""

    sections: Mapping[str, Sequence[Frame]]
    files: Mapping[str, Sequence[Frame]]
    lists: Lists

    def of(self, file: str) -> Sequence[Frame]:
        """Every frame of a file, whatever its section. Raises KeyError where there is no such."""
        return self.files[file]

    def whole(self, section: str) -> Sequence[Frame]:
        """Whole messages, written down one by one: those of a section of `whole_*.toml`."""
        return [
            frame
            for name, frames in self.sections.items()
            if name.startswith("whole_") and name.endswith(f"/{section}")
            for frame in frames
        ]


def read(folder: Traversable | None = None) -> Frames:
    """The frames that are shipped, or those in `folder`. Raises RelationError."""
    folder = folder or resources.files("selfaudit.local_models.training") / "frames"
    lists: dict[str, list[str]] = {}
    sections: dict[str, list[Frame]] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        for name, value in toml(file).items():
            values = _lines(value) if isinstance(value, str) else None
            if not values:
                raise RelationError(f"{file.name}: {name} holds no lines")
            if file.name == "values.toml":
                lists[name] = values
            else:
                section = f"{file.name.removesuffix('.toml')}/{name}"
                sections[section] = [_frame(line) for line in values]
    files: dict[str, list[Frame]] = {}
    for name, frames in sections.items():
        files.setdefault(name.partition("/")[0], []).extend(frames)
    return Frames(sections, files, checked_values({"values": lists}, "values.toml"))


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _frame(line: str) -> Frame:
    line, _, claims = line.partition(_CLAIMS)
    before, turn, rest = line.partition(_TURN)
    said = rest if turn else line
    template, _, statements = said.partition(" => ")
    lines = template.strip().replace("\\n", "\n")
    return Frame(before.strip() if turn else "", lines, statements.strip(), claims.strip())

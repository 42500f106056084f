"""The labelled set for pasted text: messages as stretches of (label, text), in two halves.

`pasted/dev` serves to improve the rules, `pasted/held` only to measure them. One file per kind; a
message begins at a line `=== kind`, a stretch at a line `@typed`, `@pasted` or `@quoted`. All of it
is made up. `pasted_templates.py` adds messages from templates.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pasted_templates

HALVES = ("dev", "held")
FOLDER = Path(__file__).parent / "pasted"
_MESSAGE = re.compile(r"^=== ([a-z_]+)\n", re.MULTILINE)
_STRETCH = re.compile(r"^@(typed|pasted|quoted)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message with what it is made of; messages of one cluster are not independent."""

    kind: str
    cluster: str
    stretches: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The whole message."""
        return "".join(text for _, text in self.stretches)


def messages(half: str) -> list[Labelled]:
    """The messages of a half: those written one by one, then those from templates."""
    found: list[Labelled] = []
    for path in sorted((FOLDER / half).glob("*.txt")):
        kinds_and_bodies = _MESSAGE.split(path.read_text(encoding="utf-8"))[1:]
        for kind, body in zip(kinds_and_bodies[::2], kinds_and_bodies[1::2], strict=True):
            parts = _STRETCH.split(body)
            assert not parts[0], f"text before the first stretch in {path.name}"
            labelled = list(zip(parts[1::2], parts[2::2], strict=True))
            labelled[-1] = (labelled[-1][0], labelled[-1][1].removesuffix("\n"))
            found.append(Labelled(kind, f"{path.name} {len(found)}", tuple(labelled)))
    for kind, template, stretches in pasted_templates.made(half):
        found.append(Labelled(kind, template, tuple(stretches)))
    return found

"""What haste does to the words around identifiers; the identifiers stay as they are."""

import re
from collections.abc import Sequence
from random import Random

from redaction_parts.labels import Decoy, Piece, Value

AROUND = (
    ("(", ")"), ('"', '"'), ("'", "'"), ("`", "`"), ("**", "**"), ("„", "“"), ("[", "]"),
    ("«", "»"), ("", ","), ("", "."), ("", "!"), ("", "?"), ("", "..."), ("", ";"), (":", ""),
    ("=", ""), ("-> ", ""), ("", ")"), ("_", "_"), ("…", "…"), ("😀", "😀"), ("\u200b", ""),
    ("\t", "\t"),
)  # fmt: skip
_SLOT = re.compile(r"(<<[^<>\n]+>>)")


def typos(random: Random, text: str, share: float) -> str:
    """The text with about this share of its letters swapped with the next one or left out."""
    marks = list(text)
    for place in range(1, len(marks) - 2):
        if marks[place].isalpha() and marks[place + 1].isalpha() and random.random() < share:
            if random.random() < 0.6:
                marks[place], marks[place + 1] = marks[place + 1], marks[place]
            else:
                marks[place] = ""
    return "".join(marks)


def haste(random: Random, template: str) -> str:
    """The template with its words in lower case, misspelt or unpunctuated, and its slots as is."""
    lower, unpunctuated = random.random() < 0.4, random.random() < 0.25
    share = random.choice((0.0, 0.0, 0.0, 0.01, 0.03))
    done: list[str] = []
    for place, part in enumerate(_SLOT.split(template)):
        if place % 2:
            done.append(part)
            continue
        text = typos(random, part, share)
        text = text.lower() if lower else text
        done.append(text.translate({44: None, 46: None, 63: None}) if unpunctuated else text)
    return "".join(done)


def surrounded(random: Random, pieces: Sequence[Piece], share: float = 0.12) -> list[Piece]:
    """The pieces with marks close around some of the identifiers and decoys."""
    done: list[Piece] = []
    for piece in pieces:
        if random.random() < share and _stands_alone(piece):
            before, after = random.choice(AROUND)
            done += [before, piece, after]
        else:
            done.append(piece)
    return [piece for piece in done if piece != ""]


def _stands_alone(piece: Piece) -> bool:
    """Whether the piece is no part of a longer string, such as a setting."""
    return isinstance(piece, Decoy) or (
        isinstance(piece, Value) and not piece.harmless and piece.dress != "in context"
    )

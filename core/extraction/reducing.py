"""Less of a statement: what is left when the part that says too much is dropped.

"The user is a nurse and loves her work." may have a quote for its first half alone. To hold the
whole back would lose what the quote does say.
"""

import re

_JOINTS = re.compile(
    r",? (?:and|but|because|so|which|who|that|with|while|when|since|although|though) |[,;] | \("
)
"""Where a statement may end early: before what is added to it."""

_OPENING = re.compile(r"The user(?:'s)?\b", re.IGNORECASE)

FEWEST_WORDS = 2
"""Words after "The user" that a reduced statement has at least: "The user is." says nothing."""


def reductions(statement: str) -> tuple[str, ...]:
    """A statement without its last part, its last two, and so on: each a sentence, longest first.

    Parts are told by the words and signs that join them. Empty where there is nothing to drop.
    """
    text = statement.rstrip(" .!?")
    shorter: dict[str, None] = {}
    for joint in reversed(list(_JOINTS.finditer(text))):
        kept = text[: joint.start()].rstrip(" ,;")
        if len(_OPENING.sub("", kept, count=1).split()) >= FEWEST_WORDS:
            shorter[f"{kept}."] = None
    return tuple(shorter)

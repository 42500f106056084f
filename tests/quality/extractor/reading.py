"""Statements read by hand: whether the message supports them, and what is wrong where it doesn't.

`to_read` prints seeded statements as TOML; filled in, they belong into data/verdicts.toml.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from extractor.claims import FLAWS
from extractor.figures import Figure, share
from extractor.labelled import DATA, Labelled
from extractor.matching import accepted

VERDICTS = DATA / "verdicts.toml"
_SEED = "read-1"


def to_read(
    system: str, messages: Sequence[Labelled], outputs: Mapping[str, dict[str, Any]], size: int
) -> str:
    """A seeded sample of a system's statements, to be given `supported` and, if false, `flaw`."""
    found = [
        (message, said)
        for message in messages
        if message.shown.id in outputs
        for said in accepted(outputs[message.shown.id])
    ]
    lines: list[str] = []
    for message, said in Random(_SEED).sample(found, min(size, len(found))):
        quote = message.shown.text[said.start : said.end]
        lines += [f"# {line}" for line in message.shown.text.splitlines()]
        lines.append(f"# quote: {' '.join(quote.split())}")
        lines.append("[[verdict]]")
        for name, value in (
            ("system", system),
            ("half", message.half),
            ("message", message.shown.id),
            ("statement", said.statement),
        ):
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
        lines += ["supported = ", 'flaw = ""', ""]
    return "\n".join(lines)


def read_figures(
    system: str, half: str, outputs: Mapping[str, dict[str, Any]]
) -> dict[str, Figure | None]:
    """The share of a system's statements that a person found supported, and of what flaws.

    Verdicts on statements that the system no longer makes are left out; nothing where none is left.
    """
    if not VERDICTS.exists():
        return {}
    rows = [
        row
        for row in tomllib.loads(VERDICTS.read_text(encoding="utf-8")).get("verdict", [])
        if row["system"] == system
        and row["half"] == half
        and row["message"] in outputs
        and row["statement"] in {said.statement for said in accepted(outputs[row["message"]])}
    ]
    supported = sum(row["supported"] for row in rows)
    figures = {"read by hand: supported": share(supported, len(rows))}
    for flaw in FLAWS:
        of_flaw = sum(not row["supported"] and row["flaw"] == flaw for row in rows)
        figures[f"read by hand: {flaw}"] = share(of_flaw, len(rows))
    return figures

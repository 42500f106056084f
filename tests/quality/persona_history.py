"""Make a ChatGPT export out of crowd dialogues: one speaker's side as typed.

    SELFAUDIT_SHARED=... python tests/quality/persona_history.py 200 > history.json

The dialogues (getting_to_know_you) may be measured with and never redistributed: write the
output outside the project, and do not commit it.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DIALOGUES = "corpora/getting_to_know_you/valid_both_original_dialogueNLI.txt"
FIRST_TIME = 1_700_000_000.0
_NUMBERED = re.compile(r"(\d+)\s+(.*)")


def dialogues(shared: Path) -> Iterator[list[tuple[str, bool]]]:
    """Each dialogue as its lines in order, with whether a human labelled a fact in the line."""
    current: list[tuple[str, bool]] = []
    for line in (shared / DIALOGUES).read_text(encoding="utf-8").splitlines():
        match = _NUMBERED.fullmatch(line)
        if match is None:
            if current:
                yield current
            current = []
        else:
            text, *labels = match[2].split("\t")
            current.append((text.strip(), any(label.startswith("[") for label in labels)))
    if current:
        yield current


def conversation(number: int, lines: list[tuple[str, bool]]) -> dict[str, object]:
    """One conversation: the second speaker typed, the first one is the assistant."""
    nodes: dict[str, object] = {}
    ids = [f"node-{number}-{place}" for place in range(len(lines))]
    for place, (text, _) in enumerate(lines):
        nodes[ids[place]] = {
            "id": ids[place],
            "parent": ids[place - 1] if place else None,
            "children": ids[place + 1 : place + 2],
            "message": {
                "id": ids[place],
                "author": {"role": "user" if place % 2 else "assistant"},
                "create_time": FIRST_TIME + number * 86_400 + place * 60,
                "content": {"content_type": "text", "parts": [text]},
                "metadata": {},
            },
        }
    return {
        "id": f"dialogue-{number}",
        "title": f"Dialogue {number}",
        "create_time": FIRST_TIME + number * 86_400,
        "update_time": FIRST_TIME + number * 86_400 + 3600,
        "current_node": ids[-1],
        "mapping": nodes,
    }


def export(shared: Path, size: int) -> list[dict[str, object]]:
    """The first `size` dialogues as an export."""
    return [
        conversation(number, lines)
        for number, lines in enumerate(dialogues(shared))
        if number < size
    ]


if __name__ == "__main__":
    print(json.dumps(export(Path(os.environ["SELFAUDIT_SHARED"]), int(sys.argv[1]))))

"""What the filter of windows saves and what it loses, on human-labelled text.

    SELFAUDIT_SHARED=... python tests/quality/measure_filter.py

A line counts as saying something of its writer when humans labelled a fact (getting_to_know_you)
or a personal mention such as "my dog" (ConEL22) in it.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from persona_history import dialogues

from selfaudit.core.extraction.windows import worth_reading

MENTIONS = "dataset__Personal_Entity_Mention_Detection_Annotations__ConEL22_PEMD_{part}.json"


def personal_mentions(shared: Path) -> Iterator[tuple[str, bool]]:
    """Each utterance of a user in ConEL22, and whether it has a personal mention."""
    for part in ("Train", "Val"):
        path = shared / "corpora" / "conel22" / MENTIONS.format(part=part)
        for dialogue in json.loads(path.read_text(encoding="utf-8")):
            for turn in dialogue["turns"]:
                if turn["speaker"] == "USER":
                    yield turn["utterance"], bool(turn["personal_entity_annotations"])


def report(name: str, lines: Iterable[tuple[str, bool]]) -> None:
    """Print how many lines pass, and how many of the labelled ones."""
    rows = [(worth_reading(text), labelled) for text, labelled in lines]
    labelled = [passes for passes, wanted in rows if wanted]
    passing = sum(passes for passes, _ in rows)
    print(
        f"{name}: {len(rows)} lines, {passing / len(rows):.1%} are read; "
        f"recall {sum(labelled) / len(labelled):.1%} of {len(labelled)} labelled lines"
    )


if __name__ == "__main__":
    shared = Path(os.environ["SELFAUDIT_SHARED"])
    report("getting_to_know_you", (line for lines in dialogues(shared) for line in lines))
    report("ConEL22", personal_mentions(shared))

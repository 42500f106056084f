"""How well rows about other people are told from the rest.

    SELFAUDIT_SHARED=... python tests/quality/measure_people.py

Three lists. The rules of `core/export/people.py` were made by the first. The second was labelled
before there were rules, but by their author, who remembered it: its figures flatter as well. The
third is of crowd dialogues that others wrote: one sample by which the rules were mended, and one
that was not seen before. Only the figures of the last say what to expect; typed chat is harder
than statements. Without SELFAUDIT_SHARED the third list is left out.
"""

import os
import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

from persona_history import dialogues

from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.export.people import mentions_someone_else

TESTS = Path(__file__).parents[1]
MADE_BY = TESTS / "core" / "export" / "people_statements.toml"
HELD_OUT = TESTS / "quality" / "people_held_out.toml"
IN_DIALOGUES = TESTS / "quality" / "people_in_dialogues.toml"


def made_up(path: Path) -> tuple[list[str], list[str]]:
    """The statements of a list that mention somebody, and those that do not."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return rows["mentions"] + rows.get("missed", []), rows["mentions_not"] + rows.get("stopped", [])


def in_dialogues(shared: Path) -> dict[str, tuple[list[str], list[str]]]:
    """The same of each sample of dialogues; a later sample leaves out the lines of the former."""
    labels = tomllib.loads(IN_DIALOGUES.read_text(encoding="utf-8"))
    lines = sorted({text for each in dialogues(shared) for text, labelled in each if labelled})
    left = list(range(len(lines)))
    parts = {}
    for name, row in labels.items():
        sample = random.Random(row["seed"]).sample(left, row["size"])
        mentions = set(row["mentions"])
        assert mentions <= set(sample)
        parts[name] = (
            [lines[number] for number in sample if number in mentions],
            [lines[number] for number in sample if number not in mentions],
        )
        left = [number for number in left if number not in sample]
    return parts


def found(statement: str) -> bool:
    """Whether the statement alone is taken for one that mentions someone else."""
    return mentions_someone_else(statement, None, subject=None, why=None)


def share(yes: int, n: int) -> str:
    """A share with Wilson's interval at 95%."""
    estimate = proportion(yes, n)
    if estimate is None or estimate.interval is None:
        return "none"
    interval = estimate.interval
    return f"{estimate.value:.0%} ({interval.low:.0%} to {interval.high:.0%}; {yes} of {n})"


def report(name: str, somebody: Sequence[str], nobody: Sequence[str]) -> None:
    """Print precision and recall over one list, and what was wrong."""
    missed = [statement for statement in somebody if not found(statement)]
    stopped = [statement for statement in nobody if found(statement)]
    hits = len(somebody) - len(missed)
    print(f"{name}: {len(somebody)} mention somebody, {len(nobody)} do not")
    print(f"  recall {share(hits, len(somebody))}")
    print(f"  precision {share(hits, hits + len(stopped))}")
    for statement in missed:
        print(f"  missed: {statement}")
    for statement in stopped:
        print(f"  stopped for nothing: {statement}")


if __name__ == "__main__":
    report("made by", *made_up(MADE_BY))
    report("held out", *made_up(HELD_OUT))
    if "SELFAUDIT_SHARED" in os.environ:
        for name, rows in in_dialogues(Path(os.environ["SELFAUDIT_SHARED"])).items():
            report(f"in dialogues, {name}", *rows)

"""How well statements about other people are told from the rest, on a list kept out of the making.

    python tests/quality/measure_people.py

Two lists, both made up by one author: the one that the rules of `core/export/people.py` were made
by, whose figures flatter them, and one that was labelled before there were rules. The author of
both knew what rules were to be expected, so real statements will do worse.
"""

import tomllib
from pathlib import Path

from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.export.people import mentions_someone_else

TESTS = Path(__file__).parents[1]
LISTS = {
    "made by": TESTS / "core" / "export" / "people_statements.toml",
    "held out": TESTS / "quality" / "people_held_out.toml",
}


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


def report(name: str, path: Path) -> None:
    """Print precision and recall over one list, and what was wrong."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    somebody = rows["mentions"] + rows.get("missed", [])
    nobody = rows["mentions_not"] + rows.get("stopped", [])
    missed = [statement for statement in somebody if not found(statement)]
    stopped = [statement for statement in nobody if found(statement)]
    hits = len(somebody) - len(missed)
    print(f"{name}: {len(somebody)} mention somebody, {len(nobody)} do not")
    print(f"  recall {share(hits, len(somebody))}")
    print(f"  precision {share(hits, hits + len(stopped))}")
    print(
        f"  let through of those that mention nobody {share(len(nobody) - len(stopped), len(nobody))}"
    )
    for statement in missed:
        print(f"  missed: {statement}")
    for statement in stopped:
        print(f"  stopped for nothing: {statement}")


if __name__ == "__main__":
    for name, path in LISTS.items():
        report(name, path)

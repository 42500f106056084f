"""How well pasted text is told from typed: on the labelled set, by kind, for both halves.

    python tests/quality/measure_pasted.py [dev|held]...

`dev` served to improve the rules; the figures that count are those of `held`. Characters are
counted without white space. "Not own" is pasted or quoted: both are withheld from the model. A
stretch is found if at least half of it is called not own; one that is called so is right if at
least half of it is. Intervals are 95% bootstrap intervals over messages (those of one template
stay together); where all or none is right, exact binomial ones over the same.

What is lost and what is let through is told apart: a false "pasted" loses words of the person, a
missed one lets somebody else's words be read as theirs.
"""

import sys
from collections import defaultdict
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from pasted_messages import HALVES, Labelled, messages

from selfaudit.core.extraction.windows import worth_reading
from selfaudit.core.importers.segmentation import segment_typed
from selfaudit.core.models.history import Origin

DRAWS = 2000
FIELDS = """
    right called foreign lost own right_runs called_runs found_stretches stretches
    read_of_others others_readable read_of_own own_readable
""".split()
Counts = NDArray[np.int64]


def _visible(text: str) -> NDArray[np.bool_]:
    return np.array([not character.isspace() for character in text], dtype=bool)


def counts(message: Labelled) -> Counts:
    """What one message adds to each of `FIELDS`."""
    visible = _visible(message.text)
    foreign, called = (np.zeros(len(visible), dtype=bool) for _ in range(2))
    places, start = [], 0
    for label, text in message.stretches:
        end = start + len(text)
        foreign[start:end] = label != "typed"
        if label != "typed":
            places.append((start, end))
        start = end
    for segment in segment_typed(message.text):
        called[segment.start : segment.end] = segment.origin is not Origin.TYPED
    found = sum(called[a:b][visible[a:b]].mean() >= 0.5 for a, b in places)
    runs, start = [], 0
    for is_called, run in groupby(called):
        end = start + len(list(run))
        if is_called and visible[start:end].any():
            runs.append(foreign[start:end][visible[start:end]].mean() >= 0.5)
        start = end
    foreign, called = foreign[visible], called[visible]
    return np.array(
        [
            (foreign & called).sum(), called.sum(), foreign.sum(), (called & ~foreign).sum(),
            (~foreign).sum(), sum(runs), len(runs), found, len(places), *_read(message),
        ]
    )  # fmt: skip


def _read(message: Labelled) -> tuple[int, int, int, int]:
    """Stretches of others that reach the model, and that would without the rules; then one's own.

    Extraction passes over what has no first person or hardly a word; so does this count.
    """
    typed = np.zeros(len(message.text), dtype=bool)
    for segment in segment_typed(message.text):
        typed[segment.start : segment.end] = segment.origin is Origin.TYPED
    totals = {True: [0, 0], False: [0, 0]}
    start = 0
    for label, text in message.stretches:
        kept = "".join(text[n] for n in range(len(text)) if typed[start + n])
        totals[label == "typed"][0] += worth_reading(kept)
        totals[label == "typed"][1] += worth_reading(text)
        start += len(text)
    return (*totals[False], *totals[True])


def _share(rows: Counts, part: str, whole: str) -> str:
    """part / whole in percent with its interval; rows are clusters, columns are `FIELDS`."""
    of, among = rows[:, FIELDS.index(part)], rows[:, FIELDS.index(whole)]
    if not among.sum():
        return "-"
    share = of.sum() / among.sum()
    if share in (0, 1):
        beyond = 1 - 0.025 ** (1 / (among > 0).sum())
        low, high = (0, beyond) if share == 0 else (1 - beyond, 1)
        return f"{share:.1%} [{low:.0%}-{high:.0%}]"
    drawn = np.random.default_rng(1).integers(len(rows), size=(DRAWS, len(rows)))
    sums = among[drawn].sum(axis=1)
    shares = of[drawn].sum(axis=1)[sums > 0] / sums[sums > 0]
    low, high = np.percentile(shares, [2.5, 97.5])
    return f"{share:.1%} [{low:.0%}-{high:.0%}]"


def _row(name: str, clusters: dict[str, Counts], number: int) -> str:
    rows = np.array(list(clusters.values()))
    cells = [
        _share(rows, *pair)
        for pair in (
            ("right", "called"), ("right", "foreign"), ("right_runs", "called_runs"),
            ("found_stretches", "stretches"), ("lost", "own"),
        )
    ]  # fmt: skip
    return f"{name:<19}{number:>5}  " + "".join(f"{cell:<19}" for cell in cells)


def show(half: str) -> None:
    """Print the table of a half, and the messages in which own words are lost."""
    kinds: defaultdict[str, dict[str, Counts]] = defaultdict(dict)
    numbers: defaultdict[str, int] = defaultdict(int)
    losing = 0
    for message in messages(half):
        added = counts(message)
        losing += bool(added[FIELDS.index("lost")])
        written = ["written by hand"] if ".txt" in message.cluster else []
        for name in (message.kind, *written, "all"):
            before = kinds[name].get(message.cluster, np.zeros(len(FIELDS), dtype=np.int64))
            kinds[name][message.cluster] = before + added
            numbers[name] += 1
    print(f"\n{half}: {numbers['all']} messages; columns 3-4 in characters, 5-6 in stretches")
    print(
        f"{'kind':<19}{'n':>5}  {'precision':<19}{'recall':<19}{'precision':<19}{'recall':<19}"
        "own words lost"
    )
    for name in sorted(
        kinds, key=lambda kind: (kind in ("written by hand", "all"), kind == "all", kind)
    ):
        print(_row(name, kinds[name], numbers[name]))
    rows = dict(zip(FIELDS, np.array(list(kinds["all"].values())).sum(axis=0), strict=True))
    print(
        f"own words lost: {rows['lost']} of {rows['own']} characters, in {losing} messages\n"
        f"others' words read as own: {rows['foreign'] - rows['right']} of {rows['foreign']} "
        f"characters, {rows['stretches'] - rows['found_stretches']} of {rows['stretches']} "
        "stretches\n"
        f"of the stretches with a first person, which extraction reads: {rows['read_of_others']} "
        f"of {rows['others_readable']} of others still reach it, {rows['read_of_own']} of "
        f"{rows['own_readable']} of one's own"
    )


def main() -> None:
    """Print both halves, or those that are named."""
    for half in sys.argv[1:] or HALVES:
        show(half)


if __name__ == "__main__":
    main()

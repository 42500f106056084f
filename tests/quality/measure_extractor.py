"""What extraction finds and what it makes up: all systems beside each other, with intervals.

    SELFAUDIT_SHARED=... python tests/quality/measure_extractor.py OUTPUTS_FOLDER
        [--systems untuned taught ...] [--held] [--common] [--against SYSTEM]
        [--wrong SYSTEM] [--read SYSTEM N]

The outputs are what `run_extractor.py` wrote. Figures are those of the half `dev` of the
hand-labelled set (tests/quality/data/LABELLING.md), and with `--held` those of the other half,
which is for the end. `--common` keeps to messages that all systems have read, and `--against` adds
the difference of F1 to that system's, message by message. Shares have Wilson's interval and F1 a
percentile interval over messages (2,000 draws, seeded), all at 95%; statements of one message are
not independent, so the intervals of what counts statements are somewhat too narrow. "Supported" is
a proxy: the statement is a labelled fact or an optional one by the rule of `extractor/matching.py`.
`--read` prints N seeded statements as TOML to be given verdicts by hand (`extractor/reading.py`),
and `--wrong` a system's statements on `dev` that are no facts, and the facts it missed.
"""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from extractor.claims import claim_figures, claims
from extractor.crowd import lines, utterances
from extractor.crowd_figures import dialogue_figures, mention_figures, wanted_words
from extractor.fact_figures import f1_difference, fact_figures, judged
from extractor.failures import failure
from extractor.figures import Figures, table
from extractor.labelled import labelled
from extractor.outputs import Outputs, outputs, scores
from extractor.reading import read_figures, to_read

from selfaudit.core.extraction.windows import worth_reading


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--systems", nargs="+")
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--common", action="store_true")
    parser.add_argument("--against", metavar="SYSTEM")
    parser.add_argument("--wrong", metavar="SYSTEM")
    parser.add_argument("--read", nargs=2, metavar=("SYSTEM", "N"))
    asked = parser.parse_args()
    half = "held" if asked.held else "dev"
    folder = asked.outputs
    names = asked.systems or sorted(
        path.stem for path in folder.glob("*.jsonl") if not path.stem.endswith(".claims")
    )
    if asked.read:
        system, size = asked.read[0], int(asked.read[1])
        print(to_read(system, labelled(half=half), outputs(folder, system), size))
        return
    if asked.wrong:
        _print_wrong(folder, asked.wrong)
        return
    systems = {name: outputs(folder, name) for name in names}
    if asked.common:
        systems = in_common(systems)
    _print_labelled(systems, half, asked.against)
    weighed: dict[str, Figures] = {
        name: claim_figures(claims(half), found)
        for name in names
        if (found := scores(folder, name))
    }
    if weighed:
        print()
        print(table(f"claims ({half})", weighed))
    if "SELFAUDIT_SHARED" in os.environ:
        _print_crowd(systems, Path(os.environ["SELFAUDIT_SHARED"]))


def in_common(systems: Mapping[str, Outputs]) -> dict[str, Outputs]:
    """Of each system's outputs those for messages that all of them have read."""
    read = set.intersection(*(set(found) for found in systems.values()))
    return {
        name: {id: row for id, row in found.items() if id in read}
        for name, found in systems.items()
    }


def _print_labelled(systems: Mapping[str, Outputs], half: str, against: str | None) -> None:
    messages = labelled(half=half)
    facts = [fact for message in messages for fact in message.facts]
    unread = [
        fact
        for message in messages
        for fact in message.facts
        if not worth_reading(message.shown.text)
    ]
    print(f"Hand-labelled messages ({half}): {len(messages)}, {len(facts)} facts")
    print(f"{len(unread)} facts are in messages that the filter for windows drops by themselves\n")
    rows = {name: judged(messages, found) for name, found in systems.items()}
    figures = {
        name: fact_figures(of) | read_figures(name, half, systems[name])
        for name, of in rows.items()
    }
    print(table(half, figures))
    if against is not None:
        print(f"\nF1 minus that of {against}, on messages that both read")
        for name, of in rows.items():
            if name != against:
                print(f"  {name}: {f1_difference(of, rows[against])}")


def _print_crowd(systems: Mapping[str, Outputs], shared: Path) -> None:
    dialogues, mentions = lines(shared), utterances(shared)
    labels = sum(len(dict.fromkeys(line.human)) for line in dialogues)
    left = sum(len(wanted_words(line)) for line in dialogues)
    print(f"\ngetting_to_know_you: {len(dialogues)} lines, {labels} labels, {left} in their line")
    of_dialogues = {name: dialogue_figures(dialogues, of) for name, of in systems.items()}
    print(table("getting_to_know_you", of_dialogues))
    print()
    of_mentions = {name: mention_figures(mentions, of) for name, of in systems.items()}
    print(table("ConEL22", of_mentions))


def _print_wrong(folder: Path, system: str) -> None:
    for row in judged(labelled(half="dev"), outputs(folder, system)):
        missed = [fact for place, fact in enumerate(row.message.facts) if place not in row.found]
        if not row.wrong and not missed:
            continue
        print(f"\n{row.message.shown.id}: {row.message.shown.text}")
        for said in row.wrong:
            quote = row.message.shown.text[said.start : said.end]
            print(f"  no fact ({failure(said, row.message)}): {said.statement} <- {quote}")
        for fact in missed:
            print(f"  missed: {fact.statement} <- {fact.quote}")


if __name__ == "__main__":
    main()

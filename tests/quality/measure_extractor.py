"""What extraction finds and what it makes up: all systems beside each other, with intervals.

    SELFAUDIT_SHARED=... python tests/quality/measure_extractor.py OUTPUTS_FOLDER
        [--systems untuned taught ...] [--held] [--wrong SYSTEM] [--read N --system SYSTEM]

The outputs are what `run_extractor.py` wrote. Figures are those of the half `dev` of the
hand-labelled set (tests/quality/data/LABELLING.md), and with `--held` those of the other half,
which is for the end. Shares have Wilson's interval and F1 a percentile interval over messages
(2,000 draws, seeded), all at 95%; statements of one message are not independent, so those of
statements are somewhat too narrow. "Supported" is a proxy: the statement is a labelled fact or an
optional one by the rule of `extractor/matching.py`. `--read N` prints N seeded statements as
TOML to be given verdicts by hand (`extractor/reading.py`). `--wrong` prints a system's statements
on `dev` that are no facts, and the facts it missed.
"""

import argparse
import os
from pathlib import Path

from extractor.claims import claim_figures, claims
from extractor.crowd import lines, utterances
from extractor.crowd_figures import dialogue_figures, mention_figures, wanted_words
from extractor.fact_figures import fact_figures, judged
from extractor.failures import failure
from extractor.figures import Figures, table
from extractor.labelled import labelled
from extractor.outputs import outputs, scores
from extractor.reading import read_figures, to_read

from selfaudit.core.extraction.windows import worth_reading


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--systems", nargs="+")
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--wrong", metavar="SYSTEM")
    parser.add_argument("--read", type=int, metavar="N")
    parser.add_argument("--system")
    asked = parser.parse_args()
    half = "held" if asked.held else "dev"
    folder = asked.outputs
    systems = asked.systems or sorted(
        path.stem for path in folder.glob("*.jsonl") if not path.stem.endswith(".claims")
    )
    if asked.read:
        print(to_read(asked.system, labelled(half=half), outputs(folder, asked.system), asked.read))
    elif asked.wrong:
        _print_wrong(folder, asked.wrong)
    else:
        _print_tables(folder, systems, half)


def _print_tables(folder: Path, systems: list[str], half: str) -> None:
    messages = labelled(half=half)
    facts = [fact for message in messages for fact in message.facts]
    print(f"Hand-labelled messages ({half}): {len(messages)}, {len(facts)} facts")
    unread = sum(
        len(message.facts) for message in messages if not worth_reading(message.shown.text)
    )
    print(f"{unread} of the facts are in messages that the product's filter never shows a model")
    print()
    print(
        table(
            half,
            {
                name: fact_figures(judged(messages, outputs(folder, name)))
                | read_figures(name, half)
                for name in systems
            },
        )
    )
    weighed: dict[str, Figures] = {
        name: claim_figures(claims(half), found)
        for name in systems
        if (found := scores(folder, name))
    }
    if weighed:
        print()
        print(table(f"claims ({half})", weighed))
    if "SELFAUDIT_SHARED" in os.environ:
        _print_crowd(folder, systems, Path(os.environ["SELFAUDIT_SHARED"]))


def _print_crowd(folder: Path, systems: list[str], shared: Path) -> None:
    dialogues, mentions = lines(shared), utterances(shared)
    labels = sum(len(dict.fromkeys(line.human)) for line in dialogues)
    left = sum(len(wanted_words(line)) for line in dialogues)
    print(f"\ngetting_to_know_you: {len(dialogues)} lines, {labels} labels, {left} in their line")
    print(
        table(
            "getting_to_know_you",
            {name: dialogue_figures(dialogues, outputs(folder, name)) for name in systems},
        )
    )
    print()
    print(
        table(
            "ConEL22",
            {name: mention_figures(mentions, outputs(folder, name)) for name in systems},
        )
    )


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

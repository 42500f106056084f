"""Give the messages to a system and keep what it writes.

    SELFAUDIT_SHARED=... python tests/quality/run_extractor.py OUTPUTS_FOLDER NAME
        [--model GGUF] [--adapter GGUF] [--profile flat|records|taught] [--verified-from S]
        [--sets dialogues=150 mentions=100 dev held] [--threads N] [--claims]

NAME `copying` is the rule; any other needs a model. Without a profile it is the model's own, with
`--adapter` or the adapter that comes with the program what that taught. `--verified-from 0` keeps
the verifier's scores of all candidates and holds nothing back. `--claims`
has the model weigh the labelled claims instead. A run that was stopped goes on where it was. The
outputs hold text of corpora that may not be redistributed: keep them outside the repository.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from extractor.claims import claims
from extractor.crowd import lines, utterances
from extractor.labelled import HALVES, labelled
from extractor.outputs import add_outputs, add_scores
from extractor.shown import Shown
from extractor.systems import Copying, Model, System, chosen
from extractor.verifiers import Prompted, Taught, Verifier

from selfaudit.core.models.run import Profile


def messages(name: str) -> Sequence[Shown]:
    """The messages of a set: `dialogues`, `mentions`, `dev` or `held`, with `=N` the first N."""
    name, _, most = name.partition("=")
    if name == "dialogues":
        found = [line.shown for line in lines(Path(os.environ["SELFAUDIT_SHARED"]))]
    elif name == "mentions":
        found = [line.shown for line in utterances(Path(os.environ["SELFAUDIT_SHARED"]))]
    elif name in HALVES:
        found = [message.shown for message in labelled(half=name)]
    else:
        raise SystemExit(f"no set called {name}")
    return found[: int(most)] if most else found


def main() -> None:
    """Run one system over some sets."""
    parser = argparse.ArgumentParser()
    parser.add_argument("outputs", type=Path)
    parser.add_argument("name")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--profile", type=Profile)
    parser.add_argument("--verified-from", type=float)
    parser.add_argument("--sets", nargs="+", default=["dev", "held", "dialogues", "mentions"])
    parser.add_argument("--threads", type=int)
    parser.add_argument("--claims", action="store_true", help="let the model weigh the claims")
    asked = parser.parse_args()
    if asked.claims:
        verifier: Verifier
        taught = asked.profile in (None, Profile.TAUGHT)
        if taught and chosen(asked.model, asked.profile, asked.adapter).adapter is not None:
            verifier = Taught(asked.model, asked.adapter, asked.threads)
        else:
            verifier = Prompted(asked.model, asked.threads)
        try:
            print("claims", add_scores(asked.outputs, asked.name, verifier, claims()))
        finally:
            verifier.close()
        return
    system: System
    if asked.name == "copying":
        system = Copying()
    elif asked.model is None:
        raise SystemExit("name a model: --model GGUF")
    else:
        system = Model(
            asked.model, asked.profile, asked.adapter, asked.verified_from, asked.threads
        )
    try:
        for name in asked.sets:
            print(name, add_outputs(asked.outputs, asked.name, system, messages(name)), flush=True)
    finally:
        system.close()


if __name__ == "__main__":
    main()

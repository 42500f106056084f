"""Seeded samples of the two labelled corpora: lines with what humans labelled in them.

The corpora lie outside the repository (SELFAUDIT_SHARED). getting_to_know_you may be measured
with and never redistributed.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from extractor.shown import Shown

SEED = "crowd-1"
DIALOGUES, MENTIONS = 300, 150
_FOLDER = "corpora/getting_to_know_you/valid_both_original_{}.txt"
_PEMD = (
    "corpora/conel22/dataset__Personal_Entity_Mention_Detection_Annotations__ConEL22_PEMD_Val.json"
)
_NUMBERED = re.compile(r"(\d+)\s+(.*)")
_TRIPLE = re.compile(r"\['(?P<subject>.*?)', '(?P<relation>.*?)', '(?P<object>.*)'\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a dialogue: the objects of its triples, and the personas of its dialogue.

    `human` are the objects that humans labelled, `spread` those that were spread by rules.
    """

    shown: Shown
    human: tuple[str, ...]
    spread: tuple[str, ...]
    personas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A user's utterance of ConEL22 with its personal entity mentions ("my dog")."""

    shown: Shown
    mentions: tuple[str, ...]


def lines(shared: Path, size: int = DIALOGUES) -> list[Line]:
    """A seeded sample of the lines of getting_to_know_you (valid), in the order drawn."""
    human = list(_numbered(shared / _FOLDER.format("dialogueNLI")))
    spread = list(_numbered(shared / _FOLDER.format("final")))
    found = []
    for (id, text, before, mine, personas), (_, same, _, theirs, _) in zip(
        human, spread, strict=True
    ):
        assert text == same
        found.append(Line(Shown(id, text, before), mine, theirs, personas))
    return Random(SEED).sample(found, size)


def utterances(shared: Path, size: int = MENTIONS) -> list[Utterance]:
    """A seeded sample of the users' utterances of ConEL22 (validation), in the order drawn."""
    found = []
    for dialogue in json.loads((shared / _PEMD).read_text(encoding="utf-8")):
        before = ""
        for turn in dialogue["turns"]:
            text = turn["utterance"].strip()
            if turn["speaker"] == "USER":
                mentions = tuple(
                    one["personal_entity_mention"].strip()
                    for one in turn["personal_entity_annotations"]
                )
                id = f"conel-{dialogue['dialogue_id']}-{turn['turn_number']}"
                found.append(Utterance(Shown(id, text, before), mentions))
            before = text
    return Random(SEED).sample(found, size)


def _numbered(
    path: Path,
) -> Iterator[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]:
    """Of each line: an id, the text, the line before, objects of triples, and the personas."""
    dialogue, before = 0, ""
    personas: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        match = _NUMBERED.fullmatch(line)
        if match is None:
            text, _, _ = line.partition("\t")
            if before:
                dialogue, before, personas = dialogue + 1, "", []
            if ":" in text:
                personas.append(text.split(":", 1)[1].strip())
            continue
        text, *labels = match[2].split("\t")
        triples = [_TRIPLE.fullmatch(label) for label in labels]
        objects = tuple(triple["object"] for triple in triples if triple)
        text = text.strip()
        yield f"gtky-{dialogue}-{match[1]}", text, before, objects, tuple(personas)
        before = text

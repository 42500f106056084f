"""What the filter of windows saves and what it loses, on human-labelled text.

    SELFAUDIT_SHARED=... python tests/quality/measure_filter.py

`first person` is the rule of every model, `and without it` reads messages that leave it out as
well, and `taught` is what a taught model is shown: these, and short answers to questions.
`no question` is a rule that was not taken. Everyday prompts are requests that come with the
program; they have no labels and show the saving.

A line counts as saying something of its writer when humans labelled a fact (getting_to_know_you)
or a personal mention such as "my dog" (ConEL22) in it, or a fact by hand (dev).
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from extractor.labelled import labelled
from extractor.shown import Shown
from extractor.systems import stored
from persona_history import dialogues

from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.extraction.windows import windows_of, worth_reading
from selfaudit.core.relevance.everyday import everyday_prompts

Line = tuple[str, bool, str]
"""A text, whether it is labelled, and what was said before it."""

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_ASKS = re.compile(
    r"\s*(?:(?:and|but|so|ok|hi|hello|hey) )?(?:what|who|why|how|when|where|which|whose|is|are|do|"
    r"does|did|can|could|would|will|should|have|has|was|were)\b",
    re.IGNORECASE,
)

MENTIONS = "dataset__Personal_Entity_Mention_Detection_Annotations__ConEL22_PEMD_{part}.json"


def personal_mentions(shared: Path) -> Iterator[tuple[str, bool]]:
    """Each utterance of a user in ConEL22, and whether it has a personal mention."""
    for part in ("Train", "Val"):
        path = shared / "corpora" / "conel22" / MENTIONS.format(part=part)
        for dialogue in json.loads(path.read_text(encoding="utf-8")):
            for turn in dialogue["turns"]:
                if turn["speaker"] == "USER":
                    yield turn["utterance"], bool(turn["personal_entity_annotations"])


def in_dialogues(shared: Path) -> Iterator[Line]:
    """Each line of getting_to_know_you after the one before it."""
    for lines in dialogues(shared):
        before = ""
        for text, wanted in lines:
            yield text, wanted, before
            before = text


def taught(text: str, before: str) -> bool:
    """Whether a taught model is shown a message, after the assistant's turn before it."""
    *turn, typed = stored(Shown("m", text, before))
    return any(windows_of([typed], TAUGHT, {typed.id: turn[0]} if turn else {}))


def says_something(text: str, before: str) -> bool:
    """A rule that was not taken: what `taught` is shown, and all with a sentence that is no
    question."""
    said = (one for one in _SENTENCE.findall(text) if len(one.split()) >= 3)
    return taught(text, before) or any("?" not in one and not _ASKS.match(one) for one in said)


def report(name: str, lines: Iterable[Line]) -> None:
    """Print how many lines pass, and how many of the labelled ones, by each rule."""
    rows = list(lines)
    rules: dict[str, Callable[[str, str], bool]] = {
        "first person": lambda text, _: worth_reading(text),
        "and without it": lambda text, _: worth_reading(text, unsaid=True),
        "taught": taught,
        "no question": says_something,
    }
    for rule, passes in rules.items():
        read = [(passes(text, before), wanted) for text, wanted, before in rows]
        labelled = [passed for passed, wanted in read if wanted]
        passing = sum(passed for passed, _ in read)
        recall = f"{sum(labelled) / len(labelled):.1%}" if labelled else "none"
        print(
            f"{name}, {rule}: {len(rows)} lines, {passing / len(rows):.1%} are read; "
            f"recall {recall} of {len(labelled)} labelled lines"
        )


if __name__ == "__main__":
    shared = Path(os.environ["SELFAUDIT_SHARED"])
    report("getting_to_know_you", in_dialogues(shared))
    report("ConEL22", ((text, wanted, "") for text, wanted in personal_mentions(shared)))
    report("dev", ((m.shown.text, bool(m.facts), m.shown.before) for m in labelled(half="dev")))
    report("everyday prompts", ((prompt.text, False, "") for prompt in everyday_prompts()))

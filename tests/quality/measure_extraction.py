"""How extraction over crowd dialogues compares with human labels, and a sample to read.

    SELFAUDIT_SHARED=... SELFAUDIT_HOME=... python tests/quality/measure_extraction.py 60

The store must hold the history of `persona_history.py`, extracted. A line counts as found when at
least one attribute has evidence in it. The labels are of another kind than attributes and noisy.
"""

import os
import random
import sys
from pathlib import Path

from persona_history import dialogues

from selfaudit.core.paths import find_home
from selfaudit.core.store.store import Store


def main(sample: int) -> None:
    """Print shares of labelled and unlabelled lines with an attribute, and a seeded sample."""
    labels: dict[str, bool] = {}
    for lines in dialogues(Path(os.environ["SELFAUDIT_SHARED"])):
        for text, labelled in lines:
            labels[text] = labels.get(text, False) or labelled
    store = Store(find_home())
    found = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for conversation in store.history.conversations():
        for message in store.history.own_words_of(conversation.id):
            labelled = labels[message.text]
            total[labelled] += 1
            found[labelled] += bool(store.attributes.supported_by(message.id))
    for labelled, name in ((True, "labelled with a fact"), (False, "not labelled")):
        share = found[labelled] / total[labelled]
        print(f"{name}: {total[labelled]} lines, {found[labelled]} with an attribute ({share:.1%})")
    attributes = store.attributes.page(limit=-1)
    for attribute in random.Random(4).sample(attributes, min(sample, len(attributes))):
        print(f"- {attribute.statement}  <- {attribute.evidence[0].quote}")


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Messages to learn from, without end and the same for the same seed.

`python -m selfaudit.local_models.training.generator --seed 1 --count 30` prints some.
"""

import argparse
from collections.abc import Iterator
from itertools import count as counting
from random import Random

from selfaudit.local_models.training import frames, ontology
from selfaudit.local_models.training.composing import MIX, composed, composed_of
from selfaudit.local_models.training.drafting import Stock
from selfaudit.local_models.training.example import Example


def stock() -> Stock:
    """What is shipped to make messages from. Raises RelationError where a file is wrong."""
    return Stock(ontology.read(), frames.read())


def examples(seed: int, count: int) -> Iterator[Example]:
    """`count` different messages by the mix of `composing.MIX`; the same for the same seed."""
    made: set[tuple[str, str]] = set()
    everything = stock()
    for number in counting():
        if len(made) >= count:
            return
        # A generator of its own for each, so that one changed frame leaves the others alone.
        example = composed(everything, Random(f"{seed} {number}"))  # noqa: S311 - no secret
        if (example.before, example.text) not in made:
            made.add((example.before, example.text))
            yield example


def _printed(example: Example) -> str:
    lines = [f"Before: {example.before}"] if example.before else []
    lines.append(f"Message: {example.text}")
    for fact in example.facts:
        tags = [tag for tag in (fact.subject, fact.durability) if tag in {"other", "current"}]
        lines.append(
            f'- "{fact.quote}" = {fact.statement}' + (f" ({', '.join(tags)})" if tags else "")
        )
    if not example.facts:
        lines.append("- none")
    return "\n".join([f"[{example.kind}]", *lines])


def main() -> None:
    """Print examples, or claims, to read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--source", choices=[*MIX], help="only messages of this source")
    parser.add_argument("--claims", action="store_true", help="claims about them instead")
    asked = parser.parse_args()
    if asked.source:
        everything = stock()
        made = (
            composed_of(asked.source, everything, Random(f"{asked.seed} {number}"))  # noqa: S311 - no secret
            for number in range(asked.count)
        )
    else:
        made = (example for example in examples(asked.seed, asked.count))
    if asked.claims:
        from selfaudit.local_models.training.claims import claims

        for claim in claims(made, asked.seed):
            verdict = "yes" if claim.supported else f"no ({claim.flaw})"
            print(f"Message: {claim.text}\nQuote: {claim.quote}\nStatement: {claim.statement}")
            print(f"Supported: {verdict}\n")
        return
    for example in made:
        print(_printed(example), end="\n\n")


if __name__ == "__main__":
    main()

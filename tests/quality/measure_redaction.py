"""What redaction finds and what it takes too much of, on made-up messages with labels.

    python tests/quality/measure_redaction.py [messages, 4000] [seed, 20260] [--forms] [--misses N]
        [--regions US GB ...]

Recall: an identifier counts as found when findings cover every code point of it that carries
information (letters and digits, of a secret everything but white space, of a web address what
follows the scheme); "in part" is when they cover some. Precision: a finding is right when it
overlaps an identifier of any class, and "same class" when it overlaps one of its own. Findings on
nothing but harmless text (see `redaction_messages.py`) are left out of it and counted apart.
Intervals are Wilson's at 95%; identifiers in one message are not independent, so they are somewhat
too narrow. `--forms` adds recall by form and by dress, `--misses` prints some that were missed.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from random import Random

from redaction_messages import messages
from redaction_parts.labels import Person
from redaction_parts.measuring import (
    Finding,
    Measure,
    Redactor,
    Tally,
    class_name,
    class_of,
    measure,
)

from selfaudit.core.agreement.proportions import proportion


def share(yes: int, of: int) -> str:
    """A share in percent with its interval."""
    estimate = proportion(yes, of)
    if estimate is None or estimate.interval is None:
        return f"{'-':>21}"
    low, high = estimate.interval.low, estimate.interval.high
    return f"{estimate.value:6.1%} [{low:6.1%},{high:6.1%}]"


def recall_lines(table: dict[str, Tally]) -> Iterator[str]:
    """One line for each entry."""
    for name, tally in sorted(table.items()):
        part = tally.partly / tally.total
        yield f"  {name:42} {tally.total:6} {share(tally.found, tally.total)}  in part {part:6.1%}"


def report(done: Measure, forms: bool = False) -> Iterator[str]:
    """The tables."""
    yield f"{done.messages} messages, {done.size / 1e6:.2f} MB"
    yield "\nrecall: identifiers, share found whole with its interval, share found in part"
    yield from recall_lines(done.recall)
    if forms:
        yield "\nrecall by form"
        yield from recall_lines(done.forms)
        yield "\nrecall by dress"
        yield from recall_lines(done.dresses)
    yield "\nprecision: findings by rule, on an identifier, on one of the rule's class"
    rules = sorted(done.right.keys() | done.wrong.keys() | done.on_harmless.keys())
    for rule in rules:
        right, judged = done.right[rule], done.right[rule] + done.wrong[rule]
        known = "" if class_of(rule) else "  (class of this rule unknown)"
        yield (
            f"  {rule:30} {judged:6} {share(right, judged)}  same class "
            f"{share(done.same_class[rule], judged)}{known}"
        )
    right, judged = done.right.total(), done.right.total() + done.wrong.total()
    yield (
        f"  {'all':30} {judged:6} {share(right, judged)}  same class "
        f"{share(done.same_class.total(), judged)}"
    )
    yield f"\nletters and digits outside every label, taken: {share(done.taken, done.kept)}"
    yield "\nfalse alarms by kind of what only looks so: alarms, of how many of the kind"
    for kind in sorted({*done.decoys, *done.alarms}):
        yield f"  {kind:42} {done.alarms[kind]:6} of {done.decoys[kind] or '-'}"
    yield "\nharmless: how many are found all the same"
    yield from recall_lines(done.harmless)
    seconds = max(done.seconds, 1e-9)
    yield (
        f"\nspeed: {done.size / 1e6 / seconds:.2f} MB/s, {done.messages / seconds:.0f} messages/s, "
        "one process"
    )


def long_speed(count: int, seed: int, redactor: Redactor) -> str:
    """How fast it is on long texts: all messages of each person in one."""
    people: dict[Person, list[str]] = {}
    for message in messages(count, seed):
        people.setdefault(message.person, []).append(message.text)
    texts = {person: "\n\n".join(parts) for person, parts in people.items()}
    started = time.perf_counter()
    for person, text in texts.items():
        redactor(text, person)
    seconds = time.perf_counter() - started
    size = sum(len(text.encode()) for text in texts.values())
    each = size / len(texts) / 1e3
    return f"       {size / 1e6 / seconds:.2f} MB/s on texts of {each:.0f} kB"


def project_redactor(regions: Sequence[str] | None = None) -> Redactor:
    """The project's own, with the rules for a person's list made ready once for each person."""
    from selfaudit.core.export.redaction.detecting import detectors, find
    from selfaudit.core.export.redaction.finding import Finding as RuleFinding
    from selfaudit.core.export.redaction.finding import Rule
    from selfaudit.core.export.redaction.names import ListedName
    from selfaudit.core.export.redaction.phones import DEFAULT_REGIONS

    @cache
    def rules(person: Person) -> Sequence[Callable[[str], Iterable[RuleFinding]]]:
        listed = [ListedName(name, Rule.NAME) for name in person.names]
        listed += [ListedName(place, Rule.PLACE) for place in person.places]
        return detectors(listed, regions or DEFAULT_REGIONS)

    def redactor(text: str, person: Person) -> Sequence[Finding]:
        return find(text, rules(person))

    return redactor


def main() -> None:
    """Measure the project's own redactor and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("messages", type=int, nargs="?", default=4000)
    parser.add_argument("seed", type=int, nargs="?", default=20260)
    parser.add_argument("--forms", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--regions", nargs="+", help="whose phone numbers, where not the default's")
    asked = parser.parse_args()
    redactor = project_redactor(asked.regions)
    done = measure(messages(asked.messages, asked.seed), redactor)
    for line in report(done, asked.forms):
        print(line)
    print(long_speed(asked.messages, asked.seed, redactor))
    chosen = Random(1).sample(done.missed, min(asked.misses, len(done.missed)))
    for span, text in chosen:
        around = text[max(0, span.start - 30) : span.end + 20]
        print(f"- {class_name(span)}, {span.form}, {span.dress}: {text[span.start : span.end]!r}")
        print(f"    in {around!r}")


if __name__ == "__main__":
    main()

"""What a system's statements come to against the hand-labelled set."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.failures import FAILURES, failure
from extractor.figures import Figure, f1, resampled, share
from extractor.labelled import Gold, Labelled
from extractor.matching import Said, accepted, facts_in, is_optional, others, taken

from selfaudit.core.models.attribute import QuarantineReason

_NOT_FOUND = {str(QuarantineReason.QUOTE_NOT_FOUND), str(QuarantineReason.REPEATS_EXAMPLE)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with what a system said of it; `facts` has the places of facts by statement."""

    message: Labelled
    drafts: tuple[dict[str, Any], ...]
    said: tuple[Said, ...]
    facts: tuple[tuple[int, ...], ...]
    optional: tuple[bool, ...]

    @property
    def right(self) -> int:
        """Statements that are facts."""
        return sum(map(bool, self.facts))

    @property
    def wrong(self) -> list[Said]:
        """Statements that are neither facts nor optional."""
        return [
            said
            for said, facts, optional in zip(self.said, self.facts, self.optional, strict=True)
            if not facts and not optional
        ]

    @property
    def found(self) -> set[int]:
        """The places of the facts that some statement is."""
        return {place for facts in self.facts for place in facts}

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """What F1 is summed from: right statements, statements, facts found, facts."""
        stated = self.right + len(self.wrong)
        return self.right, stated, len(self.found), len(self.message.facts)

    def pairs(self) -> Iterator[tuple[Said, Gold]]:
        """Each statement with each fact that it is."""
        for said, facts in zip(self.said, self.facts, strict=True):
            for place in facts:
                yield said, self.message.facts[place]


def judged(messages: Sequence[Labelled], outputs: Mapping[str, dict[str, Any]]) -> list[Judged]:
    """Statements against facts, for the messages that the system has read."""
    found = []
    for message in messages:
        if (row := outputs.get(message.shown.id)) is None:
            continue
        said = tuple(accepted(row))
        facts = tuple(tuple(facts_in(one, message)) for one in said)
        optional = tuple(
            not places and is_optional(one, message)
            for one, places in zip(said, facts, strict=True)
        )
        found.append(Judged(message, tuple(row["statements"]), said, facts, optional))
    return found


def fact_figures(rows: Sequence[Judged]) -> dict[str, Figure | None]:
    """All figures of a system on the hand-labelled set."""
    right = sum(row.right for row in rows)
    wrong = sum(len(row.wrong) for row in rows)
    said = sum(len(row.said) for row in rows)
    facts = sum(len(row.message.facts) for row in rows)
    found = sum(len(row.found) for row in rows)
    drafts = [draft for row in rows for draft in row.drafts]
    lost = sum(draft["reason"] in _NOT_FOUND for draft in drafts)
    counts = [row.counts for row in rows]
    figures = {
        "precision of statements": share(right, right + wrong),
        "recall of facts": share(found, facts),
        "F1 of facts (n: messages)": resampled(counts, f1),
        "quote found, of what was written": share(len(drafts) - lost, len(drafts)),
        "statement supported (proxy)": share(said - wrong, said),
    }
    figures |= _false_alarms(rows)
    figures |= _whose(rows)
    for name, kept in (("facts", "durability"), ("facts", "subject")):
        pairs = [pair for row in rows for pair in row.pairs()]
        tagged = [(getattr(one, kept), getattr(gold, kept)) for one, gold in pairs]
        known = [(tag, truth) for tag, truth in tagged if tag is not None]
        same = sum(tag == truth for tag, truth in known)
        figures[f"{kept} right, of {name} found"] = share(same, len(known))
    return figures | _failures(rows)


def f1_difference(rows: Sequence[Judged], others: Sequence[Judged]) -> Figure | None:
    """F1 of one system minus that of another, drawn again message by message that both read."""
    theirs = {row.message.shown.id: row for row in others}
    pairs = [
        (*row.counts, *theirs[row.message.shown.id].counts)
        for row in rows
        if row.message.shown.id in theirs
    ]
    return resampled(pairs, lambda tables: f1(tables[..., :4]) - f1(tables[..., 4:]))


def _false_alarms(rows: Sequence[Judged]) -> dict[str, Figure | None]:
    """Of messages without a fact, by kind, the share with any statement but optional ones."""
    free = [row for row in rows if not row.message.facts]
    figures: dict[str, Figure | None] = {
        "false alarms: all without a fact": share(sum(bool(row.wrong) for row in free), len(free))
    }
    for kind in dict.fromkeys(row.message.kind for row in free):
        of_kind = [row for row in free if row.message.kind == kind]
        alarms = sum(bool(row.wrong) for row in of_kind)
        figures[f"false alarms: {kind}"] = share(alarms, len(of_kind))
    return figures


def _whose(rows: Sequence[Judged]) -> dict[str, Figure | None]:
    """Messages where what is said of another person was told of the user."""

    def of(some: Sequence[Judged]) -> Figure | None:
        hits = sum(any(taken(said, row.message) for said in row.said) for row in some)
        return share(hits, len(some))

    own = [row for row in rows if any(one.who for one in others(row.message))]
    voices = [row for row in rows if others(row.message) and row not in own]
    return {
        "others' facts taken for the user's": of(own),
        "another voice's taken (fiction, texts)": of(voices),
    }


def _failures(rows: Sequence[Judged]) -> dict[str, Figure | None]:
    """Statements that are neither facts nor optional, by the study's classes (by rule)."""
    classes = Counter(failure(said, row.message) for row in rows for said in row.wrong)
    said = sum(len(row.said) for row in rows)
    return {f"failures: {name}": share(classes[name], said) for name in FAILURES}

"""What a system's statements come to against the two corpora, whose labels are of another kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.crowd import Line, Utterance
from extractor.figures import Figure, f1, resampled, share
from extractor.matching import Said, accepted

from selfaudit.core.extraction.text import content_words

_EVERYBODY = frozenset("lik lov good great nic fun tim day lot get go know want need".split())
_SHARED_WITH_PERSONA = 2


def dialogue_figures(
    lines: Sequence[Line], outputs: Mapping[str, dict[str, Any]]
) -> dict[str, Figure | None]:
    """getting_to_know_you: triples found, and statements that neither triple nor persona backs.

    A triple counts only where a content word of its object stands in its line. It is found when
    a statement with its quote in that line shares such a word. A statement is backed when it
    shares a word with an object (of a human's label, or of one spread by rules) or two content
    words with a line of the dialogue's personas. Both are crude, and the same for all systems.
    """
    counts: list[tuple[int, int, int, int]] = []
    backed = stated = quiet = alarms = triples = found = 0
    for line in lines:
        if (row := outputs.get(line.shown.id)) is None:
            continue
        said = accepted(row)
        wanted = wanted_words(line)
        words = [_content(one) for one in said]
        hits = sum(any(words_of & own for own in words) for words_of in wanted)
        right = sum(_is_backed(own, line) for own in words)
        counts.append((right, len(said), hits, len(wanted)))
        triples, found = triples + len(wanted), found + hits
        stated, backed = stated + len(said), backed + right
        if not line.human and not line.spread and not _near_persona(line):
            quiet, alarms = quiet + 1, alarms + bool(said)
    return {
        "triples found (object in the line)": share(found, triples),
        "statements backed (crude)": share(backed, stated),
        "F1 (crude, n: lines)": resampled(counts, f1),
        "noisy: lines without label or persona": share(alarms, quiet),
    }


def mention_figures(
    utterances: Sequence[Utterance], outputs: Mapping[str, dict[str, Any]]
) -> dict[str, Figure | None]:
    """ConEL22: personal mentions inside a statement's quote, and utterances without any.

    Facts without a mention ("I live in Oslo") are not labelled: the second is an upper bound.
    """
    mentions = covered = plain = alarms = 0
    for utterance in utterances:
        if (row := outputs.get(utterance.shown.id)) is None:
            continue
        said = accepted(row)
        for mention in utterance.mentions:
            start = utterance.shown.text.find(mention)
            end = start + len(mention)
            mentions += 1
            covered += start >= 0 and any(one.start <= start and end <= one.end for one in said)
        if not utterance.mentions:
            plain, alarms = plain + 1, alarms + bool(said)
    return {
        "personal mentions in a quote": share(covered, mentions),
        "upper bound: false alarms without mention": share(alarms, plain),
    }


def wanted_words(line: Line) -> list[set[str]]:
    """For each human label whose object stands in the line, the object's words that do."""
    there = set(content_words(line.shown.text))
    objects = dict.fromkeys(line.human)
    words = [set(content_words(one)) & there for one in objects]
    return [one for one in words if one]


def _content(said: Said) -> set[str]:
    return set(content_words(said.statement)) - {"user", "say"}


def _is_backed(words: set[str], line: Line) -> bool:
    objects = {word for one in (*line.human, *line.spread) for word in content_words(one)}
    if words & objects:
        return True
    return any(
        len((words & set(content_words(persona))) - _EVERYBODY) >= _SHARED_WITH_PERSONA
        for persona in line.personas
    )


def _near_persona(line: Line) -> bool:
    personas = {word for persona in line.personas for word in content_words(persona)}
    return bool((set(content_words(line.shown.text)) & personas) - _EVERYBODY)

"""Conversations that were copied from a messenger, a meeting or another assistant."""

import re
from collections import Counter
from itertools import pairwise

from selfaudit.core.importers.pasted.lines import LINE_LIMIT, Detector, blocks, mark

TRANSCRIPT = Detector("transcript", 1)

TURNS = 2
"""Times that each of two speakers must speak in a transcript."""

TURN_LENGTH = 15
"""Code points of a turn on the average; what is shorter is a score or a list."""

_MESSENGER = re.compile(
    r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?(?:\]| -) [^:]{1,40}: "
)
_NAME_AND_TIME = re.compile(
    r"([A-ZÄÖÜ][\w.'-]*(?: [\w.'-]+){0,2})\s{1,3}\[?\d{1,2}:\d\d(?: [AP]M)?\]?$"
)
_OWN_HEADS = frozenset(
    "Q A F Me I Ich Moi Yo Question Answer Frage Antwort Pro Con Pros Cons Contra Note Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday Montag Dienstag Mittwoch "
    "Donnerstag Freitag Samstag Sonntag Mon Tue Wed Thu Fri Sat Sun Mo Di Mi Do Fr Sa So".split()
)
_SPEAKER = re.compile(r"([A-ZÄÖÜ][\w.'-]{0,30}(?: [A-ZÄÖÜ][\w.'-]{0,30}){0,2}): (\S.*)")


def mark_transcripts(lines: list[str], labels: list[Detector]) -> None:
    """Mark messages copied from a messenger, and talk with the speakers' names before it."""
    for first, end in list(blocks(lines, labels)):
        speakers: Counter[str] = Counter()
        spoken: list[int] = []
        said = 0
        spoken_at: list[int] = []
        named: Counter[str] = Counter()
        timed: list[int] = []
        for number in range(first, end):
            text = lines[number][:LINE_LIMIT].rstrip()
            if _MESSENGER.match(text):
                timed.append(number)
            elif name := _NAME_AND_TIME.match(text):
                named[name.group(1)] += 1
                spoken_at.append(number)
            elif speaker := _SPEAKER.match(text):
                speakers[speaker.group(1)] += 1
                said += len(speaker.group(2))
                spoken.append(number)
        if len(timed) >= TURNS:
            mark(labels, timed[0], timed[-1] + 1, TRANSCRIPT)
        elif max(named.values(), default=0) >= TURNS and _apart(spoken_at):
            mark(labels, spoken_at[0], min(end, spoken_at[-1] + 2), TRANSCRIPT)
        elif (
            sum(turns >= TURNS for turns in speakers.values()) >= 2
            and not speakers.keys() & _OWN_HEADS
            and said >= TURN_LENGTH * len(spoken)
            and _mostly(spoken)
        ):
            mark(labels, spoken[0], spoken[-1] + 1, TRANSCRIPT)


def _apart(numbers: list[int]) -> bool:
    """Whether something stands between any two of the lines."""
    return all(after - before > 1 for before, after in pairwise(numbers))


def _mostly(numbers: list[int]) -> bool:
    """Whether at least half of the lines between the first and the last are among them."""
    return 2 * len(numbers) >= numbers[-1] + 1 - numbers[0]

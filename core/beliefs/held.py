"""What each vendor believes about the person by now, from all that was imported of it.

The newest memory counts. What only earlier ones hold is superseded, and counted as that.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from selfaudit.core.beliefs.cutting import LEFT_OUT, PartKind, Running, cut
from selfaudit.core.importers.memory_text import MEMORY_TEXT
from selfaudit.core.importers.segmentation import ABOUT_YOU
from selfaudit.core.models.belief import Belief, BeliefKind
from selfaudit.core.models.history import Origin, Role
from selfaudit.core.store.beliefs import Stretch
from selfaudit.core.store.store import Store

WHOLE_EACH_TIME = frozenset({"chatgpt"})
"""Vendors that write all of their memory into a conversation, each time: the newest copy counts.

Others store it once, part by part: there the parts of the newest export count.
"""

NOT_ABOUT_YOU = "custom instructions on how to answer"
"""Why custom instructions are left out. Those of a project are such, too; and so are those of an
import from before the two halves were kept apart."""


@dataclass(frozen=True, slots=True)
class Held:
    """What vendors believe now, each statement of a vendor once.

    `repeated` counts statements that say word for word what another of the same vendor says.
    `left_out` counts what else there is, by why it is not asked about. `earlier` are the stretches
    that newer ones replaced.
    """

    beliefs: tuple[Belief, ...]
    repeated: int
    left_out: Counter[str]
    earlier: tuple[Stretch, ...]

    def of(self, vendor: str) -> list[Belief]:
        """The beliefs of one vendor."""
        return [belief for belief in self.beliefs if belief.vendor == vendor]


class Key(NamedTuple):
    """What makes two beliefs the same: the vendor, and the words without regard to case."""

    vendor: str
    words: str


def key_of(belief: Belief) -> Key:
    """What makes a belief the same as another."""
    return Key(belief.vendor, " ".join(belief.statement.split()).casefold())


def held(store: Store) -> Held:
    """What vendors believe now. Reads the texts of the newest memories alone."""
    current, earlier, others = _told_apart(store.beliefs.stretches())
    left_out = Counter({NOT_ABOUT_YOU: len(others)} if others else {})
    found: dict[Key, Belief] = {}
    repeated = 0
    for stretch in current:
        beliefs, counts = _cut(stretch, store.history.text_of(stretch.message))
        left_out.update(counts)
        for belief in beliefs:
            repeated += key_of(belief) in found
            found.setdefault(key_of(belief), belief)
    return Held(tuple(found.values()), repeated, left_out, tuple(earlier))


def superseded(store: Store, now: Held) -> list[Belief]:
    """The statements that only earlier memories hold, each once. Reads every one of them."""
    known = {key_of(belief) for belief in now.beliefs}
    seen: set[tuple[str, str]] = set()
    found: dict[Key, Belief] = {}
    for stretch in now.earlier:
        text = store.history.text_of(stretch.message)
        words = (stretch.vendor, text[stretch.start : stretch.end])
        if words in seen:
            continue
        seen.add(words)
        for belief in _cut(stretch, text)[0]:
            if key_of(belief) not in known:
                found.setdefault(key_of(belief), belief)
    return list(found.values())


def _told_apart(
    stretches: Sequence[Stretch],
) -> tuple[list[Stretch], list[Stretch], list[Stretch]]:
    """What counts now, what was replaced, and what is not about the person."""
    about = [one for one in stretches if _is_about_you(one)]
    newest = _newest_wholes(about)
    current: list[Stretch] = []
    earlier: list[Stretch] = []
    for one in about:
        (current if _counts(one, newest) else earlier).append(one)
    return current, earlier, [one for one in stretches if not _is_about_you(one)]


def _is_about_you(one: Stretch) -> bool:
    return one.origin is not Origin.CUSTOM_INSTRUCTION or one.detector == ABOUT_YOU.name


def _newest_wholes(stretches: Iterable[Stretch]) -> dict[tuple[str, Origin], Stretch]:
    found: dict[tuple[str, Origin], Stretch] = {}
    for one in stretches:
        key = (one.vendor, one.origin)
        if _is_whole(one) and (key not in found or _age(one) >= _age(found[key])):
            found[key] = one
    return found


def _counts(one: Stretch, newest: dict[tuple[str, Origin], Stretch]) -> bool:
    if one.vendor not in WHOLE_EACH_TIME:
        return one.active or one.role is not Role.SYSTEM
    whole = newest.get((one.vendor, one.origin))
    if whole is None:
        return True
    return one.message == whole.message or (not _is_whole(one) and one.told_at > whole.told_at)


def _is_whole(one: Stretch) -> bool:
    return one.vendor in WHOLE_EACH_TIME and one.role is Role.SYSTEM


def _age(one: Stretch) -> tuple[float, int]:
    return one.told_at, one.place


def _cut(stretch: Stretch, text: str) -> tuple[list[Belief], Counter[str]]:
    kind = BeliefKind.MEMORY
    if stretch.origin is Origin.CUSTOM_INSTRUCTION:
        kind = BeliefKind.ABOUT_YOU
    parts = cut(text, stretch.start, stretch.end, _running(stretch))
    beliefs = [
        Belief(
            kind,
            stretch.vendor,
            stretch.message,
            stretch.conversation,
            part.start,
            part.end,
            text[part.start : part.end],
            part.noted_at,
        )
        for part in parts
        if part.kind is PartKind.STATEMENT
    ]
    return beliefs, Counter(str(part.kind) for part in parts if part.kind in LEFT_OUT)


def _running(stretch: Stretch) -> Running:
    if stretch.vendor == MEMORY_TEXT:
        return Running.LEFT_OUT
    # A vendor that adds to its memory writes one fact to a line.
    return Running.SENTENCES if stretch.role is Role.SYSTEM else Running.LINES

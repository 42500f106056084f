"""Marks that have lain for two weeks, asked again: same prompt, same attribute, same words.

What was said the first time is not shown. The second marks lie in blocks of a stage of their own,
so that nothing but the figure of steadiness reads them: the first mark stays the one that counts.
"""

import secrets
from dataclasses import dataclass

from selfaudit.core.again import AGAIN_SECONDS, is_time
from selfaudit.core.draw import uniform_draw
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.relevance import Entry, MarkAnswer
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.store.marks import NewEntry
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import wording_in

MOST_MARKS = 36
"""Questions of a block at most: as many as cards are asked again, and six more than a figure needs.
"""

MARK_SECONDS = 6.0
"""How long a question takes, for saying beforehand how long a block will: twice as long as in a
first block, where a hundred take five minutes, since nearly each may bring another prompt to read.
"""


class MarkingAgain(Marking):
    """What of stage two is asked again, over a store."""

    STAGE = Stage.RELEVANCE_AGAIN
    SEALED = "How often you said the same is shown when all are answered or skipped."

    def waiting(self) -> int:
        """How many questions the next block would have; 0 while one is open."""
        return 0 if self.block() is not None else min(MOST_MARKS, len(self._lain()))

    def begin(self, seed: int | None = None) -> Block:
        """Draw the next block, if none is open; return the open one.

        A uniform draw of the entries, by the block's seed. Those of one prompt come together, so
        that each prompt is read once. Raises SelfauditError where nothing has lain long enough.
        """
        with self._store.database.write():
            open_block = self.block()
            if open_block is not None:
                return open_block
            frame = self._lain()
            if not frame:
                raise SelfauditError(
                    "Marks are asked again when they have lain for 14 days in a block that was "
                    "opened, each once, and at most every 14 days.",
                    title="Nothing to ask again yet",
                    hint="Until then there is nothing to do here.",
                )
            seed = secrets.randbits(32) if seed is None else seed
            block = self._store.blocks.begin(self.STAGE, seed, self._clock.now())
            self._store.marks.list_for(block.id, self._drawn(frame, seed))
            return block

    def _lain(self) -> list[int]:
        """The entries that may be asked about again now."""
        now = self._clock.now()
        latest = self._store.blocks.latest(self.STAGE)
        if not is_time(now, latest.begun_at if latest is not None else None):
            return []
        return self._store.marks.lain(
            now - AGAIN_SECONDS, wording_in(self._store, SHOULD_MATTER).hash
        )

    def _drawn(self, frame: list[int], seed: int) -> list[NewEntry]:
        lists: dict[tuple[int, int], list[Entry]] = {}
        drawn = uniform_draw(frame, MOST_MARKS, seed)
        for one in drawn:
            entry = self._store.marks.entry(one.member)
            assert entry is not None
            lists.setdefault((entry.block, entry.position), []).append(entry)
        return [
            NewEntry(
                position,
                entry.prompt,
                place,
                entry.attribute,
                entry.revision,
                accepted=True,
                stratum=entry.stratum,
                inclusion_probability=len(drawn) / len(frame),
                repeats=entry.id,
            )
            for position, listed in enumerate(lists.values())
            for place, entry in enumerate(listed)
        ]


@dataclass(frozen=True, slots=True)
class RepeatedMark:
    """An entry that was marked twice: the second entry, and both answers."""

    entry: Entry
    first: MarkAnswer
    second: MarkAnswer


def repeated_marks(store: Store) -> list[RepeatedMark]:
    """What was marked twice, in the order in which it was asked again.

    Of blocks that were finished and closed. What was skipped the second time is left out, as what
    was skipped the first time is never drawn.
    """
    closed = [one.id for one in store.blocks.all(Stage.RELEVANCE_AGAIN) if not one.is_sealed]
    second = store.marks.effective(*closed)
    entries = [entry for id in closed for entry in store.marks.entries(id)]
    first = store.marks.effective(*(block.id for block in store.blocks.all(Stage.RELEVANCE)))
    return [
        RepeatedMark(entry, first[entry.repeats].answer, second[entry.id].answer)
        for entry in entries
        if entry.repeats in first
        and entry.id in second
        and second[entry.id].answer is not MarkAnswer.SKIP
    ]

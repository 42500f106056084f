"""Marking: which attribute is asked about next, recording what is said, and the reveal.

As in the review, the next question follows from what is stored, so that a program that was
killed resumes on the exact question.
"""

import secrets
from collections.abc import Container, Sequence
from dataclasses import dataclass

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.attribute import Attribute
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.judgment import Act, Phase, Timing, TrueAnswer
from selfaudit.core.models.relevance import Entry, Mark, MarkAnswer, Prompt
from selfaudit.core.ports import Clock
from selfaudit.core.relevance.lists import list_for, may_list
from selfaudit.core.relevance.prompts import Prompts
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.store.marks import NewEntry
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import terms_in, wording_in


@dataclass(frozen=True, slots=True)
class MarkProgress:
    """How far a block has come: entries with a mark or a skip, of all that are asked about."""

    done: int
    entries: int
    prompts: int

    @property
    def is_finished(self) -> bool:
        """Whether every question of the block was answered or skipped."""
        return self.done == self.entries


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """The question on the table: one attribute for one prompt.

    `place` and `listed` count the attributes of this prompt, `progress` those of the block.
    """

    block: Block
    entry: Entry
    prompt: Prompt
    place: int
    listed: int
    progress: MarkProgress


class Marking:
    """Stage two over a store."""

    STAGE = Stage.RELEVANCE
    SEALED = "What the selectors chose is shown when all are answered or skipped."

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.prompts = Prompts(store, clock)

    def block(self) -> Block | None:
        """The block that is open: begun, and not revealed. None where there is none."""
        latest = self._store.blocks.latest(self.STAGE)
        return latest if latest is not None and latest.is_sealed else None

    def accepted(self) -> int:
        """How many attributes the person said are true of them."""
        return self._store.judgments.verdicts().get(TrueAnswer.YES, 0)

    def begin(self, seed: int | None = None) -> Block:
        """Begin the next block, if none is open; return the open one.

        Raises SelfauditError where no attribute was accepted yet, or no prompt is left that
        attributes can be listed for.
        """
        with self._store.database.write():
            open_block = self.block()
            if open_block is not None:
                return open_block
            attributes = self._judged()
            if not any(one.verdict == TrueAnswer.YES for one in attributes):
                raise SelfauditError(
                    "There is no attribute yet that you said is true of you.",
                    title="Nothing to ask about yet",
                    hint="Judge some cards first: what you accept there is asked about here.",
                )
            if seed is None:
                number = len(self._store.blocks.all(Stage.RELEVANCE)) + 1
                seed = terms_in(self._store).block_seed(Stage.RELEVANCE, number)
            seed = secrets.randbits(32) if seed is None else seed
            entries = self._lists(attributes, seed)
            if not entries:
                raise SelfauditError(
                    "No prompt is left that any of your attributes could be listed for.",
                    title="No more prompts",
                    hint="Add prompts of your own, or accept more attributes.",
                )
            block = self._store.blocks.begin(self.STAGE, seed, self._clock.now())
            self._store.marks.list_for(block.id, entries)
            return block

    def current(self) -> OpenEntry | None:
        """The question to be answered now; None when no block is open or it is finished."""
        block = self.block()
        if block is None:
            return None
        marks = self._store.marks.effective(block.id)
        entries = self._asked(block, marks)
        entry = next((one for one in entries if one.id not in marks), None)
        if entry is None:
            return None
        listed = [one for one in entries if one.position == entry.position]
        return OpenEntry(
            block,
            entry,
            self._store.prompts.get(entry.prompt),
            listed.index(entry),
            len(listed),
            _progress(entries, marks),
        )

    def asked(self, block: Block) -> list[Entry]:
        """The entries of a block that the person is asked about, in order.

        Where statement or prompt was erased nothing more is asked; what was said stays.
        """
        return self._asked(block, self._store.marks.effective(block.id))

    def _asked(self, block: Block, marks: Container[int]) -> list[Entry]:
        entries = self._store.marks.accepted(block.id)
        prompts = self._store.prompts.some({entry.prompt for entry in entries})
        return [
            entry
            for entry in entries
            if (entry.statement and prompts[entry.prompt].text) or entry.id in marks
        ]

    def progress(self, block: Block) -> MarkProgress:
        """How far a block has come."""
        marks = self._store.marks.effective(block.id)
        return _progress(self._asked(block, marks), marks)

    def answer(
        self,
        entry: Entry,
        answer: MarkAnswer,
        *,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Mark:
        """Record a mark or a skip; after the reveal, a correction. On return it is on disk.

        Raises SelfauditError for an entry that is not asked about.
        """
        with self._store.database.write():
            if not entry.accepted:
                raise SelfauditError("This attribute is listed for the selectors alone.")
            block = self._store.blocks.get(entry.block)
            before = self._store.marks.effective(block.id).get(entry.id)
            return self._store.marks.append(
                entry.id,
                answer,
                Act.DECIDE if before is None else Act.CORRECT,
                Phase.BEFORE if block.is_sealed else Phase.AFTER,
                self._store.wordings.add(wording_in(self._store, SHOULD_MATTER)),
                self._clock.now(),
                reveals_seen=self._store.blocks.reveals(),
                key=key,
                timing=timing,
            )

    def undo(self, block: Block, *, key: str | None = None) -> Mark | None:
        """Take back the last mark of a block that still stands; None if there is none.

        In a revealed block only what was said after the reveal can be taken back.
        """
        with self._store.database.write():
            is_sealed = self._store.blocks.get(block.id).is_sealed
            phase = Phase.BEFORE if is_sealed else Phase.AFTER
            last = self._store.marks.last_standing(block.id, phase)
            if last is None:
                return None
            self._store.marks.append(
                last.entry,
                last.answer,
                Act.UNDO,
                phase,
                last.wording,
                self._clock.now(),
                reveals_seen=self._store.blocks.reveals(),
                key=key,
                undoes=last.id,
            )
            return last

    def reveal(self, block: Block) -> Block:
        """Open a finished block for good. Raises SelfauditError while questions are open."""
        with self._store.database.write():
            progress = self.progress(block)
            if not progress.is_finished:
                left = progress.entries - progress.done
                raise SelfauditError(
                    f"{left} of the {progress.entries} questions of this block are open. "
                    f"{self.SEALED}",
                    title="The block is sealed",
                )
            self._store.blocks.reveal(block.id, self._clock.now())
        return self._store.blocks.get(block.id)

    def _judged(self) -> list[Attribute]:
        """Every attribute that was accepted or rejected."""
        every = self._store.attributes.count()
        return [
            attribute
            for verdict in (TrueAnswer.YES, TrueAnswer.NO)
            for attribute in self._store.attributes.page(limit=every, verdict=verdict)
        ]

    def _lists(self, attributes: list[Attribute], seed: int) -> list[NewEntry]:
        lists: list[list[NewEntry]] = []

        def can_list(conversation: str | None) -> bool:
            return any(may_list(one, conversation) for one in attributes)

        sizes = terms_in(self._store).lists
        for prompt in self.prompts.compose(sizes.prompts, seed, can_list):
            listed = list_for(prompt, len(lists), attributes, seed, sizes.attributes)
            if listed:
                lists.append(listed)
        return [entry for listed in lists for entry in listed]


def _progress(asked: Sequence[Entry], marks: Container[int]) -> MarkProgress:
    done = sum(entry.id in marks for entry in asked)
    return MarkProgress(done, len(asked), len({entry.position for entry in asked}))

"""Running every selector over the lists of the blocks, one prompt at a time."""

from collections.abc import Sequence

from selfaudit.core.asking import Asker, NoResultError
from selfaudit.core.draw import by_lot, derived_seed
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.relevance import Entry, Selected
from selfaudit.core.models.run import Purpose
from selfaudit.core.ports import Clock
from selfaudit.core.relevance.selectors.base import Selector
from selfaudit.core.relevance.selectors.registry import known_selectors
from selfaudit.core.store.selections import Selection
from selfaudit.core.store.store import Store

Job = tuple[Block, int, Selector]


class Selecting:
    """What is still to be selected over a store, with the model of one sha256."""

    purpose = Purpose.SELECTION

    def __init__(
        self, store: Store, clock: Clock, model: str, selectors: Sequence[Selector] | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._model = model
        self._selectors = known_selectors() if selectors is None else selectors

    @property
    def recipe(self) -> dict[str, str | int | float]:
        """The versions of the selectors."""
        return {selector.name: selector.version for selector in self._selectors}

    def items(self) -> tuple[list[Job], int]:
        """A selector's work on one prompt each, block by block, those without a model first."""
        jobs: list[Job] = []
        total = 0
        for block in self._store.blocks.all(Stage.RELEVANCE):
            every = self._jobs(block)
            done = self._stored(block, failures=False)
            jobs += [job for job in every if self._key(job) not in done]
            total += len(every)
        jobs.sort(key=lambda job: job[2].uses_model)
        return jobs, total - len(jobs)

    def is_complete(self, block: Block) -> bool:
        """Whether every selector had its try at every prompt of a block."""
        tried = self._stored(block, failures=True)
        return all(self._key(job) in tried for job in self._jobs(block))

    def do(self, run: int, item: Job, ask: Asker) -> None:
        """Let one selector work on one prompt, and store what it said, or why it failed."""
        block, position, selector = item
        entries = self._shuffled(block, position)
        prompt = self._store.prompts.get(entries[0].prompt)
        started, tokens = self._clock.monotonic(), ask.prompt_tokens

        def store(said: Sequence[Selected], failure: str | None) -> None:
            selection = Selection(
                *(block.id, *self._key(item), failure),
                ask.prompt_tokens - tokens,
                self._clock.monotonic() - started,
                {entry.id: one for entry, one in zip(entries, said, strict=failure is None)},
            )
            self._store.selections.store(run, selection, self._clock.now())

        try:
            if not (prompt.text and all(entry.statement for entry in entries)):
                raise NoResultError("what it would read was erased")
            store(selector.select(prompt.text, [one.statement for one in entries], ask), None)
        except NoResultError as error:
            store([], str(error))
            raise

    def _jobs(self, block: Block) -> list[Job]:
        positions = sorted({entry.position for entry in self._store.marks.entries(block.id)})
        return [(block, place, selector) for place in positions for selector in self._selectors]

    def _key(self, job: Job) -> tuple[int, str, int, str]:
        _, position, selector = job
        model = self._model if selector.uses_model else ""
        return position, selector.name, selector.version, model

    def _stored(self, block: Block, *, failures: bool) -> set[tuple[int, str, int, str]]:
        return {
            (one.position, one.selector, one.version, one.model)
            for one in self._store.selections.of(block.id)
            if failures or one.failure is None
        }

    def _shuffled(self, block: Block, position: int) -> list[Entry]:
        """A prompt's entries, accepted and rejected among each other, in a seeded order."""
        entries = [one for one in self._store.marks.entries(block.id) if one.position == position]
        order = by_lot([one.id for one in entries], derived_seed(block.seed, "select", position))
        return sorted(entries, key=lambda entry: order.index(entry.id))

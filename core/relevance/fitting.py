"""Thresholds fitted on the first marks of every revealed block, for each maker of scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.relevance import Entry, Mark, MarkAnswer
from selfaudit.core.relevance.thresholds import Scored, cross_fitted, near_duplicates
from selfaudit.core.store.selections import Selection
from selfaudit.core.store.store import Store

Maker = tuple[str, int, str]
"""Who made a selection: selector, version, model."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is stored of the revealed blocks and of those asked for.

    Entries and selections by block, marks by entry.
    """

    entries: Mapping[int, Sequence[Entry]]
    selections: Mapping[int, Sequence[Selection]]
    marks: Mapping[int, Mark]
    corrections: Mapping[int, Mark]

    @classmethod
    def of(cls, store: Store, blocks: Sequence[Block]) -> "Material":
        """Read it, the blocks with every revealed one."""
        asked = {block.id for block in blocks}
        revealed = (one.id for one in store.blocks.all(Stage.RELEVANCE) if not one.is_sealed)
        ids = sorted(asked.union(revealed))
        return cls(
            {id: store.marks.entries(id) for id in ids},
            {id: store.selections.of(id) for id in ids},
            store.marks.effective(*ids),
            store.marks.corrected(*asked),
        )


class Fitting:
    """The thresholds for the prompts of some blocks, fitted once for each maker of scores."""

    def __init__(self, store: Store, material: Material, blocks: Sequence[Block]) -> None:
        self._store = store
        self._material = material
        self._blocks = blocks
        self._known: dict[Maker, dict[int, float | None]] = {}

    def thresholds(self, like: Selection) -> dict[int, float | None]:
        """By prompt, from scores of the same selector, version and model as a selection's.

        Those of others are on other scales.
        """
        maker = _maker(like)
        if maker not in self._known:
            self._known[maker] = cross_fitted(list(self._first_marks(maker)), self._repeats)
        return self._known[maker]

    @cached_property
    def _repeats(self) -> dict[int, set[int]]:
        """The prompts of the blocks, each with those that nearly repeat it."""
        every = {one.prompt for entries in self._material.entries.values() for one in entries}
        texts = {id: prompt.text for id, prompt in self._store.prompts.some(every).items()}
        asked = {one.prompt for block in self._blocks for one in self._material.entries[block.id]}
        return near_duplicates(texts, asked)

    def _first_marks(self, maker: Maker) -> Iterator[Scored]:
        for block, selections in self._material.selections.items():
            selected = {
                id: said
                for one in selections
                if _maker(one) == maker
                for id, said in one.selected.items()
            }
            for entry in self._material.entries[block]:
                said = selected.get(entry.id)
                if entry.accepted and said is not None and said.score is not None:
                    mark = self._material.marks.get(entry.id)
                    yield Scored(entry.prompt, said.score, decided(mark))


def decided(mark: Mark | None) -> bool | None:
    """A mark as yes or no; None for unsure, skipped and unseen."""
    if mark is None or mark.answer not in (MarkAnswer.YES, MarkAnswer.NO):
        return None
    return mark.answer is MarkAnswer.YES


def newest(selections: Sequence[Selection], selector: str) -> dict[int, Selection]:
    """A selector's selections by position, of the model that was asked last."""
    made = [one for one in selections if one.selector == selector]
    if not made:
        return {}
    return {one.position: one for one in made if _maker(one) == _maker(made[-1])}


def _maker(selection: Selection) -> Maker:
    return selection.selector, selection.version, selection.model

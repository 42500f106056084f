"""Marks of a simulated person, and selectors that follow them more or less."""

from collections.abc import Sequence

from builders import MODEL
from simulated_person import NOW, Person

from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.models.relevance import MarkAnswer, PromptSource, Selected
from selfaudit.core.models.run import Purpose
from selfaudit.core.relevance.selectors.registry import known_selectors
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.store.marks import NewEntry
from selfaudit.core.store.selections import Selection

SOURCES = (PromptSource.TYPED, PromptSource.HISTORY, PromptSource.BUNDLED)


class Marks(Person):
    """Marks what should matter."""

    def marks(
        self,
        prompts: int,
        attributes: Sequence[int],
        *,
        rejected: Sequence[int] = (),
        of_each: int = 10,
        revealed: bool = True,
        sources: Sequence[PromptSource] = SOURCES,
        unsure: float = 0.0,
        probabilities: Sequence[float] = (1.0,),
    ) -> Block:
        """A block of prompts with so many attributes each, marked, and every selector's choices."""
        store = self.store
        revisions = {
            one.id: one.revision for one in store.attributes.some([*attributes, *rejected])
        }
        with store.database.write():
            block = store.blocks.begin(Stage.RELEVANCE, self.seed, NOW)
            entries = []
            for position in range(prompts):
                words = " ".join(f"w{number}" for number in self.random.integers(0, 9999, 8))
                prompt = store.prompts.add(sources[position % len(sources)], f"About {words}?", NOW)
                for accepted, pool in ((True, attributes), (False, rejected)):
                    drawn = self.random.permutation(pool)[:of_each].tolist() if pool else []
                    entries += [
                        NewEntry(position, prompt.id, place, id, revisions[id], accepted, "", p)
                        for place, id in enumerate(drawn)
                        for p in [probabilities[place % len(probabilities)]]
                    ]
            store.marks.list_for(block.id, entries)
            self._mark(block, unsure)
            if revealed:
                store.blocks.reveal(block.id, NOW)
        return store.blocks.get(block.id)

    def _mark(self, block: Block, unsure: float) -> None:
        """Marks of the person, some prompts having more that matters, and choices of selectors."""
        store, truth = self.store, self.truth
        wording = store.wordings.add(SHOULD_MATTER)
        run = store.runs.begin(Purpose.SELECTION, MODEL, {}, 0, NOW)
        entries = store.marks.entries(block.id)
        yes: dict[int, bool] = {}
        mood: dict[int, float] = {}
        for entry in entries:
            rate = mood.setdefault(
                entry.position, float(self.random.beta(4 * truth.yes, 4 * (1 - truth.yes)))
            )
            yes[entry.id] = entry.accepted and self.chance(rate)
            if entry.accepted:
                answer = MarkAnswer.YES if yes[entry.id] else MarkAnswer.NO
                answer = MarkAnswer.UNSURE if self.chance(unsure) else answer
                store.marks.append(
                    entry.id, answer, Act.DECIDE, Phase.BEFORE, wording, NOW, reveals_seen=0
                )
        for selector in known_selectors():
            model = MODEL.sha256 if selector.uses_model else ""
            for position in mood:
                said = {
                    entry.id: self._selected(selector.name, selector.scores, yes[entry.id])
                    for entry in entries
                    if entry.position == position
                }
                store.selections.store(
                    run,
                    Selection(
                        block.id,
                        position,
                        selector.name,
                        selector.version,
                        model,
                        None,
                        1,
                        0.1,
                        said,
                    ),
                    NOW,
                )

    def _selected(self, name: str, scores: bool, yes: bool) -> Selected:
        if name in ("none", "all"):
            return Selected(None, name == "all")
        chosen = self.chance(self.truth.recall if yes else self.truth.false_alarm)
        if not scores:
            return Selected(None, chosen)
        return Selected(float(self.random.random() / 2 + chosen / 2))

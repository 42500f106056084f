"""What the person marked beside what each selector chose: agreed, extra and missed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.relevance import Entry, Mark, MarkAnswer, Prompt, Selected
from selfaudit.core.relevance.selectors.registry import known_selectors
from selfaudit.core.relevance.thresholds import FIXED, Scored, cross_fitted
from selfaudit.core.store.selections import Selection
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Counts:
    """How far choices and marks go together, over the entries that the person decided.

    `agreed` were marked and chosen, `extra` chosen and not marked, `missed` marked and not
    chosen; `left` neither. `false_facts` counts rejected attributes that were chosen, of
    `rejected` that were offered. `unscored` counts decided entries that the selector said
    nothing of.
    """

    agreed: int = 0
    extra: int = 0
    missed: int = 0
    left: int = 0
    false_facts: int = 0
    rejected: int = 0
    unscored: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.agreed + other.agreed,
            self.extra + other.extra,
            self.missed + other.missed,
            self.left + other.left,
            self.false_facts + other.false_facts,
            self.rejected + other.rejected,
            self.unscored + other.unscored,
        )

    @property
    def marked(self) -> int:
        """Entries that the person said yes to."""
        return self.agreed + self.missed

    @property
    def chosen(self) -> int:
        """Decided entries that were chosen."""
        return self.agreed + self.extra


@dataclass(frozen=True, slots=True)
class Line:
    """One selector with one way of cutting its scores, over a block.

    `cut` is "own" for a selector that chooses itself, else "fixed" or "fitted". `chosen` holds
    its choice by entry (None where there is none), `counts` those of each prompt by position.
    """

    selector: str
    title: str
    cut: str
    chosen: dict[int, bool | None]
    counts: dict[int, Counts]
    failures: dict[int, str] = field(default_factory=dict)

    @property
    def total(self) -> Counts:
        """The counts of all prompts together."""
        return sum(self.counts.values(), Counts())


@dataclass(frozen=True, slots=True)
class _Past:
    """What a threshold may be fitted on: a block with its marks and everything selected in it."""

    entries: Sequence[Entry]
    marks: Mapping[int, Mark]
    selections: Sequence[Selection]


@dataclass(frozen=True, slots=True)
class Matching:
    """A block laid open. `scores` holds each scoring selector's scores by entry."""

    block: Block
    entries: tuple[Entry, ...]
    prompts: dict[int, Prompt]
    marks: dict[int, Mark]
    corrections: dict[int, Mark]
    lines: tuple[Line, ...]
    scores: dict[str, dict[int, float]]

    def yes(self, entry: Entry) -> bool | None:
        """What the person decided of an entry before the reveal; None where they did not."""
        return decided(self.marks.get(entry.id))

    def at(self, selector: str, threshold: float) -> Counts:
        """What a scoring selector comes to over the block at another threshold: the dial."""
        scores = self.scores[selector]
        chosen = {entry: score >= threshold for entry, score in scores.items()}
        counts = (_count([entry], chosen, self.marks) for entry in self.entries)
        return sum(counts, Counts())


def decided(mark: Mark | None) -> bool | None:
    """A mark as yes or no; None for unsure, skipped and unseen."""
    if mark is None or mark.answer not in (MarkAnswer.YES, MarkAnswer.NO):
        return None
    return mark.answer is MarkAnswer.YES


def match(store: Store, block: Block) -> Matching:
    """Lay a block open. The caller sees to it that the block was revealed.

    The fitted thresholds use the first marks of every revealed block, and of this one.
    """
    entries = store.marks.entries(block.id)
    marks = store.marks.effective(block.id)
    selections = store.selections.of(block.id)
    past = list(_past(store, block))
    lines: list[Line] = []
    scores: dict[str, dict[int, float]] = {}
    for selector in known_selectors():
        made = _newest(selections, selector.name)
        selected = {id: said for one in made.values() for id, said in one.selected.items()}
        failures = {place: one.failure for place, one in made.items() if one.failure is not None}
        cuts = {"own": _own_choices(selected)}
        if selector.scores:
            scores[selector.name] = {
                id: said.score for id, said in selected.items() if said.score is not None
            }
            cuts = {
                "fixed": {id: score >= FIXED for id, score in scores[selector.name].items()},
                "fitted": _fitted_choices(store, past, made, entries, scores[selector.name]),
            }
        for cut, chosen in cuts.items():
            counts = {
                position: _count(group, chosen, marks)
                for position, group in _by_position(entries).items()
            }
            line = Line(selector.name, selector.title, cut, chosen, counts, failures)
            lines.append(line)
    return Matching(
        block,
        tuple(entries),
        {entry.position: store.prompts.get(entry.prompt) for entry in entries},
        marks,
        store.marks.corrected(block.id),
        tuple(lines),
        scores,
    )


def _newest(selections: Sequence[Selection], selector: str) -> dict[int, Selection]:
    """A selector's selections by position, of the model that was asked last."""
    made = [one for one in selections if one.selector == selector]
    if not made:
        return {}
    return {one.position: one for one in made if _maker(one) == _maker(made[-1])}


def _maker(selection: Selection) -> tuple[str, int, str]:
    return selection.selector, selection.version, selection.model


def _own_choices(selected: dict[int, Selected]) -> dict[int, bool | None]:
    return {id: said.chosen for id, said in selected.items()}


def _fitted_choices(
    store: Store,
    past: Sequence[_Past],
    made: Mapping[int, Selection],
    entries: Sequence[Entry],
    scores: dict[int, float],
) -> dict[int, bool | None]:
    if not made:
        return {}
    rows = list(_first_marks(past, next(iter(made.values()))))
    texts = {prompt: store.prompts.get(prompt).text for prompt in {row.prompt for row in rows}}
    thresholds = cross_fitted(rows, texts, {entry.prompt for entry in entries})
    chosen: dict[int, bool | None] = {}
    for entry in entries:
        threshold = thresholds.get(entry.prompt)
        if entry.id in scores and threshold is not None:
            chosen[entry.id] = scores[entry.id] >= threshold
    return chosen


def _past(store: Store, this: Block) -> Iterator[_Past]:
    """A block and every revealed one."""
    for block in store.blocks.all(Stage.RELEVANCE):
        if not block.is_sealed or block.id == this.id:
            entries, marks = store.marks.entries(block.id), store.marks.effective(block.id)
            yield _Past(entries, marks, store.selections.of(block.id))


def _first_marks(past: Sequence[_Past], like: Selection) -> Iterator[Scored]:
    """Scores and first marks: scores of the same selector, version and model as a selection's.

    Those of others are on other scales.
    """
    for block in past:
        selected = {
            id: said
            for one in block.selections
            if _maker(one) == _maker(like)
            for id, said in one.selected.items()
        }
        for entry in block.entries:
            said = selected.get(entry.id)
            if entry.accepted and said is not None and said.score is not None:
                yield Scored(entry.prompt, said.score, decided(block.marks.get(entry.id)))


def _by_position(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    grouped: dict[int, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.position, []).append(entry)
    return grouped


def _count(
    entries: Sequence[Entry], chosen: Mapping[int, bool | None], marks: Mapping[int, Mark]
) -> Counts:
    total = Counts()
    for entry in entries:
        choice = chosen.get(entry.id)
        if not entry.accepted:
            if choice is not None:
                total += Counts(rejected=1, false_facts=int(choice))
            continue
        yes = decided(marks.get(entry.id))
        if yes is None:
            continue
        total += _outcome(yes, choice)
    return total


def _outcome(yes: bool, choice: bool | None) -> Counts:
    if choice is None:
        return Counts(unscored=1)
    if yes:
        return Counts(agreed=1) if choice else Counts(missed=1)
    return Counts(extra=1) if choice else Counts(left=1)

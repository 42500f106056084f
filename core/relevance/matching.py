"""What the person marked beside what each selector chose: agreed, extra and missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from selfaudit.core.models.block import Block
from selfaudit.core.models.relevance import Entry, Mark, Prompt
from selfaudit.core.relevance.fitting import Fitting, Material, decided, newest
from selfaudit.core.relevance.selectors.registry import known_selectors
from selfaudit.core.relevance.thresholds import FIXED
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
        return _count(self.entries, chosen, self.marks)


def match(store: Store, block: Block) -> Matching:
    """Lay a block open. The caller sees to it that the block was revealed.

    The fitted thresholds use the first marks of every revealed block, and of this one.
    """
    return match_all(store, [block])[0]


def match_all(store: Store, blocks: Sequence[Block]) -> list[Matching]:
    """Lay several blocks open, as `match` does one; the thresholds use the marks of all."""
    known = Material.of(store, blocks)
    fitting = Fitting(store, known, blocks)
    prompts = store.prompts.some(
        {one.prompt for entries in known.entries.values() for one in entries}
    )
    return [_match(known, fitting, prompts, block) for block in blocks]


def _match(
    known: Material, fitting: Fitting, prompts: Mapping[int, Prompt], block: Block
) -> Matching:
    entries = known.entries[block.id]
    marks = {one.id: known.marks[one.id] for one in entries if one.id in known.marks}
    corrections = {
        one.id: known.corrections[one.id] for one in entries if one.id in known.corrections
    }
    lists = _by_position(entries)
    lines: list[Line] = []
    scores: dict[str, dict[int, float]] = {}
    for selector in known_selectors():
        made = newest(known.selections[block.id], selector.name)
        selected = {id: said for one in made.values() for id, said in one.selected.items()}
        failures = {place: one.failure for place, one in made.items() if one.failure is not None}
        cuts = {"own": {id: said.chosen for id, said in selected.items()}}
        if selector.scores:
            scores[selector.name] = {
                id: said.score for id, said in selected.items() if said.score is not None
            }
            cuts = {
                "fixed": {id: score >= FIXED for id, score in scores[selector.name].items()},
                "fitted": _fitted_choices(fitting, made, entries, scores[selector.name]),
            }
        for cut, chosen in cuts.items():
            counts = {position: _count(group, chosen, marks) for position, group in lists.items()}
            lines.append(Line(selector.name, selector.title, cut, chosen, counts, failures))
    return Matching(
        block,
        tuple(entries),
        {entry.position: prompts[entry.prompt] for entry in entries},
        marks,
        corrections,
        tuple(lines),
        scores,
    )


def _fitted_choices(
    fitting: Fitting,
    made: Mapping[int, Selection],
    entries: Sequence[Entry],
    scores: Mapping[int, float],
) -> dict[int, bool | None]:
    thresholds = fitting.thresholds(next(iter(made.values()))) if made else {}
    chosen: dict[int, bool | None] = {}
    for entry in entries:
        threshold = thresholds.get(entry.prompt)
        if entry.id in scores and threshold is not None:
            chosen[entry.id] = scores[entry.id] >= threshold
    return chosen


def _by_position(entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    grouped: dict[int, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.position, []).append(entry)
    return grouped


def _count(
    entries: Sequence[Entry], chosen: Mapping[int, bool | None], marks: Mapping[int, Mark]
) -> Counts:
    kinds: dict[str, int] = {}
    for entry in entries:
        for kind in _kinds(entry, chosen.get(entry.id), marks.get(entry.id)):
            kinds[kind] = kinds.get(kind, 0) + 1
    return Counts(**kinds)


def _kinds(entry: Entry, choice: bool | None, mark: Mark | None) -> tuple[str, ...]:
    """The names of the counts that an entry belongs to."""
    if not entry.accepted:
        if choice is None:
            return ()
        return ("rejected", "false_facts") if choice else ("rejected",)
    yes = decided(mark)
    if yes is None:
        return ()
    if choice is None:
        return ("unscored",)
    if yes:
        return ("agreed",) if choice else ("missed",)
    return ("extra",) if choice else ("left",)

"""Planning a block of pairs: which prompts, in which arms, with which facts."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from selfaudit.core.comparison.arms import (
    REPEATED,
    PairDesign,
    draw_arms,
    draw_asked,
    draw_repeats,
    draw_sides,
)
from selfaudit.core.comparison.strangers import answer_facts
from selfaudit.core.draw import by_lot, derived_seed
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.comparison import Arm, Fact, Side
from selfaudit.core.models.relevance import Entry, MarkAnswer
from selfaudit.core.ports import Clock
from selfaudit.core.store.pairs import NewPair
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import terms_in

FEWEST_MARKED = 3
"""Prompts with something marked relevant that a block needs: three in a block of five pairs."""

REST_SECONDS = 86_400.0
"""How long marks should lie before answers are compared (PROTOCOL: at least a day)."""


@dataclass(frozen=True, slots=True)
class MarkedPrompt:
    """A prompt, and what the person marked for it: relevant and irrelevant attributes."""

    prompt: int
    relevant: tuple[Fact, ...]
    irrelevant: tuple[Fact, ...]


class Planning:
    """Blocks of stage three over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open_blocks(self) -> list[Block]:
        """The blocks that are begun and not revealed, oldest first."""
        return [block for block in self._store.blocks.all(Stage.COMPARISON) if block.is_sealed]

    def rested_at(self) -> float | None:
        """When the newest marks will have lain for a day, in seconds since 1970; None without."""
        last = self._store.marks.last_at()
        return None if last is None else last + REST_SECONDS

    def pairs_possible(self) -> int:
        """How many pairs the next block would have; 0 where there is too little to compare."""
        marked = self._free_marked()
        if marked < FEWEST_MARKED:
            return 0
        design = self._design
        return min(design.block, int(marked / design.share(Arm.MARKED)))

    def too_little(self) -> SelfauditError | None:
        """Why no block can be begun, in words; None where one can."""
        marked = self._free_marked()
        if marked >= FEWEST_MARKED:
            return None
        return SelfauditError(
            "Answers are compared on prompts for which you marked something as relevant and that "
            f"were not compared yet: {marked} so far, at least {FEWEST_MARKED} are needed.",
            title="Too little to compare yet",
            hint="Mark what should matter on another block of prompts first, and open it."
            if self._store.blocks.all(Stage.RELEVANCE)
            else "First say what should matter: a block of ten prompts.",
        )

    def begin(self, seed: int | None = None) -> Block:
        """Plan the next block, if none is open; return the open one.

        Raises SelfauditError where too few prompts have something marked relevant.
        """
        with self._store.database.write():
            open_blocks = self.open_blocks()
            if open_blocks:
                return open_blocks[0]
            too_little = self.too_little()
            if too_little is not None:
                raise too_little
            size = self.pairs_possible()
            if seed is None:
                number = len(self._store.blocks.all(Stage.COMPARISON)) + 1
                seed = terms_in(self._store).block_seed(Stage.COMPARISON, number)
            seed = secrets.randbits(32) if seed is None else seed
            block = self._store.blocks.begin(Stage.COMPARISON, seed, self._clock.now())
            self._store.pairs.plan(block.id, self._pairs(size, seed))
            return block

    def _free_marked(self) -> int:
        """How many prompts have something marked relevant and were not compared with it yet."""
        used = {pair.prompt for pair in self._store.pairs.all() if pair.arm is Arm.MARKED}
        return len(self._store.marks.prompts_with_yes() - used)

    def _marked(self) -> list[MarkedPrompt]:
        """What was marked in blocks that were revealed: such marks do not change any more."""
        prompts: list[MarkedPrompt] = []
        for block in self._store.blocks.all(Stage.RELEVANCE):
            if block.is_sealed:
                continue
            marks = self._store.marks.effective(block.id)
            asked = self._store.marks.accepted(block.id)
            texts = self._store.prompts.some({entry.prompt for entry in asked})
            asked = [one for one in asked if one.statement and texts[one.prompt].text]
            for prompt in dict.fromkeys(entry.prompt for entry in asked):
                listed = [entry for entry in asked if entry.prompt == prompt]
                said = {
                    answer: tuple(
                        _fact(entry)
                        for entry in listed
                        if entry.id in marks and marks[entry.id].answer is answer
                    )
                    for answer in (MarkAnswer.YES, MarkAnswer.NO)
                }
                prompts.append(MarkedPrompt(prompt, said[MarkAnswer.YES], said[MarkAnswer.NO]))
        return prompts

    def _free(self, arm: Arm, prompts: Sequence[MarkedPrompt]) -> list[MarkedPrompt]:
        """The prompts that an arm can use, and that it has not used in any block."""
        used = {pair.prompt for pair in self._store.pairs.all() if pair.arm is arm}
        return [
            one
            for one in prompts
            if one.prompt not in used
            and (arm is not Arm.MARKED or one.relevant)
            and (arm is not Arm.IRRELEVANT or one.irrelevant)
        ]

    @property
    def _design(self) -> PairDesign:
        """How the next block is made up."""
        return terms_in(self._store).pairs

    def _pairs(self, size: int, seed: int) -> list[NewPair]:
        design = self._design
        prompts = self._marked()
        order = by_lot([one.prompt for one in prompts], derived_seed(seed, "prompts"))
        prompts.sort(key=lambda one: order.index(one.prompt))
        free = {arm: self._free(arm, prompts) for arm, _ in design.mix}
        chosen = _assign(draw_arms(size, seed, design.mix), free)
        sides = draw_sides([arm for arm, _ in chosen], seed)
        asked = draw_asked(len(chosen), derived_seed(seed, "about you"), design.about_you)
        pairs = [
            NewPair(
                prompt.prompt,
                arm,
                derived_seed(seed, "pair", place),
                sides[place],
                place in asked,
                _facts(arm, prompt, derived_seed(seed, "facts", place)),
            )
            for place, (arm, prompt) in enumerate(chosen)
        ]
        return with_repeats(pairs, seed, design.repeated)


def with_repeats(pairs: Sequence[NewPair], seed: int, share: float = REPEATED) -> list[NewPair]:
    """The pairs with a share of them coming back later, their sides swapped."""
    shown: list[NewPair] = []
    places: dict[int, int] = {}
    coming = draw_repeats(len(pairs), seed, share)
    for place in range(len(pairs) + 1):
        for original, after in coming:
            if after == place:
                again = pairs[original]
                shown.append(
                    replace(
                        again,
                        generic_side=again.generic_side.other,
                        asks_about_you=False,
                        repeats=places[original],
                    )
                )
        if place < len(pairs):
            places[place] = len(shown)
            shown.append(pairs[place])
    return shown


def _assign(
    arms: Sequence[Arm], free: Mapping[Arm, Sequence[MarkedPrompt]]
) -> list[tuple[Arm, MarkedPrompt]]:
    """A prompt for each arm; no arm uses one twice.

    Prompts with something marked relevant come first, whatever the arm, so that the controls are
    about the same prompts and a prompt does not tell its arm; among those, the one that the block
    has used least. An arm for which no prompt is left gives its place to a catch pair, or else to
    none.
    """
    uses: Counter[int] = Counter()
    left = {arm: list(prompts) for arm, prompts in free.items()}
    chosen: list[tuple[Arm, MarkedPrompt] | None] = [None] * len(arms)
    # Arms with the fewest prompts to choose from choose first.
    for place in sorted(range(len(arms)), key=lambda place: len(free[arms[place]])):
        arm = arms[place] if left[arms[place]] else Arm.CATCH
        if left[arm]:
            prompt = min(left[arm], key=lambda one: (not one.relevant, uses[one.prompt]))
            left[arm].remove(prompt)
            uses[prompt.prompt] += 1
            chosen[place] = (arm, prompt)
    return [one for one in chosen if one is not None]


def _facts(arm: Arm, prompt: MarkedPrompt, seed: int) -> tuple[Fact, ...]:
    """What the other answer is given: as much in a control pair as the person marked."""
    wanted = max(1, len(prompt.relevant))
    if arm is Arm.MARKED:
        return prompt.relevant
    if arm is Arm.IRRELEVANT:
        places = by_lot(range(len(prompt.irrelevant)), seed)[:wanted]
        return tuple(prompt.irrelevant[place] for place in places)
    if arm is Arm.STRANGER:
        return tuple(Fact(text) for text in by_lot(answer_facts(), seed)[:wanted])
    return ()


def _fact(entry: Entry) -> Fact:
    return Fact(entry.statement, entry.attribute, entry.revision)


def plan_elsewhere(pairs: Sequence[NewPair], seed: int) -> list[NewPair]:
    """Sides, questions and repeats for pairs that were made elsewhere."""
    sides: list[Side] = draw_sides([pair.arm for pair in pairs], seed)
    asked = draw_asked(len(pairs), derived_seed(seed, "about you"))
    order = by_lot(range(len(pairs)), derived_seed(seed, "order"))
    placed = [
        replace(pairs[number], generic_side=sides[place], asks_about_you=place in asked)
        for place, number in enumerate(order)
    ]
    return with_repeats(placed, seed)

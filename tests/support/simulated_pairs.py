"""Votes of a simulated person, and a judge that is kinder than they are."""

from collections.abc import Sequence

import numpy as np
from builders import MODEL
from simulated_person import NOW, Person

from selfaudit.core.comparison.wordings import ABOUT_YOU, BETTER, REASONS
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.comparison import Arm, Better, JudgeVerdict, Pair, Side, VoteQuestion
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.models.run import Purpose
from selfaudit.core.store.pairs import NewAnswer, NewPair

_STEPS = tuple(Better)[:5]


class Pairs(Person):
    """Compares answers."""

    def pairs(
        self,
        arms: Sequence[Arm],
        *,
        repeats: int = 0,
        revealed: bool = True,
        unusable: float = 0.0,
    ) -> Block:
        """A block of pairs in these arms, voted on and judged; the first ones come back."""
        store = self.store
        with store.database.write():
            block = store.blocks.begin(Stage.COMPARISON, self.seed, NOW)
            planned = []
            for number, arm in enumerate(arms):
                prompt = store.prompts.add(PromptSource.TYPED, f"Prompt {block.id}-{number}", NOW)
                side = Side.LEFT if self.chance(0.5) else Side.RIGHT
                planned.append(NewPair(prompt.id, arm, number, side, number % 3 == 0, ()))
            planned += [
                NewPair(one.prompt, one.arm, one.seed, one.generic_side.other, False, (), place)
                for place, one in enumerate(planned[:repeats])
            ]
            store.pairs.plan(block.id, planned)
            run = store.runs.begin(Purpose.JUDGING, MODEL, {}, 0, NOW)
            said: dict[int, int] = {}
            for pair in store.pairs.of(block.id):
                if pair.repeats is None:
                    self._fill(pair)
                    said[pair.id] = self._preference(pair.arm)
                    self._judge(run, pair, said[pair.id])
                elif self.chance(self.truth.steady):
                    said[pair.id] = said[pair.repeats]
                else:
                    said[pair.id] = 6 - said[pair.repeats] if said[pair.repeats] != 3 else 4
                self._vote(pair, said[pair.id], self.chance(unusable))
            if revealed:
                store.blocks.reveal(block.id, NOW)
        return store.blocks.get(block.id)

    def _fill(self, pair: Pair) -> None:
        lengths = self.random.integers(40, 60, 2).tolist()
        made = [
            self.store.pairs.add_answer(
                NewAnswer(f"{pair.id}-{place}", None, pair.prompt, "word " * length, 1, "stop"), NOW
            )
            for place, length in enumerate(lengths)
        ]
        self.store.pairs.fill(pair.id, made[0], made[1], int(self.random.integers(0, 2)))

    def _preference(self, arm: Arm) -> int:
        if self.chance(self.truth.ties):
            return 3
        helped = {Arm.MARKED: self.truth.helped, Arm.IRRELEVANT: self.truth.irrelevant}
        step = 1 + self.chance(0.4)
        return 3 + step if self.chance(helped.get(arm, 0.5)) else 3 - step

    def _vote(self, pair: Pair, preference: int, unusable: bool) -> None:
        left = pair.generic_side is Side.LEFT
        shown = (
            Better.BOTH_UNUSABLE
            if unusable
            else _STEPS[(preference if left else 6 - preference) - 1]
        )
        said = {VoteQuestion.BETTER: (BETTER, str(shown))}
        if preference != 3 and not unusable:
            said[VoteQuestion.REASONS] = (REASONS, self.choice(REASONS.choices))
        if pair.asks_about_you:
            other = pair.generic_side.other.value
            said[VoteQuestion.ABOUT_YOU] = (ABOUT_YOU, other if self.chance(0.6) else "cannot_tell")
        for question, (wording, answer) in said.items():
            self.store.votes.append(
                pair.id, question, answer, Act.DECIDE, Phase.BEFORE,
                self.store.wordings.add(wording), NOW,
            )  # fmt: skip

    def _judge(self, run: int, pair: Pair, preference: int) -> None:
        for knows in (False, True):
            for swapped in (False, True):
                noise = self.random.normal(self.truth.judge_bias + knows / 3, 1.1)
                toward = int(np.clip(round(preference + noise), 1, 5))
                left = (pair.generic_side is Side.LEFT) is not swapped
                rating = toward if left else 6 - toward
                verdict = JudgeVerdict(
                    pair.id, MODEL.sha256, swapped, knows, rating, float(rating),
                    float(self.random.beta(8, 2)), True,
                )  # fmt: skip
                self.store.verdicts.store(run, verdict, 1, NOW)

"""People whose truth is known, who judge at random by it. Made in bulk; no text of a real person.

The program leads a person through cards, marks and pairs one by one; here the same rows are
written at once, so that a report on thousands of judgments, or on hundreds of people, can be made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from builders import MODEL, PinnedClock, conversation

from selfaudit.core.comparison.wordings import ABOUT_YOU, BETTER, REASONS
from selfaudit.core.models.attribute import (
    AssignedBy,
    Candidate,
    Description,
    Draft,
    QuarantineReason,
    Span,
)
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.comparison import Arm, Better, JudgeVerdict, Pair, Side, VoteQuestion
from selfaudit.core.models.history import Conversation
from selfaudit.core.models.judgment import Act, Circumstance, Phase, Policy, Question, Timing
from selfaudit.core.models.relevance import MarkAnswer, PromptSource, Selected
from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.core.relevance.selectors.registry import known_selectors
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.review.wordings import REMEMBER, TRUE, WHY
from selfaudit.core.store.extraction import Work
from selfaudit.core.store.history import conversation_id, message_id
from selfaudit.core.store.marks import NewEntry
from selfaudit.core.store.pairs import NewAnswer, NewPair
from selfaudit.core.store.selections import Selection
from selfaudit.core.store.store import Store

NOW = PinnedClock.time
CATEGORIES = ("food", "work", "place", "health", None)
SOURCES = (PromptSource.TYPED, PromptSource.HISTORY, PromptSource.BUNDLED)
_STEPS = (
    Better.LEFT_MUCH,
    Better.LEFT_SLIGHTLY,
    Better.NO_DIFFERENCE,
    Better.RIGHT_SLIGHTLY,
    Better.RIGHT_MUCH,
)


@dataclass(frozen=True)
class Truth:
    """What is so of a person and a model, as shares from 0 to 1.

    `accepted` of what was noted is true, and the person can't say of `unsure`. The person marks
    `yes`, the model chooses `recall` of what they mark and `ratio` times as much in all. Where the
    person prefers an answer, the personal one is it in `helped`, the one given irrelevant things
    in `irrelevant`; `ties` of the votes are none. `steady` of what comes back is said again.
    """

    accepted: float = 0.8
    unsure: float = 0.0
    yes: float = 0.2
    ratio: float = 2.5
    recall: float = 0.8
    helped: float = 0.7
    irrelevant: float = 0.5
    ties: float = 0.3
    steady: float = 0.9
    judge_bias: float = 0.7

    @property
    def false_alarm(self) -> float:
        """How often the model chooses what the person does not mark."""
        return (self.ratio * self.yes - self.recall * self.yes) / (1 - self.yes)

    @property
    def kappa(self) -> float:
        """Person against model, at these rates."""
        rate = self.ratio * self.yes
        agreed = self.yes * self.recall + (1 - self.yes) * (1 - self.false_alarm)
        chance = self.yes * rate + (1 - self.yes) * (1 - rate)
        return (agreed - chance) / (1 - chance)

    @property
    def net(self) -> float:
        """Wins minus losses over all votes."""
        return (1 - self.ties) * (2 * self.helped - 1)


@dataclass
class Simulated:
    """A person of that truth over a store, who judges by a seed."""

    store: Store
    truth: Truth = field(default_factory=Truth)
    seed: int = 1

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self._made = 0

    def chance(self, share: float) -> bool:
        """Yes in that share of times."""
        return bool(self.random.random() < share)

    def attributes(self, count: int, *, quarantined: int = 0) -> list[int]:
        """Attributes, each from a message of its own, and notes that were held back."""
        store, ids = self.store, []
        with store.database.write():
            source = store.history.add_source("made-up.json", "chatgpt", NOW)
            run = store.runs.begin(Purpose.EXTRACTION, MODEL, {}, 0, NOW)
            for number in range(self._made, self._made + count + quarantined):
                told: Conversation = conversation(
                    f"chat-{number}", f"I know thing {number} and I like to talk about it."
                )
                store.history.add(source, "chatgpt", [told])
                chat = conversation_id("chatgpt", told.external_id)
                message = message_id(chat, told.messages[0])
                held = len(ids) == count
                draft = Draft(f"The user knows thing {number}.", None)
                span = None if held else Span(message, 0, 20)
                reason = QuarantineReason.QUOTE_NOT_FOUND if held else None
                work = Work(f"{run}-{number}", chat, (message,), FinishReason.STOP, 1, 1, 1)
                made = store.extractions.store(run, work, [Candidate(draft, span, reason)], NOW)
                if not held:
                    category = CATEGORIES[number % len(CATEGORIES)]
                    by = AssignedBy.RULE if category else None
                    described = Description(category=category, assigned_by=by)
                    ids.append(store.attributes.create(draft.statement, described, NOW))
                    store.attributes.link(made[0].id, ids[-1], AssignedBy.RULE, NOW)
            store.runs.end(run, "done", NOW)
        self._made += count + quarantined
        return ids

    def cards(
        self,
        ids: Sequence[int],
        *,
        frame: Sequence[int] = (),
        policy: Policy = Policy.HEADLINE,
        answers: Sequence[str] | None = None,
        probability: float | None = None,
    ) -> None:
        """A batch of these attributes, drawn from a frame (by default: all of it), and judged."""
        store, said = self.store, answers or [self._verdict() for _ in ids]
        frame = frame or ids
        chance = probability or len(ids) / len(frame)
        wordings = {one: store.wordings.add(one) for one in (TRUE, WHY, REMEMBER)}
        with store.database.write():
            batch = store.judgments.freeze(
                policy, self.seed, frame, ((id, None, chance) for id in ids), NOW
            )
            revisions = {one.id: one.revision for one in store.attributes.some(ids)}
            for place, (id, answer) in enumerate(zip(ids, said, strict=True)):
                follow = {"yes": REMEMBER, "no": WHY}.get(answer)
                for wording in (TRUE, *([follow] if follow else [])):
                    given = answer if wording is TRUE else self._choice(wording.choices)
                    circumstance = Circumstance(
                        policy, wordings[wording], None, batch.id, place, chance, self.seed,
                        timing=self._timing(),
                    )  # fmt: skip
                    store.judgments.append(
                        id, revisions[id], Question(wording.name), given, Act.DECIDE, circumstance,
                        NOW,
                    )  # fmt: skip

    def edit(self, id: int, statement: str) -> None:
        """The person's own wording of a statement, which is then true."""
        store = self.store
        with store.database.write():
            revision = store.attributes.add_revision(id, statement, AssignedBy.PERSON, NOW)
            circumstance = Circumstance(Policy.HEADLINE, store.wordings.add(TRUE))
            for question, answer in ((Question.STATEMENT, "written"), (Question.TRUE, "yes")):
                store.judgments.append(
                    id, revision, question, answer, Act.DECIDE, circumstance, NOW
                )

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
        """A block of prompts with so many attributes each, marked, with every selector's choices."""
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
                    size = min(of_each, len(pool))
                    for place, id in enumerate(self.random.permutation(pool)[:size].tolist()):
                        entries.append(
                            NewEntry(
                                position,
                                prompt.id,
                                place,
                                int(id),
                                revisions[int(id)],
                                accepted,
                                "",
                                probabilities[place % len(probabilities)],
                            )  # fmt: skip
                        )
            store.marks.list_for(block.id, entries)
            self._mark(block, unsure)
            if revealed:
                store.blocks.reveal(block.id, NOW)
        return store.blocks.get(block.id)

    def pairs(
        self, arms: Sequence[Arm], *, repeats: int = 0, revealed: bool = True, unusable: float = 0.0
    ) -> Block:
        """A block of pairs in these arms, voted on and judged; the first ones come back at its end."""
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

    def _verdict(self) -> str:
        if self.chance(self.truth.unsure):
            return "unsure"
        return "yes" if self.chance(self.truth.accepted) else "no"

    def _choice(self, choices: Sequence[object]) -> str:
        weights = np.arange(len(choices), 0, -1) / (len(choices) * (len(choices) + 1) / 2)
        chosen = choices[int(self.random.choice(len(choices), p=weights))]
        return str(chosen.answer)  # type: ignore[attr-defined]

    def _timing(self) -> Timing:
        seconds = float(self.random.lognormal(1.6, 0.5))
        return Timing(NOW, NOW + seconds, 0.0, seconds, seconds, 0.0)

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

    def _fill(self, pair: Pair) -> None:
        made = [
            self.store.pairs.add_answer(
                NewAnswer(
                    f"{pair.id}{which}",
                    None,
                    pair.prompt,
                    "word " * int(self.random.integers(40, 60)),
                    1,
                    "stop",
                ),
                NOW,
            )  # fmt: skip
            for which in ("generic", "other")
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
            said[VoteQuestion.REASONS] = (REASONS, self._choice(REASONS.choices))
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


def arms(pairs: int) -> list[Arm]:
    """The mix of a block: 60% marked, 20% irrelevant, 15% catch, 5% a stranger's."""
    mix = [Arm.MARKED] * 12 + [Arm.IRRELEVANT] * 4 + [Arm.CATCH] * 3 + [Arm.STRANGER]
    return [mix[number * 7 % 20] for number in range(pairs)]


def rich(store: Store, seed: int = 3) -> Simulated:
    """A person with enough of everything for every figure of the report."""
    person = Simulated(store, Truth(unsure=0.05), seed)
    ids = person.attributes(150, quarantined=40)
    person.cards(ids[:60], frame=ids)
    person.cards(ids[60:120], policy=Policy.MOST_SUPPORT, answers=["yes"] * 50 + ["no"] * 10)
    person.edit(ids[3], "The user knows that thing only from hearsay.")
    for _ in range(4):
        person.marks(10, ids[60:110], rejected=ids[110:120], unsure=0.03)
    for _ in range(10):
        person.pairs(arms(20), repeats=4)
    return person

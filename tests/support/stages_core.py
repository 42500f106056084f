"""Blocks of stages two and three, made without anybody pressing a key. All of it is made up."""

import threading
from collections.abc import Mapping, Sequence
from math import exp, lgamma, log

from builders import PinnedClock, add_attributes

from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.comparison import Arm
from selfaudit.core.models.judgment import Act, Circumstance, Phase, Policy, Question
from selfaudit.core.models.relevance import Entry, MarkAnswer, PromptSource, Selected
from selfaudit.core.ports import Clock, GenerateRequest
from selfaudit.core.preparation import Work, prepare
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.review.wordings import TRUE
from selfaudit.core.store.marks import NewEntry
from selfaudit.core.store.pairs import NewAnswer, NewPair
from selfaudit.core.store.selections import Selection
from selfaudit.core.store.store import Store
from selfaudit.local_models.scripted import ScriptedModel

YES, NO, UNSURE, SKIP = MarkAnswer.YES, MarkAnswer.NO, MarkAnswer.UNSURE, MarkAnswer.SKIP


def judged(store: Store, statements: Sequence[str], verdict: str = "yes") -> list[int]:
    """Attributes that the person gave a verdict on; return their ids."""
    ids = add_attributes(store, statements)
    judge(store, ids, verdict)
    return ids


def judge(store: Store, attributes: Sequence[int], verdict: str) -> None:
    """Give a verdict on attributes."""
    circumstance = Circumstance(Policy.DIRECT, store.wordings.add(TRUE))
    with store.database.write():
        for id in attributes:
            revision = store.attributes.get(id).revision
            store.judgments.append(
                id, revision, Question.TRUE, verdict, Act.DECIDE, circumstance, 1.0
            )


def mark_block(
    store: Store,
    prompts: Mapping[str, Mapping[int, MarkAnswer | None]],
    *,
    rejected: Sequence[int] = (),
    revealed: bool = False,
    now: float = PinnedClock.time,
) -> Block:
    """A block of typed prompts by text, with the marks by attribute; None is not marked yet."""
    with store.database.write():
        block = store.blocks.begin(Stage.RELEVANCE, 1, now)
        entries = []
        for position, (text, said) in enumerate(prompts.items()):
            prompt = store.prompts.add(PromptSource.TYPED, text, now)
            entries += [
                NewEntry(position, prompt.id, place, attribute, _revision(store, attribute), *draw)
                for part, draw in ((said, (True, "", 1.0)), (rejected, (False, "", 1.0)))
                for place, attribute in enumerate(part)
            ]
        store.marks.list_for(block.id, entries)
        said_of = list(prompts.values())
        for entry in store.marks.entries(block.id):
            answer = said_of[entry.position].get(entry.attribute)
            if entry.accepted and answer is not None:
                mark(store, entry, answer, now=now)
        if revealed:
            store.blocks.reveal(block.id, now)
    return store.blocks.get(block.id)


def mark(store: Store, entry: Entry, answer: MarkAnswer, *, now: float = PinnedClock.time) -> None:
    """Store one mark as it is given before the reveal."""
    store.marks.append(
        entry.id,
        answer,
        Act.DECIDE,
        Phase.BEFORE,
        store.wordings.add(SHOULD_MATTER),
        now,
        reveals_seen=0,
    )


def say_scores(
    store: Store,
    block: Block,
    selector: str,
    scores: Mapping[tuple[int, int], float],
    *,
    model: str = "",
) -> None:
    """Store a selector's scores by position and attribute."""
    run = store.runs.begin("selection", ScriptedModel().identity, {}, 0, 1.0)
    entries = store.marks.entries(block.id)
    for position in sorted({position for position, _ in scores}):
        selected = {
            entry.id: Selected(scores[position, entry.attribute])
            for entry in entries
            if entry.position == position and (position, entry.attribute) in scores
        }
        selection = Selection(block.id, position, selector, 1, model, None, 0, 0.0, selected)
        store.selections.store(run, selection, 1.0)


def ready_block(store: Store, pairs: Sequence[NewPair], *, seed: int = 1) -> Block:
    """A block of these pairs, each with two short answers unless it has some; repeats as well."""
    with store.database.write():
        block = store.blocks.begin(Stage.COMPARISON, seed, 1.0)
        store.pairs.plan(block.id, pairs)
        for pair in store.pairs.of(block.id):
            if pair.repeats is None and not pair.is_ready:
                made = [
                    store.pairs.add_answer(
                        NewAnswer(f"{pair.id}{which}", None, pair.prompt, text, 1, "stop"), 1.0
                    )
                    for which, text in (("generic", "Plain."), ("other", "Fitting."))
                ]
                store.pairs.fill(pair.id, *made, 0)
    return block


def do(work: Work, store: Store, model: ScriptedModel, clock: Clock | None = None) -> list[object]:
    """Do all of some work; return its events."""
    return list(prepare(work, store, model, clock or PinnedClock(), threading.Event()))


def even_answer(request: GenerateRequest) -> str:
    """An answer that depends on the seed and is as long as any other."""
    return f"This is the answer {request.seed:010}."


def arms_of(pairs: Sequence[NewPair]) -> list[Arm]:
    """The arms of pairs in order, repeats left out."""
    return [pair.arm for pair in pairs if pair.repeats is None]


def binomial_band(n: int, p: float, level: float = 0.95) -> tuple[int, int]:
    """The central band that holds at least `level` of an exact binomial distribution."""
    tail = (1 - level) / 2
    below, above, low, high = 0.0, 0.0, 0, n
    while (below := below + _binomial(n, p, low)) <= tail:
        low += 1
    while (above := above + _binomial(n, p, high)) <= tail:
        high -= 1
    return low, high


def _binomial(n: int, p: float, k: int) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(p) + (n - k) * log(1 - p))


def _revision(store: Store, attribute: int) -> int:
    return store.attributes.get(attribute).revision

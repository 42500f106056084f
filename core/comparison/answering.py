"""Making both answers of each pair ahead of the person."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.asking import Asker, NoResultError, no_result
from selfaudit.core.comparison import mentions, recipe
from selfaudit.core.draw import derived_seed
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Answer, Pair
from selfaudit.core.models.run import ModelIdentity, Purpose
from selfaudit.core.ports import Clock, Finished
from selfaudit.core.store.mentions import Mention
from selfaudit.core.store.pairs import NewAnswer
from selfaudit.core.store.store import Store

LENGTH_RATIO = 1.5
"""How many times longer one answer may be than the other (PROTOCOL)."""

DRAWS = 4
"""How often a pair is drawn at most; the one with the nearest lengths is kept in the end."""


@dataclass(frozen=True, slots=True)
class _Draw:
    generic: Answer
    other: Answer

    @property
    def ratio(self) -> float:
        return length_ratio(self.generic.text, self.other.text)


def length_ratio(one: str, other: str) -> float:
    """How many times longer the longer of two texts is, in code points."""
    shorter, longer = sorted((len(one), len(other)))
    return longer / max(1, shorter)


class Answering:
    """The pairs of sealed blocks that have no answers yet, in the order in which they are shown."""

    purpose = Purpose.ANSWERS

    def __init__(self, store: Store, clock: Clock, model: ModelIdentity) -> None:
        self._store = store
        self._clock = clock
        self._model = model

    @property
    def recipe(self) -> dict[str, str | int | float]:
        """Version, decoding and length budget of every answer."""
        return {
            "version": recipe.VERSION,
            "temperature": recipe.SAMPLING.temperature,
            "top_p": recipe.SAMPLING.top_p,
            "repeat_penalty": recipe.SAMPLING.repeat_penalty,
            "max_tokens": recipe.SAMPLING.max_tokens,
        }

    def items(self) -> tuple[list[Pair], int]:
        """Pairs without answers. A pair that came to nothing is tried again."""
        pairs = [
            pair
            for block in self._store.blocks.all(Stage.COMPARISON)
            if block.is_sealed
            for pair in self._store.pairs.of(block.id)
            if pair.repeats is None
        ]
        missing = [pair for pair in pairs if not pair.is_ready]
        return missing, len(pairs) - len(missing)

    def do(self, run: int, item: Pair, ask: Asker) -> None:
        """Draw both answers, again and blind to the arm while their lengths differ too much."""
        facts = [fact.statement for fact in self._store.pairs.facts(item.id)]
        best: _Draw | None = None
        attempt = 0
        try:
            if not self._store.prompts.get(item.prompt).text:
                raise NoResultError("its prompt was erased")
            if not all(facts):
                raise NoResultError("an attribute that it would use was erased")
            for attempt in range(DRAWS):
                seeds = [derived_seed(item.seed, which, attempt) for which in ("generic", "other")]
                drawn = _Draw(
                    self._answer(run, item, (), seeds[0], ask),
                    self._answer(run, item, facts, seeds[1], ask),
                )
                best = drawn if best is None else min(best, drawn, key=lambda one: one.ratio)
                if drawn.ratio <= LENGTH_RATIO:
                    break
        except NoResultError as error:
            if best is None:
                self._store.pairs.drop(item.id, str(error))
                raise
        assert best is not None
        with self._store.database.write():
            self._store.pairs.fill(item.id, best.generic.id, best.other.id, attempt)
            note_mentions(self._store, self._store.pairs.get(item.id))

    def _answer(self, run: int, pair: Pair, facts: Sequence[str], seed: int, ask: Asker) -> Answer:
        """One answer, made now unless it was made before."""
        prompt = self._store.prompts.get(pair.prompt).text
        request = recipe.answer_request(prompt, facts, seed)
        key = recipe.answer_key(request, self._model)
        known = self._store.pairs.answer_by_key(key)
        if known is not None:
            return known
        (ended,) = ask([request])
        if not isinstance(ended, Finished):
            raise no_result(ended)
        text = ended.text.strip()
        if not text:
            raise NoResultError("the model wrote nothing")
        answer = NewAnswer(
            key,
            run,
            pair.prompt,
            text,
            seed,
            ended.finish_reason,
            ended.prompt_tokens,
            ended.output_tokens,
            ended.seconds,
        )
        return self._store.pairs.answer(self._store.pairs.add_answer(answer, self._clock.now()))


def note_mentions(store: Store, pair: Pair) -> None:
    """Store where the answers of a pair mention its facts."""
    prompt = store.prompts.get(pair.prompt).text
    found = [
        Mention(answer, place, start, end)
        for answer in (pair.generic, pair.other)
        if answer is not None
        for place, fact in enumerate(store.pairs.facts(pair.id))
        for start, end in mentions.mentions(store.pairs.answer(answer).text, fact.statement, prompt)
    ]
    store.mentions.add(pair.id, found, mentions.DETECTOR, mentions.VERSION)

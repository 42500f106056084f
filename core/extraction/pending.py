"""What an extraction still has to ask, and what the model has in hand of it."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfaudit.core.extraction.alike import Copy, gather, passed_on
from selfaudit.core.extraction.asking import candidates_of, request_for
from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.verifying import Verification
from selfaudit.core.extraction.windows import Window
from selfaudit.core.models.attribute import Candidate
from selfaudit.core.ports import (
    Finished,
    GenerateRequest,
    LanguageModel,
    ModelEvent,
    Priority,
    Scored,
    ScoreRequest,
)
from selfaudit.core.store.extraction import Work

IN_FLIGHT = 64
"""Windows that the model is given ahead, so that it never waits for the store: it may work on 32 of
them at once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A window that the model has read, and what becomes of what it wrote."""

    window: Window
    result: Finished
    verification: Verification

    @property
    def candidates(self) -> list[Candidate]:
        """What was found, as the verifier left it."""
        return self.verification.candidates

    @property
    def work(self) -> Work:
        """The work that it was, and what it cost."""
        return Work(
            key=self.result.id,
            conversation=self.window.conversation,
            messages=self.window.messages,
            finish_reason=self.result.finish_reason,
            prompt_tokens=self.result.prompt_tokens + self.verification.prompt_tokens,
            output_tokens=self.result.output_tokens,
            seconds=self.result.seconds + self.verification.seconds,
        )

    def work_of(self, copy: Copy) -> Work:
        """The work on a window with the same words, which cost nothing."""
        return Work(
            key=copy.key,
            conversation=copy.window.conversation,
            messages=copy.window.messages,
            finish_reason=self.result.finish_reason,
            prompt_tokens=0,
            output_tokens=0,
            seconds=0.0,
        )


Done = tuple[Work, list[Candidate]]
"""One window's work and what it gave."""


class Pending:
    """The windows of a run on their way through the model, by work key.

    Of windows that are alike one is asked about, for all of them: once, and then, where the recipe
    has it verified, about each of its candidates. As soon as it is written another window takes its
    place, so that the model never waits for a verifier; what is to be verified goes before the
    windows that wait.
    """

    def __init__(
        self, model: LanguageModel, recipe: Recipe, seed: int, windows: Mapping[str, Window]
    ) -> None:
        self._model = model
        self._recipe = recipe
        self._seed = seed
        self._windows = windows
        self._copies = gather(windows)
        self._waiting = deque(self._copies)
        self._writing: dict[str, Window] = {}
        self._verifying: dict[str, Reading | None] = {}
        self._changed = False

    @property
    def asked(self) -> list[str]:
        """The ids of every request that the model has and that has not ended.

        Verifiers come first, so that their answers are heard before more is written: with a model
        that is faster than the store they would else wait until all windows are written.
        """
        return [*self._verifying, *self._writing]

    def has_changed(self) -> bool:
        """Whether anything was asked since this was last asked."""
        changed, self._changed = self._changed, False
        return changed

    def refill(self) -> None:
        """Give the model windows until it has IN_FLIGHT of them to write about."""
        requests = []
        while self._waiting and len(self._writing) < IN_FLIGHT:
            key = self._waiting.popleft()
            window = self._writing[key] = self._windows[key]
            requests.append(request_for(window, self._recipe, key, self._seed))
        self._submit(requests, Priority.BACKGROUND)

    def hear(self, event: ModelEvent) -> Reading | None:
        """Take in what the model tells: the window that is ready by it, or None."""
        match event:
            case Finished():
                return self.written(event)
            case Scored():
                return self.verified(event)
            case _:
                return None

    def written(self, result: Finished) -> Reading | None:
        """Take what was written of a window: it is ready, or (None) to be verified first."""
        window = self._writing.pop(result.id)
        candidates = candidates_of(result, window, self._recipe)
        reading = Reading(window, result, Verification(result.id, window, candidates, self._recipe))
        self._verify(reading, reading.verification.begin())
        self.refill()
        return None if reading.verification.waiting else reading

    def verified(self, answer: Scored) -> Reading | None:
        """Take the verifier's answer: its window is ready now, or (None) not yet."""
        reading = self._verifying.pop(answer.id)
        if reading is None:
            return None
        self._verify(reading, reading.verification.hear(answer))
        return None if reading.verification.waiting else reading

    def settle(self, reading: Reading) -> list[Done]:
        """What a window that is ready gave, and after it what its copies get of that.

        Copies that get nothing of it, as they differ in what was said, are asked about themselves.
        """
        done: list[Done] = [(reading.work, reading.candidates)]
        unlike: dict[str, Window] = {}
        for copy in self._copies.pop(reading.result.id):
            given = passed_on(reading.candidates, reading.window, copy)
            if given is None:
                unlike[copy.key] = copy.window
            else:
                done.append((reading.work_of(copy), given))
        regrouped = gather(unlike, slots=False)
        self._copies |= regrouped
        self._waiting.extendleft(reversed(regrouped))
        self.refill()
        return done

    def drop(self, id: str) -> list[Window]:
        """Give up the window of a request that came to nothing, with its copies: these windows.

        None where it was given up before.
        """
        window = self._writing.pop(id, None)
        if window is not None:
            self.refill()
            return self._given_up(id, window)
        reading = self._verifying.pop(id)
        if reading is None:
            return []
        # What else was asked about it ends in its time, and is not listened to.
        others = reading.verification.waiting & self._verifying.keys()
        self._verifying.update(dict.fromkeys(others))
        return self._given_up(reading.result.id, reading.window)

    def _given_up(self, key: str, window: Window) -> list[Window]:
        return [window, *(copy.window for copy in self._copies.pop(key))]

    def _verify(self, reading: Reading, requests: Sequence[ScoreRequest]) -> None:
        self._verifying.update((request.id, reading) for request in requests)
        self._submit(requests, Priority.FOLLOW_UP)

    def _submit(
        self, requests: Sequence[GenerateRequest | ScoreRequest], priority: Priority
    ) -> None:
        if requests:
            self._model.submit(requests, priority)
            self._changed = True

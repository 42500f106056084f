"""A text that the model writes, token by token, beside others."""

import time
from collections.abc import Callable

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import Finished, GenerateRequest, Priority
from selfaudit.local_models.native import Logits
from selfaudit.local_models.prompting import Prompter
from selfaudit.local_models.refusal import RefusedError
from selfaudit.local_models.sampling import Chooser, GrammarError, Vocabulary
from selfaudit.local_models.sequences import Sequence
from selfaudit.local_models.text import TextBuilder


class Writing:
    """A GenerateRequest under way. Call `close` in the end."""

    def __init__(
        self,
        request: GenerateRequest,
        priority: Priority,
        prompter: Prompter,
        vocabulary: Vocabulary,
        window: int,
        on_text: Callable[[str], None],
    ) -> None:
        """Prepare to write, in a window of so many tokens; `on_text` is given what is settled.

        Raises RefusedError for what cannot be asked.
        """
        prompt = prompter.prompt(request)
        self.id = request.id
        size = min(len(prompt.tokens) + request.sampling.max_tokens, window)
        self.sequence = Sequence(prompt.tokens, prompt.shared, size, priority)
        self._weights = vocabulary.weights
        self._most = request.sampling.max_tokens
        self._window = window
        self._text = TextBuilder(request.stop)
        self._on_text = on_text
        self._written = 0
        try:
            self._chooser = Chooser(vocabulary, request.sampling, request.seed, request.grammar)
        except GrammarError as error:
            raise RefusedError(str(error)) from error

    def take(self, logits: Logits) -> Finished | None:
        """Choose the next token; the end of the text, or None while it goes on.

        Raises RefusedError when the grammar leaves nothing to go on with.
        """
        begun = time.monotonic()
        try:
            reason = self._choose(logits)
        except GrammarError as error:
            raise RefusedError(str(error)) from error
        self.sequence.seconds += time.monotonic() - begun
        return None if reason is None else self._end(reason)

    def cancelled(self) -> Finished:
        """The text so far, as that of a request that was cancelled."""
        return self._end(FinishReason.CANCELLED)

    def close(self) -> None:
        """Free the samplers."""
        self._chooser.close()

    def _choose(self, logits: Logits) -> FinishReason | None:
        if self._most <= 0:
            return FinishReason.LENGTH
        token = self._chooser.choose(logits)
        if token in self._weights.ends:
            return FinishReason.STOP
        self._chooser.accept(token)
        self._written += 1
        if settled := self._text.feed(self._weights.piece(token)):
            self._on_text(settled)
        if self._text.stopped:
            return FinishReason.STOP
        tokens = self.sequence.tokens
        if self._written == self._most or len(tokens) == self._window:
            return FinishReason.LENGTH
        tokens.append(token)
        return None

    def _end(self, reason: FinishReason) -> Finished:
        if rest := self._text.finish():
            self._on_text(rest)
        if self._text.stopped and reason is FinishReason.LENGTH:
            reason = FinishReason.STOP
        spent, seconds = self.sequence.spent, self.sequence.seconds
        return Finished(self.id, self._text.text, reason, spent, self._written, seconds)

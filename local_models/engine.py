"""Owns the model in the child: from a request to text, one request at a time."""

import time
from collections.abc import Callable

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import Finished, GenerateRequest
from selfaudit.local_models.machine import cpu_name, package_version
from selfaudit.local_models.native import Context, Weights, system_info
from selfaudit.local_models.prompting import Prompt, Prompter, TemplateError
from selfaudit.local_models.protocol import Load
from selfaudit.local_models.sampling import Chooser, GrammarError
from selfaudit.local_models.text import TextBuilder


class RefusedError(Exception):
    """A request that cannot be answered; the message is a phrase without any prompt text."""


class Engine:
    """A loaded model with one context, whose cache keeps the last prompt."""

    def __init__(self, load: Load) -> None:
        """Load the model. Raises native.LoadError."""
        self._weights = Weights(load.path, load.gpu_layers)
        self._batch = load.batch
        self.context = min(load.context, self._weights.trained_context or load.context)
        self._context = Context(self._weights, self.context, load.threads, load.batch)
        self._prompter = Prompter(self._weights)
        self._cached: list[int] = []
        self._cuts: list[int] = []
        self.provenance: dict[str, str | int | float] = {
            "llama_cpp_python": package_version("llama_cpp_python"),
            "llama_cpp_system": system_info(),
            "cpu": cpu_name(),
            "threads": load.threads,
            "batch": load.batch,
            "gpu_layers": load.gpu_layers,
            "context": self.context,
        }

    def generate(
        self,
        request: GenerateRequest,
        interrupted: Callable[[], bool],
        on_text: Callable[[str], None],
    ) -> Finished:
        """Answer a request.

        `interrupted` is asked between tokens and between batches of the prompt; the output is
        then CANCELLED with the text so far. `prompt_tokens` leaves out those reused from the
        cache. Raises RefusedError for what cannot be answered.
        """
        begun = time.monotonic()
        chooser = self._chooser(request)
        try:
            prompt = self._prompt(request)
            evaluated, whole = self._evaluate_prompt(prompt, interrupted)
            text = TextBuilder(request.stop)
            if whole:
                reason, tokens = self._continue(
                    request, prompt, chooser, text, interrupted, on_text
                )
            else:
                reason, tokens = FinishReason.CANCELLED, 0
        except GrammarError as error:
            raise RefusedError(str(error)) from error
        finally:
            chooser.close()
        if rest := text.finish():
            on_text(rest)
        if text.stopped and reason is FinishReason.LENGTH:
            reason = FinishReason.STOP
        seconds = time.monotonic() - begun
        return Finished(request.id, text.text, reason, evaluated, tokens, seconds)

    def _chooser(self, request: GenerateRequest) -> Chooser:
        try:
            return Chooser(self._weights, request.sampling, request.seed, request.grammar)
        except GrammarError as error:
            raise RefusedError(str(error)) from error

    def _prompt(self, request: GenerateRequest) -> Prompt:
        try:
            prompt = self._prompter.prompt(request)
        except TemplateError as error:
            raise RefusedError(str(error)) from error
        size = len(prompt.tokens)
        if not size:
            raise RefusedError("the prompt is empty")
        if size >= self.context:
            raise RefusedError(f"prompt too long: {size} tokens, the window has {self.context}")
        return prompt

    def _evaluate_prompt(self, prompt: Prompt, interrupted: Callable[[], bool]) -> tuple[int, bool]:
        """Evaluate what the cache lacks: tokens evaluated, and whether that was all.

        How tokens are grouped into batches changes the last bits of the logits. The cuts between
        batches therefore depend on the prompt alone, and the cache is reused up to a cut that
        both prompts share: a result never depends on what was asked before.
        """
        cuts = _cuts(prompt, self._batch)
        position = _reusable(self._cached, self._cuts, prompt.tokens, cuts)
        if not self._context.forget_from(position):
            position = 0
        self._cached = prompt.tokens[:position]
        self._cuts = [cut for cut in cuts if cut <= position]
        evaluated = 0
        for cut in cuts:
            if cut <= position:
                continue
            if interrupted():
                return evaluated, False
            self._step(prompt.tokens[position:cut], position, logits=cut == cuts[-1])
            evaluated += cut - position
            position = cut
            self._cached = prompt.tokens[:position]
            self._cuts.append(position)
        return evaluated, True

    def _continue(
        self,
        request: GenerateRequest,
        prompt: Prompt,
        chooser: Chooser,
        text: TextBuilder,
        interrupted: Callable[[], bool],
        on_text: Callable[[str], None],
    ) -> tuple[FinishReason, int]:
        """Generate up to the end: why it ended, and the number of tokens."""
        position = len(prompt.tokens)
        for count in range(request.sampling.max_tokens):
            if interrupted():
                return FinishReason.CANCELLED, count
            token = chooser.choose(self._context.logits())
            if token in self._weights.ends:
                return FinishReason.STOP, count
            chooser.accept(token)
            if settled := text.feed(self._weights.piece(token)):
                on_text(settled)
            if text.stopped:
                return FinishReason.STOP, count + 1
            if position == self.context or count + 1 == request.sampling.max_tokens:
                return FinishReason.LENGTH, count + 1
            self._step([token], position, logits=True)
            position += 1
        return FinishReason.LENGTH, 0

    def _step(self, tokens: list[int], position: int, *, logits: bool) -> None:
        code = self._context.evaluate(tokens, position, logits=logits)
        if code:
            self._context.forget_from(0)
            self._cached, self._cuts = [], []
            raise RefusedError(f"llama.cpp could not evaluate the prompt (code {code})")


def _cuts(prompt: Prompt, batch: int) -> list[int]:
    """Where batches end: at the end of the shared part, and every `batch` tokens."""
    total = len(prompt.tokens)
    first = range(batch, prompt.shared, batch)
    second = range(prompt.shared + batch, total, batch)
    shared = [prompt.shared] if 0 < prompt.shared < total else []
    return [*first, *shared, *second, total]


def _reusable(cached: list[int], cached_cuts: list[int], tokens: list[int], cuts: list[int]) -> int:
    """The last cut up to which tokens and cuts are the same, leaving a batch to evaluate."""
    position = 0
    for old, new in zip(cached_cuts, cuts[:-1], strict=False):
        if old != new or cached[position:new] != tokens[position:new]:
            break
        position = new
    return position

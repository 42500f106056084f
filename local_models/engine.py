"""Owns the model in the child: from a request to its result, one request at a time."""

import time
from collections.abc import Callable

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Finished,
    GenerateRequest,
    ModelRequest,
    Scored,
    ScoreRequest,
)
from selfaudit.local_models.embedding import Embedder
from selfaudit.local_models.evaluation import Evaluator
from selfaudit.local_models.machine import cpu_name, package_version
from selfaudit.local_models.native import Adapter, Weights, system_info
from selfaudit.local_models.prompting import Prompter
from selfaudit.local_models.protocol import Load
from selfaudit.local_models.refusal import RefusedError
from selfaudit.local_models.sampling import Chooser, GrammarError
from selfaudit.local_models.scoring import Scorer
from selfaudit.local_models.text import TextBuilder


class Engine:
    """A loaded model. Texts and scores share one context; embeddings have their own, and so have
    texts and scores that ask for the adapter."""

    def __init__(self, load: Load) -> None:
        """Load the model. Raises native.LoadError."""
        self._weights = Weights(load.path, load.gpu_layers)
        self.context = min(load.context, self._weights.trained_context or load.context)
        self._evaluator = Evaluator(self._weights, load, self.context)
        self._adapted: Evaluator | None = None
        if load.adapter:
            adapter = Adapter(self._weights, load.adapter)
            self._adapted = Evaluator(self._weights, load, self.context, adapter)
        else:
            # With an adapter it is seen from the requests which of the contexts is needed.
            self._evaluator.prepare()
        self._prompter = Prompter(self._weights)
        self._embedder = Embedder(self._weights, self._prompter, self.context, load.threads)
        self.provenance: dict[str, str | int | float] = {
            "llama_cpp_python": package_version("llama_cpp_python"),
            "llama_cpp_system": system_info(),
            "cpu": cpu_name(),
            "threads": load.threads,
            "batch": load.batch,
            "gpu_layers": load.gpu_layers,
            "context": self.context,
        }

    def answer(
        self,
        request: ModelRequest,
        interrupted: Callable[[], bool],
        on_text: Callable[[str], None],
    ) -> Finished | Scored | Embedded:
        """Answer a request of any kind, as the method for its kind does."""
        match request:
            case GenerateRequest():
                return self.generate(request, interrupted, on_text)
            case ScoreRequest():
                return self.score(request, interrupted)
            case EmbedRequest():
                return self.embed(request, interrupted)

    def generate(
        self,
        request: GenerateRequest,
        interrupted: Callable[[], bool],
        on_text: Callable[[str], None],
    ) -> Finished:
        """Write a text.

        `interrupted` is asked between tokens and between batches of the prompt; the output is
        then CANCELLED with the text so far. `prompt_tokens` leaves out those reused from the
        cache. Raises RefusedError for what cannot be answered.
        """
        begun = time.monotonic()
        chooser = self._chooser(request)
        try:
            evaluator = self._evaluator_for(request)
            prompt = self._prompter.prompt(request)
            evaluated, whole = evaluator.evaluate(prompt, interrupted)
            text = TextBuilder(request.stop)
            if whole:
                reason, tokens = self._continue(
                    evaluator, request, len(prompt.tokens), chooser, text, interrupted, on_text
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

    def score(self, request: ScoreRequest, interrupted: Callable[[], bool]) -> Scored | Finished:
        """Weigh a request's answers, as Scorer.score says. Raises RefusedError."""
        return Scorer(self._prompter, self._evaluator_for(request)).score(request, interrupted)

    def embed(self, request: EmbedRequest, interrupted: Callable[[], bool]) -> Embedded | Finished:
        """Place a text, as Embedder.embed says. Raises RefusedError."""
        return self._embedder.embed(request, interrupted)

    def _evaluator_for(self, request: GenerateRequest | ScoreRequest) -> Evaluator:
        if not request.adapted:
            return self._evaluator
        if self._adapted is None:
            raise RefusedError("the model was loaded without an adapter")
        return self._adapted

    def _chooser(self, request: GenerateRequest) -> Chooser:
        try:
            return Chooser(self._weights, request.sampling, request.seed, request.grammar)
        except GrammarError as error:
            raise RefusedError(str(error)) from error

    def _continue(
        self,
        evaluator: Evaluator,
        request: GenerateRequest,
        position: int,
        chooser: Chooser,
        text: TextBuilder,
        interrupted: Callable[[], bool],
        on_text: Callable[[str], None],
    ) -> tuple[FinishReason, int]:
        """Generate from that position to the end: why it ended, and the number of tokens."""
        for count in range(request.sampling.max_tokens):
            if interrupted():
                return FinishReason.CANCELLED, count
            token = chooser.choose(evaluator.logits())
            if token in self._weights.ends:
                return FinishReason.STOP, count
            chooser.accept(token)
            if settled := text.feed(self._weights.piece(token)):
                on_text(settled)
            if text.stopped:
                return FinishReason.STOP, count + 1
            if position == self.context or count + 1 == request.sampling.max_tokens:
                return FinishReason.LENGTH, count + 1
            evaluator.append(token, position)
            position += 1
        return FinishReason.LENGTH, 0

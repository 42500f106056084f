"""Evaluating prompts, of which the cache keeps what the next one is likely to begin with."""

from collections.abc import Callable
from functools import partial

from selfaudit.local_models.native import Adapter, Context, LoadError, Logits, Weights
from selfaudit.local_models.prompting import Prompt
from selfaudit.local_models.protocol import Load
from selfaudit.local_models.refusal import RefusedError


class Evaluator:
    """One context over the weights, whose cache keeps the last prompt.

    The context, of `window` tokens, is made when it is first needed, or by `prepare`; with an
    `adapter` it computes with that.
    """

    def __init__(
        self, weights: Weights, load: Load, window: int, adapter: Adapter | None = None
    ) -> None:
        self.window = window
        self._batch = load.batch
        self._make = partial(Context, weights, window, load.threads, load.batch, adapter)
        self._made: Context | None = None
        self._cached: list[int] = []
        self._cuts: list[int] = []

    def prepare(self) -> None:
        """Make the context now. Raises native.LoadError when there is not enough memory for it."""
        if self._made is None:
            self._made = self._make()

    def evaluate(self, prompt: Prompt, interrupted: Callable[[], bool]) -> tuple[int, bool]:
        """Evaluate what the cache lacks: tokens evaluated, and whether that was all.

        `interrupted` is asked between batches. Raises RefusedError for a prompt without tokens or
        with as many as the window has, for a model that is an encoder only, and when there is not
        enough memory.

        How tokens are grouped into batches changes the last bits of the logits. The cuts between
        batches therefore depend on the prompt alone, and the cache is reused up to a cut that
        both prompts share: a result never depends on what was asked before.
        """
        self._check(prompt)
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

    def append(self, token: int, position: int) -> None:
        """Evaluate one token after those so far. The cache is not to keep it."""
        self._step([token], position, logits=True)

    def logits(self) -> Logits:
        """Logits after the last token evaluated: a view that the next evaluation overwrites."""
        return self._context.logits()

    def forget(self) -> None:
        """Evaluate the next prompt from its beginning."""
        self._context.forget_from(0)
        self._cached, self._cuts = [], []

    @property
    def _context(self) -> Context:
        try:
            self.prepare()
        except LoadError as error:
            raise RefusedError(str(error)) from error
        assert self._made is not None
        return self._made

    def _check(self, prompt: Prompt) -> None:
        size = len(prompt.tokens)
        if not size:
            raise RefusedError("the prompt is empty")
        if size >= self.window:
            raise RefusedError(f"prompt too long: {size} tokens, the window has {self.window}")
        if not self._context.remembers:
            raise RefusedError("this model cannot write text")

    def _step(self, tokens: list[int], position: int, *, logits: bool) -> None:
        code = self._context.evaluate(tokens, position, logits=logits)
        if code:
            self.forget()
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

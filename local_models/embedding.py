"""A text's place in the model's space of meanings, as a vector of length 1."""

import time

import numpy as np

from selfaudit.core.ports import Embedded, EmbedRequest
from selfaudit.local_models.contexts import EmbeddingContext, Vector
from selfaudit.local_models.native import LoadError, Weights
from selfaudit.local_models.prompting import Prompter
from selfaudit.local_models.refusal import RefusedError

MOST_TOKENS = 512
"""The longest text in tokens that is embedded; of a longer one, its beginning is."""


class Embedder:
    """Embeds texts in a context of its own, which is made when it is first needed."""

    def __init__(self, weights: Weights, prompter: Prompter, window: int, threads: int) -> None:
        """Prepare to embed up to `window` tokens of a text, or MOST_TOKENS if that is less."""
        self._weights = weights
        self._prompter = prompter
        self._size = min(MOST_TOKENS, window)
        self._threads = threads
        self._made: EmbeddingContext | None = None

    def embed(self, request: EmbedRequest) -> Embedded:
        """Embed a text, with the pooling that the model was trained for, else with the mean.

        Raises RefusedError for an empty text, for one without a vector, and when there is not
        enough memory.
        """
        begun = time.monotonic()
        tokens = self._prompter.whole_text(request.text, self._size)
        if not tokens:
            raise RefusedError("the text is empty")
        vector = _unit(self._context().embed(tokens))
        return Embedded(request.id, vector, len(tokens), time.monotonic() - begun)

    def _context(self) -> EmbeddingContext:
        if self._made is None:
            try:
                self._made = EmbeddingContext(self._weights, self._size, self._threads)
            except LoadError as error:
                raise RefusedError(str(error)) from error
        return self._made


def _unit(vector: Vector) -> tuple[float, ...]:
    """The vector at length 1. Raises RefusedError if it has no direction."""
    exact = vector.astype(np.float64)
    length = np.linalg.norm(exact)
    if not (np.isfinite(length) and length > 0):
        raise RefusedError("the model gave no vector for this text")
    return tuple((exact / length).tolist())

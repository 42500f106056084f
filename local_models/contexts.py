"""What llama.cpp evaluates tokens in: contexts for texts, and for vectors. For the child only."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from selfaudit.local_models.interruption import Interruption
from selfaudit.local_models.native import Adapter, LoadError, Logits, Weights, lib

Vector = npt.NDArray[np.float32]


class Run(NamedTuple):
    """Tokens of one sequence, in its place of the cache, that follow the first `begin` of it.

    `logits` asks for those after the last token.
    """

    place: int
    begin: int
    tokens: Sequence[int]
    logits: bool


class Context:
    """Sequences of tokens over the weights, with one cache of keys and values for all of them."""

    def __init__(
        self,
        weights: Weights,
        cells: int,
        places: int,
        threads: int,
        batch: int,
        adapter: Adapter | None = None,
        interruption: Interruption | None = None,
    ) -> None:
        """Make a context for `cells` tokens in up to `places` sequences, `batch` of them at once.

        It computes with an adapter if one is given, and until it is interrupted. Raises LoadError.
        """
        params = lib.llama_context_default_params()
        params.n_ctx = cells
        # No batch asks for the logits of a sequence twice.
        params.n_seq_max = params.n_outputs_max = places
        params.kv_unified = True
        params.n_batch = params.n_ubatch = batch
        params.n_threads = params.n_threads_batch = threads
        self.pointer: Any = lib.llama_init_from_model(weights.pointer, params)
        if not self.pointer:
            raise LoadError("there is not enough memory for a context of this size")
        if adapter is not None:
            adapter.set_on(self.pointer)
        if interruption is not None:
            interruption.watch(self.pointer, weights)
        self._memory = lib.llama_get_memory(self.pointer)
        self._batch = lib.llama_batch_init(batch, 0, 1)
        self._vocab_size = weights.size

    @property
    def remembers(self) -> bool:
        """Whether there is a cache at all: encoders, which write no text, have none."""
        return bool(self._memory)

    def empty(self, place: int) -> None:
        """Drop the sequence in a place; cells that others share with it stay."""
        lib.llama_memory_seq_rm(self._memory, place, -1, -1)

    def copy(self, source: int, target: int) -> None:
        """Begin the sequence in an empty place with all of another, in the same cells."""
        lib.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def clear(self) -> None:
        """Drop every sequence."""
        lib.llama_memory_clear(self._memory, False)

    def evaluate(self, runs: Sequence[Run]) -> int:
        """Evaluate tokens, all in one batch; 0, or llama.cpp's code for what failed."""
        _fill(self._batch, runs)
        code: int = lib.llama_decode(self.pointer, self._batch)
        return code

    def logits(self, index: int) -> Logits:
        """Logits after that token of the batch: a view that the next evaluation overwrites."""
        pointer = lib.llama_get_logits_ith(self.pointer, index)
        return np.ctypeslib.as_array(pointer, shape=(self._vocab_size,))


class EmbeddingContext:
    """Turns tokens into one vector, each time from nothing."""

    def __init__(self, weights: Weights, size: int, threads: int) -> None:
        """Make a context for up to `size` tokens. Raises LoadError when there is no memory."""
        self._weights = weights
        self._size = size
        self._threads = threads
        self._pointer = self._make(lib.LLAMA_POOLING_TYPE_UNSPECIFIED)
        pooling = lib.llama_pooling_type(self._pointer)
        if pooling in (lib.LLAMA_POOLING_TYPE_NONE, lib.LLAMA_POOLING_TYPE_RANK):
            lib.llama_free(self._pointer)
            self._pointer = self._make(lib.LLAMA_POOLING_TYPE_MEAN)
        encodes = lib.llama_model_has_encoder(weights.pointer)
        self._evaluate = lib.llama_encode if encodes else lib.llama_decode
        self._memory = lib.llama_get_memory(self._pointer)
        self._batch = lib.llama_batch_init(size, 0, 1)
        self._length: int = lib.llama_model_n_embd_out(weights.pointer)

    def embed(self, tokens: Sequence[int]) -> Vector:
        """The pooled vector of up to `size` tokens; empty if llama.cpp gave none."""
        lib.llama_memory_clear(self._memory, False)
        _fill(self._batch, [Run(0, 0, tokens, True)], every=True)
        failed = self._evaluate(self._pointer, self._batch)
        pointer = None if failed else lib.llama_get_embeddings_seq(self._pointer, 0)
        if not pointer:
            return np.zeros(0, dtype=np.float32)
        return np.ctypeslib.as_array(pointer, shape=(self._length,)).copy()

    def _make(self, pooling: int) -> Any:
        params = lib.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_ubatch = self._size
        params.n_threads = params.n_threads_batch = self._threads
        params.embeddings = True
        params.pooling_type = pooling
        pointer = lib.llama_init_from_model(self._weights.pointer, params)
        if not pointer:
            raise LoadError("there is not enough memory for a context for embeddings")
        return pointer


def _fill(batch: Any, runs: Sequence[Run], *, every: bool = False) -> None:
    """Put runs into a batch; `every` asks for the outputs of all their tokens."""
    index = 0
    for place, begin, tokens, logits in runs:
        for position, token in enumerate(tokens, begin):
            batch.token[index] = token
            batch.pos[index] = position
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = place
            batch.logits[index] = every
            index += 1
        batch.logits[index - 1] = logits
    batch.n_tokens = index

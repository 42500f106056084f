"""Choosing the next token: llama.cpp's samplers, with a grammar that is asked about one token.

A grammar inside the chain is checked over the whole vocabulary at every token. Here a token is
sampled first and only that one is tested; the vocabulary is filtered only after a refusal.
"""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from selfaudit.core.models.run import Sampling
from selfaudit.local_models.grammar import check_depth
from selfaudit.local_models.native import Logits, Weights, lib

_CANDIDATE = np.dtype([("id", "<i4"), ("logit", "<f4"), ("p", "<f4")])
_PENALTY_WINDOW = 64


class GrammarError(Exception):
    """A grammar that llama.cpp does not take, or that leaves no token to go on with."""


class Vocabulary:
    """Weights, with room for a logit of each of their tokens, which all texts use in turn."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.candidates = np.zeros(weights.size, dtype=_CANDIDATE)
        self.one = np.zeros(1, dtype=_CANDIDATE)
        self._ids = np.arange(weights.size, dtype=np.int32)
        self._control = np.array(sorted(weights.control), dtype=np.intp)

    def fill(self, logits: Logits, *, control: bool) -> None:
        """Make every token a candidate, or all but the control tokens."""
        self.candidates["id"] = self._ids
        self.candidates["logit"] = logits
        if not control:
            self.candidates["logit"][self._control] = -np.inf


class Chooser:
    """Chooses the tokens of one text. Call `close` in the end."""

    def __init__(
        self, vocabulary: Vocabulary, sampling: Sampling, seed: int, grammar: str | None
    ) -> None:
        """Prepare to choose. Raises GrammarError for a grammar that llama.cpp does not take."""
        weights = vocabulary.weights
        self._vocabulary = vocabulary
        self._candidates = vocabulary.candidates
        self._grammar = None if grammar is None else _grammar(weights, grammar)
        self._chain = _chain(weights, sampling, seed)
        self._likeliest = sampling.temperature <= 0 and sampling.repeat_penalty == 1.0
        # A grammar reads control tokens as their names, which are no part of the text.
        self._banned = weights.control if grammar else frozenset()

    def choose(self, logits: Logits) -> int:
        """Sample a token. Raises GrammarError when the grammar allows none."""
        token = self._first(logits)
        if self._grammar is None or self._allowed(token):
            return token
        self._fill(logits)
        self._apply(self._grammar, self._candidates)
        left = self._candidates[np.isfinite(self._candidates["logit"])]
        if not len(left):
            raise GrammarError("the grammar allows no token here")
        self._candidates[: len(left)] = left
        return self._sample(len(left))

    def accept(self, token: int) -> None:
        """Tell the samplers which token was taken."""
        lib.llama_sampler_accept(self._chain, token)
        if self._grammar is not None:
            lib.llama_sampler_accept(self._grammar, token)

    def close(self) -> None:
        """Free the samplers."""
        lib.llama_sampler_free(self._chain)
        if self._grammar is not None:
            lib.llama_sampler_free(self._grammar)

    def _first(self, logits: Logits) -> int:
        """What is sampled before the grammar is asked."""
        if self._likeliest:
            # What the chain would choose, without a copy of the logits.
            token = int(logits.argmax())
            if token not in self._banned:
                return token
        self._fill(logits)
        return self._sample(len(self._candidates))

    def _fill(self, logits: Logits) -> None:
        self._vocabulary.fill(logits, control=not self._banned)

    def _sample(self, size: int) -> int:
        array = self._apply(self._chain, self._candidates[:size])
        token: int = array.data[array.selected].id
        return token

    def _allowed(self, token: int) -> bool:
        one = self._vocabulary.one
        one["id"], one["logit"] = token, 0.0
        self._apply(self._grammar, one)
        return bool(np.isfinite(one["logit"][0]))

    @staticmethod
    def _apply(sampler: Any, candidates: "np.ndarray[Any, Any]") -> Any:
        array = lib.llama_token_data_array(
            data=candidates.ctypes.data_as(lib.llama_token_data_p),
            size=len(candidates),
            selected=-1,
            sorted=False,
        )
        lib.llama_sampler_apply(sampler, ctypes.byref(array))
        return array


def _chain(weights: Weights, sampling: Sampling, seed: int) -> Any:
    chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
    if sampling.repeat_penalty != 1.0:
        penalties = lib.llama_sampler_init_penalties(
            weights.size, _PENALTY_WINDOW, sampling.repeat_penalty, 0.0, 0.0
        )
        lib.llama_sampler_chain_add(chain, penalties)
    if sampling.temperature <= 0:
        lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_greedy())
        return chain
    if sampling.top_p < 1.0:
        lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_top_p(sampling.top_p, 1))
    lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_temp(sampling.temperature))
    lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_dist(seed & 0xFFFFFFFF))
    return chain


def _grammar(weights: Weights, grammar: str) -> Any:
    # llama.cpp takes an empty text for no grammar at all, and reads up to the first NUL.
    if not grammar.strip() or "\0" in grammar:
        raise GrammarError("the grammar is empty or holds a NUL")
    if not check_depth(grammar):
        raise GrammarError("the grammar is nested too deeply")
    with _silent_stderr():
        sampler = lib.llama_sampler_init_grammar(weights.vocab, grammar.encode(), b"root")
    if not sampler:
        raise GrammarError("the grammar cannot be parsed")
    return sampler


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """llama.cpp prints a grammar that it refuses; it may hold words of a message."""
    kept = os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(null)
        os.close(kept)

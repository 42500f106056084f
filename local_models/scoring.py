"""How a model weighs fixed answers: the logits of the one token that each begins with."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import Finished, Scored, ScoreRequest
from selfaudit.local_models.evaluation import Evaluator
from selfaudit.local_models.native import Logits
from selfaudit.local_models.prompting import Prompter
from selfaudit.local_models.refusal import RefusedError


class Scorer:
    """Weighs answers with an evaluator's context; what requests share is evaluated once."""

    def __init__(self, prompter: Prompter, evaluator: Evaluator) -> None:
        self._prompter = prompter
        self._evaluator = evaluator

    def score(self, request: ScoreRequest, interrupted: Callable[[], bool]) -> Scored | Finished:
        """Weigh the answers as the first token of the model's reply.

        `interrupted` is asked between batches of the prompt; the result is then Finished as
        CANCELLED. `prompt_tokens` leaves out those reused from the cache. Raises RefusedError for
        a prompt that does not fit and for answers that their first tokens do not tell apart.
        """
        begun = time.monotonic()
        answers = self._first_tokens(request.answers)
        prompt = self._prompter.score_prompt(request)
        evaluated, whole = self._evaluator.evaluate(prompt, interrupted)
        if not whole:
            seconds = time.monotonic() - begun
            return Finished(request.id, "", FinishReason.CANCELLED, evaluated, 0, seconds)
        probabilities, mass = weigh(self._evaluator.logits(), answers)
        return Scored(request.id, probabilities, mass, evaluated, time.monotonic() - begun)

    def _first_tokens(self, answers: Sequence[str]) -> list[int]:
        if len(answers) < 2:
            raise RefusedError("there are not two answers to choose from")
        tokens = [self._prompter.begins(answer) for answer in answers]
        found = [token for token in tokens if token is not None]
        if len(set(found)) < len(answers):
            raise RefusedError("the model cannot tell the answers apart by their first tokens")
        return found


def weigh(logits: Logits, tokens: Sequence[int]) -> tuple[tuple[float, ...], float]:
    """Probabilities of tokens among themselves, and their mass among all. Raises RefusedError."""
    exact = logits.astype(np.float64)
    chosen = exact[list(tokens)]
    highest, chosen_highest = exact.max(), chosen.max()
    if not np.isfinite([highest, chosen_highest]).all():
        raise RefusedError("the model gave no finite logits")
    weights = np.exp(chosen - chosen_highest)
    whole = np.exp(exact - highest).sum()
    mass = weights.sum() * np.exp(chosen_highest - highest) / whole
    return tuple((weights / weights.sum()).tolist()), min(float(mass), 1.0)

"""How a model weighs fixed answers: the logits of the one token that each begins with."""

import time
from collections.abc import Sequence as SequenceOf

import numpy as np

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import Finished, Priority, Scored, ScoreRequest
from selfaudit.local_models.native import Logits
from selfaudit.local_models.prompting import Prompter
from selfaudit.local_models.refusal import RefusedError
from selfaudit.local_models.sequences import Sequence


class Weighing:
    """A ScoreRequest under way: what requests share is evaluated once, and logits are asked for
    after the last token alone."""

    def __init__(self, request: ScoreRequest, priority: Priority, prompter: Prompter) -> None:
        """Prepare to weigh the answers as the first token of the model's reply.

        Raises RefusedError for what cannot be asked, and for answers that their first tokens do
        not tell apart.
        """
        self.id = request.id
        self._answers = _first_tokens(request.answers, prompter)
        prompt = prompter.score_prompt(request)
        self.sequence = Sequence(prompt.tokens, prompt.shared, len(prompt.tokens), priority)

    def take(self, logits: Logits) -> Scored:
        """Weigh the answers. Raises RefusedError for logits that are no numbers."""
        begun = time.monotonic()
        probabilities, mass = weigh(logits, self._answers)
        self.sequence.seconds += time.monotonic() - begun
        spent, seconds = self.sequence.spent, self.sequence.seconds
        return Scored(self.id, probabilities, mass, spent, seconds)

    def cancelled(self) -> Finished:
        """The end of a request that was cancelled."""
        spent, seconds = self.sequence.spent, self.sequence.seconds
        return Finished(self.id, "", FinishReason.CANCELLED, spent, 0, seconds)

    def close(self) -> None:
        """There is nothing to free."""


def _first_tokens(answers: SequenceOf[str], prompter: Prompter) -> list[int]:
    if len(answers) < 2:
        raise RefusedError("there are not two answers to choose from")
    tokens = [prompter.begins(answer) for answer in answers]
    found = [token for token in tokens if token is not None]
    if len(set(found)) < len(answers):
        raise RefusedError("the model cannot tell the answers apart by their first tokens")
    return found


def weigh(logits: Logits, tokens: SequenceOf[int]) -> tuple[tuple[float, ...], float]:
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

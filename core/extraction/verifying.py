"""Does the quote support the statement? What a taught model's verifier is asked of each candidate.

*Statement supported*, as far as the model can tell from one token, is no truth: it holds back what
the model itself would not say again. What says too much is cut down before it is held back whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from selfaudit.core.extraction.grounding import quoted
from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.reducing import reductions
from selfaudit.core.extraction.windows import Window
from selfaudit.core.models.attribute import Candidate, QuarantineReason
from selfaudit.core.ports import Scored, ScoreRequest

ANSWERS = (" yes", " no")
"""The first token of the answer; the space before it is part of it."""


@dataclass(slots=True)
class _Asked:
    """A candidate under question: the statements that are asked about, and their scores so far.

    The first statement is the candidate's own, the others are what is left of it.
    """

    place: int
    candidate: Candidate
    statements: list[str]
    scores: dict[int, float]


class Verification:
    """The candidates of one window, until the verifier has spoken of each whose quote is found."""

    def __init__(
        self, key: str, window: Window, candidates: Sequence[Candidate], recipe: Recipe
    ) -> None:
        """Prepare to verify. `key` is the window's work key, of which requests take their ids."""
        self._key = key
        self._window = window
        self._recipe = recipe
        self._candidates = list(candidates)
        self._asked: dict[int, _Asked] = {}
        self._waiting: dict[str, tuple[int, int]] = {}
        self.prompt_tokens = 0
        self.seconds = 0.0

    @property
    def candidates(self) -> list[Candidate]:
        """The candidates as they are settled so far, in their order."""
        return list(self._candidates)

    @property
    def waiting(self) -> frozenset[str]:
        """The ids of the requests that have not been answered. It is over once there are none."""
        return frozenset(self._waiting)

    def begin(self) -> list[ScoreRequest]:
        """The questions to begin with: one for each candidate whose quote is found."""
        requests: list[ScoreRequest] = []
        if self._recipe.verified_from is None:
            return requests
        for place, candidate in enumerate(self._candidates):
            if candidate.span is not None:
                asked = _Asked(place, candidate, [candidate.draft.statement], {})
                self._asked[place] = asked
                requests.append(self._question(asked, 0))
        return requests

    def hear(self, answer: Scored) -> list[ScoreRequest]:
        """Take an answer, and return what is to be asked because of it."""
        place, number = self._waiting.pop(answer.id)
        self.prompt_tokens += answer.prompt_tokens
        self.seconds += answer.seconds
        asked = self._asked[place]
        asked.scores[number] = answer.probabilities[0]
        if number == 0 and asked.scores[0] < self._least:
            asked.statements += reductions(asked.statements[0])
            if len(asked.statements) > 1:
                return [self._question(asked, n) for n in range(1, len(asked.statements))]
        if len(asked.scores) == len(asked.statements):
            self._candidates[place] = self._settled(asked)
        return []

    @property
    def _least(self) -> float:
        return self._recipe.verified_from or 0.0

    def _settled(self, asked: _Asked) -> Candidate:
        """The candidate as it was, or with the best of what is left of its statement, or held back.

        Of what is left, something passes that the verifier says yes to and prefers to the whole.
        """
        best = max(asked.scores, key=lambda number: (asked.scores[number], -number))
        score, draft = asked.scores[best], asked.candidate.draft
        if score < self._least:
            reason = QuarantineReason.NOT_SUPPORTED
            return Candidate(draft, None, reason, asked.scores[0])
        statement = asked.statements[best]
        return replace(asked.candidate, draft=replace(draft, statement=statement), verifier=score)

    def _question(self, asked: _Asked, number: int) -> ScoreRequest:
        id = f"{self._key}:{asked.place}.{number}"
        self._waiting[id] = (asked.place, number)
        assert asked.candidate.span is not None
        quote = " ".join(quoted(asked.candidate.span, self._window).split())
        shown = self._recipe.message(self._window.text, self._window.before)
        return ScoreRequest(
            id=id,
            prefix=self._recipe.prefix,
            shared=f"{shown}\n",
            prompt=f"Quote: {quote}\nStatement: {asked.statements[number]}\nSupported:",
            answers=ANSWERS,
            chat=self._recipe.chat,
            adapted=self._recipe.adapted,
        )

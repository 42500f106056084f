"""Embedding similarity: statements that lie near the prompt in the model's space of meanings."""

from collections.abc import Sequence

from selfaudit.core.asking import no_result
from selfaudit.core.models.relevance import Selected
from selfaudit.core.ports import Embedded, EmbedRequest
from selfaudit.core.relevance.selectors.base import Ask, Selector


class Similarity:
    """The cosine between prompt and statement, negative ones as 0.

    A model that was not trained to embed puts everything close together; a fixed threshold then
    chooses nearly all, and only the order of the scores says something.
    """

    name = "embedding"
    title = "similar meaning"
    version = 1
    uses_model = True
    scores = True

    def select(self, prompt: str, statements: Sequence[str], ask: Ask) -> list[Selected]:
        """Score by cosine."""
        vectors = []
        for ended in ask([EmbedRequest("", text) for text in (prompt, *statements)]):
            if not isinstance(ended, Embedded):
                raise no_result(ended)
            vectors.append(ended.vector)
        of_prompt, *of_statements = vectors
        return [Selected(min(1.0, max(0.0, _inner(of_prompt, vector)))) for vector in of_statements]


def _inner(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


SELECTORS: tuple[Selector, ...] = (Similarity(),)

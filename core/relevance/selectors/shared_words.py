"""BM25: statements that share rare words with the prompt."""

import math
from collections import Counter
from collections.abc import Sequence

from selfaudit.core.extraction.text import content_words
from selfaudit.core.models.relevance import Selected
from selfaudit.core.relevance.selectors.base import Ask, Selector

K1 = 1.2
B = 0.75
"""The usual constants of Okapi BM25 (Robertson and Zaragoza 2009)."""


class SharedWords:
    """Okapi BM25 of each statement for the prompt as the query.

    The score is relative to what the prompt itself would get as a document, so that it lies
    between 0 (no word shared) and about 1 (every word shared).
    """

    name = "bm25"
    title = "shared words (BM25)"
    version = 1
    uses_model = False
    scores = True

    def select(self, prompt: str, statements: Sequence[str], ask: Ask) -> list[Selected]:
        """Score by shared content words."""
        query = content_words(prompt)
        distinct = dict.fromkeys(query)  # in order: sums are the same on every run
        documents = [content_words(statement) for statement in statements]
        mean = sum(map(len, documents)) / max(1, len(documents)) or 1.0
        frequency = Counter(word for document in documents for word in set(document))

        def idf(word: str) -> float:
            n = frequency[word]
            return math.log(1 + (len(documents) - n + 0.5) / (n + 0.5))

        def score(document: Sequence[str]) -> float:
            counts = Counter(document)
            norm = K1 * (1 - B + B * len(document) / mean)
            return sum(
                idf(word) * counts[word] * (K1 + 1) / (counts[word] + norm) for word in distinct
            )

        most = score(query)
        return [Selected(min(1.0, score(one) / most) if most else 0.0) for one in documents]


SELECTORS: tuple[Selector, ...] = (SharedWords(),)

"""The language of one message, from its own words, without any network.

By py3langid: a naive Bayes classifier over n-grams of bytes, of which the same text always gets the
same answer. It is asked for the languages of NAMES only, and an answer of which it is not sure
counts as none.

The limits were set on the translated texts of programs in 44 languages (13,971 of 12 characters or
more; `tests/quality/measure_languages.py`). Of the answers for 12 to 25 characters 99.4% are right,
and 53% of the texts get none; for 50 to 100 characters it is 99.8% and 9.5%.
"""

import re
from collections.abc import Callable
from functools import cache

from selfaudit.core.languages.names import NAMES

MIN_CONFIDENCE = 0.7
"""The least probability, among all languages asked for, of an answer that counts."""

MIN_LETTERS = 12
"""Letters that a text must have to be asked about: "thanks!" is of no language in particular."""

MIN_SIGNS = 5
"""The same for scripts of which a sign is a syllable or a word."""

NO_LANGUAGE = "zxx"
"""py3langid's class for what is no language: code, numbers."""

_MOST_CHARACTERS = 2000
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|\S+@\S+\.\S+", re.DOTALL)
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def language_of(text: str) -> str | None:
    """The code of a text's language, or None where it is too short or unsure.

    Code in backticks, addresses and numbers take no part.
    """
    words = _CODE.sub(" ", text[: 2 * _MOST_CHARACTERS])[:_MOST_CHARACTERS]
    letters = sum(sign.isalpha() for sign in words)
    if letters < MIN_LETTERS and len(_SIGNS.findall(words)) < MIN_SIGNS:
        return None
    code, confidence = _classifier()(words)
    return None if confidence < MIN_CONFIDENCE or code == NO_LANGUAGE else code


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    """py3langid's classifier for our languages. It takes a moment to load: only when needed."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*NAMES, NO_LANGUAGE])
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify

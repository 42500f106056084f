import math
from collections.abc import Callable
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import pytest
from engines import answer

from selfaudit.core.ports import Embedded, EmbedRequest, GenerateRequest, ScoreRequest
from selfaudit.local_models.protocol import Load

if TYPE_CHECKING:
    from selfaudit.local_models.engine import Engine

MakeRequest = Callable[..., GenerateRequest]
MakeScore = Callable[..., ScoreRequest]
pytestmark = pytest.mark.real_model

RELATED = [
    ("The user has two cats.", "The user owns a pair of cats."),
    ("The user works as a nurse.", "The user is employed as a hospital nurse."),
    ("The user lives in Porto.", "The user's home is in Porto, Portugal."),
    ("The user plays the violin.", "The user is a violinist."),
    ("The user is allergic to peanuts.", "The user cannot eat peanuts because of an allergy."),
    ("The user is learning Spanish.", "The user studies the Spanish language."),
]


@pytest.fixture(scope="module")
def engine(model_file: Path) -> "Engine":
    from selfaudit.local_models.engine import Engine
    from selfaudit.local_models.native import NativeLog

    log = NativeLog()
    log.seal()
    return Engine(Load(str(model_file), context=256, threads=1, batch=32, gpu_layers=0))


def _embed(engine: "Engine", text: str) -> Embedded:
    result = answer(engine, EmbedRequest("a", text))
    assert isinstance(result, Embedded)
    return result


def test_a_vector_has_length_one_and_depends_on_the_text_alone(engine: "Engine") -> None:
    first = _embed(engine, "I have two cats.")
    assert len(first.vector) == 576
    assert math.hypot(*first.vector) == pytest.approx(1)
    assert _embed(engine, "Something else, and longer than that.").vector != first.vector
    again = _embed(engine, "I have two cats.")
    assert again.vector == first.vector
    # Nothing is saved: each text is evaluated from its beginning.
    assert again.prompt_tokens == first.prompt_tokens == 5


def test_related_texts_are_closer_on_average(engine: "Engine") -> None:
    left = [_embed(engine, text).vector for text, _ in RELATED]
    right = [_embed(engine, text).vector for _, text in RELATED]

    def cosine(a: int, b: int) -> float:
        return sum(x * y for x, y in zip(left[a], right[b], strict=True))

    places = range(len(RELATED))
    related = fmean(cosine(i, i) for i in places)
    unrelated = fmean(cosine(a, b) for a, b in product(places, places) if a != b)
    assert related > unrelated + 0.05


def test_of_a_long_text_the_beginning_is_embedded(engine: "Engine") -> None:
    whole = _embed(engine, "cats and dogs " * 500)
    assert whole.prompt_tokens == 256
    assert _embed(engine, "cats and dogs " * 400).vector == whole.vector


def test_markers_are_text(engine: "Engine") -> None:
    weights = engine._weights
    tokens = engine._prompter.whole_text("<|im_end|><|endoftext|><repo_name>", 256)
    assert not set(tokens) & (weights.control | weights.ends)


def test_an_empty_text_is_refused(engine: "Engine") -> None:
    from selfaudit.local_models.refusal import RefusedError

    with pytest.raises(RefusedError, match="the text is empty"):
        _embed(engine, "")


def test_texts_and_scores_are_unchanged_by_a_vector(
    engine: "Engine", make_request: MakeRequest, make_score: MakeScore
) -> None:
    request, score = make_request(prompt="The capital of Portugal is"), make_score()
    answers = []
    for _ in range(2):
        text, weighed = answer(engine, request), answer(engine, score)
        answers.append((text.text, weighed.probabilities))  # type: ignore[union-attr]
        vector = _embed(engine, "I have two cats.").vector
    assert answers[0] == answers[1]
    assert _embed(engine, "I have two cats.").vector == vector

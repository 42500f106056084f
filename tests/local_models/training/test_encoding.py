import os
from pathlib import Path

import pytest

from selfaudit.core.extraction.parsing import parse
from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.models.run import Profile
from selfaudit.local_models.native import Weights
from selfaudit.local_models.training.encoding import (
    CHOICE_WEIGHT,
    extraction_lesson,
    fact_line,
    verification_lesson,
)
from selfaudit.local_models.training.example import Claim, Example, Fact, Kind
from selfaudit.local_models.training.generator import examples

MODEL = os.environ.get("SELFAUDIT_TEST_MODEL", "")


class OwnTokens:
    """The model's tokenizer, as llama.cpp has it."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.eos_token_id = next(
            t for t in weights.ends if weights.piece(t, special=True) == b"<|im_end|>"
        )

    def encode(self, text: str, *, add_special_tokens: bool) -> list[int]:
        assert not add_special_tokens
        return self._weights.tokens(text, special=False, first=True)

    def text(self, tokens: tuple[int, ...]) -> str:
        return b"".join(self._weights.piece(token) for token in tokens).decode()


@pytest.fixture(scope="module")
def tokenizer() -> OwnTokens:
    if not MODEL:
        pytest.skip("SELFAUDIT_TEST_MODEL is not set")
    return OwnTokens(Weights(str(Path(MODEL)), 0))


FACTS = (
    Fact("im a nurse", "The user is a nurse."),
    Fact("my brother's in hospital", "The user's brother is in hospital.", "other", "current"),
)
EXAMPLE = Example("im a nurse and my brother's in hospital", FACTS, Kind.FACTS)


def test_a_lesson_is_the_program_s_prompt_and_what_its_parser_reads(tokenizer: OwnTokens) -> None:
    lesson = extraction_lesson(EXAMPLE, tokenizer)
    asked = sum(weight == 0 for weight in lesson.weights)
    assert tokenizer.text(lesson.tokens[:asked]) == TAUGHT.prompt(EXAMPLE.text, "")
    written = tokenizer.text(lesson.tokens[asked:])
    drafts = parse(Profile.TAUGHT, written).drafts
    assert [(d.quote, d.statement) for d in drafts] == [(f.quote, f.statement) for f in FACTS]
    said = [(d.description.subject, d.description.durability) for d in drafts]
    assert said == [("user", "lasting"), ("other", "current")]


@pytest.mark.slow
def test_what_is_taught_of_made_up_messages_can_be_read_back(tokenizer: OwnTokens) -> None:
    for example in examples(4, 300):
        parsed = parse(Profile.TAUGHT, "".join(f"-{fact_line(fact)}" for fact in example.facts))
        assert parsed.malformed == ()
        assert {d.statement for d in parsed.drafts} == {f.statement for f in example.facts}


def test_no_fact_is_one_line_that_the_program_stops_at(tokenizer: OwnTokens) -> None:
    lesson = extraction_lesson(Example("fix my regex", (), Kind.REQUEST), tokenizer)
    written = [t for t, w in zip(lesson.tokens, lesson.weights, strict=True) if w]
    assert tokenizer.text(tuple(written)).startswith(TAUGHT.stop[-1])
    assert written[-1] == tokenizer.eos_token_id


def test_what_decides_whether_there_is_a_fact_weighs_more(tokenizer: OwnTokens) -> None:
    lesson = extraction_lesson(EXAMPLE, tokenizer)
    heavy = [
        tokenizer.text((token,))
        for token, weight in zip(lesson.tokens, lesson.weights, strict=True)
        if weight == CHOICE_WEIGHT
    ]
    assert heavy == ["-", ' "', "-", ' "', ""]


@pytest.mark.parametrize(("supported", "answer"), [(True, " yes"), (False, " no")])
def test_a_claim_is_taught_by_one_word(tokenizer: OwnTokens, supported: bool, answer: str) -> None:
    claim = Claim("im a nurse", "im a nurse", "The user is a nurse.", supported, before="And you?")
    lesson = verification_lesson(claim, tokenizer)
    assert tokenizer.text(lesson.tokens[-1:]) == answer
    assert [weight > 0 for weight in lesson.weights] == [False] * (len(lesson.tokens) - 1) + [True]
    text = tokenizer.text(lesson.tokens)
    assert text.startswith("Before: And you?\nMessage: im a nurse\nQuote: im a nurse\n")

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.local_models.training import marks, noise, typing_changes

SENTENCES = st.sampled_from(
    [
        "i'm a nurse.",
        "my brother's an engineer, i don't know why.",
        "what should i wear tonight?",
        "We live in Lisbon, right now!",
        'she said "i hate it" (twice).',
        "i have 2 kids",
        "caf\u00e9 na\u00efve \u0130stanbul \u00df",
        "",
    ]
)


@given(st.lists(SENTENCES, min_size=1, max_size=5), st.integers(), st.booleans(), st.data())
def test_quotes_remain_exact(
    sentences: list[str], seed: int, crowd: bool, data: st.DataObject
) -> None:
    which = data.draw(st.integers(0, len(sentences) - 1))
    text = " ".join(
        marks.marked(sentence, 3) if number == which else sentence
        for number, sentence in enumerate(sentences)
    )
    typed = noise.noisy(text, Random(seed), crowd=crowd)
    quote = marks.quote(typed, 3)
    assert quote in marks.plain(typed)
    assert quote == quote.strip()
    if sentences[which]:
        assert quote


@given(st.text(max_size=60), st.integers())
def test_nothing_breaks_any_text(text: str, seed: int) -> None:
    typed = noise.noisy(marks.marked(text, 0), Random(seed))
    assert marks.quote(typed, 0) in marks.plain(typed)


@given(SENTENCES, st.integers())
def test_what_is_kept_stays(sentence: str, seed: int) -> None:
    typed = noise.noisy(f"translate to french: {marks.kept(sentence)} please.", Random(seed))
    assert sentence in marks.plain(typed)


def test_slips_spare_the_words_of_the_statement() -> None:
    spare = frozenset({"works", "nurse"})
    for seed in range(200):
        assert "nurse" in typing_changes.slips("nurse works nurse anything", Random(seed), spare)


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (typing_changes.no_apostrophes, "we're in, don't i'll", "we're in, dont i'll"),
        (typing_changes.long_forms, "I'm here and it's late", "i am here and it is late"),
        (typing_changes.no_final_stop, "it is.", "it is"),
        (typing_changes.no_final_ask, "is it?", "is it"),
        (typing_changes.spaced_stops, "hi, you?", "hi , you ?"),
        (typing_changes.no_commas, "hi, you, me", "hi you me"),
    ],
)  # fmt: skip
def test_changes(change: object, before: str, after: str) -> None:
    assert callable(change)
    assert change(before, Random(1)) == after


def test_proper_text_has_capitals_where_sentences_begin() -> None:
    text = f"i think i'm ok. {marks.marked('we are', 0)} fine, i.e. good"
    assert (
        marks.plain(typing_changes.proper(text, Random(1)))
        == "I think I'm ok. We are fine, i.e. good"
    )

from hypothesis import assume, given
from hypothesis import strategies as st

from selfaudit.core.comparison.mentions import mentions
from selfaudit.core.extraction.text import content_spans, content_words

BEES = "The user keeps bees on a city roof."


def found(answer, fact=BEES, prompt=""):
    return [answer[start:end] for start, end in mentions(answer, fact, prompt)]


def test_a_sentence_that_says_the_fact_is_marked_word_by_word():
    answer = "Plant clover. Your bees on the roof will like it! Bees fly far."
    assert found(answer) == ["bees", "roof"]


def test_half_of_the_facts_words_must_stand_in_one_sentence():
    assert found("Bees fly far. A roof is flat.") == []
    assert found("Bees fly far, and a roof is flat.") == ["Bees", "roof"]
    assert found("Bees fly far\nand a roof is flat") == []


def test_words_are_found_in_any_form_and_case():
    assert found("KEEPING “Bees” in cities") == ["KEEPING", "Bees", "cities"]


def test_words_of_the_prompt_count_for_nothing():
    prompt = "How do bees get up to a roof?"
    assert found("The bees and the roof.", prompt=prompt) == []
    assert found("Keep them in the city: bees on a roof.", prompt=prompt) == ["Keep", "city"]
    assert found("Keep bees on a city roof.", prompt="Do I keep bees on the city roofs?") == []


def test_a_fact_without_any_word_of_its_own_is_never_found():
    for fact in ("", "The user is.", "…"):
        assert found("The user is here.", fact) == []
    assert found("", BEES) == []


def test_offsets_are_code_points_of_the_answer_as_it_stands():
    answer = (
        "🐝 Ko\u0308nnten  BEE\u200bS\u2019 ﬁelds… \n\n🐝 «Bees-Hof» keeps the\tröof 🐝 city bees"
    )
    spans = mentions(answer, BEES, "")
    assert [answer[start:end] for start, end in spans] == ["keeps", "city", "bees"]
    assert answer.index("keeps") == spans[0][0]


TEXT = st.text(
    st.sampled_from("aàöß bee roof.!?\n\t…。\u0301\u200d🐝ﬁ㏂'\u2019-<>[/]\x1b\0\u202e"),
    max_size=60,
)


@given(TEXT, TEXT, TEXT)
def test_spans_are_in_bounds_in_order_and_never_empty(answer, fact, prompt):
    spans = mentions(answer, fact, prompt)
    assert all(0 <= start < end <= len(answer) for start, end in spans)
    assert spans == sorted(spans)


@given(TEXT)
def test_an_answer_that_repeats_a_fact_in_one_sentence_mentions_it(fact):
    whole = "".join(" " if sign in ".!?…。\n" else sign for sign in fact)
    assume(content_words(whole))
    assert {stem for stem, _, _ in content_spans(whole)} == {
        content_words(whole[start:end])[0] for start, end in mentions(whole, whole, "")
    }

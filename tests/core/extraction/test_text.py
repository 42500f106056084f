from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.text import comparable, content_stems, speaks_of_self, words


@given(st.text())
def test_every_folded_code_point_leads_back_into_the_text(text):
    folded = comparable(text)
    assert len(folded.text) == len(folded.origins)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= origin < len(text) for origin in folded.origins)


@given(st.text(), st.text())
def test_case_and_space_do_not_matter(first, second):
    spaced = comparable(f" {first} \n\t {second}  ").text
    assert comparable(spaced).text == spaced


def test_typography_and_ligatures_are_folded():
    assert comparable("I’M  “ﬁne” –\nGROẞ").text == 'i\'m "fine" - gross'


def test_stems_meet_where_words_mean_the_same():
    assert content_stems("The user works nights") == content_stems("I was working at night")
    assert not content_stems("I am") & content_stems("is the user")


def test_first_person_is_heard_in_several_languages_and_never_denied_to_another_script():
    for text in ("I'm late", "IM LATE", "ich komme aus Graz", "j'habite ici", "yo trabajo", "我是"):
        assert speaks_of_self(text), text
    for text in ("what is the capital of peru", "fix this regex", "", "¿?"):
        assert not speaks_of_self(text), text


def test_words_keep_apostrophes_and_hyphens():
    assert words("Don't re-read, it's ok") == ["don't", "re-read", "it's", "ok"]

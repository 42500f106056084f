from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.text import comparable, content_words, speaks_of_self, words


@given(st.text())
def test_every_folded_code_point_leads_back_into_the_text(text):
    folded = comparable(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    pairs = zip(folded.starts, folded.ends, strict=True)
    assert all(0 <= start < end <= len(text) for start, end in pairs)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1)), st.data())
def test_case_and_space_do_not_matter(parts, data):
    spaces = st.sampled_from([" ", "\n", "\t  ", "\u00a0\n"])
    spaced = "".join(part + data.draw(spaces) for part in parts)
    assert comparable(f" {spaced}").text == comparable(" ".join(parts)).text


def test_typography_and_ligatures_are_folded():
    assert comparable("I’M  “ﬁne” –\nGROẞ").text == 'i\'m "fine" - gross'


def test_an_accent_is_the_same_however_it_is_composed():
    assert comparable("Grübel").text == comparable("Gru\u0308bel").text


def test_stems_meet_where_words_mean_the_same():
    assert content_words("The user works nights") == content_words("I was working at night")
    assert not set(content_words("I am")) & set(content_words("is the user"))


def test_first_person_is_heard_in_several_languages_and_never_denied_to_another_script():
    for text in ("I'm late", "IM LATE", "ich komme aus Graz", "j'habite ici", "yo trabajo", "我是"):
        assert speaks_of_self(text), text
    for text in ("what is the capital of peru", "fix this regex", "", "¿?"):
        assert not speaks_of_self(text), text


def test_words_keep_apostrophes_and_hyphens():
    assert words("Don't re-read, it's ok") == ["don't", "re-read", "it's", "ok"]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.export.redaction.detecting import spans
from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.names import ListedName, plain_letters


def found(text, *listed):
    names = [name if isinstance(name, ListedName) else ListedName(name) for name in listed]
    return [text[one.start : one.end] for one in spans(text, names) if one.rule in set(Rule)]


def normals(text, *listed):
    return {one.normal for one in spans(text, [ListedName(name) for name in listed])}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anna and ANNA, anna's and Anna’s", ["Anna", "ANNA", "anna", "Anna"]),
        ("Annas Rad, anna_92, anna2, (anna)", ["Annas", "anna", "anna", "anna"]),
        ("Annabel, Joanna, Hanna, annattos", []),
    ],
)
def test_a_name_is_found_as_a_whole_word_whatever_its_case(text, words):
    assert found(text, "Anna") == words
    assert normals(text, "Anna") <= {"anna"}


def test_the_possessive_sign_stays_and_a_plain_s_goes():
    (first, second) = spans("Anna's and Annas", [ListedName("Anna")])
    assert (first.start, first.end, second.start, second.end) == (0, 4, 11, 16)
    assert first.normal == second.normal


def test_accents_and_their_composition_do_not_matter():
    assert found("Zoë, Zoe, zoe\u0308, ZOË", "Zoë") == ["Zoë", "Zoe", "zoe\u0308", "ZOË"]
    assert found("Ångström, angstrom", "Angstrom") == ["Ångström", "angstrom"]
    assert len(normals("Zoë, Zoe, zoe\u0308, ZOË", "Zoë")) == 1


def test_an_ordinary_word_is_found_only_as_it_is_listed_or_in_capitals():
    assert found("Will will come. WILL you, Will? Wills, wills", "Will") == [
        "Will",
        "WILL",
        "Will",
        "Wills",
    ]


def test_a_short_name_is_found_only_as_it_is_listed_or_in_capitals():
    assert found("Bo, bo, BO and bob", "Bo") == ["Bo", "BO"]


def test_words_of_a_name_stand_together_or_alone_and_the_longest_counts():
    text = "Anna Schmidt, anna.schmidt, annaschmidt, Anna\nSchmidt, Anna Meyer, the Schmidts"
    assert found(text, "Anna Schmidt") == [
        *("Anna Schmidt", "anna.schmidt", "annaschmidt", "Anna\nSchmidt", "Anna", "Schmidts"),
    ]


def test_words_of_a_name_that_are_ordinary_do_not_stand_alone():
    assert found("a rose by any other", "Rose King") == []


def test_a_place_of_several_words_is_found_only_whole():
    new_york = ListedName("New York", Rule.PLACE)
    assert found("new york is new, York is old", new_york) == ["new york"]


def test_a_name_in_a_script_without_spaces_is_found_inside():
    assert found("我是王芳吗", "王芳") == ["王芳"]
    assert found("민수가 왔다", "민수") == ["민수"]


def test_other_scripts_have_words_too():
    assert found("Мария и МАРИЯ, Мариям", "Мария") == ["Мария", "МАРИЯ"]
    assert found("قالت مريم لي", "مريم") == ["مريم"]
    assert found("मैं प्रिया हूँ, प्रियांका नहीं", "प्रिया") == ["प्रिया"]
    assert found("என் பெயர் கவிதா.", "கவிதா") == ["கவிதா"]
    assert found("ฉันชื่อสมชายครับ", "สมชาย") == ["สมชาย"]
    assert found("η Μαρία, ΜΑΡΙΑ", "Μαρία") == ["Μαρία", "ΜΑΡΙΑ"]


def test_characters_nobody_sees_hide_no_name():
    assert found("An\u200bna and A\u00adnna", "Anna") == ["An\u200bna", "A\u00adnna"]
    assert found("Ａｎｎａ", "Anna") == ["Ａｎｎａ"]


def test_only_names_places_and_words_are_listed():
    with pytest.raises(ValueError, match="listed"):
        ListedName("x", Rule.EMAIL)


@pytest.mark.parametrize("empty", ["", " ", "...", "123", "\u200b"])
def test_an_entry_without_letters_finds_nothing(empty):
    assert found("a 123 ... \u200b b", empty) == []


def test_neither_a_name_nor_a_value_is_printed():
    assert "Anna" not in repr(ListedName("Anna"))
    assert "anna" not in repr(spans("Anna", [ListedName("Anna")])).lower()


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_any_list_over_any_text_gives_spans_of_that_text(text, listed):
    for one in spans(text, [ListedName(name) for name in listed]):
        assert 0 <= one.start < one.end <= len(text)


@given(st.text())
def test_plain_letters_keep_every_place(text):
    assert len(plain_letters(text)) == len(text)


@pytest.mark.parametrize("written", ["Route 66", "route66", "ROUTE-66"])
def test_a_listed_name_with_a_digit_is_found(written):
    listed = [ListedName("Route 66", Rule.PLACE), ListedName("Anna7")]
    assert found(f"We drove {written}, then home.", *listed) == [written]
    assert found("Route 661 and Anna77", *listed) == []
    assert found("it was Anna7's car", *listed) == ["Anna7"]

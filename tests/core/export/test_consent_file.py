from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.errors import StudyError
from selfaudit.core.export.consent import AgeRule, Section
from selfaudit.core.export.consent_file import THIS_STUDY_ONLY, load_template

LEAST = """
[consent]
version = "2026-01"
study = "Do models know us?"
responsible = "Dr Ada Example"
contact = "study@example.org"
kept = "Until the end of 2030."
"""
QUESTION = """
[[consent.questions]]
text = "{text}"
choices = ["a", "b", "c"]
right = 2
explanation = "Because."
"""


def loaded(tmp_path, source):
    path = tmp_path / "study.toml"
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return load_template(path)


def refused(tmp_path, source):
    with pytest.raises(StudyError) as caught:
        loaded(tmp_path, source)
    assert "“study.toml”" in caught.value.message
    assert caught.value.message.endswith(".")
    assert caught.value.hint
    return caught.value


def test_the_template_that_ships_is_whole():
    template = load_template(None)
    assert template.study == ""
    assert template.age_rule == AgeRule.ADULT
    for text in (template.responsible, template.contact, template.kept, template.purpose):
        assert text.endswith(".")
    for question in template.questions:
        assert len(set(question.choices)) == 3
        assert question.explanation.endswith(".")
    assert template.questions[0].right != template.questions[1].right


def test_a_study_says_the_least_and_the_rest_is_cautious(tmp_path):
    template = loaded(tmp_path, LEAST)
    assert template.version == "2026-01"
    assert template.study == "Do models know us?"
    assert template.purpose == THIS_STUDY_ONLY
    assert template.age_rule == AgeRule.ADULT
    assert template.sections == ()
    assert template.questions == load_template(None).questions


def test_a_study_brings_its_own_parts(tmp_path):
    source = LEAST + 'purpose = "Teaching too."\n'
    source += '[[consent.sections]]\nheading = "Money"\ntext = " None. "\n'
    source += QUESTION.format(text="One?") + QUESTION.format(text="Two?")
    template = loaded(tmp_path, source)
    assert template.purpose == "Teaching too."
    assert template.sections == (Section("Money", "None."),)
    assert [question.text for question in template.questions] == ["One?", "Two?"]
    assert template.questions[0].choices == ("a", "b", "c")
    assert template.questions[0].right == 2


def test_other_tables_of_a_study_are_let_be(tmp_path):
    assert loaded(tmp_path, '[model]\nsha256 = "x"\n' + LEAST) == loaded(tmp_path, LEAST)


def test_line_ends_and_composition_make_no_other_text(tmp_path):
    section = '[[consent.sections]]\nheading = "H"\ntext = """caf\u00e9\nb"""\n'
    same = section.replace("\u00e9", "e\u0301").replace("\n", "\r\n")
    assert loaded(tmp_path, LEAST + section).hash == loaded(tmp_path, LEAST + same).hash


def test_the_guardian_form_needs_what_the_guardian_declares(tmp_path):
    form = 'age_rule = "guardian"\n'
    declares = 'guardian = "I agree for my child."\n'
    template = loaded(tmp_path, LEAST + form + declares)
    assert template.age_rule == AgeRule.GUARDIAN
    assert template.age_statement == "I agree for my child."
    for source in (LEAST + form, LEAST + declares):
        assert "guardian" in refused(tmp_path, source).message


@pytest.mark.parametrize("key", ["version", "study", "responsible", "contact", "kept"])
def test_what_must_be_said_is_asked_for(tmp_path, key):
    lines = LEAST.splitlines()
    without = "\n".join(line for line in lines if not line.startswith(key))
    empty = "\n".join(f'{key} = " "' if line.startswith(key) else line for line in lines)
    assert f"`{key}` is missing" in refused(tmp_path, without).message
    assert f"`{key}` is missing" in refused(tmp_path, empty).message


@pytest.mark.parametrize(
    ("key", "meant"),
    [("responsable", "responsible"), ("purposes", "purpose"), ("age-rule", "age_rule")],
)
def test_an_unknown_key_is_refused_with_the_nearest(tmp_path, key, meant):
    error = refused(tmp_path, LEAST + f'{key} = "x"\n')
    assert f"“{key}”" in error.message
    assert error.hint == f"Did you mean `{meant}`?"


def test_a_key_like_no_other_gets_the_list(tmp_path):
    assert "`kept`" in refused(tmp_path, LEAST + 'zzz = "x"\n').hint


def test_keys_of_sections_and_questions_are_known_too(tmp_path):
    section = '[[consent.sections]]\nheadline = "H"\ntext = "T"\n'
    assert refused(tmp_path, LEAST + section).hint == "Did you mean `heading`?"
    question = QUESTION.format(text="One?") + 'answers = "x"\n'
    assert "[[consent.questions]]" in refused(tmp_path, LEAST + question).message


ONE, TWO = QUESTION.format(text="One?"), QUESTION.format(text="Two?")


@pytest.mark.parametrize(
    "source",
    [
        "",
        'consent = "yes"\n',
        "[consent\n",
        b"[consent]\nstudy = '\xff'\n",
        LEAST.replace('"Dr Ada Example"', "5"),
        LEAST + 'age_rule = "child"\n',
        LEAST + 'sections = "x"\n',
        LEAST + "sections = [5]\n",
        LEAST + ONE,
        LEAST + ONE + TWO + TWO,
        LEAST + ONE + TWO.replace("right = 2", "right = 3"),
        LEAST + ONE + TWO.replace("right = 2", "right = -1"),
        LEAST + ONE + TWO.replace("right = 2", "right = true"),
        LEAST + ONE + TWO.replace('"b", ', ""),
        LEAST + ONE + TWO.replace('"b"', '"a"'),
        LEAST + ONE + TWO.replace("Because.", ""),
        LEAST + "#" * 100_000,
    ],
)
def test_what_cannot_be_is_refused_in_words(tmp_path, source):
    refused(tmp_path, source)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StudyError, match="No such file"):
        load_template(tmp_path / "none.toml")
    with pytest.raises(StudyError, match="could not be opened"):
        load_template(tmp_path)


@given(
    st.dictionaries(
        st.sampled_from(["version", "study", "purpose", "questions", "sections", "x"]),
        st.sampled_from(['"a"', "1", "[]", "{}", "true", '["a"]', "[{}]"]),
    )
)
def test_any_table_is_a_template_or_refused(tmp_path_factory, table):
    source = "[consent]\n" + "".join(f"{key} = {value}\n" for key, value in table.items())
    source += 'responsible = "a"\ncontact = "b"\nkept = "c"\n'
    path = tmp_path_factory.mktemp("study") / "study.toml"
    path.write_text(source, encoding="utf-8")
    with suppress(StudyError):
        assert load_template(path).study == "a"

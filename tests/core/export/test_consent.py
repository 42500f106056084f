from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.export.consent import (
    ADULT_STATEMENT,
    NO_STUDY,
    AgeRule,
    Section,
    hash_of,
    rendered,
)
from selfaudit.core.export.consent_file import load_template
from selfaudit.core.export.levels import Level
from selfaudit.core.export.levels_words import NO_CLAIM, WORDS
from selfaudit.core.export.withdrawal import WITHDRAWAL_WORDS

DEFAULT = load_template(None)
STUDY = replace(
    DEFAULT,
    study="Do models know us?",
    responsible="Dr Ada Example, Example University.",
    contact="study@example.org",
    kept="Until the end of 2030, then deleted.",
    purpose="This study only.",
    sections=(Section("Money", "You get none."),),
)


def test_the_words_are_the_words_that_were_agreed_to():
    """A change of any word is another text: raise the version of the default, then these."""
    assert DEFAULT.version == "1"
    assert DEFAULT.hash == "347aa2b88217ce0fff00ee6625e724fe58afa317c2d82e2ff38d47569963df6e"
    assert [hash_of(rendered(DEFAULT, level))[:16] for level in Level] == [
        "109d33bc283ba944",
        "1c61466c87153226",
        "999aa43dcaa5294a",
    ]


@pytest.mark.parametrize("level", Level)
def test_the_text_says_all_that_must_be_said(level):
    text = rendered(STUDY, level)
    for said in (
        "Do models know us?",
        "Dr Ada Example, Example University.",
        "study@example.org",
        "Until the end of 2030, then deleted.",
        "This study only.",
        "Money\nYou get none.",
        NO_CLAIM,
        ADULT_STATEMENT,
        *WITHDRAWAL_WORDS,
        *WORDS[level].leaves,
        *WORDS[level].stays,
    ):
        assert said in text
    assert NO_STUDY not in text


def test_without_a_study_the_person_decides_whom_to_give_it_to():
    assert NO_STUDY in rendered(DEFAULT, Level.LABELS)


def test_each_level_is_another_text():
    assert len({rendered(STUDY, level) for level in Level}) == 3


def test_braces_of_a_study_are_text():
    text = rendered(replace(STUDY, study="{study} {0}", kept="{x}"), Level.FULL)
    assert "this study: {study} {0}\n" in text
    assert "\n{x}\n" in text


@pytest.mark.parametrize("field", ["version", "study", "responsible", "contact", "kept", "purpose"])
@given(word=st.text(min_size=1, max_size=20))
def test_another_word_is_another_hash(field, word):
    changed = replace(STUDY, **{field: getattr(STUDY, field) + word})
    assert changed.hash != STUDY.hash
    assert replace(STUDY).hash == STUDY.hash


def test_other_questions_are_another_hash():
    first, second = STUDY.questions
    for changed in (
        replace(first, text="Sure?"),
        replace(first, choices=(*first.choices[:2], "Maybe.")),
        replace(first, right=(first.right + 1) % 3),
        replace(first, explanation="No."),
    ):
        assert replace(STUDY, questions=(changed, second)).hash != STUDY.hash
    assert replace(STUDY, questions=(second, first)).hash != STUDY.hash


def test_a_guardian_declares_what_the_template_says():
    guarded = replace(STUDY, age_rule=AgeRule.GUARDIAN, guardian="I am the guardian and agree.")
    text = rendered(guarded, Level.LABELS)
    assert guarded.age_statement == "I am the guardian and agree."
    assert "I am the guardian and agree." in text
    assert ADULT_STATEMENT not in text


def test_a_template_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        DEFAULT.kept = "For ever."

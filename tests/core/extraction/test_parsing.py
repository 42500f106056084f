import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.parsing import Parsed, parse
from selfaudit.core.models.attribute import AssignedBy
from selfaudit.core.models.run import Profile

RECORD = {
    "statement": 'The user says {"hi"}',
    "quote": "a } b",
    "category": "work",
    "subject": "user",
    "basis": "stated",
    "durability": "lasting",
    "sensitivity": "ordinary",
}


def test_flat_lines_become_drafts_each_once():
    output = '- "my cat" = The user has a cat\n- "my cat" = The user has a cat\n'
    parsed = parse(Profile.FLAT, output)
    assert [(draft.statement, draft.quote) for draft in parsed.drafts] == [
        ("The user has a cat.", "my cat")
    ]
    assert parsed.malformed == ()
    assert parse(Profile.FLAT, "- none\n").drafts == ()


def test_a_line_that_was_cut_off_is_malformed_and_the_ones_before_it_stand():
    parsed = parse(Profile.FLAT, '- "my cat" = The user has a cat\n- "my do')
    assert len(parsed.drafts) == 1
    assert parsed.malformed == ('- "my do',)


@pytest.mark.parametrize(
    ("line", "statement", "quote", "subject", "durability"),
    [
        ('- "im a nurse" = The user is a nurse.', "is a nurse.", "im a nurse", "user", "lasting"),
        ('- "a" = The user is tall. (current)', "is tall.", "a", "user", "current"),
        ('- "a" = The user is tall. (other, current)', "is tall.", "a", "other", "current"),
        ('- "a" = The user is tall (Current, Other).', "is tall.", "a", "other", "current"),
        ('"a"= the user is tall', "is tall.", "a", "user", "lasting"),
        ("* “a” = The user is tall. ( other )", "is tall.", "a", "other", "lasting"),
        ('- "i say "hi"" = The user says "hi".', 'says "hi".', 'i say "hi"', "user", "lasting"),
        ('- "a" = The user is in a band (drums).', "is in a band (drums).", "a", "user", "lasting"),
        ('- "a" = The user has an other half.', "has an other half.", "a", "user", "lasting"),
    ],
)
def test_taught_lines_carry_subject_and_durability(line, statement, quote, subject, durability):
    parsed = parse(Profile.TAUGHT, f"{line}\n")
    assert parsed.malformed == ()
    (draft,) = parsed.drafts
    assert (draft.statement, draft.quote) == (f"The user {statement}", quote)
    said = draft.description
    assert (said.subject, said.durability) == (subject, durability)
    assert (said.category, said.basis, said.assigned_by) == (None, None, AssignedBy.MODEL)


def test_taught_lines_are_of_what_is_the_users_too_and_others_are_malformed():
    output = """- "my bro" = The user's brother is tall. (other)
- "x" = Anna is tall.
- "y" = The users are tall.

- none
"""
    parsed = parse(Profile.TAUGHT, output * 2 + '- "cut o')
    assert [draft.statement for draft in parsed.drafts] == ["The user's brother is tall."]
    assert len(parsed.malformed) == 3
    for nothing in ("", "- none", "none", "- none.\n", "- "):
        assert parse(Profile.TAUGHT, nothing) == Parsed((), ())


def test_records_are_read_one_by_one():
    whole = json.dumps({"attributes": [RECORD, {**RECORD, "statement": "The user is tall."}]})
    parsed = parse(Profile.RECORDS, whole[:-30])
    assert [draft.statement for draft in parsed.drafts] == ['The user says {"hi"}.']
    assert len(parsed.malformed) == 1
    assert parsed.drafts[0].description.assigned_by is AssignedBy.MODEL
    assert parse(Profile.RECORDS, '{"attributes": []}').drafts == ()
    assert parse(Profile.RECORDS, "I cannot do that").malformed == ("I cannot do that",)


@given(st.sampled_from(list(Profile)), st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_no_output_is_an_error(profile, output):
    parse(profile, output)

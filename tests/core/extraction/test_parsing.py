import json

from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.parsing import parse
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

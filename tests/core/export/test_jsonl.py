import json

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import random_contents, small_contents

from selfaudit.core.export.files.jsonl import MOST_FINDINGS, lines_of, rows_from
from selfaudit.core.export.files.schemas import schema_of
from selfaudit.core.export.findings import FindingKind
from selfaudit.core.export.tables.registry import BY_NAME, TABLES

SOME = settings(max_examples=25, suppress_health_check=list(HealthCheck))
JUDGMENTS = BY_NAME["judgments"]


def changed(line, **fields):
    return json.dumps(json.loads(line) | fields, separators=(",", ":"), ensure_ascii=False).encode()


def sentence_of(line, table=JUDGMENTS):
    rows, findings = rows_from(table, line + b"\n")
    assert rows == []
    (finding,) = findings
    assert (finding.file, finding.line) == (f"data/{table.name}.jsonl", 1)
    assert finding.kind is FindingKind.SCHEMA
    return finding.sentence


@pytest.fixture
def line():
    contents = small_contents()
    return lines_of(JUDGMENTS, contents.rows["judgments"]).splitlines()[0]


@SOME
@given(random_contents())
def test_rows_come_back_as_they_were(contents):
    for table in TABLES:
        data = lines_of(table, contents.rows[table.name])
        assert rows_from(table, data) == (list(contents.rows[table.name]), [])
        assert data == lines_of(table, contents.rows[table.name])


@SOME
@given(random_contents())
def test_every_line_is_as_its_schema_says(contents):
    for table in TABLES:
        schema = schema_of(table)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for line in lines_of(table, contents.rows[table.name]).split(b"\n")[:-1]:
            found = json.loads(line)
            assert list(found) == [column.name for column in table.columns]
            assert [error.message for error in validator.iter_errors(found)] == []


def test_the_schema_refuses_what_the_rows_refuse(line):
    validator = jsonschema.Draft202012Validator(schema_of(JUDGMENTS))
    for wrong in (
        {"more": 1},
        {"policy": "random"},
        {"counts": "yes"},
        {"id": None},
        {"order_index": 1.5},
        {"active_seconds": "1"},
    ):
        assert not validator.is_valid(json.loads(line) | wrong)
        assert rows_from(JUDGMENTS, changed(line, **wrong) + b"\n")[0] == []
    without = {name: value for name, value in json.loads(line).items() if name != "answer"}
    assert not validator.is_valid(without)


def test_bounds_of_counts_are_in_the_schema_and_held():
    contents = small_contents()
    table = BY_NAME["attributes"]
    line = lines_of(table, contents.rows["attributes"]).splitlines()[0]
    assert schema_of(table)["properties"]["support"]["minimum"] == 0
    said = sentence_of(changed(line, support=-1), table)
    assert said == "`support` should be a whole number from 0 to 10,000,000."
    table = BY_NAME["withheld"]
    assert schema_of(table)["properties"]["rows"]["maximum"] == 10_000_000
    line = lines_of(table, contents.rows["withheld"]).splitlines()[0]
    assert "from 0 to" in sentence_of(changed(line, rows=10**8), table)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"policy": "secret words"}, "`policy` should be one of `early`"),
        ({"counts": "secret words"}, "`counts` should be true or false."),
        ({"order_index": "secret words"}, "`order_index` should be a whole number or null."),
        ({"id": 3}, "`id` should be a text."),
        ({"active_seconds": []}, "`active_seconds` should be a number or null."),
        ({"secret words": 1}, "It has a field that `judgments` does not have."),
        ({"order_index": 2**63}, "`order_index` is too large a number."),
        ({"order_index": 2**70}, "`order_index` is too large a number."),
    ],
)
def test_what_is_wrong_is_told_by_field_and_never_quoted(line, fields, said):
    sentence = sentence_of(changed(line, **fields))
    assert sentence.startswith(said)
    assert "secret" not in sentence


def test_a_field_that_is_missing_is_named(line):
    found = json.loads(line)
    del found["answer"]
    data = json.dumps(found, separators=(",", ":"), ensure_ascii=False).encode()
    assert sentence_of(data) == "The field `answer` is missing."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This is not JSON."),
        (b"{", "This is not JSON."),
        (b"[" * 100_000, "This is not JSON."),
        (b"[]", "This is not an object."),
        (b'{"id":"\xff"}', "This is not UTF-8."),
        (b"null", "This is not an object."),
        (b"NaN", "This is not JSON."),
    ],
)
def test_lines_that_are_no_rows(data, said):
    assert sentence_of(data) == said


def test_a_second_value_cannot_hide_behind_the_first(line):
    twice = line.replace(b'"counts":', b'"text":"hidden","counts":', 1)
    assert "each field once" in sentence_of(twice)
    spaced = json.dumps(json.loads(line), ensure_ascii=False).encode()
    assert "each field once" in sentence_of(spaced)


def test_a_file_that_was_cut_off_is_told(line):
    assert rows_from(JUDGMENTS, line)[1][0].sentence == (
        "The last line has no end: the file was cut off."
    )
    assert rows_from(JUDGMENTS, line[:-5])[1][0].line == 1


def test_a_file_that_is_wrong_throughout_is_told_of_in_few_findings():
    rows, findings = rows_from(JUDGMENTS, b"x\n" * 1000)
    assert (rows, len(findings)) == ([], MOST_FINDINGS)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_json_cannot_hold_is_never_written(number):
    contents = small_contents()
    row = msgspec.structs.replace(contents.rows["answers"][0], seconds=number)
    with pytest.raises(ValueError, match=r"answers\.seconds"):
        lines_of(BY_NAME["answers"], [row])


@settings(max_examples=300)
@given(st.binary(max_size=60), st.integers(0, 10_000))
def test_any_bytes_are_told_of_in_words(noise, place):
    data = lines_of(JUDGMENTS, small_contents().rows["judgments"])
    at = place % len(data)
    damaged = data[:at] + noise + data[at + len(noise) :]
    rows, findings = rows_from(JUDGMENTS, damaged)
    assert findings or lines_of(JUDGMENTS, rows) == damaged

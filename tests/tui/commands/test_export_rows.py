import json

import pytest
from builders import open_store
from exports import MAIL, OTHERS, STATEMENTS
from printed import lines
from stages_core import judged

from selfaudit.tui.commands.exporting_rows import SAID


@pytest.fixture
def full(command, to_export):
    command("export", "level", "full")
    return command


def statement(shown):
    return json.loads(shown["line"])["statement"]


def test_rows_come_with_key_decision_reason_and_line(full):
    rows = lines(full("export", "rows", "attributes", "--json"))
    assert [one["key"] for one in rows] == [str(number) for number in range(1, 9)]
    kept = {"decision": "keep", "reason": None, "by": None}
    for one, said in zip(rows, STATEMENTS, strict=True):
        if said == OTHERS:
            assert one["line"] is None
            assert (one["decision"], one["reason"]) == ("withhold", "other_person")
        else:
            assert {name: one[name] for name in kept} == kept
            assert statement(one) == (said if MAIL not in said else statement(rows[0]))
    assert MAIL not in json.dumps(rows)
    assert OTHERS not in json.dumps(rows)


def test_a_row_goes_along_with_another_and_says_with_which(full):
    rows = lines(full("export", "rows", "evidence", "--withheld", "--json"))
    (row,) = rows
    assert row["by"] == {"table": "attributes", "key": "6"}
    text = full("export", "rows", "evidence", "--withheld").stdout
    assert f"{SAID['WITHHOLD']}: other_person, along with attributes 6\n" in text


def test_text_that_the_terminal_would_obey_is_escaped(full):
    text = full("export", "rows", "attributes", "--json").stdout
    assert text.isascii()
    assert any("Zürich" in (one["line"] or "") for one in map(json.loads, text.splitlines()))
    assert "near Zürich." in full("export", "rows", "attributes").stdout


def test_pages_follow_each_other(full):
    every = lines(full("export", "rows", "judgments", "--json"))
    first = lines(full("export", "rows", "judgments", "--limit", 5, "--json"))
    second = lines(
        full("export", "rows", "judgments", "--after", first[-1]["key"], "--limit", 99, "--json")
    )
    assert len(first) == 5
    assert first + second == every
    said = full("export", "rows", "judgments", "--limit", 5).stdout
    assert f"`selfaudit export rows judgments --after {first[-1]['key']}`" in said
    assert "There are more" not in full("export", "rows", "judgments", "--limit", 16).stdout
    assert "There are more" in full("export", "rows", "judgments", "--limit", 15).stdout


def test_withheld_shows_what_is_held_back_as_it_is_stored(full):
    (row,) = lines(full("export", "rows", "attributes", "--withheld", "--json"))
    assert row["stored"]["statement"] == OTHERS
    assert row["line"] is None
    text = full("export", "rows", "attributes", "--withheld").stdout
    assert f"  statement: {OTHERS}\n" in text
    assert "No such row." in full("export", "rows", "runs", "--withheld").stdout


def test_replaced_shows_what_became_of_it_and_the_original_only_when_asked(full):
    done = full("export", "rows", "attributes", "--replaced", "--json")
    (row,) = lines(done)
    (found,) = row["replaced"]
    assert set(found) == {"field", "rule", "pseudonym", "kept_key", "kept"}
    assert (found["field"], found["rule"], found["kept"]) == ("statement", "email", False)
    assert statement(row) == f"The user writes letters from {found['pseudonym']}."
    text = full("export", "rows", "attributes", "--replaced").stdout
    assert f"email became {found['pseudonym']}, kept key {found['kept_key']}\n" in text
    assert MAIL not in done.stdout + text
    (row,) = lines(full("export", "rows", "attributes", "--replaced", "--show-originals", "--json"))
    assert row["replaced"] == [{**found, "original": MAIL}]
    asked = full("export", "rows", "attributes", "--replaced", "--show-originals").stdout
    assert f", before: {MAIL}\n" in asked


def test_nothing_is_said_to_be_replaced_where_no_text_leaves(full):
    full("export", "level", "labels")
    assert lines(full("export", "rows", "attributes", "--replaced", "--json")) == []
    full("export", "level", "attributes")
    assert len(lines(full("export", "rows", "attributes", "--replaced", "--json"))) == 1
    assert lines(full("export", "rows", "evidence", "--replaced", "--json")) == []
    full("export", "withhold", "--row", "attributes", "1", "--without-text", "--reason", "other")
    assert lines(full("export", "rows", "attributes", "--replaced", "--json")) == []


def test_one_thing_is_restored_wherever_it_stands_and_replaced_again(full):
    before = full("export", "rows", "attributes", "--json").stdout
    (row,) = lines(full("export", "rows", "attributes", "--replaced", "--json"))
    key = row["replaced"][0]["kept_key"]
    (done,) = lines(full("export", "restore", key, "--json"))
    places = sum(
        len(one["replaced"])
        for table in ("attributes", "revisions", "evidence", "answers")
        for one in lines(full("export", "rows", table, "--replaced", "--json"))
    )
    assert done == {"kept_key": key, "kept": True, "places": places}
    assert places >= 3
    rows = lines(full("export", "rows", "attributes", "--replaced", "--json"))
    assert statement(rows[0]) == STATEMENTS[0]
    assert rows[0]["replaced"][0]["kept"]
    assert "was left as it is" in full("export", "rows", "attributes", "--replaced").stdout
    assert lines(full("export", "--json"))[0]["replaced"] == []
    assert "wherever it stands" in full("export", "replace", key).stdout
    assert full("export", "rows", "attributes", "--json").stdout == before
    assert "in " in full("export", "restore", key).stdout
    assert lines(full("export", "replace", key, "--json")) == [{"kept_key": key, "kept": False}]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rows", "secrets"), "attributes, revisions"),
        (("rows", "attributes", "--after", "99"), "export rows attributes"),
        (("restore", "0" * 64), "--replaced"),
        (("replace", "0" * 64), "--replaced"),
    ],
)
def test_what_there_is_not_is_refused(full, arguments, told):
    assert told in full("export", *arguments, code=1).stderr
    (error,) = lines(full("export", *arguments, "--json", code=1))
    assert told in error["error"]["hint"]


def test_originals_go_with_replaced(full):
    full("export", "rows", "attributes", "--show-originals", code=2)
    full("export", "rows", "attributes", "--limit", 0, code=2)


def test_a_text_of_several_lines_cannot_pass_for_fields(full):
    text = full("export", "rows", "answers", "--limit", 1).stdout
    assert "\n    | " in text
    assert "\x1b" not in text


def test_hostile_text_cannot_act_on_the_terminal(command, tmp_path):
    store = open_store(tmp_path)
    (id,) = judged(store, ["The user \x1b[31m\u202eknows\r [@click=x]kayaks."])
    store.close()
    command("export", "level", "full")
    command("export", "names", "--add", "kayaks\x1b[2J")
    command("export", "withhold", "--word", "\x1b[2Jkayaks", "--reason", "other")
    command("export", "keep", "--row", "attributes", id)
    for arguments in (
        ("rows", "attributes"),
        ("rows", "attributes", "--replaced", "--show-originals"),
        ("rows", "evidence", "--withheld"),
        ("names",),
        ("names", "--propose"),
        ("choices",),
        ("choices", "--json"),
        ("rows", "attributes", "--json"),
        ("rows", "attributes", "--replaced", "--show-originals", "--json"),
    ):
        text = command("export", *arguments).stdout
        assert text
        assert not set(text) & {"\x1b", "\u202e", "\r"}, arguments

import json

import pytest
from exports import STATEMENTS
from printed import lines


@pytest.fixture
def full(command, to_export):
    command("export", "level", "full")
    return command


def decisions(full, table):
    rows = lines(full("export", "rows", table, "--json"))
    return {one["key"]: (one["decision"], one["reason"]) for one in rows}


def withhold(full, *target, reason="too_private"):
    (done,) = lines(full("export", "withhold", *target, "--reason", reason, "--json"))
    return done


def test_a_row_is_withheld_with_what_hangs_on_it_and_let_go(full):
    before = full("export", "rows", "attributes", "--json").stdout
    done = withhold(full, "--row", "attributes", "2")
    assert done["choice"] == {
        "kind": "row",
        "table": "attributes",
        "value": "2",
        "decision": "withhold",
        "reason": "too_private",
    }
    assert done["changed"]["attributes"] == 1
    assert done["changed"]["judgments"] == 2
    assert "votes" not in done["changed"]
    assert decisions(full, "attributes")["2"] == ("withhold", "too_private")
    assert lines(full("export", "choices", "--json")) == [done["choice"]]
    assert "attributes 2: withhold, too_private\n" in full("export", "choices").stdout
    (undone,) = lines(full("export", "forget", "--row", "attributes", "2", "--json"))
    assert undone == {"choice": None, "changed": done["changed"]}
    assert full("export", "rows", "attributes", "--json").stdout == before
    assert "Nothing was decided yet" in full("export", "choices").stdout


def test_without_text_and_coarser_leave_the_labels(full):
    withhold(full, "--row", "attributes", "2", "--without-text")
    withhold(full, "--row", "attributes", "3", "--coarser", reason="could_identify")
    rows = {one["key"]: one for one in lines(full("export", "rows", "attributes", "--json"))}
    without, coarse = (json.loads(rows[key]["line"]) for key in ("2", "3"))
    assert without["statement"] is None
    assert without["statement_words"] == 5
    assert coarse["statement"].startswith("Says ")
    assert "beekeeper" not in coarse["statement"]
    assert decisions(full, "attributes")["3"] == ("coarser", "could_identify")
    (shown,) = lines(full("export", "--json"))
    (counts,) = (one for one in shown["tables"] if one["table"] == "attributes")
    assert (counts["leave"], counts["without_text"], counts["coarser"]) == (7, 1, 1)
    assert "work" not in shown["could_identify"]["facets"]
    said = full("export", "withhold", "--row", "attributes", "4", "--reason", "other").stdout
    assert said.startswith("attributes 4: withhold. Rows that leave otherwise than before: attri")


def test_a_row_about_others_is_kept_only_when_the_person_says_so(full):
    assert decisions(full, "attributes")["6"][0] == "withhold"
    (done,) = lines(full("export", "keep", "--row", "attributes", "6", "--json"))
    assert (done["choice"]["decision"], done["choice"]["reason"]) == ("keep", None)
    assert decisions(full, "attributes")["6"] == ("keep", None)
    assert "attributes 6: keep\n" in full("export", "choices").stdout
    full("export", "forget", "--row", "attributes", "6")
    assert decisions(full, "attributes")["6"] == ("withhold", "other_person")


def test_a_word_a_stage_a_category_and_a_conversation(full):
    assert withhold(full, "--word", "TOMATOES")["changed"]["attributes"] == 1
    assert decisions(full, "attributes")["5"][0] == "withhold"
    changed = withhold(full, "--stage", "comparison")["changed"]
    assert changed["votes"] == 35
    assert "attributes" not in changed
    full("export", "keep", "--stage", "comparison")
    assert withhold(full, "--category", "none")["changed"]["attributes"] == 6
    (taken,) = lines(full("export", "keep", "--category", "none", "--json"))
    assert taken["choice"] is None
    found = lines(full("messages", "search", "Porto", "--json"))[0]["conversation"]
    done = withhold(full, "--conversation", found[:8])
    assert done["choice"]["value"] == found
    assert done["changed"]["attributes"] == 1
    assert decisions(full, "attributes")["2"][0] == "withhold"
    assert len(lines(full("export", "choices", "--json"))) == 2
    full("export", "keep", "--conversation", found[:8])
    full("export", "forget", "--word", "TOMATOES")
    assert lines(full("export", "choices", "--json")) == []


def test_a_row_decided_of_stands_before_a_word(full):
    withhold(full, "--word", "bread")
    full("export", "keep", "--row", "attributes", "8")
    assert decisions(full, "attributes")["8"] == ("keep", None)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--row", "secrets", "1"), "attributes, revisions"),
        (("--row", "attributes", "99"), "rows attributes"),
        (("--row", "consent", "1"), "rows consent"),
        (("--conversation", "zzz"), "messages search"),
        (("--category", "hats"), "There are none."),
    ],
)
def test_what_there_is_not_cannot_be_withheld(full, arguments, told):
    (error,) = lines(full("export", "withhold", *arguments, "--reason", "other", "--json", code=1))
    assert told in error["error"]["hint"]
    assert lines(full("export", "choices", "--json")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--word", " "),
        ("--stage", "erasure"),
        ("--word", "bread", "--stage", "review"),
        ("--word", "bread", "--coarser", "--without-text"),
        ("--row", "evidence", "1/1", "--coarser"),
        ("--row", "runs", "1"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(full, arguments):
    full("export", "withhold", *arguments, "--reason", "other", code=2)
    assert lines(full("export", "choices", "--json")) == []


def test_a_reason_is_needed(full):
    assert "--reason" in full("export", "withhold", "--word", "bread", code=2).stderr


@pytest.mark.parametrize("verb", ["keep", "forget"])
def test_what_was_not_decided_cannot_be_taken_back(full, verb):
    (error,) = lines(full("export", verb, "--word", "bread", "--json", code=1))
    assert "export choices" in error["error"]["hint"]


def test_what_is_said_of_a_choice_holds_no_statement(full):
    text = full("export", "withhold", "--word", "Porto", "--reason", "other").stdout
    text += full("export", "choices").stdout
    assert not any(one in text for one in STATEMENTS)

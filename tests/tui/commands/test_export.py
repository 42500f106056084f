import json

import pytest
from exports import OTHERS, STATEMENTS
from printed import lines

from selfaudit.core.export.levels import Level
from selfaudit.core.export.levels_words import WORDS
from selfaudit.core.export.tables.registry import BY_NAME, TABLES

TEXTS = (*STATEMENTS, "mara.lind@example.org", "Mara", "Porto")


def of_table(shown, name):
    (found,) = (one for one in shown["tables"] if one["table"] == name)
    return found


def test_alone_it_says_what_would_leave_and_none_of_it(command, to_export):
    command("export", "level", "full")
    (shown,) = lines(command("export", "--json"))
    assert shown["level"] == "full"
    assert {one["table"] for one in shown["tables"]} == set(BY_NAME)
    assert of_table(shown, "attributes") == {
        "table": "attributes",
        "rows": 8,
        "leave": 7,
        "without_text": 0,
        "coarser": 0,
        "withheld": 1,
    }
    assert of_table(shown, "consent")["rows"] == 0
    assert shown["other_people"] == {"withheld": 3, "leaving": 0}
    assert shown["could_identify"]["warning"]
    assert shown["could_identify"]["facets"]["work"] == ["3"]
    assert {one["rule"] for one in shown["replaced"]} == {"email"}
    assert shown["difference"] is None
    text = command("export").stdout
    assert "Nothing was judged yet" not in text
    assert "attributes              7        0        0         1\n" in text
    assert "TOGETHER THESE COULD IDENTIFY YOU: place" in text
    assert "3 rows that may mention them held back" in text
    assert "email" in text
    assert "`selfaudit export make PATH`" in text
    for told in (text, json.dumps(shown)):
        assert not any(one in told for one in TEXTS)


def test_a_kept_row_about_other_people_is_warned_of(command, to_export):
    command("export", "keep", "--row", "attributes", "6")
    (shown,) = lines(command("export", "--json"))
    assert shown["other_people"] == {"withheld": 2, "leaving": 1}
    assert "OTHER PEOPLE: 1 row that may mention them would leave" in command("export").stdout


@pytest.mark.parametrize("level", list(Level))
def test_a_level_says_what_leaves_and_what_stays(command, to_export, level):
    text = command("export", "level", level).stdout
    for sentence in (*WORDS[level].leaves, *WORDS[level].stays):
        assert sentence in text
    (shown,) = lines(command("export", "level", level, "--json"))
    assert shown["leaves"] == list(WORDS[level].leaves)
    (overview,) = lines(command("export", "--json"))
    assert overview["level"] == level
    rows = lines(command("export", "rows", "attributes", "--json"))
    statements = [json.loads(one["line"])["statement"] for one in rows if one["line"]]
    assert any(statements) == (level is not Level.LABELS)


def test_an_unknown_level_is_wrong_usage(command, to_export):
    assert "labels" in command("export", "level", "everything", code=2).stderr


def test_before_anything_was_done_everything_is_empty_and_can_be_shown(command):
    (shown,) = lines(command("export", "--json"))
    assert shown["level"] == "labels"
    counts = ("withheld", "participant_flow")
    assert all(one["leave"] == 0 for one in shown["tables"] if one["table"] not in counts)
    assert shown["other_people"] == {"withheld": 0, "leaving": 0}
    text = command("export").stdout
    assert "It would be your first package." in text
    assert "Nothing was judged yet" in text
    assert "No package was made yet" in command("export", "list").stdout
    assert command("export", "list", "--json").stdout == ""


def test_an_empty_package_has_the_shape_and_takes_no_store(command, tmp_path):
    (shown,) = lines(command("export", "--empty", tmp_path / "empty", "--json"))
    assert shown["package"] is None
    assert shown["rows"] == dict.fromkeys(BY_NAME, 0)
    assert not (tmp_path / "home").exists()
    assert lines(command("verify", tmp_path / "empty", "--json"))[0]["holds"]
    assert "no data" in command("export", "--empty", tmp_path / "empty.zip").stdout
    assert (tmp_path / "empty.zip").is_file()
    assert lines(command("verify", tmp_path / "empty.zip", "--json"))[0]["holds"]
    done = command("export", "--empty", tmp_path / "empty", code=1)
    assert "is there already" in done.stderr
    assert "--force" in done.stderr
    command("export", "--empty", tmp_path / "empty", "--force")
    command("export", "--force", code=2)
    assert (
        "without a command" in command("export", "--empty", tmp_path / "e", "list", code=2).stderr
    )


def test_every_table_can_be_shown(command, to_export):
    command("export", "level", "full")
    (shown,) = lines(command("export", "--json"))
    for table in TABLES:
        rows = lines(command("export", "rows", table.name, "--json"))
        assert len(rows) == of_table(shown, table.name)["rows"]
        assert all(one["table"] == table.name for one in rows)
        leaving = [json.loads(one["line"]) for one in rows if one["line"] is not None]
        assert len(leaving) == of_table(shown, table.name)["leave"]
        assert OTHERS not in json.dumps(leaving)


def test_json_goes_after_the_command(command, to_export):
    assert "--json after it" in command("export", "--json", "list", code=2).stderr

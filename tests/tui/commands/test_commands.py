"""The command line as a script meets it: a process, JSON on stdout, sentences on stderr."""

import json
from pathlib import Path

import pytest
from builders import PinnedClock, add_attributes, open_store
from printed import lines

from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.review import Review

EXAMPLE = Path(__file__).parents[3] / "examples" / "histories" / "mara.json"


def test_import_accounts_for_every_record_and_knows_it_again(selfaudit):
    (first,) = lines(selfaudit("import", EXAMPLE, "--json"))
    (again,) = lines(selfaudit("import", EXAMPLE, "--json"))
    for source in (*first["sources"], *again["sources"]):
        for kind in ("conversations", "messages"):
            counts = source[kind]
            assert counts["read"] == counts["stored"] + counts["known"] + counts["skipped"]
    assert first["sources"][0]["conversations"]["stored"] == 14
    assert again["sources"][0]["conversations"]["known"] == 14
    assert again["sources"][0]["messages"]["stored"] == 0


def test_a_file_that_is_no_export_gets_a_sentence_and_code_1(selfaudit, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear diary, nobody may read this.")
    done = selfaudit("import", path, code=1)
    assert "letter.txt" in done.stdout
    assert "diary" not in done.stdout + done.stderr
    (failed,) = lines(selfaudit("import", path, "--json", code=1))
    assert failed["failed"][0]["hint"]


def test_what_is_neither_a_command_nor_a_path_is_told(selfaudit):
    done = selfaudit("imprt", code=1)
    assert "`selfaudit import`" in done.stderr
    assert "missing.zip" in selfaudit("./missing.zip", code=1).stderr


def test_the_interface_is_opened_by_a_path_and_says_what_to_do_without_a_terminal(selfaudit):
    done = selfaudit()
    assert "selfaudit PATH" in done.stdout


def test_without_consent_nothing_is_fetched(selfaudit):
    selfaudit("import", EXAMPLE)
    done = selfaudit("extract", code=1)
    assert "--yes" in done.stderr
    assert "MB from" in done.stderr


def test_messages_are_shown_and_searched(selfaudit):
    selfaudit("import", EXAMPLE)
    found = lines(selfaudit("messages", "search", "caldo", "verde", "--json"))
    assert len(found) == 1
    (shown,) = lines(selfaudit("messages", "show", found[0]["id"][:12], "--json"))
    assert shown["text"].startswith("my grandmother taught me")
    assert "caldo verde" in selfaudit("messages", "show", found[0]["id"]).stdout
    around = lines(selfaudit("messages", "conversation", shown["conversation"], "--json"))
    assert [message["role"] for message in around] == ["user", "assistant", "user"]
    assert around[0]["id"] == shown["id"]
    selfaudit("messages", "show", "nothing", code=1)


def test_an_attribute_is_judged_and_the_judgment_taken_back(selfaudit, tmp_path):
    store = open_store(tmp_path)
    (id,) = add_attributes(store, ["The user keeps bees."])
    Review(store, PinnedClock(), PLAIN).queue.begin_batch(1)
    store.close()
    (card,) = lines(selfaudit("next", "--json"))
    assert card["card"]["attribute"] == id
    assert card["card"]["wording"] == "Is this, as written, true of you now?"
    (judged,) = lines(selfaudit("judge", "attribute", id, "no", "--why", "too_broad", "--json"))
    assert [one["question"] for one in judged["judgments"]] == ["true", "why"]
    assert judged["judgments"][0]["policy"] == "headline"
    (listed,) = lines(selfaudit("attributes", "--json"))
    assert listed["verdict"] == "no"
    piece = listed["evidence"][0]
    (shown,) = lines(selfaudit("messages", "show", piece["message"], "--json"))
    assert shown["text"][piece["start"] : piece["end"]] == piece["quote"]
    assert lines(selfaudit("attributes", "--verdict", "yes", "--json")) == []
    selfaudit("undo")
    selfaudit("undo")
    (undone,) = lines(selfaudit("undo", "--json"))
    assert undone == {"undone": None}
    (listed,) = lines(selfaudit("attributes", "--json"))
    assert listed["verdict"] is None


def test_a_card_is_answered_question_by_question_as_next_says(selfaudit, tmp_path):
    store = open_store(tmp_path)
    add_attributes(store, ["The user keeps bees.", "The user keeps hens."])
    Review(store, PinnedClock(), PLAIN).queue.begin_batch(1)
    store.close()
    first = lines(selfaudit("next", "--json"))[0]["card"]
    assert "judge next ANSWER" in selfaudit("next").stdout
    selfaudit("judge", "next", "when_it_fits", code=2)
    selfaudit("judge", "next", "yes")
    second = lines(selfaudit("next", "--json"))[0]["card"]
    assert (second["attribute"], second["question"]) == (first["attribute"], "remember")
    (skipped,) = lines(selfaudit("judge", "next", "skip", "--json"))
    assert skipped["judgments"][0]["question"] == "skip"
    third = lines(selfaudit("next", "--json"))[0]["card"]
    assert third["attribute"] != first["attribute"]
    selfaudit("judge", "details", third["attribute"], code=1)
    selfaudit("judge", "note", third["attribute"], "--flag", "--comment", "where is this from?")
    selfaudit("judge", "note", third["attribute"], code=2)
    (shown,) = lines(selfaudit("judge", "details", first["attribute"], "--json"))
    assert shown["support"] == 1
    (status,) = lines(selfaudit("status", "--json"))
    assert status["review"]["judgments"] == 5


def test_hints_find_the_same_home_again(selfaudit, tmp_path):
    done = selfaudit("--home", tmp_path / "x", "attributes")
    assert f"`selfaudit --home {tmp_path / 'x'} PATH`" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("judge", "attribute", "1", "yes", "--why", "too_broad"),
        ("judge", "attribute", "1", "no", "--remember", "unsure"),
        ("judge", "attribute", "1", "maybe"),
        ("messages", "show"),
        ("messages", "search", "hens", "--from", "someday"),
    ],
)
def test_wrong_usage_ends_with_code_2(selfaudit, arguments):
    assert selfaudit(*arguments, code=2).stderr


def test_what_is_not_there_is_told_in_the_asked_form(selfaudit):
    (answer,) = lines(selfaudit("judge", "attribute", "99", "yes", "--json", code=1))
    assert "99" in answer["error"]["message"]
    assert "99" in selfaudit("judge", "attribute", "99", "yes", code=1).stderr


def test_status_and_doctor_on_an_empty_home(selfaudit):
    (status,) = lines(selfaudit("status", "--json"))
    assert status["history"]["messages"] == 0
    assert status["review"]["judgments"] == 0
    (found,) = lines(selfaudit("doctor", "--json"))
    assert found["ok"]


def test_doctor_sees_permissions_that_are_too_wide(selfaudit, tmp_path):
    selfaudit("status")
    (tmp_path / "home" / "selfaudit.db").chmod(0o644)
    (found,) = lines(selfaudit("doctor", "--json", code=1))
    assert [check["name"] for check in found["checks"] if not check["ok"]] == ["store"]


def test_home_may_stand_before_or_after_the_command(selfaudit, tmp_path):
    for arguments in (("--home", tmp_path / "x", "status"), ("status", "--home", tmp_path / "x")):
        (status,) = lines(selfaudit(*arguments, "--json"))
        assert status["home"] == str(tmp_path / "x")


def test_hostile_text_is_shown_without_power(selfaudit, tmp_path):
    export = [
        {
            "id": "c",
            "title": "\x1b]0;owned\x07",
            "current_node": "n",
            "mapping": {
                "n": {
                    "id": "n",
                    "parent": None,
                    "children": [],
                    "message": {
                        "id": "n",
                        "author": {"role": "user"},
                        "content": {
                            "content_type": "text",
                            "parts": ["evil \x1b]52;c;aGk=\x07 \x9b31m \u202e [bold]words[/]"],
                        },
                    },
                }
            },
        }
    ]
    path = tmp_path / "evil\x1b[31m.json"
    path.write_text(json.dumps(export))
    shown = selfaudit("import", path).stdout + selfaudit("messages", "search", "evil").stdout
    shown += lines(selfaudit("messages", "search", "evil", "--json"))[0]["id"]
    assert "[bold]words[/]" in shown
    assert not [sign for sign in shown if (sign < " " and sign != "\n") or sign in "\x7f\x9b\u202e"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(selfaudit, shell):
    assert "_SELFAUDIT_COMPLETE" in selfaudit("completion", shell).stdout

"""What stands beside the cards of attributes, from the command line."""

import pytest
from builders import add_attributes, open_store
from printed import lines

from selfaudit.core.models.item import CHECKS


@pytest.fixture
def attributes(tmp_path):
    store = open_store(tmp_path)
    ids = add_attributes(store, [f"The user has thing{n}." for n in range(12)])
    store.close()
    return ids


def card(command):
    return lines(command("next", "--json"))[0]


def test_everything_before_the_first_card(command, attributes):
    assert "judge instructions" in command("next").stdout
    assert lines(command("judge", "typists", "only_me", "--json")) == [{"typists": "only_me"}]
    (named,) = lines(command("judge", "recall", "That I row", "Two cats", "--json"))
    assert [one["text"] for one in named["recalled"]] == ["That I row", "Two cats"]
    (read,) = lines(command("judge", "instructions", "--json"))
    assert read["instructions"].startswith("These are a program's guesses; some are wrong.")
    assert len(read["practice"]) == 3
    assert "judge instructions" not in command("next").stdout
    assert card(command)["guess"] == 1
    command("judge", "guess", "13", code=1)
    command("judge", "guess", "many", code=2)
    assert lines(command("judge", "guess", "9", "--json")) == [{"set": 1, "guess": 9}]
    command("judge", "guess", "9", code=1)
    assert card(command)["guess"] is None
    assert "Taken back: guess = 9" in command("undo").stdout
    assert card(command)["guess"] == 1


def test_a_set_from_the_command_line_ends_with_its_checks_and_its_guess(
    command, attributes, tmp_path
):
    card(command)
    command("judge", "guess", "3")
    told = {}
    hidden = 0
    while "set" not in told:
        shown = card(command)["card"]
        assert shown["kind"] == "note"
        if shown["folded"]:
            hidden += 1
            assert (shown["attribute"], shown["evidence"]) == (None, None)
        (told,) = lines(command("judge", "next", "unsure", "--json"))
    store = open_store(tmp_path)
    checks = {item.bundled for item in store.items.of(*CHECKS)}
    store.close()
    assert hidden > len(checks) > 0
    assert (told["set"]["number"], told["set"]["right"], told["set"]["guess"]) == (1, 0, 3)
    assert {one["statement"] for one in told["set"]["checks"]} == checks
    assert {one["answer"] for one in told["set"]["checks"]} == {"unsure"}


def test_a_card_without_a_number_is_noted_and_put_in_other_words(command, attributes):
    card(command)
    (noted,) = lines(command("judge", "note", "next", "--flag", "--comment", "hm", "--json"))
    assert [one["question"] for one in noted["judgments"]] == ["flag", "comment"]
    while card(command)["card"]["question"] != "true":
        command("judge", "next", "skip")
    (told,) = lines(command("judge", "next", "yes", "--statement", "I have it.", "--json"))
    assert [one["question"] for one in told["judgments"]] == ["statement", "true"]
    command("judge", "next", "unsure", "--statement", "I had it.", code=2)
    command("judge", "note", "0", "--flag", code=2)
    (status,) = lines(command("status", "--json"))
    assert status["review"]["edited"] + status["review"]["responses"] >= 1


def test_after_the_headline_what_is_missing_is_said_in_ones_own_words(command, attributes):
    command("judge", "recall", "That I row")
    command("judge", "next", "unsure", code=1)
    while (shown := card(command)["card"])["kind"] == "note":
        command("judge", "next", "unsure")
    assert (shown["kind"], shown["statement"]) == ("expected", "That I row")
    command("judge", "next", "yes", "--missing", "no", code=2)
    command("judge", "next", "no")
    shown = card(command)["card"]
    assert shown["kind"] == "message"
    assert shown["evidence"]["message"]
    assert "messages show" in command("next").stdout
    (told,) = lines(command("judge", "next", "yes", "--missing", "I row", "--json"))
    assert [one["question"] for one in told["judgments"]] == ["missing", "comment"]
    assert lines(command("judge", "changes", "--json")) == [{"repeats": []}]
    (report,) = lines(command("report", "truth", "--json"))
    assert "0 appeared on your cards, 1 did not" in report["pages"][0]["notes"][0]
    assert "I row" not in str(report)

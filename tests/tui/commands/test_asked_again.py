"""What is asked again after two weeks, from the command line, on a store whose times lie back."""

import sqlite3

import pytest
from builders import open_store
from printed import lines
from simulated import Simulated, Truth, arms

from selfaudit.core.clock import SystemClock
from selfaudit.core.models.block import Stage

DAY = 86_400.0


def move_back(tmp_path, days):
    """Let everything in the store have happened so many days ago."""
    with sqlite3.connect(tmp_path / "home" / "selfaudit.db") as database:
        database.execute("DROP TRIGGER mark_is_never_changed")
        database.execute("DROP TRIGGER vote_is_never_changed")
        at = SystemClock().now() - days * DAY
        database.execute("UPDATE mark SET decided_at = ?", [at])
        database.execute("UPDATE vote SET decided_at = ?", [at])
    database.close()


@pytest.fixture
def answered(tmp_path):
    """A block of marks and one of votes, both opened."""
    store = open_store(tmp_path)
    person = Simulated(store, Truth())
    person.marks(10, person.attributes(10))
    person.pairs(arms(20), repeats=2)
    store.close()


@pytest.fixture
def lain(answered, tmp_path):
    """The same, 15 days ago."""
    move_back(tmp_path, 15)


def test_before_two_weeks_nothing_is_asked_again(command, answered, tmp_path):
    move_back(tmp_path, 13.9)
    for group in ("relevance", "compare"):
        assert "14 days" in command(group, "next", "--again", code=1).stderr
        (told,) = lines(command(group, "next", "--again", "--json", code=1))
        assert told["error"]["title"] == "Nothing to ask again yet"
        hint = command(group, "reveal", "--again", code=1).stderr
        assert f"selfaudit {group} next --again" in hint
    (status,) = lines(command("status", "--json"))
    nothing = {"waiting": 0, "minutes": 0.0, "open": None, "answered": 0, "same": 0}
    assert status["relevance"]["again"] == status["comparison"]["again"] == nothing
    assert "again" not in command("status").stdout


def test_status_says_how_many_and_how_long(command, lain):
    (status,) = lines(command("status", "--json"))
    assert status["relevance"]["again"]["waiting"] == 36
    assert status["relevance"]["again"]["minutes"] == pytest.approx(3.6)
    assert status["comparison"]["again"]["waiting"] == 20
    assert status["comparison"]["again"]["minutes"] == pytest.approx(20)
    said = " ".join(command("status").stdout.split())
    assert "36 questions from two weeks ago could be asked again, about 4 minutes" in said
    assert "20 pairs from two weeks ago could be asked again, about 20 minutes" in said


def test_marks_again_from_the_first_question_to_the_last(selfaudit, command, lain, tmp_path):
    (first,) = lines(selfaudit("relevance", "next", "--again", "--json"))
    assert first["begun"]
    assert (first["block"]["number"], first["block"]["entries"]) == (1, 36)
    (same,) = lines(selfaudit("relevance", "next", "--again", "--json"))
    assert (same["begun"], same["entry"]) == (False, first["entry"])
    assert "relevance mark ANSWER --again" in command("relevance", "next", "--again").stdout
    assert "first" not in first["entry"]
    # What stage two asks for the first time is another matter.
    assert "No question is open" in command("relevance", "mark", "yes", code=1).stderr
    (marked,) = lines(selfaudit("relevance", "mark", "yes", "--again", "--json"))
    assert marked["mark"]["entry"] == first["entry"]["entry"]
    assert (marked["mark"]["phase"], marked["block"]["done"]) == ("before", 1)
    (undone,) = lines(command("relevance", "undo", "--json"))
    assert undone["undone"]["entry"] == first["entry"]["entry"]
    assert "open" in command("relevance", "reveal", "--again", code=1).stderr
    said = []
    while asked := lines(command("relevance", "next", "--again", "--json"))[0]["entry"]:
        said.append(asked["entry"])
        last = command("relevance", "mark", "no", "--again")
    assert len(said) == 36
    assert "relevance reveal --again" in last.stdout
    assert "relevance reveal --again" in command("relevance", "next", "--again").stdout
    (status,) = lines(command("status", "--json"))
    assert status["relevance"]["again"]["open"]["done"] == 36
    assert status["relevance"]["again"]["answered"] == 0
    (told,) = lines(selfaudit("relevance", "reveal", "--again", "--json"))
    assert told["block"] == {"number": 1, "revealed": True}
    assert [one["again"] for one in told["repeats"]] == said
    same = sum(one["first"] == "no" for one in told["repeats"])
    assert (told["answered"], told["same"]) == (36, same)
    shown = command("relevance", "reveal", "--again").stdout
    assert f"The same answer to {same} of 36 questions." in shown
    assert f"yes → no: {36 - same}" in shown
    (page,) = lines(command("report", "steadiness", "--json"))[0]["pages"]
    figures = {one["name"]: one for one in page["figures"]}
    assert figures["marks_again"]["value"] == pytest.approx(same / 36)
    assert figures["pairs_again"]["value"] is None
    assert "14 days" in command("relevance", "next", "--again", code=1).stderr
    assert (f"Of 36 questions asked twice, {same} alike") in command("status").stdout


def test_pairs_again_from_the_first_to_the_last(selfaudit, command, lain, tmp_path):
    (first,) = lines(selfaudit("compare", "next", "--again", "--json"))
    assert first["block"]["pairs"] == 20
    assert (first["pair"]["place"], first["pair"]["given"]) == (1, {})
    shown = command("compare", "next", "--again").stdout
    assert "Pair 1 of 20 shown again." in shown
    assert "compare vote ANSWER --again" in shown
    assert "No pair is open" in command("compare", "vote", "3", code=1).stderr
    (voted,) = lines(selfaudit("compare", "vote", "1", "--again", "--json"))
    assert [one["question"] for one in voted["votes"]] == ["better", "reasons"]
    assert (voted["open"], voted["block"]["done"]) == (None, 1)
    (undone,) = lines(command("compare", "undo", "--json"))
    assert {one["pair"] for one in undone["undone"]} == {first["pair"]["pair"]}
    while lines(command("compare", "next", "--again", "--json"))[0]["pair"] is not None:
        last = command("compare", "vote", "3", "--again")
    assert "compare next --again" in last.stdout
    assert "compare reveal --again" in command("compare", "next", "--again").stdout
    (told,) = lines(selfaudit("compare", "reveal", "--again", "--json"))
    assert told["answered"] == 20
    assert {one["second"] for one in told["repeats"]} == {"neither"}
    same = sum(one["first"] == "neither" for one in told["repeats"])
    assert told["same"] == same
    assert (
        f"The same answer to {same} of 20 pairs."
        in command("compare", "reveal", "--again", "--block", "1").stdout
    )
    assert "14 days" in command("compare", "next", "--again", code=1).stderr
    (page,) = lines(command("report", "steadiness", "--json"))[0]["pages"]
    (figure,) = [one for one in page["figures"] if one["name"] == "pairs_again"]
    assert (figure["value"], figure["needs"][0]["have"]) == (None, 20)
    store = open_store(tmp_path)
    assert len(store.blocks.all(Stage.COMPARISON)) == 1
    store.close()

import os
import signal

import pytest
from builders import open_store
from printed import lines
from stages_core import judged

from selfaudit.core.clock import SystemClock
from selfaudit.core.models.relevance import MarkAnswer, PromptSource
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.relevance.selectors.registry import selector_titles
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.tui.commands.relevance import ANSWERS

TRUE = ["The user keeps bees.", "The user rows.", "The user bakes bread."]
FALSE = ["The user is a pirate."]


@pytest.fixture
def accepted(tmp_path):
    """A home with three accepted attributes, a rejected one, and the prompts of a block."""
    store = open_store(tmp_path)
    judged(store, TRUE)
    judged(store, FALSE, "no")
    with store.database.write():
        for number in range(10):
            store.prompts.add(PromptSource.TYPED, f"What shall I do at {number} o'clock?", 1.0)
    store.close()


def mark_all(tmp_path):
    """Answer every open question: yes to one attribute, skipping none."""
    store = open_store(tmp_path)
    marking = Marking(store, SystemClock())
    with store.database.write():
        while (shown := marking.current()) is not None:
            yes = shown.entry.statement == TRUE[0]
            marking.answer(shown.entry, MarkAnswer.YES if yes else MarkAnswer.NO)
    store.close()


def listing(request):
    return "1"


def shown_by(done):
    return lines(done)[0]["entry"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("next",), "Judge some cards"),
        (("mark", "yes"), "selfaudit relevance next"),
        (("select",), "selfaudit relevance next"),
        (("reveal",), "selfaudit relevance next"),
        (("reveal", "--block", "3"), "selfaudit relevance next"),
        (("mark", "yes", "--entry", "9"), "reveal --json"),
    ],
)
def test_before_anything_was_accepted_every_command_says_what_to_do(command, arguments, hint):
    assert hint in command("relevance", *arguments, code=1).stderr
    (told,) = lines(command("relevance", *arguments, "--json", code=1))
    assert hint in told["error"]["hint"]


def test_one_question_after_another_in_the_exact_words(selfaudit, accepted):
    (first,) = lines(selfaudit("relevance", "next", "--json"))
    assert first["begun"]
    assert first["block"] == {
        "number": 1,
        "revealed": False,
        "done": 0,
        "entries": 30,
        "prompts": 10,
    }
    entry = first["entry"]
    assert entry["wording"] == SHOULD_MATTER.text
    assert list(entry["answers"]) == ANSWERS
    (again,) = lines(selfaudit("relevance", "next", "--json"))
    assert again == {**first, "begun": False}
    text = selfaudit("relevance", "next").stdout
    assert f"The attribute: {entry['statement']}\n{SHOULD_MATTER.text}\n" in text
    assert sum(statement in text for statement in TRUE) == 1
    assert FALSE[0] not in text
    (marked,) = lines(selfaudit("relevance", "mark", "unsure", "--json"))
    assert marked["mark"]["entry"] == entry["entry"]
    assert marked["block"]["done"] == 1
    assert shown_by(selfaudit("relevance", "next", "--json"))["entry"] != entry["entry"]
    (undone,) = lines(selfaudit("relevance", "undo", "--json"))
    assert undone["undone"]["answer"] == "unsure"
    assert shown_by(selfaudit("relevance", "next", "--json")) == entry
    assert lines(selfaudit("relevance", "undo", "--json")) == [{"undone": None}]


def test_what_is_typed_here_has_no_key_and_no_time_of_showing(command, accepted, tmp_path):
    entry = shown_by(command("relevance", "next", "--json"))["entry"]
    command("relevance", "mark", "skip")
    store = open_store(tmp_path)
    (mark,) = store.marks.of(entry)
    store.close()
    assert (mark.answer, mark.key, mark.timing) == ("skip", None, None)


def test_selecting_tells_how_much_was_done_and_nothing_of_what_was_chosen(
    command, accepted, use_model
):
    use_model(listing)
    command("relevance", "next")
    events = lines(command("relevance", "select", "--json"))
    assert events[0] == {"event": "started", "purpose": "selection", "items": 60, "known": 0}
    assert [event["event"] for event in events[1:-1]] == ["item"] * 60
    assert (events[-1]["event"], events[-1]["failed"]) == ("done", 0)
    keys = {key for event in events for key in event}
    assert keys == {
        *("event", "purpose", "items", "known", "done", "seconds_left"),
        *("failed", "seconds", "cancelled"),
    }
    again = command("relevance", "select").stdout
    assert again.startswith("Done: 60 of 60 selections")
    assert not any(statement in again for statement in (*TRUE, *FALSE))


def test_ctrl_c_keeps_what_was_selected(command, accepted, use_model):
    def interrupt(_request):
        os.kill(os.getpid(), signal.SIGINT)
        return [1.0, 1.0]

    use_model(listing, score=interrupt)
    command("relevance", "next")
    done = command("relevance", "select").stdout
    assert "Stopped: " in done
    assert "`selfaudit relevance select` goes on" in done
    use_model(listing)
    events = lines(command("relevance", "select", "--json"))
    assert 0 < events[0]["known"] < 60
    assert events[-1]["cancelled"] is False


def test_what_came_to_nothing_is_counted_with_its_reason(command, accepted, use_model):
    use_model(lambda _request: 1 / 0)
    command("relevance", "next")
    done = command("relevance", "select").stdout
    assert "50 of 60 selections" in done
    assert "10 came to nothing: the script failed: ZeroDivisionError (10)." in done


def test_a_block_is_sealed_until_every_question_is_answered(command, accepted, tmp_path):
    command("relevance", "next")
    (told,) = lines(command("relevance", "reveal", "--json", code=1))
    assert told["error"]["title"] == "The block is sealed"
    assert command("relevance", "reveal", "--block", 1, code=1).stdout == ""
    mark_all(tmp_path)
    (finished,) = lines(command("relevance", "next", "--json"))
    assert (finished["begun"], finished["entry"]) == (False, None)
    assert "relevance reveal" in command("relevance", "next").stdout
    command("relevance", "mark", "yes", code=1)
    command("relevance", "reveal")
    assert lines(command("relevance", "next", "--json"))[0]["block"]["number"] == 2


def test_the_reveal_says_which_selectors_were_not_run(command, accepted, use_model, tmp_path):
    command("relevance", "next")
    mark_all(tmp_path)
    text = command("relevance", "reveal").stdout
    assert f"{selector_titles()['model_list']}: not run on 10 of 10 prompts." in text
    assert "`selfaudit relevance select` runs what is missing" in text
    use_model(listing)
    command("relevance", "select")
    assert "not run" not in command("relevance", "reveal").stdout


def test_the_reveal_lays_marks_beside_choices(command, accepted, use_model, tmp_path):
    use_model(listing)
    command("relevance", "next")
    command("relevance", "select")
    mark_all(tmp_path)
    (shown,) = lines(command("relevance", "reveal", "--threshold", "0", "--json"))
    by_name = {(line["selector"], line["cut"]): line for line in shown["selectors"]}
    everything = by_name["all", "own"]
    outcome = {name: everything[name] for name in ("agreed", "extra", "missed", "left")}
    assert outcome == {"agreed": 10, "extra": 20, "missed": 0, "left": 0}
    assert (everything["false_facts"], everything["rejected"]) == (10, 10)
    for line in shown["selectors"]:
        counts = (line[name] for name in ("agreed", "extra", "missed", "left", "unscored"))
        assert sum(counts) == 30
        assert (line["failed"], line["not_run"]) == (0, 0)
    for dial in shown["dial"]:
        assert (dial["agreed"], dial["extra"]) == (10, 20)
    entries = [entry for prompt in shown["prompts"] for entry in prompt["entries"]]
    assert len(entries) == 40
    for entry in entries:
        expected = (
            None if not entry["accepted"] else "yes" if entry["statement"] == TRUE[0] else "no"
        )
        assert entry["mark"] == expected
        assert len(entry["selectors"]) == len(shown["selectors"])
    text = command("relevance", "reveal", "--block", 1, "--threshold", "0.7").stdout
    (row,) = [line for line in text.splitlines() if line.startswith(selector_titles()["all"])]
    assert row.endswith(" 10     20      0 10 of 10")
    assert f"{selector_titles()['model_pairwise']}, at 0.7 " in text
    assert (
        "No block has the number 2" in command("relevance", "reveal", "--block", 2, code=1).stderr
    )


def test_a_correction_after_the_reveal_is_kept_and_does_not_count(command, accepted, tmp_path):
    command("relevance", "next")
    mark_all(tmp_path)
    (before,) = lines(command("relevance", "reveal", "--json"))
    entry = before["prompts"][0]["entries"][0]
    other = "no" if entry["mark"] == "yes" else "yes"
    (marked,) = lines(command("relevance", "mark", other, "--entry", entry["entry"], "--json"))
    assert (marked["mark"]["act"], marked["mark"]["phase"]) == ("correct", "after")
    assert marked["mark"]["reveals_seen"] == 1
    (after,) = lines(command("relevance", "reveal", "--json"))
    assert after["prompts"][0]["entries"][0] == {**entry, "correction": other}
    assert after["selectors"] == before["selectors"]
    assert "1 corrected after the reveal" in command("relevance", "reveal").stdout
    command("relevance", "next")
    (undone,) = lines(command("relevance", "undo", "--json"))
    assert undone["undone"]["id"] == marked["mark"]["id"]
    assert lines(command("relevance", "undo", "--json")) == [{"undone": None}]


def test_only_what_was_asked_and_answered_can_be_corrected(command, accepted, tmp_path):
    entry = shown_by(command("relevance", "next", "--json"))["entry"]
    command("relevance", "mark", "yes", "--entry", entry, code=1)
    command("relevance", "mark", "yes")
    command("relevance", "mark", "no", "--entry", entry)
    store = open_store(tmp_path)
    block = store.blocks.all("relevance")[0].id
    (rejected, *_) = [one.id for one in store.marks.entries(block) if not one.accepted]
    assert store.marks.effective(block)[entry].answer == "no"
    store.close()
    command("relevance", "mark", "yes", "--entry", rejected, code=1)


def test_status_counts_and_tells_nothing_of_what_is_sealed(command, accepted, use_model):
    use_model(listing)
    command("relevance", "next")
    command("relevance", "mark", "yes")
    before = command("status", "--json").stdout
    command("relevance", "select")
    assert command("status", "--json").stdout == before
    (status,) = lines(command("status", "--json"))
    assert status["relevance"]["open"]["done"] == 1
    assert (status["relevance"]["prompts"], status["relevance"]["marks"]) == (10, 1)
    assert "1 of 30 questions done" in command("status").stdout

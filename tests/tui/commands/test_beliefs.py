import json

from builders import open_store
from memories import chatgpt_chat, give


def remembered(tmp_path):
    store = open_store(tmp_path)
    memory = "1. [2024-05-01]. The user has a dog.\n2. The user sings."
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=memory, style="Be brief.")])
    store.close()


def test_lines_are_shown_judged_taken_back_and_listed(command, tmp_path):
    remembered(tmp_path)
    assert json.loads(command("beliefs", "list", "--json").output)["waiting"] == 2
    card = json.loads(command("beliefs", "next", "--json").output)["card"]
    assert (card["kind"], card["vendor"], card["noted"]) == ("belief", "chatgpt", "memory")
    assert card["evidence"]["quote"] == card["statement"]
    assert "ChatGPT noted about you" in command("beliefs", "next").output
    command("beliefs", "judge", "yes")
    assert "Should an assistant remember this?" in command("beliefs", "next").output
    command("beliefs", "judge", "too_private", "--comment", "mine")
    command("beliefs", "judge", "no", "--statement", "I hum.")
    command("beliefs", "judge", "never_true")
    assert json.loads(command("beliefs", "next", "--json").output) == {"card": None}
    listed = json.loads(command("beliefs", "list", "--json").output)
    assert [one["answers"]["true"] for one in listed["beliefs"]] == ["yes", "no"]
    assert listed["left_out"] == {"custom instructions on how to answer": 1}
    told = json.loads(command("about-me", "--json").output)
    assert {line["why"] for line in told["vendor_lines"]} == {"too private", "not true"}
    undone = json.loads(command("beliefs", "undo", "--json").output)["undone"]
    assert undone["answer"] == "never_true"
    assert (
        json.loads(command("report", "beliefs", "--json").output)["pages"][0]["name"] == "beliefs"
    )


def test_wrong_use_is_said(command, tmp_path):
    remembered(tmp_path)
    assert "No line of a vendor is open" in command("beliefs", "judge", "yes", code=1).output
    command("beliefs", "next")
    command("beliefs", "judge", "never_true", code=2)
    command("beliefs", "judge", "yes")
    command("beliefs", "judge", "too_private", "--statement", "x", code=2)


def test_without_any(command, tmp_path):
    open_store(tmp_path).close()
    assert "No vendor noted anything" in command("beliefs", "next").output
    assert "No vendor noted anything" in command("beliefs", "list").output

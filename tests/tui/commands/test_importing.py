"""selfaudit import: what is in an export is said first, and some of it left out."""

import json
import sys

import pytest
from builders import open_store
from format_samples import sample_of
from printed import lines
from terminal import Terminal


@pytest.fixture
def downloads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    sample_of("chatgpt").zip(folder / "chatgpt.zip")
    sample_of("claude").zip(folder / "claude.zip")
    return folder


def titles(tmp_path):
    store = open_store(tmp_path)
    found = {one.title for one in store.history.conversations()}
    store.close()
    return found


def test_a_dry_run_says_what_an_import_then_does_and_stores_nothing(command, downloads, tmp_path):
    (told,) = lines(command("import", downloads, "--dry-run", "--json"))
    assert titles(tmp_path) == set()
    (done,) = lines(command("import", downloads, "--json"))
    assert [source["format"] for source in told["sources"]] == ["chatgpt", "claude"]
    for said, source in zip(told["sources"], done["sources"], strict=True):
        assert source == {key: said[key] for key in source}
        assert said["own_words"] > 0
        assert said["first"] < said["last"]
    assert {one["title"] for one in told["conversations"]} == titles(tmp_path)
    assert told["conversations"][0]["known"] is False
    (again,) = lines(command("import", downloads, "--dry-run", "--json"))
    assert all(one["known"] for one in again["conversations"])


def test_a_dry_run_is_said_in_sentences_too(command, downloads):
    said = command("import", downloads, "--dry-run").output
    assert "ChatGPT" in said
    assert "claude.zip" not in said
    assert " new + " in said
    assert "Languages" in said


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (["--leave-out", "BEES"], {"About bees"}),
        (["--leave-out", "/rye|tea/"], {"About rye", "About tea"}),
        (["--without", "hives"], set()),
        (["--without", "Rye  Bread", "--without", "green tea"], {"About rye", "About tea"}),
        (["--from", "2024-05-05"], {"About bees", "About boat", "What Claude remembers"}),
        (["--to", "2024-05-03"], {"About rye", "About tea", "What Claude remembers"}),
    ],
)
def test_some_of_it_is_left_out(options, left, command, downloads, tmp_path):
    everything = {"About bees", "About rye", "About boat", "About tea", "What Claude remembers"}
    (done,) = lines(command("import", downloads, "--json", *options))
    assert titles(tmp_path) == everything - left
    skipped = sum(source["skipped"].get("left out by you", 0) for source in done["sources"])
    assert skipped >= len(left)
    command("import", downloads)
    assert titles(tmp_path) == everything - left
    command("import", downloads, "--bring-back")
    assert titles(tmp_path) == everything


def test_wrong_usage_and_what_cannot_be_read(command, downloads, tmp_path):
    assert (
        "--to is before"
        in command("import", downloads, "--from", "2024-02-01", "--to", "2024-01-01", code=2).output
    )
    (told,) = lines(command("import", tmp_path / "gone", "--dry-run", "--json", code=1))
    assert told["failed"][0]["hint"]
    (told,) = lines(command("import", tmp_path / "gone", "--without", "x", "--json", code=1))
    assert told["failed"][0]["hint"]
    assert titles(tmp_path) == set()


def program(*arguments):
    return [sys.executable, "-m", "selfaudit.tui.main", *map(str, arguments)]


def test_in_a_terminal_it_asks_first(downloads, tmp_path):
    for answer, stored in (("n", 0), ("y", 5)):
        with Terminal(program("import", downloads), tmp_path / "home", lines=60) as terminal:
            terminal.wait_for("Import this?")
            assert "own words" in terminal.text.casefold()
            terminal.send(f"{answer}\r")
            terminal.wait_for("Nothing was stored." if answer == "n" else "Languages of your own")
            terminal.wait_for_end()
        assert len(titles(tmp_path)) == stored
    with Terminal(program("import", downloads, "--yes"), tmp_path / "home", lines=60) as terminal:
        terminal.wait_for("known")
        assert "Import this?" not in terminal.text
        assert terminal.wait_for_end() == 0


def test_titles_cannot_act_on_the_terminal(command, tmp_path):
    line = {"title": "\x1b[31mred", "messages": [{"role": "user", "content": "I am here."}]}
    (tmp_path / "a\x1b.jsonl").write_text(json.dumps(line))
    said = command("import", tmp_path / "a\x1b.jsonl", "--dry-run", "--json").output
    assert "\x1b" not in said
    assert "\x1b" not in command("import", tmp_path / "a\x1b.jsonl", "--dry-run").output

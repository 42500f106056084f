"""The whole program as a person meets it: a terminal, an export, the real model, no network."""

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from terminal import Terminal, children_of, is_running, selfaudit

EXAMPLE = Path(__file__).parents[1] / "examples" / "histories" / "mara.json"
PATIENCE = 240.0


def without_network():
    """A prefix that runs a command in a network namespace without any route, where that can be."""
    prefix = ["unshare", "--user", "--map-root-user", "--net"]
    if shutil.which("unshare") is None:
        return []
    works = subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0
    return prefix if works else []


@pytest.fixture
def home(tmp_path):
    model = os.environ.get("SELFAUDIT_TEST_MODEL")
    if not model:
        pytest.skip("SELFAUDIT_TEST_MODEL names no GGUF file")
    path = tmp_path / "home"
    command(path, "models", "add", model)
    return path


def command(home, *arguments):
    environment = {**os.environ, "SELFAUDIT_HOME": str(home)}
    done = subprocess.run(
        selfaudit(*arguments), env=environment, check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.mark.real_model
def test_from_an_export_to_judged_attributes(home, tmp_path):
    with Terminal([*without_network(), *selfaudit(EXAMPLE)], home) as terminal:
        terminal.wait_for("Enter imports 14 new conversations", seconds=PATIENCE)
        terminal.send("\r")
        terminal.wait_for("14 conversations and", seconds=PATIENCE)
        terminal.send("\r")
        terminal.wait_for("Nothing leaves this machine", seconds=PATIENCE)
        terminal.wait_for("judge the first cards", seconds=PATIENCE)
        terminal.send("\r")
        press(terminal, "1", "name up to eight things")
        terminal.send("\r")
        terminal.wait_for("You can refuse any")
        terminal.send("\r")
        press(terminal, "n", "be asked why not")
        press(terminal, "s", "How many of the next 12")
        terminal.send("9\r")
        terminal.wait_for("card 1 of")
        _judge(terminal, "y", "1", "card 2 of")
        _judge(terminal, "n", "3", "card 3 of")
        press(terminal, "z", "Taken back")
        model_processes = children_of(terminal.pid)
        press(terminal, "q", "Nothing leaves this machine")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert b"\x1b[?1049l" in terminal.received
    assert not any(map(is_running, model_processes))
    (status,) = command(home, "status", "--json")
    assert status["review"]["verdicts"]["yes"] == 1
    assert status["review"]["judgments"] >= 3
    judged = [one for one in command(home, "attributes", "--json") if one["verdict"]]
    for attribute in judged:
        for piece in attribute["evidence"]:
            (shown,) = command(home, "messages", "show", piece["message"], "--json")
            assert shown["text"][piece["start"] : piece["end"]] == piece["quote"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in home.rglob("*") if path.is_file()}
    assert modes == {0o600}
    given_away_without_network(home, tmp_path / "given.zip")
    with Terminal(selfaudit(), home) as again:
        again.wait_for("Go on where you stopped", seconds=PATIENCE)
        again.send("\r")
        again.wait_for("Why not?", "stranger be right")


def _judge(terminal, verdict, then, following):
    """Answer a card to its end, whatever else it asks."""
    for _ in range(20):
        if "stranger be right" in terminal.text or "hold in a year" in terminal.text:
            terminal.send("y")
        elif "as written, true" in terminal.text:
            terminal.send(verdict)
        else:
            terminal.send(then)
        for _ in range(15):
            terminal.read(0.1)
        if following in terminal.text:
            return
    raise AssertionError(f"{following!r} did not appear:\n{terminal.text}")


def given_away_without_network(home, package):
    """Agree, make a package and verify it, where no route leads out."""
    (text,) = command(home, "export", "consent", "--json")
    agreed = ["--consent-hash", text["hash"], "--answers", "1,2", "--age-stated"]
    environment = {**os.environ, "SELFAUDIT_HOME": str(home)}
    for arguments in (["export", "make", package, *agreed], ["verify", package]):
        subprocess.run(
            [*without_network(), *selfaudit(*arguments)],
            env=environment,
            check=True,
            capture_output=True,
        )
    assert stat.S_IMODE(package.stat().st_mode) == 0o600


def press(terminal, key, expected):
    """Press a key until the screen answers: keys that come too soon are ignored by design."""
    for _ in range(20):
        terminal.send(key)
        for _ in range(25):
            terminal.read(0.1)
            if expected in terminal.text:
                return
    raise AssertionError(f"{expected!r} did not appear:\n{terminal.text}")

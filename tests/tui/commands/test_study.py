"""selfaudit study, and what the other commands do in one."""

import json
import shutil

import pytest
from studies import CONSENT, HEAD

MORE = (
    '[wordings.true]\nversion = 2\ntext = "Stimmt das heute?"\n[prompts]\nown = false\n'
    '[export]\nlevel = "attributes"\n' + CONSENT
)


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(HEAD + MORE)
    return path


def test_a_file_is_checked_without_joining(command, study, tmp_path):
    shown = command("study", "show", study).output
    assert "A made-up study (made-up, version 1). It fixes:" in shown
    assert "The words of the question `true`: Stimmt das heute?" in shown
    assert "You cannot add prompts of your own." in shown
    assert not (tmp_path / "home" / "selfaudit.db").exists()
    told = json.loads(command("study", "show", study, "--json").stdout)["study"]
    assert told["fixes"] == ["wordings", "prompts", "export", "consent"]
    assert told["wordings"]["true"]["version"] == 2


def test_nobody_joins_without_agreeing(command, study):
    asked = command("study", "join", study, code=1).output
    assert "Nobody can be asked here: say --yes to agree." in asked
    assert "Stimmt das heute?" in asked
    assert "You are in no study" in command("study", "show").output


def test_a_study_is_joined_shown_and_left(command, study):
    joined = command("study", "join", study, "--yes").output
    assert "You are in the study “A made-up study”." in joined
    assert "made-up" in command("study", "show").output
    assert json.loads(command("status", "--json").stdout)["study"]["id"] == "made-up"
    assert "already" in command("study", "join", study, "--yes", code=1).output
    assert "asks about its own prompts" in command("prompts", "add", "Mine?", code=1).output
    left = json.loads(command("study", "leave", "--yes", "--json").stdout)["left"]
    assert left["left_at"] is not None
    assert "Left: “A made-up study”" in command("study", "show").output
    assert "in no study" in command("study", "leave", "--yes", code=1).output


def test_cards_are_asked_and_packages_made_as_the_study_has_it(command, exporting, tmp_path, study):
    shutil.copytree(exporting, tmp_path / "home")
    before = command("study", "join", study, "--yes").output
    assert "What you said before stays outside of the study" in before
    assert "fixes how much a package holds" in command("export", "level", "full", code=1).output
    shown = json.loads(command("export", "consent", "--json").stdout)
    assert (shown["study"], shown["level"]) == ("A made-up study", "attributes")
    target = tmp_path / "package"
    agreed = ("--consent-hash", shown["hash"], "--answers", "1,2", "--age-stated")
    command("export", "make", target, *agreed, "--no-parquet")
    manifest = json.loads((target / "package.json").read_text())
    assert manifest["study"]["id"] == "made-up"
    command("verify", target)


def test_an_empty_package_of_the_study_holds_its_words(command, tmp_path, study):
    command("study", "join", study, "--yes")
    command("export", "--empty", tmp_path / "empty")
    assert "Stimmt das heute?" in (tmp_path / "empty" / "codebook.md").read_text()
    command("verify", tmp_path / "empty")


def test_a_wrong_file_is_refused_in_words(command, study, tmp_path):
    study.write_text(HEAD + "[counts]\nheadline = 3")
    refused = command("study", "join", study, "--yes", code=1).output
    assert "“study.toml” could not be used: [counts] has a key" in refused
    assert "Did you mean `headline_cards`?" in refused
    assert "You are in no study" in command("study", "show").output

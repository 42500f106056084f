import hashlib
import json
import os
import stat
import subprocess
import sys
import zipfile

import pytest
from builders import PinnedClock, open_store
from exports import STATEMENTS
from printed import lines
from stages_core import judge
from terminal import Terminal
from terminal import selfaudit as program

from selfaudit.core.export.consent_file import load_template
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.tables.registry import TABLES

STUDY = """
[consent]
version = "7"
study = "A made-up study of bees"
responsible = "Nobody, since it is made up."
contact = "Nobody."
kept = "Ten years."
"""
RIGHT = ",".join(str(question.right + 1) for question in load_template(None).questions)


@pytest.fixture
def full(command, to_export):
    command("export", "level", "full")
    return command


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def agreed(run, *options):
    """The options of a script whose person has agreed."""
    (shown,) = lines(run("export", "consent", *options, "--json"))
    return ("--consent-hash", shown["hash"], "--answers", RIGHT, "--age-stated", *options)


def make(run, path, *options, study=()):
    (done,) = lines(run("export", "make", path, *agreed(run, *study), *options, "--json"))
    return done


def contents(folder):
    """Every file of a package by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_consent_shows_the_text_the_questions_and_the_hash_of_what_is_shown(full, study):
    (shown,) = lines(full("export", "consent", "--study", study, "--json"))
    template = load_template(study)
    assert shown["study"] == "A made-up study of bees"
    assert shown["level"] == "full"
    assert hashlib.sha256(shown["text"].encode()).hexdigest() == shown["hash"]
    assert shown["age_statement"] == template.age_statement
    assert shown["questions"] == [
        {"text": one.text, "choices": list(one.choices)} for one in template.questions
    ]
    text = full("export", "consent", "--study", study).stdout
    assert shown["text"].strip() in text
    assert shown["hash"] in text
    for question in template.questions:
        assert question.text in text
        assert all(f"{number}  {one}" in text for number, one in enumerate(question.choices, 1))
        assert question.explanation not in text
    full("export", "level", "labels")
    (other,) = lines(full("export", "consent", "--study", study, "--json"))
    assert other["hash"] != shown["hash"]


def test_a_package_is_made_verified_listed_and_made_again_to_the_byte(full, tmp_path):
    before = {table.name: lines(full("export", "rows", table.name, "--json")) for table in TABLES}
    (overview,) = lines(full("export", "--json"))
    done = make(full, tmp_path / "package")
    assert (done["package"], done["level"]) == (overview["package"], "full")
    for one in overview["tables"]:
        if one["table"] != "consent":
            assert done["rows"][one["table"]] == one["leave"]
    package = contents(tmp_path / "package")
    assert done["files"] == len(package)
    assert done["bytes"] == sum(map(len, package.values()))
    for name, rows in before.items():
        # What was shown is what left, to the byte; the consent is of the moment.
        if name != "consent":
            shown = "".join(f"{one['line']}\n" for one in rows if one["line"] is not None)
            assert package[f"data/{name}.jsonl"] == shown.encode()
    assert stat.S_IMODE((tmp_path / "package").stat().st_mode) == 0o700
    (verified,) = lines(full("verify", tmp_path / "package", "--json"))
    assert verified["holds"]
    assert verified["package"] == done["package"]
    code = done["withdrawal_code"]
    assert not any(code.encode() in data for data in package.values())
    (listed,) = lines(full("export", "list", "--json"))
    assert listed["id"] == done["package"]
    assert listed["withdrawal_code"] == code
    assert listed["rows"] == done["rows"]
    assert (listed["study"], listed["level"]) == ("", "full")
    text = full("export", "list").stdout
    assert f"Withdrawal code: {code}\n" in text
    assert f"{sum(done['rows'].values()):,} rows, for no study" in text
    (again,) = lines(full("export", "again", done["package"], tmp_path / "again", "--json"))
    assert again["same"]
    assert contents(tmp_path / "again") == package


def test_it_is_the_same_to_the_byte_after_more_was_judged(full, tmp_path):
    done = make(full, tmp_path / "package")
    store = open_store(tmp_path)
    judge(store, [1, 2, 3], "no")
    store.close()
    full("export", "level", "labels")
    full("export", "withhold", "--word", "Porto", "--reason", "other")
    full("export", "names", "--add", "Mara")
    said = full("export", "again", done["package"], tmp_path / "again").stdout
    assert "It holds the same data as when it was made." in said
    assert contents(tmp_path / "again") == contents(tmp_path / "package")
    assert "judgments: 2 more, 2 fewer" in full("export").stdout
    (shown,) = lines(full("export", "--json"))
    assert shown["package"] != done["package"]
    (judgments,) = (one for one in shown["difference"] if one["table"] == "judgments")
    assert [len(judgments[name]) for name in ("added", "removed")] == [2, 2]


def test_after_an_erasure_it_is_not_the_same_and_only_written_anyway(full, tmp_path):
    done = make(full, tmp_path / "package")
    full("erase", "attribute", 2, "--yes")
    path = tmp_path / "again"
    (error,) = lines(full("export", "again", done["package"], path, "--json", code=1))
    assert "erased" in error["error"]["message"]
    assert "--anyway" in error["error"]["hint"]
    assert not path.exists()
    (again,) = lines(full("export", "again", done["package"], path, "--anyway", "--json"))
    assert not again["same"]
    assert b"lives in Porto" in contents(tmp_path / "package")["data/attributes.jsonl"]
    assert not any(b"lives in Porto" in data for data in contents(path).values())
    assert lines(full("verify", path, "--json"))[0]["holds"]
    said = full("export", "again", done["package"], tmp_path / "third", "--anyway").stdout
    assert "does NOT hold the same data" in said


def test_a_zip_and_one_without_parquet(full, tmp_path):
    done = make(full, tmp_path / "package.bin", "--zip", "--no-parquet")
    assert not done["parquet"]
    with zipfile.ZipFile(tmp_path / "package.bin") as archive:
        names = archive.namelist()
    assert len(names) == done["files"]
    assert not any(name.endswith(".parquet") for name in names)
    assert stat.S_IMODE((tmp_path / "package.bin").stat().st_mode) == 0o600
    assert lines(full("verify", tmp_path / "package.bin", "--json"))[0]["holds"]
    full("export", "again", done["package"], tmp_path / "again.zip", "--no-parquet")
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "package.bin").read_bytes()
    said = full("export", "again", done["package"], tmp_path / "again.zip", code=1).stderr
    assert "is there already" in said
    full("export", "again", done["package"], tmp_path / "again.zip", "--force")
    with zipfile.ZipFile(tmp_path / "again.zip") as archive:
        assert any(name.endswith(".parquet") for name in archive.namelist())


def test_for_a_study_its_own_text_is_agreed_to(full, study, tmp_path):
    done = make(full, tmp_path / "package", study=("--study", study))
    package = contents(tmp_path / "package")
    (consent,) = map(json.loads, package["data/consent.jsonl"].splitlines())
    assert consent["study"] == "A made-up study of bees"
    assert consent["version"] == "7"
    assert consent["hash"] == done["consent_hash"]
    assert "for A made-up study of bees" in full("export", "list").stdout
    study.write_text("[consent]\n", encoding="utf-8")
    missing = tmp_path / "missing.toml"
    assert "could not be opened" in full("export", "consent", "--study", missing, code=1).stderr
    for command in (("consent",), ("make", tmp_path / "other", *agreed(full))):
        (error,) = lines(full("export", *command, "--study", study, "--json", code=1))
        assert error["error"]["title"] == "This study's file could not be used"


def test_a_wrong_answer_is_refused_with_the_explanation(full, tmp_path):
    questions = load_template(None).questions
    wrong = ",".join(str((one.right + 1) % 3 + 1) for one in questions)
    options = list(agreed(full))
    options[3] = wrong
    (error,) = lines(full("export", "make", tmp_path / "p", *options, "--json", code=1))
    assert all(one.explanation in error["error"]["message"] for one in questions)
    options[3] = f"{questions[0].right + 1},{wrong[-1]}"
    (error,) = lines(full("export", "make", tmp_path / "p", *options, "--json", code=1))
    assert questions[0].explanation not in error["error"]["message"]
    assert questions[1].explanation in error["error"]["message"]
    assert not (tmp_path / "p").exists()
    assert full("export", "list", "--json").stdout == ""


def test_the_text_that_was_agreed_to_must_be_that_of_the_package(full, study, tmp_path):
    options = agreed(full)
    full("export", "level", "attributes")
    for more in ((), ("--study", study)):
        done = full("export", "make", tmp_path / "p", *options, *more, code=1)
        assert "export consent" in done.stderr
        full("export", "level", "full")
    assert full("export", "list", "--json").stdout == ""
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--age-stated",),
        ("--answers", "1,2"),
        ("--consent-hash", "0" * 64, "--answers", "1,2"),
        ("--consent-hash", "0" * 64, "--age-stated"),
        ("--consent-hash", "0" * 64, "--age-stated", "--answers", "1"),
        ("--consent-hash", "0" * 64, "--age-stated", "--answers", "0,4"),
        ("--consent-hash", "0" * 64, "--age-stated", "--answers", "1,2,3"),
    ],
)
def test_half_a_consent_is_wrong_usage(full, tmp_path, options):
    full("export", "make", tmp_path / "p", *options, code=2)
    assert full("export", "list", "--json").stdout == ""


def test_where_nobody_can_be_asked_nothing_is_made(full, tmp_path):
    done = full("export", "make", tmp_path / "p", code=1)
    assert "nobody can be asked here" in done.stderr
    assert "--consent-hash" in done.stderr
    assert full("export", "list", "--json").stdout == ""


def test_what_is_there_already_is_seen_before_anything_is_made(full, tmp_path):
    (tmp_path / "taken").mkdir()
    done = full("export", "make", tmp_path / "taken", *agreed(full), code=1)
    assert "is there already" in done.stderr
    assert full("export", "list", "--json").stdout == ""
    make(full, tmp_path / "taken", "--force")


def test_a_package_that_could_not_be_written_can_be_written_elsewhere(full, tmp_path):
    nowhere = tmp_path / "no" / "such" / "folder"
    (error,) = lines(full("export", "make", nowhere, *agreed(full), "--json", code=1))
    (listed,) = lines(full("export", "list", "--json"))
    assert error["error"]["hint"].startswith(f"`selfaudit export again {listed['id']} PATH`")
    full("export", "again", listed["id"], tmp_path / "there")
    assert lines(full("verify", tmp_path / "there", "--json"))[0]["holds"]


def test_only_what_was_made_is_made_again(full, tmp_path):
    (shown,) = lines(full("export", "--json"))
    for id, told in ((shown["package"], "was not made yet"), ("0" * 16, "No package has the id")):
        assert told in full("export", "again", id, tmp_path / "p", code=1).stderr
    assert not (tmp_path / "p").exists()


def test_another_version_may_write_it_otherwise_and_says_so(full, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("selfaudit.core.export.making.__version__", "0.0.1")
        patch.setattr("selfaudit.core.export.making.digest_of", lambda _: "0" * 64)
        done = make(full, tmp_path / "package")
    text = full("export", "again", done["package"], tmp_path / "again", code=1).stderr
    assert "It was made by version 0.0.1 of selfaudit" in text


def test_what_is_printed_tells_of_the_package_and_not_of_the_person(full, tmp_path):
    options = agreed(full)
    text = full("export", "make", tmp_path / "p", *options).stdout
    (listed,) = lines(full("export", "list", "--json"))
    assert f"Withdrawal code: {listed['withdrawal_code']}\n" in text
    assert f"`selfaudit verify {tmp_path / 'p'}`" in text
    assert "delete it, without knowing who you are" in text
    assert not any(one in text for one in (*STATEMENTS, "Mara", "Porto"))


def test_without_pyarrow_it_has_no_parquet_and_says_what_to_install(full, tmp_path):
    script = (
        "import sys; sys.modules['pyarrow'] = None; from selfaudit.tui.main import main; main()"
    )

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, arguments)],
            capture_output=True,
            text=True,
            env={**os.environ, "SELFAUDIT_HOME": str(tmp_path / "home")},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    text = run("export", "make", tmp_path / "p", *agreed(full)).stdout
    assert "pip install 'selfaudit[export]'" in text
    assert not any(name.endswith(".parquet") for name in contents(tmp_path / "p"))
    (verified,) = lines(run("verify", tmp_path / "p", "--json"))
    assert verified["holds"]
    (listed,) = lines(full("export", "list", "--json"))
    again = full("export", "again", listed["id"], tmp_path / "again").stdout
    assert "pip install" not in again
    assert any(name.endswith(".parquet") for name in contents(tmp_path / "again"))


def test_at_a_terminal_it_asks_until_it_is_understood(to_export, tmp_path):
    first, second = load_template(None).questions
    path = tmp_path / "package"
    with Terminal(program("export", "make", path, "--json"), to_export, lines=200) as screen:
        screen.wait_for("Your answer")
        assert "This package would hold " in screen.text
        assert "What is in the package: Answers only" in screen.text
        assert second.text not in " ".join(screen.text.split())
        screen.send(f"{(first.right + 1) % 3 + 1}\n")
        screen.wait_for("Not quite.")
        assert first.explanation in " ".join(screen.text.split())
        screen.send(f"{first.right + 1}\n")
        screen.wait_for(second.text[:40])
        screen.send(f"{second.right + 1}\n")
        screen.wait_for("Do you declare this?")
        assert not path.exists()
        screen.send("y\n")
        screen.wait_for("Do you agree to the text above")
        assert not path.exists()
        screen.send("y\n")
        screen.wait_for("withdrawal_code")
        assert screen.wait_for_end() == 0
    (consent,) = map(json.loads, (path / "data" / "consent.jsonl").read_text().splitlines())
    assert consent["tries"] == 3


def test_a_package_that_was_changed_while_it_was_read_about_is_not_made(to_export, tmp_path):
    path = tmp_path / "package"
    with Terminal(program("export", "make", path), to_export, lines=200) as screen:
        for question in load_template(None).questions:
            screen.wait_for(question.choices[2][:40])
            screen.send(f"{question.right + 1}\n")
        screen.wait_for("Do you declare this?")
        store = open_store(tmp_path)
        Drafting(store, PinnedClock()).set_level(Level.FULL)
        store.close()
        screen.send("y\n")
        screen.wait_for("Do you agree to the text above")
        screen.send("y\n")
        screen.wait_for("Another selfaudit")
        assert screen.wait_for_end() == 1
    assert not path.exists()


@pytest.mark.parametrize("refused", ["Do you declare this?", "Do you agree to the text above"])
def test_at_a_terminal_a_no_makes_nothing(to_export, tmp_path, refused):
    path = tmp_path / "package"
    with Terminal(program("export", "make", path), to_export, lines=200) as screen:
        for question in load_template(None).questions:
            screen.wait_for(question.choices[2][:40])
            screen.send(f"{question.right + 1}\n")
        screen.wait_for("Do you declare this?")
        if "agree" in refused:
            screen.send("y\n")
            screen.wait_for(refused)
        screen.send("n\n")
        screen.wait_for("That has no consequence.")
        assert screen.wait_for_end() == 1
    assert not path.exists()
    store = open_store(tmp_path)
    assert store.packages.made() == []
    store.close()


def test_the_clock_of_the_list_is_utc(full, tmp_path, monkeypatch):
    monkeypatch.setattr("selfaudit.core.clock.SystemClock.now", lambda _: PinnedClock.time)
    make(full, tmp_path / "p")
    assert lines(full("export", "list", "--json"))[0]["made_at"] == "2025-06-15 15:06 UTC"

import json

import pytest
from packages import empty_contents, small_contents

from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.writing import write_folder, write_zip


@pytest.fixture
def package(tmp_path):
    write_folder(package_files(empty_contents(), parquet=True), tmp_path / "package")
    return tmp_path / "package"


def test_a_package_that_holds(selfaudit, package, tmp_path):
    lines = selfaudit("verify", package).stdout.splitlines()
    assert lines[0] == "Package abcdefgh12345678, level full."
    assert lines[-1] == "Everything that was checked holds."
    assert all(line.startswith("checked ") for line in lines[1:-1])
    write_zip(package_files(empty_contents(), parquet=False), tmp_path / "package.zip")
    done = selfaudit("verify", tmp_path / "package.zip")
    assert "NOT CHECKED  Parquet: this package has none." in done.stdout


def test_one_that_does_not(selfaudit, package):
    with (package / "codebook.md").open("a") as file:
        file.write("more\n")
    done = selfaudit("verify", package, code=1)
    assert "PROBLEM      codebook.md: Its bytes are not those that SHA256SUMS" in done.stdout
    assert "problems found: do not rely on this package." in done.stdout


def test_as_json(selfaudit, package):
    said = json.loads(selfaudit("verify", package, "--json").stdout)
    assert said.keys() == {"package", "level", "holds", "checked", "not_checked", "findings"}
    assert (said["holds"], said["level"], said["findings"]) == (True, "full", [])
    (package / "consent.txt").write_text("words of somebody")
    said = json.loads(selfaudit("verify", package, "--json", code=1).stdout)
    assert not said["holds"]
    assert said["findings"][0].keys() == {"kind", "file", "line", "sentence"}
    assert {finding["file"] for finding in said["findings"]} == {"consent.txt"}
    (package / "package.json").write_text("{}")
    said = json.loads(selfaudit("verify", package, "--json", code=1).stdout)
    assert (said["package"], said["level"]) == (None, None)


def test_what_is_no_package(selfaudit, tmp_path):
    done = selfaudit("verify", tmp_path / "nothing", code=1)
    assert "This package could not be read." in done.stderr
    assert "is not there" in done.stderr
    done = selfaudit("verify", tmp_path, "--json", code=1)
    assert json.loads(done.stdout)["error"]["title"] == "This package could not be read"


def test_names_of_files_cannot_act_on_the_terminal(selfaudit, package):
    (package / "\x1b[31mred\u202e").write_text("x")
    done = selfaudit("verify", package, code=1)
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_nothing_of_the_persons_is_opened(selfaudit, package, tmp_path):
    selfaudit("verify", package)
    assert not (tmp_path / "home").exists()


def test_rows_that_make_no_report_end_in_words(selfaudit, tmp_path):
    write_folder(package_files(small_contents(), parquet=False), tmp_path / "small")
    done = selfaudit("verify", tmp_path / "small", code=1)
    assert "PROBLEM      report.json: " in done.stdout

"""docs/package.md says what the row types say, and its examples do what it says."""

import importlib.util
import re
from pathlib import Path

import pytest
from packages import small_contents

from selfaudit.core.export.files.places import SINGLE
from selfaudit.core.export.findings import FindingKind
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.writing import write_folder, write_zip

DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def page():
    return (DOCS / "package.md").read_text(encoding="utf-8")


def test_its_tables_are_up_to_date(page):
    spec = importlib.util.spec_from_file_location("make_tables", DOCS / "tables" / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert make.with_tables(page) == page, "run `python docs/tables/make.py`"


def test_it_names_every_file_and_every_check(page):
    assert [name for name in SINGLE if f"`{name}`" not in page] == []
    verify = page.partition("## Verify it")[2].partition("## What to expect")[0]
    words = {
        FindingKind.FILES: "files",
        FindingKind.MANIFEST: "written as packages are",
        FindingKind.PARQUET: "Parquet",
    }
    for kind in FindingKind:
        assert words.get(kind, kind.value.removesuffix("s")) in verify, kind


def test_its_examples_run(page, tmp_path, monkeypatch):
    files = package_files(small_contents(), parquet=True)
    write_folder(files, tmp_path / "FOLDER")
    write_zip(files, tmp_path / "package.zip")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"(?:^    .*\n|^\n)+", page.partition("## Verify it")[0], re.MULTILINE)
    code = [block for block in blocks if "import" in block]
    lines = [line[4:] for block in code for line in block.splitlines()]
    # The data sets library is tried in a process of its own, with a cache that goes.
    kept = [line for line in lines if "load_dataset" not in line and "polars" not in line]
    assert len([line for line in kept if line]) >= 12
    exec(compile("\n".join(kept), "package.md", "exec"), {})

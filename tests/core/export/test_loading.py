import subprocess
import sys

import pandas
import pytest
from packages import empty_contents, small_contents

import selfaudit
from selfaudit.core.errors import PackageError
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.tables.registry import TABLES
from selfaudit.core.export.writing import write_zip


@pytest.fixture(params=["small", "empty"])
def loaded(request, tmp_path):
    contents = {"small": small_contents, "empty": empty_contents}[request.param]()
    write_zip(package_files(contents, parquet=False), tmp_path / "package.zip")
    return selfaudit.load(str(tmp_path / "package.zip")), contents


def test_tables_are_rows(loaded):
    package, contents = loaded
    assert package.manifest == contents.manifest
    assert package.consent == contents.consent_text
    assert package.report == contents.report
    assert package.names == tuple(table.name for table in TABLES)
    for name in package.names:
        assert list(package.table(name)) == list(contents.rows[name])


def test_effective_answers_are_those_that_count(loaded):
    package, contents = loaded
    for name in ("judgments", "marks", "votes"):
        expected = [
            row for row in contents.rows[name] if row.counts and not getattr(row, "again", False)
        ]
        assert package.effective(name) == expected
    with pytest.raises(PackageError) as caught:
        package.effective("pairs")
    assert "`votes`" in caught.value.hint


def test_arrow_and_frames_have_types_with_and_without_rows(loaded):
    package, contents = loaded
    for table in TABLES:
        arrow, frame = package.arrow(table.name), package.frame(table.name)
        assert arrow.num_rows == len(frame) == len(contents.rows[table.name])
        for column in table.columns:
            dtype = frame[column.name].dtype
            assert dtype == {
                int: pandas.Int64Dtype(),
                float: pandas.Float64Dtype(),
                bool: pandas.BooleanDtype(),
            }.get(column.type, pandas.StringDtype())
            values = [None if value is pandas.NA else value for value in frame[column.name]]
            assert [None if value != value else value for value in values] == arrow[
                column.name
            ].to_pylist()


def test_a_table_that_there_is_none_of(loaded):
    package, _ = loaded
    for way in (package.table, package.effective, package.arrow, package.frame):
        with pytest.raises(PackageError) as caught:
            way("judgements")
        assert "judgments" in caught.value.hint


def test_what_is_not_installed_is_told(loaded, monkeypatch):
    package, _ = loaded
    for module, way, hint in (
        ("pyarrow", package.arrow, "selfaudit[export]"),
        ("pandas", package.frame, "pip install pandas"),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(PackageError) as caught:
            way("judgments")
        assert hint in caught.value.hint


def test_importing_selfaudit_stays_light():
    script = "import selfaudit, sys\nprint(sorted(name for name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "selfaudit.core" not in done.stdout
    for heavy in ("msgspec", "pyarrow", "pandas", "numpy"):
        assert f"'{heavy}'" not in done.stdout


def test_loading_needs_neither_arrow_nor_statistics(tmp_path):
    write_zip(package_files(small_contents(), parquet=True), tmp_path / "package.zip")
    script = (
        "import selfaudit, sys\npackage = selfaudit.load(sys.argv[1])\n"
        "assert len(package.table('judgments')) == 3\nprint(sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "package.zip"],
        capture_output=True,
        text=True,
        check=True,
    )
    for heavy in ("pyarrow", "pandas", "numpy", "scipy", "sqlite_utils", "textual"):
        assert f"'{heavy}'" not in done.stdout

"""The files of a package, read by the programs that they are made for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import mlcroissant
import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from packages import empty_contents, random_contents, small_contents, with_rows

from selfaudit.core.errors import PackageError
from selfaudit.core.export.fields import Text
from selfaudit.core.export.files import meanings
from selfaudit.core.export.files.markdown_text import fenced, plain, quoted
from selfaudit.core.export.files.places import expected_files
from selfaudit.core.export.levels import Level
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.tables.registry import TABLES
from selfaudit.core.export.withholding import Reason
from selfaudit.core.export.writing import write_folder, zip_bytes
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.report.report import BELIEFS, NAMES
from selfaudit.core.review.wordings import ASKED, BESIDE

KINDS = {"small": small_contents, "empty": empty_contents}


@pytest.fixture(params=[(name, parquet) for name in KINDS for parquet in (True, False)], ids=str)
def made(request, tmp_path):
    """A package in a folder, with rows or without, with Parquet or without."""
    name, parquet = request.param
    contents = KINDS[name]()
    files = package_files(contents, parquet=parquet)
    write_folder(files, tmp_path / "package")
    return tmp_path / "package", contents, files


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(random_contents())
def test_the_same_contents_give_the_same_bytes(contents):
    files = package_files(contents, parquet=True)
    assert files == package_files(contents, parquet=True)
    assert list(files) == sorted(files)
    assert set(files) == expected_files(parquet=True)
    without = package_files(contents, parquet=False)
    assert set(without) == expected_files(parquet=False)
    assert all(files[name] == data for name, data in without.items() if name.startswith("data/"))


def test_the_same_bytes_whatever_the_process(tmp_path):
    """Neither the order of sets nor the time of day is in them."""
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from packages import small_contents\n"
        "from selfaudit.core.export.package_files import package_files\n"
        "files = package_files(small_contents(), parquet=True)\n"
        "print(hashlib.sha256(repr(files).encode()).hexdigest())"
    )
    support = Path(__file__).parents[2] / "support"
    seen = {
        subprocess.run(
            [sys.executable, "-c", script, support],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(seen) == 1


def test_sha256sum_checks_it(made):
    folder, _, files = made
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count(": OK") == len(files) - 1


SCRIPT = """
import json, sys, datasets
folder, names = sys.argv[1], sys.argv[2].split(",")
found = {}
for name in names:
    parts = datasets.load_dataset(folder, name, streaming=sys.argv[3] == "streaming")
    found[name] = [list(parts["train"].features), [dict(row) for row in parts["train"]]]
print(json.dumps(found))
"""


def test_the_datasets_library_reads_every_table(made, tmp_path):
    """Offline, in a process of its own, so that nothing of it is kept."""
    folder, contents, files = made
    # The library has no data set without rows, unless it streams.
    way = "streaming" if contents.manifest.empty else "whole"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, folder, ",".join(t.name for t in TABLES), way],
        env={
            **os.environ,
            "HF_HOME": str(tmp_path / "cache"),
            "HF_DATASETS_OFFLINE": "1",
            "HF_HUB_OFFLINE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    for table in TABLES:
        names, rows = found[table.name]
        assert names == [column.name for column in table.columns]
        lines = files[f"data/{table.name}.jsonl"].split(b"\n")[:-1]
        assert rows == [json.loads(line) for line in lines]


def test_croissant_is_valid_and_leads_to_the_rows(made):
    folder, contents, files = made
    dataset = mlcroissant.Dataset(folder / "croissant.json")
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    for table in TABLES:
        rows = list(dataset.records(table.name))
        assert len(rows) == len(contents.rows[table.name])
        for found, row in zip(rows, contents.rows[table.name], strict=True):
            for key in table.key:
                value = found[f"{table.name}/{key}"]
                value = value.decode() if isinstance(value, bytes) else value
                assert value == getattr(row, key)
    listed = json.loads(files["croissant.json"])["distribution"]
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert {one["@id"]: one["sha256"] for one in listed} == {
        name: digest for name, digest in sums.items() if name.startswith("data/")
    }


def test_the_citation_names_the_package_and_nobody(made):
    _, contents, files = made
    citation = yaml.safe_load(files["CITATION.cff"])
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "dataset"
    assert {"message", "title", "authors"} <= citation.keys()
    assert [set(author) for author in citation["authors"]] == [{"name"}]
    assert citation["identifiers"][0]["value"].endswith(contents.manifest.id)
    assert citation["date-released"] == contents.manifest.made_on


def test_the_card_says_where_every_table_is(made):
    _, contents, files = made
    _, head, body = files["README.md"].decode().split("---\n", 2)
    said = yaml.safe_load(head)
    assert said["license"] == "other"
    assert {one["config_name"] for one in said["configs"]} == {table.name for table in TABLES}
    paths = {one["data_files"][0]["path"] for one in said["configs"]}
    assert paths <= set(files)
    assert [one["config_name"] for one in said["configs"] if one.get("default")] == ["judgments"]
    for table in TABLES:
        assert f"| `{table.name}` | {len(contents.rows[table.name])} |" in body
    assert contents.manifest.id in body
    assert "one person" in body


def test_words_of_a_study_do_not_act_in_the_card():
    contents = small_contents()
    hostile = "# A study\n---\n<script>x</script> ![](http://x) [a](b) | `c` *d* & \u202e"
    row = contents.rows["consent"][0]
    changed = with_rows(contents, consent=[msgspec.structs.replace(row, study=hostile)])
    card = package_files(changed, parquet=False)["README.md"].decode()
    (line,) = [line for line in card.split("\n") if line.startswith("- Study:")]
    assert line == (
        "- Study: \\# A study --- \\<script\\>x\\</script\\> \\!\\[\\]\\(http://x\\) "
        "\\[a\\]\\(b\\) \\| \\`c\\` \\*d\\* \\& \u202e"
    )


@given(text=...)
def test_yaml_gives_back_what_was_quoted(text: str):
    assert yaml.safe_load(quoted(text)) == text


@given(text=...)
def test_a_plain_text_is_one_line_and_a_fence_is_longer_than_any_inside(text: str):
    assert len(plain(text).splitlines()) <= 1
    first, *_, last = fenced(text).split("\n")
    assert last not in text
    assert first == last + "text"


def test_the_codebook_says_everything(made):
    _, contents, files = made
    book = json.loads(files["codebook.json"])
    text = files["codebook.md"].decode()
    assert [table["name"] for table in book["tables"]] == [table.name for table in TABLES]
    for table, said in zip(TABLES, book["tables"], strict=True):
        assert said["rows"] == len(contents.rows[table.name])
        assert [field["name"] for field in said["fields"]] == [one.name for one in table.columns]
        assert f"### {table.name}\n" in text
        for column in table.columns:
            assert f"| `{column.name}` |" in text
            assert column.description in text
    hashes = {question["hash"] for question in book["questions"]}
    assert {wording.hash for wording in ASKED.values()} <= hashes
    assert {row.hash for row in contents.rows["wordings"]} <= hashes
    for wording in ASKED.values():
        assert wording.full_text in text
        assert wording.hash in text
    for row in contents.rows["wordings"]:
        assert row.text in text


def test_meanings_are_of_everything_that_there_is():
    assert set(meanings.LEVELS) == set(Level)
    assert set(meanings.REASONS) == set(Reason)
    assert set(meanings.RULES) == set(Rule)
    assert set(meanings.PAGES) == {*NAMES, BELIEFS}
    assert set(meanings.UNASKED) == set(Question) - set(ASKED) - set(BESIDE)


def test_schemas_have_a_version_and_say_what_refers_to_what(made):
    _, _, files = made
    schema = json.loads(files["schemas/judgments.schema.json"])
    assert schema["x-version"] == "1.1.0"
    assert schema["$id"].endswith("judgments:1.1.0")
    assert schema["properties"]["attribute"]["x-references"] == "attributes"
    assert schema["properties"]["text"]["x-since"] == "full"
    assert schema["properties"]["policy"]["enum"] == [*Policy]
    assert schema["additionalProperties"] is False
    assert schema["required"] == list(schema["properties"])


def test_without_pyarrow_the_program_says_what_is_missing(monkeypatch):
    """`find_spec` is what a machine without the extra answers with None."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(PackageError) as caught:
        package_files(small_contents(), parquet=True)
    assert "selfaudit[export]" in caught.value.hint
    assert package_files(small_contents(), parquet=False)


def test_what_is_not_in_the_rows_is_in_no_file():
    """Texts of rows that were left out, the machine, its folders, its person."""
    contents = small_contents()
    name = "CANARY-of-a-row"
    for table in TABLES:
        texts = {
            column.name: name
            for column in table.columns
            if isinstance(column.kind, Text) and contents.rows[table.name]
        }
        marked = [msgspec.structs.replace(row, **texts) for row in contents.rows[table.name]]
        files = package_files(with_rows(contents, **{table.name: marked}), parquet=True)
        assert any(name.encode() in data for data in files.values()) == bool(texts)
    files = package_files(contents, parquet=True)
    beside = [name, str(Path.home()), str(Path.cwd()), sys.prefix]
    everything = [*files.values(), zip_bytes(files)]
    assert [one for one in beside if any(one.encode() in data for data in everything)] == []

"""Packages that anybody may have made: each is refused in words that say what and where."""

import contextlib
import json
import os
import random
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import empty_contents, random_contents, small_contents

from selfaudit.core.errors import PackageError
from selfaudit.core.export import opening
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.reading import read_package
from selfaudit.core.export.writing import write_folder, write_zip, zip_bytes


@pytest.fixture(scope="module")
def files():
    return package_files(small_contents(), parquet=False)


@pytest.fixture
def folder(files, tmp_path):
    write_folder(files, tmp_path / "package")
    return tmp_path / "package"


def refused(path):
    with pytest.raises(PackageError) as caught:
        read_package(path)
    return caught.value.message


def edited(folder, name, **changes):
    file = folder / name
    value = json.loads(file.read_text()) | changes
    file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


@settings(max_examples=10)
@given(random_contents())
def test_what_was_written_is_read(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("read")
    files = package_files(contents, parquet=False)
    write_folder(files, folder / "package")
    write_zip(files, folder / "package.zip")
    for name in ("package", "package.zip"):
        found = read_package(folder / name)
        assert found.manifest == contents.manifest
        assert found.consent_text == contents.consent_text
        assert found.report == contents.report
        assert {name: list(rows) for name, rows in found.rows.items()} == contents.rows


def test_an_empty_package_is_read(tmp_path):
    write_folder(package_files(empty_contents(), parquet=True), tmp_path / "package")
    assert read_package(tmp_path / "package").manifest.empty


def test_nothing_there(tmp_path):
    assert "is not there" in refused(tmp_path / "none")
    assert "has no package.json" in refused(tmp_path)
    (tmp_path / "file").write_text("words")
    assert "neither a folder nor a zip" in refused(tmp_path / "file")
    (tmp_path / "empty").write_bytes(b"")
    assert "neither a folder nor a zip" in refused(tmp_path / "empty")


@pytest.mark.parametrize(
    "name", ["data/votes.jsonl", "consent.txt", "SHA256SUMS", "schemas/votes.schema.json"]
)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    assert refused(folder) == f"{name}: It is missing."


@pytest.mark.parametrize("name", ["notes.txt", "data/more.jsonl", ".hidden"])
def test_a_foreign_file_is_named(folder, name):
    (folder / name).write_text("x")
    assert refused(folder) == f"{name}: A package has no such file."


def test_a_foreign_folder_is_named_and_not_looked_into(folder):
    deep = folder / "more" / "deep"
    deep.mkdir(parents=True)
    deep.chmod(0)
    assert refused(folder) == "more: A package has no such file."
    deep.chmod(0o700)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_links_pipes_and_folders_are_no_files(folder, tmp_path, kind):
    secret = tmp_path / "secret"
    secret.write_text("words of somebody")
    file = folder / "consent.txt"
    file.unlink()
    if kind == "link":
        file.symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.mkdir()
    assert refused(folder) == "consent.txt: It is no plain file."


def test_a_file_that_may_not_be_read_is_named(folder):
    if os.geteuid() == 0:
        pytest.skip("root may read anything")
    (folder / "consent.txt").chmod(0)
    assert refused(folder).startswith("consent.txt: It cannot be read (PermissionError).")


def test_a_name_that_is_no_text_is_shown_as_one(folder):
    (folder / os.fsdecode(b"\xff\xfe")).write_text("x")
    assert "A package has no such file." in refused(folder)
    assert refused(folder).isprintable()


def test_bad_utf8(folder):
    (folder / "consent.txt").write_bytes(b"\xff")
    assert refused(folder).startswith("consent.txt: It is not UTF-8.")
    (folder / "data" / "votes.jsonl").write_bytes(b'{"id":"\xff"}\n')
    assert "There is more: 1 problem." in refused(folder)


def test_a_row_twice_is_named_with_both_lines(folder):
    file = folder / "data" / "judgments.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines, lines[1]]))
    counts = json.loads((folder / "package.json").read_text())["rows"] | {"judgments": 4}
    edited(folder, "package.json", rows=counts)
    assert refused(folder) == "data/judgments.jsonl, line 4: It has the same `id` as line 2."


def test_a_row_less_is_told_by_the_count(folder):
    file = folder / "data" / "judgments.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:2]))
    assert refused(folder) == "data/judgments.jsonl: It has 2 rows; package.json counts 3."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "another"}, "another program's format"),
        ({"format_version": "1.1.0"}, "newer selfaudit: update"),
        ({"format_version": "2.0.0"}, "newer selfaudit: update"),
        ({"format_version": "0.9.0"}, "older selfaudit"),
        ({"format_version": "9" * 5000}, "no version that can be read"),
        ({"format_version": "1.0"}, "no version that can be read"),
        ({"id": "../../etc"}, "`id`"),
        ({"id": ""}, "`id`"),
        ({"made_on": "yesterday"}, "`made_on`"),
        ({"level": "everything"}, "not what a package says of itself"),
        ({"more": 1}, "not what a package says of itself"),
        ({"tables": {}}, "the tables"),
        ({"rows": {}}, "the tables"),
        ({"empty": True}, "says that the package is empty"),
        ({"format": None}, "not what a package says of itself"),
    ],
)
def test_what_a_package_says_of_itself(folder, changes, said):
    edited(folder, "package.json", **changes)
    message = refused(folder)
    assert message.startswith("package.json: ")
    assert said in message
    assert len(message) < 300


def test_a_table_of_a_later_version_is_named(folder):
    tables = json.loads((folder / "package.json").read_text())["tables"]
    edited(folder, "package.json", tables=tables | {"votes": "2.1.0"})
    assert "The table `votes` has version 2.1.0, this program reads 2.0.0" in refused(folder)
    edited(folder, "package.json", tables=tables | {"votes": "2.0.7"})
    read_package(folder)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"a":1,"a":2}', b"null"]
)
@pytest.mark.parametrize("name", ["package.json", "report.json"])
def test_json_that_is_none(folder, name, data):
    (folder / name).write_bytes(data)
    assert refused(folder).startswith(f"{name}: ")


def test_too_large_a_folder(folder, monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 5_000)
    assert "which no package is" in refused(folder)


def test_too_many_files(folder):
    for number in range(opening.MOST_NAMES):
        (folder / f"{number}").touch()
    assert "more than 1,000 files" in refused(folder)


def test_a_zip_bomb_is_not_unpacked(files, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 10_000_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("data/votes.parquet", b"\0" * 50_000_000)
    assert path.stat().st_size < 200_000
    assert "which no package is" in refused(path)


@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/passwd", "data/../../x", "data\\x", "C:x"]
)
def test_names_that_lead_out_of_a_zip_are_foreign(files, tmp_path, name):
    path = tmp_path / "package.zip"
    path.write_bytes(zip_bytes({**files, name: b"x"}))
    assert "A package has no such file." in refused(path)
    assert [one.name for one in tmp_path.iterdir()] == ["package.zip"]
    assert not (tmp_path.parent / "outside.txt").exists()


def test_what_a_zip_says_beside_its_files(files, tmp_path):
    path = tmp_path / "package.zip"

    def written(change=lambda archive: None, **options):
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                info = zipfile.ZipInfo(name, options.get("time", (1980, 1, 1, 0, 0, 0)))
                info.external_attr = options.get("mode", 0o100600 << 16)
                info.comment = options.get("comment", b"")
                info.extra = options.get("extra", b"")
                archive.writestr(info, data)
            change(archive)
        return path

    read_package(written())
    more = "The zip says more of it than its name and its bytes."
    assert more in refused(written(time=(2026, 5, 5, 12, 0, 0)))
    assert more in refused(written(comment=b"somebody"))
    assert more in refused(written(mode=0o120777 << 16))
    assert more in refused(written(extra=struct.pack("<HH4s", 0x7075, 4, b"name")))
    beside = "the zip: It holds bytes that belong to no file."

    def comment(archive):
        archive.comment = b"somebody"

    assert refused(written(comment)) == beside
    path.write_bytes(b"before" + zip_bytes(files))
    assert refused(path) == beside


def test_a_name_twice_in_a_zip(files, tmp_path):
    path = tmp_path / "package.zip"
    data = zip_bytes({**files, "CITATION.cfg": b"other"})
    path.write_bytes(data.replace(b"CITATION.cfg", b"CITATION.cff"))
    assert refused(path) == "CITATION.cff: It is there twice."


def test_a_zip_that_was_encrypted_or_packed_in_another_way(files, tmp_path):
    data = bytearray(zip_bytes(files))
    at = data.rindex(b"PK\1\2")
    path = tmp_path / "package.zip"
    for offset, value in ((8, 1), (10, 99)):
        changed = bytearray(data)
        changed[at + offset] = value
        path.write_bytes(changed)
        assert "It cannot be read" in refused(path)


def test_a_folder_that_was_zipped_by_hand_is_told_what_to_do(files, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(zip_bytes({f"package/{name}": data for name, data in files.items()}))
    assert "package/CITATION.cff: A package has no such file." in refused(path)


@settings(max_examples=200)
@given(st.integers(0, 2**32), st.integers(1, 20))
def test_damaged_zips_end_in_words(tmp_path_factory, seed, count):
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    data = bytearray(SMALL)
    source = random.Random(seed)
    for _ in range(count):
        data[source.randrange(len(data))] = source.randrange(256)
    path.write_bytes(data[: source.choice((len(data), source.randrange(len(data))))])
    with contextlib.suppress(PackageError):
        read_package(path)


SMALL = zip_bytes(package_files(empty_contents(), parquet=False))

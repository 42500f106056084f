import io
import os
import random
import stat
import zipfile

import pytest

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import files as module
from selfaudit.core.importers import zips
from selfaudit.core.importers.files import ExportFiles


def contents(path):
    with ExportFiles(path) as export:
        return {member.name: export.open(member).read() for member in export.members}


def zip_bytes(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def refused(path) -> ExportError:
    with pytest.raises(ExportError) as caught:
        ExportFiles(path)
    return caught.value


def test_a_folder_a_zip_and_a_file_offer_the_same(tmp_path):
    folder = tmp_path / "export"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.json").write_bytes(b"[]")
    (folder / "sub/a.json").write_bytes(b"{}")
    expected = {"b.json": b"[]", "sub/a.json": b"{}"}
    assert contents(folder) == expected
    (tmp_path / "no-suffix").write_bytes(zip_bytes(expected))
    assert contents(tmp_path / "no-suffix") == expected
    assert contents(folder / "b.json") == {"b.json": b"[]"}


def test_a_zip_of_zips_is_opened_one_level_deep(tmp_path):
    innermost = zip_bytes({"x": b"1"})
    inner = zip_bytes({"a.json": b"[]", "deeper.zip": innermost})
    path = tmp_path / "outer.zip"
    path.write_bytes(zip_bytes({"one.zip": inner, "two.zip": b"PK no zip", "c.txt": b"hi"}))
    assert contents(path) == {
        "c.txt": b"hi",
        "one.zip/a.json": b"[]",
        "one.zip/deeper.zip": innermost,
    }
    with ExportFiles(path) as export:
        assert export.unreadable == ("two.zip",)


def test_zips_in_a_folder_are_opened_with_the_zips_in_them(tmp_path):
    folder = tmp_path / "downloads"
    (folder / "sub").mkdir(parents=True)
    inner = zip_bytes({"a.json": b"[]"})
    (folder / "one.zip").write_bytes(zip_bytes({"b.json": b"{}", "in.zip": inner}))
    (folder / "sub/Two.ZIP").write_bytes(inner)
    (folder / "cut.zip").write_bytes(inner[:-9])
    (folder / "text.zip").write_bytes(b"no zip at all")
    (folder / "c.txt").write_bytes(b"hi")
    assert contents(folder) == {
        "c.txt": b"hi",
        "one.zip/b.json": b"{}",
        "one.zip/in.zip/a.json": b"[]",
        "sub/Two.ZIP/a.json": b"[]",
        "text.zip": b"no zip at all",
    }
    with ExportFiles(folder) as export:
        assert export.unreadable == ("cut.zip",)
        archives = {member.name: member.archive for member in export.members}
    assert archives == {
        "c.txt": "",
        "one.zip/b.json": "one.zip",
        "one.zip/in.zip/a.json": "one.zip",
        "sub/Two.ZIP/a.json": "sub/Two.ZIP",
        "text.zip": "",
    }


def test_the_zips_of_a_folder_have_the_bounds_of_one_export_together(tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / f"{name}.zip").write_bytes(zip_bytes({"x.json": b" " * 100}))
    monkeypatch.setattr(module, "MAX_TOTAL", 250)
    with ExportFiles(tmp_path) as export:
        assert len(export.members) == 2
        assert len(export.unreadable) == 1
    monkeypatch.setattr(module, "MAX_TOTAL", 300)
    monkeypatch.setattr(module, "MAX_ZIPS", 2)
    with ExportFiles(tmp_path) as export:
        assert len(export.members) == 2
        assert len(export.unreadable) == 1


def test_sizes_and_heads(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 1000)
    with ExportFiles(tmp_path) as export:
        (member,) = export.members
        assert member.size == 1000
        assert export.head(member, 3) == b"xxx"


def test_links_out_of_the_folder_are_left_out(tmp_path):
    (tmp_path / "secret").write_bytes(b"s")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/more").write_bytes(b"m")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a").write_bytes(b"a")
    (folder / "inside").symlink_to(folder / "a")
    (folder / "escape").symlink_to(tmp_path / "secret")
    (folder / "dir").symlink_to(tmp_path / "outside")
    (folder / "dangling").symlink_to(tmp_path / "nothing")
    os.mkfifo(folder / "pipe")
    assert contents(folder) == {"a": b"a", "inside": b"a"}


def test_names_that_climb_are_only_names_and_nothing_is_written(tmp_path):
    path = tmp_path / "in" / "x.zip"
    path.parent.mkdir()
    path.write_bytes(zip_bytes({"../../evil": b"1", "/etc/evil": b"2"}))
    assert contents(path) == {"../../evil": b"1", "/etc/evil": b"2"}
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in", "x.zip"]


def test_what_cannot_be_opened_is_said_in_a_sentence_that_names_the_file(tmp_path):
    assert "no file or folder gone.zip" in refused(tmp_path / "gone.zip").message
    (tmp_path / "empty.json").touch()
    assert refused(tmp_path / "empty.json").message == "empty.json is empty."
    whole = zip_bytes({"a.json": b"[1, 2, 3]" * 100})
    (tmp_path / "cut.zip").write_bytes(whole[:-30])
    error = refused(tmp_path / "cut.zip")
    assert error.message == "cut.zip is a damaged or incomplete zip."
    assert error.hint
    (tmp_path / "none.zip").write_bytes(zip_bytes({}))
    assert refused(tmp_path / "none.zip").message == "none.zip holds no files."
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a folder" in refused(tmp_path / "pipe").message


def test_an_encrypted_zip(tmp_path):
    data = bytearray(zip_bytes({"a.json": b"[]"}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    assert "password" in refused(tmp_path / "x.zip").message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    path = tmp_path / "mine.json"
    path.write_bytes(b"[]")
    path.chmod(0)
    with pytest.raises(ExportError, match=r"not allowed to read mine\.json"):
        ExportFiles(path)
    path.chmod(stat.S_IRUSR)


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "bomb.zip"
    path.write_bytes(zip_bytes({"a.json": b"\0" * 2_000_000}))
    monkeypatch.setattr(zips, "RATIO_FROM", 1_000_000)
    assert "unpack to far more" in refused(path).message
    monkeypatch.setattr(zips, "RATIO_FROM", 4_000_000)
    assert len(contents(path)["a.json"]) == 2_000_000
    monkeypatch.setattr(module, "MAX_TOTAL", 1_999_999)
    assert "unpack to far more" in refused(path).message


def test_inner_zips_have_a_budget(tmp_path, monkeypatch):
    inner = zip_bytes({"a": os.urandom(500)})
    path = tmp_path / "x.zip"
    path.write_bytes(zip_bytes({"1.zip": inner, "2.zip": inner}))
    monkeypatch.setattr(module, "MAX_INNER", len(inner) + 1)
    with ExportFiles(path) as export:
        assert [member.name for member in export.members] == ["1.zip/a"]
        assert export.unreadable == ("2.zip",)


def test_a_folder_of_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_FILES", 3)
    monkeypatch.setattr(zips, "MAX_FILES", 3)
    for number in range(4):
        (tmp_path / str(number)).touch()
    assert "more than 3 files" in refused(tmp_path).message


def test_no_damage_to_a_zip_raises_anything_but_an_export_error(tmp_path):
    whole = zip_bytes(
        {"conversations.json": b'[{"mapping": {}}]' * 50, "in.zip": zip_bytes({"a": b"b"})}
    )
    random_ = random.Random(7)
    path = tmp_path / "x.zip"
    outcomes = {"read": 0, "refused": 0}
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(random_.randint(1, 4)):
            data[random_.randrange(4, len(data))] = random_.randrange(256)
        path.write_bytes(data)
        try:
            contents(path)
            outcomes["read"] += 1
        except ExportError:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 10


def test_a_file_in_a_zip_that_lost_its_name_is_a_file_like_others(tmp_path):
    path = tmp_path / "export.zip"
    whole = zip_bytes({"lost.json": b"[1]", "conversations.json": b"[]"})
    # A name ends at a NUL: nothing is left of this one.
    path.write_bytes(whole.replace(b"lost.json", b"\0ost.json"))
    assert contents(path) == {"(a file without a name)": b"[1]", "conversations.json": b"[]"}

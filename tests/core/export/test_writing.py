import os
import resource
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packages import empty_contents, small_contents

from selfaudit.core.errors import SelfauditError
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.reading import read_package
from selfaudit.core.export.writing import write_folder, write_zip, zip_bytes

WAYS = {"folder": write_folder, "zip": write_zip}


@pytest.fixture(scope="module")
def files():
    return package_files(small_contents(), parquet=True)


@pytest.fixture(params=WAYS)
def write(request):
    return WAYS[request.param]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_private_and_whole(files, tmp_path):
    old = os.umask(0)
    try:
        write_folder(files, tmp_path / "package")
    finally:
        os.umask(old)
    for path in (tmp_path / "package").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert stat.S_IMODE((tmp_path / "package").stat().st_mode) == 0o700
    assert {name: (tmp_path / "package" / name).read_bytes() for name in files} == files
    assert names(tmp_path) == ["package"]


def test_a_zip_is_private_and_tells_of_no_machine(files, tmp_path):
    old = os.umask(0)
    try:
        write_zip(files, tmp_path / "package.zip")
    finally:
        os.umask(old)
    path = tmp_path / "package.zip"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["package.zip"]
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(files)
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert stat.S_IMODE(info.external_attr >> 16) == 0o600
            assert (info.create_system, info.extra, info.comment) == (3, b"", b"")
            assert archive.read(info) == files[info.filename]
    assert path.read_bytes() == zip_bytes(dict(reversed(files.items())))


def test_both_are_read_again_alike(files, tmp_path):
    write_folder(files, tmp_path / "package")
    write_zip(files, tmp_path / "package.zip")
    assert read_package(tmp_path / "package") == read_package(tmp_path / "package.zip")


def test_nothing_is_written_over_what_is_there(write, files, tmp_path):
    target = tmp_path / "package"
    target.write_text("mine")
    with pytest.raises(SelfauditError) as caught:
        write(files, target)
    assert "is there already" in caught.value.message
    assert "--force" in caught.value.hint
    assert target.read_text() == "mine"
    assert names(tmp_path) == ["package"]


def test_a_dangling_link_is_something_that_is_there(write, files, tmp_path):
    target = tmp_path / "package"
    target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(SelfauditError):
        write(files, target)
    assert names(tmp_path) == ["package"]


def test_force_writes_over_a_package(write, files, tmp_path):
    target = tmp_path / "package"
    write(package_files(empty_contents(), parquet=False), target)
    write(files, target, force=True)
    assert read_package(target).manifest.rows["judgments"] == 3
    assert names(tmp_path) == ["package"]


def test_force_never_clears_a_folder_of_anything_else(files, tmp_path):
    target = tmp_path / "package"
    target.mkdir()
    write_folder(files, target, force=True)
    (target / "notes.txt").write_text("mine")
    with pytest.raises(SelfauditError, match="not a package alone"):
        write_folder(files, target, force=True)
    assert (target / "notes.txt").read_text() == "mine"
    other = tmp_path / "Documents"
    other.mkdir()
    (other / "README.md").write_text("mine")
    with pytest.raises(SelfauditError):
        write_folder(files, other, force=True)
    link = tmp_path / "link"
    link.symlink_to(target)
    with pytest.raises(SelfauditError):
        write_folder(files, link, force=True)
    assert (other / "README.md").read_text() == "mine"
    assert names(tmp_path) == ["Documents", "link", "package"]


@pytest.mark.parametrize("force", [False, True])
def test_a_place_that_is_not_there_is_told(write, files, tmp_path, force):
    with pytest.raises(SelfauditError) as caught:
        write(files, tmp_path / "no" / "package", force=force)
    assert "could not be written: No such file or directory" in caught.value.message
    assert names(tmp_path) == []


SCRIPT = """
import resource, sys
sys.path.insert(0, sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from packages import small_contents
from selfaudit.core.errors import SelfauditError
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.writing import write_folder, write_zip
files = package_files(small_contents(), parquet=False)
try:
    {"folder": write_folder, "zip": write_zip}[sys.argv[2]](files, Path(sys.argv[1]))
except SelfauditError as error:
    print(error.title, error.message)
"""


@pytest.mark.parametrize("way", WAYS)
def test_what_does_not_fit_leaves_nothing(way, tmp_path):
    """A limit on the size of files stands for a full disk: the file system refuses midway."""
    support = Path(__file__).parents[2] / "support"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, tmp_path / "package", way, support],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Nothing was written" in done.stdout
    assert "could not be written: File too large" in done.stdout
    assert names(tmp_path) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4000


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_told(write, files, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(SelfauditError, match="permission denied"):
        write(files, tmp_path / "package")
    tmp_path.chmod(0o700)

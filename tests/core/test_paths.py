import stat

import pytest

from selfaudit.core.errors import StoreError
from selfaudit.core.paths import Home, find_home


def test_a_folder_of_other_things_is_refused_and_left_as_it_was(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "letter.txt").write_text("dear")
    with pytest.raises(StoreError) as caught:
        Home(folder).prepare()
    assert "other things" in caught.value.message
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_a_new_or_empty_folder_becomes_the_owners_alone(tmp_path):
    home = Home(tmp_path / "new" / "home")
    home.prepare()
    home.prepare()
    for folder in (home.root, home.models, home.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(StoreError):
        Home(path).prepare()


def test_the_chosen_home_goes_before_the_variable_and_that_before_the_platform(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("SELFAUDIT_HOME", str(tmp_path / "variable"))
    assert find_home(tmp_path / "chosen").root == tmp_path / "chosen"
    assert find_home().root == tmp_path / "variable"
    monkeypatch.delenv("SELFAUDIT_HOME")
    assert find_home().root.name == "selfaudit"

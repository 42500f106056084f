import os
import subprocess
import sys
from pathlib import Path

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.local_models.pip_settings import (
    PipSettings,
    host_of,
    parse_settings,
    read_settings,
    without_password,
)


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pip configuration file that is the only one pip reads."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "pip.conf"
    path.write_text("")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(path))
    return path


def test_pip_is_asked_for_its_files_and_environment(
    own_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_settings.write_text(
        "[global]\nindex-url = https://u:p%40w@one.example:8443/simple\n"
        "extra-index-url = https://two.example/simple\n    file:///srv/simple\n"
        "timeout = 3\ntrusted-host = one.example\n"
        "[install]\nproxy = http://proxy.example:3128\n"
    )
    monkeypatch.setenv("PIP_CERT", "/etc/ca.pem")
    monkeypatch.setenv("PIP_TIMEOUT", "7")
    settings = read_settings()
    # Files that belong to the whole machine may add keys of their own, but not change these.
    assert settings.indexes == (
        "https://u:p%40w@one.example:8443/simple",
        "https://two.example/simple",
        "file:///srv/simple",
    )
    assert settings.proxy == "http://proxy.example:3128"
    assert settings.cert == "/etc/ca.pem"
    assert settings.timeout == 7
    assert settings.trusted_hosts == ("one.example",)
    assert settings.credentials("one.example:8443") == ("u", "p@w")
    assert settings.credentials("two.example") is None


def test_without_settings_it_is_the_public_index() -> None:
    assert parse_settings("") == PipSettings()
    assert PipSettings().indexes == ("https://pypi.org/simple",)


def test_no_index_means_none() -> None:
    settings = parse_settings("global.no-index='true'\nglobal.find-links='/a\\nhttps://b/c'\n")
    assert settings.indexes == ()
    assert settings.find_links == ("/a", "https://b/c")


def test_a_python_without_pip_is_said(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    with pytest.raises(ModelError, match="pip is missing") as error:
        read_settings(str(tmp_path / "bare" / "bin" / "python"))
    assert "ensurepip" in error.value.hint


def test_hosts_are_named_without_passwords() -> None:
    assert host_of("https://user:secret@mirror.example:8080/x") == "mirror.example:8080"
    assert host_of("file:///x") == host_of("/x") == ""
    assert without_password("https://user:s@m.example/x?y") == "https://m.example/x?y"

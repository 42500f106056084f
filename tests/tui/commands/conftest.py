"""The command line as a process, and in this process where a scripted model stands in."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from exports import home_to_export

from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.tui.main import cli


@pytest.fixture
def selfaudit(tmp_path):
    def run(*arguments, code=0):
        environment = {**os.environ, "SELFAUDIT_HOME": str(tmp_path / "home")}
        done = subprocess.run(
            [sys.executable, "-m", "selfaudit.tui.main", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("SELFAUDIT_HOME", str(tmp_path / "home"))

    def run(*arguments, code=0, stdin=None):
        words = [str(argument) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["selfaudit", *words])
        done = CliRunner().invoke(cli, words, input=stdin, catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done

    return run


@pytest.fixture
def use_model(monkeypatch):
    """Lets commands find a model: a scripted one that answers by this function."""
    models = []

    def use(answer, **options):
        model = ScriptedModel(answer, **options)
        models.append(model)

        class Shared:
            def __init__(self, _home, installed):
                self.installed = installed

            @contextmanager
            def opened(self):
                yield model

        monkeypatch.setattr("selfaudit.tui.wiring.choose_model", lambda *_: None)
        monkeypatch.setattr("selfaudit.tui.wiring.SharedModel", Shared)

    yield use
    for model in models:
        model.close()


@pytest.fixture(scope="session")
def exporting(tmp_path_factory):
    """A home with something to give away, made once and copied."""
    return home_to_export(tmp_path_factory.mktemp("exporting"))


@pytest.fixture
def to_export(tmp_path, exporting):
    """A home with something to give away, where `command` and `selfaudit` find it."""
    return shutil.copytree(exporting, tmp_path / "home")

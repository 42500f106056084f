"""What the layout promises: who may import whom, and what start-up does not load."""

import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import selfaudit.core
import selfaudit.local_models
from selfaudit.tui.main import cli

ROOT = Path(__file__).parents[1]


def loaded_by(code):
    """The modules that a fresh interpreter has loaded after running some code."""
    script = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


def names_in(package):
    return [found.name for found in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]


def test_the_core_loads_no_interface_and_no_engine():
    loaded = loaded_by("\n".join(f"import {name}" for name in names_in(selfaudit.core)))
    assert not loaded & {"textual", "rich", "llama_cpp", "selfaudit.tui", "selfaudit.local_models"}
    assert "selfaudit.core.review.review" in loaded


def test_help_loads_neither_interface_nor_engine_nor_statistics():
    loaded = loaded_by(
        "from selfaudit.tui.main import cli\ncli.main(['--help'], standalone_mode=False)"
    )
    heavy = {"textual", "llama_cpp", "scipy", "numpy", "sqlite_utils"}
    assert not loaded & {*heavy, "huggingface_hub", "httpx2", "py3langid"}


def test_opening_a_store_loads_no_libraries_of_tables():
    loaded = loaded_by("import selfaudit.core.store.store")
    assert "sqlite_utils" in loaded
    assert not loaded & {"numpy", "pandas", "pyarrow"}


def test_only_the_full_names_are_imported():
    bare = re.compile(r"^\s*(?:from|import) (?:core|tui|local_models)\b", re.MULTILINE)
    sources = [
        path
        for part in ("core", "tui", "local_models", "tests", "examples")
        for path in (ROOT / part).rglob("*.py")
    ]
    assert len(sources) > 100
    assert [path.name for path in sources if bare.search(path.read_text(encoding="utf-8"))] == []


def test_the_example_is_what_its_script_gives():
    histories = ROOT / "examples" / "histories"
    built = subprocess.run(
        [sys.executable, histories / "build.py", histories / "mara.txt"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert built.stdout == (histories / "mara.json").read_text(encoding="utf-8")


def test_ci_runs_the_command_of_the_readme():
    pattern = re.search(r"sed -n '(.*?)' README.md", (ROOT / ".ci" / "run").read_text())
    found = subprocess.run(
        ["sed", "-n", pattern[1], ROOT / "README.md"], capture_output=True, text=True, check=True
    )
    assert (
        found.stdout
        == "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest\n"
    )


@pytest.mark.parametrize("name", sorted(set(cli.commands) - {"open"}))
def test_every_command_is_documented(name):
    assert f"`{name}" in (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")

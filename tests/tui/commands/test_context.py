import sys

from selfaudit.tui.commands.context import invocation


def test_a_program_that_is_not_on_the_path_is_called_as_it_was(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for called, again in (
        ("selfaudit", "selfaudit"),
        (".venv/bin/selfaudit", ".venv/bin/selfaudit"),
        ("/a b/selfaudit", "'/a b/selfaudit'"),
        ("/x/selfaudit/tui/main.py", "selfaudit"),
    ):
        monkeypatch.setattr(sys, "argv", [called])
        assert invocation() == again


def test_a_program_on_the_path_is_called_by_its_name(monkeypatch, tmp_path):
    program = tmp_path / "selfaudit"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", [str(program)])
    assert invocation() == "selfaudit"

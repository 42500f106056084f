"""Paths as terminals paste them when a file is dropped."""

import shlex
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.tui.importing.pasted import pasted_paths

NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\u2028\u2029\x85"),
    min_size=1,
    max_size=40,
).filter(lambda name: name.strip() == name and name not in (".", "..", "~"))


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("/a/b.zip", ["/a/b.zip"]),
        ("  /a/b.zip \n", ["/a/b.zip"]),
        ("'/a/my chats.zip'", ["/a/my chats.zip"]),
        ('"/a/my chats.zip"', ["/a/my chats.zip"]),
        (r"/a/my\ chats\ \(1\).zip", ["/a/my chats (1).zip"]),
        ("file:///a/my%20chats.zip", ["/a/my chats.zip"]),
        ("FILE://localhost/a/b%23c.zip", ["/a/b#c.zip"]),
        ("file:///a/b#c?.zip", ["/a/b#c?.zip"]),
        ("'/a/b c' /d\n/e", ["/a/b c", "/d", "/e"]),
        ("/a\r\n/b\n\n/a", ["/a", "/b"]),
        ("/a/my chats.zip", ["/a/my chats.zip"]),
        ("/a/Mara's chats.zip", ["/a/Mara's chats.zip"]),
        ("''", []),
        ("", []),
        ("/a/\x00b", ["/a/\ufffdb"]),
        ("~nobody-of-that-name/x", ["~nobody-of-that-name/x"]),
        ("~/x.zip", [str(Path.home() / "x.zip")]),
    ],
)
def test_what_terminals_paste(text, paths, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("selfaudit.tui.importing.pasted._is_there", lambda path: path == Path("/d"))
    assert pasted_paths(text) == [Path(path) for path in paths]


@given(st.lists(NAMES, min_size=1, max_size=3, unique=True))
def test_any_name_that_is_there_is_understood_quoted_escaped_or_as_an_address(names):
    paths = [Path("/nowhere") / name for name in names]
    assert pasted_paths("\n".join(shlex.quote(str(path)) for path in paths)) == paths
    assert pasted_paths("\n".join(f"file://{quote(str(path))}" for path in paths)) == paths


@given(st.text(max_size=200))
def test_whatever_is_pasted_nothing_is_raised(text):
    assert all(isinstance(path, Path) for path in pasted_paths(text))


def test_several_on_one_line_are_several_where_one_of_them_is_there(tmp_path):
    one, two = tmp_path / "one two.zip", tmp_path / "three.zip"
    one.touch()
    two.touch()
    assert pasted_paths(f"'{one}' {two}") == [one, two]
    assert pasted_paths(str(one)) == [one]

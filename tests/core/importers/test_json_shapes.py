"""Records of a shape are those that the general parser finds, in every file."""

import io
import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfaudit.core.importers import json_records, json_shapes
from selfaudit.core.importers.json_shapes import ShapedRecords


class Inner(msgspec.Struct):
    told: Any = None


class Shape(msgspec.Struct):
    title: Any = None
    inner: dict[str, Inner] = {}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "title": VALUES,
        "inner": st.dictionaries(st.text(), st.fixed_dictionaries({"told": VALUES})) | VALUES,
        "more": VALUES,
    },
)
SPACES = st.sampled_from(["", " ", "\n", "\r\n\t "])
DAMAGE = st.binary(max_size=3) | st.sampled_from(
    [b",", b"]", b"}", b"{", b"[", b'"', b"\\", b"\\ud800", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"1"]
)


def general(value: object) -> object:
    """A record as the shape would hold it."""
    if isinstance(value, Shape):
        inner = {key: {"told": one.told} for key, one in value.inner.items()}
        return {"title": value.title, "inner": inner}
    if isinstance(value, dict):
        inner = value.get("inner", {})
        if isinstance(inner, dict) and all(isinstance(one, dict) for one in inner.values()):
            return {
                "title": value.get("title"),
                "inner": {key: {"told": one.get("told")} for key, one in inner.items()},
            }
    return value


def same(data: bytes) -> None:
    expected = [general(one) for one in json_records.json_records(io.BytesIO(data), ("chats",))]
    found = [general(one) for one in ShapedRecords(Shape)(io.BytesIO(data), ("chats",))]
    assert repr(found) == repr(expected)


@given(
    st.lists(OBJECTS | VALUES, max_size=5),
    st.tuples(SPACES, SPACES, SPACES),
    st.sampled_from([1, 3, 40, 1 << 20]),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2), DAMAGE), max_size=2),
    st.booleans(),
)
@example([{}, {}], ("", "", ""), 1, True, [], True)
def test_the_same_records_are_found_in_any_file(objects, spaces, chunk, ascii, damages, wrapped):
    before, between, after = spaces
    texts = [json.dumps(one, ensure_ascii=ascii) for one in objects]
    text = f"{before}[{before}{f'{after},{between}'.join(texts)}{after}]{after}"
    if wrapped:
        text = f'{{"chats": {text}}}'
    data = text.encode("utf-8", "surrogatepass")
    for at, cut, put in damages:
        data = data[:at] + put + data[at + cut :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_records, "CHUNK", chunk)
        patch.setattr(json_shapes, "MOST_REFUSED", chunk)
        same(data)


@pytest.mark.parametrize("most", [10, 100, json_records.MAX_LENGTH])
def test_large_deep_and_odd_records_between_others(most, monkeypatch):
    monkeypatch.setattr(json_records, "MAX_LENGTH", most)
    monkeypatch.setattr(json_records, "CHUNK", 50)
    odd = [
        b'{"more": ' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"title": ' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"title": ' + b"9" * 5000 + b"}",
        b'{"title": 1e999, "more": NaN}',
        b'{"title": "\\ud800"}',
        b'{"title": "a\xffb", "more": "\xff"}',
        b'{"title": "raw \x01 \n"}',
        b'{"title": "' + b"x" * 300 + b'"}',
        b'{"inner": [], "inner": {"a": {}}, "title": 1, "title": 2}',
        b'{"inner": {"a": null}}',
    ]
    for one in odd:
        same(b'[{"title": 1}, ' + one + b', {"title": 2}]')
        same(b'[{"title": 1}, ' + one)
        same(b"[" + one + b", 1]x")
    same(b"[" + b", ".join(odd * 10) + b"]")


def test_what_is_of_the_shape_is_an_instance_of_it():
    found = list(ShapedRecords(Shape)(io.BytesIO(b'[{"title": 1}, {"inner": 2}, {}]'), ()))
    assert found == [Shape(1), {"inner": 2}, Shape()]

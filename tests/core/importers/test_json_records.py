import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.importers import json_records as module
from selfaudit.core.importers.json_records import Broken, json_records

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def records(data: bytes, wrappers=("conversations",)):
    return list(json_records(io.BytesIO(data), wrappers))


@pytest.fixture
def tiny_chunks(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 1)


@given(values=st.lists(VALUES), indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
def test_an_array_comes_back_element_by_element(values, indent, ascii_only):
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only)
    data = text.encode("utf-8", "replace")
    assert records(data) == json.loads(data)
    for chunk in (1, 3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "CHUNK", chunk)
            assert records(data) == json.loads(data)


@given(values=st.lists(st.dictionaries(st.text(), VALUES, max_size=3), max_size=4), data=st.data())
def test_a_file_cut_anywhere_yields_every_whole_record_and_says_that_it_ends_early(values, data):
    whole = json.dumps(values)
    cut = data.draw(st.integers(0, len(whole) - 1))
    found = records(whole[:cut].encode())
    assert found[-1] == Broken(module.ENDS_EARLY)
    ends, end = [], 0
    for value in values:
        end = whole.index(json.dumps(value), end) + len(json.dumps(value))
        ends.append(end)
    assert found[:-1] == values[: sum(end <= cut for end in ends)]


@given(st.binary(max_size=60))
def test_no_bytes_raise_anything(data):
    for record in records(b"[" + data):
        assert isinstance(record, Broken | dict | list | str | int | float | None)


def test_wrapped_and_lone_objects():
    assert records(b'{"version": 1, "conversations": [1, 2], "more": {}}') == [1, 2]
    assert records(b'{"conversations": {"a": 1}}') == [{"a": 1}]
    assert records(b'{"a": {"conversations": []}}') == [{"a": {"conversations": []}}]
    assert records(b'{"conversations": []}') == []
    assert records(b"{}") == [{}]


def test_a_byte_order_mark_and_broken_utf8(tiny_chunks):
    assert records(b"\xef\xbb\xbf[1]") == [1]
    assert records(b'["a\xffb", "\\ud800"]') == ["a\ufffdb", "\ud800"]


def test_what_crashes_other_parsers_costs_at_most_the_rest_of_the_file():
    assert records(b"[1, " + b"9" * 5000 + b", 2]") == [1, None, 2]
    assert records(b"[1, " + b"[" * 1_000_000) == [1, Broken(module.TOO_DEEP)]
    assert records(b"[1, NaN, 1e999]")[2] == float("inf")
    assert records(b'[1, {"a": nope}, 2, "' + b"x" * 100 + b'"]') == [1, Broken(module.NOT_JSON)]
    assert records(b"[1 2]") == [1, Broken(module.NOT_JSON)]


@pytest.mark.parametrize(
    ("bounds", "record", "reason"),
    [
        ({"MAX_LENGTH": 1000}, b'{"a": "' + b"x" * 1000 + b'"}', module.TOO_LARGE),
        ({"MAX_VALUES": 100}, b"[" + b"[],{}," * 50 + b"1]", module.TOO_MANY),
        ({"MAX_VALUES": 100}, b'{"a": {' + b'"\\"": 1, ' * 100 + b'"": 2}}', module.TOO_MANY),
        ({}, b"[" * 2000 + b"]" * 2000, module.TOO_DEEP),
    ],
    ids=["long", "arrays", "objects", "deep"],
)
@pytest.mark.parametrize("chunk", [1, 7, 100, 10_000])
def test_a_record_over_the_bounds_is_passed_over(bounds, record, reason, chunk, monkeypatch):
    for name, bound in bounds.items():
        monkeypatch.setattr(module, name, bound)
    monkeypatch.setattr(module, "CHUNK", min(chunk, len(record) // 3))
    broken = Broken(reason)
    assert records(b"[1, " + record + b', 2, "]"]') == [1, broken, 2, "]"]
    assert records(b'{"no": ' + record + b', "conversations": [3]}') == [3]
    if record.startswith(b"{"):
        assert records(b'{"conversations": ' + record + b', "x": 1}') == [broken]
    assert records(b'{"a": ' + record + b', "b": 1}') == [broken]
    assert records(b"[1, " + record[:-1]) == [1, broken]


def test_many_small_members_of_one_object_count_together(monkeypatch):
    members = {str(number): [number] for number in range(100)}
    data = json.dumps(members).encode()
    assert records(data) == [members]
    monkeypatch.setattr(module, "MAX_VALUES", 150)
    assert records(data) == [Broken(module.TOO_MANY)]
    monkeypatch.undo()
    monkeypatch.setattr(module, "MAX_LENGTH", len(data) // 4)
    assert records(data) == [Broken(module.TOO_LARGE)]


def test_marks_inside_strings_are_no_values(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 10)
    monkeypatch.setattr(module, "MAX_VALUES", 4)
    text = '[{,"\\' * 1000
    assert records(json.dumps([{"a": text}]).encode()) == [{"a": text}]


def test_a_record_without_end_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 10_000)
    monkeypatch.setattr(module, "MAX_LENGTH", 100_000)
    stream = io.BytesIO(b'[1, "' + b"x" * 50_000_000)
    tracemalloc.start()
    try:
        assert list(json_records(stream, ())) == [1, Broken(module.TOO_LARGE)]
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_memory_holds_one_record_and_not_the_file(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 1000)
    record = json.dumps({"a": "x" * 500})
    stream = io.BytesIO(f"[{','.join([record] * 1000)}]".encode())
    next(iter(json_records(stream, ())))
    assert stream.tell() <= 2000

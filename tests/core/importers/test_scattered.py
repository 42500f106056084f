from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import scattered
from selfaudit.core.importers.scattered import Scattered

FULL = Path("/dev/full")


@given(st.lists(st.tuples(st.sampled_from("abc"), st.binary(max_size=9))), st.booleans())
def test_records_come_back_by_key_in_the_order_in_which_they_were_added(records, on_disk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scattered, "SPOOL", 1 if on_disk else 1 << 20)
        with Scattered() as aside:
            assert all(aside.add(key, record) for key, record in records)
            found = list(aside.conversations())
    expected: dict[str, list[bytes]] = {}
    for key, record in records:
        expected.setdefault(key, []).append(record)
    assert found == list(expected.items())


@pytest.mark.skipif(not FULL.exists(), reason="no disk that is always full on this system")
@pytest.mark.parametrize("buffering", [0, 1 << 16], ids=["at once", "later"])
def test_no_room_on_the_disk_is_told(buffering, monkeypatch):
    full = FULL.open("wb", buffering=buffering)
    monkeypatch.setattr(scattered.tempfile, "SpooledTemporaryFile", lambda max_size: full)

    def put_aside():
        with Scattered() as aside:
            aside.add("a", b"x")
            list(aside.conversations())

    with pytest.raises(ExportError) as caught:
        put_aside()
    assert "No space left on device" in caught.value.message
    assert caught.value.hint

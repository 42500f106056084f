import csv
import io
import tracemalloc

import pytest
from builders import PinnedClock, open_store
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import csv_rows as csv_module
from selfaudit.core.importers import scattered
from selfaudit.core.importers.copilot import _BEGINS, CopilotImporter
from selfaudit.core.importers.csv_rows import csv_rows
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.json_records import Broken
from selfaudit.core.importers.registry import open_export
from selfaudit.core.models.history import Origin, RecordKind, Role, Skipped

HEADER = "Conversation,Time,Author,Message"


def export(*rows):
    """The bytes of a file of these rows, as Microsoft writes it: a mark, CRLF between rows."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows(rows)
    return f"\ufeff{HEADER}\r\n{written.getvalue()}".encode()


def texts(conversation):
    return [message.text for message in conversation.messages]


ROWS = [
    ("Bees", "2026-07-26T23:30:00", "AI", "In a hive, e.g. \"Langstroth\",\nor two."),
    ("Bees", "2026-07-26T23:30:00", "Human", "Where do they live?"),
    ("Tea", "2026-07-26T23:25:00", "AI", "Green."),
    ("Tea", "2026-07-26T23:25:00", "Human", "Which tea?"),
    ("Bees", "2026-07-26T23:20:56", "AI", "Yes."),
    ("Bees", "2026-07-26T23:20:56", "Human", "Do bees sleep?\n\n```\nx = 1\n```\n"),
]  # fmt: skip


def test_rows_of_one_title_are_put_together_in_reverse(read_json):
    bees, tea = read_json(export(*ROWS))
    assert texts(bees) == [
        "Do bees sleep?\n\n```\nx = 1\n```",
        "Yes.",
        "Where do they live?",
        'In a hive, e.g. "Langstroth",\nor two.',
    ]
    assert (bees.title, tea.title, texts(tea)) == ("Bees", "Tea", ["Which tea?", "Green."])
    assert [m.role for m in bees.messages] == [Role.USER, Role.ASSISTANT] * 2
    assert [s.origin for s in bees.messages[0].segments] == [Origin.TYPED, Origin.PASTED]
    assert bees.messages[0].created_at == bees.created_at == 1_785_108_056.0
    assert bees.updated_at == 1_785_108_600.0
    assert all(m.active for m in bees.messages)
    assert bees.external_id.startswith("sha256-")


@pytest.mark.parametrize(
    "data",
    [
        export(*ROWS),
        export(*ROWS).replace(b"\r\n", b"\n"),
        export(*ROWS).removeprefix(b"\xef\xbb\xbf"),
        export(*ROWS).removesuffix(b"\r\n"),
        export(*ROWS).replace(b"\r\n", b"\r\n\r\n"),
        export(*ROWS).replace(HEADER.encode(), b'"Conversation","Time","Author","Message"'),
    ],
    ids=["as it comes", "newlines", "no mark", "no last newline", "blank lines", "quoted header"],
)
def test_every_way_of_writing_it_reads_the_same(data, read_json):
    assert read_json(data) == read_json(export(*ROWS))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"Bees,2026-07-26T23:20:56,System,x\r\n", "unknown author"),
        (b"Bees,2026-07-26T23:20:56,Human\r\n", "row is damaged"),
        (b"Bees,2026-07-26T23:20:56,Human,a,b\r\n", "row is damaged"),
        (b"Bees,2026-07-26T23:20:56,Human,a\0b\r\n", "row is damaged"),
        (b'Bees,2026-07-26T23:20:56,Human,"a" stray"\r\n', "row is damaged"),
        (b'Bees,2026-07-26T23:20:56,Human,"never closed\r\nnor here\r\n', "row is damaged"),
        (b'Bees,2026-07-26T23:20:56,Human,a"b"\r\n', "row is damaged"),
    ],
)
def test_a_damaged_row_costs_nothing_but_itself(row, reason, read_json):
    first, *found = read_json(export(*ROWS[:2]) + row + export(*ROWS[2:]).partition(b"\r\n")[2])
    assert first == Skipped(RecordKind.MESSAGE, reason, "any-name, row 3")
    assert [texts(c) for c in found] == [texts(c) for c in read_json(export(*ROWS))]


def test_an_empty_message_is_counted(read_json):
    (found,) = read_json(export(("Bees", "2026-07-26T23:20:56", "Human", " "), ROWS[0]))
    assert [(s.reason, s.where) for s in found.skipped] == [("no text", "any-name, message 1")]


def test_a_file_that_is_cut_off_gives_what_was_whole(read_json):
    data = export(*ROWS[:2], ("Tea", "2026-07-26T23:25:00", "AI", "Green,\nor black."))
    ended, found = read_json(data[:-8])
    assert ended == Skipped(RecordKind.CONVERSATION, "file ends in the middle", "any-name, row 3")
    assert len(found.messages) == 2


def test_a_row_that_is_too_large_costs_only_itself(read_json, monkeypatch):
    monkeypatch.setattr(csv_module, "MAX_ROW", 100)
    large = ("Bees", "2026-07-26T23:20:57", "AI", "x\n" * 300)
    skipped, *found = read_json(export(large, *ROWS[2:4]))
    assert skipped.reason == "record too large"
    assert [texts(c) for c in found] == [["Which tea?", "Green."]]
    whole = ("Bees", "2026-07-26T23:20:57", "AI", "x" * 300)
    skipped, *found = read_json(export(whole, *ROWS[2:4]))
    assert [texts(c) for c in found] == [["Which tea?", "Green."]]


def test_messages_without_a_title_are_put_together_by_their_time(read_json):
    rows = [("", *row[1:]) for row in ROWS]
    assert [(c.title, len(c.messages)) for c in read_json(export(*rows))] == [("", 2)] * 3


def test_a_time_that_is_none_is_left_out(read_json):
    (found,) = read_json(export(("Bees", "yesterday", "Human", "Hi")))
    assert (found.created_at, found.messages[0].created_at) == (None, None)


def test_the_same_row_twice_is_a_duplicate(read_json):
    (found,) = read_json(export(ROWS[0], ROWS[0]))
    assert [s.reason for s in found.skipped] == ["duplicate id"]


@pytest.mark.parametrize("header", ["Time,Author,Message", "Conversation,Time,Author,Message,x",
                                    "CreatedAt,MessageContent,Author,ChatName"])  # fmt: skip
def test_other_tables_are_not_taken(header, tmp_path):
    path = tmp_path / "copilot-activity-history.csv"
    path.write_text(header + "\r\na,b,c,d\r\n")
    with pytest.raises(ExportError):
        open_export(path)


def holds(source):
    for counts in (source.conversations, source.messages):
        assert counts.read == counts.stored + counts.known + counts.skipped


def test_a_later_export_adds_only_what_is_new(tmp_path):
    store = open_store(tmp_path)
    paths = [tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "old.csv"]
    paths[0].write_bytes(export(*ROWS[2:], ("Bees", "x", "System", "x")))
    paths[1].write_bytes(export(*ROWS))
    *_, done = import_paths(paths, store, PinnedClock())
    for source in done.sources:
        holds(source)
    assert [(s.messages.stored, s.messages.known, s.messages.skipped) for s in done.sources] == [
        (4, 0, 1), (2, 4, 0), (0, 4, 1)
    ]  # fmt: skip


def test_a_long_file_takes_little_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(scattered, "SPOOL", 1 << 16)
    path = tmp_path / "x.csv"
    path.write_bytes(
        export(
            *(
                (f"Chat {n // 10}", "2026-07-26T23:20:56", "Human", f"{n}\n" + "x" * 4000)
                for n in range(2000)
            )
        )
    )
    with ExportFiles(path) as files:
        tracemalloc.start()
        count = sum(len(c.messages) for c in CopilotImporter().read(files))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 2000
    assert peak < path.stat().st_size / 4


FIELD = st.text(st.sampled_from('ab",\n\r \ufffdü'), max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(FIELD, FIELD, FIELD, FIELD), max_size=6))
def test_what_the_standard_library_writes_comes_back(rows):
    rows = [row for row in rows if any(row)]
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    found = list(csv_rows(io.BytesIO(written.getvalue().encode()), _BEGINS))
    assert found == [list(row) for row in rows]


PIECES = st.sampled_from(
    ["A", ",", '"', '""', "\r\n", "\n", "2026-07-26T23:20:56", "AI", "Human", "\0", "\r", " ",
     "A,2026-07-26T23:20:56,AI,", "é"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_bytes_raise_anything(text):
    found = list(csv_rows(io.BytesIO(text.encode()), _BEGINS))
    assert all(isinstance(row, Broken) or all(isinstance(f, str) for f in row) for row in found)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES.filter(lambda piece: '"' not in piece), max_size=20).map("".join))
def test_whole_rows_outlive_an_open_quote_before_them(text):
    good = export(*ROWS[:2]).partition(b"\r\n")[2]
    data = b'A,2026-07-26T23:20:56,AI,"' + text.encode() + b"\n" + good
    found = list(csv_rows(io.BytesIO(data), _BEGINS))
    assert found[-2:] == [list(row) for row in ROWS[:2]]
    assert isinstance(found[0], Broken)

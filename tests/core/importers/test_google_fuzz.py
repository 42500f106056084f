import itertools
import json
import tempfile
from pathlib import Path

from activity import cell, page, row
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.aistudio import parse_conversation
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.gemini import GeminiImporter
from selfaudit.core.importers.gemini_activity import Activity, read_row
from selfaudit.core.importers.gemini_cells import read_cell
from selfaudit.core.models.history import Conversation, RecordKind, Skipped

KEYS = st.sampled_from(["role", "text", "parts", "thought", "isThought", "html", "url", "header",
                        "inlineFile", "mimeType", "data", "branchParent", "promptId"])  # fmt: skip
WORDS = st.sampled_from(["user", "model", "Gemini Apps", "Prompted a", "\ud800", "\0", "text/x"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | WORDS, inner, max_size=5),
    max_leaves=12,
)


def mostly(good):
    """Well formed five times of six, so that the fuzz gets past the first check."""
    return st.sampled_from([good] * 5 + [ANY]).flatmap(lambda chosen: chosen)


CHUNK_FIELDS = (
    "id parts isThought inlineFile errorMessage createTime branchParent executableCode".split()
)
CHUNK = st.fixed_dictionaries(
    {"role": mostly(st.sampled_from(["user", "model"])), "text": mostly(st.text(max_size=8))},
    optional=dict.fromkeys(CHUNK_FIELDS, ANY),
)
CHATS = st.fixed_dictionaries(
    {
        "chunkedPrompt": mostly(
            st.fixed_dictionaries({"chunks": st.lists(mostly(CHUNK), max_size=5)})
        )
    },
    optional=dict.fromkeys(("id", "systemInstruction", "runSettings", "title"), ANY),
)
IDS = st.sampled_from(["a", "b", None])
TITLES = st.sampled_from(["Prompted ", "Created ", "", "x:\xa0"]).flatmap(
    lambda label: st.text(max_size=6).map(lambda text: label + text)
)
TIMES = st.sampled_from(["2026-07-20T15:15:21.5Z", "2026-07-20T15:15:21Z", None, "x", 5])
ROWS = st.builds(
    row, mostly(TITLES), mostly(TIMES), mostly(st.none() | st.text(max_size=8)), mostly(IDS)
) | st.builds(lambda fields: row("Prompted x") | fields, st.dictionaries(KEYS, ANY, max_size=4))
CELLS = st.builds(
    cell,
    TITLES,
    st.sampled_from(["5 nov 2025, 01:34:47 CET", "5 nov 2025", ""]),
    st.text(max_size=8),
    st.lists(st.sampled_from("ab"), max_size=2),
)


def check(conversation: Conversation) -> None:
    ids = [message.external_id for message in conversation.messages]
    assert len(set(ids)) == len(ids)
    assert conversation.external_id
    for place, message in enumerate(conversation.messages):
        assert message.text.strip()
        assert message.parent_id is None or message.parent_id in ids[:place]
        assert message.segments[0].start == 0
        assert message.segments[-1].end == len(message.text)
        assert all(a.end == b.start for a, b in itertools.pairwise(message.segments))
        for text in (message.text, message.external_id, conversation.title):
            text.encode()  # lone surrogates would raise
            assert "\0" not in text


def counted(found) -> int:
    """Messages that were read and records that were skipped."""
    return sum(
        len(record.messages) + len(record.skipped) if isinstance(record, Conversation) else 1
        for record in found
    )


def read(importer, data: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x")
        path.write_bytes(data)
        with ExportFiles(path) as export:
            importer.holds(export, export.members[0])
            return list(importer.read(export))


@settings(max_examples=300, deadline=None)
@given(CHATS | ANY)
def test_any_json_becomes_a_chat_of_the_studio_or_a_reason(record):
    found = parse_conversation(record, "title", "here")
    assert found == parse_conversation(record, "title", "here")
    if isinstance(found, Conversation):
        check(found)
        chunks = len(record["chunkedPrompt"]["chunks"])
        instructions = sum(m.external_id == "system instruction" for m in found.messages[:1])
        pending = sum(s.reason == "prompt that was not sent" for s in found.skipped)
        total = len(found.messages) + len(found.skipped)
        assert total - pending - instructions == chunks or any(
            isinstance(c, dict) and c.get("id") == "system instruction"
            for c in record["chunkedPrompt"]["chunks"]
        )


@settings(max_examples=300, deadline=None)
@given(st.lists(mostly(ROWS), min_size=1, max_size=6))
def test_any_row_of_activity_is_read_or_counted(rows):
    found = read(GeminiImporter(), json.dumps([row("Prompted first"), *rows]).encode())
    for conversation in found:
        if isinstance(conversation, Conversation):
            check(conversation)
    expected = 0
    for number, value in enumerate([row("Prompted first"), *rows], start=1):
        activity = (
            read_row(json.loads(json.dumps(value)), number) if isinstance(value, dict) else ""
        )
        expected += 1 + bool(isinstance(activity, Activity) and activity.answer)
    assert counted(found) == expected
    assert all(s.kind is RecordKind.MESSAGE for s in found if isinstance(s, Skipped))


@settings(max_examples=200, deadline=None)
@given(st.lists(CELLS, max_size=5), st.integers(0, 60), st.binary(max_size=5))
def test_any_page_is_read_or_counted(cells, cut, junk):
    data = page(cell("Prompted\xa0first"), *cells)
    found = read(GeminiImporter(), data)
    for conversation in found:
        if isinstance(conversation, Conversation):
            check(conversation)
    expected = 0
    for number, html in enumerate([cell("Prompted\xa0first"), *cells], start=1):
        activity = read_cell(html.encode("utf-8", "replace").decode(), number)
        expected += 1 + bool(isinstance(activity, Activity) and activity.answer)
    assert counted(found) == expected
    at = len(data) * cut // 60
    for damaged in (data[:at], data[:at] + junk + data[at:], data[:at] + junk + data[at + 50 :]):
        if damaged:
            for record in read(GeminiImporter(), damaged):
                if isinstance(record, Conversation):
                    check(record)

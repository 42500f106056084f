import json
import tracemalloc

import pytest
from activity import cell, page, prompted, row
from builders import PinnedClock, open_store

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import gemini_cells, scattered
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.gemini import GeminiImporter
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.registry import open_export
from selfaudit.core.models.history import Conversation, RecordKind, Role, Skipped


def texts(conversation):
    return [message.text for message in conversation.messages]


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def test_cells_of_one_conversation_are_put_together_oldest_first(read_json):
    found = read_json(
        page(
            prompted("And <mine> & yours?", "Nov 5, 2025, 2:00:00 PM CET", "<p>No.</p>", ["one"]),
            prompted("Hello", answer="<p>Hi</p>"),
            prompted("Do bees sleep?", answer="<ul><li>Yes</li></ul>", ids=["one"]),
        )
    )
    alone, together = found
    assert texts(alone) == ["Hello", "Hi"]
    assert together.external_id == "one"
    assert texts(together) == ["Do bees sleep?", "- Yes", "And <mine> & yours?", "No."]
    assert [m.role for m in together.messages] == [Role.USER, Role.ASSISTANT] * 2
    assert together.created_at == 1_762_302_887.0  # 00:34:47 UTC


def test_cells_of_one_second_keep_the_order_of_the_page(read_json):
    found = only(read_json(page(*(prompted(word, ids=["a"]) for word in "cba"))))
    assert texts(found) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("done", "time"),
    [
        ("Prompted&nbsp;I keep bees", "18 Sept 2025, 12:01:52 CEST"),
        ("Eingegebener Prompt:&nbsp;I keep bees", "18.09.2025, 12:01:52 MESZ"),
        ("Prompt&nbsp;: I keep bees", "18 sept. 2025, 12:01:52 UTC+2"),
        ("Hiciste la petición&nbsp;I keep bees", "18 sept 2025, 12:01:52 CEST"),
        ("Prompted&nbsp;I keep bees", "18 de set. de 2025, 07:01:52 BRT"),
        ("送信したメッセージ:&nbsp;I keep bees", "2025/09/18 19:01:52 JST"),
        ("Poslali ste poziv:&nbsp;I keep bees", "18. sep. 2025, 12:01:52 CEST"),
    ],
)
def test_pages_in_other_languages(done, time, read_json):
    found = only(read_json(page(cell(done, time, "<p>x</p>", product="Gemini アプリ"))))
    assert texts(found) == ["I keep bees", "x"]
    assert found.created_at == 1_758_189_712.0


def test_a_prompt_of_several_lines_and_a_time_in_the_answer(read_json):
    done = "Prompted\xa0one\n  two<br>three<br><br>Nov 5, 2025 at noon"
    answer = "<p>It was</p>Nov 5, 2025, 1:34:47 AM CET<br>there"
    found = only(read_json(page(cell(done, answer=answer))))
    assert texts(found) == [
        "one\n  two\nthree\n\nNov 5, 2025 at noon",
        "It was\n\nNov 5, 2025, 1:34:47 AM CET\nthere",
    ]


def test_the_lines_of_the_export_on_files_are_no_words_of_the_person(read_json):
    files = '<br>Attached 2 files.<br>-&nbsp;<a href="a%201.png">a.png</a><br>- <a href="b">b</a>'
    pages = page(
        cell(f"Prompted\xa0What is this?{files}", answer="<p>A bee.</p>", ids=["a"]),
        cell(f"Prompted{files}", answer="<p>A wasp.</p>", ids=["b"]),
        cell('Prompted\xa0See <a href="https://example.com">this</a>', ids=["c"]),
    )
    found = read_json(pages)
    assert [texts(c) for c in found] == [["What is this?", "A bee."], ["A wasp."], ["See this"]]
    assert [s.reason for s in found[1].skipped] == ["no text"]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (cell("Created Gemini Canvas titled\xa0Bees", answer="x"), "activity that is no prompt"),
        (cell("Used Gemini Apps"), "activity that is no prompt"),
        (cell("Kysyttiin\xa0hei", answer="x"), "activity in words that are not known"),
        (prompted("hi", product="Search"), "activity of another product"),
        (
            prompted("hi").replace("&emsp;Gemini Apps", "&emsp;Search"),
            "activity of another product",
        ),
        (prompted("hi", "some day"), "activity without a time that could be read"),
        (prompted("hi", "5. brumaire 2025, 01:34:47 CET"),
         "activity without a time that could be read"),
    ],
)  # fmt: skip
def test_what_is_no_prompt_is_counted_with_a_reason(html, reason, read_json):
    skipped, kept = read_json(page(html, prompted("kept")))
    assert skipped == Skipped(RecordKind.MESSAGE, reason, "any-name, activity 1")
    assert texts(kept) == ["kept"]


def test_a_page_of_another_product_is_not_taken(tmp_path):
    path = tmp_path / "MyActivity.html"
    path.write_bytes(page(cell("Searched for\xa0gemini", ids=["abc"], product="Search")))
    with pytest.raises(ExportError):
        open_export(path)


@pytest.mark.parametrize("back", [1, 20, 200, 500])
def test_a_page_that_is_cut_off_gives_the_whole_cells(back, read_json):
    data = page(prompted("whole"), prompted("cut"))
    tail = len(b"</body></html>")
    kept, ended = read_json(data[: -tail - back])
    assert texts(kept) == ["whole"]
    assert ended == Skipped(
        RecordKind.CONVERSATION, "file ends in the middle", "any-name, activity 2"
    )


def test_a_page_whose_last_cell_is_whole_has_all(read_json):
    data = page(prompted("whole"), prompted("last"))
    assert [texts(c) for c in read_json(data[: -len(b"</body></html>")])] == [["whole"], ["last"]]


@pytest.mark.parametrize("size", [1, 7, 100, 5000])
def test_cells_are_found_wherever_blocks_end(size, monkeypatch, tmp_path):
    path = tmp_path / "x"
    path.write_bytes(page(*(prompted(f"{n} ü") for n in range(5))))
    importer = GeminiImporter()
    with ExportFiles(path) as export:
        whole = list(importer.read(export))
        with export.open(export.members[0]) as stream:
            monkeypatch.setattr(gemini_cells, "BLOCK", size)
            parts = list(gemini_cells.cells(stream))
    assert len(whole) == len(parts) == 5
    assert ["ü" in part for part in parts] == [True] * 5


@pytest.mark.parametrize("size", [50, 4000])
def test_a_cell_that_is_too_large_costs_only_itself(size, monkeypatch, read_json):
    monkeypatch.setattr(gemini_cells, "MAX_CELL", 5000)
    large = prompted("x" * 20_000)
    first = prompted("a")
    found = read_json(page(first, large, prompted("b")))
    assert [c.reason if isinstance(c, Skipped) else texts(c) for c in found] == [
        ["a"], "record too large", ["b"]
    ]  # fmt: skip
    monkeypatch.setattr(gemini_cells, "BLOCK", size)
    assert read_json(page(first, large, prompted("b"))) == found or size < 4000


def test_a_long_page_takes_little_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(scattered, "SPOOL", 1 << 16)
    path = tmp_path / "x.html"
    path.write_bytes(page(*(prompted(f"{n} " + "x" * 20_000, ids=[f"a{n}"]) for n in range(400))))
    with ExportFiles(path) as export:
        tracemalloc.start()
        count = sum(len(c.messages) for c in GeminiImporter().read(export))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 400
    assert peak < path.stat().st_size / 1.5


def test_the_same_rows_as_json_and_as_html_are_known(tmp_path):
    rows = [
        row("Prompted hi there", "2025-11-05T00:34:47.250Z", "<p>x</p>", id) for id in ("a", None)
    ]
    cells = [prompted("hi there", answer="<p>x</p>", ids=ids) for ids in (["a"], [])]
    paths = [tmp_path / "a.html", tmp_path / "a.json"]
    paths[0].write_bytes(page(*cells))
    paths[1].write_text(json.dumps(rows))
    store = open_store(tmp_path)
    *_, done = import_paths(paths, store, PinnedClock())
    assert [(s.format, s.messages.stored, s.messages.known) for s in done.sources] == [
        ("gemini", 4, 0),
        ("gemini", 0, 4),
    ]

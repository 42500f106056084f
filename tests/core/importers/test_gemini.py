import json
import tracemalloc

import pytest
from activity import row
from builders import PinnedClock, open_store

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import scattered
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.gemini import GeminiImporter
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


def texts(conversation):
    return [message.text for message in conversation.messages]


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def test_rows_of_one_conversation_are_put_together_oldest_first(read_json):
    found = read_json(
        [
            row("Prompted And mine?", "2026-07-20T15:20:00.100Z", "<p>No.</p>", "one"),
            row("Prompted Hello", "2026-07-20T15:18:00Z", "<p>Hi</p>", "two"),
            row("Asked Do bees sleep?", "2026-07-20T15:15:21.568Z", "<p>Yes.</p>", "one"),
        ]
    )
    assert [(c.external_id, c.title, texts(c)) for c in found] == [
        ("one", "", ["Do bees sleep?", "Yes.", "And mine?", "No."]),
        ("two", "", ["Hello", "Hi"]),
    ]
    first = found[0]
    assert [m.role for m in first.messages] == [Role.USER, Role.ASSISTANT] * 2
    assert [m.segments[0].origin for m in first.messages][:2] == [Origin.TYPED, Origin.ASSISTANT]
    assert first.messages[0].created_at == first.created_at == 1_784_560_521.568
    assert first.updated_at == 1_784_560_800.1
    assert [m.parent_id for m in first.messages] == [
        None,
        *(m.external_id for m in first.messages[:3]),
    ]
    assert all(m.active for m in first.messages)


def test_rows_of_one_time_keep_the_order_of_the_log(read_json):
    found = only(read_json([row(f"Prompted {n}", id="a") for n in (3, 2, 1)]))
    assert texts(found) == ["1", "2", "3"]


def test_a_row_without_a_time_stays_beside_the_one_below_it(read_json):
    rows = [
        row("Prompted later", "2026-07-20T15:20:00Z", id="a"),
        row("Prompted between", None, id="a"),
        row("Prompted first", "2026-07-20T15:10:00Z", id="a"),
    ]
    found = only(read_json(rows))
    assert texts(found) == ["first", "between", "later"]
    assert found.messages[1].created_at is None


def test_rows_without_a_conversation_are_each_their_own_and_known_by_time_and_words(read_json):
    rows = [row("Prompted Hello"), row("Prompted Goodbye"), row("Prompted Hello", None)]
    before = read_json(rows)
    assert [texts(c) for c in before] == [["Hello"], ["Goodbye"], ["Hello"]]
    assert len({c.external_id for c in before}) == 3
    after = read_json([row("Prompted Newer", "2026-07-21T15:15:21Z"), *rows])
    assert after[1:] == [*before[:2], before[2]]


@pytest.mark.parametrize("ids", [("b", "a"), ("a", "b")])
def test_a_row_of_several_conversations_is_stored_once(ids, read_json):
    urls = [{"url": f"https://gemini.google.com/u/1/app/{id}?hl=en"} for id in ids]
    rows = [
        row("Prompted new in b", "2026-07-20T15:20:00Z", id="b"),
        row("Branched before", "2026-07-20T15:10:00Z", details=urls),
    ]
    found = {c.external_id: texts(c) for c in read_json(rows)}
    assert found == {"a": ["before"], "b": ["new in b"]}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Prompted what is 2+2", "what is 2+2"),
        ("Prompted\xa0 lines\n  of code", "lines\n  of code"),
        ("Prompted :) hello", ":) hello"),
        ("Said Prompted is a word", "Prompted is a word"),
        ("Branched a chat", "a chat"),
        ("Answered yes", "yes"),
        ("Live Prompt how far is it", "how far is it"),
        ("Eingegebener Prompt: Was blüht?", "Was blüht?"),
        ("Prompt : Bonjour à tous", "Bonjour à tous"),
        ("Prompt\xa0: Bonjour", "Bonjour"),
        ("Has dicho: hola", "hola"),
        ("Hiciste la petición de ayuda", "de ayuda"),
        ("送信したメッセージ: こんにちは", "こんにちは"),
        ("送信したメッセージ：こんにちは", "こんにちは"),
        ("Υποβλήθηκε το ερώτημα γεια", "γεια"),
        ("Poslali ste poziv:\xa0Živjo", "Živjo"),
        ("Sinulta kysyttiin:\xa0Hei: sinä", "Hei: sinä"),  # by its punctuation alone
    ],
)
def test_the_words_of_google_are_no_words_of_the_person(title, said, read_json):
    found = only(read_json([row(title, answer="<p>x</p>")]))
    assert texts(found) == [said, "x"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (row("Created Gemini Canvas titled Bees"), "activity that is no prompt"),
        (row("Used Gemini Apps", answer="<p>x</p>"), "activity that is no prompt"),
        (row("Gave feedback: Good response"), "activity that is no prompt"),
        (row("Selected preferred draft"), "activity that is no prompt"),
        (row("Added chat from link: x"), "activity that is no prompt"),
        (row("Cleared previous feedback"), "activity that is no prompt"),
        (row("Answered survey question"), "activity that is no prompt"),
        (row("Annettu palaute:\xa0Hyvä"), "activity in words that are not known"),
        (row("Kysyttiin Hei: sinä", answer="<p>x</p>"), "activity in words that are not known"),
        (row("Prompted hi", header="Search"), "activity of another product"),
        (row("Prompted hi", products=["Search"]), "activity of another product"),
        (row("Prompted hi", products=None), "activity of another product"),
        (row(""), "no text"),
        (row(None), "no text"),
        ("Prompted", "not a message"),
        (None, "not a message"),
    ],
)
def test_what_is_no_prompt_is_counted_with_a_reason(record, reason, read_json):
    kept, skipped = read_json([row("Prompted hi"), record])
    assert skipped == Skipped(RecordKind.MESSAGE, reason, "any-name, activity 2")
    assert texts(kept) == ["hi"]


@pytest.mark.parametrize("title", ["Prompted", "Prompted ", "", None])
def test_a_prompt_of_an_image_alone_is_counted_and_its_answer_kept(title, read_json):
    found = only(read_json([row(title, answer="<p>A bee.</p>", imageFile="bee.png")]))
    assert texts(found) == ["A bee."]
    assert found.skipped == (Skipped(RecordKind.MESSAGE, "no text", "any-name, message 1"),)


def test_items_of_an_answer_are_joined(read_json):
    items = [{"html": "<p>One</p>"}, {"html": " "}, 5, {"html": "<ul><li>two</li></ul>"}]
    found = only(read_json([row("Prompted hi", safeHtmlItem=items)]))
    assert texts(found) == ["hi", "One\n\n- two"]


def test_pasted_text_in_a_prompt_is_told_apart(read_json):
    found = only(read_json([row("Prompted Why?\n```\nx = 1\n```")]))
    assert [s.origin for s in found.messages[0].segments] == [Origin.TYPED, Origin.PASTED]


def test_the_same_row_twice_in_a_conversation_is_a_duplicate(read_json):
    found = only(read_json([row("Prompted hi", answer="<p>x</p>", id="a")] * 2))
    assert texts(found) == ["hi", "x"]
    assert [s.reason for s in found.skipped] == ["duplicate id"] * 2


def test_two_answers_to_one_prompt_in_one_second_are_both_kept(read_json):
    found = only(
        read_json([row("Prompted hi", answer=f"<p>{word}</p>", id="a") for word in ("b", "a")])
    )
    assert texts(found) == ["hi", "a", "b"]


@pytest.mark.parametrize(
    "url",
    [
        "https://gemini.google.com/app/abc",
        "https://gemini.google.com/app/c/abc?hl=en",
        "https://gemini.google.com/u/0/app/abc#x",
        "https://bard.google.com/chat/abc",
    ],
)
def test_an_address_names_the_conversation(url, read_json):
    assert only(read_json([row("Prompted hi", titleUrl=url)])).external_id == "abc"


@pytest.mark.parametrize(
    "url", ["https://example.com/?u=https://gemini.google.com/app/abc", "javascript:x", "", None, 5]
)
def test_other_addresses_name_none(url, read_json):
    found = only(read_json([row("Prompted hi", titleUrl=url, details=[{"url": url}, 5])]))
    assert found.external_id.startswith("sha256-")


def test_a_file_that_is_cut_off_gives_what_was_whole(read_json):
    data = json.dumps([row("Prompted a", id="x"), row("Prompted b", id="x")]).encode()
    ended, found = read_json(data[:-30])
    assert ended == Skipped(
        RecordKind.CONVERSATION, "file ends in the middle", "any-name, activity 2"
    )
    assert texts(found) == ["a"]


def holds(source):
    for counts in (source.conversations, source.messages):
        assert counts.read == counts.stored + counts.known + counts.skipped


def test_a_later_export_adds_only_what_is_new(tmp_path):
    old = [
        row("Prompted a", "2026-07-20T15:15:21.568Z", "<p>x</p>", "one"),
        row("Used Gemini Apps"),
        row("Prompted alone", answer="<p>z</p>"),
    ]
    new = [row("Prompted b", "2026-07-21T10:00:00Z", "<p>y</p>", "one"), *old]
    store = open_store(tmp_path)
    paths = [tmp_path / "old.json", tmp_path / "new.json", tmp_path / "old.json"]
    paths[0].write_text(json.dumps(old))
    paths[1].write_text(json.dumps(new))
    *_, done = import_paths(paths, store, PinnedClock())
    for source in done.sources:
        holds(source)
    assert [(s.messages.stored, s.messages.known, s.messages.skipped) for s in done.sources] == [
        (4, 0, 1), (2, 4, 1), (0, 4, 1)
    ]  # fmt: skip
    assert store.history.counts() == {"conversations": 2, "messages": 6, "own_words_messages": 3}


def test_many_rows_take_little_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(scattered, "SPOOL", 1 << 16)
    path = tmp_path / "x.json"
    with path.open("w") as file:
        file.write("[")
        for number in range(4000):
            text = json.dumps(row(f"Prompted {number} " + "x" * 2000, id=f"id{number % 50}"))
            file.write(("," if number else "") + text)
        file.write("]")
    with ExportFiles(path) as export:
        tracemalloc.start()
        count = sum(len(c.messages) for c in GeminiImporter().read(export))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 4000
    assert peak < path.stat().st_size / 1.5


def test_a_conversation_that_is_too_large_costs_only_itself(read_json, monkeypatch):
    monkeypatch.setattr(scattered, "MAX_BYTES", 500)
    rows = [row("Prompted " + "x" * 300, id="a"), row("Prompted b", id="b")]
    first, second = read_json([*rows, row("Prompted " + "y" * 300, id="a")])
    assert first == Skipped(RecordKind.CONVERSATION, "record too large", "any-name")
    assert texts(second) == ["b"]


def test_conversations_too_many_are_counted(read_json, monkeypatch):
    monkeypatch.setattr(scattered, "MAX_CONVERSATIONS", 1)
    skipped, found = read_json([row("Prompted a", id="a"), row("Prompted b", id="b")])
    assert skipped.reason == "too many conversations in one file"
    assert texts(found) == ["a"]


SEARCH = {"header": "Search", "title": "Searched for gemini", "time": "2026-07-20T15:15:21Z",
          "titleUrl": "https://www.google.com/search?q=gemini", "products": ["Search"]}  # fmt: skip


def test_a_whole_takeout_of_several_products(make, tmp_path):
    files = {
        "Takeout/Meine Aktivitäten/Gemini-Apps/MeineAktivitäten.json": [
            row("Eingegebener Prompt: Was blüht?", header="Gemini-Apps", products=["Gemini-Apps"]),
        ],
        "Takeout/Meine Aktivitäten/Gemini-Apps/bild-52785bee.png": b"\x89PNG",
        "Takeout/Meine Aktivitäten/Suche/MeineAktivitäten.json": [SEARCH] * 3,
        "Takeout/Archiv_Übersicht.html": b"<html><body>Gemini</body></html>",
    }
    store = open_store(tmp_path)
    *_, done = import_paths([make.zip(tmp_path / "takeout.zip", files)], store, PinnedClock())
    (source,) = done.sources
    assert (source.format, source.messages.stored, source.skipped) == ("gemini", 1, {})


def test_the_activity_of_another_product_is_not_taken(read_json):
    with pytest.raises(ExportError):
        read_json([SEARCH])

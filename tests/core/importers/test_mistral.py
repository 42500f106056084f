import json

import pytest
from accounting import imported_twice, origins

from selfaudit.core.importers import mistral
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role


def at(second):
    return f"2025-09-19T16:18:{second:02}.000Z"


def said(text="I keep bees.", role="user", *, second=0, **fields):
    return {
        "id": f"m-{text}",
        "version": 0,
        "chatId": "c-1",
        "content": text,
        "contentChunks": None,
        "role": role,
        "createdAt": at(second),
        "reaction": "neutral",
        "context": None,
        "canvas": [],
        "quotes": [],
        "files": [],
    } | fields


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def test_a_plain_chat_in_the_order_of_time(read_json):
    found = only(
        read_json([said("Lovely.", "assistant", id="b", second=9), said(id="a", second=1)])
    )
    assert (found.external_id, found.title) == ("c-1", "")
    assert (found.created_at, found.updated_at) == (1_758_298_681.0, 1_758_298_689.0)
    first, second = found.messages
    assert (first.external_id, first.parent_id, first.role) == ("a", None, Role.USER)
    assert (second.external_id, second.parent_id, second.role) == ("b", "a", Role.ASSISTANT)
    assert origins(first) == [("I keep bees.", Origin.TYPED)]
    assert origins(second) == [("Lovely.", Origin.ASSISTANT)]
    assert first.created_at == 1_758_298_681.0
    assert found.skipped == ()


def test_each_file_of_the_zip_is_a_chat(make, read, tmp_path):
    files = {
        "chat-c-1.json": [said()],
        "chat-c-1-files/bees.png": b"\x89PNG",
        "chat-c-2.json": [said(chatId="c-2"), said("Lovely.", "assistant", chatId="c-2")],
    }
    found = read(make.zip(tmp_path / "x.zip", files))
    assert [(c.external_id, len(c.messages)) for c in found] == [("c-1", 1), ("c-2", 2)]


def test_chats_in_one_file_are_told_apart(read_json):
    found = read_json([said(), said(chatId="c-2"), said("And wasps.", second=5), 7])
    assert [(c.external_id, [m.text for m in c.messages]) for c in found] == [
        ("c-1", ["I keep bees.", "And wasps."]),
        ("c-2", ["I keep bees."]),
    ]
    assert [len(c.skipped) for c in found] == [1, 0]


def test_chunks_repeat_what_was_said_and_tell_what_tools_did(read_json):
    chunks = [
        {"type": "text", "text": "Bees are"},
        {"type": "reference", "referenceIds": [1]},
        {"type": "text", "text": " lovely."},
        {
            "type": "tool_call",
            "name": "web_search",
            "publicArguments": "bees",
            "publicResult": {"text": "found", "n": 3},
        },
        {"type": "custom_element", "text": "?"},
    ]
    expected = [
        ("Bees are lovely.", Origin.ASSISTANT),
        ("bees\n\nfound", Origin.TOOL),
        ("?", Origin.ATTACHED),
    ]
    both = said("Bees are lovely.", "assistant", contentChunks=chunks)
    assert origins(only(read_json([both])).messages[0]) == expected
    alone = said("", "assistant", contentChunks=chunks)
    assert origins(only(read_json([alone])).messages[0]) == expected


def test_quotes_canvases_and_pastes_are_not_typed(read_json):
    asked = said(
        "I like this:\n```\ncode\n```",
        quotes=["Bees are.", {"content": "Wasps are."}, 7],
        canvas=[{"type": "text/markdown", "title": "Doc", "content": "A doc"}],
        files=[{"type": "text", "name": "a.txt"}],
    )
    answered = said("Here:", "assistant", canvas=[{"content": "# Bees"}], second=5)
    found = only(read_json([asked, answered]))
    assert origins(found.messages[0]) == [
        ("Bees are.\n\nWasps are.", Origin.QUOTED),
        ("I like this:", Origin.TYPED),
        ("```\ncode\n```", Origin.PASTED),
        ("A doc", Origin.ATTACHED),
    ]
    assert origins(found.messages[1]) == [("Here:\n\n# Bees", Origin.ASSISTANT)]


def test_a_message_without_a_time_stays_behind_the_one_before_it(read_json):
    found = only(
        read_json(
            [
                said("C", second=3),
                said("D", createdAt=None),
                said("A", second=1),
                said("B", second=2),
            ]
        )
    )
    assert [m.text for m in found.messages] == ["A", "B", "C", "D"]


def test_what_is_not_stored_is_counted_with_a_reason(read_json):
    found = only(
        read_json(
            [
                said(id="a"),
                said("", id="b", files=[{"type": "image", "name": "bees.png"}]),
                said("Hi", "stranger", id="c"),
                said(7, id="d"),
                said("Again", id="a"),
                "text",
            ]
        )
    )
    assert [m.text for m in found.messages] == ["I keep bees."]
    assert [s.reason for s in found.skipped] == [
        "no text",
        "unknown role",
        "content of the wrong type",
        "duplicate id",
        "not a message",
    ]
    assert {s.kind for s in found.skipped} == {RecordKind.MESSAGE}


def test_a_file_that_was_cut_off_keeps_what_was_whole(read_json):
    whole = json.dumps([said(), said("And wasps.")]).encode()
    found = only(read_json(whole[:-20]))
    assert [m.text for m in found.messages] == ["I keep bees."]
    assert [s.reason for s in found.skipped] == ["file ends in the middle"]


@pytest.mark.parametrize(("bound", "value"), [("MAX_MESSAGES", 2), ("MAX_LENGTH", 20)])
def test_a_file_without_end_is_read_so_far(bound, value, monkeypatch, read_json):
    monkeypatch.setattr(mistral, bound, value)
    found = only(read_json([said(f"I keep {n} bees.", id=str(n)) for n in range(9)]))
    assert len(found.messages) == 2
    assert [s.reason for s in found.skipped] == ["record too large"]


def test_every_record_is_accounted_for_when_it_comes_twice(make, tmp_path):
    files = {
        "chat-1.json": [said(), said(""), said("Lovely.", "assistant")],
        "chat-2.json": [said(chatId="c-2"), 7],
    }
    first = imported_twice(tmp_path, make.zip(tmp_path / "x.zip", files))
    assert (first.conversations.stored, first.messages.stored) == (2, 3)
    assert first.skipped == {"no text": 1, "not a message": 1}


def test_a_chat_without_an_id_is_known_again_when_it_has_gone_on():
    texts = [("I keep bees.", "user"), ("Lovely.", "assistant"), ("And wasps.", "user")]
    messages = [said(*text, second=n, chatId=None) for n, text in enumerate(texts)]
    (short,) = mistral.parse_chats(iter(messages[:2]), "here")
    (longer,) = mistral.parse_chats(iter(messages), "here")
    assert short.external_id == longer.external_id
    assert short.external_id.startswith("sha256-")

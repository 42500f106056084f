import json

import pytest
from accounting import imported_twice, origins

from selfaudit.core.importers.chatgpt import ChatGPTImporter
from selfaudit.core.importers.deepseek import DeepSeekImporter
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


def at(second):
    return f"2025-05-01T18:00:{second:02}.000000+08:00"


def said(*fragments, second=0, **fields):
    return {
        "files": [],
        "model": "deepseek-reasoner",
        "inserted_at": at(second),
        "fragments": [{"type": kind, "content": text} for kind, text in fragments],
    } | fields


def asked(text="I keep bees.", **fields):
    return said(("REQUEST", text), **fields)


def answered(text="Lovely.", **fields):
    return said(("THINK", "They keep bees."), ("RESPONSE", text), **fields)


def chat(*messages, parents=None, id="c-1", **fields):
    """A chat of nodes "1", "2" and on; each below the one before it, unless parents are named."""
    names = [str(number) for number in range(1, len(messages) + 1)]
    parents = parents or ["root", *names]
    mapping = {"root": {"id": "root", "parent": None, "children": [], "message": None}}
    for name, parent, message in zip(names, parents, messages, strict=False):
        mapping[name] = {"id": name, "parent": parent, "children": [], "message": message}
        mapping[parent]["children"].append(name)
    about = {"id": id, "title": "Bees", "inserted_at": at(0), "updated_at": at(30)}
    return about | {"mapping": mapping} | fields


def page(*messages, current=None, wrapped=True):
    session = {
        "id": "c-1",
        "title": "Bees",
        "inserted_at": 1_746_093_600.0,
        "updated_at": 1_746_093_630.0,
        "current_message_id": current,
    }
    data = {"chat_session": session, "chat_messages": list(messages)}
    return {"code": 0, "msg": "", "data": {"biz_code": 0, "biz_data": data}} if wrapped else data


def loaded(id, parent, role="USER", text="I keep bees.", **fields):
    kind = "REQUEST" if role == "USER" else "RESPONSE"
    return {
        "message_id": id,
        "parent_id": parent,
        "role": role,
        "model": "",
        "inserted_at": 1_746_093_600.0 + id,
        "fragments": [{"id": 1, "type": kind, "content": text}],
    } | fields


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def test_a_plain_chat(read_json):
    found = only(read_json([chat(asked(), answered(second=5))]))
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert (found.created_at, found.updated_at) == (1_746_093_600.0, 1_746_093_630.0)
    first, second = found.messages
    assert (first.external_id, first.parent_id, first.role) == ("1", None, Role.USER)
    assert (second.external_id, second.parent_id, second.role) == ("2", "1", Role.ASSISTANT)
    assert origins(first) == [("I keep bees.", Origin.TYPED)]
    assert origins(second) == [
        ("They keep bees.", Origin.HIDDEN),
        ("Lovely.", Origin.ASSISTANT),
    ]
    assert (first.model, second.model) == (None, "deepseek-reasoner")
    assert second.created_at == 1_746_093_605.0
    assert found.skipped == ()


def test_the_zip_and_a_lone_chat_read_the_same(make, read, read_json, tmp_path):
    expected = read_json([chat(asked(), answered())])
    files = {"conversations.json": [chat(asked(), answered())], "user.json": {"user_id": "u"}}
    assert read(make.zip(tmp_path / "x.zip", files)) == expected
    assert read_json(chat(asked(), answered())) == expected


def test_what_tools_found_is_told_apart(read_json):
    message = answered()
    message["fragments"][1:1] = [
        {
            "type": "SEARCH",
            "content": None,
            "results": [{"title": "Bees", "snippet": "Bees are.", "url": "https://e.org"}, 7],
        },
        {"type": "TOOL_SEARCH", "content": "bees", "results": None},
        {"type": "BRAND_NEW", "content": "?"},
    ]
    assert origins(only(read_json([chat(asked(), message)])).messages[1]) == [
        ("They keep bees.", Origin.HIDDEN),
        ("Bees\nBees are.\n\nbees", Origin.TOOL),
        ("?", Origin.ATTACHED),
        ("Lovely.", Origin.ASSISTANT),
    ]


def test_own_words_are_told_from_pastes_and_files(read_json):
    message = asked(
        "I like this:\n```\ncode\n```", files=[{"file_name": "a.txt", "content": "Wax."}]
    )
    assert origins(only(read_json([chat(message)])).messages[0]) == [
        ("I like this:", Origin.TYPED),
        ("```\ncode\n```", Origin.PASTED),
        ("Wax.", Origin.ATTACHED),
    ]


def test_the_branch_of_the_newest_leaf_is_active(read_json):
    messages = [
        asked("One"),
        answered("Two", second=2),
        asked("Three", second=9),
        asked("Four", second=4),
    ]
    found = only(read_json([chat(*messages, parents=["root", "1", "2", "2"])]))
    assert [(m.external_id, m.active) for m in found.messages] == [
        ("1", True),
        ("2", True),
        ("3", True),
        ("4", False),
    ]
    assert [m.parent_id for m in found.messages] == [None, "1", "2", "2"]


def test_an_edited_first_message_is_another_beginning(read_json):
    found = only(
        read_json(page(loaded(1, None), loaded(2, 1, "ASSISTANT", "Two"), loaded(3, None)))
    )
    assert [(m.external_id, m.parent_id, m.active) for m in found.messages] == [
        ("1", None, False),
        ("2", "1", False),
        ("3", None, True),
    ]


@pytest.mark.parametrize("wrapped", [True, False])
def test_what_the_page_loads(wrapped, read_json):
    messages = [
        loaded(1, None),
        loaded(2, 1, "ASSISTANT", "Two"),
        loaded(3, 1, "ASSISTANT", "Three"),
    ]
    found = only(read_json(page(*messages, current=2, wrapped=wrapped)))
    assert (found.external_id, found.title, found.created_at) == ("c-1", "Bees", 1_746_093_600.0)
    assert [(m.text, m.role, m.active) for m in found.messages] == [
        ("I keep bees.", Role.USER, True),
        ("Two", Role.ASSISTANT, True),
        ("Three", Role.ASSISTANT, False),
    ]
    newest = only(read_json(page(*messages, wrapped=wrapped)))
    assert [m.active for m in newest.messages] == [True, False, True]


def test_messages_that_name_no_parents_follow_each_other(read_json):
    found = only(read_json(page(loaded(1, None), loaded(2, None, "ASSISTANT"), loaded(3, None))))
    assert [m.parent_id for m in found.messages] == [None, "1", "2"]
    assert all(m.active for m in found.messages)


def test_the_older_layout_where_person_and_model_take_turns(read_json):
    def plain(text, **fields):
        about = {"content": text, "reasoning_content": None, "model": "deepseek-chat"}
        return about | {"inserted_at": at(0)} | fields

    found = only(
        read_json(
            [
                chat(
                    plain("I keep bees."),
                    plain("Lovely.", reasoning_content="They keep bees."),
                    plain("And wasps."),
                    plain("Oh."),
                )
            ]
        )
    )
    assert [m.role for m in found.messages] == [Role.USER, Role.ASSISTANT] * 2
    assert origins(found.messages[1]) == [
        ("They keep bees.", Origin.HIDDEN),
        ("Lovely.", Origin.ASSISTANT),
    ]
    broken = chat(plain("I keep bees."), plain("Lovely."), plain("And wasps."))
    del broken["mapping"]["2"]
    found = only(read_json([broken]))
    assert [m.text for m in found.messages] == ["I keep bees."]
    assert [s.reason for s in found.skipped] == ["unknown role"]


def test_what_is_not_stored_is_counted_with_a_reason(read_json):
    found = only(
        read_json(
            [
                chat(
                    asked(),
                    said(("RESPONSE", "")),
                    said(),
                    said(("RESPONSE", "Hi"), role="STRANGER"),
                    said(content=7, role="USER"),
                    "text",
                )
            ]
        )
    )
    assert [m.text for m in found.messages] == ["I keep bees."]
    assert [s.reason for s in found.skipped] == [
        "no text",
        "no text",
        "unknown role",
        "content of the wrong type",
        "not a message",
    ]
    assert {s.kind for s in found.skipped} == {RecordKind.MESSAGE}


def test_neither_deepseek_nor_chatgpt_takes_the_others_file(make, tmp_path):
    files = {
        "ours.json": [chat(asked(), answered())],
        "page.json": page(loaded(1, None)),
        "theirs.json": [make.chain(make.message(), make.message("assistant"))],
    }
    with ExportFiles(make.zip(tmp_path / "x.zip", files)) as export:
        held = {
            importer.format: [m.name for m in export.members if importer.holds(export, m)]
            for importer in (DeepSeekImporter(), ChatGPTImporter())
        }
    assert held == {"deepseek": ["ours.json", "page.json"], "chatgpt": ["theirs.json"]}


def test_damage(read_json):
    whole = json.dumps([chat(asked()), chat(asked(), id="c-2"), chat(id="c-3"), 7]).encode()
    *_, empty, other = read_json(whole)
    assert (empty.reason, other.reason) == ("no messages in the export", "not a conversation")
    kept, skipped = read_json(whole[: whole.index(b"c-2")])
    assert isinstance(kept, Conversation)
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "file ends in the middle"


def test_every_record_is_accounted_for_when_it_comes_twice(tmp_path):
    path = tmp_path / "x.json"
    chats = [chat(asked(), said(), answered()), chat(asked(), id="c-2"), chat(id="c-3"), 7]
    path.write_text(json.dumps(chats))
    first = imported_twice(tmp_path, path)
    assert (first.conversations.stored, first.messages.stored) == (2, 3)
    assert first.skipped == {
        "no text": 1,
        "no messages in the export": 1,
        "not a conversation": 1,
    }


def test_a_chat_without_an_id_is_known_again_when_it_has_gone_on(read_json):
    short, longer, other = (
        only(read_json([chat(*messages, id=None)]))
        for messages in (
            [asked(), answered()],
            [asked(), answered(), asked("And wasps.")],
            [asked("I keep cats."), answered()],
        )
    )
    assert short.external_id == longer.external_id != other.external_id

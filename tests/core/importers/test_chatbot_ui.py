import pytest
from accounting import imported_twice, only, origins, texts

from selfaudit.core.models.history import Origin, Role

DEFAULT = (
    "You are ChatGPT, a large language model trained by OpenAI. "
    "Follow the user's instructions carefully. Respond using markdown."
)


def said(content="I keep bees.", role="user"):
    return {"role": role, "type": "text", "content": content}


def chat(*messages, **fields):
    return {
        "id": "c-1",
        "name": "Bees",
        "messages": list(messages),
        "model": {"id": "gpt-4", "name": "GPT-4"},
        "prompt": "Be kind.",
        "temperature": 1,
        "folderId": None,
    } | fields


def export(*chats, prompts=(), version=4):
    return {"version": version, "history": list(chats), "folders": [], "prompts": list(prompts)}


def test_a_plain_chat(read_json):
    found = only(read_json(export(chat(said(), said("Lovely.", "assistant")))))
    assert (found.external_id, found.title, found.created_at) == ("c-1", "Bees", None)
    assert [(m.external_id, m.parent_id, m.role, m.model, *origins(m)) for m in found.messages] == [
        ("system prompt", None, Role.SYSTEM, None, ("Be kind.", Origin.CUSTOM_INSTRUCTION)),
        ("message 1", None, Role.USER, None, ("I keep bees.", Origin.TYPED)),
        ("message 2", "message 1", Role.ASSISTANT, "gpt-4", ("Lovely.", Origin.ASSISTANT)),
    ]
    assert texts(found) == ["Be kind.", "I keep bees.", "Lovely."]


def test_the_list_of_older_versions_reads_the_same(read_json):
    one = chat(said(), said("Lovely.", "assistant"))
    assert read_json([one]) == read_json(export(one)) == read_json(one)


def test_the_programs_own_prompt_is_nobodys_instruction(read_json):
    found = only(read_json(export(chat(said(), prompt=DEFAULT))))
    assert origins(found.messages[0]) == [(DEFAULT, Origin.HIDDEN)]
    assert len(only(read_json(export(chat(said(), prompt="")))).messages) == 1


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (said(" "), "no text"),
        (said(None), "no text"),
        (said(5), "content of the wrong type"),
        (said(role="robot"), "unknown role"),
        ({"content": "x"}, "no role"),
        ("x", "not a message"),
    ],
)
def test_a_message_that_cannot_be_read_is_counted_with_its_reason(message, reason, read_json):
    found = only(read_json(export(chat(said(), message))))
    assert texts(found) == ["Be kind.", "I keep bees."]
    assert [s.reason for s in found.skipped] == [reason]


def test_parts_of_a_message_are_typed(read_json):
    parts = [{"type": "text", "text": "I sing."}, {"type": "image_url"}, "> q"]
    found = only(read_json(export(chat(said(parts), prompt=""))))
    assert origins(found.messages[0]) == [("I sing.", Origin.TYPED), ("> q", Origin.QUOTED)]


def test_what_is_no_chat_is_counted(read_json):
    prompts = [{"id": "p", "name": "P", "content": "Translate {{x}}", "folderId": None}]
    found = read_json(export(chat(said()), chat(), {"id": 1}, prompts=prompts))
    assert [s.reason for s in found[1:]] == [
        "no messages in the export",
        "not a conversation",
        "saved prompt, not a chat",
    ]


def test_a_chat_without_an_id_is_known_by_its_beginning(read_json):
    def id_of(*messages, **fields):
        return only(read_json(export(chat(*messages, **fields)))).external_id

    begun = (said(), said("Lovely.", "assistant"))
    assert id_of(*begun, id=7) == "7"
    assert id_of(*begun, id=None) == id_of(*begun, said("And wasps?"), id=None, name="New")
    assert id_of(*begun, id=None) != id_of(said("I sing."), id=None)


def test_all_is_known_when_it_comes_again(shared_formats, tmp_path):
    source = imported_twice(tmp_path, shared_formats / "chatbotui")
    assert (source.format, source.conversations.stored, source.messages.stored) == (
        "chatbot_ui",
        2,
        8,
    )
    assert (source.own_words_messages, source.skipped) == (3, {"saved prompt, not a chat": 2})


def test_the_published_file(shared_formats, read):
    first, second, *prompts = read(shared_formats / "chatbotui")
    assert [len(c.messages) for c in (first, second)] == [5, 3]
    assert first.messages[0].segments[0].origin is Origin.HIDDEN
    assert [m.text for m in first.messages if m.role is Role.USER] == [
        "Hello what are you able to do?",
        "I like Entertainment part. Go ahead. Entertain me.",
    ]
    assert {p.reason for p in prompts} == {"saved prompt, not a chat"}

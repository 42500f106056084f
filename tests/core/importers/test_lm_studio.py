import json

import pytest
from accounting import imported_twice, only, origins, texts

from selfaudit.core.models.history import Origin, Role


def step(text, thinking=False, **fields):
    made = {"type": "contentBlock", "content": [{"type": "text", "text": text}]}
    if thinking:
        made["style"] = {"type": "thinking", "ended": True, "title": "Thought"}
    return made | {"genInfo": {"identifier": "qwen3-4b", "stats": {}}} | fields


def asked(text="I keep bees.", **fields):
    part = {"type": "text", "text": text}
    return {"type": "singleStep", "role": "user", "content": [part]} | fields


def answered(*steps, **fields):
    return {"type": "multiStep", "role": "assistant", "steps": list(steps)} | fields


def message(*versions, selected=0):
    return {"versions": list(versions), "currentlySelected": selected}


def chat(*messages, **fields):
    return {
        "name": "Bees",
        "pinned": False,
        "createdAt": 1_700_000_000_123,
        "tokenCount": 9,
        "systemPrompt": "",
        "messages": list(messages),
        "perChatPredictionConfig": {"fields": []},
        "userLastMessagedAt": 1_700_000_100_000,
    } | fields


@pytest.fixture
def read_version(read_json):
    """What becomes of one version: its origins, or the reason why it was skipped."""

    def read(version):
        found = only(read_json(chat(message(asked("First")), message(version))))
        kept = [m for m in found.messages if m.text != "First"]
        assert len(kept) + len(found.skipped) == 1
        return origins(kept[0]) if kept else found.skipped[0].reason

    return read


def test_a_plain_chat(read_json):
    found = only(read_json(chat(message(asked()), message(answered(step("Lovely."))))))
    assert (found.title, found.created_at) == ("Bees", 1_700_000_000.123)
    assert found.updated_at == 1_700_000_100.0
    assert [(m.external_id, m.parent_id, m.role, m.model, *origins(m)) for m in found.messages] == [
        ("message 1", None, Role.USER, None, ("I keep bees.", Origin.TYPED)),
        ("message 2", "message 1", Role.ASSISTANT, "qwen3-4b", ("Lovely.", Origin.ASSISTANT)),
    ]


def test_only_the_version_that_is_shown_is_active_and_what_follows_is_below_it(read_json):
    old, new = answered(step("old")), answered(step("new"))
    found = only(read_json(chat(message(asked()), message(old, new, selected=1), message(asked("And"
                                " wasps?")))))  # fmt: skip
    assert texts(found, active=False) == ["I keep bees.", "old", "new", "And wasps?"]
    assert texts(found) == ["I keep bees.", "new", "And wasps?"]
    assert [m.parent_id for m in found.messages] == [
        None,
        "message 1",
        "message 1",
        "message 2, version 2",
    ]
    for selected in (7, -1, None, True, "1"):
        shown = only(read_json(chat(message(asked()), message(old, new, selected=selected))))
        assert texts(shown) == ["I keep bees.", "old"]


def test_a_chat_is_the_same_when_it_is_renamed_and_when_it_goes_on(read_json):
    def id_of(*messages, **fields):
        return only(read_json(chat(*messages, **fields))).external_id

    begun = (message(asked()), message(answered(step("Lovely."))))
    assert id_of(*begun) == id_of(*begun, message(asked("More")), name="Renamed")
    assert id_of(*begun) != id_of(*begun, createdAt=1_700_000_000_124)
    assert id_of(*begun, createdAt=None) == id_of(*begun, message(asked("More")), createdAt=None)
    assert id_of(*begun, createdAt=None) != id_of(message(asked("Hi")), createdAt=None)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (asked("> q\nI sing."), [("> q", Origin.QUOTED), ("I sing.", Origin.TYPED)]),
        (asked(content="I sing."), [("I sing.", Origin.TYPED)]),
        (
            asked(preprocessed={"role": "user", "content": [{"type": "text", "text": "page 1"}]}),
            [("I keep bees.", Origin.TYPED)],
        ),
        (
            asked(content=[{"type": "file", "fileIdentifier": "f"}, {"type": "x", "text": "t"}]),
            [("t", Origin.ATTACHED)],
        ),
        (
            answered(step("hm", thinking=True), {"type": "debugInfoBlock", "debugInfo": "x"},
                     step("Sunny.")),
            [("hm", Origin.HIDDEN), ("Sunny.", Origin.ASSISTANT)],
        ),
        (
            answered({"type": "contentBlock", "content": [
                         {"type": "toolCallRequest", "name": "w", "parameters": {"q": "Kiel"}}]},
                     {"type": "toolStatus", "text": "done"},
                     {"type": "contentBlock", "role": "tool", "content": [
                         {"type": "toolCallResult", "content": "sun"}]},
                     step("Sunny.")),
            [('{"q": "Kiel"}\n\nsun', Origin.TOOL), ("Sunny.", Origin.ASSISTANT)],
        ),
        (
            {"type": "singleStep", "role": "assistant", "content": [
                {"type": "text", "text": "<think>hm</think>Yes."}]},
            [("hm", Origin.HIDDEN), ("Yes.", Origin.ASSISTANT)],
        ),
        (
            {"type": "singleStep", "role": "system", "content": "Be kind."},
            [("Be kind.", Origin.CUSTOM_INSTRUCTION)],
        ),
        (asked(content=[{"type": "file", "fileIdentifier": "f"}]), "no text"),
        (answered(), "no text"),
        (answered(steps=None), "content of the wrong type"),
        (asked(content={"x": 1}), "content of the wrong type"),
        (asked(role="robot"), "unknown role"),
        ({"content": "x"}, "no role"),
        (5, "not a message"),
    ],
)  # fmt: skip
def test_where_the_words_of_a_version_came_from(version, expected, read_version):
    assert read_version(version) == expected


def test_the_system_prompt_of_the_chat_comes_first(read_json):
    config = {"fields": [{"key": "llm.prediction.temperature", "value": 0.8},
                         {"key": "llm.prediction.systemPrompt", "value": "Be kind."}]}  # fmt: skip
    found = only(read_json(chat(message(asked()), perChatPredictionConfig=config)))
    assert origins(found.messages[0]) == [("Be kind.", Origin.CUSTOM_INSTRUCTION)]
    plain = only(read_json(chat(message(asked()), systemPrompt="Be brief.")))
    assert origins(plain.messages[0]) == [("Be brief.", Origin.CUSTOM_INSTRUCTION)]


def test_what_holds_nothing_is_counted(read_json):
    (empty,) = read_json(chat())
    assert empty.reason == "no messages in the export"
    found = only(read_json(chat(message(asked()), {"versions": []}, {"role": "user"}, None)))
    assert texts(found) == ["I keep bees."]
    assert [s.reason for s in found.skipped] == ["no text", "not a message", "not a message"]


def test_a_folder_of_chats_is_accounted_for(tmp_path):
    folder = tmp_path / "conversations" / "Hives"
    folder.mkdir(parents=True)
    one = chat(message(asked()), message(answered(step("old")), answered(step("new"))))
    (folder / "1.conversation.json").write_text(json.dumps(one))
    (folder / "2.conversation.json").write_text(json.dumps(chat(createdAt=2)))
    (folder / "3.conversation.json").write_text(json.dumps(one)[:-20])
    (folder / "model-data.json").write_text('{"a": 1}')
    source = imported_twice(tmp_path, tmp_path / "conversations")
    assert (source.format, source.conversations.stored, source.messages.stored) == (
        "lm_studio",
        1,
        3,
    )
    assert source.skipped == {"no messages in the export": 1, "file ends in the middle": 1}

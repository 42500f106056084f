import base64

import pytest

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.aistudio import parse_conversation
from selfaudit.core.importers.registry import open_export
from selfaudit.core.models.history import Conversation, Origin, Role, Skipped


def said(text="I keep bees.", role="user", **fields):
    return {"role": role, "text": text} | fields


def chat(*chunks, pending=(), **fields):
    prompt = {"chunks": list(chunks), "pendingInputs": list(pending)}
    return {"runSettings": {"model": "models/gemini-x"}, "chunkedPrompt": prompt} | fields


def parse(*chunks, **fields) -> Conversation:
    found = parse_conversation(chat(*chunks, **fields), "Bees", "here")
    assert isinstance(found, Conversation)
    return found


def origins(message):
    return [(message.text[s.start : s.end].strip(), s.origin) for s in message.segments]


def test_a_plain_chat(read_json):
    (found,) = read_json(
        chat(
            said(createTime="2026-06-01T10:00:00.000Z"),
            said("Hm.", "model", isThought=True),
            said("Lovely.", "model", createTime="2026-06-01T10:00:09Z"),
            systemInstruction={"text": "Be brief."},
        )
    )
    assert (found.title, found.created_at, found.updated_at) == (
        "any-name",
        1_780_308_000.0,
        1_780_308_009.0,
    )
    assert [(m.external_id, m.role, m.model, *origins(m)) for m in found.messages] == [
        ("system instruction", Role.SYSTEM, None, ("Be brief.", Origin.CUSTOM_INSTRUCTION)),
        ("message 1", Role.USER, None, ("I keep bees.", Origin.TYPED)),
        ("message 2", Role.ASSISTANT, "gemini-x", ("Hm.", Origin.HIDDEN)),
        ("message 3", Role.ASSISTANT, "gemini-x", ("Lovely.", Origin.ASSISTANT)),
    ]
    assert found.skipped == ()
    assert all(m.active for m in found.messages)


@pytest.mark.parametrize("instruction", ["Be brief.", {"text": "Be brief."},
                                         {"parts": [{"text": "Be brief."}]}])  # fmt: skip
def test_the_system_instruction_in_every_shape(instruction):
    found = parse(said(), systemInstruction=instruction)
    assert origins(found.messages[0]) == [("Be brief.", Origin.CUSTOM_INSTRUCTION)]


@pytest.mark.parametrize("instruction", [None, {}, {"text": ""}, [], 5])
def test_no_system_instruction(instruction):
    assert len(parse(said(), systemInstruction=instruction).messages) == 1


NOTES = base64.b64encode(b"Notes on bees").decode()


@pytest.mark.parametrize(
    ("chunk", "expected"),
    [
        (said("Why?\n> quote"), [("Why?", Origin.TYPED), ("> quote", Origin.QUOTED)]),
        (said(parts=[{"text": "I keep bees."}]), [("I keep bees.", Origin.TYPED)]),
        (said(None, parts=[{"text": "I"}, {"text": "sing"}, 5]), [("I\n\nsing", Origin.TYPED)]),
        (said(None, "model", parts=[{"text": "hm", "thought": True}, {"text": "Yes"}]),
         [("hm", Origin.HIDDEN), ("Yes", Origin.ASSISTANT)]),
        (said("", "model", executableCode={"code": "1+1"}, codeExecutionResult={"output": "2"}),
         [("1+1\n\n2", Origin.TOOL)]),
        (said("", "model", parts=[{"executableCode": {"code": "1+1"}}, {"text": "So 2."}]),
         [("So 2.", Origin.ASSISTANT), ("1+1", Origin.TOOL)]),
        (said("Read.", inlineFile={"mimeType": "text/plain", "data": NOTES}),
         [("Read.", Origin.TYPED), ("Notes on bees", Origin.ATTACHED)]),
        (said("Read.", inlineFile={"mimeType": "text/plain", "data": "x"}),
         [("Read.", Origin.TYPED)]),
        (said("Look.", driveImage={"id": "1"}), [("Look.", Origin.TYPED)]),
        (said("Half an", "model", errorMessage="stopped"), [("Half an", Origin.ASSISTANT)]),
        (said("Corrected", "model", isEdited=True), [("Corrected", Origin.ASSISTANT)]),
    ],
)  # fmt: skip
def test_where_the_words_of_a_chunk_came_from(chunk, expected):
    (message,) = parse(chunk).messages
    assert origins(message) == expected


@pytest.mark.parametrize(
    ("chunk", "reason"),
    [
        ({"role": "user", "driveDocument": {"id": "1"}}, "no text"),
        (said("", inlineFile={"mimeType": "image/png", "data": "x"}), "no text"),
        (said("", "model", errorMessage="An internal error has occurred."),
         "error instead of an answer"),
        ({"text": "x"}, "no role"),
        (said(role="system"), "unknown role"),
        (5, "not a message"),
        (None, "not a message"),
    ],
)  # fmt: skip
def test_what_is_not_stored_is_counted_with_a_reason(chunk, reason):
    found = parse(said(), chunk)
    assert [(s.reason, s.where) for s in found.skipped] == [(reason, "here, message 2")]


def test_a_prompt_that_was_not_sent_is_counted():
    found = parse(said(), pending=[said("I also"), said(""), 5])
    assert [s.reason for s in found.skipped] == ["prompt that was not sent"]


def test_a_chat_without_an_id_is_known_when_it_went_on():
    begun = [said(), said("Lovely.", "model")]
    ids = {
        parse(*begun).external_id,
        parse(*begun, said("And wasps."), said("Oh.", "model")).external_id,
        parse(*begun, systemInstruction={"text": "Be brief."}).external_id,
    }
    assert len(ids) == 1
    assert ids != {parse(said(), said("Really?", "model")).external_id}
    assert parse(*begun, id="mine").external_id == "mine"


def test_a_branch_is_another_chat_than_what_it_was_branched_off():
    begun = [said(), said("Lovely.", "model")]
    at = said("Lovely.", "model", branchParent={"promptId": "prompts/1", "displayName": "Bees"})
    trunk = parse(*begun, said("Wasps?"), said("Yes.", "model"))
    branches = [
        parse(begun[0], at, said(word), said("Yes.", "model")) for word in ("Ants?", "Moths?")
    ]
    later = parse(begun[0], at, said("Ants?"), said("Yes.", "model"), said("Why?"))
    ids = [trunk.external_id, *(b.external_id for b in branches)]
    assert len(set(ids)) == 3
    assert later.external_id == ids[1]


@pytest.mark.parametrize("value", [{}, 5, [], {"chunkedPrompt": 5}, {"chunkedPrompt": {}}])
def test_what_is_no_chat_of_the_studio(value):
    assert isinstance(parse_conversation(value, "", "here"), Skipped)


def test_a_chat_without_messages_is_counted():
    found = parse_conversation(chat(), "", "here")
    assert isinstance(found, Skipped)
    assert found.reason == "no messages in the export"


def test_the_folder_of_the_studio(make, read, tmp_path):
    files = {
        "Google AI Studio/About bees": chat(said("I am one.")),
        "Google AI Studio/applet_access_history.json": [],
        "Google AI Studio/cut": b'{"runSettings": {"model": "m"}, "chunkedPrompt": {"chunks": [{',
        "Google AI Studio/image.png": b"\x89PNG",
        "Google AI Studio/cut.json": b'{"runSettings": {}, "chunkedPrompt": {"chunks": [{',
    }
    found = read(make.zip(tmp_path / "x.zip", files))
    assert [c.title if isinstance(c, Conversation) else c.reason for c in found] == [
        "About bees",
        "file ends in the middle",
        "file ends in the middle",
    ]


def test_a_file_that_names_it_only_far_inside_is_not_read(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"x": "' + "x" * 70_000 + '", "chunkedPrompt": {"chunks": [{}]}}')
    with pytest.raises(ExportError):
        open_export(path)

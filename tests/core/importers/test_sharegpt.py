import json

import pytest
from accounting import imported_twice, origins

from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


def turn(value="I keep bees.", speaker="human", **fields):
    return {"from": speaker, "value": value} | fields


def chat(*turns, id="c-1", **fields):
    return {"id": id, "conversations": list(turns)} | fields


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


PLAIN = chat(turn(), turn("Lovely.", "gpt"))


def test_a_plain_conversation(read_json):
    found = only(read_json([PLAIN]))
    assert (found.title, found.created_at) == ("", None)
    first, second = found.messages
    assert (first.external_id, first.parent_id, first.role) == ("message 1", None, Role.USER)
    assert (second.external_id, second.parent_id) == ("message 2", "message 1")
    assert second.role is Role.ASSISTANT
    assert origins(first) == [("I keep bees.", Origin.TYPED)]
    assert origins(second) == [("Lovely.", Origin.ASSISTANT)]
    assert found.skipped == ()


VARIANTS = {
    "lines": b"\n".join(json.dumps(PLAIN | {"id": id}).encode() for id in ("c-1", "c-2")),
    "alone": PLAIN,
    "items": [{"id": "c-1", "items": PLAIN["conversations"]}],
    "conversation": [{"id": "c-1", "conversation": PLAIN["conversations"]}],
    "roles": [
        chat(
            {"role": "user", "content": "I keep bees."}, {"role": "assistant", "content": "Lovely."}
        )
    ],
    "texts": [chat({"from": "user", "text": "I keep bees."}, {"from": "bot", "text": "Lovely."})],
    "pairs": [{"id": "c-1", "conversation": [{"human": "I keep bees.", "assistant": "Lovely."}]}],
    "capitals": [chat(turn(speaker="Human"), turn("Lovely.", "ChatGPT"))],
}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_variant_reads_the_same(name, read_json):
    first, *others = read_json(VARIANTS[name])
    assert first == only(read_json([PLAIN]))
    assert len(others) == (name == "lines")


def test_system_tools_and_parts_are_not_typed(read_json):
    found = only(
        read_json(
            [
                chat(
                    turn("Be brief.", "system"),
                    turn("I like this:\n```\ncode\n```"),
                    turn('{"q": 1}', "function_call"),
                    turn("found", "observation"),
                    turn([{"type": "text", "text": "Lovely."}], "gpt"),
                )
            ]
        )
    )
    assert [(m.role, origins(m)) for m in found.messages] == [
        (Role.SYSTEM, [("Be brief.", Origin.HIDDEN)]),
        (
            Role.USER,
            [("I like this:", Origin.TYPED), ("```\ncode\n```", Origin.PASTED)],
        ),
        (Role.ASSISTANT, [('{"q": 1}', Origin.TOOL)]),
        (Role.TOOL, [("found", Origin.TOOL)]),
        (Role.ASSISTANT, [("Lovely.", Origin.ASSISTANT)]),
    ]


def test_a_system_prompt_beside_the_turns(read_json):
    found = only(read_json([PLAIN | {"system": "Be brief."}]))
    assert [(m.external_id, m.role) for m in found.messages] == [
        ("system", Role.SYSTEM),
        ("message 2", Role.USER),
        ("message 3", Role.ASSISTANT),
    ]


def test_what_is_not_stored_is_counted_with_a_reason(read_json):
    found = only(
        read_json(
            [
                chat(
                    turn(id="a"),
                    turn(""),
                    turn("Hi", "stranger"),
                    {"value": "Hi"},
                    turn(7),
                    turn("Again", id="a"),
                    "text",
                )
            ]
        )
    )
    assert [m.text for m in found.messages] == ["I keep bees."]
    assert [s.reason for s in found.skipped] == [
        "no text",
        "unknown role",
        "no role",
        "content of the wrong type",
        "duplicate id",
        "not a message",
    ]
    assert {s.kind for s in found.skipped} == {RecordKind.MESSAGE}
    _, empty, other = read_json([PLAIN, chat(), 7])
    assert (empty.reason, other.reason) == ("no messages in the export", "not a conversation")


@pytest.mark.parametrize("id", [None, 1, "identity_1"])
def test_a_conversation_is_known_again_when_it_has_gone_on_and_never_by_a_number_alone(
    id, read_json
):
    short, longer, other = (
        only(read_json([chat(*turns, id=id)]))
        for turns in (
            [turn(), turn("Lovely.", "gpt")],
            [turn(), turn("Lovely.", "gpt"), turn("And wasps.")],
            [turn("I keep cats."), turn("Lovely.", "gpt")],
        )
    )
    assert short.external_id == longer.external_id != other.external_id
    named = only(read_json([chat(turn(), turn("Lovely.", "gpt"), id="another")]))
    assert named.external_id != short.external_id


def test_damage(read_json):
    whole = json.dumps([PLAIN, chat(turn(), id="c-2")]).encode()
    kept, skipped = read_json(whole[:-20])
    assert isinstance(kept, Conversation)
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "file ends in the middle"
    line = json.dumps(PLAIN).encode()
    first, skipped, last = read_json(line + b"\n{broken\n" + line)
    assert first == last
    assert skipped.reason == "line is not valid JSON"


def test_every_record_is_accounted_for_when_it_comes_twice(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps([PLAIN, chat(turn(), turn("", "gpt"), id=2), chat(id="c-3"), 7]))
    first = imported_twice(tmp_path, path)
    assert (first.conversations.stored, first.messages.stored) == (2, 3)
    assert first.skipped == {
        "no text": 1,
        "no messages in the export": 1,
        "not a conversation": 1,
    }

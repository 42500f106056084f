"""Any JSON becomes a conversation of which every message is accounted for, or a reason."""

import json

import pytest
from accounting import assert_sound
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from selfaudit.core.importers import chatbot_ui, jan, librechat, lm_studio, open_webui
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.models.history import Conversation, RecordKind, Skipped

KEYS = st.sampled_from(
    ["id", "chat", "history", "messages", "currentId", "parentId", "childrenIds", "role", "content",
     "type", "text", "value", "timestamp", "files", "output", "params", "system", "messageId",
     "parentMessageId", "children", "isCreatedByUser", "sender", "options", "promptPrefix",
     "prompt", "versions", "currentlySelected", "steps", "style", "createdAt", "metadata",
     "tool_calls"]
)  # fmt: skip
WORDS = st.sampled_from(["user", "assistant", "system", "text", "a", "b", "\ud800", "\0"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | WORDS, inner, max_size=5),
    max_leaves=15,
)


def mostly(good):
    """Well formed five times of six, so that the fuzz gets past the first check."""
    return st.sampled_from([good] * 5 + [ANY]).flatmap(lambda chosen: chosen)


ROLES = mostly(st.sampled_from(["user", "assistant", "system", "tool"]))
IDS = mostly(st.sampled_from(["a", "b", "c", "d", ""]))
TEXTS = mostly(
    st.text(max_size=8)
    | st.sampled_from(
        ["<think>a</think>b", '<details type="reasoning"><summary>s</summary>&gt; a</details>b',
         '<details type="tool_calls" result="x">', "<details type=", "> a\nb",
         ":::thinking\na\n:::"]
    )
)  # fmt: skip
TYPES = st.sampled_from(["text", "think", "tool_call", "reasoning", "toolCallRequest", "new"])
PART = st.fixed_dictionaries(
    {"type": mostly(TYPES), "text": mostly(TEXTS | st.fixed_dictionaries({"value": TEXTS}))},
    optional={"think": ANY, "tool_call": ANY, "parameters": ANY, "input": ANY, "output": ANY},
)
CONTENT = mostly(TEXTS | st.lists(mostly(PART), max_size=3))
WEBUI_MESSAGE = st.fixed_dictionaries(
    {"role": ROLES, "content": CONTENT},
    optional={"id": IDS, "parentId": IDS, "childrenIds": mostly(st.lists(IDS, max_size=3)),
              "timestamp": ANY, "files": ANY, "output": mostly(st.lists(PART, max_size=2)),
              "model": ANY},
)  # fmt: skip
WEBUI = st.fixed_dictionaries(
    {
        "chat": mostly(
            st.fixed_dictionaries(
                {
                    "history": mostly(
                        st.fixed_dictionaries(
                            {
                                "messages": mostly(
                                    st.dictionaries(IDS.filter(lambda k: isinstance(k, str)),
                                                    mostly(WEBUI_MESSAGE), max_size=5)
                                ),
                                "currentId": IDS,
                            }
                        )
                    )
                },
                optional={"messages": ANY, "params": ANY, "system": TEXTS},
            )
        )
    },
    optional={"id": ANY, "title": ANY, "created_at": ANY, "updated_at": ANY},
)  # fmt: skip
LIBRE_MESSAGE = st.fixed_dictionaries(
    {"messageId": IDS, "text": TEXTS, "isCreatedByUser": mostly(st.booleans())},
    optional={"parentMessageId": IDS, "sender": ANY, "content": CONTENT, "createdAt": ANY,
              "error": ANY, "files": ANY, "model": ANY},
)  # fmt: skip


@st.composite
def libre_messages(draw, depth=2):
    message = draw(LIBRE_MESSAGE)
    if depth:
        message["children"] = draw(st.lists(libre_messages(depth - 1) | SCALARS, max_size=2))
    return message


LIBRE = st.fixed_dictionaries(
    {
        "conversationId": mostly(IDS),
        "messages": mostly(st.lists(libre_messages() | ANY, max_size=3)),
    },
    optional={"messagesTree": ANY, "title": ANY, "options": ANY},
)  # fmt: skip
PLAIN_MESSAGE = st.fixed_dictionaries({"role": ROLES, "content": CONTENT}, optional={"id": IDS})
CHATBOT = st.fixed_dictionaries(
    {"messages": mostly(st.lists(mostly(PLAIN_MESSAGE), max_size=4)), "prompt": TEXTS},
    optional={"id": ANY, "name": ANY, "model": ANY, "folderId": ANY},
)
STEP = st.fixed_dictionaries(
    {"type": mostly(st.just("contentBlock")), "content": CONTENT},
    optional={"style": ANY, "role": ROLES, "genInfo": ANY},
)
VERSION = st.fixed_dictionaries(
    {"role": ROLES, "content": CONTENT}, optional={"steps": mostly(st.lists(STEP, max_size=2))}
)
VERSIONED = st.fixed_dictionaries(
    {"versions": mostly(st.lists(mostly(VERSION), max_size=3)),
     "currentlySelected": mostly(st.integers(0, 3))}
)  # fmt: skip
STUDIO = st.fixed_dictionaries(
    {"messages": mostly(st.lists(mostly(VERSIONED), max_size=4))},
    optional={"createdAt": ANY, "name": ANY, "systemPrompt": TEXTS, "perChatPredictionConfig": ANY},
)
JAN = st.lists(
    mostly(st.fixed_dictionaries(
        {"role": ROLES, "content": CONTENT, "object": st.just("thread.message")},
        optional={"id": IDS, "thread_id": ANY, "created_at": ANY, "metadata": ANY},
    )),
    max_size=4,
)  # fmt: skip


def in_webui(record):
    chat = record.get("chat") if isinstance(record.get("chat"), dict) else {}
    chat = chat or record
    history = chat.get("history") if isinstance(chat.get("history"), dict) else {}
    mapping = history.get("messages")
    return len(mapping if isinstance(mapping, dict) and (mapping or not chat.get("messages"))
               else chat["messages"])  # fmt: skip


def in_libre(record):
    count, waiting = 0, [record.get("messages")]
    if not isinstance(waiting[0], list) or not waiting[0]:
        waiting = [record.get("messagesTree")]
    while waiting:
        inside = waiting.pop()
        for message in inside if isinstance(inside, list) else ():
            count += 1
            waiting.append(message.get("children") if isinstance(message, dict) else None)
    return count


def in_studio(record):
    versions = [m.get("versions") if isinstance(m, dict) else None for m in record["messages"]]
    return sum(len(found) or 1 if isinstance(found, list) else 1 for found in versions)


FORMATS = {
    "open_webui": (WEBUI, open_webui.parse_conversation, in_webui),
    "librechat": (LIBRE, librechat.parse_conversation, in_libre),
    "chatbot_ui": (CHATBOT, chatbot_ui.parse_conversation, lambda record: len(record["messages"])),
    "lm_studio": (STUDIO, lm_studio.parse_conversation, in_studio),
    "jan": (JAN, lambda lines, where: jan.parse_thread(lines, {}, where), len),
}
PROMPTS = {"system prompt"}


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_json_becomes_a_conversation_or_a_reason(format, data):
    records, parse, parts = FORMATS[format]
    record = data.draw(records if format == "jan" else mostly(records))
    found = parse(record, "here")
    assert found == parse(record, "here")
    if isinstance(found, Skipped):
        assert found.kind is RecordKind.CONVERSATION
        return
    assert_sound(found)
    kept = len(found.messages) + len(found.skipped)
    prompt = any(m.external_id in PROMPTS for m in found.messages)
    assert kept == parts(record) + prompt


@pytest.mark.parametrize("format", ["open_webui", "librechat", "lm_studio"])
def test_the_fuzz_reaches_messages_on_and_off_the_active_branch(format):
    records, parse, _ = FORMATS[format]

    def rich(record):
        found = parse(record, "here")
        return isinstance(found, Conversation) and {m.active for m in found.messages} == {
            True,
            False,
        }

    find(
        records, rich, settings=settings(phases=[Phase.generate], max_examples=3000, deadline=None)
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=6), JAN)
def test_any_lines_are_read_or_refused(tmp_path_factory, junk, messages):
    path = tmp_path_factory.getbasetemp() / "messages.jsonl"
    lines = [json.dumps(message).encode() for message in messages]
    path.write_bytes(b"\n".join([b"{}", *junk, *lines]))
    with ExportFiles(path) as export:
        importer = jan.JanImporter()
        if importer.holds(export, export.members[0]):
            for found in importer.read(export):
                assert isinstance(found, Conversation)
                assert_sound(found)

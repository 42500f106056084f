import itertools

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.claude_records import is_record, parse_record
from selfaudit.core.models.history import OWN_WORDS, Conversation, RecordKind, Role, Skipped

KEYS = st.sampled_from(
    ["uuid", "name", "chat_messages", "sender", "text", "content", "type", "thinking", "input",
     "attachments", "extracted_content", "parent_message_uuid", "created_at", "docs", "messages",
     "prompt_template", "conversations_memory", "project_memories", "memory_files", "path", "role"]
)  # fmt: skip
WORDS = st.sampled_from(["human", "assistant", "user", "text", "a", "b", "\ud800", "\0"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | WORDS, inner, max_size=5),
    max_leaves=15,
)


def mostly(good):
    """Well formed five times of six, so that the fuzz gets past the first check."""
    return st.sampled_from([good] * 5 + [ANY]).flatmap(lambda chosen: chosen)


NAMES = st.sampled_from(["a", "b", "c", "d", "", "\ud800"])
TIMES = SCALARS | st.datetimes().map(lambda time: time.isoformat())
TYPES = st.sampled_from(["text", "thinking", "tool_use", "tool_result", "voice_note", "new"])
BLOCK = st.fixed_dictionaries(
    {"type": mostly(TYPES), "text": mostly(st.text(max_size=8))},
    optional={"thinking": ANY, "input": ANY, "content": ANY, "transcript": ANY},
)
MESSAGE = st.fixed_dictionaries(
    {
        "sender": mostly(st.sampled_from(["human", "assistant"])),
        "content": mostly(st.lists(mostly(BLOCK), max_size=3)),
    },
    optional={
        "uuid": mostly(NAMES),
        "text": mostly(st.text(max_size=8)),
        "parent_message_uuid": mostly(NAMES),
        "created_at": TIMES,
        "attachments": mostly(st.lists(ANY, max_size=2)),
    },
)
CHATS = st.fixed_dictionaries(
    {"uuid": mostly(NAMES), "chat_messages": st.lists(mostly(MESSAGE), min_size=1, max_size=5)},
    optional={"name": ANY, "created_at": TIMES, "current_leaf_message_uuid": NAMES},
)
PROJECTS = st.fixed_dictionaries(
    {"prompt_template": mostly(st.text(max_size=5)), "docs": st.lists(ANY, max_size=3)},
    optional={"uuid": ANY, "name": ANY, "description": ANY, "is_starter_project": ANY},
)
MEMORIES = st.fixed_dictionaries(
    {"memory_files": st.lists(ANY, max_size=3)},
    optional={
        "account_uuid": ANY,
        "conversations_memory": mostly(st.text(max_size=5)),
        "project_memories": mostly(st.dictionaries(WORDS, ANY, max_size=3)),
    },
)
DESIGNS = st.fixed_dictionaries(
    {
        "uuid": WORDS,
        "messages": st.lists(
            st.fixed_dictionaries(
                {
                    "role": mostly(st.sampled_from(["user", "assistant"])),
                    "content": mostly(
                        st.fixed_dictionaries(
                            {"content": mostly(st.text(max_size=5))},
                            optional={"contentBlocks": mostly(st.lists(BLOCK, max_size=3))},
                        )
                    ),
                }
            ),
            min_size=1,
            max_size=3,
        ),
    },
    optional={"title": ANY, "project": ANY},
)
RECORDS = CHATS | PROJECTS | MEMORIES | DESIGNS | ANY


def parts(record) -> int:
    """How many records a conversation was made from, counted from the raw value."""
    if isinstance(record.get("chat_messages"), list):
        return len(record["chat_messages"])
    if isinstance(record.get("docs"), list) and "prompt_template" in record:
        texts = [record.get("prompt_template"), record.get("description")]
        return len(record["docs"]) + sum(text not in (None, "") for text in texts)
    projects, files = record.get("project_memories"), record.get("memory_files")
    whole = record.get("conversations_memory")
    if isinstance(whole, str) or isinstance(projects, dict) or isinstance(files, list):
        projects = projects if isinstance(projects, dict) else {}
        files = files if isinstance(files, list) else []
        return (whole not in (None, "")) + len(projects) + len(files)
    return len(record["messages"]) if "messages" in record else 1


@settings(max_examples=600, deadline=None)
@given(RECORDS)
def test_any_json_becomes_a_conversation_or_a_reason(record):
    found = parse_record(record, "here")
    assert found == parse_record(record, "here")
    if isinstance(found, Skipped):
        assert found.kind is RecordKind.CONVERSATION
        return
    assert isinstance(found, Conversation)
    assert is_record(record)
    assert len(found.messages) + len(found.skipped) == parts(record)
    ids = [message.external_id for message in found.messages]
    assert len(set(ids)) == len(ids)
    assert found.external_id
    for place, message in enumerate(found.messages):
        assert message.text.strip()
        assert message.parent_id is None or message.parent_id in ids[:place]
        assert message.segments[0].start == 0
        assert message.segments[-1].end == len(message.text)
        assert all(a.end == b.start for a, b in itertools.pairwise(message.segments))
        if message.role is Role.SYSTEM:
            assert all(segment.origin not in OWN_WORDS for segment in message.segments)
        for text in (message.text, message.external_id, found.title, found.external_id):
            text.encode()  # lone surrogates would raise
            assert "\0" not in text


def test_the_fuzz_reaches_messages_on_and_off_the_active_branch():
    def rich(record):
        found = parse_record(record, "here")
        return isinstance(found, Conversation) and {m.active for m in found.messages} == {
            True,
            False,
        }

    no_shrinking = settings(phases=[Phase.generate], max_examples=2000, deadline=None)
    find(CHATS, rich, settings=no_shrinking)

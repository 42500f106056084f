from format_checks import NAMES, TIMES, any_json, assert_sound, mostly
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.deepseek import parse_conversation
from selfaudit.core.models.history import Conversation

ANY = any_json(
    "id", "title", "mapping", "message", "fragments", "type", "content", "results", "parent",
    "children", "inserted_at", "data", "biz_data", "chat_session", "chat_messages", "role",
    "message_id", "parent_id", "current_message_id", "files", "reasoning_content", "author",
)  # fmt: skip
TYPES = st.sampled_from(["REQUEST", "RESPONSE", "THINK", "SEARCH", "TOOL_SEARCH", "NEW"])
FRAGMENT = st.fixed_dictionaries(
    {"type": mostly(TYPES, ANY), "content": mostly(st.text(max_size=8), ANY)},
    optional={"results": ANY},
)
MESSAGE = st.fixed_dictionaries(
    {},
    optional={
        "fragments": mostly(st.lists(mostly(FRAGMENT, ANY), min_size=1, max_size=3), ANY),
        "content": mostly(st.text(max_size=8), ANY),
        "inserted_at": TIMES,
        "files": ANY,
        "model": ANY,
        "reasoning_content": ANY,
    },
)
NODE = st.fixed_dictionaries(
    {"message": mostly(MESSAGE, ANY)},
    optional={
        "id": ANY,
        "parent": mostly(NAMES | st.just("root"), ANY),
        "children": mostly(st.lists(mostly(NAMES, ANY), max_size=4), ANY),
    },
)
CHATS = st.fixed_dictionaries(
    {"mapping": st.dictionaries(NAMES | st.just("root"), mostly(NODE, ANY), min_size=2)},
    optional={"id": ANY, "title": ANY, "inserted_at": TIMES},
)
IDS = st.integers(1, 5) | NAMES
LOADED = st.builds(
    lambda message, about: about | message,
    MESSAGE,
    st.fixed_dictionaries(
        {"message_id": mostly(IDS, ANY), "parent_id": mostly(st.none() | IDS, ANY)},
        optional={"role": mostly(st.sampled_from(["USER", "ASSISTANT"]), ANY)},
    ),
)
PAGES = st.fixed_dictionaries(
    {
        "chat_session": st.fixed_dictionaries({}, optional={"id": ANY, "current_message_id": IDS}),
        "chat_messages": st.lists(mostly(LOADED, ANY), min_size=1, max_size=5),
    }
)


def parts(record) -> int | None:
    """How many messages a conversation was made from, counted from the raw value."""
    if not isinstance(record, dict):
        return None
    if isinstance(record.get("mapping"), dict):
        nodes = record["mapping"].values()
        return sum(not isinstance(n, dict) or n.get("message") is not None for n in nodes)
    messages = record.get("chat_messages")
    return len(messages) if isinstance(messages, list) and "data" not in record else None


@settings(max_examples=600, deadline=None)
@given(mostly(CHATS | PAGES, ANY))
def test_any_json_becomes_a_conversation_or_a_reason(record):
    found = parse_conversation(record, "here")
    assert found == parse_conversation(record, "here")
    assert_sound(found, parts(record))


def test_the_fuzz_reaches_messages_on_and_off_the_active_branch():
    def rich(record):
        found = parse_conversation(record, "here")
        return isinstance(found, Conversation) and {m.active for m in found.messages} == {
            True,
            False,
        }

    no_shrinking = settings(phases=[Phase.generate], max_examples=2000, deadline=None)
    find(CHATS, rich, settings=no_shrinking)
    find(PAGES, rich, settings=no_shrinking)

from format_checks import NAMES, any_json, assert_sound, mostly
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.sharegpt import is_conversation, parse_conversation
from selfaudit.core.models.history import Conversation

ANY = any_json(
    "id", "conversations", "conversation", "items", "from", "value", "role", "content", "system",
    "human", "gpt", "title", "type",
)  # fmt: skip
SPEAKERS = st.sampled_from(["human", "gpt", "system", "tool", "function_call", "Human", "new"])
TURN = st.fixed_dictionaries(
    {"from": mostly(SPEAKERS, ANY), "value": mostly(st.text(max_size=8), ANY)},
    optional={"id": mostly(NAMES, ANY)},
) | st.fixed_dictionaries({"human": st.text(max_size=5), "assistant": ANY})
PAIRS = ({"human", "assistant"}, {"human", "gpt"}, {"user", "assistant"})
CHATS = st.fixed_dictionaries(
    {"conversations": st.lists(mostly(TURN, ANY), min_size=1, max_size=5)},
    optional={"id": ANY, "title": ANY, "system": mostly(st.text(max_size=5), ANY)},
)


def parts(record) -> int | None:
    """How many messages a conversation was made from, counted from the raw value."""
    if not isinstance(record, dict) or not isinstance(record.get("conversations"), list):
        return None
    system = record.get("system")
    pairs = sum(
        isinstance(turn, dict) and any(pair <= turn.keys() for pair in PAIRS)
        for turn in record["conversations"]
    )
    beside = isinstance(system, str) and bool(system.strip())
    return len(record["conversations"]) + pairs + beside


@settings(max_examples=600, deadline=None)
@given(mostly(CHATS, ANY))
def test_any_json_becomes_a_conversation_or_a_reason(record):
    found = parse_conversation(record, "here")
    assert found == parse_conversation(record, "here")
    assert_sound(found, parts(record))
    assert isinstance(found, Conversation) or not is_conversation(record)

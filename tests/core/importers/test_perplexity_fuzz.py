from format_checks import NAMES, TIMES, any_json, assert_sound, mostly
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.perplexity import is_thread, parse_thread
from selfaudit.core.models.history import Conversation

ANY = any_json(
    "metadata", "thread_id", "thread_title", "conversations", "uuid", "query", "answer", "model",
    "timestamp", "entries", "query_str", "blocks", "markdown_block", "chunks", "plan_block",
    "goals", "description", "thread_metadata", "title", "context_uuid",
)  # fmt: skip
TEXTS = mostly(st.text(max_size=8), ANY)
TURN = st.fixed_dictionaries(
    {"query": TEXTS, "answer": TEXTS},
    optional={"uuid": mostly(NAMES, ANY), "timestamp": TIMES, "model": ANY},
)
BLOCK = st.fixed_dictionaries(
    {},
    optional={
        "markdown_block": st.fixed_dictionaries({"answer": TEXTS}, optional={"chunks": ANY}),
        "plan_block": mostly(st.fixed_dictionaries({"goals": ANY}), ANY),
    },
)
ENTRY = st.fixed_dictionaries(
    {"query_str": TEXTS, "blocks": mostly(st.lists(mostly(BLOCK, ANY), max_size=3), ANY)},
    optional={"uuid": mostly(NAMES, ANY), "entry_created_datetime": TIMES, "context_uuid": ANY},
)
THREADS = st.fixed_dictionaries(
    {"conversations": st.lists(mostly(TURN, ANY), min_size=1, max_size=4)},
    optional={"metadata": ANY},
) | st.fixed_dictionaries(
    {"entries": st.lists(mostly(ENTRY, ANY), min_size=1, max_size=4)},
    optional={"thread_metadata": ANY},
)


@settings(max_examples=600, deadline=None)
@given(mostly(THREADS, ANY))
def test_any_json_becomes_a_conversation_or_a_reason(record):
    found = parse_thread(record, "here")
    assert found == parse_thread(record, "here")
    assert isinstance(found, Conversation) == is_thread(record)
    if isinstance(found, Conversation) and ("entries" in record) != ("conversations" in record):
        turns = record.get("entries") or record["conversations"]
        assert_sound(found, sum(2 if isinstance(turn, dict) else 1 for turn in turns))
    else:
        assert_sound(found)

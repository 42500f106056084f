from format_checks import NAMES, TIMES, any_json, assert_sound, mostly
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.grok import parse_record
from selfaudit.core.models.history import Conversation

ANY = any_json(
    "conversation", "responses", "response", "sender", "message", "_id", "parent_response_id",
    "create_time", "$date", "$numberLong", "$oid", "file_attachments", "content", "title",
    "thinking_trace", "agent_thinking_traces", "custom_personality", "original_prompt",
)  # fmt: skip
DIGITS = st.integers().map(str) | st.text(max_size=3)
MONGO = st.fixed_dictionaries({"$date": st.fixed_dictionaries({"$numberLong": DIGITS}) | ANY})
SENDERS = st.sampled_from(["human", "ASSISTANT", "grok-3", "system"])
RESPONSE = st.fixed_dictionaries(
    {"sender": mostly(SENDERS, ANY), "message": mostly(st.text(max_size=8), ANY)},
    optional={
        "_id": mostly(NAMES, ANY),
        "parent_response_id": mostly(NAMES, ANY),
        "create_time": TIMES | MONGO,
        "file_attachments": ANY,
        "thinking_trace": ANY,
        "agent_thinking_traces": ANY,
        "model": ANY,
    },
)
WRAPPED = RESPONSE | st.fixed_dictionaries({"response": mostly(RESPONSE, ANY)})
CHATS = st.fixed_dictionaries(
    {
        "conversation": st.fixed_dictionaries(
            {}, optional={"id": ANY, "title": ANY, "create_time": TIMES | MONGO}
        ),
        "responses": st.lists(mostly(WRAPPED, ANY), min_size=1, max_size=5),
    }
)
PROJECTS = st.fixed_dictionaries(
    {"custom_personality": mostly(st.text(max_size=5), ANY)}, optional={"id": ANY, "name": ANY}
)


@settings(max_examples=400, deadline=None)
@given(mostly(CHATS, ANY | PROJECTS))
def test_any_json_becomes_a_conversation_or_a_reason(record):
    found = parse_record(record, "here")
    assert found == parse_record(record, "here")
    chat = isinstance(record, dict) and isinstance(record.get("responses"), list)
    assert_sound(found, len(record["responses"]) if chat else None)


def test_the_fuzz_reaches_messages_on_and_off_the_active_branch():
    def rich(record):
        found = parse_record(record, "here")
        return isinstance(found, Conversation) and {m.active for m in found.messages} == {
            True,
            False,
        }

    find(CHATS, rich, settings=settings(phases=[Phase.generate], max_examples=2000, deadline=None))

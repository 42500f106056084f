from format_checks import NAMES, TIMES, any_json, assert_sound, mostly
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.mistral import parse_chats

ANY = any_json(
    "id", "chatId", "role", "content", "contentChunks", "type", "text", "publicArguments",
    "publicResult", "createdAt", "canvas", "quotes", "files",
)  # fmt: skip
TYPES = st.sampled_from(["text", "tool_call", "reference", "custom_element"])
CHUNK = st.fixed_dictionaries(
    {"type": mostly(TYPES, ANY), "text": mostly(st.text(max_size=8), ANY)},
    optional={"publicArguments": ANY, "publicResult": ANY},
)
MESSAGE = st.fixed_dictionaries(
    {
        "chatId": mostly(NAMES, ANY),
        "role": mostly(st.sampled_from(["user", "assistant"]), ANY),
        "content": mostly(st.text(max_size=8), ANY),
    },
    optional={
        "id": mostly(NAMES, ANY),
        "contentChunks": mostly(st.lists(mostly(CHUNK, ANY), max_size=3), ANY),
        "createdAt": TIMES,
        "canvas": ANY,
        "quotes": ANY,
    },
)


@settings(max_examples=600, deadline=None)
@given(st.lists(mostly(MESSAGE, ANY), min_size=1, max_size=6))
def test_any_json_becomes_conversations_that_tell_of_every_record(records):
    found = list(parse_chats(iter(records), "here"))
    assert found == list(parse_chats(iter(records), "here"))
    for conversation in found:
        assert_sound(conversation)
    told = sum(len(c.messages) + len(c.skipped) for c in found)
    assert told == len(records)
    assert len({c.external_id for c in found}) == len(found)

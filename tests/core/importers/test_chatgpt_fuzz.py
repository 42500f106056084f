import itertools

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.chatgpt import parse_conversation
from selfaudit.core.models.history import Conversation, RecordKind, Skipped

KEYS = st.sampled_from(
    ["id", "mapping", "message", "author", "role", "content", "content_type", "parts", "text",
     "parent", "children", "current_node", "create_time", "metadata", "weight", "title",
     "attachments", "thoughts", "user_context_message_data", "about_user_message", "recipient"]
)  # fmt: skip
WORDS = st.sampled_from(["user", "assistant", "tool", "text", "thoughts", "a", "b", "\ud800", "\0"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | WORDS, inner, max_size=5),
    max_leaves=15,
)


def mostly(good):
    """Well formed five times of six, so that the fuzz gets past the first check."""
    return st.sampled_from([good] * 5 + [ANY]).flatmap(lambda chosen: chosen)


KINDS = st.sampled_from(
    ["text", "multimodal_text", "code", "thoughts", "tether_quote", "user_editable_context",
     "model_editable_context", "brand_new"]
)  # fmt: skip
PART = st.text(min_size=1, max_size=8) | st.fixed_dictionaries(
    {"content_type": st.sampled_from(["audio_transcription", "other"]), "text": st.text(max_size=5)}
)
CONTENT = st.fixed_dictionaries(
    {
        "content_type": mostly(KINDS),
        "parts": mostly(st.lists(mostly(PART), min_size=1, max_size=3)),
    },
    optional={"text": ANY, "thoughts": ANY, "user_profile": ANY},
)
ROLES = st.sampled_from(["user", "assistant", "tool", "system"])
MESSAGE = st.fixed_dictionaries(
    {
        "author": mostly(st.fixed_dictionaries({"role": mostly(ROLES)})),
        "content": mostly(CONTENT),
    },
    optional={
        "id": mostly(st.sampled_from(["m1", "m2", "m3", "\ud800", ""])),
        "create_time": SCALARS,
        "metadata": ANY,
        "weight": SCALARS,
        "recipient": st.sampled_from(["all", "bio"]),
    },
)
NAMES = st.sampled_from(["a", "b", "c", "d", "", "\ud800"])
NODE = st.fixed_dictionaries(
    {"message": mostly(MESSAGE)},
    optional={"parent": mostly(NAMES), "children": mostly(st.lists(mostly(NAMES), max_size=4))},
)
CHATS = st.fixed_dictionaries(
    {"mapping": st.dictionaries(NAMES, mostly(NODE), min_size=2, max_size=5)},
    optional={"current_node": mostly(NAMES), "title": ANY, "id": ANY, "create_time": SCALARS},
)


@settings(max_examples=400, deadline=None)
@given(mostly(CHATS))
def test_any_json_becomes_a_conversation_or_a_reason(record):
    found = parse_conversation(record, "here")
    assert found == parse_conversation(record, "here")
    if isinstance(found, Skipped):
        assert found.kind is RecordKind.CONVERSATION
        assert not isinstance(record, dict) or not isinstance(record.get("mapping"), dict)
        return
    assert isinstance(found, Conversation)
    assert len(found.messages) + len(found.skipped) == sum(
        not isinstance(node, dict) or node.get("message") is not None
        for node in record["mapping"].values()
    )
    ids = [message.external_id for message in found.messages]
    assert len(set(ids)) == len(ids)
    assert found.external_id
    for message in found.messages:
        assert message.text.strip()
        assert message.parent_id is None or message.parent_id in ids
        assert message.segments[0].start == 0
        assert message.segments[-1].end == len(message.text)
        assert all(a.end == b.start for a, b in itertools.pairwise(message.segments))
        for text in (message.text, message.external_id, found.title, found.external_id):
            text.encode()  # lone surrogates would raise
            assert "\0" not in text


def test_the_fuzz_reaches_messages_on_and_off_the_active_branch():
    def rich(record):
        found = parse_conversation(record, "here")
        return len(found.messages) > 1 and len({m.active for m in found.messages}) == 2

    no_shrinking = settings(phases=[Phase.generate], max_examples=2000, deadline=None)
    find(CHATS, rich, settings=no_shrinking)

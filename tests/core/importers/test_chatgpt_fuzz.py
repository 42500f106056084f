import io
import itertools
import json

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.chatgpt import parse_conversation
from selfaudit.core.importers.chatgpt_shape import ShapedConversation
from selfaudit.core.importers.json_records import json_records
from selfaudit.core.importers.json_shapes import ShapedRecords
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


TOLD = st.dictionaries(
    st.sampled_from(
        ["attachments", "dictation", "voice_mode_message", "is_user_system_message", "model_slug",
         "is_visually_hidden_from_conversation", "user_context_message_data", "citations",
         "pending_memory_content"]
    ),
    ANY | st.sampled_from([True, {"about_user_message": "I bake"}, [{"content": "attached"}]]),
    max_size=2,
)  # fmt: skip
SAID = st.sampled_from(
    ["I bake", "> quoted\n\nmine", "```\nx = 1\n```\nwhy", "\0", " ", "It\u2019s \ud800", "a\x85b",
     "The user provided the following information about themselves: x"]
)  # fmt: skip
PLAIN = st.fixed_dictionaries(
    {
        "author": st.fixed_dictionaries(
            {"role": ROLES},
            optional={"metadata": st.sampled_from([{}, {"real_author": "tool:web"}, None])},
        ),
        "content": st.fixed_dictionaries(
            {"content_type": st.just("text") | KINDS, "parts": st.lists(SAID, max_size=2)}
        ),
    },
    optional={
        "id": st.sampled_from(["m1", "m2", "m3", "\0"]),
        "create_time": SCALARS,
        "metadata": TOLD,
        "weight": SCALARS,
        "recipient": st.sampled_from(["all", "bio", "web", 1]),
    },
)


@st.composite
def lines(draw):
    """A conversation nearly without branches, as most are."""
    names = draw(st.lists(NAMES, unique=True, max_size=4))
    mapping = {}
    for number, name in enumerate(names):
        node = {
            "message": draw(st.none() | PLAIN | MESSAGE),
            "parent": names[number - 1] if number else None,
            "children": names[number + 1 : number + 2],
        }
        odd = st.dictionaries(st.sampled_from(sorted(node)), NAMES | ANY | st.lists(NAMES))
        mapping[name] = node | draw(st.just({}) | st.just({}) | odd)
    record = {"mapping": mapping, "title": draw(ANY)}
    return record | draw(st.dictionaries(st.just("current_node"), NAMES | ANY))


@settings(max_examples=600, deadline=None)
@given(lines() | mostly(CHATS))
def test_what_is_decoded_to_a_shape_is_read_as_its_json_value_is(record):
    data = json.dumps([record]).encode()
    (value,) = json_records(io.BytesIO(data), ())
    (shaped,) = ShapedRecords(ShapedConversation)(io.BytesIO(data), ())
    assert parse_conversation(shaped, "here") == parse_conversation(value, "here")


def test_the_fuzz_reaches_messages_on_and_off_the_active_branch():
    def rich(record):
        found = parse_conversation(record, "here")
        return len(found.messages) > 1 and len({m.active for m in found.messages}) == 2

    no_shrinking = settings(phases=[Phase.generate], max_examples=2000, deadline=None)
    find(CHATS, rich, settings=no_shrinking)

import json

import pytest

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import json_records
from selfaudit.core.importers.chatgpt import ChatGPTImporter
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


def origins(message):
    return [(message.text[s.start : s.end].strip(), s.origin) for s in message.segments]


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


@pytest.fixture
def said(make, read_json):
    """What becomes of one message: the `Message`, or the reason why it was skipped."""

    def read_message(**fields):
        conversation = only(read_json(make.chain(make.message(text="Hello"), fields)))
        kept = [m for m in conversation.messages if m.text != "Hello"]
        assert len(kept) + len(conversation.skipped) == 1
        return kept[0] if kept else conversation.skipped[0].reason

    return read_message


def test_a_plain_conversation(make, read_json):
    found = only(
        read_json(
            make.chain(
                make.message(text="I keep bees.", id="m1"),
                make.message("assistant", "Lovely.", id="m2", metadata={"model_slug": "gpt-x"}),
                update_time="2024-05-01T10:00:00Z",
            )
        )
    )
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert (found.created_at, found.updated_at) == (1_700_000_000.0, 1_714_557_600.0)
    first, second = found.messages
    assert (first.external_id, first.parent_id, first.role) == ("m1", None, Role.USER)
    assert (second.external_id, second.parent_id, second.role) == ("m2", "m1", Role.ASSISTANT)
    assert (first.model, second.model) == (None, "gpt-x")
    assert origins(first) == [("I keep bees.", Origin.TYPED)]
    assert origins(second) == [("Lovely.", Origin.ASSISTANT)]
    assert first.active
    assert second.active


@pytest.mark.parametrize("layout", ["list", "wrapped", "lone", "capture", "zip", "folder", "bom"])
def test_every_layout_reads_the_same(layout, make, read, read_json, tmp_path):
    conversation = make.chain(make.message())
    expected = read_json([conversation])
    if layout == "zip":
        files = {"conversations.json": [conversation], "user.json": {"id": "u"}, "chat.html": b"<"}
        assert read(make.zip(tmp_path / "x.zip", files)) == expected
    elif layout == "folder":
        (tmp_path / "f/deep").mkdir(parents=True)
        (tmp_path / "f/deep/unusual name").write_text(json.dumps([conversation]))
        assert read(tmp_path / "f") == expected
    else:
        written = {
            "list": [conversation],
            "wrapped": {"version": 1, "conversations": [conversation]},
            "lone": conversation,
            "capture": {"session": {"title": "no"}, "raw_provider_payload": conversation},
            "bom": b"\xef\xbb\xbf" + json.dumps([conversation]).encode(),
        }
        assert read_json(written[layout]) == expected
    assert [m.text for m in only(expected).messages] == ["I keep bees."]


def test_shards_follow_the_manifest_and_missing_ones_are_counted(make, read, tmp_path):
    files = {
        "b.json": [make.chain(make.message(), id="first")],
        "a.json": [make.chain(make.message(), id="second")],
        "extra.json": [make.chain(make.message(), id="third")],
        "m.json": {
            "logical_files": {
                "conversations.json": {"files": ["b.json", "gone.json", "a.json", "b.json"]},
                "other.json": {"files": ["other.json"], "sharded": False},
            }
        },
    }
    found = read(make.zip(tmp_path / "x.zip", files))
    assert [getattr(c, "external_id", c) for c in found] == [
        "first",
        Skipped(RecordKind.CONVERSATION, "file named by the manifest is missing", "gone.json"),
        "second",
        "third",
    ]


def test_a_zip_of_zips_and_conversations_that_come_twice(make, read, tmp_path):
    inner = make.zip(tmp_path / "i.zip", {"c.json": [make.chain(make.message())]}).read_bytes()
    found = read(make.zip(tmp_path / "x.zip", {"1.zip": inner, "2.zip": inner, "3.zip": b"no"}))
    assert found[0] == Skipped(
        RecordKind.CONVERSATION, "zip inside the export could not be opened", "3.zip"
    )
    assert isinstance(found[1], Conversation)
    assert found[2:] == found[1:2]


def test_an_edited_question_keeps_both_branches_and_the_active_one_reads_in_order(make, read_json):
    def node(parent, children, text=None, role="user", time=0.0):
        said = text and make.message(role, text, create_time=time)
        return {"parent": parent, "children": children, "message": said}

    mapping = {
        "late": node("old", [], "I am from Kiel.", time=9e8),
        "answer": node("new", [], "Right.", "assistant", time=8e8),
        "root": node(None, ["ask"]),
        "ask": node("root", ["old", "new"], "Guess!", time=1e8),
        "old": node("ask", ["late"], "Rome?", "assistant", time=2e8),
        "new": node("ask", ["answer"], "Oslo?", "assistant", time=7e8),
    }
    chat = {"id": "c", "mapping": mapping, "current_node": "answer"}
    found = only(read_json(chat))
    assert [(m.text, m.active) for m in found.messages] == [
        ("Guess!", True),
        ("Rome?", False),
        ("I am from Kiel.", False),
        ("Oslo?", True),
        ("Right.", True),
    ]
    assert [m.parent_id for m in found.messages] == [None, "ask", "old", "ask", "new"]
    for current in (None, "nowhere", 7):
        newest = only(read_json(chat | {"current_node": current}))
        assert [m.text for m in newest.messages if m.active] == [
            "Guess!",
            "Rome?",
            "I am from Kiel.",
        ]


def test_cycles_orphans_and_missing_children_lose_no_message(make, read_json):
    mapping = {
        "a": {"parent": "b", "children": ["b"], "message": make.message(text="a")},
        "b": {"parent": "a", "children": ["a"], "message": make.message(text="b")},
        "self": {"parent": "self", "children": ["self"], "message": make.message(text="self")},
        "lost": {"parent": "gone", "message": make.message(text="lost")},
        "below": {"parent": "lost", "message": make.message(text="below")},
        "listed": {"children": ["kid"], "message": make.message(text="listed")},
        "kid": {"message": make.message(text="kid")},
    }
    found = only(read_json({"id": "c", "mapping": mapping, "current_node": "b"}))
    assert sorted(m.text for m in found.messages) == sorted(mapping)
    assert {m.text for m in found.messages if m.active} == {"a", "b"}
    parents = {m.text: m.parent_id for m in found.messages}
    assert (parents["below"], parents["kid"], parents["lost"]) == ("lost", "listed", None)


def test_a_conversation_of_thousands_of_turns_is_no_recursion(make, read_json):
    found = only(read_json(make.chain(*[make.message(text=str(n)) for n in range(5000)])))
    assert [m.text for m in found.messages] == [str(n) for n in range(5000)]


def test_of_two_messages_with_one_id_the_one_on_the_active_branch_is_kept(make, read_json):
    mapping = {
        "old": {"parent": None, "children": [], "message": make.message(text="old", id="m")},
        "new": {"parent": None, "children": [], "message": make.message(text="new", id="m")},
    }
    found = only(read_json({"id": "c", "mapping": mapping, "current_node": "new"}))
    assert [m.text for m in found.messages] == ["new"]
    assert [s.reason for s in found.skipped] == ["duplicate id"]


WRAPPED = "The user provided the following information about themselves. Use it.\nUser profile:\n"
STYLE = "The user provided the additional info about how they would like you to respond:\n"


@pytest.mark.parametrize("role", ["user", "system"])
@pytest.mark.parametrize(
    "layout",
    [
        {
            "content": {
                "content_type": "user_editable_context",
                "user_profile": f"{WRAPPED}```I am a nurse.```",
                "user_instructions": f"{STYLE}```Be brief.```",
            }
        },
        {
            "content": {"content_type": "text", "parts": [""]},
            "metadata": {
                "user_context_message_data": {
                    "about_user_message": "I am a nurse.",
                    "about_model_message": "Be brief.",
                },
                "is_visually_hidden_from_conversation": True,
            },
            "weight": 0,
        },
        {
            "content": {
                "content_type": "text",
                "text": f"{WRAPPED}```I am a nurse.```\n{STYLE}```Be brief.```",
            }
        },
        {
            "content": {
                "content_type": "text",
                "parts": [
                    "The user provided the following information about themselves: I am a nurse.\n"
                    f"{STYLE}Be brief."
                ],
            }
        },
    ],
    ids=["context", "metadata", "legacy", "legacy-bare"],
)
def test_custom_instructions_are_never_a_turn_of_the_person(layout, role, said):
    message = said(author={"role": role}, **layout)
    assert message.role is Role.SYSTEM
    assert message.text == "I am a nurse.\n\nBe brief."
    assert {origin for _, origin in origins(message)} == {Origin.CUSTOM_INSTRUCTION}


@pytest.mark.parametrize("role", ["user", "system"])
@pytest.mark.parametrize("wrapped", ["```Be brief.```", "Be brief."])
def test_custom_instructions_about_style_alone(role, wrapped, said):
    content = {"content_type": "text", "parts": [f"{STYLE}{wrapped}"]}
    message = said(author={"role": role}, content=content)
    assert message.role is Role.SYSTEM
    assert origins(message) == [("Be brief.", Origin.CUSTOM_INSTRUCTION)]


def test_words_about_custom_instructions_are_typed(said):
    content = {"content_type": "text", "parts": [f"What does this mean? {STYLE}"]}
    message = said(author={"role": "user"}, content=content)
    assert {origin for _, origin in origins(message)} == {Origin.TYPED}


def test_what_the_vendor_remembers(said):
    bio = said(
        author={"role": "assistant"},
        recipient="bio",
        content={"content_type": "code", "text": "Has a dog."},
    )
    assert (bio.role, origins(bio)) == (Role.ASSISTANT, [("Has a dog.", Origin.VENDOR_MEMORY)])
    content = {"content_type": "model_editable_context", "model_set_context": "1. Has a dog."}
    context = said(author={"role": "user"}, content=content)
    assert (context.role, origins(context)) == (
        Role.SYSTEM,
        [("1. Has a dog.", Origin.VENDOR_MEMORY)],
    )
    assert (
        said(author={"role": "assistant"}, content=content | {"model_set_context": ""}) == "no text"
    )


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ({"author": {"role": "user"}}, Origin.TYPED),
        ({"author": {"role": "user"}, "weight": 0}, Origin.HIDDEN),
        ({"author": {"role": "user"}, "weight": False}, Origin.TYPED),
        ({"author": {"role": "user"}, "metadata": None}, Origin.TYPED),
        ({"author": {"role": "user"}, "metadata": {"dictation": True}}, Origin.DICTATED),
        ({"author": {"role": "user"}, "metadata": {"voice_mode_message": True}}, Origin.DICTATED),
        (
            {
                "author": {"role": "user"},
                "metadata": {"is_visually_hidden_from_conversation": True},
            },
            Origin.HIDDEN,
        ),
        ({"author": {"role": "user", "metadata": {"real_author": "tool:web"}}}, Origin.TOOL),
        ({"author": {"role": "tool"}, "weight": 0}, Origin.TOOL),
        ({"author": {"role": "system"}}, Origin.HIDDEN),
        ({"author": {"role": "assistant"}, "recipient": "python"}, Origin.ASSISTANT),
        ({"author": {"role": "assistant"}, "weight": 0.0}, Origin.HIDDEN),
    ],
)
def test_origin_by_author_and_flags(fields, origin, said):
    message = said(content={"content_type": "text", "parts": ["words"]}, **fields)
    assert origins(message) == [("words", origin)]


@pytest.mark.parametrize(
    ("role", "content", "text", "origin"),
    [
        ("tool", {"content_type": "execution_output", "text": "42"}, "42", Origin.TOOL),
        ("user", {"content_type": "tether_quote", "title": "T", "text": "q"}, "T\n\nq",
         Origin.TOOL),
        ("tool", {"content_type": "tether_browsing_display", "result": "r"}, "r", Origin.TOOL),
        ("tool", {"content_type": "sonic_webpage", "snippet": "s"}, "s", Origin.TOOL),
        ("tool", {"content_type": "citable_code_output", "output_str": "o"}, "o", Origin.TOOL),
        ("assistant", {"content_type": "system_error", "name": "E", "text": "t"}, "E\n\nt",
         Origin.TOOL),
        ("assistant", {"content_type": "code", "text": "f()"}, "f()", Origin.ASSISTANT),
        (
            "assistant",
            {"content_type": "thoughts", "thoughts": [{"summary": "s", "content": "c"}, None]},
            "s\n\nc",
            Origin.HIDDEN,
        ),
        ("assistant", {"content_type": "reasoning_recap", "content": "r"}, "r", Origin.HIDDEN),
        ("user", {"content_type": "brand_new", "parts": ["mine"]}, "mine", Origin.TYPED),
        ("user", {"content_type": "brand_new", "text": "mine"}, "mine", Origin.TYPED),
        ("user", {"parts": [None, "mine", 5, {}]}, "mine", Origin.TYPED),
        ("user", "mine", "mine", Origin.TYPED),
        ("user", {"content_type": "app_pairing_content", "parts": ["x"]}, "x", Origin.ATTACHED),
    ],
)  # fmt: skip
def test_origin_by_content_type(role, content, text, origin, said):
    message = said(author={"role": role}, content=content)
    assert message.text == text
    assert {o for _, o in origins(message)} == {origin}


def test_speech_attachments_and_typed_words_in_one_message(said):
    message = said(
        author={"role": "user"},
        content={
            "content_type": "multimodal_text",
            "parts": [
                {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"},
                {"content_type": "audio_transcription", "text": "I sing.", "direction": "in"},
                {"content_type": "audio_transcription", "text": "You do!", "direction": "out"},
                "Look:\n> she sang",
                {"content_type": "file_text", "text": "page 1"},
            ],
        },
        metadata={"attachments": [{"name": "a.txt", "extracted_content": "file words"}, None]},
    )
    assert origins(message) == [
        ("I sing.", Origin.DICTATED),
        ("You do!", Origin.ASSISTANT),
        ("Look:", Origin.TYPED),
        ("> she sang", Origin.QUOTED),
        ("page 1\n\nfile words", Origin.ATTACHED),
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"content": {"content_type": "text", "parts": [""]}}, "no text"),
        ({"content": {"content_type": "text", "parts": [" \n "]}}, "no text"),
        ({"content": {"content_type": "text", "parts": 7}}, "no text"),
        ({"content": {"content_type": "multimodal_text", "parts": [{"asset": 1}]}}, "no text"),
        ({"content": None}, "no text"),
        ({"content": {"content_type": "hologram", "beam": "x"}}, "unknown content type"),
        ({"content": ["x"]}, "content of the wrong type"),
        ({"author": {"role": "ghost"}}, "unknown author role"),
        ({"author": {"role": None}}, "unknown author role"),
        ({"author": {}}, "no author"),
        ({"author": None}, "no author"),
    ],
)
def test_a_message_that_cannot_be_read_is_counted_with_its_reason(fields, reason, make, said):
    assert said(**(make.message(text="words") | fields)) == reason


def test_structure_is_no_record_and_a_wrong_node_is_one(make, read_json):
    chat = make.chain(make.message())
    chat["mapping"] |= {
        "empty": {"message": None},
        "str": "x",
        "null": None,
        "list": {"message": []},
    }
    found = only(read_json(chat))
    assert [m.text for m in found.messages] == ["I keep bees."]
    assert [s.reason for s in found.skipped] == ["not a message"] * 3
    assert found.skipped[0].where == "any-name, conversation 1, message 2"


@pytest.mark.parametrize(
    "time",
    [None, "", "soon", -5, 0, 1e300, "1e400", True, [], 10**400, "9999-99-99", 5e9, "0001-01-01"],
)
def test_times_that_cannot_be_are_unknown(time, make, read_json):
    raw = json.dumps([make.chain(make.message(create_time=time), create_time=time)])
    found = only(read_json(raw.replace('"1e400"', "1e400").encode()))
    assert (found.created_at, found.messages[0].created_at) == (None, None)


def test_not_a_number_is_an_unknown_time_and_titles_may_be_missing(make, read_json):
    found = only(read_json([make.chain(make.message(), create_time=float("nan"), title=None)]))
    assert (found.created_at, found.title) == (None, "")


def test_text_that_no_database_stores_is_replaced_one_for_one(make, read_json):
    found = only(
        read_json([make.chain(make.message(text="a\ud83d b\0c \U0001f600"), title="t\udc00")])
    )
    assert found.messages[0].text == "a\ufffd b\ufffdc \U0001f600"
    assert found.messages[0].segments[-1].end == 8
    assert found.title == "t\ufffd"


def test_ids_fall_back_to_something_stable(make, read_json):
    chat = make.chain(make.message())
    assert only(read_json(chat | {"conversation_id": "x"})).external_id == "x"
    assert only(read_json(chat | {"conversation_id": None})).external_id == "c-1"
    nameless = chat | {"conversation_id": None, "id": None}
    made = only(read_json(nameless)).external_id
    assert made == only(read_json(nameless)).external_id
    assert made != only(read_json(nameless | {"title": "Wasps"})).external_id
    assert made


def test_records_that_are_no_conversations_are_counted(make, read_json):
    found = read_json([{"id": "no mapping"}, make.chain(make.message()), 5, None, {"mapping": []}])
    assert [c.reason for c in found if isinstance(c, Skipped)] == [
        "no messages in the export",
        "not a conversation",
        "not a conversation",
        "no messages in the export",
    ]
    assert found[2] == Skipped(
        RecordKind.CONVERSATION, "not a conversation", "any-name, conversation 3"
    )


def test_a_conversation_over_the_bounds_is_counted_and_the_others_are_read(
    make, read_json, monkeypatch
):
    monkeypatch.setattr(json_records, "CHUNK", 100)
    monkeypatch.setattr(json_records, "MAX_VALUES", 200)
    large = make.chain(*[make.message()] * 20, id="large")
    found = read_json([large, make.chain(make.message(), id="small")])
    assert found[0] == Skipped(
        RecordKind.CONVERSATION, "record of too many values", "any-name, conversation 1"
    )
    assert [c.external_id for c in found[1:]] == ["small"]


def test_a_file_that_ends_in_the_middle_gives_what_is_whole(make, read_json):
    whole = [make.chain(make.message(), id=f"c{number}") for number in range(3)]
    found = read_json(json.dumps(whole).encode()[:-20])
    assert [c.external_id for c in found[:-1]] == ["c0", "c1"]
    assert found[-1] == Skipped(
        RecordKind.CONVERSATION, "file ends in the middle", "any-name, conversation 3"
    )


def test_damage_inside_one_shard_leaves_the_others(make, read, tmp_path):
    files = {
        "1.json": json.dumps([make.chain(make.message(), id="a")]).encode() + b"",
        "2.json": b'[{"mapping": {"x": nonsense }}, {"more": "' + b"x" * 99 + b'"}]',
        "3.json": [make.chain(make.message(), id="b")],
    }
    found = read(make.zip(tmp_path / "x.zip", files))
    assert [getattr(c, "external_id", None) for c in found] == ["a", None, "b"]
    assert found[1].where == "2.json"


def test_a_zip_whose_conversations_are_damaged_says_which_file(make, read, tmp_path):
    path = make.zip(tmp_path / "x.zip", {"c.json": [make.chain(make.message())]})
    data = bytearray(path.read_bytes())
    data[60] ^= 255
    path.write_bytes(data)
    with pytest.raises(ExportError, match=r"x\.zip is in no format.* c\.json is damaged"):
        read(path)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'[{"mapping": {"a": {"message": {"author"', "file ends in the middle"),
        (b"[" * 100_000, "nested too deeply"),
        ('[{"mapping": {}}]'.encode("utf-16"), "UTF-16"),
        (b'[{"mapping": {}}]', "no format"),
        (b"hello", "no format"),
        (b"[]", "no format"),
    ],
)
def test_what_is_not_recognised_is_said_with_what_is_supported(data, told, read_json):
    with pytest.raises(ExportError) as caught:
        read_json(data)
    assert told in caught.value.message
    assert "any-name" in caught.value.message
    assert "ChatGPT" in caught.value.hint


def test_other_vendors_trees_are_not_taken_for_chatgpt(tmp_path):
    fragments = {"message": {"model": "m", "fragments": [{"type": "REQUEST", "content": "x"}]}}
    for other in (
        [{"id": "1", "mapping": {"root": {"message": None}, "1": fragments}}],
        [{"id": "1", "chat": {"history": {"messages": {"a": {"role": "user", "content": "x"}}}}}],
        {"conversations": [{"conversation": {"id": "1"}, "responses": []}]},
    ):
        path = tmp_path / "x.json"
        path.write_text(json.dumps(other))
        with ExportFiles(path) as export:
            assert not ChatGPTImporter().holds(export, export.members[0])

import json

import pytest
from accounting import imported_twice, origins

from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


def said(text="I keep bees.", sender="human", *, wrapped=True, **fields):
    response = {
        "_id": fields.pop("id", f"r-{text}"),
        "conversation_id": "c-1",
        "message": text,
        "sender": sender,
        "create_time": {"$date": {"$numberLong": "1714557600123"}},
        "file_attachments": [],
        "model": "grok-4",
    } | fields
    return {"response": response, "share_link": None} if wrapped else response


def chat(*responses, **fields):
    about = {
        "id": "c-1",
        "title": "Bees",
        "create_time": "2024-05-01T10:00:00.000000Z",
        "modify_time": "2024-05-01T11:00:00.000000Z",
        "starred": False,
    }
    return {"conversation": about | fields, "responses": list(responses)}


def export(*chats, **others):
    return {"conversations": list(chats), "projects": [], "tasks": [], "media_posts": []} | others


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def test_a_plain_chat(read_json):
    found = only(read_json(export(chat(said(id="a"), said("Lovely.", "ASSISTANT", id="b")))))
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert (found.created_at, found.updated_at) == (1_714_557_600.0, 1_714_561_200.0)
    first, second = found.messages
    assert (first.external_id, first.parent_id, first.role) == ("a", None, Role.USER)
    assert (second.external_id, second.parent_id, second.role) == ("b", "a", Role.ASSISTANT)
    assert origins(first) == [("I keep bees.", Origin.TYPED)]
    assert origins(second) == [("Lovely.", Origin.ASSISTANT)]
    assert (first.model, second.model) == (None, "grok-4")
    assert first.created_at == pytest.approx(1_714_557_600.123)
    assert found.skipped == ()


@pytest.mark.parametrize("layout", ["flat", "list", "zip", "folder"])
def test_every_layout_reads_the_same(layout, make, read, read_json, tmp_path):
    responses = [said(id="a"), said("Lovely.", "assistant", id="b")]
    expected = read_json(export(chat(*responses)))
    others = {"prod-mc-auth-mgmt-api.json": {"user": {"email": "n@example.org"}}}
    inside = "ttl/30d/export_data/account"
    if layout == "flat":
        flat = [response["response"] for response in responses]
        assert read_json(export(chat(*flat))) == expected
    elif layout == "list":
        assert read_json([chat(*responses)]) == expected
    elif layout == "zip":
        files = {f"{inside}/prod-grok-backend.json": export(chat(*responses)), **others}
        assert read(make.zip(tmp_path / "x.zip", files)) == expected
    else:
        folder = tmp_path / "f" / inside
        folder.mkdir(parents=True)
        (folder / "unusual name").write_text(json.dumps(export(chat(*responses))))
        assert read(tmp_path / "f") == expected


@pytest.mark.parametrize(
    ("sender", "role"),
    [
        ("human", Role.USER),
        ("Human", Role.USER),
        ("USER", Role.USER),
        ("assistant", Role.ASSISTANT),
        ("ASSISTANT", Role.ASSISTANT),
        ("grok-3", Role.ASSISTANT),
        ("system", Role.SYSTEM),
    ],
)
def test_senders_in_any_case(sender, role, read_json):
    (message,) = only(read_json(export(chat(said(sender=sender))))).messages
    assert message.role is role
    assert (message.segments[0].origin is Origin.TYPED) == (role is Role.USER)


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ({"$date": {"$numberLong": "1714557600000"}}, 1_714_557_600.0),
        ({"$date": 1714557600000}, 1_714_557_600.0),
        ({"$date": "2024-05-01T10:00:00Z"}, 1_714_557_600.0),
        ("2024-05-01T10:00:00Z", 1_714_557_600.0),
        (1714557600, 1_714_557_600.0),
        (1714557600000, 1_714_557_600.0),
        ({"$date": {"$numberLong": "9" * 5000}}, None),
        ({"$date": {"$numberLong": "-1"}}, None),
        ({"$date": True}, None),
        ({"$date": 10**400}, None),
        (float("inf"), None),
        ({}, None),
        (None, None),
    ],
)
def test_times_in_every_way(time, seconds, read_json):
    (message,) = only(read_json(export(chat(said(create_time=time))))).messages
    assert message.created_at == seconds


def test_what_grok_thinks_is_hidden_and_attachments_are_attached(read_json):
    found = only(
        read_json(
            export(
                chat(
                    said(
                        id="a",
                        file_attachments=["asset-1", {"id": "2", "content": "Wax melts."}],
                    ),
                    said(
                        "Lovely.",
                        "assistant",
                        thinking_trace="They keep bees.",
                        agent_thinking_traces=[{"agent_id": 1, "thinking_trace": "So I see."}, 7],
                        web_search_results=[{"title": "Bees", "preview": "Bees are..."}],
                    ),
                )
            )
        )
    )
    asked, answered = found.messages
    assert origins(asked) == [
        ("I keep bees.", Origin.TYPED),
        ("Wax melts.", Origin.ATTACHED),
    ]
    assert origins(answered) == [
        ("They keep bees.\n\nSo I see.", Origin.HIDDEN),
        ("Lovely.", Origin.ASSISTANT),
    ]


def test_the_newest_branch_is_active_unless_the_chat_names_another(read_json):
    def at(second):
        return f"2024-05-01T10:00:{second:02}Z"

    responses = [
        said("One", id="a", create_time=at(1)),
        said("Two", "assistant", id="b", parent_response_id="a", create_time=at(2)),
        said("Three", id="c", parent_response_id="b", create_time=at(3)),
        said("Four", id="d", parent_response_id="b", create_time=at(4)),
    ]
    found = only(read_json(export(chat(*responses))))
    assert [(m.text, m.active) for m in found.messages] == [
        ("One", True),
        ("Two", True),
        ("Three", False),
        ("Four", True),
    ]
    assert [m.parent_id for m in found.messages] == [None, "a", "b", "b"]
    named = only(read_json(export(chat(*responses, leaf_response_id="c"))))
    assert [m.active for m in named.messages] == [True, True, True, False]


def test_what_is_not_stored_is_counted_with_a_reason(read_json):
    found = only(
        read_json(
            export(
                chat(
                    said(id="a"),
                    said("", id="b", generated_image_urls=["https://example.org/1.png"]),
                    said("Hi", "stranger", id="c"),
                    said(7, id="d"),
                    said("Again", id="a"),
                    {"response": None},
                    "text",
                )
            )
        )
    )
    assert [m.text for m in found.messages] == ["I keep bees."]
    assert sorted(s.reason for s in found.skipped) == [
        "content of the wrong type",
        "duplicate id",
        "no text",
        "not a message",
        "not a message",
        "unknown sender",
    ]
    assert {s.kind for s in found.skipped} == {RecordKind.MESSAGE}


def test_posts_tasks_and_projects(read_json):
    found = read_json(
        export(
            chat(said()),
            chat(id="empty"),
            projects=[
                {"id": "p", "name": "Hives", "custom_personality": "Answer like a beekeeper."},
                {"id": "q", "name": "Empty", "custom_personality": ""},
            ],
            tasks=[{"id": "t", "prompt": "Tell me the weather."}],
            media_posts=[{"id": "m", "original_prompt": "A bee", "media_type": "image"}],
        )
    )
    chats = [record for record in found if isinstance(record, Conversation)]
    assert [c.external_id for c in chats] == ["c-1", "project/p"]
    (project,) = chats[1].messages
    assert project.role is Role.SYSTEM
    assert origins(project) == [("Answer like a beekeeper.", Origin.CUSTOM_INSTRUCTION)]
    assert [s.reason for s in found if isinstance(s, Skipped)] == [
        "no messages in the export",
        "project without instructions",
        "not a conversation",
        "post of a picture or video",
    ]


def test_a_chat_without_ids_is_known_again_when_it_has_gone_on(read_json):
    def bare(*texts):
        senders = ["human", "assistant"] * 2
        responses = [
            {"sender": sender, "message": text}
            for sender, text in zip(senders, texts, strict=False)
        ]
        return [{"conversation": {"title": "Bees"}, "responses": responses}]

    short, longer = (
        only(read_json(bare(*texts)))
        for texts in (["I keep bees.", "Lovely."], ["I keep bees.", "Lovely.", "And wasps."])
    )
    assert short.external_id == longer.external_id
    assert short.external_id.startswith("sha256-")
    assert only(read_json(bare("I keep cats.", "Lovely."))).external_id != short.external_id
    assert [m.external_id for m in short.messages] == ["message 1", "message 2"]


def test_a_file_that_was_cut_off_keeps_what_was_whole(read_json):
    whole = json.dumps(export(chat(said()), chat(said(), id="c-2"))).encode()
    kept, skipped = read_json(whole[: whole.index(b"c-2")])
    assert isinstance(kept, Conversation)
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "file ends in the middle"


def test_every_record_is_accounted_for_when_it_comes_twice(tmp_path):
    path = tmp_path / "x.json"
    posts = [{"original_prompt": "A bee", "media_type": "image"}] * 3
    chats = [chat(said(), said(""), said("Yes", "assistant")), chat(said(), id="c-2"), 7]
    path.write_text(json.dumps(export(*chats, media_posts=posts)))
    first = imported_twice(tmp_path, path)
    assert (first.conversations.stored, first.messages.stored) == (2, 3)
    assert first.skipped == {
        "post of a picture or video": 3,
        "no text": 1,
        "not a conversation": 1,
    }


def test_the_shared_file(shared_formats, tmp_path):
    (path,) = (shared_formats / "grok").glob("*.json")
    raw = json.loads(path.read_text())["conversations"]
    responses = [response for chat in raw for response in chat["responses"]]
    first = imported_twice(tmp_path, path)
    assert first.format == "grok"
    assert first.conversations.stored == len(raw) == 1
    assert first.messages.stored == len(responses) == 2
    assert first.own_words_messages == sum(r["sender"] == "human" for r in responses)
    assert first.skipped == {}

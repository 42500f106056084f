import json

from accounting import imported_twice, origins

from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


def at(second):
    return f"2025-03-01T12:00:{second:02}Z"


def turn(query="I keep bees.", answer="Lovely.", **fields):
    return {
        "index": 1,
        "uuid": f"t-{query}",
        "query": query,
        "answer": answer,
        "model": "sonar",
        "timestamp": at(0),
        "related_queries": ["What is a bee?"],
        "sources": [{"title": "Bees", "url": "https://example.org", "snippet": "Bees are."}],
    } | fields


def saved(*turns, **fields):
    metadata = {
        "thread_title": "Bees",
        "thread_id": "c-1",
        "thread_created_at": at(1),
        "thread_updated_at": at(9),
        "total_entries": len(turns),
    }
    return {"metadata": metadata | fields, "conversations": list(turns)}


def entry(query="I keep bees.", answer="Lovely.", **fields):
    return {
        "uuid": f"t-{query}",
        "backend_uuid": "b",
        "context_uuid": "c-1",
        "thread_title": "Bees",
        "query_str": query,
        "display_model": "sonar",
        "entry_created_datetime": at(0),
        "blocks": [
            {"intended_usage": "ask_text", "markdown_block": {"answer": answer, "chunks": []}}
        ],
    } | fields


def loaded(*entries, **fields):
    return {"status": "success", "entries": list(entries)} | fields


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def test_a_thread_as_it_was_saved(read_json):
    found = only(read_json(saved(turn(uuid="a"))))
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert (found.created_at, found.updated_at) == (1_740_830_401.0, 1_740_830_409.0)
    first, second = found.messages
    assert (first.external_id, first.parent_id, first.role) == ("a/query", None, Role.USER)
    assert (second.external_id, second.parent_id, second.role) == (
        "a/answer",
        "a/query",
        Role.ASSISTANT,
    )
    assert origins(first) == [("I keep bees.", Origin.TYPED)]
    assert origins(second) == [("Lovely.", Origin.ASSISTANT)]
    assert (first.model, second.model) == (None, "sonar")
    assert first.created_at == second.created_at == 1_740_830_400.0
    assert found.skipped == ()


def test_a_thread_as_the_page_loads_it(read_json):
    found = only(read_json(loaded(entry(uuid="a", blocks=[]), entry("And wasps.", uuid="b"))))
    assert (found.external_id, found.title, found.created_at) == ("c-1", "Bees", 1_740_830_400.0)
    assert [m.external_id for m in found.messages] == ["a/query", "b/query", "b/answer"]
    assert [m.text for m in found.messages] == ["I keep bees.", "And wasps.", "Lovely."]
    assert [s.reason for s in found.skipped] == ["no text"]
    told = {"title": "Hives", "created_at": at(3), "updated_at": at(4)}
    named = only(read_json(loaded(entry(), thread_metadata=told)))
    assert (named.title, named.created_at, named.updated_at) == (
        "Hives",
        1_740_830_403.0,
        1_740_830_404.0,
    )


def test_plans_are_hidden_and_an_answer_in_two_blocks_counts_once(read_json):
    blocks = [
        {"plan_block": {"goals": [{"description": "Look up bees."}, 7]}},
        {"markdown_block": {"answer": "", "chunks": ["Love", "ly.", 7]}},
        {"markdown_block": {"answer": "Lovely."}},
        7,
    ]
    _, answered = only(read_json(loaded(entry(blocks=blocks)))).messages
    assert origins(answered) == [
        ("Look up bees.", Origin.HIDDEN),
        ("Lovely.", Origin.ASSISTANT),
    ]


def test_pasted_text_in_a_query_is_told(read_json):
    asked, _ = only(read_json(saved(turn("I like this:\n```\ncode\n```")))).messages
    assert origins(asked) == [
        ("I like this:", Origin.TYPED),
        ("```\ncode\n```", Origin.PASTED),
    ]


def test_turns_are_in_the_order_of_time_if_all_have_one(read_json):
    turns = [turn("Two", timestamp=at(2)), turn("One", timestamp=at(1))]
    found = only(read_json(saved(*turns)))
    assert [m.text for m in found.messages] == ["One", "Lovely.", "Two", "Lovely."]
    found = only(read_json(saved(*turns, turn("Three", timestamp=None))))
    assert [m.text for m in found.messages][::2] == ["Two", "One", "Three"]


def test_a_zip_of_threads(make, read, tmp_path):
    files = {"a.json": saved(turn()), "b.json": [loaded(entry(context_uuid="c-2"))], "c.md": b"#"}
    found = read(make.zip(tmp_path / "x.zip", files))
    assert [c.external_id for c in found] == ["c-1", "c-2"]


def test_what_is_not_stored_is_counted_with_a_reason(read_json):
    found = only(
        read_json(saved(turn(), turn("", "Again", uuid="x"), turn(7, 7, uuid="y"), "text"))
    )
    assert [m.text for m in found.messages] == ["I keep bees.", "Lovely.", "Again"]
    assert [s.reason for s in found.skipped] == [
        "no text",
        "content of the wrong type",
        "content of the wrong type",
        "not a message",
    ]
    assert {s.kind for s in found.skipped} == {RecordKind.MESSAGE}
    _, empty, other = read_json([saved(turn()), saved(), {"x": 1}])
    assert (empty.reason, other.reason) == ("no messages in the export", "not a conversation")


def test_a_thread_without_an_id_is_known_again_when_it_has_gone_on(read_json):
    short, longer, other = (
        only(read_json(saved(*turns, thread_id=None)))
        for turns in (
            [turn(uuid=None)],
            [turn(uuid=None), turn("And wasps.", timestamp=at(5), uuid=None)],
            [turn("I keep cats.", uuid=None)],
        )
    )
    assert short.external_id == longer.external_id != other.external_id
    assert [m.external_id for m in short.messages] == ["message 1", "message 2"]


def test_a_file_that_was_cut_off(read_json):
    whole = json.dumps([saved(turn()), saved(turn(), thread_id="c-2")]).encode()
    kept, skipped = read_json(whole[:-20])
    assert isinstance(kept, Conversation)
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "file ends in the middle"


def test_every_record_is_accounted_for_when_it_comes_twice(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(
        json.dumps([saved(turn(), turn("Why?", "")), loaded(entry(context_uuid="d")), 7])
    )
    first = imported_twice(tmp_path, path)
    assert (first.conversations.stored, first.messages.stored) == (2, 5)
    assert first.skipped == {"no text": 1, "not a conversation": 1}

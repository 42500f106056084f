import json

import pytest
from accounting import imported, imported_twice, only, origins, texts
from app_databases import LLM_LOG, LLM_RESPONSES, LLM_THREADS, make_database
from builders import open_store

from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role

AT = "2024-05-01T10:00:00.000001"


def response(id, prompt="I keep bees.", answer="Lovely.", conversation="c-1", **fields):
    return {
        "id": id,
        "model": "gpt-4o-mini",
        "prompt": prompt,
        "system": None,
        "response": answer,
        "conversation_id": conversation,
        "datetime_utc": AT,
    } | fields


BEES = {"id": "c-1", "name": "Bees", "model": "gpt-4o-mini"}


def plain(found):
    return [(m.role, m.model, *origins(m)) for m in found.messages]


def test_responses_and_their_prompts(read, tmp_path):
    rows = [
        response("r1", system="Be kind."),
        response("r2", "Since 2001.", "<think>hm</think>Long.", system="Be kind."),
        response("r3", "> q\nI sing.", "", system="Be brief."),
    ]
    path = make_database(tmp_path / "any", LLM_RESPONSES, conversations=[BEES], responses=rows)
    found = only(read(path))
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert found.created_at == pytest.approx(1_714_557_600.000001)
    model = "gpt-4o-mini"
    assert plain(found) == [
        (Role.SYSTEM, None, ("Be kind.", Origin.CUSTOM_INSTRUCTION)),
        (Role.USER, None, ("I keep bees.", Origin.TYPED)),
        (Role.ASSISTANT, model, ("Lovely.", Origin.ASSISTANT)),
        (Role.USER, None, ("Since 2001.", Origin.TYPED)),
        (Role.ASSISTANT, model, ("hm", Origin.HIDDEN), ("Long.", Origin.ASSISTANT)),
        (Role.SYSTEM, None, ("Be brief.", Origin.CUSTOM_INSTRUCTION)),
        (Role.USER, None, ("> q", Origin.QUOTED), ("I sing.", Origin.TYPED)),
    ]
    assert [s.reason for s in found.skipped] == ["no text"]


def test_fragments_and_tools_are_not_what_was_typed(read, tmp_path):
    path = make_database(
        tmp_path / "any",
        LLM_RESPONSES,
        responses=[response("r1", "Sum it up."), response("r2", "", "Sunny.")],
        fragments=[{"id": 1, "content": "Wax"}, {"id": 2, "content": "Honey"},
                   {"id": 3, "content": "Rules"}],
        prompt_fragments=[{"response_id": "r1", "fragment_id": 1, "order": 1},
                          {"response_id": "r1", "fragment_id": 2, "order": 0}],
        system_fragments=[{"response_id": "r1", "fragment_id": 3, "order": 0}],
        tool_calls=[{"response_id": "r1", "arguments": "{}"}],
        tool_results=[{"response_id": "r2", "output": "sun"}],
    )  # fmt: skip
    system, prompt, answer, result, last = only(read(path)).messages
    assert (system.role, origins(system)) == (Role.SYSTEM, [("Rules", Origin.ATTACHED)])
    assert origins(prompt) == [("Honey\n\nWax", Origin.ATTACHED), ("Sum it up.", Origin.TYPED)]
    assert origins(answer) == [("Lovely.", Origin.ASSISTANT), ("{}", Origin.TOOL)]
    assert (result.role, origins(result)) == (Role.TOOL, [("sun", Origin.TOOL)])
    assert origins(last) == [("Sunny.", Origin.ASSISTANT)]


def test_the_log_of_the_first_versions(read, tmp_path):
    def row(id, prompt, chat=None):
        made = response(id, prompt, chat_id=chat)
        del made["conversation_id"]
        return made

    rows = [row(1, "I sing."), row(2, "I row."), row(3, "Since 2001.", 1)]
    first, second = read(make_database(tmp_path / "any", LLM_LOG, logs=rows))
    assert texts(first) == ["I sing.", "Lovely.", "Since 2001.", "Lovely."]
    assert texts(second) == ["I row.", "Lovely."]
    assert first.external_id != second.external_id


def message(hash, parent, role="user", *parts):
    rows = [
        {"message_hash": hash, "position": place, "type": "text"} | part
        for place, part in enumerate(parts)
    ]
    return {"hash": hash, "parent_hash": parent, "role": role}, rows


def threads(path, *messages, threads, script=LLM_THREADS, **tables):
    rows = [row for row, _ in messages]
    parts = [part for _, found in messages for part in reversed(found)]
    return make_database(path, script, messages=rows, parts=parts, threads=threads, **tables)


SYSTEM = message("h0", None, "system", {"text": "Be kind."})
ASKED = message("h1", "h0", "user", {"text": "I keep bees."})
ANSWERED = message("h2", "h1", "assistant", {"type": "reasoning", "text": "hm"},
                   {"text": "Lovely."})  # fmt: skip
TURN = {"id": "u1", "thread_id": "t-1", "tip_message_hash": "h2", "model": "m", "datetime_utc": AT}
THREAD = {"id": "t-1", "name": "Bees", "tip_message_hash": "h2"}


def test_threads_of_the_newest_versions(read, tmp_path):
    path = threads(tmp_path / "any", SYSTEM, ASKED, ANSWERED, threads=[THREAD], turns=[TURN])
    found = only(read(path))
    assert (found.external_id, found.title) == ("t-1", "Bees")
    assert plain(found) == [
        (Role.SYSTEM, None, ("Be kind.", Origin.CUSTOM_INSTRUCTION)),
        (Role.USER, None, ("I keep bees.", Origin.TYPED)),
        (Role.ASSISTANT, "m", ("hm", Origin.HIDDEN), ("Lovely.", Origin.ASSISTANT)),
    ]
    times = [m.created_at for m in found.messages]
    assert times == [pytest.approx(1_714_557_600.000001)] * 3
    assert all(m.active for m in found.messages)


def test_what_a_message_borrows_from_a_fragment_was_not_typed(read, tmp_path):
    payload = json.dumps({"text_ref": [{"fragment": 1}, {"literal": "\nSum it up."}, {"x": []}]})
    call = {"type": "tool_call", "payload": '{"name": "w", "arguments": {"q": "Kiel"}}'}
    result = {"type": "tool_result", "payload": '{"output": "sun"}'}
    path = threads(
        tmp_path / "any",
        message("h1", None, "user", {"text": None, "payload": payload}),
        message("h2", "h1", "assistant", {"text": "Wait."}, call),
        message("h3", "h2", "tool", result),
        message("h4", "h3", "assistant", {"text": "Sunny.", "payload": "[broken"}),
        threads=[THREAD | {"tip_message_hash": "h4"}],
        script=LLM_THREADS + LLM_RESPONSES,
        fragments=[{"id": 1, "content": "Wax melts."}],
    )
    assert [origins(m) for m in only(read(path)).messages] == [
        [("Wax melts.", Origin.ATTACHED), ("Sum it up.", Origin.TYPED)],
        [("Wait.", Origin.ASSISTANT), ('{"q": "Kiel"}', Origin.TOOL)],
        [("sun", Origin.TOOL)],
        [("Sunny.", Origin.ASSISTANT)],
    ]


def test_forks_share_their_beginning_and_cycles_end(read, tmp_path):
    fork = message("h3", "h1", "assistant", {"text": "Great."})
    cycle = [message("x", "y", "user", {"text": "x"}), message("y", "x", "robot", {"text": "y"})]
    path = threads(
        tmp_path / "any",
        *(SYSTEM, ASKED, ANSWERED, fork, *cycle),
        threads=[
            THREAD,
            {"id": "t-2", "tip_message_hash": "h3"},
            {"id": "t-3", "tip_message_hash": "x"},
            {"id": "t-4", "tip_message_hash": None},
            {"id": "t-5", "tip_message_hash": "gone"},
        ],
    )
    first, second, third, *others = read(path)
    assert texts(first)[:2] == texts(second)[:2] == ["Be kind.", "I keep bees."]
    assert texts(second)[2:] == ["Great."]
    assert (texts(third), [s.reason for s in third.skipped]) == (["x"], ["unknown role"])
    assert [(s.kind, s.reason) for s in others] == [
        (RecordKind.CONVERSATION, "no messages in the export")
    ] * 2


def test_a_conversation_that_went_on_in_threads_is_not_stored_twice(tmp_path):
    script = LLM_RESPONSES + LLM_THREADS
    old = [response("r1", conversation="t-1", system="Be kind."), response("r2", "I row.")]
    before = make_database(tmp_path / "a.db", script, responses=old)
    more = message("h3", "h2", "user", {"text": "Since 2001."})
    answered = message("h2", "h1", "assistant", {"text": "Lovely."})
    after = threads(
        tmp_path / "b.db",
        *(SYSTEM, ASKED, answered, more),
        threads=[THREAD | {"tip_message_hash": "h3"}],
        script=script,
        responses=old,
    )
    first, second = imported(open_store(tmp_path), before, after)
    assert (first.conversations.stored, first.messages.stored) == (2, 5)
    assert (second.conversations.stored, second.conversations.known) == (0, 2)
    assert (second.messages.stored, second.messages.known) == (1, 5)


def test_a_database_is_accounted_for(tmp_path):
    rows = [response("r1"), response("r2", " ", "x"), response("r3", conversation=None)]
    path = make_database(tmp_path / "l.db", LLM_RESPONSES, conversations=[BEES], responses=rows)
    source = imported_twice(tmp_path, path)
    assert (source.format, source.conversations.stored, source.messages.stored) == ("llm", 2, 5)
    assert source.skipped == {"no text": 1}


def test_a_text_that_comes_again_is_a_message_of_its_own(read, tmp_path):
    rows = [response(f"r{n}", "Again?", "Yes.") for n in range(3)]
    found = only(read(make_database(tmp_path / "any", LLM_RESPONSES, responses=rows)))
    assert isinstance(found, Conversation)
    assert texts(found) == ["Again?", "Yes."] * 3

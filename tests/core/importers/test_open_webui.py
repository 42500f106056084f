import pytest
from accounting import imported_twice, only, origins, texts

from selfaudit.core.models.history import Origin, RecordKind, Role


def said(id, parent, role="user", content="I keep bees.", **fields):
    made = {"id": id, "parentId": parent, "childrenIds": [], "role": role, "content": content}
    return made | {"timestamp": 1_700_000_000} | fields


def chat(*messages, current=None, id="c-1", **fields):
    mapping = {message["id"]: message for message in messages}
    for message in messages:
        if message["parentId"] in mapping:
            mapping[message["parentId"]]["childrenIds"].append(message["id"])
    return {
        "id": id,
        "user_id": "u",
        "title": "Bees",
        "chat": {
            "title": "Bees",
            "models": ["llama3.1:latest"],
            "history": {"currentId": current or messages[-1]["id"], "messages": mapping},
        }
        | fields,
        "created_at": 1_700_000_000,
        "updated_at": 1_700_000_100,
        "archived": False,
        "folder_id": None,
    }


def answer(content, **fields):
    return said("b", "a", "assistant", content, model="llama3.1:latest", **fields)


@pytest.fixture
def read_answer(read_json):
    def read_content(content, **fields):
        found = only(read_json([chat(said("a", None), answer(content, **fields))]))
        return origins(found.messages[1])

    return read_content


def test_a_plain_chat(read_json):
    found = only(read_json([chat(said("a", None), answer("Lovely."))]))
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert (found.created_at, found.updated_at) == (1_700_000_000.0, 1_700_000_100.0)
    question, reply = found.messages
    assert (question.external_id, question.parent_id, question.role) == ("a", None, Role.USER)
    assert (reply.external_id, reply.parent_id, reply.role) == ("b", "a", Role.ASSISTANT)
    assert (question.model, reply.model) == (None, "llama3.1:latest")
    assert origins(question) == [("I keep bees.", Origin.TYPED)]
    assert origins(reply) == [("Lovely.", Origin.ASSISTANT)]
    assert question.created_at == 1_700_000_000.0


def test_one_chat_alone_and_a_list_of_them_read_the_same(read_json):
    one = chat(said("a", None))
    assert read_json([one]) == read_json(one)
    assert texts(only(read_json(one["chat"]))) == ["I keep bees."]


def test_an_answer_that_was_asked_for_again_is_a_branch(read_json):
    messages = [
        said("a", None),
        said("b", "a", "assistant", "old"),
        said("c", "a", "assistant", "new"),
        said("d", "c", content="Since 2001."),
    ]
    found = only(read_json([chat(*messages)]))
    assert texts(found, active=False) == ["I keep bees.", "old", "new", "Since 2001."]
    assert texts(found) == ["I keep bees.", "new", "Since 2001."]
    assert texts(only(read_json([chat(*messages, current="b")]))) == ["I keep bees.", "old"]


REASONING = (
    '<details type="reasoning" done="true" duration="3">\n<summary>Thought</summary>\n'
    "&gt; Bees &amp; more\n&gt;\n&gt; wasps?\n</details>\n"
)
CALL = (
    '<details type="tool_calls" done="true" id="1" name="w" arguments="&quot;{}&quot;" '
    'result="&quot;sun > rain&quot;" files="">\n<summary>Tool Executed</summary>\n</details>\n'
)
CODE = (
    '<details type="code_interpreter" done="true" output="2">\n<summary>Analyzed</summary>\n'
    "```python\n1 + 1\n```\n</details>\n"
)


def test_thinking_and_tools_inside_an_answer_are_told_apart(read_answer):
    assert read_answer(f"{REASONING}First.\n{CALL}Then.\n{CODE}Two.") == [
        ("Bees & more\n\nwasps?", Origin.HIDDEN),
        ("First.", Origin.ASSISTANT),
        ('"{}"\n\n"sun > rain"', Origin.TOOL),
        ("Then.", Origin.ASSISTANT),
        ("2\n\n```python\n1 + 1\n```", Origin.TOOL),
        ("Two.", Origin.ASSISTANT),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<think>hm</think>\n\nYes.", [("hm", Origin.HIDDEN), ("Yes.", Origin.ASSISTANT)]),
        ("Use <think> tags.", [("Use <think> tags.", Origin.ASSISTANT)]),
        ('<details type="reasoning" done="false">\ncut off', [("cut off", Origin.HIDDEN)]),
        ('See <details type="other">x</details>', None),
        ("<details><summary>More</summary>x</details>", None),
        ('A <details type="reasoning', None),
        ('A <details type="reasoning" x="', None),
    ],
)
def test_only_what_the_program_writes_is_taken_apart(content, expected, read_answer):
    assert read_answer(content) == (expected or [(content, Origin.ASSISTANT)])


def test_the_person_may_write_such_html_themselves(read_json):
    found = only(read_json([chat(said("a", None, content=REASONING))]))
    assert {segment.origin for segment in found.messages[0].segments} == {Origin.TYPED}


def test_a_long_answer_of_half_tags_is_read_at_once(read_answer):
    content = '<details type="' * 200_000
    assert read_answer(content) == [(content, Origin.ASSISTANT)]


def test_the_parts_of_an_answer_count_where_its_text_is_blank(read_answer):
    output = [
        {"type": "reasoning", "content": [{"type": "output_text", "text": "hm"}]},
        {"type": "function_call", "arguments": "{}"},
        {"type": "function_call_output", "output": [{"type": "input_text", "text": "sun"}]},
        {"type": "message", "content": [{"type": "output_text", "text": "Sunny."}]},
    ]
    assert read_answer("", output=output) == [
        ("hm", Origin.HIDDEN),
        ("{}\n\nsun", Origin.TOOL),
        ("Sunny.", Origin.ASSISTANT),
    ]
    assert read_answer("Sun.", output=output) == [("Sun.", Origin.ASSISTANT)]


def test_files_and_system_prompts_are_not_what_was_typed(read_json):
    files = [{"type": "file", "file": {"data": {"content": "Wax melts."}}}, {"type": "image"}, 5]
    message = said("a", None, content="> q\nI sing.", files=files)
    found = only(read_json([chat(message, params={"system": "Be kind."})]))
    assert [(m.role, m.parent_id, *origins(m)) for m in found.messages] == [
        (Role.SYSTEM, None, ("Be kind.", Origin.CUSTOM_INSTRUCTION)),
        (
            Role.USER,
            None,
            ("> q", Origin.QUOTED),
            ("I sing.", Origin.TYPED),
            ("Wax melts.", Origin.ATTACHED),
        ),
    ]
    assert all(m.active for m in found.messages)


def test_a_chat_without_a_tree_is_read_from_its_list(read_json):
    record = chat(said("x", None))
    record["chat"]["history"]["messages"] = {}
    record["chat"]["messages"] = [said("a", None), said("a", None, content="Twice."), "x"]
    found = only(read_json([chat(said("z", None)), record])[1:])
    assert texts(found) == ["I keep bees."]
    assert sorted(s.reason for s in found.skipped) == ["duplicate id", "not a message"]


def test_what_cannot_be_read_is_counted(read_json):
    messages = [
        said("a", None),
        said("b", "a", "robot"),
        said("c", "b", content=" "),
        said("d", "c", content={"x": 1}),
        said("e", "d", content="After."),
    ]
    del (bad := said("f", "e"))["role"]
    empty = chat(said("z", None), id="c-2")
    empty["chat"]["history"] = {"messages": {}, "currentId": None}
    first, *others = read_json([chat(*messages, bad, current="e"), empty, 5, {"chat": {}}])
    assert texts(first) == ["I keep bees.", "After."]
    assert [s.reason for s in first.skipped] == [
        "unknown role",
        "no text",
        "content of the wrong type",
        "no role",
    ]
    assert [(s.kind, s.reason) for s in others] == [
        (RecordKind.CONVERSATION, "no messages in the export"),
        (RecordKind.CONVERSATION, "not a conversation"),
        (RecordKind.CONVERSATION, "not a conversation"),
    ]


def test_all_is_known_when_it_comes_again(shared_formats, tmp_path):
    source = imported_twice(tmp_path, shared_formats / "open_webui")
    assert (source.format, source.conversations.stored, source.messages.stored) == (
        "open_webui",
        3,
        6,
    )
    assert (source.own_words_messages, source.skipped) == (3, {})


def test_the_published_file(shared_formats, read):
    thinking, tools, plain = read(shared_formats / "open_webui")
    assert [origins(m) for m in (*thinking.messages, *tools.messages, *plain.messages)] == [
        [("What is 15 * 17?", Origin.TYPED)],
        [("Let me break this down...", Origin.HIDDEN), ("255", Origin.ASSISTANT)],
        [("What's the weather in Paris?", Origin.TYPED)],
        [
            ('"Paris: 18C, rain"', Origin.TOOL),
            ("The weather in Paris is 18C with rain.", Origin.ASSISTANT),
        ],
        [("Hello", Origin.TYPED)],
        [("Hi there!", Origin.ASSISTANT)],
    ]

import pytest
from builders import add_history, conversation, open_store
from printed import lines

OPENINGS = [
    "I keep bees and I want to move the hives in March. How far may I move them?",
    "My sister and I share a flat. How do we split the rent in a fair way?",
    "Could you write me a packing list for four days of walking in Wales?",
]


@pytest.fixture
def with_history(tmp_path):
    store = open_store(tmp_path)
    add_history(store, *(conversation(f"c{n}", text) for n, text in enumerate(OPENINGS)))
    store.close()


def test_a_prompt_is_added_from_an_argument_or_from_standard_input(command):
    (added,) = lines(command("prompts", "add", "What shall I cook?", "--json"))
    assert (added["source"], added["text"]) == ("typed", "What shall I cook?")
    assert "Prompt 2" in command("prompts", "add", "-", stdin="And what to drink?\n").stdout
    listed = lines(command("prompts", "list", "--json"))
    assert [prompt["text"] for prompt in listed] == ["What shall I cook?", "And what to drink?"]
    assert not any(prompt["asked"] for prompt in listed)


def test_prompts_are_drawn_from_the_history_by_seed(command, with_history):
    (drawn,) = lines(command("prompts", "sample", "--count", 2, "--seed", 5, "--json"))
    assert drawn["seed"] == 5
    assert len(drawn["prompts"]) == 2
    for prompt in drawn["prompts"]:
        assert prompt["source"] == "history"
        assert prompt["text"] in OPENINGS
        (message,) = lines(command("messages", "show", prompt["message"], "--json"))
        assert message["text"] == prompt["text"]
        assert message["conversation"] == prompt["conversation"]
    rest = command("prompts", "sample").stdout
    assert "1 prompt from your history added" in rest
    assert "No other conversation" in rest
    assert len(lines(command("prompts", "list", "--json"))) == 3


def test_without_a_history_nothing_is_drawn(command):
    done = command("prompts", "sample", code=1)
    assert "selfaudit import PATH" in done.stderr
    assert "No prompts yet" in command("prompts", "list").stdout


@pytest.mark.parametrize(
    ("stdin", "title"),
    [
        ("a" * 100_000, "This prompt is too long"),
        (" \n", "Nothing to store"),
        (b"\xff\xfe", "The prompt could not be read"),
    ],
)
def test_what_cannot_be_a_prompt_is_told_and_not_stored(command, stdin, title):
    (answer,) = lines(command("prompts", "add", "-", "--json", stdin=stdin, code=1))
    assert answer["error"]["title"] == title
    assert lines(command("prompts", "list", "--json")) == []


def test_a_long_argument_is_too_long_as_well(selfaudit):
    assert "at most 4,000" in selfaudit("prompts", "add", "a" * 100_000, code=1).stderr


def test_hostile_text_is_shown_without_power(command):
    command("prompts", "add", "-", stdin="evil \x1b]52;c;aGk=\x07 \u202e [bold]words[/]")
    shown = command("prompts", "list").stdout + command("prompts", "list", "--json").stdout
    assert "[bold]words[/]" in shown
    assert not [sign for sign in shown if (sign < " " and sign != "\n") or sign == "\u202e"]

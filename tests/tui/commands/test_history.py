"""Browsing, searching and what changed, as a person calls them."""

import pytest
from builders import PinnedClock, add_attributes, add_history, conversation, open_store
from printed import lines

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import Review


@pytest.fixture
def ids(tmp_path):
    """Two attributes, one of them surprising, and two more conversations, in a closed store."""
    store = open_store(tmp_path)
    made = add_attributes(store, ["The user keeps hens.", "The user keeps bees."])
    add_history(
        store,
        conversation("a", "a walk by the river", updated_at=1_750_000_500.0),
        conversation("b", "a river, a river, a river"),
    )
    review = Review(store, PinnedClock())
    review.judge(made[0], {Question.TRUE: "yes", Question.SURPRISE: "yes"})
    store.close()
    return made


def test_conversations_are_listed_and_searched(command, ids):
    every = lines(command("messages", "conversations", "--json"))
    assert len(every) == 4
    assert every[0]["title"] == "Title of a"
    assert {one["attributes"] for one in every} == {0, 1}
    found = lines(command("messages", "conversations", "riv", "--best", "--json"))
    assert [one["title"] for one in found] == ["Title of b", "Title of a"]
    assert [one["hits"] for one in found] == [1, 1]
    message = lines(command("messages", "show", found[0]["message"], "--json"))[0]
    assert message["text"] == "a river, a river, a river"
    page = lines(command("messages", "conversations", "--skip", 1, "--limit", 2, "--json"))
    assert page == every[1:3]
    said = command("messages", "conversations", "--limit", 1).output
    assert "Title of a" in said
    assert "3 more: --skip 1" in said
    assert "No conversation was found." in command("messages", "conversations", "nowhere").output


def test_messages_are_narrowed_by_import_days_conversation_own_words_and_attributes(command, ids):
    (first, *_) = lines(command("messages", "conversations", "walk", "--json"))

    def found(*arguments):
        return [one["text"] for one in lines(command("messages", "search", *arguments, "--json"))]

    assert found("river", "--conversation", first["id"][:8]) == ["a walk by the river"]
    assert len(found("--with-attributes")) == 2
    assert len(found("--own")) == 4
    assert found("--source", 1) == found("hens")
    assert len(found("--from", "2025-06-15", "--to", "2025-06-15")) == 4
    assert found("--from", "2025-06-16") == []
    assert found("--to", "2025-06-14") == []
    command("messages", "search", "--from", "2025-06-16", "--to", "2025-06-15", code=2)
    command("messages", "search", "--to", "9999-12-31", code=2)
    command("messages", "search", "--source", 99, code=1)
    command("messages", "search", "--conversation", "zz", code=1)
    assert "No message was found." in command("messages", "search", "nowhere").output


def test_attributes_of_a_message_and_those_that_surprised(command, ids):
    (message,) = lines(command("messages", "search", "hens", "--json"))
    (found,) = lines(command("attributes", "--message", message["id"], "--json"))
    assert found["id"] == ids[0]
    assert found["verdict"] == "yes"
    (surprising,) = lines(command("attributes", "--surprising", "--json"))
    assert surprising["id"] == ids[0]
    assert lines(command("attributes", "--surprising", "--verdict", "no", "--json")) == []
    assert "No attribute is like that." in command("attributes", "--verdict", "no").output
    command("attributes", "--message", "zz", code=1)


def test_what_changed(command, ids, tmp_path):
    assert lines(command("changes", "--json")) == [{"since": None}]
    assert "This is the first time" in command("changes").output
    store = open_store(tmp_path)
    clock = PinnedClock()
    clock.advance(86_400)
    Review(store, clock).judge(ids[0], {Question.TRUE: "no"})
    store.close()
    ((since),) = lines(command("changes", "--json"))
    assert since["since"]["verdicts"] == [{"attribute": ids[0], "before": "yes", "now": "no"}]
    assert "[yes, now no]" in command("changes").output

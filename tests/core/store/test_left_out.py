"""What was left out of imports is known again, and forgotten with everything."""

from builders import PinnedClock, conversation, open_store

from selfaudit.core.models.erasure import AllTexts, Everything, OneConversation
from selfaudit.core.store.history import conversation_id


def test_it_is_remembered_over_a_restart_and_can_be_taken_again(tmp_path):
    store = open_store(tmp_path)
    store.left_out.change({"a", "b"}, (), 1.0)
    store.left_out.change({"b", "c"}, {"a"}, 2.0)
    store.close()
    assert open_store(tmp_path).left_out.ids() == {"b", "c"}


def test_erasing_everything_forgets_it_and_erasing_less_does_not(tmp_path):
    store = open_store(tmp_path)
    source = store.history.add_source("x", "chatgpt", 1.0)
    store.history.add(source, "chatgpt", [conversation("one", "I am"), conversation("two", "I do")])
    store.left_out.change({"a"}, (), 1.0)
    for target in (OneConversation(conversation_id("chatgpt", "one")), AllTexts()):
        store.erasure.erase(store.erasure.plan(target), PinnedClock().now())
        assert store.left_out.ids() == {"a"}
    store.erasure.erase(store.erasure.plan(Everything()), PinnedClock().now())
    assert store.left_out.ids() == frozenset()


def test_an_erased_conversation_is_new_again_as_before(tmp_path):
    store = open_store(tmp_path)
    one = conversation("one", "I am")
    id = conversation_id("chatgpt", "one")
    for _ in range(2):
        source = store.history.add_source("x", "chatgpt", 1.0)
        assert store.history.add(source, "chatgpt", [one]).conversations.stored == 1
        store.erasure.erase(store.erasure.plan(OneConversation(id)), PinnedClock().now())
        assert store.left_out.ids() == frozenset()

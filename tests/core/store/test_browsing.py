"""What is found, where the words stand, and which attributes rest on a message."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import PinnedClock, add_attributes, conversation, message, open_store
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.models.erasure import OneConversation
from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import Review
from selfaudit.core.store import browsing
from selfaudit.core.store.searching import Order, Search

DAY = 86_400.0


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def put(store, *conversations, path="made-up.json"):
    source = store.history.add_source(path, "chatgpt", 1.0)
    store.history.add(source, "chatgpt", conversations)
    return source


def dated(id, text, day, **options):
    one = message(id, text, **options)
    return Message(
        one.external_id, None, one.role, text, day * DAY, one.active, one.segments, one.model
    )


def chat(id, *messages, title="", updated=None):
    return Conversation(id, title, None, updated, messages)


def titles(store, search, order=Order.NEWEST):
    found = store.browsing.conversations(search, order).conversations
    headings = store.history.headings([one.conversation for one in found])
    return [headings[one.conversation].title for one in found]


def test_without_a_wish_every_conversation_is_listed_newest_first(store):
    put(store, chat("a", title="old", updated=1.0), chat("b", message("1", "x"), title="new"))
    put(store, chat("c", message("2", "x"), title="newest", updated=3.0))
    assert titles(store, Search()) == ["newest", "old", "new"]


def test_every_word_must_be_there_and_the_last_may_be_a_beginning(store):
    put(store, conversation("a", "I keep hens in Lisbon"), conversation("b", "I keep bees"))
    assert titles(store, Search("keep hens")) == ["Title of a"]
    assert titles(store, Search("keep lisb")) == ["Title of a"]
    assert titles(store, Search("lisb keep")) == []
    assert titles(store, Search("keep be")) == []  # too short for a beginning
    assert titles(store, Search("lisb ")) == []  # a space ends the word
    assert titles(store, Search("LÍSBON")) == ["Title of a"]


def test_words_in_a_title_find_its_conversation(store):
    put(store, chat("a", message("1", "hello"), title="Moving to Lisbon"))
    (found,) = store.browsing.conversations(Search("lisbon")).conversations
    assert (found.hits, found.message) == (0, None)
    assert titles(store, Search("lisbon", own=True)) == ["Moving to Lisbon"]
    assert titles(store, Search("lisbon", with_attributes=True)) == []


def test_the_best_comes_first_where_that_is_asked(store):
    once = "a hen among many many other words that say nothing of birds at all"
    put(
        store,
        chat("a", message("1", "hen hen hen"), title="best", updated=1.0),
        chat("b", message("2", once), title="newest", updated=2.0),
    )
    assert titles(store, Search("hen"), Order.BEST) == ["best", "newest"]
    assert titles(store, Search("hen")) == ["newest", "best"]
    assert store.browsing.messages(Search("hen"), Order.BEST)[0].text == "hen hen hen"


def test_what_too_many_texts_hold_is_looked_for_in_those_stored_last(store, monkeypatch):
    monkeypatch.setattr(browsing, "MOST_HITS", 3)
    put(store, *(conversation(f"c{number}", "hen") for number in range(5)))
    finding = store.browsing.conversations(Search("hen"), Order.BEST)
    assert finding.is_cut
    assert len(finding.conversations) == 3
    assert not store.browsing.conversations(Search("hens"), Order.BEST).is_cut


def test_days_imports_own_words_and_attributes_narrow_it(store):
    first = put(store, chat("a", dated("1", "one hen", 10), title="a"))
    second = put(
        store,
        chat("b", dated("2", "two hens", 20, role=Role.ASSISTANT), title="b"),
        chat("a", dated("1", "one hen", 10), title="a"),
    )
    assert titles(store, Search(start=10 * DAY, end=11 * DAY)) == ["a"]
    assert titles(store, Search(start=20 * DAY, end=20 * DAY)) == []
    assert titles(store, Search(source=first)) == ["a"]
    assert sorted(titles(store, Search(source=second))) == ["a", "b"]
    assert titles(store, Search(own=True)) == ["a"]
    assert titles(store, Search("hens", own=True)) == []
    add_attributes(store, ["The user keeps bees."])
    assert titles(store, Search(with_attributes=True)) == ["Title of made-up-1-0"]


def test_messages_off_the_branch_and_erased_ones_are_not_found(store):
    put(
        store,
        chat("a", message("1", "a hen", active=False), message("2", "a cow"), title="a"),
        chat("b", message("3", "a cow"), title="b"),
    )
    assert titles(store, Search("hen")) == []
    erased = store.browsing.messages(Search("cow"))[0].conversation
    store.erasure.erase(store.erasure.plan(OneConversation(erased)), 5.0)
    assert len(titles(store, Search("cow"))) == 1
    assert len(titles(store, Search())) == 1


@given(st.text(max_size=30), st.text(max_size=60))
def test_nothing_that_is_typed_is_an_error_and_places_are_in_the_text(words, text):
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        put(store, chat("a", message("1", f"{text} {words}"), title=text))
        search = Search(words)
        store.browsing.conversations(search, Order.BEST)
        found = store.browsing.messages(search, Order.BEST)
        for one in found:
            store.browsing.hits(one.conversation, search)
            last = 0
            for start, end in store.browsing.places(search, [one]).get(one.id, ()):
                assert last <= start < end <= len(one.text)
                last = end
        store.close()


def test_places_are_of_whole_words_whatever_their_accents_and_case(store):
    text = "Über die Straße, uber und UBERALL — \x01 no mark"
    put(store, chat("a", message("1", text), message("2", text.replace("\x01", ""))))
    search = Search("uber")
    plain, clean = store.browsing.messages(search)[::-1]
    assert [
        clean.text[start:end] for start, end in store.browsing.places(search, [clean])[clean.id]
    ] == ["Über", "uber", "UBERALL"]
    # A text that holds the marks themselves shows no place rather than a wrong one.
    assert store.browsing.places(search, [plain])[plain.id] == ()


def test_hits_are_the_positions_in_reading_order(store):
    put(store, chat("a", *(message(str(n), "hen" if n % 3 == 0 else "cow") for n in range(10))))
    put(store, conversation("b", "hen"))
    a = store.browsing.messages(Search("cow"))[0].conversation
    assert store.browsing.hits(a, Search("hen")) == [0, 3, 6, 9]
    assert store.browsing.hits(a, Search()) == []


def test_a_conversation_is_read_in_pages_from_either_side(store):
    put(store, chat("a", *(message(str(n), f"m{n}", active=n != 4) for n in range(9))))
    id = store.browsing.conversations(Search()).conversations[0].conversation
    assert [one.text for one in store.history.page(id, 3, 3)] == ["m3", "m5", "m6"]
    assert [one.text for one in store.history.page_before(id, 6, 3)] == ["m2", "m3", "m5"]
    assert store.history.count_before(id, 6) == 5


def test_what_rests_on_a_message_comes_with_its_statement_and_verdict(store):
    one, two = add_attributes(store, ["The user keeps hens.", "The user keeps bees."])
    review = Review(store, PinnedClock())
    review.judge(one, {Question.TRUE: "no"})
    review.judge(two, {Question.TRUE: "yes"}, statement="I keep many bees.")
    messages = [store.attributes.get(id).evidence[0] for id in (one, two)]
    found = store.support.of_messages([piece.message for piece in messages])
    ((first,), (second,)) = (found[piece.message] for piece in messages)
    assert (first.statement, first.verdict) == ("The user keeps hens.", "no")
    assert second.statement == "I keep many bees."
    assert second.verdict == store.attributes.get(two).verdict
    assert (first.start, first.end) == (messages[0].start, messages[0].end)
    assert store.support.of_conversations([messages[0].conversation]) == {
        messages[0].conversation: 1
    }
    assert store.support.first_quote(one).message == messages[0].message


def test_statements_of_more_attributes_than_one_query_takes(store):
    ids = add_attributes(store, [f"The user keeps animal{n}." for n in range(7)])
    many = ids * 200
    assert store.support.statements(many).keys() == set(ids)


def test_a_message_with_several_origins_counts_as_holding_own_words(store):
    text = "mine, then theirs"
    parts = (Segment(0, 4, Origin.TYPED, "t", 1), Segment(4, 17, Origin.PASTED, "t", 1))
    put(store, chat("a", Message("1", None, Role.USER, text, 1.0, True, parts), title="a"))
    assert titles(store, Search("theirs", own=True)) == ["a"]

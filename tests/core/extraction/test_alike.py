"""Windows with the same words: which they are, and what each gets of the one answer."""

import threading
from dataclasses import replace

import pytest
from builders import PinnedClock, add_history, conversation, open_store
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.events import WindowDone, WindowFailed
from selfaudit.core.extraction.alike import Copy, gather, passed_on
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.core.models.attribute import Candidate, Draft, QuarantineReason, Span
from selfaudit.core.models.erasure import OneConversation
from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.local_models.scripts import first_person_facts


def window(text, before=""):
    return Window("c", (Piece("m", 0, text),), ("test/1",), before)


def groups(*texts):
    """How many windows of these texts would be asked about."""
    return len(gather({str(n): window(text) for n, text in enumerate(texts)}))


@pytest.mark.parametrize(
    "other",
    [
        "i have two cats, what should I feed them?",
        "Hi! I have two cats  what should I feed them?",
        "I have two cats, what should I please feed them? Thanks",
        "I have two cats,\nwhat should I feed them?",
    ],
)
def test_case_white_space_typography_and_courtesy_make_no_other_message(other):
    assert groups("I have two cats, what should I feed them?", other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I am 34 and I live alone.", "I am 35 and I live alone."),
        ("I have a cat.", "I have a bat."),
        ("I have two cats.", "I have two cats?"),
        ("I am not a nurse.", "I am a nurse."),
        ("Translate this: I am a nurse.", "Answer this: I am a nurse."),
        ("Write a story. I am a nurse.", "Write a letter. I am a nurse."),
        ("two cats, no garden. can I have a dog?", "two dogs, no garden. can I have a dog?"),
        ("What is gout? I have had it for years.", "What is flu? I have had it for years."),
        ("What is my chance? I am a nurse.", "What is my duty? I am a nurse."),
        ("I code in C. can I learn?", "I code in C++. can I learn?"),
        ('my friend says "I am a nurse"', "my friend says I am a nurse"),
        ("what is gout in old age and in women? I am a nurse", "what is flu? I am a nurse"),
        ("explain gout", "explain flu"),
    ],
)
def test_what_a_statement_could_take_keeps_windows_apart(one, other):
    assert groups(one, other) == 2


def test_what_a_question_of_knowledge_is_about_may_differ():
    assert groups("I'm a nurse. What is gout?", "I'm a nurse. What is an ulcer?") == 1
    assert groups("What does gout mean? I am a nurse.", "what does flu mean? I am a nurse.") == 1
    assert groups("What does gout mean? I am a nurse.", "what does flu do? I am a nurse.") == 2


def test_the_same_answer_to_another_question_is_another_message():
    windows = {"1": window("yes, two", "Any dogs?"), "2": window("yes, two", "Any cats?")}
    assert len(gather(windows)) == 2


@given(st.lists(st.text(alphabet="ab ?.,!I'\n", max_size=12), max_size=8))
def test_every_window_is_asked_about_or_a_copy_of_an_earlier_one_and_never_both(texts):
    windows = {str(n): window(text) for n, text in enumerate(texts)}
    found = gather(windows)
    copies = [copy.key for ones in found.values() for copy in ones]
    assert sorted([*found, *copies]) == sorted(windows)
    assert all(int(lead) < int(copy.key) for lead, ones in found.items() for copy in ones)
    assert list(gather({lead: windows[lead] for lead in found})) == list(found)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def run(store, answer=first_person_facts, cancel=None):
    model = ScriptedModel(answer)
    try:
        return list(Extraction(store, model, PinnedClock()).run(cancel or threading.Event()))
    finally:
        model.close()


def test_one_prompt_sent_fifty_times_costs_one_answer_and_has_fifty_pieces_of_evidence(store):
    add_history(
        store,
        *(
            conversation(f"c{n}", f"{'please ' * (n % 2)}I have {' ' * (n % 3)}TWO cats")
            for n in range(50)
        ),
    )
    asked = []
    done = run(
        store, lambda one: asked.append(one.id) or '- "I have TWO cats" = The user has two cats'
    )[-1]
    assert (len(asked), done.windows, done.windows_alike, done.candidates) == (1, 50, 49, 50)
    (attribute,) = store.attributes.page()
    assert attribute.support == 50
    for piece in attribute.evidence:
        text = store.history.message(piece.message).text
        assert text[piece.start : piece.end] == piece.quote
        assert piece.quote.split() == ["I", "have", "TWO", "cats"]
    assert store.database.number("SELECT count(*) FROM work WHERE output_tokens > 0") == 1
    again = run(store, lambda one: asked.append(one.id) or "- none")[-1]
    assert (len(asked), again.windows_known, again.windows_alike) == (1, 50, 0)


def test_a_quote_that_a_copy_does_not_have_gives_it_nothing():
    lead = window("Thanks, I am a nurse. What is gout?")
    copy = Copy("2", window("I am a nurse. What is flu?"), frozenset({"gout"}))
    found = Candidate(Draft("The user is a nurse.", "I am a nurse"), Span("m", 8, 20), None)
    courtesy = Candidate(Draft("The user is polite.", "Thanks"), Span("m", 0, 6), None)
    assert passed_on([found, courtesy], lead, copy) == [replace(found, span=Span("m", 0, 12))]
    named = Candidate(Draft("The user has gout.", "I am a nurse"), Span("m", 8, 20), None)
    assert passed_on([found, named], lead, copy) is None
    held = Candidate(Draft("The user has gout.", "x"), None, QuarantineReason.QUOTE_NOT_FOUND)
    assert passed_on([held], lead, copy) is None


def test_where_the_difference_is_something_to_say_each_is_asked_itself(store):
    add_history(
        store,
        *(conversation(f"c{n}", f"I am a nurse. What is {word}?") for n, word in enumerate("xyyz")),
    )
    asked = []

    def tells_all(request):
        asked.append(request.id)
        said = request.prompt.split("What is ")[1].partition("?")[0]
        return f'- "I am a nurse" = The user is a nurse, {said}\n'

    done = run(store, tells_all)[-1]
    # "y" stands in two messages, and is asked about once.
    assert (len(asked), done.windows_alike, done.candidates) == (3, 1, 4)
    support = {one.statement[-2]: one.support for one in store.attributes.page()}
    assert support == {"x": 1, "y": 2, "z": 1}
    assert not done.cancelled


def test_a_window_that_fails_takes_its_copies_with_it_until_the_next_run(store):
    add_history(store, *(conversation(f"c{n}", "I have two cats") for n in range(3)))

    def fails(_):
        raise ValueError

    events = run(store, fails)
    assert sum(isinstance(event, WindowFailed) for event in events) == 1
    assert (events[-1].windows_failed, events[-1].candidates) == (3, 0)
    done = run(store)[-1]
    assert (done.windows_known, done.windows_alike, done.candidates) == (0, 2, 3)


def test_a_run_that_is_stopped_has_stored_a_group_whole(store):
    texts = ["I have two cats", "I am a nurse"]
    add_history(store, *(conversation(f"c{n}", texts[n % 2]) for n in range(6)))
    cancel = threading.Event()
    model = ScriptedModel(first_person_facts)
    for event in Extraction(store, model, PinnedClock()).run(cancel):
        if isinstance(event, WindowDone):
            cancel.set()
    model.close()
    assert store.extractions.counts()["windows"] == 3
    done = run(store)[-1]
    assert (done.windows_known, done.windows_alike) == (3, 2)
    assert sorted(one.support for one in store.attributes.page()) == [3, 3]


def test_erasing_one_of_several_leaves_the_evidence_of_the_others(store):
    add_history(store, *(conversation(f"c{n}", "I have two cats") for n in range(3)))
    run(store)
    (attribute,) = store.attributes.page()
    plan = store.erasure.plan(OneConversation(attribute.evidence[0].conversation))
    store.erasure.erase(plan, 1.0)
    (left,) = store.attributes.page()
    assert (left.support, left.statement) == (2, attribute.statement)

import threading

import pytest
from builders import PinnedClock, add_history, conversation, open_store

from selfaudit.core.errors import StoreError
from selfaudit.core.events import ExtractionDone, ExtractionStarted, WindowDone, WindowFailed
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.local_models.scripted import ScriptedModel


def quoting(request):
    """Take every sentence for a fact and quote it: what a tireless model would do."""
    text = request.prompt.removeprefix("Message: ").removesuffix("\nFacts:\n")
    lines = [
        f'- "{part.strip()}" = The user says {part.strip()}' for part in text.split(".") if part
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    add_history(
        opened,
        conversation("a", "I keep bees at home. my cat is old.", "What is the capital of Peru?"),
        conversation("b", "I keep bees at home."),
        conversation("c", "my boat leaks again."),
    )
    yield opened
    opened.close()


def run(store, answer=quoting, cancel=None):
    model = ScriptedModel(answer)
    try:
        return list(Extraction(store, model, PinnedClock()).run(cancel or threading.Event()))
    finally:
        model.close()


def test_what_two_conversations_say_alike_is_one_attribute_with_two_pieces_of_evidence(store):
    events = run(store)
    done = events[-1]
    assert isinstance(events[0], ExtractionStarted)
    assert isinstance(done, ExtractionDone)
    assert (done.windows, done.windows_known, done.candidates, done.attributes) == (3, 0, 4, 3)
    bees = next(one for one in store.attributes.page() if "bees" in one.statement)
    assert bees.support == 2
    assert len({piece.message for piece in bees.evidence}) == 2
    for attribute in store.attributes.page():
        for piece in attribute.evidence:
            text = store.history.message(piece.message).text
            assert text[piece.start : piece.end] == piece.quote


def test_finished_windows_are_never_done_again(store):
    run(store)
    asked = []
    done = run(store, lambda request: asked.append(request.id) or "- none\n")[-1]
    assert asked == []
    assert (done.windows, done.windows_known, done.candidates, done.attributes) == (3, 3, 0, 3)
    add_history(
        store,
        conversation(
            "a", "I keep bees at home. my cat is old.", "", "I am tall.", updated_at=1_760_000_000.0
        ),
    )
    run(store, lambda request: asked.append(request.id) or "- none\n")
    assert len(asked) == 1


def test_cancelling_keeps_what_is_done_and_the_next_run_does_the_rest(store):
    cancel = threading.Event()
    model = ScriptedModel(quoting)
    events = []
    for event in Extraction(store, model, PinnedClock()).run(cancel):
        events.append(event)
        if isinstance(event, WindowDone):
            cancel.set()
    model.close()
    assert events[-1].cancelled
    assert store.extractions.counts()["windows"] == 1
    done = run(store)[-1]
    assert (done.windows_known, done.cancelled) == (1, False)
    assert store.extractions.counts()["windows"] == 3
    states = [row["state"] for row in store.database.rows("SELECT state FROM run ORDER BY id")]
    assert states == ["cancelled", "done"]


def test_a_result_is_stored_before_its_event_is_told(store):
    model = ScriptedModel(quoting)
    told = 0
    for event in Extraction(store, model, PinnedClock()).run(threading.Event()):
        if isinstance(event, WindowDone):
            told += 1
            assert store.extractions.counts()["windows"] == told
    model.close()


def test_a_window_that_fails_costs_only_itself_and_is_tried_again(store):
    def fails_on_boats(request):
        if "boat" in request.prompt:
            raise ValueError
        return quoting(request)

    events = run(store, fails_on_boats)
    assert sum(isinstance(event, WindowFailed) for event in events) == 1
    assert events[-1].windows_failed == 1
    assert run(store)[-1].windows_known == 2


def test_inventions_are_quarantined_and_counted(store):
    done = run(store, lambda _: '- "I fly planes" = The user flies planes\n- nonsense\n')[-1]
    assert (done.candidates, done.quarantined, done.attributes) == (6, 6, 0)
    assert store.extractions.quarantined() == {"malformed output": 3, "quote not found": 3}


def test_candidates_that_a_killed_run_left_unlinked_are_linked_by_the_next(store):
    run(store)
    store.database.execute("DELETE FROM link")
    assert all(not attribute.evidence for attribute in store.attributes.page())
    done = run(store, lambda _: "- none\n")[-1]
    assert done.attributes == 3
    assert all(attribute.evidence for attribute in store.attributes.page())


def test_two_runs_at_once_make_one_attribute_of_one_statement(store, tmp_path):
    other = open_store(tmp_path)
    first = ScriptedModel(quoting, name="one")
    second = ScriptedModel(quoting, name="two")
    runs = [
        Extraction(store, first, PinnedClock()).run(threading.Event()),
        Extraction(other, second, PinnedClock()).run(threading.Event()),
    ]
    for _ in zip(*runs, strict=False):
        pass
    for events in runs:
        list(events)
    first.close()
    second.close()
    statements = [attribute.statement for attribute in store.attributes.page()]
    assert len(statements) == len(set(statements)) == 3


def test_provenance_is_recorded_once_the_model_answers(store):
    run(store)
    (row,) = store.database.rows("SELECT provenance FROM run")
    assert row["provenance"] == '{"engine":"scripted"}'


def test_a_run_that_is_cancelled_before_it_begins_ends_at_once(store):
    cancel = threading.Event()
    cancel.set()
    done = run(store, cancel=cancel)[-1]
    assert done.cancelled
    assert store.extractions.counts()["windows"] == 0


def test_a_run_that_breaks_is_recorded_as_failed(store, monkeypatch):
    def full(*_):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(store.extractions, "store", full)
    with pytest.raises(StoreError):
        run(store)
    assert store.database.rows("SELECT state FROM run")[0]["state"] == "failed"

"""Extraction by a taught model and its verifier, played by the scripted one."""

import threading

import pytest
from builders import PinnedClock, add_history, message, open_store

from selfaudit.core.events import ExtractionDone, WindowDone, WindowFailed
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.models.history import Conversation, Role
from selfaudit.core.models.judgment import Question
from selfaudit.core.models.run import Profile
from selfaudit.core.review.review import Review
from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.local_models.scripts import first_person_facts, weighed_words


def chat(id, *texts):
    """The person and the assistant in turns, the person first."""
    roles = (Role.USER, Role.ASSISTANT)
    made = [message(f"{id}-{n}", text, role=roles[n % 2]) for n, text in enumerate(texts)]
    return Conversation(id, f"Title of {id}", 1_750_000_000.0, 1_750_000_100.0, tuple(made))


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    add_history(
        opened,
        chat("a", "I have two cats. My brother is tall.", "Lovely. Any dogs?", "no, none"),
        chat("b", "What is the capital of Peru?"),
        chat("c", "I have two cats and a boat."),
    )
    yield opened
    opened.close()


def run(store, answer=first_person_facts, profile=Profile.TAUGHT, score=weighed_words, cancel=None):
    model = ScriptedModel(answer, score=score, profile=profile)
    try:
        return list(Extraction(store, model, PinnedClock()).run(cancel or threading.Event()))
    finally:
        model.close()


def statements(store):
    return {attribute.statement: attribute for attribute in store.attributes.page()}


def test_a_taught_model_reads_answers_beside_their_question_and_marks_others(store):
    done = run(store)[-1]
    assert isinstance(done, ExtractionDone)
    assert (done.windows, done.candidates, done.quarantined) == (3, 4, 0)
    found = statements(store)
    assert set(found) == {
        "The user has two cats.",
        "The user has two cats and a boat.",
        "The user's brother is tall.",
        "The user answers no, none.",
    }
    assert found["The user's brother is tall."].description.subject == "other"
    assert found["The user has two cats."].description.subject == "user"
    assert found["The user answers no, none."].evidence[0].quote == "no, none"


def test_what_is_asked_has_the_form_that_was_taught(store):
    asked = []
    run(store, lambda request: asked.append(request) or "- none")
    assert {(one.prefix + one.prompt, one.grammar, one.adapted, one.chat) for one in asked} == {
        ("Message: I have two cats. My brother is tall.\nFacts:\n", None, True, False),
        ("Before: Lovely. Any dogs?\nMessage: no, none\nFacts:\n", None, True, False),
        ("Message: I have two cats and a boat.\nFacts:\n", None, True, False),
    }


def test_scores_are_kept_and_what_the_verifier_denies_is_held_back(store):
    def no_boats(request):
        return [1.0, 9.0] if "boat" in request.prompt.split("Statement:")[1] else [9.0, 1.0]

    done = run(store, score=no_boats)[-1]
    # "... and a boat" is cut down to what is left of it.
    assert (done.candidates, done.quarantined) == (4, 0)
    assert statements(store)["The user has two cats."].support == 2
    rows = store.database.rows("SELECT verifier FROM candidate")
    assert {row["verifier"] for row in rows} == {0.9}
    assert all(row["prompt_tokens"] > 9 for row in store.database.rows("SELECT * FROM work"))


def test_what_nothing_saves_is_quarantined_and_may_be_asked_about_as_missed(store):
    done = run(store, score=lambda _: [1.0, 3.0])[-1]
    assert (done.candidates, done.quarantined, done.attributes) == (4, 4, 0)
    assert store.extractions.quarantined() == {"not supported by its quote, the verifier says": 4}
    held = store.extractions.held_back()
    assert ("I have two cats", "The user has two cats.") in {
        (one.quote, one.statement) for one in held
    }


def test_what_was_judged_under_the_untaught_model_stays_and_is_linked(store):
    run(store, profile=Profile.FLAT)
    before = statements(store)["The user has two cats."]
    review = Review(store, PinnedClock())
    review.judge(before.id, {Question.TRUE: "yes"})
    done = run(store)[-1]
    assert done.windows_known == 0
    after = statements(store)["The user has two cats."]
    assert (after.id, after.revision, after.verdict) == (before.id, before.revision, "yes")
    assert len(after.evidence) == len(before.evidence) + 1
    assert {piece.message for piece in after.evidence} == {before.evidence[0].message}


def test_finished_windows_are_never_done_again_and_another_adapter_does_them_anew(store):
    run(store)
    assert run(store)[-1].windows_known == 3
    model = ScriptedModel(profile=Profile.TAUGHT)
    model._identity = model.identity.__class__(
        **{name: getattr(model.identity, name) for name in model.identity.__dataclass_fields__}
        | {"adapter": "f" * 64}
    )
    done = list(Extraction(store, model, PinnedClock()).run(threading.Event()))[-1]
    model.close()
    assert done.windows_known == 0


def test_a_run_says_with_which_adapter_and_verifier_it_was_made(store):
    run(store)
    (row,) = store.database.rows("SELECT model, recipe FROM run")
    adapter = ScriptedModel(profile=Profile.TAUGHT).identity.adapter
    assert f'"adapter":"{adapter}"' in row["model"]
    assert '"verified_from":' in row["recipe"]
    assert '"answers_version":1' in row["recipe"]


def test_a_window_is_stored_once_with_its_verified_candidates(store):
    told = 0
    model = ScriptedModel(profile=Profile.TAUGHT)
    for event in Extraction(store, model, PinnedClock()).run(threading.Event()):
        if isinstance(event, WindowDone):
            told += 1
            assert store.extractions.counts()["windows"] == told
            unscored = "SELECT 1 FROM candidate WHERE verifier IS NULL"
            assert store.database.rows(unscored) == []
    model.close()
    assert told == 3


def test_cancelling_in_the_midst_of_verifying_keeps_only_whole_windows(store):
    cancel = threading.Event()

    def cancelling(request):
        if "brother" in request.prompt:
            cancel.set()
        return weighed_words(request)

    done = run(store, score=cancelling, cancel=cancel)[-1]
    assert done.cancelled
    stored = store.extractions.counts()["windows"]
    assert stored < 3
    done = run(store)[-1]
    assert (done.windows_known, done.cancelled) == (stored, False)
    assert len(statements(store)) == 4


def test_a_verifier_that_fails_costs_its_window_alone(store):
    def failing(request):
        if "brother" in request.prompt:
            raise ValueError
        return weighed_words(request)

    events = run(store, score=failing)
    assert sum(isinstance(event, WindowFailed) for event in events) == 1
    assert (events[-1].windows_failed, store.extractions.counts()["windows"]) == (1, 2)
    assert run(store)[-1].windows_known == 2


def test_verifying_goes_before_the_windows_that_wait_and_these_before_it_are_many(tmp_path):
    store = open_store(tmp_path)
    texts = [f"I have {n} boats in my harbour." for n in range(80)]
    add_history(store, *(chat(f"c{n}", text) for n, text in enumerate(texts)))
    asked = []
    model = ScriptedModel(
        lambda request: asked.append("write") or first_person_facts(request),
        score=lambda request: asked.append("verify") or [1.0, 0.0],
        profile=Profile.TAUGHT,
        latency=0.001,
    )
    done = list(Extraction(store, model, PinnedClock()).run(threading.Event()))[-1]
    model.close()
    store.close()
    assert (done.windows_failed, done.candidates, done.cancelled) == (0, 80, False)
    # The first card does not wait for all that the model was given ahead.
    assert "verify" in asked[:8]
    assert (asked.count("write"), asked.count("verify")) == (80, 80)


def test_a_model_without_an_adapter_is_not_asked_as_if_it_had_one(store):
    model = ScriptedModel(profile=Profile.TAUGHT)
    model._identity = model.identity.without_adapter
    events = list(Extraction(store, model, PinnedClock()).run(threading.Event()))
    model.close()
    assert events[-1].windows_failed == 3

import math
import threading
from collections.abc import Callable, Iterator

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Ended,
    Failed,
    Finished,
    GenerateRequest,
    LanguageModel,
    Priority,
    Scored,
    ScoreRequest,
    Token,
)
from selfaudit.local_models.scripted import ScriptedModel

MakeRequest = Callable[..., GenerateRequest]
MakeScore = Callable[..., ScoreRequest]
BACKGROUND, INTERACTIVE = Priority.BACKGROUND, Priority.INTERACTIVE


@pytest.fixture
def gate() -> threading.Event:
    return threading.Event()


@pytest.fixture
def gated(gate: threading.Event) -> Iterator[ScriptedModel]:
    """A model whose request "slow" answers only once the gate is open."""

    def answer(request: GenerateRequest) -> str:
        if request.id == "slow":
            assert gate.wait(10)
        return f"answer to {request.id}"

    model = ScriptedModel(answer)
    yield model
    gate.set()
    model.close()


def _ends(model: LanguageModel, ids: list[str]) -> list[Ended]:
    return [e for e in model.events(ids, 10) if isinstance(e, Ended)]


def test_first_person_sentences_become_facts(make_request: MakeRequest) -> None:
    model: LanguageModel = ScriptedModel()
    prompt = (
        "Message: I work as a nurse. What is the weather? My dog is old!\nI'm from Porto. It rains."
    )
    ids = model.submit(
        [make_request("a", prompt, max_tokens=60), make_request("b", "Hi!")], BACKGROUND
    )
    first, second = _ends(model, ids)
    assert isinstance(first, Finished)
    assert isinstance(second, Finished)
    assert first.text == (
        '- "I work as a nurse" = The user says: I work as a nurse\n'
        '- "My dog is old" = The user\'s dog is old\n'
        '- "I\'m from Porto" = The user is from Porto\n'
    )
    assert first.finish_reason is FinishReason.STOP
    assert second.text == "- none\n"
    model.close()


def test_tokens_for_interactive_requests_only(make_request: MakeRequest) -> None:
    model = ScriptedModel(lambda _: "- one two\n- three\n")
    for priority, expected in ((INTERACTIVE, 5), (BACKGROUND, 0)):
        events = list(model.events(model.submit([make_request("a")], priority), 10))
        tokens = [event.text for event in events if isinstance(event, Token)]
        assert len(tokens) == expected
        assert isinstance(events[-1], Finished)
        assert events[-1].text == "- one two\n- three\n"
        if tokens:
            assert "".join(tokens) == events[-1].text
    model.close()


def test_interactive_requests_go_first(
    make_request: MakeRequest, gated: ScriptedModel, gate: threading.Event
) -> None:
    ids = gated.submit([make_request(id) for id in ("slow", "b", "c")], BACKGROUND)
    ids += gated.submit([make_request("urgent")], INTERACTIVE)
    gate.set()
    ends = _ends(gated, ids)
    assert [event.id for event in ends] == ["urgent", "slow", "b", "c"]
    assert all(isinstance(e, Finished) and e.text == f"answer to {e.id}" for e in ends)


def test_cancelling_keeps_the_text_so_far(make_request: MakeRequest) -> None:
    model = ScriptedModel(lambda _: "word " * 10_000, latency=0.001)
    ids = model.submit([make_request("a", max_tokens=10_000), make_request("b")], INTERACTIVE)
    events = model.events(ids, 10)
    assert isinstance(next(events), Token)
    model.cancel(ids)
    ends = [event for event in events if isinstance(event, Finished)]
    assert {event.id for event in ends} == {"a", "b"}
    assert all(event.finish_reason is FinishReason.CANCELLED for event in ends)
    assert 0 < sum(event.output_tokens for event in ends) < 10_000
    model.close()


def test_the_length_limit_is_said(make_request: MakeRequest) -> None:
    model = ScriptedModel(lambda _: "one two three")
    (end,) = _ends(model, model.submit([make_request("a", max_tokens=2)], BACKGROUND))
    assert isinstance(end, Finished)
    assert (end.text, end.finish_reason) == ("one two", FinishReason.LENGTH)
    model.close()


def test_an_error_of_the_script_fails_the_request_alone(make_request: MakeRequest) -> None:
    model = ScriptedModel(lambda request: {"a": "fine"}[request.id])
    ends = _ends(model, model.submit([make_request("b"), make_request("a")], BACKGROUND))
    assert ends[0] == Failed("b", "the script failed: KeyError")
    assert isinstance(ends[1], Finished)
    model.close()


def test_ids_under_way_are_not_reused(make_request: MakeRequest, gated: ScriptedModel) -> None:
    gated.submit([make_request("slow")], BACKGROUND)
    with pytest.raises(ValueError, match="under way"):
        gated.submit([make_request("new"), make_request("slow")], BACKGROUND)
    with pytest.raises(ValueError, match="under way"):
        gated.submit([make_request("twice"), make_request("twice")], BACKGROUND)
    gated.submit([make_request("new")], BACKGROUND)


def test_events_end_in_silence_and_go_on_later(
    make_request: MakeRequest, gated: ScriptedModel, gate: threading.Event
) -> None:
    ids = gated.submit([make_request("slow"), make_request("b")], BACKGROUND)
    assert list(gated.events(ids, 0.01)) == []
    gate.set()
    assert [event.id for event in _ends(gated, ids)] == ["slow", "b"]
    assert list(gated.events(ids)) == []


def test_what_a_reader_leaves_is_there_for_the_next(make_request: MakeRequest) -> None:
    model = ScriptedModel(lambda _: "one two three")
    ids = model.submit([make_request("a"), make_request("b")], INTERACTIVE)
    seen = []
    for event in model.events(ids, 10):
        seen.append(event)
        if len(seen) == 3:
            break
    seen += model.events(ids, 10)
    for id in ids:
        tokens = [e.text for e in seen if isinstance(e, Token) and e.id == id]
        assert tokens == ["one", " two", " three"]


def test_closing_fails_what_is_under_way(make_request: MakeRequest) -> None:
    model = ScriptedModel(latency=100)
    ids = model.submit([make_request("a", "I run."), make_request("b")], BACKGROUND)
    model.close()
    assert _ends(model, ids) == [Failed(id, "the model was closed") for id in ids]
    with pytest.raises(ModelError):
        model.submit([make_request("c")], BACKGROUND)
    model.close()


def test_statements_are_weighed_by_the_words_they_share(make_score: MakeScore) -> None:
    model: LanguageModel = ScriptedModel()
    shared = "I work as a nurse. "
    requests = [
        make_score("told", "I work as a nurse", shared),
        make_score("half", "A sad nurse smiles", shared),
        make_score("new", "They swim", shared),
        make_score("empty", "", shared),
        make_score("many", "I work", shared, answers=("often", "rarely", "never")),
    ]
    ends = {end.id: end for end in _ends(model, model.submit(requests, BACKGROUND))}
    probabilities = {}
    for id, end in ends.items():
        assert isinstance(end, Scored)
        assert sum(end.probabilities) == pytest.approx(1)
        assert end.mass == 1.0
        probabilities[id] = end.probabilities
    assert probabilities["told"] == (6 / 7, 1 / 7)
    assert probabilities["half"] == probabilities["empty"] == (0.5, 0.5)
    assert probabilities["new"] == (0.25, 0.75)
    assert probabilities["many"] == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    model.close()


def test_a_script_can_weigh_by_itself(make_score: MakeScore) -> None:
    weights = {"a": (3.0, 1.0), "few": (1.0,), "zero": (0.0, 0.0)}
    model = ScriptedModel(score=lambda request: weights[request.id])
    ids = model.submit([make_score(id) for id in ("a", "few", "zero", "none")], BACKGROUND)
    first, *others = _ends(model, ids)
    assert isinstance(first, Scored)
    assert first.probabilities == (0.75, 0.25)
    assert others == [
        Failed("few", "the script failed: ValueError"),
        Failed("zero", "the script failed: ZeroDivisionError"),
        Failed("none", "the script failed: KeyError"),
    ]
    model.close()


def test_texts_with_the_same_words_have_the_same_vector() -> None:
    texts = ["I have two cats.", "Two cats I have!", "She swims in the sea", "", "..."]
    requests = [EmbedRequest(str(i), text) for i, text in enumerate(texts)]
    vectors = []
    for _ in range(2):
        model = ScriptedModel()
        for end in _ends(model, model.submit(requests, BACKGROUND)):
            assert isinstance(end, Embedded)
            assert len(end.vector) == 64
            assert math.hypot(*end.vector) == pytest.approx(1)
            vectors.append(end.vector)
        model.close()
    assert vectors[:5] == vectors[5:]
    assert vectors[0] == vectors[1] != vectors[2]
    assert vectors[3] == vectors[4] == (1.0, *[0.0] * 63)


def test_scores_and_vectors_are_interrupted_and_begun_anew(
    make_request: MakeRequest, make_score: MakeScore
) -> None:
    begun = threading.Semaphore(0)

    def score(_: ScoreRequest) -> tuple[float, float]:
        begun.release()
        return 1.0, 1.0

    model = ScriptedModel(lambda _: "", score=score, latency=0.2)
    ids = model.submit([make_score("score"), EmbedRequest("vector", "x")], BACKGROUND)
    assert begun.acquire(timeout=10)
    ids += model.submit([make_request("urgent")], INTERACTIVE)
    ends = _ends(model, ids)
    assert [type(end) for end in ends] == [Finished, Scored, Embedded]
    assert begun.acquire(blocking=False)
    assert not begun.acquire(blocking=False)
    model.close()


def test_cancelled_scores_and_vectors_have_no_result(make_score: MakeScore) -> None:
    begun = threading.Event()

    def score(_: ScoreRequest) -> tuple[float, float]:
        begun.set()
        return 1.0, 1.0

    model = ScriptedModel(score=score, latency=100)
    ids = model.submit([make_score("score"), EmbedRequest("vector", "x")], BACKGROUND)
    assert begun.wait(10)
    model.cancel(ids)
    for end in _ends(model, ids):
        assert isinstance(end, Finished)
        assert (end.finish_reason, end.text) == (FinishReason.CANCELLED, "")
    model.close()

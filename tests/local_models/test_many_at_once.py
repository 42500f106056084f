"""Many requests in the same batches: what they cost, and that they answer as each alone does."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from engines import answer, answers, ignore

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import (
    Ended,
    Failed,
    Finished,
    GenerateRequest,
    Priority,
    Scored,
    ScoreRequest,
)
from selfaudit.local_models.protocol import Load

if TYPE_CHECKING:
    from selfaudit.local_models.contexts import Run
    from selfaudit.local_models.engine import Engine

MakeRequest = Callable[..., GenerateRequest]
MakeScore = Callable[..., ScoreRequest]
pytestmark = pytest.mark.real_model
PREPARATION = Priority.PREPARATION

PREFIX = "You list facts about a person.\n\nMessage: I have two cats.\nFacts:\n- two cats\n\n"
LIKED = ("tea", "my bike", "dogs and rain", "to swim in the lake near Oslo", "maths", "bread")
NOISE = 2.0
"""How far apart two logits may be that rounding may put in another order.

Measured with the default model, which rounds what goes into each layer to 8 bits: where the order
of sums differs, the logits of the next tokens differ by up to 1.0, and probabilities of answers by
0.05."""


@pytest.fixture(scope="module")
def make_engine(model_file: Path) -> "Callable[..., Engine]":
    from selfaudit.local_models.engine import Engine
    from selfaudit.local_models.native import NativeLog

    NativeLog().seal()
    load = Load(str(model_file), context=512, threads=1, batch=64, gpu_layers=0, cells=1024)
    return lambda **options: Engine(replace_load(load, **options))


def replace_load(load: Load, **options: object) -> Load:
    import msgspec

    return msgspec.structs.replace(load, **options)


@pytest.fixture(scope="module")
def engine(make_engine: "Callable[..., Engine]") -> "Engine":
    return make_engine()


@pytest.fixture
def requests(make_request: MakeRequest) -> list[GenerateRequest]:
    return [
        make_request(f"r{n}", f"Message: I like {what}.\nFacts:\n", PREFIX, max_tokens=6 + n)
        for n, what in enumerate(LIKED)
    ]


@pytest.fixture
def scores(make_score: MakeScore) -> list[ScoreRequest]:
    subjects = ("a cat", "a garden", "a pilot's licence", "three sons", "an old car", "a dog")
    return [make_score(f"s{n}", f"Does the user have {what}?") for n, what in enumerate(subjects)]


def finished(ended: Ended) -> Finished:
    assert isinstance(ended, Finished)
    return ended


def evaluated(engine: "Engine", monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the batches from here on."""
    context, sizes = engine._plain._context, []
    evaluate = context.evaluate

    def counting(runs: list[tuple[int, int, list[int], bool]]) -> int:
        sizes.append(sum(len(run[2]) for run in runs))
        return evaluate(runs)  # type: ignore[arg-type]

    monkeypatch.setattr(context, "evaluate", counting)
    return sizes


def test_texts_are_those_of_each_alone_but_for_what_rounding_decides(
    engine: "Engine", requests: list[GenerateRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a text goes another way, it is between two tokens that were all but equally likely."""
    from selfaudit.local_models.writing import Writing

    chosen: dict[str, list[tuple[np.ndarray, int]]] = {}
    take = Writing.take

    def noting(job: Writing, logits: np.ndarray) -> Finished | None:
        kept = logits.copy()
        end = take(job, logits)
        chosen.setdefault(job.id, []).append((kept, int(kept.argmax())))
        return end

    monkeypatch.setattr(Writing, "take", noting)
    alone, logits = {}, {}
    for request in requests:
        engine._plain.forget()
        chosen.clear()
        alone[request.id] = finished(answer(engine, request)).text
        logits.update(chosen)
    chosen.clear()
    together = {id: finished(end).text for id, end in answers(engine, requests).items()}
    assert set(together) == set(alone)
    for id, text in alone.items():
        for (before, first), (_, second) in zip(logits[id], chosen[id], strict=False):
            if first != second:
                assert before[first] - before[second] < NOISE
                break
        else:
            assert together[id] == text
    assert sum(together[id] == alone[id] for id in alone) >= len(alone) / 2


def test_one_at_a_time_nothing_of_what_waits_shows(
    make_engine: "Callable[..., Engine]",
    requests: list[GenerateRequest],
    scores: list[ScoreRequest],
) -> None:
    """With one sequence each result is, to the last bit, what it is alone."""
    engine = make_engine(sequences=1)
    asked = [*requests[:3], *scores[:3]]
    alone = {request.id: answer(engine, request) for request in asked}
    together = answers(engine, asked)
    for id, end in together.items():
        expected = alone[id]
        if isinstance(end, Scored):
            assert isinstance(expected, Scored)
            assert (end.probabilities, end.mass) == (expected.probabilities, expected.mass)
        else:
            assert finished(end).text == finished(expected).text
    assert list(together) == [request.id for request in asked]


def test_what_they_share_is_evaluated_once_and_they_are_written_together(
    engine: "Engine", requests: list[GenerateRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine._plain.forget()
    sizes = evaluated(engine, monkeypatch)
    got = {id: finished(end) for id, end in answers(engine, requests).items()}
    prompts = [engine._prompter.prompt(request) for request in requests]
    shared = prompts[0].shared
    read = shared + sum(len(prompt.tokens) - shared for prompt in prompts)
    assert sum(end.prompt_tokens for end in got.values()) == read
    assert got["r1"].prompt_tokens == len(prompts[1].tokens) - shared
    # The first token of each text comes with its prompt, and its last is not evaluated.
    wrote = sum(
        end.output_tokens - (end.finish_reason is FinishReason.LENGTH) for end in got.values()
    )
    assert sum(sizes) == read + wrote
    assert len(sizes) < wrote / 2


def test_scores_share_their_prompt_and_fill_batches(
    engine: "Engine", scores: list[ScoreRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = {score.id: answer(engine, score) for score in scores}
    engine._plain.forget()
    sizes = evaluated(engine, monkeypatch)
    together = answers(engine, scores)
    prompts = [engine._prompter.score_prompt(score) for score in scores]
    shared = prompts[0].shared
    assert sum(sizes) == shared + sum(len(prompt.tokens) - shared for prompt in prompts)
    # Batches have 64 tokens: as few as there can be, each part for itself.
    assert len(sizes) == -(-shared // 64) + -(-(sum(sizes) - shared) // 64)
    for id, end in together.items():
        expected = alone[id]
        assert isinstance(end, Scored)
        assert isinstance(expected, Scored)
        assert end.probabilities == pytest.approx(expected.probabilities, abs=0.1)
        assert end.mass == pytest.approx(expected.mass, abs=0.1)


def test_what_is_urgent_goes_first_and_the_others_go_on_from_where_they_were(
    engine: "Engine",
    requests: list[GenerateRequest],
    make_request: MakeRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine._plain.forget()
    sizes = evaluated(engine, monkeypatch)
    for request in requests:
        engine.add(request, Priority.BACKGROUND, ignore)
    for _ in range(4):
        assert engine.step() == []
    parts: list[str] = []
    urgent = make_request("urgent", "The capital of Portugal is", max_tokens=4)
    engine.add(urgent, Priority.INTERACTIVE, parts.append)
    begun = len(sizes)
    ended: list[Ended] = []
    while not ended:
        ended = engine.step()
    assert [event.id for event in ended] == ["urgent"]
    assert "".join(parts) == finished(ended[0]).text
    # Its prompt at once, and then a token at a time: nothing else was in its batches.
    assert sizes[begun:] == [finished(ended[0]).prompt_tokens, 1, 1, 1]
    got = {}
    while engine.busy:
        got |= {event.id: finished(event) for event in engine.step()}
    prompts = [engine._prompter.prompt(request) for request in requests]
    read = sum(end.prompt_tokens for end in got.values())
    assert read == sum(len(prompt.tokens) for prompt in prompts) - 5 * prompts[0].shared


def test_a_batch_that_is_broken_off_is_evaluated_anew_and_changes_nothing(
    make_engine: "Callable[..., Engine]",
    make_request: MakeRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from selfaudit.local_models.interruption import BROKEN_OFF

    engine = make_engine(sequences=1)
    long = "I like tea, and my bike, and to swim in the lake. " * 20
    asked = [
        make_request(f"r{n}", f"{n}. {long}Facts:\n", PREFIX, max_tokens=6, seed=n)
        for n in range(3)
    ]
    expected = {id: finished(end) for id, end in answers(engine, asked).items()}
    engine._plain.forget()
    context = engine._plain._context
    codes: list[int] = []
    evaluate = context.evaluate

    def disturbed(runs: "list[Run]") -> int:
        breaks = not codes or codes[-1] != BROKEN_OFF
        timer = threading.Timer(0.002, engine.break_off, [Priority.INTERACTIVE])
        if breaks:
            timer.start()
        code = evaluate(runs)
        if breaks:
            timer.join()
        engine.go_on()
        codes.append(code)
        return code

    monkeypatch.setattr(context, "evaluate", disturbed)
    got = {id: finished(end) for id, end in answers(engine, asked).items()}
    # Those of a prompt take far longer than the timer.
    assert codes.count(BROKEN_OFF) >= 3 * 4
    assert set(codes) == {0, BROKEN_OFF}
    for id, end in got.items():
        assert (end.text, end.prompt_tokens) == (expected[id].text, expected[id].prompt_tokens)


def test_only_what_goes_before_it_breaks_a_batch_off(
    engine: "Engine", make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = evaluated(engine, monkeypatch)
    engine.break_off(Priority.INTERACTIVE)
    engine.add(make_request("a", "The capital of Portugal is", max_tokens=40), PREPARATION, ignore)
    ended: list[Ended] = []
    for priority in (Priority.BACKGROUND, Priority.FOLLOW_UP, PREPARATION):
        engine.go_on()
        engine.step()
        before = len(engine._jobs["a"][2].sequence.tokens)
        engine.break_off(priority)
        ended += engine.step()
        assert len(engine._jobs["a"][2].sequence.tokens) == before + 1
    engine.break_off(Priority.INTERACTIVE)
    begun = len(sizes)
    ended += engine.step()
    assert len(engine._jobs["a"][2].sequence.tokens) == before + 1
    assert len(sizes) == begun + 1
    engine.go_on()
    while engine.busy:
        ended += engine.step()
    assert [event.id for event in ended] == ["a"]
    assert "Lisbon" in finished(ended[0]).text


def test_one_of_them_is_cancelled_and_the_others_are_not(
    engine: "Engine", requests: list[GenerateRequest]
) -> None:
    for request in requests:
        engine.add(request, Priority.BACKGROUND, ignore)
    got = {}
    for _ in range(4):
        got |= {event.id: finished(event) for event in engine.step()}
    engine.cancel("r5")
    engine.cancel("r5")
    engine.cancel("unknown")
    while engine.busy:
        got |= {event.id: finished(event) for event in engine.step()}
    assert set(got) == {request.id for request in requests}
    assert got["r5"].finish_reason is FinishReason.CANCELLED
    assert 0 < got["r5"].output_tokens < 6
    assert {got[f"r{n}"].finish_reason for n in range(5)} <= {
        FinishReason.LENGTH,
        FinishReason.STOP,
    }


def test_a_cache_with_room_for_few_is_shared_in_turn(
    make_engine: "Callable[..., Engine]", make_request: MakeRequest
) -> None:
    """Three texts that outgrow a cache of one window: each is whole in the end."""
    engine = make_engine(context=256, cells=256)
    requests = [make_request(f"r{n}", f"{n} 1 2 3 4 5", max_tokens=100) for n in range(3)]
    got = {id: finished(end) for id, end in answers(engine, requests).items()}
    assert all(end.output_tokens == 100 for end in got.values())
    # At least one was put out of the cache, and its prompt evaluated anew.
    read = sum(len(engine._prompter.prompt(request).tokens) for request in requests)
    assert sum(end.prompt_tokens for end in got.values()) > read


def test_refusals_among_many_are_told_and_harm_nobody(
    engine: "Engine", make_request: MakeRequest, make_score: MakeScore
) -> None:
    asked = [
        make_request("long", "word " * 600),
        make_request("broken", "x", grammar="root ::= ("),
        make_score("alike", answers=("yes", "yes!")),
        make_request("adapted", "x", adapted=True),
        make_request("fine", "The capital of Portugal is"),
    ]
    got = answers(engine, asked)
    assert {id for id, end in got.items() if isinstance(end, Failed)} == {
        *("long", "broken", "alike", "adapted")
    }
    assert "Lisbon" in finished(got["fine"]).text


def test_what_llama_cpp_cannot_evaluate_fails_and_the_rest_is_begun_anew(
    engine: "Engine",
    requests: list[GenerateRequest],
    make_request: MakeRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = engine._plain._context
    engine.add(requests[0], Priority.BACKGROUND, ignore)
    for _ in range(3):
        engine.step()
    urgent = make_request("urgent", "x", max_tokens=1)
    engine.add(urgent, Priority.INTERACTIVE, ignore)
    with monkeypatch.context() as patch:
        patch.setattr(context, "evaluate", lambda _runs: 1)
        assert engine.step() == [
            Failed("urgent", "llama.cpp could not evaluate the prompt (code 1)")
        ]
    got: list[Ended] = []
    while engine.busy:
        got += engine.step()
    assert [event.id for event in got] == ["r0"]
    assert finished(got[0]).text == finished(answer(engine, requests[0])).text


def test_a_seed_chooses_for_its_text_alone(
    make_engine: "Callable[..., Engine]", make_request: MakeRequest
) -> None:
    engine = make_engine(sequences=1)
    sampled = [
        make_request(f"r{seed}", "Once upon a time", temperature=1.0, top_p=0.95, seed=seed)
        for seed in (1, 2, 3)
    ]
    first = {id: finished(end).text for id, end in answers(engine, sampled).items()}
    other = {id: finished(end).text for id, end in answers(engine, reversed(sampled)).items()}
    assert len(set(first.values())) == 3
    assert first == other
    same = replace(sampled[0], id="again")
    assert finished(answer(engine, same)).text == first["r1"]

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

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
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.options import EngineOptions

MakeRequest = Callable[..., GenerateRequest]
MakeScore = Callable[..., ScoreRequest]
WriteGguf = Callable[..., Path]
BACKGROUND, INTERACTIVE = Priority.BACKGROUND, Priority.INTERACTIVE
PATIENCE = 60.0
Ends = Callable[[LanguageModel, list[str]], dict[str, Ended]]
Until = Callable[[Callable[[], bool]], None]
OPTIONS = EngineOptions(context=512, threads=1)


@pytest.fixture
def model(real_model: InstalledModel, tmp_path: Path) -> Iterator[LocalModel]:
    model = LocalModel(real_model, log=tmp_path / "log" / "model.log", options=OPTIONS)
    yield model
    model.close()


def test_a_file_that_llama_cpp_refuses(
    ends: Ends, until: Until, tmp_path: Path, write_gguf: WriteGguf, make_request: MakeRequest
) -> None:
    path = write_gguf(tmp_path / "odd.gguf", {"general.architecture": "llama"}, {"w": (8,)})
    model = LocalModel(ModelLibrary(tmp_path / "models").resolve(path), options=OPTIONS)
    assert model.identity.name == "odd"
    ids = model.submit([make_request("a"), make_request("b")], BACKGROUND)
    ends = ends(model, ids)
    assert set(ends) == {"a", "b"}
    assert all(isinstance(e, Failed) and "could not be loaded" in e.reason for e in ends.values())
    for use in (
        lambda: model.identity,
        lambda: model.provenance,
        lambda: model.submit([make_request("c")], BACKGROUND),
    ):
        # The reason is llama.cpp's own.
        with pytest.raises(ModelError, match=r"odd could not be loaded: .*context_length"):
            use()
    until(lambda: model.child_pid is None)
    model.close()


def test_a_file_that_is_gone(tmp_path: Path, write_gguf: WriteGguf) -> None:
    path = write_gguf(tmp_path / "odd.gguf", {})
    installed = ModelLibrary(tmp_path / "models").resolve(path)
    path.unlink()
    model = LocalModel(installed, options=OPTIONS)
    with pytest.raises(ModelError, match="could not be loaded"):
        _ = model.provenance
    model.close()


def test_closing_before_and_after_use(tmp_path: Path, write_gguf: WriteGguf) -> None:
    path = write_gguf(tmp_path / "odd.gguf", {})
    model = LocalModel(ModelLibrary(tmp_path / "models").resolve(path))
    model.close()
    model.close()
    with pytest.raises(ModelError, match="was closed"):
        model.start()


@pytest.fixture
def loading(
    tmp_path: Path, write_gguf: WriteGguf, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LocalModel]:
    """A model whose process takes forever to load."""
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\nexec sleep 600\n")
    script.chmod(0o700)
    monkeypatch.setattr("selfaudit.local_models.child.sys.executable", str(script))
    model = LocalModel(ModelLibrary(tmp_path / "models").resolve(write_gguf(tmp_path / "m", {})))
    yield model
    monkeypatch.undo()
    model.close()


def test_closing_ends_a_wait_for_loading_at_once(until: Until, loading: LocalModel) -> None:
    assert not loading.wait_loaded(0.01)
    until(lambda: loading.child_pid is not None)
    pid = loading.child_pid
    assert pid is not None
    problems: list[str] = []

    def wait() -> None:
        try:
            _ = loading.provenance
        except ModelError as error:
            problems.append(error.message)

    waiting = threading.Thread(target=wait)
    waiting.start()
    begun = time.monotonic()
    loading.close()
    waiting.join(PATIENCE)
    assert problems == ["The model was closed."]
    assert time.monotonic() - begun < 2
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_closing_does_not_wait_for_a_process_that_cannot_be_killed(
    until: Until, loading: LocalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("selfaudit.local_models.client._CLOSE_SECONDS", 0.1)
    loading.start()
    until(lambda: loading.child_pid is not None)
    with monkeypatch.context() as patch:
        patch.setattr("selfaudit.local_models.child.Child.kill", lambda _: None)
        begun = time.monotonic()
        loading.close()
        assert time.monotonic() - begun < 2


@pytest.mark.real_model
def test_requests_are_answered(ends: Ends, model: LocalModel, make_request: MakeRequest) -> None:
    port: LanguageModel = model
    assert port.identity.parameters == 134_515_008
    assert port.identity.context == 512
    assert model.child_pid is None
    requests = [make_request(f"r{i}", f"{i} plus {i} is") for i in range(5)]
    ends = ends(model, port.submit(requests, BACKGROUND))
    assert [type(ends[f"r{i}"]) for i in range(5)] == [Finished] * 5
    provenance = port.provenance
    assert provenance["threads"] == 1
    assert provenance["context"] == 512
    assert str(provenance["llama_cpp_python"]).startswith("0.3.")


@pytest.mark.real_model
def test_text_from_anywhere_can_be_asked(
    ends: Ends, model: LocalModel, make_request: MakeRequest
) -> None:
    texts = ["lone \ud800 surrogate", "nul \0 nul", "\x1b[31m", "\u202e", "", "a" * 100_000]
    requests = [make_request(str(i), text, max_tokens=2) for i, text in enumerate(texts)]
    ends = ends(model, model.submit(requests, BACKGROUND))
    kinds = [type(ends[str(i)]) for i in range(len(texts))]
    assert kinds == [Finished] * 5 + [Failed]
    assert "too long" in ends["5"].reason  # type: ignore[union-attr]
    assert "aaa" not in ends["5"].reason  # type: ignore[union-attr]


@pytest.mark.real_model
def test_tokens_come_at_most_twenty_times_a_second(
    model: LocalModel, make_request: MakeRequest
) -> None:
    _ = model.provenance
    requests = [make_request("a", "Once upon a time", max_tokens=100)]
    begun = time.monotonic()
    events = list(model.events(model.submit(requests, INTERACTIVE), PATIENCE))
    took = time.monotonic() - begun
    tokens = [event.text for event in events if isinstance(event, Token)]
    assert isinstance(events[-1], Finished)
    assert "".join(tokens) == events[-1].text
    assert 1 < len(tokens) <= 20 * took + 2
    events = list(model.events(model.submit(requests, BACKGROUND), PATIENCE))
    assert len(events) == 1


@pytest.mark.real_model
def test_cancelling(ends: Ends, model: LocalModel, make_request: MakeRequest) -> None:
    requests = [make_request(id, "Once upon a time", max_tokens=480) for id in "abcd"]
    ids = model.submit(requests, INTERACTIVE)
    events = model.events(ids, PATIENCE)
    assert isinstance(next(events), Token)
    model.cancel(ids)
    got = {event.id: event for event in events if isinstance(event, Finished)}
    assert set(got) == set(ids)
    assert {end.finish_reason for end in got.values()} == {FinishReason.CANCELLED}
    assert got["a"].text
    assert got["a"].output_tokens < 480
    again = ends(model, model.submit([make_request("a", "Hello", max_tokens=3)], BACKGROUND))
    assert isinstance(again["a"], Finished)
    assert again["a"].finish_reason is FinishReason.LENGTH


@pytest.mark.real_model
def test_interactive_requests_go_first_and_change_no_result(
    ends: Ends, model: LocalModel, make_request: MakeRequest
) -> None:
    background = [make_request(id, f"Tell me of {id}:", max_tokens=200) for id in ("cats", "dogs")]
    alone = ends(model, model.submit(background, BACKGROUND))
    ids = model.submit(background, BACKGROUND)
    urgent = model.submit([make_request("urgent", "Hi", max_tokens=5)], INTERACTIVE)
    order = []
    for event in model.events(ids + urgent, PATIENCE):
        if isinstance(event, Finished):
            order.append(event.id)
            if event.id in alone:
                expected = alone[event.id]
                assert isinstance(expected, Finished)
                assert event.text == expected.text
    assert order == ["urgent", "cats", "dogs"]


@pytest.mark.real_model
def test_scores_and_vectors_are_answered(
    ends: Ends, model: LocalModel, make_score: MakeScore, make_request: MakeRequest
) -> None:
    ids = model.submit(
        [
            make_score("score"),
            make_score("again", prompt="Does the user have a dog?"),
            make_score("alike", answers=("yes", "yes!")),
            make_score("odd", prompt="lone \ud800 surrogate"),
            EmbedRequest("vector", "I have two cats and a lone \ud800 surrogate."),
            EmbedRequest("empty", ""),
            make_request("text", "Hi", max_tokens=2),
        ],
        BACKGROUND,
    )
    got = ends(model, ids)
    kinds = [Scored, Scored, Failed, Scored, Embedded, Failed, Finished]
    assert [type(got[id]) for id in ids] == kinds
    score, again, vector = got["score"], got["again"], got["vector"]
    assert isinstance(score, Scored)
    assert isinstance(again, Scored)
    assert isinstance(vector, Embedded)
    assert sum(score.probabilities) == pytest.approx(1)
    assert again.prompt_tokens < score.prompt_tokens / 2
    assert len(vector.vector) == 576


@pytest.mark.real_model
def test_cancelled_scores_and_vectors_have_no_result(
    ends: Ends, model: LocalModel, make_score: MakeScore, make_request: MakeRequest
) -> None:
    assert model.wait_loaded(PATIENCE)
    long = "It is raining. " * 80
    ids = model.submit([make_score(id, shared=f"{id}: {long}") for id in "abc"], INTERACTIVE)
    ids += model.submit([EmbedRequest("vector", long)], INTERACTIVE)
    model.cancel(ids)
    got = ends(model, ids)
    assert set(got) == set(ids)
    for end in got.values():
        assert isinstance(end, Finished)
        assert (end.finish_reason, end.text) == (FinishReason.CANCELLED, "")
    again = ends(model, model.submit([make_score("a")], BACKGROUND))
    assert isinstance(again["a"], Scored)


@pytest.mark.real_model
def test_scores_that_were_broken_off_are_gone_on_with(
    ends: Ends, model: LocalModel, make_score: MakeScore
) -> None:
    long = "It is raining. " * 80
    background = [make_score(id, shared=f"{id}: {long}") for id in ("cats", "dogs")]
    alone = ends(model, model.submit(background, BACKGROUND))
    ids = model.submit(background, BACKGROUND)
    ids += model.submit([EmbedRequest("urgent", "Hi")], INTERACTIVE)
    got = ends(model, ids)
    assert list(got) == ["urgent", "cats", "dogs"]
    for id in ("cats", "dogs"):
        score, expected = got[id], alone[id]
        assert isinstance(score, Scored)
        assert isinstance(expected, Scored)
        assert score.probabilities == pytest.approx(expected.probabilities, abs=0.1)

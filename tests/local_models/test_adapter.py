"""Adapters: their files, the contexts that use them, and what becomes of those that don't fit."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import PinnedClock, add_history, conversation, open_store
from engines import answer

from selfaudit.core.errors import ModelError
from selfaudit.core.events import ExtractionDone, WindowFailed
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.models.run import Profile
from selfaudit.core.ports import (
    Ended,
    Failed,
    Finished,
    GenerateRequest,
    LanguageModel,
    Priority,
    Scored,
    ScoreRequest,
)
from selfaudit.local_models import adapter as adapters
from selfaudit.local_models import catalog
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.files import sha256_of
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.known_model import KnownAdapter
from selfaudit.local_models.memory import OVERHEAD, needed

WriteGguf = Callable[..., Path]
MakeRequest = Callable[..., GenerateRequest]
Ends = Callable[[LanguageModel, list[str]], dict[str, Ended]]

LORA: dict[str, object] = {
    "general.architecture": "llama",
    "general.type": "adapter",
    "adapter.type": "lora",
    "adapter.lora.alpha": 8.0,
}
WIDTH = 576
"""Of the default model."""


@pytest.fixture
def write_adapter(tmp_path: Path, write_gguf: WriteGguf) -> Callable[..., Path]:
    """Writes a random adapter for one tensor of the default model, or for one of another width."""

    def write(name: str = "made-up.gguf", width: int = WIDTH, **meta: object) -> Path:
        tensor = "blk.0.attn_q.weight"
        shapes = {f"{tensor}.lora_a": (width, 4), f"{tensor}.lora_b": (4, width)}
        return write_gguf(tmp_path / name, {**LORA, **meta}, shapes, seed=1)

    return write


@pytest.fixture
def tiny(tmp_path: Path, write_gguf: WriteGguf) -> Path:
    return write_gguf(tmp_path / "my-own-name.gguf", {"general.architecture": "llama"}, {"w": (8,)})


@pytest.fixture
def taught(
    tmp_path: Path, tiny: Path, write_adapter: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> InstalledModel:
    """A model whose file the catalogue knows, whatever it is called, with an adapter."""
    file = write_adapter()
    known = KnownAdapter(file.name, sha256_of(file), file.stat().st_size)
    default = replace(catalog.DEFAULT, sha256=sha256_of(tiny), adapter=known)
    monkeypatch.setattr(catalog, "KNOWN", (default,))
    monkeypatch.setattr(adapters, "FOLDER", tmp_path)
    return ModelLibrary(tmp_path / "models").resolve(tiny)


def test_a_file_with_a_known_hash_gets_its_adapter_whatever_its_name(
    taught: InstalledModel,
) -> None:
    assert taught.adapter is not None
    taught.adapter.check()
    assert (taught.name, taught.profile) == (catalog.DEFAULT.name, Profile.TAUGHT)
    assert taught.identity(512).adapter == taught.adapter.sha256
    plain = taught.without_adapter()
    assert (plain.adapter, plain.profile) == (None, Profile.FLAT)
    assert plain.identity(512) == replace(taught.identity(512), adapter=None, profile=Profile.FLAT)


def test_a_persons_own_file_has_none_and_may_be_given_one(
    tmp_path: Path, tiny: Path, write_adapter: Callable[..., Path]
) -> None:
    own = ModelLibrary(tmp_path / "models").resolve(tiny)
    assert (own.adapter, own.profile, own.identity(512).adapter) == (None, Profile.FLAT, None)
    file = write_adapter()
    given = own.with_adapter(file)
    assert given.profile is Profile.TAUGHT
    assert given.identity(512).adapter == sha256_of(file)
    assert given.without_adapter() == own


def test_what_is_no_adapter_is_refused(
    tmp_path: Path, tiny: Path, write_adapter: Callable[..., Path]
) -> None:
    own = ModelLibrary(tmp_path / "models").resolve(tiny)
    with pytest.raises(ModelError, match=r"my-own-name.gguf is no adapter"):
        own.with_adapter(tiny)
    odd = write_adapter("odd.gguf", **{"adapter.type": "control_vector"})
    with pytest.raises(ModelError, match="is no adapter"):
        own.with_adapter(odd)
    odd.write_bytes(odd.read_bytes()[:-40])
    with pytest.raises(ModelError, match="damaged"):
        own.with_adapter(odd)


def test_an_adapter_that_is_gone_or_changed_is_told_before_the_process_starts(
    taught: InstalledModel,
) -> None:
    assert taught.adapter is not None
    file = taught.adapter.path
    file.write_bytes(file.read_bytes()[:-1] + b"\1")
    with pytest.raises(ModelError, match="is damaged"):
        ModelLibrary(file.parent / "models").verify(taught)
    with pytest.raises(ModelError, match="is damaged") as error:
        LocalModel(taught)
    assert "--no-adapter" in error.value.hint
    file.unlink()
    with pytest.raises(ModelError, match="is not there"):
        LocalModel(taught)
    LocalModel(taught.without_adapter()).close()


def test_an_adapter_takes_a_second_cache() -> None:
    assert needed(1000, 10, 100) == 2000 + OVERHEAD
    assert needed(1000, 10, 100, 50) == 3050 + OVERHEAD


def test_what_lies_among_the_adapters_is_what_the_catalogue_names() -> None:
    known = {model.adapter for model in catalog.KNOWN if model.adapter}
    files = set(adapters.FOLDER.glob("*.gguf"))
    assert files == {adapters.FOLDER / one.file_name for one in known}
    assert known
    for one in known:
        found = adapters.packaged(one)
        found.check()
        assert adapters.adapter_in(found.path) == found
        assert found.bytes < 10_000_000


@pytest.fixture
def adapted(real_model: InstalledModel, write_adapter: Callable[..., Path]) -> Iterator[LocalModel]:
    model = LocalModel(real_model.with_adapter(write_adapter()))
    yield model
    model.close()


@pytest.mark.real_model
def test_only_what_asks_for_the_adapter_gets_it(
    adapted: LocalModel, real_model: InstalledModel, make_request: MakeRequest, ends: Ends
) -> None:
    prompt = "The capital of Portugal is"
    question = ScoreRequest("", "", "Message: I am tall.\n", "Supported:", (" yes", " no"), False)
    texts: dict[str, Ended] = {}
    for name, model in (("adapted", adapted), ("plain", LocalModel(real_model.without_adapter()))):
        requests = [
            replace(request, id=f"{name}-{type(request).__name__}-{asked}", adapted=asked)
            for request in (make_request(prompt=prompt), question)
            # One after the other in both contexts, and again in the first.
            for asked in (False, True)
        ]
        texts |= ends(model, model.submit(requests, Priority.BACKGROUND))
        if model is not adapted:
            model.close()

    def text(id: str) -> object:
        end = texts[id]
        return end.text if isinstance(end, Finished) else getattr(end, "probabilities", end)

    for kind in ("GenerateRequest", "ScoreRequest"):
        assert text(f"adapted-{kind}-False") == text(f"plain-{kind}-False")
        assert text(f"adapted-{kind}-True") != text(f"plain-{kind}-False")
        failed = texts[f"plain-{kind}-True"]
        assert isinstance(failed, Failed)
        assert failed.reason == "the model was loaded without an adapter"
    assert "Lisbon" in str(text("plain-GenerateRequest-False"))


@pytest.mark.real_model
def test_raw_text_is_scored_as_it_is(model_file: Path) -> None:
    """In parts or whole the tokens are the same, and the answers begin with a space."""
    from selfaudit.local_models.engine import Engine
    from selfaudit.local_models.native import NativeLog
    from selfaudit.local_models.protocol import Load

    NativeLog().seal()
    engine = Engine(Load(str(model_file), context=512, threads=1, batch=32, gpu_layers=0))
    shared, prompt = "Message: I have 2 cats.\n", "Quote: 2 cats\nStatement: x.\nSupported:"
    answers = (" yes", " no")
    scored = [
        answer(engine, ScoreRequest("", "", first, second, answers, chat=False))
        for first, second in ((shared, prompt), ("", shared + prompt))
    ]
    assert all(isinstance(one, Scored) for one in scored)
    first, second = (one.probabilities for one in scored if isinstance(one, Scored))
    assert first == pytest.approx(second, abs=1e-3)
    tokens = [engine._prompter.begins(answer) for answer in answers]
    assert [engine._weights.piece(token) for token in tokens if token] == [b" yes", b" no"]


@pytest.mark.real_model
@pytest.mark.parametrize("odd", ["wide", "other"])
def test_an_adapter_of_another_model_is_told_in_a_sentence(
    real_model: InstalledModel, write_adapter: Callable[..., Path], odd: str
) -> None:
    file = (
        write_adapter(width=64)
        if odd == "wide"
        else write_adapter(**{"general.architecture": "qwen2"})
    )
    model = LocalModel(real_model.with_adapter(file))
    try:
        with pytest.raises(ModelError, match=r"adapter of .* could not be loaded") as error:
            model.wait_loaded()
    finally:
        model.close()
    assert "made for another model" in error.value.message
    assert "--no-adapter" in error.value.hint


@pytest.mark.real_model
def test_extraction_with_any_adapter_ends_with_every_window_done(
    adapted: LocalModel, tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    add_history(store, conversation("c", "I'm a nurse and I live in Oslo.", "I forgot my cat"))
    events = list(Extraction(store, adapted, PinnedClock()).run(threading.Event()))
    done = events[-1]
    store.close()
    assert isinstance(done, ExtractionDone)
    assert not [event for event in events if isinstance(event, WindowFailed)]
    assert (done.windows, done.windows_known, done.cancelled) == (2, 0, False)


@pytest.mark.real_model
def test_the_default_model_says_what_it_was_taught(
    real_model: InstalledModel, tmp_path: Path
) -> None:
    if real_model.adapter is None:
        pytest.skip("no adapter comes with the program yet")
    store = open_store(tmp_path)
    texts = ("im a nurse and i live in oslo", "can you fix this regex for me", "i forgot the word")
    add_history(store, *(conversation(f"c{n}", text) for n, text in enumerate(texts)))
    model = LocalModel(real_model)
    done = list(Extraction(store, model, PinnedClock()).run(threading.Event()))[-1]
    model.close()
    found = " ".join(attribute.statement for attribute in store.attributes.page())
    scores = store.database.rows("SELECT verifier FROM candidate WHERE message IS NOT NULL")
    store.close()
    assert isinstance(done, ExtractionDone)
    assert "nurse" in found
    assert "regex" not in found
    assert all(0.5 <= row["verifier"] <= 1 for row in scores)

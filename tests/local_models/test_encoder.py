"""A model that only embeds: made up here, as tiny as llama.cpp takes it."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines import answer

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Finished,
    GenerateRequest,
    ScoreRequest,
)
from selfaudit.local_models.protocol import Load

if TYPE_CHECKING:
    from selfaudit.local_models.engine import Engine

MakeRequest = Callable[..., GenerateRequest]
MakeScore = Callable[..., ScoreRequest]
WriteGguf = Callable[..., Path]
WIDTH = 32
TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "\u2581cat", "\u2581dog", "\u2581sat", "\u2581ran"]
METADATA: dict[str, object] = {
    "general.architecture": "bert",
    "bert.context_length": 64,
    "bert.embedding_length": WIDTH,
    "bert.feed_forward_length": WIDTH,
    "bert.block_count": 1,
    "bert.attention.head_count": 1,
    "bert.attention.layer_norm_epsilon": 1e-6,
    "bert.attention.causal": False,
    "tokenizer.ggml.model": "bert",
    "tokenizer.ggml.tokens": TOKENS,
    "tokenizer.ggml.token_type_count": 2,
    "tokenizer.ggml.padding_token_id": 0,
    "tokenizer.ggml.unknown_token_id": 1,
    "tokenizer.ggml.cls_token_id": 2,
    "tokenizer.ggml.bos_token_id": 2,
    "tokenizer.ggml.seperator_token_id": 3,
    "tokenizer.ggml.eos_token_id": 3,
}
MEAN, CLS, RANK = 1, 2, 4


def _tensors() -> dict[str, tuple[int, ...]]:
    block = [f"blk.0.{name}" for name in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_up")]
    square = [*block, "blk.0.ffn_down"]
    norms = ["token_embd_norm", "blk.0.attn_output_norm", "blk.0.layer_output_norm"]
    vectors = [f"{name}.bias" for name in square + norms] + [f"{name}.weight" for name in norms]
    return {
        "token_embd.weight": (WIDTH, len(TOKENS)),
        "token_types.weight": (WIDTH, 2),
        "position_embd.weight": (WIDTH, 64),
        **{f"{name}.weight": (WIDTH, WIDTH) for name in square},
        **dict.fromkeys(vectors, (WIDTH,)),
    }


@pytest.fixture
def make_engine(tmp_path: Path, write_gguf: WriteGguf) -> "Callable[..., Engine]":
    from selfaudit.local_models.engine import Engine
    from selfaudit.local_models.native import NativeLog

    NativeLog().seal()

    def make(seed: int | None, **metadata: object) -> Engine:
        path = write_gguf(tmp_path / "encoder.gguf", METADATA | metadata, _tensors(), seed)
        return Engine(Load(str(path), context=64, threads=1, batch=16, gpu_layers=0))

    return make


def _embed(engine: "Engine", text: str) -> Embedded:
    result = answer(engine, EmbedRequest("a", text))
    assert isinstance(result, Embedded)
    return result


@pytest.mark.parametrize("pooling", [MEAN, CLS])
def test_an_encoder_embeds_with_its_own_pooling(
    make_engine: "Callable[..., Engine]", pooling: int
) -> None:
    engine = make_engine(1, **{"bert.pooling_type": pooling})
    cat, dog = _embed(engine, "cat sat"), _embed(engine, "dog sat")
    assert len(cat.vector) == WIDTH
    assert math.hypot(*cat.vector) == pytest.approx(1)
    # The text in its frame of [CLS] and [SEP].
    assert cat.prompt_tokens == 4
    assert cat.vector != dog.vector
    assert _embed(engine, "cat sat").vector == cat.vector
    other = make_engine(1, **{"bert.pooling_type": MEAN + CLS - pooling})
    assert _embed(other, "cat sat").vector != cat.vector


def test_without_a_pooling_of_its_own_it_is_the_mean(
    make_engine: "Callable[..., Engine]",
) -> None:
    expected = _embed(make_engine(1, **{"bert.pooling_type": MEAN}), "cat sat").vector
    assert _embed(make_engine(1), "cat sat").vector == expected
    assert _embed(make_engine(1, **{"bert.pooling_type": RANK}), "cat sat").vector == expected


def test_of_a_long_text_the_beginning_is_embedded(make_engine: "Callable[..., Engine]") -> None:
    engine = make_engine(1)
    whole = _embed(engine, "cat ran " * 31)
    assert whole.prompt_tokens == 64
    assert _embed(engine, "cat ran " * 31 + "dog sat " * 1000).vector == whole.vector
    assert _embed(engine, "cat ran " * 30).vector != whole.vector


def test_markers_in_a_text_are_text(make_engine: "Callable[..., Engine]") -> None:
    tokens = make_engine(1)._prompter.whole_text("cat [SEP] dog [CLS]", 64)
    assert (tokens[0], tokens[-1]) == (2, 3)
    assert not {2, 3} & set(tokens[1:-1])


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_text_is_refused(make_engine: "Callable[..., Engine]", text: str) -> None:
    from selfaudit.local_models.refusal import RefusedError

    with pytest.raises(RefusedError, match="the text is empty"):
        _embed(make_engine(1), text)


def test_a_vector_without_a_direction_is_refused(make_engine: "Callable[..., Engine]") -> None:
    from selfaudit.local_models.refusal import RefusedError

    with pytest.raises(RefusedError, match="no vector"):
        _embed(make_engine(None), "cat")


def test_without_memory_it_is_refused_and_tried_again(
    make_engine: "Callable[..., Engine]", monkeypatch: pytest.MonkeyPatch
) -> None:
    from selfaudit.local_models import native
    from selfaudit.local_models.refusal import RefusedError

    engine = make_engine(1)
    with monkeypatch.context() as patch:
        patch.setattr(native.lib, "llama_init_from_model", lambda *_: None)
        with pytest.raises(RefusedError, match="not enough memory"):
            _embed(engine, "cat")
    assert _embed(engine, "cat").vector


def test_an_encoder_writes_and_weighs_nothing(
    make_engine: "Callable[..., Engine]", make_request: MakeRequest, make_score: MakeScore
) -> None:
    from selfaudit.local_models.refusal import RefusedError

    engine = make_engine(1)
    for request in (make_request(prompt="cat"), make_score(answers=("cat", "dog"), shared="cat")):
        with pytest.raises(RefusedError, match="cannot write text"):
            answer(engine, request)


def test_interrupted_before_it_begins(make_engine: "Callable[..., Engine]") -> None:
    result = answer(make_engine(1), EmbedRequest("a", "cat"), lambda: True)
    assert isinstance(result, Finished)
    assert (result.finish_reason, result.text) == (FinishReason.CANCELLED, "")

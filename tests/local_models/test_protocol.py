import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.models.run import FinishReason, Sampling
from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Failed,
    Finished,
    GenerateRequest,
    Priority,
    Scored,
    ScoreRequest,
    Token,
)
from selfaudit.local_models import protocol
from selfaudit.local_models.protocol import (
    BrokenFrameError,
    Cancel,
    Done,
    Embed,
    EmbedDone,
    Generate,
    Load,
    LoadFailed,
    Ready,
    Refused,
    Score,
    ScoreDone,
    Started,
    Text,
    ask,
    frame,
    read_from_child,
    read_to_child,
    result,
)

_texts = st.text(st.characters(exclude_categories=["Cs"]))
_numbers = st.floats(allow_nan=False)
_vectors = st.lists(_numbers).map(tuple)


@given(_texts, _texts, st.integers(0, 2**63), st.sampled_from(Priority))
def test_requests_arrive_as_they_were_sent(
    prefix: str, prompt: str, seed: int, priority: Priority
) -> None:
    request = GenerateRequest(
        "id", prefix, prompt, Sampling(0.5), seed, "root ::= x", ("\n",), True, True
    )
    sent = ask(request, priority)
    assert sent == Generate(request, priority)
    assert read_to_child(io.BytesIO(frame(sent)).read) == sent


@given(_texts, _texts, _texts, st.lists(_texts).map(tuple), st.sampled_from(Priority))
def test_requests_to_score_arrive_as_they_were_sent(
    prefix: str, shared: str, prompt: str, answers: tuple[str, ...], priority: Priority
) -> None:
    request = ScoreRequest("id", prefix, shared, prompt, answers, chat=False, adapted=True)
    sent = ask(request, priority)
    assert sent == Score(request, priority)
    assert read_to_child(io.BytesIO(frame(sent)).read) == sent


@given(_texts, st.sampled_from(Priority))
def test_requests_to_embed_arrive_as_they_were_sent(text: str, priority: Priority) -> None:
    sent = ask(EmbedRequest("id", text), priority)
    assert sent == Embed(EmbedRequest("id", text), priority)
    assert read_to_child(io.BytesIO(frame(sent)).read) == sent


@given(_vectors, _numbers)
def test_numbers_arrive_to_the_last_bit(numbers: tuple[float, ...], number: float) -> None:
    for event in (Scored("a", numbers, number, 3, 0.5), Embedded("a", numbers, 3, number)):
        sent = result(event)
        assert sent.event == event
        assert read_from_child(io.BytesIO(frame(sent)).read) == sent


@pytest.mark.parametrize("message", [Load("p", 1, 2, 3, 4), Cancel(["a", "b"])])
def test_messages_to_the_child_arrive(message: protocol.ToChild) -> None:
    assert read_to_child(io.BytesIO(frame(message)).read) == message


@pytest.mark.parametrize(
    "message",
    [
        Ready(2048, {"a": "b", "threads": 2, "x": 0.5}),
        LoadFailed("why"),
        Started("a"),
        Text(Token("a", "é")),
        Done(Finished("a", "text", FinishReason.LENGTH, 1, 2, 0.5)),
        ScoreDone(Scored("a", (0.25, 0.75), 0.5, 3, 0.5)),
        EmbedDone(Embedded("a", (0.6, 0.8), 3, 0.5)),
        Refused(Failed("a", "why")),
    ],
)
def test_messages_from_the_child_arrive(message: protocol.FromChild) -> None:
    assert read_from_child(io.BytesIO(frame(message)).read) == message


def test_every_end_has_its_message() -> None:
    finished = Finished("a", "", FinishReason.CANCELLED, 0, 0, 0.0)
    assert result(finished) == Done(finished)
    assert result(Failed("a", "why")) == Refused(Failed("a", "why"))


@given(st.integers(0, 200))
def test_a_stream_that_ends_early_is_an_end(at: int) -> None:
    whole = frame(LoadFailed("x" * 100))
    stream = io.BytesIO(whole[:at])
    if at < len(whole):
        assert read_from_child(stream.read) is None


@given(st.binary(min_size=1, max_size=64))
def test_other_bytes_are_refused(body: bytes) -> None:
    stream = io.BytesIO(struct.pack(">I", len(body)) + body)
    with pytest.raises(BrokenFrameError):
        read_from_child(stream.read)


def test_a_length_beyond_any_message_is_not_believed() -> None:
    stream = io.BytesIO(struct.pack(">I", protocol.MAX_FRAME + 1))
    with pytest.raises(BrokenFrameError):
        read_from_child(stream.read)


def test_a_short_read_is_continued() -> None:
    stream = io.BytesIO(frame(Started("abc")) + frame(Started("def")))
    assert read_from_child(lambda _: stream.read(1)) == Started("abc")
    assert read_from_child(lambda _: stream.read(1)) == Started("def")
    assert read_from_child(lambda _: stream.read(1)) is None

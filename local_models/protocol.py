"""What the parent and the model's process say to each other, and how it is framed.

A frame is a length (4 bytes, big-endian) and that many bytes of msgpack.
"""

import struct
from collections.abc import Callable
from typing import TypeVar

import msgspec

from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Ended,
    Failed,
    Finished,
    GenerateRequest,
    ModelRequest,
    Priority,
    Scored,
    ScoreRequest,
    Token,
)

MAX_FRAME = 256 * 1024 * 1024
"""The largest frame in bytes that is believed; a longer one means that the stream is broken."""

_LENGTH = struct.Struct(">I")
_T = TypeVar("_T")


class Load(msgspec.Struct, frozen=True, tag=True):
    """First message to the child: which file, and how to run it. Sizes are in tokens.

    `adapter` is the file of the adapter that requests may ask for; empty for none. `sequences` is
    how many texts are worked on at once, in a cache of `cells` tokens, or of one `context` if that
    is more.
    """

    path: str
    context: int
    threads: int
    batch: int
    gpu_layers: int
    adapter: str = ""
    sequences: int = 32
    cells: int = 0


class Generate(msgspec.Struct, frozen=True, tag=True):
    """Answer this request; Text is sent on the way if it is interactive."""

    request: GenerateRequest
    priority: Priority


class Score(msgspec.Struct, frozen=True, tag=True):
    """Weigh the answers of this request."""

    request: ScoreRequest
    priority: Priority


class Embed(msgspec.Struct, frozen=True, tag=True):
    """Embed the text of this request."""

    request: EmbedRequest
    priority: Priority


class Cancel(msgspec.Struct, frozen=True, tag=True):
    """End these requests with what they have so far."""

    ids: list[str]


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The model is loaded."""

    context: int
    provenance: dict[str, str | int | float]


class LoadFailed(msgspec.Struct, frozen=True, tag=True):
    """The model cannot be loaded; the child ends."""

    reason: str


class Started(msgspec.Struct, frozen=True, tag=True):
    """The child has taken up this request, beside those that it has."""

    id: str


class Text(msgspec.Struct, frozen=True, tag=True):
    """Text since the last such message."""

    event: Token


class Done(msgspec.Struct, frozen=True, tag=True):
    """A request ended with text, or was cancelled."""

    event: Finished


class ScoreDone(msgspec.Struct, frozen=True, tag=True):
    """The answers of a request were weighed."""

    event: Scored


class EmbedDone(msgspec.Struct, frozen=True, tag=True):
    """The text of a request was embedded."""

    event: Embedded


class Refused(msgspec.Struct, frozen=True, tag=True):
    """A request that cannot be answered."""

    event: Failed


Ask = Generate | Score | Embed
"""A request of any kind."""

Result = Done | ScoreDone | EmbedDone | Refused
"""The end of a request of any kind."""

ToChild = Load | Ask | Cancel
FromChild = Ready | LoadFailed | Started | Text | Result

_encoder = msgspec.msgpack.Encoder()
_to_child = msgspec.msgpack.Decoder(ToChild)
_from_child = msgspec.msgpack.Decoder(FromChild)


class BrokenFrameError(Exception):
    """Bytes that are no frame of this protocol."""


def ask(request: ModelRequest, priority: Priority) -> Ask:
    """The message that asks for this request."""
    match request:
        case GenerateRequest():
            return Generate(request, priority)
        case ScoreRequest():
            return Score(request, priority)
        case EmbedRequest():
            return Embed(request, priority)


def result(event: Ended) -> Result:
    """The message that tells of this end."""
    match event:
        case Finished():
            return Done(event)
        case Scored():
            return ScoreDone(event)
        case Embedded():
            return EmbedDone(event)
        case Failed():
            return Refused(event)


def frame(message: ToChild | FromChild) -> bytes:
    """Encode one message as a frame."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


def read_to_child(read: Callable[[int], bytes]) -> ToChild | None:
    """Read one message for the child; None when the other side is gone."""
    body = _read_body(read)
    return None if body is None else _decode(_to_child, body)


def read_from_child(read: Callable[[int], bytes]) -> FromChild | None:
    """Read one message from the child; None when the other side is gone."""
    body = _read_body(read)
    return None if body is None else _decode(_from_child, body)


def _decode(decoder: msgspec.msgpack.Decoder[_T], body: bytes) -> _T:
    try:
        return decoder.decode(body)
    except msgspec.DecodeError as error:
        raise BrokenFrameError(str(error)) from error


def _read_body(read: Callable[[int], bytes]) -> bytes | None:
    header = _exactly(read, _LENGTH.size)
    if header is None:
        return None
    (size,) = _LENGTH.unpack(header)
    if size > MAX_FRAME:
        raise BrokenFrameError("a frame longer than any message")
    return _exactly(read, size)


def _exactly(read: Callable[[int], bytes], size: int) -> bytes | None:
    """Read `size` bytes; None when the stream ends before that."""
    parts: list[bytes] = []
    while size:
        part = read(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

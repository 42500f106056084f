"""Text on its way in and out of a model: well-formed Unicode, split characters, stop strings."""

import codecs
from collections.abc import Sequence
from dataclasses import replace

from selfaudit.core.ports import EmbedRequest, GenerateRequest, ModelRequest, ScoreRequest


def well_formed(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates, so that the text can be encoded."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def well_formed_request(request: ModelRequest) -> ModelRequest:
    """The request with texts that can be encoded."""
    match request:
        case GenerateRequest():
            return replace(
                request, prefix=well_formed(request.prefix), prompt=well_formed(request.prompt)
            )
        case ScoreRequest():
            return replace(
                request,
                prefix=well_formed(request.prefix),
                shared=well_formed(request.shared),
                prompt=well_formed(request.prompt),
                answers=tuple(map(well_formed, request.answers)),
            )
        case EmbedRequest():
            return replace(request, text=well_formed(request.text))


class TextBuilder:
    """Builds text from the bytes of tokens, holding back what may still change.

    A character split over tokens waits for its end; the beginning of a stop string waits until
    it is known whether the rest follows.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._parts: list[str] = []
        self._held = ""
        self.stopped = False

    @property
    def text(self) -> str:
        """What is settled so far."""
        return "".join(self._parts)

    def feed(self, piece: bytes) -> str:
        """Add a token's bytes and return the text that they settle."""
        return self._take(self._decoder.decode(piece))

    def finish(self) -> str:
        """Settle what was held back, at the end of the generation, and return it."""
        settled = self._take(self._decoder.decode(b"", True))
        if not self.stopped:
            settled += self._settle(self._held)
            self._held = ""
        return settled

    def _take(self, new: str) -> str:
        if self.stopped:
            return ""
        text = self._held + new
        found = [at for stop in self._stops if (at := text.find(stop)) >= 0]
        if found:
            self.stopped = True
            self._held = ""
            return self._settle(text[: min(found)])
        keep = self._beginning_of_stop(text)
        self._held = text[len(text) - keep :]
        return self._settle(text[: len(text) - keep])

    def _settle(self, text: str) -> str:
        if text:
            self._parts.append(text)
        return text

    def _beginning_of_stop(self, text: str) -> int:
        """Length of the longest end of `text` that begins a stop string."""
        longest = max((len(stop) for stop in self._stops), default=1) - 1
        for size in range(min(longest, len(text)), 0, -1):
            if any(stop.startswith(text[-size:]) for stop in self._stops):
                return size
        return 0

"""Windows: stretches of the person's own words that are shown to the model at once.

Anchored to message ids, so that a conversation that went on re-extracts only its new part.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from types import MappingProxyType

import msgspec

from selfaudit.core.extraction.answered import asked_before
from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.text import speaks_of_self, words
from selfaudit.core.extraction.unsaid import UNSAID_VERSION, leaves_out_self
from selfaudit.core.models.history import OWN_WORDS
from selfaudit.core.models.run import ModelIdentity
from selfaudit.core.store.history import StoredMessage

FILTER_VERSION = 1
"""Version of `worth_reading`; part of every work key."""

ANSWERS_VERSION = 1
"""Version of `asked_before`; part of the work key of recipes that show what a message answers."""

VERIFIER_VERSION = 1
"""Version of what the verifier is asked and of what becomes of its answer; part of the work key of
recipes that ask it."""

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Own words of one message: `text == message.text[start:start + len(text)]`."""

    message: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    """Own words of one conversation that are read at once, with the detectors that found them.

    `before` is the end of the assistant's turn that they answer, where that is shown, on one line,
    and `before_message` the message that it is from.
    """

    conversation: str
    pieces: tuple[Piece, ...]
    detectors: tuple[str, ...]
    before: str = ""
    before_message: str | None = None

    @property
    def text(self) -> str:
        """What the model is shown: one line for each piece, white space made even."""
        return "\n".join(" ".join(piece.text.split()) for piece in self.pieces)

    @property
    def messages(self) -> tuple[str, ...]:
        """The messages that the pieces are from, in order, each once; then the one answered."""
        own = dict.fromkeys(piece.message for piece in self.pieces)
        return (*own, self.before_message) if self.before_message is not None else tuple(own)


def worth_reading(text: str, *, unsaid: bool = False) -> bool:
    """Whether own words may say something about the writer: three words, one of first person.

    With `unsaid` also such as leave the first person out. The saving and the recall of this filter
    on labelled text are in docs/extraction.md.
    """
    if len(words(text)) < 3:
        return False
    return speaks_of_self(text) or (unsaid and leaves_out_self(text))


def windows_of(
    messages: Iterable[StoredMessage],
    recipe: Recipe,
    turns: Mapping[str, StoredMessage] = MappingProxyType({}),
) -> Iterator[Window]:
    """Cut one conversation's messages with own words into windows for a recipe.

    `turns` are what the assistant said right before them, by the message that follows.
    """
    pending: list[Piece] = []
    detectors: set[str] = set()
    conversation = ""
    length = 0
    for message in messages:
        conversation = message.conversation
        names = _detectors(message)
        turn = turns.get(message.id) if recipe.context else None
        before = asked_before(message, turn)
        for piece in _pieces(message, recipe, is_answer=bool(before)):
            full = length + len(piece.text) > recipe.window_characters
            if pending and (recipe.one_message or full or before):
                yield Window(conversation, tuple(pending), tuple(sorted(detectors)))
                pending, detectors, length = [], set(), 0
            if before and turn is not None:
                yield Window(conversation, (piece,), tuple(sorted(names)), before, turn.id)
                continue
            pending.append(piece)
            detectors |= names
            length += len(piece.text)
    if pending:
        yield Window(conversation, tuple(pending), tuple(sorted(detectors)))


def _detectors(message: StoredMessage) -> set[str]:
    return {f"{segment.detector}/{segment.detector_version}" for segment in message.segments}


def _pieces(message: StoredMessage, recipe: Recipe, *, is_answer: bool) -> Iterator[Piece]:
    for segment in message.segments:
        if segment.origin not in OWN_WORDS:
            continue
        for start, end in _cut(message.text, segment.start, segment.end, recipe.window_characters):
            text = message.text[start:end]
            if worth_reading(text, unsaid=recipe.unsaid) or (is_answer and words(text)):
                yield Piece(message.id, start, text)


def _cut(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Stretches of at most `size` code points that end where sentences do, where they can."""
    while end - start > size:
        breaks = [match.end() for match in _SENTENCE_END.finditer(text, start, start + size)]
        space = text.rfind(" ", start + 1, start + size)
        cut = breaks[-1] if breaks else space + 1 if space > start else start + size
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def work_key(window: Window, recipe: Recipe, model: ModelIdentity, seed: int) -> str:
    """The hash that decides whether a window's work is already done.

    It takes in everything that could change the answer, and nothing of where or when it runs.
    """
    asked: tuple[object, ...] = (
        FILTER_VERSION,
        window.detectors,
        [astuple(piece) for piece in window.pieces],
        model.sha256,
        model.chat_template if recipe.chat else "",
        (recipe.version, recipe.prefix, recipe.before, recipe.after, recipe.stop),
        recipe.grammar,
        astuple(recipe.sampling),
        seed,
    )
    if recipe.adapted:
        asked = (*asked, model.adapter)
    if recipe.context:
        asked = (*asked, ANSWERS_VERSION, recipe.context, window.before)
    if recipe.unsaid:
        asked = (*asked, "unsaid", UNSAID_VERSION)
    if recipe.verified_from is not None:
        asked = (*asked, VERIFIER_VERSION, recipe.verified_from)
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()


def filter_record(recipe: Recipe) -> dict[str, int | float]:
    """What a run records of how windows were chosen and candidates verified, beside the recipe."""
    record: dict[str, int | float] = {"filter_version": FILTER_VERSION}
    if recipe.context:
        record["answers_version"] = ANSWERS_VERSION
    if recipe.unsaid:
        record["unsaid_version"] = UNSAID_VERSION
    if recipe.verified_from is not None:
        record |= {"verifier_version": VERIFIER_VERSION, "verified_from": recipe.verified_from}
    return record


def request_seed(seed: int, key: str) -> int:
    """The seed of one request: a hash of the run's seed and the work key, never of its place."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def reading_order(conversations: Iterable[str], seed: int) -> list[str]:
    """Conversations in an order that is random but fixed by seed and id.

    At any moment, what has been read is then a uniform sample of the conversations, so that a
    batch frozen early does not speak for the newest ones only.
    """
    return sorted(conversations, key=lambda id: hashlib.sha256(f"{seed}:{id}".encode()).digest())

"""Histories whose conversations give several notes each, read under a budget and judged."""

import threading
from collections.abc import Callable

from builders import PinnedClock, add_history, conversation

from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.models.judgment import Question
from selfaudit.core.ports import GenerateRequest
from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.review import Review
from selfaudit.core.store.store import Store
from selfaudit.local_models.scripted import ScriptedModel


def add_chats(store: Store, count: int, each: int = 3, first: int = 0) -> None:
    """Conversations with so many facts each, no two alike."""
    add_history(
        store,
        *(
            conversation(f"c{n}", " ".join(f"I keep thing {n}x{m} at home." for m in range(each)))
            for n in range(first, first + count)
        ),
    )


def every_sentence(request: GenerateRequest) -> str:
    """What a model writes that notes every sentence."""
    text = request.prompt.removeprefix("Message: ").removesuffix("\nFacts:\n")
    parts = [part.strip() for part in text.split(".") if part.strip()]
    return "\n".join(f'- "{part}" = The user says {part}' for part in parts) + "\n"


def read(store: Store, clock: PinnedClock, *, stop_after: int | None = None) -> None:
    """Extract with such a model; stop after so many events."""
    cancel = threading.Event()
    model = ScriptedModel(every_sentence)
    try:
        for number, _ in enumerate(Extraction(store, model, clock).run(cancel)):
            if number == stop_after:
                cancel.set()
    finally:
        model.close()


def judge_cards(
    store: Store, clock: PinnedClock, cards: int, verdict: Callable[[str], str]
) -> None:
    """Judge so many cards; `verdict` is given the statement."""
    review = Review(store, clock, PLAIN)
    for _ in range(cards):
        card = review.due(extraction_ended=True)
        assert card is not None
        assert card.question is Question.TRUE
        answer = verdict(card.statement)
        review.answer(card, answer)
        after = review.current()
        if answer != "unsure" and after is not None:
            review.skip(after)

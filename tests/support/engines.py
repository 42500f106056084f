"""An engine in this process, asked one thing at a time or many at once."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from selfaudit.core.ports import Ended, Failed, ModelRequest, Priority

if TYPE_CHECKING:
    from selfaudit.local_models.engine import Engine


def never() -> bool:
    return False


def ignore(_text: str) -> None:
    pass


def answer(
    engine: "Engine",
    request: ModelRequest,
    interrupted: Callable[[], bool] = never,
    on_text: Callable[[str], None] = ignore,
) -> Ended:
    """The end of one request, which is cancelled once `interrupted` before a batch.

    Raises RefusedError for one that fails.
    """
    from selfaudit.local_models.refusal import RefusedError

    engine.add(request, Priority.BACKGROUND, on_text)
    while True:
        if interrupted():
            engine.cancel(request.id)
        for event in engine.step():
            assert event.id == request.id
            if isinstance(event, Failed):
                raise RefusedError(event.reason)
            return event


def answers(
    engine: "Engine", requests: Iterable[ModelRequest], priority: Priority = Priority.BACKGROUND
) -> dict[str, Ended]:
    """The ends of requests that are asked at once, by id, in the order in which they come."""
    for request in requests:
        engine.add(request, priority, ignore)
    ended: dict[str, Ended] = {}
    while engine.busy:
        ended |= {event.id: event for event in engine.step()}
    return ended

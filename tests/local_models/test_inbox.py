from collections.abc import Callable

from selfaudit.core.ports import GenerateRequest, Priority
from selfaudit.local_models.inbox import Inbox
from selfaudit.local_models.protocol import Generate


def test_a_cancel_that_comes_late_is_not_for_the_next_of_that_name(
    make_request: Callable[..., GenerateRequest],
) -> None:
    inbox = Inbox()
    message = Generate(make_request("a"), Priority.BACKGROUND)
    inbox.put(message)
    assert inbox.next() == message
    inbox.cancel(["a", "unknown"])
    assert inbox.cancelled(message)
    inbox.forget(message)
    inbox.cancel(["a"])
    inbox.put(message)
    assert not inbox.cancelled(message)
    inbox.cancel(["a"])
    assert inbox.cancelled(inbox.next())
    # What was put back is still here.
    inbox.put_back(message)
    assert inbox.cancelled(message)

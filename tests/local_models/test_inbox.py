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


def test_what_follows_from_background_work_goes_before_it_and_breaks_nothing_off(
    make_request: Callable[..., GenerateRequest],
) -> None:
    inbox = Inbox()
    running = Generate(make_request("running"), Priority.BACKGROUND)
    for id, priority in (("next", Priority.BACKGROUND), ("follows", Priority.FOLLOW_UP)):
        inbox.put(Generate(make_request(id), priority))
    assert not inbox.preempted(running)
    assert inbox.next().request.id == "follows"
    inbox.put(Generate(make_request("asked"), Priority.INTERACTIVE))
    assert inbox.preempted(running)
    assert inbox.preempted(Generate(make_request("verifying"), Priority.FOLLOW_UP))

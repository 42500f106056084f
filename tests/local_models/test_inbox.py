import threading
from collections.abc import Callable

from selfaudit.core.ports import GenerateRequest, Priority
from selfaudit.local_models.inbox import Inbox
from selfaudit.local_models.protocol import Ask, Cancel, Generate, Load

MakeRequest = Callable[..., GenerateRequest]


def test_messages_keep_their_order_and_are_taken_once(make_request: MakeRequest) -> None:
    inbox = Inbox()
    first, second = (Generate(make_request(id), Priority.BACKGROUND) for id in "ab")
    messages: list[Ask | Cancel] = [first, Cancel(["a"]), second]
    for message in messages:
        inbox.put(message)
    assert inbox.take(wait=True) == messages
    assert inbox.take(wait=False) == []


def test_who_waits_is_woken(make_request: MakeRequest) -> None:
    inbox = Inbox()
    message = Generate(make_request("a"), Priority.BACKGROUND)
    taken: list[list[Ask | Cancel]] = []
    waiting = threading.Thread(target=lambda: taken.append(inbox.take(wait=True)), daemon=True)
    waiting.start()
    load = Load("model", 512, 1, 128, 0)
    inbox.put_load(load)
    assert inbox.wait_load() == load
    assert taken == []
    inbox.put(message)
    waiting.join(60)
    assert taken == [[message]]


def test_what_comes_is_told_once_it_can_be_taken(make_request: MakeRequest) -> None:
    inbox = Inbox()
    message = Generate(make_request("a"), Priority.INTERACTIVE)
    told: list[tuple[Ask | Cancel, list[Ask | Cancel]]] = []
    inbox.put(Cancel(["before"]))
    assert inbox.take(wait=False) == [Cancel(["before"])]
    inbox.tell(lambda told_of: told.append((told_of, inbox.take(wait=False))))
    inbox.put(message)
    assert told == [(message, [message])]

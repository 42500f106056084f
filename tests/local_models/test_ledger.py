from collections.abc import Callable

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import Failed, Finished, GenerateRequest, Priority
from selfaudit.local_models.ledger import IN_FLIGHT, Ledger

MakeRequest = Callable[..., GenerateRequest]
BACKGROUND, INTERACTIVE = Priority.BACKGROUND, Priority.INTERACTIVE


def _ids(ledger: Ledger) -> list[str]:
    taken = []
    while (job := ledger.next()) is not None:
        taken.append(job[0].id)
    return taken


def test_so_many_at_a_time_in_order_and_interactive_ones_first(make_request: MakeRequest) -> None:
    ledger = Ledger()
    ids = [str(number) for number in range(IN_FLIGHT + 2)]
    for id in ids:
        ledger.add(make_request(id), BACKGROUND)
    assert _ids(ledger) == ids[:IN_FLIGHT]
    assert not ledger.waits_before(BACKGROUND)
    ledger.add(make_request("x"), INTERACTIVE)
    assert ledger.waits_before(BACKGROUND)
    assert _ids(ledger) == ["x"]
    assert ledger.ended("0")
    assert _ids(ledger) == [ids[IN_FLIGHT]]
    assert not ledger.ended("0")


def test_a_death_is_blamed_on_the_request_that_was_there_alone(make_request: MakeRequest) -> None:
    ledger = Ledger()
    for id in "abcd":
        ledger.add(make_request(id), BACKGROUND)
    _ids(ledger)
    for id in "abc":
        ledger.started(id)
    assert list(ledger.process_died()) == []
    # Any of the three may be it: each is tried alone, and nothing beside it.
    assert _ids(ledger) == ["a"]
    ledger.started("a")
    ledger.ended("a")
    assert _ids(ledger) == ["b"]
    ledger.started("b")
    assert list(ledger.process_died()) == [
        Failed("b", "the model's process ended twice on this request")
    ]
    assert _ids(ledger) == ["c"]
    ledger.started("c")
    ledger.ended("c")
    # It was sent, but the process had not taken it up.
    ledger.add(make_request("e"), BACKGROUND)
    assert _ids(ledger) == ["d", "e"]


def test_a_suspect_waits_until_it_can_be_alone(make_request: MakeRequest) -> None:
    ledger = Ledger()
    ledger.add(make_request("a"), BACKGROUND)
    _ids(ledger)
    ledger.started("a")
    assert list(ledger.process_died()) == []
    ledger.add(make_request("x"), INTERACTIVE)
    assert _ids(ledger) == ["x"]
    ledger.ended("x")
    assert _ids(ledger) == ["a"]


def test_cancelled_requests_end_at_once_unless_they_are_under_way(
    make_request: MakeRequest,
) -> None:
    ledger = Ledger()
    for id in "ab":
        ledger.add(make_request(id), BACKGROUND)
    _ids(ledger)
    ledger.add(make_request("c"), BACKGROUND)
    ended, sent = ledger.cancel(["a", "c", "unknown"])
    assert [event.id for event in ended] == ["c"]
    assert ended[0].finish_reason is FinishReason.CANCELLED
    assert sent == ["a"]
    assert [(type(e), e.id) for e in ledger.process_died()] == [(Finished, "a")]
    assert _ids(ledger) == ["b"]


def test_a_request_that_is_put_back_keeps_its_place(make_request: MakeRequest) -> None:
    ledger = Ledger()
    for id in "abc":
        ledger.add(make_request(id), BACKGROUND)
    _ids(ledger)
    ledger.put_back("a")
    assert _ids(ledger) == ["a"]


def test_everything_fails_when_asked(make_request: MakeRequest) -> None:
    ledger = Ledger()
    for id in "abc":
        ledger.add(make_request(id), BACKGROUND)
    _ids(ledger)
    assert ledger.fail_all("over") == [Failed(id, "over") for id in "abc"]
    assert ledger.next() is None
    assert "a" not in ledger
    ledger.add(make_request("a"), BACKGROUND)
    assert _ids(ledger) == ["a"]

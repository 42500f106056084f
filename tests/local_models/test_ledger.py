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


def test_a_few_at_a_time_in_order_and_interactive_ones_first(make_request: MakeRequest) -> None:
    ledger = Ledger()
    for id in "abcd":
        ledger.add(make_request(id), BACKGROUND)
    assert _ids(ledger) == ["a", "b"]
    assert not ledger.waits_before(BACKGROUND)
    ledger.add(make_request("x"), INTERACTIVE)
    assert ledger.waits_before(BACKGROUND)
    assert _ids(ledger) == ["x"]
    assert ledger.ended("a")
    assert _ids(ledger) == ["c"]
    assert not ledger.ended("a")
    assert IN_FLIGHT == 2


def test_a_death_is_blamed_on_the_request_that_ran(make_request: MakeRequest) -> None:
    ledger = Ledger()
    for id in "abc":
        ledger.add(make_request(id), BACKGROUND)
    _ids(ledger)
    ledger.started("a")
    assert list(ledger.process_died()) == []
    assert _ids(ledger) == ["a", "b"]
    ledger.started("a")
    assert list(ledger.process_died()) == [
        Failed("a", "the model's process ended twice on this request")
    ]
    # b was there both times, but never ran.
    assert _ids(ledger) == ["b", "c"]
    ledger.started("b")
    assert list(ledger.process_died()) == []


def test_cancelled_requests_end_at_once_unless_they_are_under_way(
    make_request: MakeRequest,
) -> None:
    ledger = Ledger()
    for id in "abc":
        ledger.add(make_request(id), BACKGROUND)
    _ids(ledger)
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

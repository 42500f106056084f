"""The rules on the labelled set of `tests/quality`: what the documents promise of them."""

from measure_pasted import FIELDS, counts
from pasted_messages import HALVES, messages

TEXTS = [message for half in HALVES for message in messages(half)]


def _totals(half: str) -> dict[str, int]:
    rows = [counts(message) for message in messages(half)]
    return dict(zip(FIELDS, sum(rows[1:], rows[0]), strict=True))


def test_the_set_is_large_and_no_message_occurs_twice():
    assert len(TEXTS) >= 300
    assert len({message.text for message in TEXTS}) == len(TEXTS)
    written = [message for message in TEXTS if ".txt" in message.cluster]
    assert len(written) >= len(TEXTS) / 2


def test_what_is_called_pasted_is_pasted_in_both_halves():
    for half in HALVES:
        totals = _totals(half)
        assert totals["right"] >= 0.95 * totals["called"]
        assert totals["right_runs"] >= 0.95 * totals["called_runs"]


def test_most_of_what_is_pasted_is_found_in_both_halves():
    for half in HALVES:
        totals = _totals(half)
        assert totals["right"] >= 0.8 * totals["foreign"]

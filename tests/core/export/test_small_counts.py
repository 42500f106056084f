from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.export.small_counts import Withheld, merge_small

TABLES = ("attributes", "marks")
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(TABLES), st.sampled_from("abcdef")), st.integers(0, 12)
)


def of_one(**reasons):
    (withheld,) = merge_small({("t", name): count for name, count in reasons.items()}, ["t"])
    return withheld


def numbers(withheld):
    sums = (withheld.other, withheld.total)
    return [*withheld.listed.values(), *(number for number in sums if number is not None)]


def test_five_and_more_are_listed_by_name():
    assert of_one(b=5, a=9, c=3, d=3) == Withheld("t", {"a": 9, "b": 5}, 6, 20)


def test_less_than_five_together_is_not_said_and_no_total_gives_it_away():
    assert of_one(a=9, c=3, d=1) == Withheld("t", {"a": 9}, None, None)


def test_nothing_looks_like_a_little():
    assert of_one(a=9) == of_one(a=9, b=0) == of_one(a=9, b=4)
    assert merge_small({}, ["t"]) == (Withheld("t", {}, None, None),)


def test_all_fours_are_not_said():
    assert of_one(a=4, b=4).other is None
    assert of_one(a=4, b=3).other == 7


def test_every_table_is_there_in_the_order_given():
    merged = merge_small({("marks", "a"): 7}, TABLES)
    assert [each.table for each in merged] == list(TABLES)
    assert merged[1].listed == {"a": 7}


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="-1 rows"):
        merge_small({("t", "a"): -1}, ["t"])
    with pytest.raises(ValueError, match="not among"):
        merge_small({("t", "a"): 1}, ["u"])


@given(COUNTS)
def test_no_published_number_is_below_five_nor_the_difference_of_any_two_sums(counts):
    for withheld in merge_small(counts, TABLES):
        assert all(number >= 5 for number in numbers(withheld))
        assert (withheld.other is None) == (withheld.total is None)
        if withheld.total is not None:
            assert withheld.total - sum(withheld.listed.values()) == withheld.other


@given(COUNTS)
def test_what_is_published_is_true(counts):
    for withheld in merge_small(counts, TABLES):
        mine = {reason: n for (table, reason), n in counts.items() if table == withheld.table}
        assert all(mine[reason] == n for reason, n in withheld.listed.items())
        assert withheld.total in (None, sum(mine.values()))


@pytest.mark.parametrize("reasons", [1, 2, 3, 4])
def test_nobody_who_knows_every_reason_and_the_method_can_derive_a_number_below_five(reasons):
    """Of all that could have given what is published, no small count is alike in all."""
    possible = defaultdict(list)
    for counts in product(range(7), repeat=reasons):
        withheld = of_one(**dict(zip("abcd", counts, strict=False)))
        key = (tuple(withheld.listed.items()), withheld.other, withheld.total)
        possible[key].append(counts)
    assert len(possible) > 1
    for (listed, _, _), behind in possible.items():
        for place, reason in enumerate("abcd"[:reasons]):
            values = {counts[place] for counts in behind}
            assert len(values) > 1 or min(values) >= 5, (reason, behind)
        merged = {sum(count for count in counts if count < 5) for counts in behind}
        assert len(merged) > 1 or min(merged) >= 5 or len(listed) == reasons

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.importers.json_access import LATEST_TIME
from selfaudit.core.importers.local_times import local_time

MOMENT = datetime(2025, 11, 5, 0, 34, 47, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "line",
    [
        "Nov 5, 2025, 1:34:47 AM CET",
        "Nov 5, 2025, 1:34:47\u202fAM\xa0CET",
        "5 Nov 2025, 01:34:47 CET",
        "5 November 2025, 01:34:47 CET",
        "05.11.2025, 01:34:47 MEZ",
        "5 nov. 2025, 01:34:47 UTC+1",
        "5 nov 2025, 1:34:47 CET",
        "5 de nov. de 2025, 01:34:47 GMT+01:00",
        "4 de nov. de 2025, 21:34:47 BRT",
        "5 nov. 2025 01:34:47 CET",
        "5 lis 2025, 01:34:47 CET",
        "2025/11/05 9:34:47 JST",
        "2025年11月5日 9:34:47 JST",
        "5. nov. 2025, 01:34:47 CET",
        "2025-11-05T00:34:47Z",
        "11/05/2025, 1:34:47 CET",
        "Nov 4, 2025, 4:34:47 PM PST",
        "Nov 5, 2025, 12:34:47 a.m. UTC",
        "Nov 5, 2025, 6:04:47 AM IST",
        "5 nov 2025, 00:34:47",
        "5 nov 2025, 00:34:47 ZZZ",
    ],
)
def test_one_moment_in_the_ways_in_which_it_is_written(line):
    if line.startswith("11/05"):  # the day first: the 11th of May
        assert local_time(line) == datetime(2025, 5, 11, 0, 34, 47, tzinfo=UTC).timestamp()
    else:
        assert local_time(line) == MOMENT


@pytest.mark.parametrize(
    ("month", "line"),
    [(month, f"3 {name} 2025, 00:00:00 UTC") for month, names in {
        1: "Jan janv. ene gen jan. sty stycznia januar gennaio",
        2: "Feb févr. feb fev. lut Februar",
        3: "Mar März mars mrt mar. marca",
        4: "Apr avr. abr kwi kwietnia",
        5: "May Mai mai mag maja mei",
        6: "Jun juin giu cze junho",
        7: "Jul juil. lug lip",
        8: "Aug août ago sie avg.",
        9: "Sept sept. set wrz sep",
        10: "Oct Okt. ott out paź października oktober",
        11: "Nov lis listopada",
        12: "Dec Dez. déc. dic dez. gru",
    }.items() for name in names.split()],
)  # fmt: skip
def test_months_by_name(month, line):
    assert local_time(line) == datetime(2025, month, 3, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "line",
    ["", "hello", "1:34:47 AM", "Nov 5, 2025", "31 Feb 2025, 1:00:00 UTC", "5 x 2025, 1:00:00 UTC",
     "Nov 5, 2025, 25:00:00 UTC", "It was Nov 5, 2025, 1:34:47 AM CET",
     "Nov 5, 2025, 1:34:47 AM CET.", "5 nov 1925, 1:00:00 UTC", "5 nov 2225, 1:00:00 UTC",
     "0/0/2025, 1:00:00", "Nov 5, 2025, 1:34:47 UTC+99999", "x" * 100, "٥ nov 2025"],
)  # fmt: skip
def test_what_is_no_time(line):
    assert local_time(line) is None


@given(
    st.text(max_size=70)
    | st.from_regex(
        r"\A\d{1,2}[./ ][a-z0-9]{1,4}[./ ]\d{4},? \d\d:\d\d:\d\d( [A-Z]{3}[+-]?\d{0,4})?\Z"
    )
)
def test_no_line_raises_anything(line):
    found = local_time(line)
    assert found is None or 0 < found <= LATEST_TIME

"""Texts that want to be slow, to hide something, or to break the way back."""

import time

import pytest

from selfaudit.core.export.redaction.detecting import detectors, find, spans
from selfaudit.core.export.redaction.finding import Finding, Rule, without_overlaps
from selfaudit.core.export.redaction.names import ListedName
from selfaudit.core.export.redaction.phones import DEFAULT_REGIONS
from selfaudit.core.export.redaction.proposals import propose
from selfaudit.core.export.redaction.redactor import Redactor
from selfaudit.core.export.redaction.view import BARRIER, View

RULES = detectors([ListedName("Anna Schmidt"), ListedName("a b c d")], DEFAULT_REGIONS)
REPEATED = [
    *("a", "1", "1 ", "01 ", "+1 ", "01-", "(1", "1/", "1.", "1.1.1.1.", "1:", "ab:", ":", "12 "),
    *(
        "@",
        "a@",
        "a@b.",
        "x@y.de ",
        " at x dot ",
        " (at) ",
        "a.",
        "www.a.",
        "://",
        "http://",
        "a://",
    ),
    *(
        "-----BEGIN PRIVATE KEY-----",
        "password: ",
        "key ",
        "keykey",
        "api_key",
        "pin ",
        "eyJaaaaaaaa.",
    ),
    *(
        "sk-",
        "DE89 ",
        "4111 ",
        "4111 1111 1111 1111 ",
        "123456-",
        "123456 1 Uhr ",
        "AB12 ",
        "0170 12 ",
    ),
    *("1 Main ", "Main Street ", "12 rue de ", "Calle de ", "Am A 1 ", "Straße 1 ", "p o box 1 "),
    *("#1234", "a#1234", "u/", "-", "_", "\n", "a b c ", "anna ", "a\u0301", "\u200b", "\ud800"),
    *("[NAME-", "[NAME-ABCDEF]", "passport A1234567 ", "call 1234567 ", "SG.aaaaaaaaaaaaaaaaaa."),
]
GROWTH = 4


def seconds(text):
    """The processor's time for a text, the least of three."""
    took = []
    for _ in range(3):
        start = time.process_time()
        find(text, RULES)
        took.append(time.process_time() - start)
    return min(took)


def repeated(part, length):
    return (part * (length // len(part) + 1))[:length]


@pytest.mark.slow
@pytest.mark.parametrize("part", REPEATED)
def test_work_grows_with_the_length_and_not_with_its_square(part):
    """Four times the text may take up to nine times as long; with the square it takes sixteen."""
    find(part, RULES)
    noise = 0.01
    short, long = (seconds(repeated(part, length)) for length in (8_000, 8_000 * GROWTH))
    assert long + noise < 9 * (short + noise)


UNLOCKING = [
    # One finding could set free the next that stands right behind it, round for round.
    *(
        "@aaa",
        "@mara@mara.org",
        "a@b.co",
        "mara@example.org@",
        "cvv123",
        "cvv 123",
        "u/mara",
        "ab#1234",
    ),
    *("AKIA" + "A" * 16, "AC" + "0" * 32, "npm_" + "a1" * 18, "AIza" + "a" * 35, "dapi" + "0" * 32),
    *("123456789:AA" + "a" * 33, "eyJaaaaaaaa.eyJaaaaaaaa", "password:a1b2", "pin 1234", "pin1234"),
    *(
        "+49 170 1234567",
        "+49 170 1234567 ",
        "0170 1234567 ",
        "1.1.1.1",
        "1::2:3:4",
        "1.1.1.1.",
        "anna",
    ),
    *(
        "00:1a:2b:3c:4d:5e",
        "DE89370400440532013000",
        "4111 1111 1111 1111",
        "536-22-1234",
        "536-22-1234-",
    ),
    *(
        "12 Baker Street",
        "12 Baker Street ",
        "Hauptstraße 1 ",
        "Hauptstraße 1",
        "a.com",
        "a.com/",
        "a.com.",
    ),
    *(
        "http://a.b",
        "http://a.b ",
        "SW1A 2AA",
        "SW1A 2AA ",
        "Anna Schmidt",
        "anna_",
        "ig:mara",
        "ig:mara ",
    ),
]


@pytest.mark.parametrize("part", [*REPEATED, *UNLOCKING])
def test_a_text_is_read_a_few_times_however_much_is_in_it(part):
    rounds = []
    find(repeated(part, 4_000), (*RULES, lambda text: rounds.append(text) or ()))
    assert len(rounds) <= 4


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["a@b.", "a://", "1 ", "01 ", "Am A 1 ", "DE89 ", "password: key "]
)
def test_a_very_long_hostile_text_is_read_to_its_end(part):
    text = repeated(part, 200_000) + "\n\n\nis it mara@example.org"
    assert spans(text)[-1] == Finding(len(text) - 16, len(text), Rule.EMAIL)


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["Ann ", "Ann de la ", "Ann-", "`", "```", "name is ", "a ", "A. "]
)
def test_proposing_grows_with_the_length_and_not_with_its_square(part):
    took = []
    for length in (8_000, 8_000 * GROWTH):
        start = time.process_time()
        propose([], [repeated(part, length)])
        took.append(time.process_time() - start)
    assert took[1] + 0.05 < 9 * (took[0] + 0.05)


HIDDEN = [
    ("mara\u200b@exam\u200bple.org", Rule.EMAIL),
    ("mara\x00@example.org", Rule.EMAIL),
    ("ma\u202era@exam\u202cple.org", Rule.EMAIL),
    ("ｍａｒａ＠ｅｘａｍｐｌｅ．ｏｒｇ", Rule.EMAIL),
    ("０１７０ １２３４５６７", Rule.PHONE),
    ("٠١٧٠ ١٢٣٤٥٦٧", Rule.PHONE),
    ("0170\u00a0123\u20114567", Rule.PHONE),
    ("4111\u20071111\u20071111\u20071111", Rule.CARD),
    ("DE89\u20633704 0044 0532 0130 00", Rule.IBAN),
    ("536‑22‑1234", Rule.NATIONAL_NUMBER),
    ("203.0.113\u00ad.77", Rule.IP),
    ("Haupt\u200bstraße 12", Rule.ADDRESS),
]


@pytest.mark.parametrize(("text", "rule"), HIDDEN)
def test_typography_and_what_nobody_sees_hide_nothing(text, rule):
    assert spans(f"is {text} it?") == [Finding(3, 3 + len(text), rule)]


def test_lone_surrogates_are_part_of_what_they_stand_in():
    redactor = Redactor(b"0" * 16)
    text = "https://example.org/\ud800x and \udfff"
    redacted = redactor.redact(text)
    assert redacted.text.endswith(" and \udfff")
    assert redacted.undone(text, redacted.replaced) == text


def test_a_text_with_barriers_of_its_own_is_read_like_any():
    text = f"{BARRIER}mara@example.org{BARRIER}"
    assert spans(text) == [Finding(1, 17, Rule.EMAIL)]
    assert BARRIER not in View.of(text).text


def test_of_findings_that_overlap_the_longest_count():
    def one(start, end, rule=Rule.NAME):
        return Finding(start, end, rule)

    assert without_overlaps([one(0, 4), one(2, 9), one(8, 12), one(12, 13)]) == [
        one(2, 9),
        one(12, 13),
    ]
    assert without_overlaps([one(3, 6, Rule.WORD), one(3, 6, Rule.PHONE)]) == [
        one(3, 6, Rule.PHONE)
    ]
    assert without_overlaps([one(5, 6), one(0, 2)]) == [one(0, 2), one(5, 6)]
    assert without_overlaps([]) == []

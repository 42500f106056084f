import base64
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.log import RedactionCount, RedactionCounts
from selfaudit.core.export.redaction.names import ListedName
from selfaudit.core.export.redaction.redactor import Redactor
from selfaudit.core.export.redaction.view import PSEUDONYM

SECRET = b"0123456789abcdef"
OTHER = b"fedcba9876543210"
NAMES = [ListedName("Anna Schmidt"), ListedName("Lisbon", Rule.PLACE), ListedName("Will")]

PIECES = st.sampled_from(
    [
        *("Anna", "Anna's", "anna schmidt", "Lisbon", "Will", "mara@example.org", "@mara_l"),
        *("0170 1234567", "+49 170 1234567", "203.0.113.77", "https://example.org/x", "www.a.de"),
        *("DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111", "536-22-1234", "password: hunter2"),
        *("12 Baker Street", "Hauptstraße 12, 10115 Berlin", "[NAME-ABCDEF]", "PIN 4711", "sk-"),
        *("call", "IBAN", "key", ":", " ", " ", "\n", ".", ",", "(", ")", "[", "]", "@", "-", "/"),
        *(
            "1",
            "2024",
            "0",
            "a",
            "Ä",
            "\u200b",
            "\u202e",
            "\x00",
            "\u0301",
            "\ud800",
            "５",
            "\uffff",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text()


@pytest.fixture(scope="module")
def redactor():
    return Redactor(SECRET, NAMES)


@given(TEXTS)
def test_redacting_again_changes_nothing(redactor, text):
    once = redactor.redact(text)
    twice = redactor.redact(once.text)
    assert twice.text == once.text
    assert twice.findings == ()


@given(TEXTS)
def test_spans_are_exact_in_both_texts(redactor, text):
    redacted = redactor.redact(text)
    done = new_done = 0
    for one in redacted.findings:
        assert text[done : one.start] == redacted.text[new_done : one.new_start]
        assert redacted.text[one.new_start : one.new_end] == one.pseudonym
        assert done <= one.start < one.end <= len(text)
        done, new_done = one.end, one.new_end
    assert text[done:] == redacted.text[new_done:]


@given(TEXTS, st.data())
def test_a_stretch_of_the_original_is_found_in_the_redacted_text(redactor, text, data):
    redacted = redactor.redact(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new_start, new_end = redacted.stretch(start, end)
    inside = [one for one in redacted.findings if start < one.end and one.start < end]
    low, high = (
        min([start, *(one.start for one in inside)]),
        max([end, *(one.end for one in inside)]),
    )
    whole = [one for one in redacted.findings if low <= one.start and one.end <= high]
    words, done = "", low
    for one in whole:
        words += text[done : one.start] + one.pseudonym
        done = one.end
    if start < end:
        assert redacted.text[new_start:new_end] == words + text[done:high]
    assert redacted.stretch(0, len(text)) == (0, len(redacted.text))


def test_a_quote_keeps_what_its_message_told(redactor):
    text = "my password is hunter2, Anna"
    redacted = redactor.redact(text)
    new_start, new_end = redacted.stretch(text.index("hunter2"), text.index("hunter2") + 4)
    assert redacted.text[new_start:new_end] == redacted.replaced[0].pseudonym


@given(TEXTS, st.data())
def test_undoing_gives_back_what_is_chosen_and_nothing_else(redactor, text, data):
    redacted = redactor.redact(text)
    assert redacted.undone(text, redacted.replaced) == text
    assert redacted.undone(text, []) == redacted.text
    if redacted.replaced:
        one = data.draw(st.sampled_from(redacted.replaced))
        words = text[one.start : one.end]
        head, tail = redacted.text[: one.new_start], redacted.text[one.new_end :]
        assert redacted.undone(text, [one]) == head + words + tail


@given(TEXTS, st.data())
def test_what_is_kept_stays_and_redacting_again_still_changes_nothing(redactor, text, data):
    before = redactor.redact(text)
    keys = data.draw(
        st.sets(st.sampled_from(sorted({one.kept_key for one in before.findings})))
        if before.findings
        else st.just(set())
    )
    keeping = Redactor(SECRET, NAMES, keys)
    once = keeping.redact(text)
    assert {one.kept_key for one in once.kept} <= keys
    assert not {one.kept_key for one in once.replaced} & keys
    for one in once.kept:
        assert once.text[one.new_start : one.new_end] == text[one.start : one.end]
    twice = keeping.redact(once.text)
    assert twice.text == once.text
    assert twice.replaced == ()


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("Anna's", "ANNA"),
        ("anna", "Annas"),
        ("Anna Schmidt", "anna-schmidt"),
        ("lisbon", "LISBON"),
        ("+49 170 1234567", "0170 1234567"),
        ("+49 170 1234567", "0049 (0)170 / 1234567"),
        ("+44 20 7946 0958", "(020) 7946-0958"),
        ("212-555-0123", "+1 (212) 555-0123"),
        ("Mara@Example.org", "mara (at) example (dot) org"),
        ("https://www.example.org/a/", "http://example.org/a"),
        ("DE89 3704 0044 0532 0130 00", "de89370400440532013000"),
        ("4111 1111 1111 1111", "4111-1111-1111-1111"),
        ("AB 12 34 56 C", "AB123456C"),
        ("@Mara_L", "@mara_l"),
        ("2001:db8::1:2:3", "2001:0DB8:0:0:0:1:2:3"),
        ("Hauptstraße 12, 10115 Berlin", "hauptstrasse 12 10115 Berlin"),
    ],
)
def test_one_value_written_in_two_ways_has_one_pseudonym(redactor, one, same):
    pseudonyms = [
        [part.pseudonym for part in redactor.redact(text).replaced] for text in (one, same)
    ]
    assert len(pseudonyms[0]) == 1
    assert pseudonyms[0] == pseudonyms[1]


def test_another_value_another_rule_or_another_secret_has_another_pseudonym():
    def pseudonym(secret, text, rule):
        (one,) = Redactor(secret, [ListedName(text, rule)]).redact(text).replaced
        return one.pseudonym[-7:-1]

    made = [
        pseudonym(SECRET, "Berlin", Rule.PLACE),
        pseudonym(SECRET, "Berlin", Rule.NAME),
        pseudonym(SECRET, "Porto", Rule.PLACE),
        pseudonym(OTHER, "Berlin", Rule.PLACE),
    ]
    assert len(set(made)) == 4


def test_a_pseudonym_depends_on_nothing_but_rule_value_and_secret():
    digits = base64.b32encode(hmac.new(SECRET, b"pseudonym\0name\0anna", "sha256").digest())
    (one,) = Redactor(SECRET, [ListedName("Anna")]).redact("So ANNA's turn").replaced
    assert one.pseudonym == f"[NAME-{digits[:6].decode()}]" == "[NAME-HYC7NY]"
    assert PSEUDONYM.fullmatch(one.pseudonym)
    other = Redactor(SECRET, [ListedName("Zoe"), ListedName("anna")], ["x"], regions=("FR",))
    assert other.redact("Zoe, Anna").replaced[1].pseudonym == one.pseudonym


def test_the_kept_key_is_no_pseudonym_and_another_under_another_secret():
    keys = {
        Redactor(secret, NAMES).redact("Anna").findings[0].kept_key for secret in (SECRET, OTHER)
    }
    assert len(keys) == 2
    assert all(len(key) == 64 and int(key, 16) >= 0 for key in keys)


def test_what_is_kept_is_kept_however_it_is_written_and_nothing_beside_it(redactor):
    key = redactor.redact("Anna").findings[0].kept_key
    kept = Redactor(SECRET, NAMES, [key]).redact("ANNA's sister, Anna Schmidt of Lisbon")
    assert kept.text.startswith("ANNA's sister, [NAME-")
    assert [one.rule for one in kept.replaced] == [Rule.NAME, Rule.PLACE]


@pytest.mark.parametrize("rule", Rule)
def test_a_pseudonym_is_found_by_no_rule(redactor, rule):
    text = f"password: [{rule.label}-ABCDEF] call [{rule.label}-234567], [{rule.label}-LISBON]'s"
    assert redactor.redact(text).text == text


def test_what_looks_like_a_pseudonym_and_is_none_is_read(redactor):
    assert redactor.redact("[NAME-Lisbon] [OTHER-LISBON] [NAME-ABC]").text.count("LISBON") == 0


def test_what_a_found_thing_hid_is_found_in_the_next_round(redactor):
    """The first finding takes part of what another rule would have found."""
    text = "mara@example.org:Lisbon"
    redacted = redactor.redact(text)
    assert [one.rule for one in redacted.findings] == [Rule.EMAIL, Rule.PLACE]


def test_a_secret_that_could_be_guessed_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        Redactor(b"short")


def test_nothing_shown_of_a_result_but_the_redacted_text_holds_a_value(redactor):
    redacted = redactor.redact("Anna, mara@example.org, password: hunter2")
    shown = repr(redacted)
    assert not any(word in shown for word in ("Anna", "anna", "mara", "hunter2"))


def test_the_log_has_rule_count_and_length_and_never_the_value(redactor):
    counts = RedactionCounts()
    key = redactor.redact("Lisbon").findings[0].kept_key
    keeping = Redactor(SECRET, NAMES, [key])
    for text in ("Anna and anna in Lisbon", "mara@example.org", "nothing", "Lisbon"):
        counts.add(keeping.redact(text))
    assert counts.rows() == (
        RedactionCount(Rule.EMAIL, 1, 16, 0),
        RedactionCount(Rule.NAME, 2, 8, 0),
        RedactionCount(Rule.PLACE, 0, 0, 2),
    )
    assert "example" not in repr(counts.rows())


def test_the_length_is_in_code_points_of_the_original():
    counts = RedactionCounts()
    counts.add(Redactor(SECRET, [ListedName("Zoë")]).redact("zoe\u0308 𝒁oe"))
    assert counts.rows() == (RedactionCount(Rule.NAME, 2, 7, 0),)


def test_an_empty_text_is_itself(redactor):
    assert redactor.redact("").text == ""
    assert RedactionCounts().rows() == ()


def test_a_quote_is_redacted_as_a_part_of_its_message():
    text = "my password: hunter2 and my mail is a.person@example.org, thanks"
    redacted = Redactor(SECRET).redact(text)
    start = text.index("hunter2")
    quote = redacted.cut(start, start + len("hunter2 and my mail is a.per"))
    assert "hunter2" not in quote.text
    assert "person" not in quote.text
    assert quote.text.count("[") == 2
    for one in quote.findings:
        assert quote.text[one.new_start : one.new_end] == one.pseudonym

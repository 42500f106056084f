"""The messages that redaction is measured on, and the measure itself."""

import subprocess
import sys
from collections import Counter
from hashlib import sha256
from importlib import import_module
from random import Random
from types import SimpleNamespace

import measure_redaction
import pytest
from measure_redaction import report
from redaction_messages import messages
from redaction_parts import accounts, national, people
from redaction_parts.labels import Kind
from redaction_parts.measuring import class_of, measure
from stdnum import iban as iban_check
from stdnum import luhn

SEED = 5


@pytest.fixture(scope="module")
def made():
    return list(messages(4000, SEED))


def test_labels_are_in_order_apart_and_not_empty(made):
    for message in made:
        at = 0
        for label in sorted((*message.spans, *message.decoys), key=lambda label: label.start):
            assert at <= label.start < label.end <= len(message.text)
            assert message.text[label.start : label.end].strip()
            at = label.end


def test_a_label_is_exactly_the_value(made):
    for message in made:
        for span in message.spans:
            text = message.text[span.start : span.end]
            assert text == text.strip()
            if span.kind is Kind.EMAIL and span.dress in {"plain", "upper case"}:
                assert "@" in text
                assert " " not in text
            if span.kind is Kind.IBAN and span.dress != "lower case":
                assert text.startswith(span.form)
            if span.kind in {Kind.NAME, Kind.PLACE} and span.listed and span.dress == "plain":
                assert any(text in listed for listed in message.person.listed)


def test_the_same_seed_gives_the_same_messages_and_more_of_them_begin_alike(made):
    assert list(messages(200, SEED)) == made[:200]
    assert [m.text for m in messages(200, SEED + 1)] != [m.text for m in made[:200]]


def test_the_messages_that_figures_were_taken_on_are_the_same_still():
    """A change of the generator needs new figures wherever some are written, and a new digest."""
    digest = sha256()
    for message in messages(4000, 20260):
        digest.update(repr(message).encode())
    assert digest.hexdigest()[:16] == "7addde7d5a29e9c4"


def test_each_class_occurs_often_and_a_third_of_the_messages_have_no_identifier(made):
    counts = Counter(s.kind for m in made for s in m.spans if not s.harmless)
    assert {kind for kind in Kind if counts[kind] < 50} == set()
    for kind in (Kind.NAME, Kind.PLACE):
        for listed in (True, False):
            found = [s for m in made for s in m.spans if s.kind is kind and s.listed is listed]
            assert len(found) >= 50
    assert 0.25 < sum(not m.spans for m in made) / len(made) < 0.45
    decoys = Counter(decoy.kind for m in made for decoy in m.decoys)
    assert len(decoys) > 20
    assert min(decoys.values()) >= 20


def test_a_list_has_eight_names_and_five_places_and_the_rest_is_not_on_it(made):
    for message in made[::50]:
        who = message.person
        assert (len(set(who.names)), len(set(who.places))) == (8, 5)
        assert not {*who.other_names, *who.other_places} & set(who.listed)
        assert any(name in people.WORD_USES for name in who.listed)


def compact(text):
    return "".join(mark for mark in text if mark.isalnum())


def test_cards_and_ibans_are_valid_and_their_decoys_are_not(made):
    seen = Counter()
    for message in made:
        for label in (*message.spans, *message.decoys):
            text = compact(message.text[label.start : label.end])
            if label.kind == Kind.CARD:
                assert luhn.is_valid(text)
            elif label.kind == Kind.IBAN:
                assert iban_check.is_valid(text)
            elif label.kind == "card, bad check":
                assert not luhn.is_valid(text)
            elif label.kind == "iban, bad check":
                assert not iban_check.is_valid(text)
            seen[str(label.kind)] += 1
    assert min(seen[k] for k in ("card", "iban", "card, bad check", "iban, bad check")) >= 20


def test_every_country_of_the_ibans_is_valid():

    numbers = [accounts.iban_number(Random(f"iban {n}")) for n in range(1000)]
    assert {number[:2] for number in numbers} == set(accounts.ACCOUNTS)
    assert [number for number in numbers if not iban_check.is_valid(number)] == []


REFERENCES = {
    "us ssn": "us.ssn", "uk nhs": "gb.nhs", "german tax id": "de.idnr", "dutch bsn": "nl.bsn",
    "spanish dni": "es.dni", "spanish nie": "es.nie", "french nir": "fr.nir",
    "codice fiscale": "it.codicefiscale", "pesel": "pl.pesel", "cpf": "br.cpf",
    "aadhaar": "in_.aadhaar", "pan": "in_.pan", "belgian number": "be.nn",
    "personnummer": "se.personnummer", "swiss ahv": "ch.ssn", "canadian sin": "ca.sin",
    "australian tfn": "au.tfn", "hetu": "fi.hetu", "rut": "cl.rut", "portuguese nif": "pt.nif",
    "pps": "ie.pps",
}  # fmt: skip


def test_only_the_number_without_a_reference_is_left_out():
    assert set(national.NUMBERS) - set(REFERENCES) == {"uk ni"}


@pytest.mark.parametrize("form", sorted(REFERENCES))
def test_national_numbers_are_valid(form):

    reference = import_module(f"stdnum.{REFERENCES[form]}")
    numbers = [national.NUMBERS[form][0](Random(f"{form} {n}")) for n in range(300)]
    wrong = [number for number in numbers if not reference.is_valid(number)]
    advertised = [number for number in numbers if number.startswith("987-65-432")]
    assert wrong == advertised
    assert bool(advertised) is (form == "us ssn")
    assert len(set(numbers)) > 250


def finding(span, rule=None):
    return SimpleNamespace(start=span.start, end=span.end, rule=rule or span.kind.name.lower())


def test_a_redactor_that_finds_nothing_measures_nought(made):
    done = measure(made[:800], lambda text, person: [])
    assert {tally.found for tally in done.recall.values()} == {0}
    assert done.right.total() == done.wrong.total() == done.taken == 0
    assert len(done.missed) == sum(tally.total for tally in done.recall.values()) > 500


def test_a_redactor_that_knows_the_labels_measures_one(made):
    known = {m.text: m.spans for m in made[:800]}
    done = measure(made[:800], lambda text, person: [finding(s) for s in known[text]])
    assert {tally.recall for tally in done.recall.values()} == {1.0}
    assert done.wrong.total() == done.taken == 0
    assert done.same_class.total() == done.right.total() > 500
    assert done.on_harmless.total() > 0
    assert done.missed == []


def test_a_redactor_that_takes_the_decoys_is_told_their_kinds(made):
    known = {m.text: m.decoys for m in made[:800]}
    done = measure(made[:800], lambda text, person: [finding(d, "phone") for d in known[text]])
    assert done.right.total() == 0
    assert done.alarms == done.decoys
    assert done.wrong["phone"] == done.alarms.total() > 100


def test_half_a_phone_number_is_found_in_part(made):
    def halves(text, person):
        return [
            SimpleNamespace(start=s.start, end=(s.start + s.end) // 2, rule="address")
            for s in known[text]
            if s.kind is Kind.PHONE
        ]

    known = {m.text: m.spans for m in made[:800]}
    tally = measure(made[:800], halves)
    assert tally.recall["phone"].found == 0
    assert tally.recall["phone"].partly == tally.recall["phone"].total
    assert tally.same_class.total() == 0 < tally.right["address"]


def test_the_redactor_is_told_whose_list_applies(made):
    given = []
    measure(made[49:51], lambda text, person: given.append(person) or [])
    assert given == [made[0].person, made[50].person]
    assert given[0].listed == given[0].names + given[0].places


def test_the_report_has_each_class_and_says_which_rule_it_does_not_know(made):
    known = {m.text: m.spans for m in made[:800]}
    done = measure(made[:800], lambda text, person: [finding(s, "zzz") for s in known[text]])
    lines = list(report(done, forms=True))
    for kind in Kind:
        assert any(line.startswith(f"  {kind}") and "100.0%" in line for line in lines)
    assert [line.split()[0] for line in lines if "unknown" in line] == ["zzz"]
    assert done.same_class.total() == 0


def test_the_script_measures_the_redactor_there_is():
    done = subprocess.run(
        [sys.executable, measure_redaction.__file__, "60", "3", "--misses", "2"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("60 messages")
    assert "MB/s on texts of" in done.stdout


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("e-mail", Kind.EMAIL), ("ip_address", Kind.IP), ("street address", Kind.ADDRESS),
        ("national number", Kind.NATIONAL), ("api key", Kind.SECRET), ("iban", Kind.IBAN),
        ("handle", Kind.HANDLE), ("street name", Kind.ADDRESS), ("card_numbers", Kind.CARD),
        ("phone number", Kind.PHONE), ("us-ssn", Kind.NATIONAL), ("turkey", None),
        ("card", Kind.CARD), ("url", Kind.URL), ("zzz", None),
        *((kind.value, kind) for kind in Kind), *((kind.name, kind) for kind in Kind),
    ],
)  # fmt: skip
def test_a_rule_tells_its_class(rule, kind):
    assert class_of(rule) is kind

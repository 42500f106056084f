"""Each rule by hand: what it finds, exactly, and what looks like it and is left alone.

Nothing here is anybody's: numbers are made up and given the check digits that they need.
"""

import pytest
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from selfaudit.core.export.redaction.detecting import spans
from selfaudit.core.export.redaction.finding import Rule


def found(text, *rules):
    """Each finding's rule and words, of all rules or of some."""
    return [
        (one.rule, text[one.start : one.end])
        for one in spans(text)
        if not rules or one.rule in rules
    ]


def iban(country, bban):
    return country + mod_97_10.calc_check_digits(bban + country) + bban


def checked(digits):
    return digits + luhn.calc_check_digit(digits)


def grouped(digits, size=4, sign=" "):
    return sign.join(digits[place : place + size] for place in range(0, len(digits), size))


VISA = checked("412345678901234")
AMEX = checked("37123456789012")
MASTERCARD = checked("522233344455566")
GERMAN_IBAN = iban("DE", "100500000123456789")
DUTCH_IBAN = iban("NL", "INGB0001234567")
BRITISH_IBAN = iban("GB", "WEST12345698765432")


FOUND = [
    (Rule.EMAIL, "mara.lopes+list@mail.example.co.uk"),
    (Rule.EMAIL, "o'neil_99@example.org"),
    (Rule.EMAIL, "josé@exämple.de"),
    (Rule.EMAIL, "mara@xn--exmple-cua.de"),
    (Rule.EMAIL, "mara (at) example (dot) org"),
    (Rule.EMAIL, "mara[at]example[dot]org"),
    (Rule.EMAIL, "mara at example dot org"),
    (Rule.URL, "https://example.org/a_(b)?q=mara#x"),
    (Rule.URL, "http://localhost:8080/private"),
    (Rule.URL, "postgres://mara:hunter2@db.example.org/x"),
    (Rule.URL, "www.example.museum/mara"),
    (Rule.URL, "linkedin.com/in/mara-lopes"),
    (Rule.URL, "mara-lopes.com"),
    (Rule.PHONE, "01632 960123"),
    (Rule.PHONE, "01.23.45.67.89"),
    (Rule.ADDRESS, "O'Connell Street 5"),
    (Rule.ADDRESS, "1 Infinite Loop, Cupertino, CA 95014"),
    (Rule.ADDRESS, "Calle de Alcalá, 45, 2º B, 28014 Madrid"),
    (Rule.ADDRESS, "C/ Mayor nº 7"),
    (Rule.ADDRESS, "2514 EE Den Haag"),
    (Rule.PHONE, "555-123-4567"),
    (Rule.PHONE, "001-212-555-0123"),
    (Rule.ADDRESS, "Flat 3, 12 Baker Street"),
    (Rule.ADDRESS, "Lake John, CA 90210"),
    (Rule.ADDRESS, "C/ Gran Vía, 28"),
    (Rule.ADDRESS, "Bahnhofstrasse 10, 8001 Zürich"),
    (Rule.ADDRESS, "15 rue de l'Église"),
    (Rule.ADDRESS, "Kerkstraat 12-3"),
    (Rule.ADDRESS, "1012 AB Amsterdam"),
    (Rule.PHONE, "+49 170 1234567"),
    (Rule.PHONE, "+44 (0)20 7946 0958"),
    (Rule.PHONE, "0049 170 1234567"),
    (Rule.PHONE, "0170 1234567"),
    (Rule.PHONE, "0170/1234567"),
    (Rule.PHONE, "01701234567"),
    (Rule.PHONE, "020 7946 0958"),
    (Rule.PHONE, "06 12 34 56 78"),
    (Rule.PHONE, "(212) 555-0123"),
    (Rule.PHONE, "212-555-0123"),
    (Rule.PHONE, "212.555.0123"),
    (Rule.PHONE, "+1 212 555 0123 ext. 77"),
    (Rule.PHONE, "98765 43210"),
    (Rule.IBAN, GERMAN_IBAN),
    (Rule.IBAN, grouped(GERMAN_IBAN)),
    (Rule.IBAN, grouped(DUTCH_IBAN)),
    (Rule.IBAN, grouped(BRITISH_IBAN)),
    (Rule.IBAN, grouped(GERMAN_IBAN).lower()),
    (Rule.CARD, VISA),
    (Rule.CARD, grouped(VISA)),
    (Rule.CARD, grouped(MASTERCARD, sign="-")),
    (Rule.CARD, f"{AMEX[:4]} {AMEX[4:10]} {AMEX[10:]}"),
    (Rule.NATIONAL_NUMBER, "536-22-1234"),
    (Rule.NATIONAL_NUMBER, "AB 12 34 56 C"),
    (Rule.NATIONAL_NUMBER, "RSSMRA85T10A562S"),
    (Rule.NATIONAL_NUMBER, "12345678Z"),
    (Rule.NATIONAL_NUMBER, "X2482300W"),
    (Rule.NATIONAL_NUMBER, "756.9217.0769.85"),
    (Rule.NATIONAL_NUMBER, "36 574 261 809"),
    (Rule.NATIONAL_NUMBER, "390.533.447-05"),
    (Rule.NATIONAL_NUMBER, "44051401359"),
    (Rule.NATIONAL_NUMBER, "131052-308T"),
    (Rule.NATIONAL_NUMBER, "85.07.30-033.28"),
    (Rule.NATIONAL_NUMBER, "11010519491231002X"),
    (Rule.NATIONAL_NUMBER, "ABCPE1234F"),
    (Rule.IP, "203.0.113.77"),
    (Rule.IP, "192.168.178.20"),
    (Rule.IP, "2001:db8::ff00:42:8329"),
    (Rule.IP, "fe80::1ff:fe23:4567:890a"),
    (Rule.MAC, "00:1a:2b:3c:4d:5e"),
    (Rule.HANDLE, "@mara_l"),
    (Rule.HANDLE, "@mara@social.example.org"),
    (Rule.HANDLE, "u/throwaway_123"),
    (Rule.HANDLE, "mara#1234"),
    (Rule.SECRET, "AKIAIOSFODNN7EXAMPLE"),
    (Rule.SECRET, "ghp_" + "a1B2" * 9),
    (Rule.SECRET, "sk-proj-" + "a1B2c3D4" * 5),
    (Rule.SECRET, "sk-" + "a1B2c3D4" * 6),
    (Rule.SECRET, "xoxb-123456789012-abcdefABCDEF"),
    (Rule.SECRET, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r"),
    (Rule.SECRET, "hf_" + "abcdEFGH" * 4),
    (
        Rule.SECRET,
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
    ),
    (Rule.ADDRESS, "221B Baker Street, London NW1 6XE"),
    (Rule.ADDRESS, "1600 Pennsylvania Ave NW, Washington, DC 20500"),
    (Rule.ADDRESS, "350 Fifth Avenue, Apt 4"),
    (Rule.ADDRESS, "12 main street"),
    (Rule.ADDRESS, "P.O. Box 1234"),
    (Rule.ADDRESS, "Hauptstraße 12a, 10115 Berlin"),
    (Rule.ADDRESS, "Berliner Allee 7"),
    (Rule.ADDRESS, "hauptstr. 5"),
    (Rule.ADDRESS, "Am Weinberg 3, 79100 Freiburg"),
    (Rule.ADDRESS, "Lindenweg 4\n79100 Freiburg"),
    (Rule.ADDRESS, "Prinsengracht 263-B, 1016 GV Amsterdam"),
    (Rule.ADDRESS, "12 bis rue de la Paix, 75002 Paris"),
    (Rule.ADDRESS, "3 place Vendôme"),
    (Rule.ADDRESS, "Calle Mayor 5, 28013 Madrid"),
    (Rule.ADDRESS, "Rua do Carmo, 12"),
    (Rule.ADDRESS, "Via Garibaldi 15, 20121 Milano"),
    (Rule.ADDRESS, "SW1A 2AA"),
]


@pytest.mark.parametrize(("rule", "words"), FOUND)
@pytest.mark.parametrize("around", ["{}", "This is it: {}.", "({}), he said", "so\n{}\nnow"])
def test_it_is_found_whole_wherever_it_stands(rule, words, around):
    assert found(around.format(words)) == [(rule, words)]


AFTER_A_WORD = [
    (Rule.PHONE, "call me at ", "2125550123"),
    (Rule.PHONE, "Tel.: ", "555-1234"),
    (Rule.PHONE, "meine Handynummer ist ", "1701234567"),
    (Rule.IBAN, "IBAN ", "DE12 3456 7890 1234 5678 90"),
    (Rule.CARD, "card number ", "1234 5678 9012 3456"),
    (Rule.CARD, "CVV: ", "123"),
    (Rule.NATIONAL_NUMBER, "my SSN is ", "536221234"),
    (Rule.NATIONAL_NUMBER, "BSN: ", "111222333"),
    (Rule.NATIONAL_NUMBER, "passport no. ", "C01X00T47"),
    (Rule.NATIONAL_NUMBER, "NHS number ", "943 476 5919"),
    (Rule.HANDLE, "username: ", "mara"),
    (Rule.HANDLE, "my insta is ", "mara.l"),
    (Rule.SECRET, "password: ", "marigold"),
    (Rule.SECRET, "my password is ", "Tr0ub4dor&3"),
    (Rule.SECRET, "pw ", "hunter2"),
    (Rule.SECRET, "the wifi password for guests is ", "s3cret!"),
    (Rule.SECRET, "Passwort lautet ", "geheim99"),
    (Rule.SECRET, "PIN ", "4711"),
    (Rule.SECRET, "passphrase: ", "correct horse battery staple"),
    (Rule.NATIONAL_NUMBER, "NINO ", "QQ123456C"),
    (Rule.SECRET, "your verification code is ", "482913"),
    (Rule.SECRET, "password: ", "Tr(ub4dor"),
    (Rule.SECRET, "Authorization: Bearer ", "abc123def456"),
    (Rule.SECRET, "aws_secret_access_key = ", "wJalrXUtnFEMI/K7MDENG"),
    (Rule.HANDLE, "my twitter handle is ", "maral"),
    (Rule.URL, "my website is ", "mara.dev"),
    (Rule.SECRET, "API_KEY=", "abcd1234efgh"),
    (Rule.SECRET, "token = ", "9f86d081884c7d659a2feaa0c55ad015"),
    (Rule.SECRET, "the key we use there: it is ", "Zm9vYmFy1x9QkLmN0pQrStUv"),
]


@pytest.mark.parametrize(("rule", "before", "words"), AFTER_A_WORD)
def test_it_is_found_after_a_word_that_names_it(rule, before, words):
    assert found(f"{before}{words}, ok?") == [(rule, words)]


@pytest.mark.parametrize(
    ("rule", "before", "words"), [case for case in AFTER_A_WORD if case[2].isdecimal()]
)
def test_and_not_without_that_word(rule, before, words):
    assert found(f"there were {words}, ok?") == []


LEFT = [
    "born in 1984, in the years 1990-2000 and 2024/2025",
    "on 2024-01-15, 12.05.2023, 01/02/2023 and at 12:30:45",
    "it cost $1,200.50, 1.234.567,89 EUR, 1 000 000 km and € 20 000 000",
    "ISBN 978-3-16-148410-0, order 0123456789, invoice 212-555-0123",
    "pi is 3.14159265358979 and e 2.718281828",
    "Python 3.11.7, version 10.0.19045.3803, Chrome/120.0.6099.109 and v1.2.3.4",
    "127.0.0.1, 0.0.0.0 and 255.255.255.0",
    "std::vector<int> a; Foo::bar(); a[1:2:3]; 10::30",
    "550e8400-e29b-41d4-a716-446655440000",
    "commit 9f86d081884c7d659a2feaa0c55ad0159f86d081",
    "timestamp 1700000000, 1700000000000",
    "[0.1234, 0.5678, 12, 345, 6789] and range(0, 1000000, 250)",
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
    "@property\ndef total(self): ...",
    "@app.route('/x')\n@dataclass\nclass A: ...",
    "import x from '@scope/name'; npm i react@18.2.0 lodash@4.17.21",
    "git@github.com:a/b.git",
    "script.py, main.rs, README.md, node.js, ASP.NET, obj.info, self.name",
    "this is the end.And it goes on.But not here",
    "issue#1234, PR #567, C# 2019 and #1984",
    "my password is not working; the password was wrong; password reset",
    "password: str, token: Optional[str], pwd = getpass.getpass()",
    "password = os.environ['X']; token=token, key=lambda row: row.key",
    "password: ******** or <your password> or ${PASSWORD} or your_password",
    "the secret is to rest the dough, and the key is patience",
    "insta is great and my username is missing",
    "5 minutes down the road, 3 people in the street, 2 cours de yoga",
    "auf Platz 3, am Montag 12 Uhr, im Januar 2024, Seite 5",
    "2 large eggs, 10 New Ideas, 3 Way Split",
    "the 1500 BC ruins, 2000 MB and 1200 AM",
    checked("412345678901234")[:-1] + str((int(VISA[-1]) + 1) % 10),
    "AB 12 34 56 Z, 000-12-3456, 12345678A, 44051401358",
    "max_tokens=2000, tokens = [event.text], tokens: list[int], bos_token=bos_text",
    'TOKEN = re.compile(r"x"); key = hashlib.sha256(os.fsencode(path)).hexdigest()[:32]',
    "call the function with 10000000 or 1,000,000 rows",
    "metadata[key] = value; the digits 0123456789",
    "my username is taken, the domain is expired",
    "the 2023 VW Transporter and the 2019 AB Sciences deal",
    '[@click="go"] and <a @click="go()">',
    "8.5 x 11, 1920x1080, 4/4, 50/50, 24/7 and 9-5",
    "see you @ the cafe, 2 @ 3.50",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left_alone(text):
    assert found(text) == []


def test_punctuation_and_brackets_around_a_link_stay():
    assert found("(see https://example.org/a), or <https://example.org/b>.") == [
        (Rule.URL, "https://example.org/a"),
        (Rule.URL, "https://example.org/b"),
    ]


def test_the_longer_finding_counts_where_two_overlap():
    assert found("https://example.org/?mail=mara@example.org&ip=203.0.113.77") == [
        (Rule.URL, "https://example.org/?mail=mara@example.org&ip=203.0.113.77")
    ]


def test_a_password_between_quotes_is_found_to_the_quote():
    assert found('wifi password: "blue sky 42", ok') == [(Rule.SECRET, "blue sky 42")]


def test_several_phones_in_a_row_are_several():
    assert found("0170 1234567 / 030 12345678, +49 30 123456 - +44 20 7946 0958") == [
        (Rule.PHONE, "0170 1234567"),
        (Rule.PHONE, "030 12345678"),
        (Rule.PHONE, "+49 30 123456"),
        (Rule.PHONE, "+44 20 7946 0958"),
    ]


def test_a_region_that_was_not_named_is_not_known():
    assert [one.rule for one in spans("0170 1234567", regions=("DE",))] == [Rule.PHONE]
    assert spans("0170 1234567", regions=("US",)) == []


def test_a_private_key_that_is_cut_off_is_found_to_its_end():
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + "b3BlbnNzaC1rZXktdjEA\n" * 5
    assert found(f"{key}\nis that safe to share?") == [(Rule.SECRET, key.rstrip())]

"""Payment cards and IBANs, with right check digits and with wrong ones."""

from collections.abc import Sequence
from random import Random

from redaction_parts import checks
from redaction_parts.labels import Decoy, Kind, Person, Piece, Value, digits, weighted

DRESSES = {
    "grouped": 6.0, "plain": 4.0, "dashes": 1.0, "dots": 0.5, "non-breaking spaces": 1.0,
    "double spaces": 0.5, "over lines": 0.7, "narrow spaces": 0.4,
}  # fmt: skip
BETWEEN = {
    "grouped": " ", "plain": "", "dashes": "-", "dots": ".", "non-breaking spaces": "\u00a0",
    "double spaces": "  ", "narrow spaces": "\u202f",
}  # fmt: skip
BRANDS = {
    "visa": (("4",), 16, (4, 4, 4, 4)),
    "mastercard": (("51", "52", "53", "54", "55", "2221", "2720", "2345"), 16, (4, 4, 4, 4)),
    "amex": (("34", "37"), 15, (4, 6, 5)),
    "discover": (("6011", "65"), 16, (4, 4, 4, 4)),
    "diners": (("36", "300"), 14, (4, 6, 4)),
    "jcb": (("3530", "3566"), 16, (4, 4, 4, 4)),
    "visa of 13": (("4",), 13, (4, 3, 3, 3)),
}  # fmt: skip
# Letters (A), digits (9) or either (C), as the IBAN registry of SWIFT has them.
ACCOUNTS = {
    "DE": "9" * 18, "GB": "AAAA" + "9" * 14, "FR": "9" * 10 + "C" * 3 + "9" * 10,
    "NL": "AAAA" + "9" * 10, "ES": "9" * 20, "IT": "A" + "9" * 22, "PL": "9" * 24,
    "BE": "9" * 12, "CH": "9" * 17, "AT": "9" * 16, "PT": "9" * 21, "SE": "9" * 20,
    "IE": "AAAA" + "9" * 14, "DK": "9" * 14, "FI": "9" * 14, "LU": "999" + "9" * 13,
    "NO": "9" * 11, "CZ": "9" * 20, "MT": "AAAA" + "9" * 5 + "C" * 18,
}  # fmt: skip
WEIGHTS = {"DE": 6.0, "GB": 3.0, "FR": 3.0, "NL": 3.0, "ES": 2.0}


def joined(random: Random, groups: Sequence[str], dress: str) -> str:
    """Groups of digits as the dress has it."""
    if dress == "over lines":
        cut = random.randrange(1, len(groups))
        return " ".join(groups[:cut]) + "\n" + " ".join(groups[cut:])
    return BETWEEN[dress].join(groups)


def card_number(random: Random) -> tuple[str, str]:
    """A brand and a number of it, with its check digit."""
    brand = weighted(random, {name: 6.0 if name == "visa" else 2.0 for name in BRANDS})
    starts, length, _ = BRANDS[brand]
    start = random.choice(starts)
    body = start + digits(random, length - 1 - len(start))
    return brand, body + checks.luhn(body)


def card(random: Random, _: Person) -> list[Piece]:
    """A payment card."""
    brand, number = card_number(random)
    dress = weighted(random, DRESSES)
    return [Value(_card_dressed(random, brand, number, dress), Kind.CARD, brand, dress)]


def wrong_card(random: Random, _: Person) -> list[Piece]:
    """A card's shape with a check digit that does not fit: by definition no card."""
    brand, number = card_number(random)
    dress = weighted(random, DRESSES)
    return [Decoy(_card_dressed(random, brand, _spoilt(random, number), dress), "card, bad check")]


def iban_number(random: Random) -> str:
    """An IBAN without spaces; those of Spain, Belgium and Norway also with their own check."""
    country = weighted(random, {name: WEIGHTS.get(name, 1.0) for name in ACCOUNTS})
    pools = {"A": "ABCDEFGHKLMNPRSTUWZ", "9": "0123456789", "C": "0123456789ABCDEFGH"}
    account = "".join(random.choice(pools[place]) for place in ACCOUNTS[country])
    if country == "ES":
        account = account[:8] + checks.spanish_account(account[:8], account[10:]) + account[10:]
    elif country == "BE":
        account = random.choice(("001", "068", "363", "734")) + account[3:10]  # banks that exist
        account += f"{int(account) % 97 or 97:02}"
    elif country == "NO":
        last = checks.norwegian_account(account[:10])
        if last is None:
            return iban_number(random)
        account = account[:10] + last
    return country + checks.iban(country, account) + account


def iban(random: Random, _: Person) -> list[Piece]:
    """An IBAN."""
    number = iban_number(random)
    dress = weighted(random, DRESSES)
    text = joined(random, _fours(number), dress)
    if random.random() < 0.1:
        return [Value(text.lower(), Kind.IBAN, number[:2], "lower case")]
    return [Value(text, Kind.IBAN, number[:2], dress)]


def wrong_iban(random: Random, _: Person) -> list[Piece]:
    """An IBAN's shape with check digits that do not fit: by definition no IBAN."""
    number = _spoilt(random, iban_number(random))
    return [Decoy(joined(random, _fours(number), weighted(random, DRESSES)), "iban, bad check")]


def _card_dressed(random: Random, brand: str, number: str, dress: str) -> str:
    groups = []
    for size in BRANDS[brand][2]:
        groups.append(number[:size])
        number = number[size:]
    return joined(random, groups, dress)


def _fours(number: str) -> list[str]:
    return [number[place : place + 4] for place in range(0, len(number), 4)]


def _spoilt(random: Random, number: str) -> str:
    """The number with its last digit changed, which every one of these checks notices."""
    return number[:-1] + str((int(number[-1], 36) + random.randrange(1, 9)) % 10)

"""Check digits and letters, from the definitions of the numbers; no library that checks them."""

from collections.abc import Callable, Sequence

_VERHOEFF = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_ODD = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21) * 2
        + (2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)


def weighted_sum(digits: str, weights: Sequence[int]) -> int:
    """Each digit times its weight, added up."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def luhn(body: str) -> str:
    """Check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def iban(country: str, account: str) -> str:
    """Two check digits of ISO 13616 (ISO 7064 mod 97-10)."""
    number = "".join(str(int(character, 36)) for character in account + country + "00")
    return f"{98 - int(number) % 97:02}"


def spanish_account(bank: str, account: str) -> str:
    """The two control digits between bank (8 digits) and account (10 digits) in Spain."""
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
    found = (11 - weighted_sum(part, weights) % 11 for part in ("00" + bank, account))
    return "".join(str({10: 1, 11: 0}.get(digit, digit)) for digit in found)


def norwegian_account(body: str) -> str | None:
    """Last digit of an account in Norway; None where the ten digits have none."""
    found = -weighted_sum(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return None if found == 10 else str(found)


def verhoeff(body: str) -> str:
    """Check digit of Verhoeff (1969), over the dihedral group of order ten."""

    def times(one: int, two: int) -> int:
        turned = (one + two if one < 5 else one - two) % 5
        return turned + 5 * ((one >= 5) != (two >= 5))

    def checksum(number: str) -> int:
        total = 0
        for place, digit in enumerate(reversed(number)):
            value = int(digit)
            for _ in range(place % 8):
                value = _VERHOEFF[value]
            total = times(total, value)
        return total

    return _first(lambda digit: checksum(body + digit) == 0)


def mod_11_10(body: str) -> str:
    """Check digit of ISO 7064 mod 11,10."""
    product = 10
    for digit in body:
        product = ((int(digit) + product - 1) % 10 + 1) * 2 % 11
    return str((11 - product) % 10)


def nhs(body: str) -> str | None:
    """Check digit of an NHS number; None where the nine digits have none."""
    found = (11 - weighted_sum(body, range(10, 1, -1)) % 11) % 11
    return None if found == 10 else str(found)


def bsn(body: str) -> str | None:
    """Last digit of a Dutch BSN (the test of eleven); None where the eight digits have none."""
    found = weighted_sum(body, range(9, 1, -1)) % 11
    return None if found == 10 else str(found)


def tfn(body: str) -> str | None:
    """Last digit of an Australian TFN; None where the eight digits have none."""
    rest = weighted_sum(body, (1, 4, 3, 7, 5, 8, 6, 9)) % 11
    return None if rest == 10 else str(rest)  # its weight is 10, which is -1 modulo 11


def spanish_letter(number: int) -> str:
    """Control letter of a DNI or NIE."""
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]


def codice_fiscale(body: str) -> str:
    """Last letter of an Italian codice fiscale."""
    total = sum(_ODD[character] for character in body[::2])
    total += sum(int(c) if c.isdigit() else ord(c) - ord("A") for c in body[1::2])
    return chr(ord("A") + total % 26)


def pesel(body: str) -> str:
    """Check digit of a PESEL."""
    return str(-weighted_sum(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def cpf(body: str) -> str:
    """The two check digits of a CPF."""
    first = str(weighted_sum(body, range(10, 1, -1)) * 10 % 11 % 10)
    return first + str(weighted_sum(body + first, range(11, 1, -1)) * 10 % 11 % 10)


def ean(body: str) -> str:
    """Check digit of a 13-digit article number (and of ISBN-13 and the Swiss AHV number)."""
    return str(-weighted_sum(body, (1, 3) * 6) % 10)


def hetu(body: str) -> str:
    """Check character of a Finnish personal code, from its nine digits."""
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(body) % 31]


def rut(body: str) -> str:
    """Check character of a Chilean RUT."""
    weights = [2 + place % 6 for place in range(len(body))]
    return "0123456789K0"[11 - weighted_sum(body[::-1], weights) % 11]


def nif(body: str) -> str:
    """Check digit of a Portuguese NIF."""
    found = 11 - weighted_sum(body, range(9, 1, -1)) % 11
    return str(found if found < 10 else 0)


def pps(body: str) -> str:
    """Check letter of an Irish PPS number."""
    return "WABCDEFGHIJKLMNOPQRSTUV"[weighted_sum(body, range(8, 1, -1)) % 23]


def _first(fits: Callable[[str], bool]) -> str:
    return next(digit for digit in "0123456789" if fits(digit))

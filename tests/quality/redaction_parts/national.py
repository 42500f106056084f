"""National numbers of persons, with right checks, bare or after the words that people put before.

Those after such words have a wrong check now and then: a person would still call them their number.
"""

from collections.abc import Callable
from random import Random

from redaction_parts import checks
from redaction_parts.labels import Kind, Person, Piece, Value, digits

WRONG = 0.08


def _until(random: Random, size: int, check: Callable[[str], str | None], first: str) -> str:
    """A number of `size` digits and their check, the first one out of `first`."""
    while True:
        body = random.choice(first) + digits(random, size - 1)
        found = check(body)
        if found is not None:
            return body + found


def _birth(random: Random) -> tuple[int, int, int]:
    return random.randrange(1950, 2008), random.randrange(1, 13), random.randrange(1, 29)


def us_ssn(random: Random) -> str:
    """A US social security number; a few are those reserved for advertisements."""
    if random.random() < 0.1:
        return f"987-65-432{random.randrange(10)}"
    area = random.choice([n for n in range(1, 900) if n != 666])
    return f"{area:03}-{random.randrange(1, 100):02}-{random.randrange(1, 10_000):04}"


def uk_ni(random: Random) -> str:
    """A UK national insurance number (it has no check)."""
    while True:
        prefix = random.choice("ABCEGHJKLMNOPRSTWXYZ") + random.choice("ABCEGHJKLMNPRSTWXYZ")
        if prefix not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}:
            number = digits(random, 6)
            return f"{prefix} {number[:2]} {number[2:4]} {number[4:]} {random.choice('ABCD')}"


def uk_nhs(random: Random) -> str:
    """An NHS number, spaced 3-3-4."""
    number = _until(random, 9, checks.nhs, "4679")
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def german_tax(random: Random) -> str:
    """A German tax id: of its first ten digits, one occurs twice and one never."""
    while True:
        pool = random.sample("0123456789", 9)
        pool.append(random.choice(pool))
        random.shuffle(pool)
        if pool[0] != "0":
            body = "".join(pool)
            number = body + checks.mod_11_10(body)
            return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"


def dutch_bsn(random: Random) -> str:
    """A Dutch BSN."""
    return _until(random, 8, checks.bsn, "123456789")


def spanish_dni(random: Random) -> str:
    """A Spanish DNI."""
    number = random.randrange(10_000_000, 99_999_999)
    return f"{number}{random.choice(['', '-', ' '])}{checks.spanish_letter(number)}"


def spanish_nie(random: Random) -> str:
    """A Spanish NIE."""
    kind, number = random.randrange(3), random.randrange(10_000_000)
    dash = random.choice(["", "-"])
    letter = checks.spanish_letter(kind * 10_000_000 + number)
    return f"{'XYZ'[kind]}{dash}{number:07}{dash}{letter}"


def french_nir(random: Random) -> str:
    """A French NIR."""
    year, month, _ = _birth(random)
    body = f"{random.choice('12')}{year % 100:02}{month:02}{random.randrange(1, 95):02}"
    body += f"{random.randrange(1, 600):03}{random.randrange(1, 500):03}"
    key = f"{97 - int(body) % 97:02}"
    return " ".join((body[0], body[1:3], body[3:5], body[5:7], body[7:10], body[10:], key))


def italian_fiscale(random: Random) -> str:
    """An Italian codice fiscale."""
    year, month, day = _birth(random)
    letters = "".join(random.choices("BCDFGLMNPRSTVZ", k=6))
    day += random.choice((0, 40))
    town = random.choice("ABCDEFGHIL") + f"{random.randrange(1, 1000):03}"
    body = f"{letters}{year % 100:02}{'ABCDEHLMPRST'[month - 1]}{day:02}{town}"
    return body + checks.codice_fiscale(body)


def polish_pesel(random: Random) -> str:
    """A Polish PESEL."""
    year, month, day = _birth(random)
    body = f"{year % 100:02}{month + (20 if year >= 2000 else 0):02}{day:02}{digits(random, 4)}"
    return body + checks.pesel(body)


def brazilian_cpf(random: Random) -> str:
    """A Brazilian CPF."""
    body = random.choice("1234567") + digits(random, 8)
    return f"{body[:3]}.{body[3:6]}.{body[6:]}-{checks.cpf(body)}"


def indian_aadhaar(random: Random) -> str:
    """An Indian Aadhaar number."""
    body = random.choice("23456789") + digits(random, 10)
    number = body + checks.verhoeff(body)
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def indian_pan(random: Random) -> str:
    """An Indian PAN of a person (fourth letter P; its check is not public)."""
    letters = "".join(random.choices("ABCDEFGHJKLMNPRSTVW", k=5))
    return f"{letters[:3]}P{letters[3]}{random.randrange(1, 10_000):04}{letters[4]}"


def belgian_number(random: Random) -> str:
    """A Belgian national number."""
    year, month, day = _birth(random)
    body = f"{year % 100:02}{month:02}{day:02}{random.randrange(1, 998):03}"
    check = f"{97 - int(('2' if year >= 2000 else '') + body) % 97:02}"
    return f"{body[:2]}.{body[2:4]}.{body[4:6]}-{body[6:]}.{check}"


def swedish_number(random: Random) -> str:
    """A Swedish personnummer."""
    year, month, day = _birth(random)
    body = f"{year % 100:02}{month:02}{day:02}{digits(random, 3)}"
    century = str(year // 100) if random.random() < 0.4 else ""
    return f"{century}{body[:6]}-{body[6:]}{checks.luhn(body)}"


def swiss_ahv(random: Random) -> str:
    """A Swiss AHV number."""
    body = "756" + digits(random, 9)
    return f"756.{body[3:7]}.{body[7:11]}.{body[11:]}{checks.ean(body)}"


def canadian_sin(random: Random) -> str:
    """A Canadian SIN."""
    body = random.choice("1234567") + digits(random, 7)
    number = body + checks.luhn(body)
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def australian_tfn(random: Random) -> str:
    """An Australian TFN."""
    number = _until(random, 8, checks.tfn, "123456789")
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def finnish_hetu(random: Random) -> str:
    """A Finnish personal code."""
    year, month, day = _birth(random)
    date, number = f"{day:02}{month:02}{year % 100:02}", f"{random.randrange(2, 900):03}"
    return f"{date}{'A' if year >= 2000 else '-'}{number}{checks.hetu(date + number)}"


def chilean_rut(random: Random) -> str:
    """A Chilean RUT."""
    body = str(random.randrange(5_000_000, 26_000_000))
    return f"{int(body):,}-{checks.rut(body)}".replace(",", ".")


def portuguese_nif(random: Random) -> str:
    """A Portuguese NIF of a person."""
    body = random.choice("123") + digits(random, 7)
    return body + checks.nif(body)


def irish_pps(random: Random) -> str:
    """An Irish PPS number of the older shape."""
    body = random.choice("123456789") + digits(random, 6)
    return body + checks.pps(body)


NUMBERS: dict[str, tuple[Callable[[Random], str], float, tuple[str, ...]]] = {
    "us ssn": (us_ssn, 3, ("my ssn is", "SSN:", "social security number", "social is", "ssn")),
    "uk ni": (uk_ni, 2, ("my NI number is", "national insurance no.", "NINO:", "ni number:")),
    "uk nhs": (uk_nhs, 2, ("NHS number", "my nhs no is", "NHS No:")),
    "german tax id": (german_tax, 2, ("meine Steuer-ID ist", "Steuer-IdNr.", "IdNr:", "steuer id")),
    "dutch bsn": (dutch_bsn, 2, ("mijn bsn is", "BSN:", "burgerservicenummer")),
    "spanish dni": (spanish_dni, 2, ("mi DNI es", "DNI:", "con dni", "DNI nº")),
    "spanish nie": (spanish_nie, 1, ("mi NIE es", "NIE:", "n.i.e.")),
    "french nir": (french_nir, 2, ("mon numéro de sécu est le", "n° de sécurité sociale :", "NIR")),
    "codice fiscale": (italian_fiscale, 2, ("il mio codice fiscale è", "C.F.", "codice fiscale:")),
    "pesel": (polish_pesel, 2, ("mój PESEL to", "PESEL:", "nr pesel")),
    "cpf": (brazilian_cpf, 2, ("meu CPF é", "CPF:", "cpf nº")),
    "aadhaar": (indian_aadhaar, 2, ("my aadhaar is", "Aadhaar no:", "aadhar card number")),
    "pan": (indian_pan, 2, ("PAN:", "my pan card is", "PAN number")),
    "belgian number": (belgian_number, 1, ("mijn rijksregisternummer is", "NISS:", "INSZ")),
    "personnummer": (swedish_number, 1, ("mitt personnummer är", "personnummer:", "personnr")),
    "swiss ahv": (swiss_ahv, 1, ("AHV-Nr.", "meine ahv nummer:", "n° AVS")),
    "canadian sin": (canadian_sin, 1, ("my SIN is", "SIN:", "social insurance number")),
    "australian tfn": (australian_tfn, 1, ("my TFN is", "TFN:", "tax file number")),
    "hetu": (finnish_hetu, 1, ("henkilötunnus", "hetu:", "my finnish personal id is")),
    "rut": (chilean_rut, 1, ("mi RUT es", "RUT:", "rut")),
    "portuguese nif": (portuguese_nif, 1, ("o meu NIF é", "NIF:", "contribuinte nº")),
    "pps": (irish_pps, 1, ("my PPS number is", "PPSN:", "pps no.")),
}  # fmt: skip


def _number(random: Random) -> tuple[str, str, str]:
    form = random.choices(list(NUMBERS), [weight for _, weight, _ in NUMBERS.values()])[0]
    text = NUMBERS[form][0](random)
    way = random.random()
    if form == "hetu":  # the mark in its middle tells the century
        return form, "plain", text
    if way < 0.25 and any(mark in text for mark in " .-"):
        return form, "no separators", "".join(c for c in text if c.isalnum())
    if way < 0.35 and " " in text:
        return form, "non-breaking spaces", text.replace(" ", "\u00a0")
    if way < 0.42 and any(mark in text for mark in " .-"):
        return form, "other separators", text.translate({32: "-", 46: " ", 45: " "})
    if way < 0.5 and any(c.isalpha() for c in text):
        return form, "lower case", text.lower()
    return form, "plain", text


def national(random: Random, _: Person) -> list[Piece]:
    """A number with nothing before it that says what it is."""
    form, dress, text = _number(random)
    return [Value(text, Kind.NATIONAL, form, f"bare, {dress}")]


def national_said(random: Random, _: Person) -> list[Piece]:
    """A number after words that say what it is; the check is wrong now and then."""
    form, dress, text = _number(random)
    if random.random() < WRONG and text[-1].isdigit() and form != "us ssn":
        text = text[:-1] + str((int(text[-1]) + random.randrange(1, 9)) % 10)
        dress = "wrong check"
    return [
        random.choice(NUMBERS[form][2]) + " ",
        Value(text, Kind.NATIONAL, form, f"said, {dress}"),
    ]

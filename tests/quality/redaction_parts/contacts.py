"""E-mail addresses and phone numbers.

Phone numbers come from the ranges kept for fiction where a regulator keeps some (the US 555-01xx,
Ofcom, Bundesnetzagentur, Arcep, ACMA, PTS), and from ordinary mobile ranges elsewhere.
"""

from random import Random

from redaction_parts.labels import Kind, Person, Piece, Value, weighted

LOCALS = """
marlies.quandt jorik_de_vaal t.oppermann fenwick.ada sunniva lpetrossian ines.calderwood b0bbet
hallvard.n quillfeather anneke-jo k.szymborska0 zed.arkwright mireille.d nokturno petra.wiebusch
ole.brumm d.o.r.i.t hjalmar77 xX_rook_Xx camille.verdurin j.m.oyelaran rosalind.fth tarek.elm
""".split()
HOSTS = """
gmail.com googlemail.com outlook.com hotmail.co.uk yahoo.fr gmx.de web.de t-online.de proton.me
icloud.com orange.fr ziggo.nl libero.it wp.pl uol.com.br example.org example.com mail.example.net
uni-nirgendwo.example cs.somewhere.edu quandt-und-sohn.de vdbergh.nl student.tuxyz.ac.uk
posteo.net fastmail.fm bürobedarf-quandt.de xn--brobedarf-q9a.de team.wexcombe.io
""".split()
ROLES = "support info sales no-reply kundenservice billing jobs contact hello privacy".split()

# How a number is written at home (9 is any digit) and the country's calling code.
PHONES: dict[str, tuple[str, float, tuple[str, ...]]] = {
    "us": ("1", 5, ("(212) 555-0199", "415-555-0199", "303.555.0199", "206 555 0199")),
    "uk": ("44", 4, ("020 7946 0999", "07700 900999", "0113 496 0999", "(01632) 960999")),
    "de": ("49", 4, ("030 23125 999", "0171 3920099", "0221/4710999", "0176-04069099",
                     "(089) 99998 999")),
    "fr": ("33", 3, ("01 99 00 99 99", "06 39 98 99 99", "06.39.98.99.99", "0639989999")),
    "au": ("61", 1, ("0491 570 999", "(02) 5550 9999")),
    "se": ("46", 1, ("070-174 06 99", "08-465 004 99")),
    "es": ("34", 2, ("699 999 999", "612 99 99 99", "919 99 99 99")),
    "nl": ("31", 3, ("06-29999999", "06 29 99 99 99", "020-7999999")),
    "it": ("39", 1, ("347 999 9999", "347-9999999")),
    "pl": ("48", 1, ("512 999 999", "601-999-999")),
    "br": ("55", 1, ("(11) 98999-9999", "21 97999 9999")),
    "in": ("91", 2, ("98999 99999", "9899999999", "080-4999 9999")),
    "ch": ("41", 1, ("079 799 99 99", "044 699 99 99")),
    "at": ("43", 1, ("0664 9999999", "01 9999999")),
    "be": ("32", 1, ("0475 99 99 99", "02 599 99 99")),
    "dk": ("45", 1, ("29 99 99 99", "31999999")),
    "jp": ("81", 1, ("090-6999-9999", "03-5999-9999")),
    "ng": ("234", 1, ("0803 999 9999",)),
    "ie": ("353", 1, ("085 799 9999", "(01) 699 9999")),
    "cn": ("86", 1, ("138 9999 9999",)),
}  # fmt: skip
NO_TRUNK = {"us", "es", "it", "pl", "br", "in", "dk", "cn"}
FIXED = ("555-01", "7946 0", "960", "7700 900", "496 0")
_SAID = """my number is|call me on|cell:|Tel.|Tel:|☎|mobile|Handy:|meine Nummer:|ruf mich an unter|
mon numéro c'est le|tél.|mi móvil es|mijn nummer is|whatsapp|text me at|Phone:|fax|ph"""
SAID = _SAID.replace("\n", "").split("|")
WORDS = "zero one two three four five six seven eight nine".split()


def address(random: Random) -> str:
    """An e-mail address as a computer takes it."""
    local = random.choice(LOCALS)
    if random.random() < 0.35:
        local += random.choice(["", ".", "_", "+"]) + random.choice(
            ["spam", "83", "work", "2k", "x"]
        )
    return f"{local}@{random.choice(HOSTS)}"


def email(random: Random, _: Person) -> list[Piece]:
    """An e-mail address, at times written so that machines should not see it."""
    way = random.random()
    if way < 0.1:
        host = random.choice(HOSTS)
        return [Value(f"{random.choice(ROLES)}@{host}", Kind.EMAIL, "of a company")]
    text = address(random)
    if way < 0.72:
        return [Value(text, Kind.EMAIL, "of a person")]
    if way < 0.78:
        return [Value(text.upper(), Kind.EMAIL, "of a person", "upper case")]
    if way < 0.82:
        return ["mailto:", Value(text, Kind.EMAIL, "of a person", "after mailto:")]
    at, dot, dress = random.choice(
        [
            (" at ", " dot ", "obfuscated"), ("[at]", "[dot]", "obfuscated"),
            (" (at) ", ".", "obfuscated"), (" [at] ", " [dot] ", "obfuscated"),
            ("(at)", "(dot)", "obfuscated"), (" @ ", ".", "spaced"), ("@ ", ".", "spaced"),
            (" ät ", " punkt ", "obfuscated"), (" arobase ", " point ", "obfuscated"),
            (" arroba ", " punto ", "obfuscated"), ("@\n", ".", "over lines"),
            ("＠", ".", "wide @"), ("@", ".\n", "over lines"),
        ]
    )  # fmt: skip
    local, host = text.split("@")
    return [Value(local + at + host.replace(".", dot), Kind.EMAIL, "of a person", dress)]


def _home(random: Random, pattern: str) -> str:
    """The pattern with its nines drawn, apart from those that are part of a fixed range."""
    return "".join(
        random.choice("0123456789") if mark == "9" and not _is_fixed(pattern, place) else mark
        for place, mark in enumerate(pattern)
    )


def _is_fixed(pattern: str, place: int) -> bool:
    for part in FIXED:
        start = pattern.find(part)
        if start >= 0 and start <= place < start + len(part):
            return True
    return False


def phone(random: Random, _: Person) -> list[Piece]:
    """A phone number in one of the ways that it is written at home or from abroad."""
    form = weighted(random, {name: weight for name, (_, weight, _) in PHONES.items()})
    code, _, patterns = PHONES[form]
    home = _home(random, random.choice(patterns))
    way = weighted(
        random,
        {
            "national": 5, "with +": 5, "with 00": 1, "with (0)": 0.8, "plain digits": 1.5,
            "plain digits with +": 1.5, "dots": 0.8, "non-breaking spaces": 0.8,
            "over lines": 0.5, "in words": 0.3, "after tel:": 0.4, "odd separators": 0.5,
        },
    )  # fmt: skip
    bare = "".join(mark for mark in home if mark.isdigit())
    trunk = form not in NO_TRUNK and bare.startswith("0")
    abroad = home.replace("(", "").replace(")", "")
    abroad = abroad[1:] if trunk else abroad
    if way == "with (0)" and not trunk:
        way = "with +"
    if way == "dots" and " " not in home:
        way = "national"
    before = ["tel:"] if way == "after tel:" else []
    text = {
        "national": home,
        "with +": f"+{code} {abroad}",
        "with 00": f"00{code} {abroad}",
        "with (0)": f"+{code} (0) {abroad}" if random.random() < 0.5 else f"+{code}(0){abroad}",
        "plain digits": bare,
        "plain digits with +": f"+{code}{bare[1:] if trunk else bare}",
        "after tel:": f"+{code}{bare[1:] if trunk else bare}",
        "dots": home.replace(" ", "."),
        "non-breaking spaces": f"+{code} {abroad}".replace(" ", "\u00a0"),
        "over lines": f"+{code} {abroad[:-5]}\n{abroad[-5:]}",
        "in words": " ".join(WORDS[int(digit)] for digit in bare),
        "odd separators": random.choice(["_", " - ", " / ", "  "]).join(
            (bare[:3], bare[3:6], bare[6:])
        ),
    }[way]
    return [*before, Value(text, Kind.PHONE, form, way)]


def phone_said(random: Random, person: Person) -> list[Piece]:
    """A phone number after the words that say so."""
    return [random.choice(SAID) + " ", *phone(random, person)]

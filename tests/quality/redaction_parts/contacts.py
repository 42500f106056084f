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

# How a number is written at home (x is any digit) and the country's calling code.
PHONES: dict[str, tuple[str, float, tuple[str, ...]]] = {
    "us": ("1", 5, ("(212) 555-01xx", "415-555-01xx", "303.555.01xx", "206 555 01xx",
                    "(646) 2xx-xxxx", "917-8xx-xxxx")),
    "uk": ("44", 4, ("020 7946 0xxx", "07700 900xxx", "0113 496 0xxx", "(01632) 960xxx",
                     "07911 12xxxx")),
    "de": ("49", 4, ("030 23125 xxx", "0171 39200xx", "0221/4710xxx", "0176-040690xx",
                     "(089) 99998 xxx", "0151 2xxxxxxx")),
    "fr": ("33", 3, ("01 99 00 xx xx", "06 39 98 xx xx", "06.39.98.xx.xx", "063998xxxx",
                     "07 81 xx xx xx")),
    "au": ("61", 1, ("0491 570 xxx", "(02) 5550 xxxx")),
    "se": ("46", 1, ("070-174 06 xx", "08-465 004 xx")),
    "es": ("34", 2, ("69x xxx xxx", "612 xx xx xx", "91x xx xx xx")),
    "nl": ("31", 3, ("06-2xxxxxxx", "06 29 xx xx xx", "020-7xxxxxx")),
    "it": ("39", 1, ("347 xxx xxxx", "347-xxxxxxx")),
    "pl": ("48", 1, ("512 xxx xxx", "601-xxx-xxx")),
    "br": ("55", 1, ("(11) 98xxx-xxxx", "21 97xxx xxxx")),
    "in": ("91", 2, ("98xxx xxxxx", "98xxxxxxxx", "080-4xxx xxxx")),
    "ch": ("41", 1, ("079 7xx xx xx", "044 6xx xx xx")),
    "at": ("43", 1, ("0664 xxxxxxx", "01 7xxxxxx")),
    "be": ("32", 1, ("0475 xx xx xx", "02 5xx xx xx")),
    "dk": ("45", 1, ("29 xx xx xx", "31xxxxxx")),
    "jp": ("81", 1, ("090-6xxx-xxxx", "03-5xxx-xxxx")),
    "ng": ("234", 1, ("0803 xxx xxxx",)),
    "ie": ("353", 1, ("085 7xx xxxx", "(01) 6xx xxxx")),
    "cn": ("86", 1, ("138 xxxx xxxx",)),
}  # fmt: skip
# Kept for fiction inside ranges that are given to nobody, so a check of ranges refuses them.
UNASSIGNED = ("07700", "(01632)", "06 39", "06.39", "0639")
NO_TRUNK = {"us", "es", "it", "pl", "br", "dk", "cn"}
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


def phone(random: Random, _: Person) -> list[Piece]:
    """A phone number in one of the ways that it is written at home or from abroad."""
    form = weighted(random, {name: entry[1] for name, entry in PHONES.items()})
    code, patterns = PHONES[form][0], PHONES[form][2]
    pattern = random.choice(patterns)
    home = "".join(random.choice("0123456789") if c == "x" else c for c in pattern)
    if pattern.startswith(UNASSIGNED):
        form = f"{form}, unassigned"
    way = weighted(
        random,
        {
            "national": 5, "with +": 5, "with 00": 1, "with (0)": 0.8, "plain digits": 1.5,
            "plain digits with +": 1.5, "dots": 0.8, "non-breaking spaces": 0.8,
            "over lines": 0.5, "in words": 0.3, "after tel:": 0.4, "odd separators": 0.5,
        },
    )  # fmt: skip
    bare = "".join(mark for mark in home if mark.isdigit())
    trunk = form[:2] not in NO_TRUNK and bare.startswith("0")
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

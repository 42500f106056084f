"""Names and places: who is on a made-up person's list, and how their names get written.

A list has full names and first names alone, towns and countries, and at least one name that is
also a word ("Will", "Rose", "Reading"). Label of a possessive or a genitive in -s is the name
without it; of other inflections the whole word.
"""

from random import Random
from unicodedata import normalize

from redaction_parts.labels import Decoy, Kind, Person, Piece, Value, weighted

FIRST = """
Lena Marek Anneke Youssef Priya Tomasz Chloé José Siobhán Björn Ottoline Dmitri Fatima Kwame Mei
Hiroshi Ayşe Łukasz Zoë Ingrid Rafael Noémie Tariq Wilhelmina Bartholomew Jürgen Aoife Thandiwe
Kasia Matteo Saoirse Gunnar Анна Олег 美咲 Ελένη Jean-Luc Mary-Ann Nguyễn D'Angelo Olamide
""".split()
LAST = """
Quandt Kowalczyk Arkwright O'Sullivan de~Vaal Verdurin Oyelaran García~Márquez Szymborska Brøndby
Petrossian Haugland MacAllister van~den~Berg Müller-Lüdenscheidt Nakagawa Iyer Demir Ferreira Nowak
Calderwood Lindqvist Abernathy Fitzgibbon Dupont-Moretti Achterberg Wexcombe Özdemir Ibáñez Novotná
""".split()
ALSO_WORDS = "Will Rose May Grace Mark Hope Art Bill Faith Jack Summer Wolf Ernst Olive Pat".split()
WORD_USES = {
    "Will": "i will do it", "Rose": "prices rose again", "May": "it may rain",
    "Grace": "a grace period", "Mark": "please mark the boxes", "Hope": "i hope so",
    "Art": "modern art", "Bill": "the electricity bill", "Faith": "in good faith",
    "Jack": "a headphone jack", "Summer": "last summer", "Wolf": "a wolf in the woods",
    "Ernst": "das meine ich ernst", "Olive": "olive oil", "Pat": "a pat on the back",
    "Reading": "i like reading", "Bath": "took a bath", "Nice": "that was nice",
    "Essen": "das essen war gut", "Split": "split the string", "Mobile": "the mobile version",
    "Bergen": "in den bergen", "Cork": "a cork floor",
}  # fmt: skip
PLACES = """
Leipzig Kraków Utrecht Lyon Bristol Sevilla Bologna Uppsala Lagos Pune Oaxaca Tartu Ghent Winnipeg
Bad~Oldesloe Den~Haag San~Sebastián Saint-Étienne Hebden~Bridge New~Orleans Köln Zürich Helsinki
Warszawa Portugal Slovenia Uruguay Tasmania Москва 京都 İzmir Reykjavík Buenos~Aires Ljubljana
""".split()
PLACES_ALSO_WORDS = "Reading Bath Nice Essen Split Mobile Bergen Cork".split()
INFLECTED = {
    "Marek": "Marka Markiem Markowi", "Kasia": "Kasi Kasię Kasią", "Tomasz": "Tomasza Tomaszem",
    "Łukasz": "Łukasza Łukaszem", "Анна": "Анну Анне Анной", "Олег": "Олега Олегу Олегом",
    "Kraków": "Krakowie Krakowa", "Warszawa": "Warszawie Warszawy", "Helsinki": "Helsingissä",
    "Москва": "Москве Москву", "İzmir": "İzmir'de İzmir’den", "Ljubljana": "Ljubljani Ljubljano",
    "Köln": "Kölner", "Leipzig": "Leipziger", "Zürich": "Zürcher", "Ayşe": "Ayşe'nin Ayşe’ye",
    "Portugal": "Portuguese", "Slovenia": "Slovenian", "Tartu": "Tartus", "Dmitri": "Dmitrija",
    "Ελένη": "Ελένης", "Uruguay": "Uruguayan", "Matteo": "Mattéo", "Novotná": "Novotné",
}  # fmt: skip
FOLDED = str.maketrans(
    "éèêëáàâäãåíìîïóòôöõøúùûüçñşłğıİřžšýÉÁÖÜŁ", "eeeeaaaaaaiiiioooooouuuucnslgiIrzsyEAOUL"
)
FAMOUS = """
Shakespeare Einstein Pythagoras Beethoven Newton Darwin Kafka Plato Bayes Gauss Fourier Napoleon
""".split()


def person(random: Random) -> Person:
    """A made-up person with eight names and five places on their list."""
    first = random.sample(FIRST, 14)
    last = [name.replace("~", " ") for name in random.sample(LAST, 10)]
    full = [f"{one} {two}" for one, two in zip(first, last, strict=False)]
    words = random.sample(ALSO_WORDS, 2)
    places = [name.replace("~", " ") for name in random.sample(PLACES, 8)]
    ambiguous = random.choice(PLACES_ALSO_WORDS)
    return Person(
        names=(*full[:4], *first[10:13], words[0]),
        places=(*places[:4], ambiguous),
        other_names=(*full[5:9], first[13]),
        other_places=tuple(places[4:]),
    )


def misspelled(random: Random, word: str) -> str:
    """A word with one slip of the fingers after its first letter: swapped, doubled or left out."""
    at = random.randrange(1, len(word) - 1)
    doubled, dropped = word[:at] + word[at : at + 1] + word[at:], word[:at] + word[at + 1 :]
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return random.choice([doubled, dropped, swapped if swapped != word else dropped])


def _written(random: Random, name: str, kind: Kind, lower: bool) -> tuple[str, str, str]:
    """A way to write a name: the labelled text, how it is dressed, and what follows unlabelled."""
    options = {
        "plain": 5.0,
        "possessive": 1.2,
        "upper case": 0.3,
        "lower case": 6.0 if lower else 1.2,
    }
    parts = name.split()
    if len(parts) > 1:
        options |= {"over lines": 0.3, "double space": 0.2}
    if len(parts) > 1 and kind is Kind.NAME:
        options |= {"last name first": 0.5, "initial": 0.5}
    if len(parts) == 1 and len(name) >= 5 and name.isalpha():
        options["misspelled"] = 1.0
    if name in INFLECTED:
        options["inflected"] = 3.0
    if name.translate(FOLDED) != name:
        options["without accents"] = 1.5
    if normalize("NFD", name) != name:
        options["decomposed"] = 0.7
    dress = weighted(random, options)
    text = {
        "last name first": f"{' '.join(parts[1:])}, {parts[0]}",
        "initial": f"{name[0]}. {' '.join(parts[1:])}",
        "over lines": name.replace(" ", "\n", 1),
        "double space": name.replace(" ", "  ", 1),
        "upper case": name.upper(),
        "lower case": name.lower(),
        "without accents": name.translate(FOLDED),
        "decomposed": normalize("NFD", name),
        "inflected": random.choice(INFLECTED.get(name, name).split()),
    }.get(dress, name)
    if dress == "misspelled":
        text = misspelled(random, name)
    after = random.choice(["'s", "’s", "s", "'"]) if dress == "possessive" else ""
    return text, dress, after


def _spelt(
    random: Random, name: str, kind: Kind, listed: bool, form: str, lower: bool
) -> list[Piece]:
    text, dress, after = _written(random, name, kind, lower)
    pieces: list[Piece] = [Value(text, kind, form, dress, listed)]
    return [*pieces, after] if after else pieces


def _name(random: Random, who: Person, lower: bool) -> list[Piece]:
    listed = random.random() < 0.7
    name = random.choice(who.names if listed else who.other_names)
    form = "also a word" if name in WORD_USES else "as listed" if listed else "not listed"
    if " " in name and random.random() < 0.4:
        name, form = name.split()[0], "first name alone" if listed else form
    elif " " in name and random.random() < 0.15:
        name, form = name.split(maxsplit=1)[1], "last name alone" if listed else form
    return _spelt(random, name, Kind.NAME, listed, form, lower and name not in WORD_USES)


def name(random: Random, who: Person) -> list[Piece]:
    """A person's name, listed or not; first names and last names alone count as listed too."""
    return _name(random, who, lower=False)


def name_lower(random: Random, who: Person) -> list[Piece]:
    """The same in a message that is in lower case throughout."""
    return _name(random, who, lower=True)


def place(random: Random, who: Person) -> list[Piece]:
    """A place, listed or not."""
    listed = random.random() < 0.7
    found = random.choice(who.places if listed else who.other_places)
    form = "also a word" if found in WORD_USES else "as listed" if listed else "not listed"
    return _spelt(random, found, Kind.PLACE, listed, form, False)


def word_use(random: Random, who: Person) -> list[Piece]:
    """A phrase in which a name of the list is only a word."""
    known = [name for name in who.listed if name in WORD_USES]
    return [Decoy(WORD_USES[random.choice(known)], "listed name as a word")]


def famous(random: Random, who: Person) -> list[Piece]:
    """The name of someone in books, who is nobody that the person knows."""
    return [Decoy(random.choice(FAMOUS), "name out of books")]

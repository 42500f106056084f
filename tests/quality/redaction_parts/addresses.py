"""Postal addresses of many countries: made-up streets, real towns, postcodes of their shape."""

from random import Random

from redaction_parts.labels import Kind, Person, Piece, Value, digits

# Parts: the line of the street, then the line of the town. 9 is any digit, A any capital letter,
# {..} one of the words below.
SHAPES: dict[str, tuple[str, str, float]] = {
    "us": ("{n} {us} {us_kind}{us_flat}", "{us_town}, {us_state} 99999", 5),
    "uk": ("{uk_flat}{n} {uk} {uk_kind}", "{uk_town} {uk_code}", 4),
    "de": ("{de}{de_kind} {n}{de_letter}", "99999 {de_town}", 5),
    "de two words": ("{de_two} {n}", "99999 {de_town}", 1),
    "at": ("{de}gasse {n}/9/9", "A-9999 {at_town}", 1),
    "ch": ("{de}weg {n}", "CH-9999 {ch_town}", 1),
    "fr": ("{n}{fr_bis} {fr_kind} {fr}", "99999 {fr_town}", 4),
    "es": ("{es_kind} {es}, {n}, 9º {es_door}", "99999 {es_town}", 3),
    "nl": ("{nl}{nl_kind} {n}{nl_letter}", "1999 AA {nl_town}", 3),
    "be": ("{nl}straat {n} bus 9", "9999 {be_town}", 1),
    "it": ("{it_kind} {it}, {n}", "99999 {it_town} ({it_province})", 2),
    "pl": ("ul. {pl} {n}/9", "99-999 {pl_town}", 1),
    "br": ("Rua {br}, {n}, apto 99", "{br_town} - SP, 99999-999", 1),
    "in": ("Flat 99, {in_house}, {in}", "{in_town} 999 999", 1),
    "se": ("{se}gatan {n}", "999 99 {se_town}", 1),
    "ca": ("{n} {us} {us_kind}", "{ca_town}, ON A9A 9A9", 1),
    "au": ("Unit 9/{n} {uk} {uk_kind}", "{au_town} NSW 2999", 1),
    "ie": ("{n} {uk} {uk_kind}", "Dublin 9, D99 A9A9", 1),
}
WORDS = {
    "us": "Maple|Elm|Whitcomb|Sycamore|N 4th|Old Quarry|Martin Luther King Jr|W Burnside|Larkspur",
    "us_kind": "St|Street|Ave|Avenue|Rd|Road|Blvd|Dr|Drive|Ln|Lane|Ct|Way|Pkwy|St.",
    "us_flat": "||, Apt 4B|, Apt. 12| #302|, Unit 7|, Suite 210",
    "us_town": "Springfield|Portland|Dayton|Santa Rosa|Boise|St. Paul|Fort Collins",
    "us_state": "IL|OR|OH|CA|ID|MN|CO|TX",
    "ca_town": "Guelph|Ottawa|Sudbury",
    "uk": "Church|Station|Victoria|Mill|St Mary's|Harcastle|Nether|Bramley|Old Post",
    "uk_kind": "Road|Street|Lane|Close|Crescent|Gardens|Rd|Terrace|Avenue|Grove",
    "uk_flat": "||Flat 3, |Flat 2b, |The Old Dairy, ",
    "uk_town": "Leeds|Bristol,|London|Norwich,|Hebden Bridge|Stoke-on-Trent,",
    "uk_code": "LS6 9AA|BS8 9AA|SW1A 9AA|NR2 9AA|HX7 9AA|ST4 9AA|EC1V 9AA",
    "de": "Linden|Garten|Bahnhof|Goethe|Mühlen|Kastanien|Ring|Schiller|Rosen|Wexen",
    "de_kind": "straße|str.|strasse|weg|allee|platz|ring|gasse|Str.|ufer",
    "de_letter": "|||a| b|c",
    "de_two": "Am Alten Markt|Unter den Weiden|An der Mühle|Karl-Marx-Allee|Zum Bergsee",
    "de_town": "Leipzig|München|Bad Oldesloe|Köln|Halle (Saale)|Freiburg im Breisgau|Görlitz",
    "at_town": "Graz|Wien|Linz",
    "ch_town": "Bern|Winterthur|Chur",
    "fr": "de la République|Victor Hugo|des Lilas|du Général Leclerc|de l'Église|Jean Jaurès",
    "fr_kind": "rue|avenue|boulevard|bd|place|impasse|chemin|allée|Rue|quai",
    "fr_bis": "||| bis| ter|,",
    "fr_town": "Lyon|Paris|Saint-Étienne|Aix-en-Provence|Lille Cedex|Nîmes",
    "es": "Mayor|de la Constitución|del Olmo|San Bernardo|Alcalá|Doctor Fleming",
    "es_kind": "Calle|C/|Avda.|Avenida|Plaza|Paseo|calle|Pza.",
    "es_door": "A|B|izq.|dcha.|2",
    "es_town": "Madrid|Sevilla|Vigo|San Sebastián|Málaga",
    "nl": "Kerk|Dorps|Wilhelmina|Molen|Prinsen|Beatrix|Nieuwe",
    "nl_kind": "straat|laan|weg|gracht|plein|kade|singel",
    "nl_letter": "||-2|a|-hs| III",
    "nl_town": "Amsterdam|Utrecht|Den Haag|'s-Hertogenbosch|Zwolle",
    "be_town": "Gent|Leuven|Mechelen",
    "it": "Garibaldi|Roma|XX Settembre|dei Mille|G. Verdi|San Vitale",
    "it_kind": "Via|via|Viale|Piazza|Corso|Largo",
    "it_town": "Bologna|Torino|Lecce|Reggio Emilia",
    "it_province": "BO|TO|LE|RE",
    "pl": "Długa|Kościuszki|3 Maja|Polna",
    "pl_town": "Kraków|Gdańsk|Łódź",
    "br": "das Flores|Augusta|Sete de Setembro",
    "br_town": "São Paulo|Campinas",
    "in_house": "Sai Krupa Apts|Shanti Niwas|Lake View Towers",
    "in": "MG Road|4th Cross, Indiranagar|Linking Road, Bandra West",
    "in_town": "Bengaluru|Mumbai|Pune",
    "se": "Drottning|Storg|Kungs|Björk",
    "se_town": "Uppsala|Malmö|Umeå",
    "au_town": "Newtown|Parramatta|Dubbo",
}


def _drawn(random: Random, shape: str) -> str:
    words = {name: random.choice(pool.split("|")) for name, pool in WORDS.items()}
    words["n"] = str(random.choice((random.randrange(1, 40), random.randrange(1, 400))))
    text = shape.format(**words)
    for place in [place for place, mark in enumerate(text) if mark == "9"]:
        text = text[:place] + random.choice("123456789") + text[place + 1 :]
    return text.replace("AA", "".join(random.choices("BDEHJLNPRST", k=2)))


def address(random: Random, _: Person) -> list[Piece]:
    """An address: the street with or without the town, on one line or two."""
    form = random.choices(list(SHAPES), [shape[2] for shape in SHAPES.values()])[0]
    street, town = SHAPES[form][:2]
    street, town = _drawn(random, street), _drawn(random, town)
    way = random.random()
    if way < 0.35:
        text, dress = street, "street alone"
    elif way < 0.7:
        text, dress = f"{street}, {town}", "one line"
    elif way < 0.85:
        text, dress = f"{street}\n{town}", "over lines"
    else:
        text, dress = f"{street} {town}", "one line, no comma"
    if random.random() < 0.18:
        text, dress = text.lower(), f"{dress}, lower case"
    return [Value(text, Kind.ADDRESS, form, dress)]


def postbox(random: Random, _: Person) -> list[Piece]:
    """A box at a post office."""
    text = random.choice(["P.O. Box ", "PO Box ", "Postfach "]) + digits(random, 4)
    return [Value(text, Kind.ADDRESS, "post box")]

"""Made-up messages in which every identifier is labelled, to measure redaction on.

    python tests/quality/redaction_messages.py 20 7     # 20 messages of seed 7, labels marked

They are written without knowledge of the redactor's rules, and the same count and seed give the
same messages everywhere. What is decided about labels:

- Private and reserved IP addresses, pages of the public web and of example domains, and what
  surrounds the secret in a connection string are labelled *harmless*: finding them is neither
  right nor wrong, and not finding them is no miss.
- Addresses of companies (support@) are e-mail addresses like any other.
- A card or an IBAN whose check does not fit is a decoy, for the check is part of what they are. A
  national number with a wrong check, after words that say what it is, is an identifier.
- Of a key file, a setting or a connection string the secret part alone is labelled.
- Names and places not on the person's list are labelled, with `listed` false.
"""

import sys
from collections.abc import Iterator
from random import Random

from redaction_parts import (
    accounts,
    contacts,
    decoys,
    documents,
    keys,
    national,
    online,
    people,
    sentences,
)
from redaction_parts import addresses as postal
from redaction_parts.labels import (
    LabelledMessage,
    Maker,
    Person,
    Piece,
    Value,
    assemble,
    fill,
    weighted,
)
from redaction_parts.noise import haste, surrounded

MESSAGES_OF_ONE_PERSON = 50
IDENTIFIERS: dict[str, Maker] = {
    "email": contacts.email,
    "phone": contacts.phone,
    "iban": accounts.iban,
    "card": accounts.card,
    "national": national.national,
    "ip": online.ip,
    "url": online.url,
    "handle": online.handle,
    "key": keys.key,
    "address": postal.address,
    "name": people.name,
    "place": people.place,
}
"""Those that also come bare, with nothing or anything around them."""


def _flat(maker: Maker) -> Maker:
    """The same on one line and with nothing before it, as a table or a format wants it."""

    def flat(random: Random, who: Person) -> list[Piece]:
        while True:
            pieces = list(maker(random, who))
            if len(pieces) == 1 and isinstance(pieces[0], Value) and "\n" not in pieces[0].text:
                return pieces

    return flat


MAKERS: dict[str, Maker] = IDENTIFIERS | {
    "phone said": contacts.phone_said,
    "phone plain": _flat(contacts.phone),
    "iban flat": _flat(accounts.iban),
    "address flat": _flat(postal.address),
    "national said": national.national_said,
    "handle said": online.handle_said,
    "password": keys.password_said,
    "connection": keys.connection,
    "pem": keys.pem,
    "decoy": decoys.decoy,
    "wrong card": accounts.wrong_card,
    "wrong iban": accounts.wrong_iban,
    "word use": people.word_use,
    "famous": people.famous,
}
WAYS = {
    "prose": 45.0, "document": 14.0, "bare": 7.0, "list": 4.0, "post box": 0.5,
    "decoys": 20.0, "decoy document": 5.0, "nothing": 5.0,
}  # fmt: skip


def _prose(random: Random, who: Person) -> list[Piece]:
    """One to three sentences that identify, among others that do not, in one language."""
    pool = sentences.IDENTIFYING[weighted(random, sentences.LANGUAGES)]
    chosen = random.sample(pool, random.choice((1, 1, 1, 2, 2, 3)))
    chosen += random.sample(sentences.DECOYS, random.choice((0, 0, 0, 1)))
    chosen += random.sample(sentences.FILLERS, random.choice((0, 0, 1, 2)))
    random.shuffle(chosen)
    return _run_on(random, who, chosen)


def _decoys(random: Random, who: Person) -> list[Piece]:
    chosen = random.sample(sentences.DECOYS, random.choice((1, 1, 2, 3)))
    chosen += random.sample(sentences.FILLERS, random.choice((0, 1)))
    return _run_on(random, who, chosen)


def _run_on(random: Random, who: Person, chosen: list[str]) -> list[Piece]:
    between = random.choice([". ", " ", "\n", "\n\n", ", ", " and ", "... ", "; "])
    makers = MAKERS
    if random.random() < 0.3:
        makers = makers | {"name": people.name_lower}
    pieces = fill(haste(random, between.join(chosen)), makers, random, who)
    return surrounded(random, pieces)


def _bare(random: Random, who: Person) -> list[Piece]:
    """Identifiers alone, or with hardly a word."""
    pieces: list[Piece] = []
    for name in random.choices(list(IDENTIFIERS), k=random.choice((1, 1, 2))):
        pieces += [*MAKERS[name](random, who), random.choice([" ", ", ", " / ", "\n"])]
    return surrounded(random, pieces[:-1], 0.3)


def _list(random: Random, who: Person) -> list[Piece]:
    """Several identifiers of one class, as people collect them."""
    maker = MAKERS[random.choice(list(IDENTIFIERS))]
    between = random.choice(["\n", "\n- ", ", ", "; ", "\t", " | ", "\n\n"])
    pieces: list[Piece] = [random.choice(["sort these: ", "remove duplicates\n", "1) "])]
    for _ in range(random.randrange(2, 5)):
        pieces += [*maker(random, who), between]
    return pieces[:-1]


def _message(random: Random, who: Person) -> list[Piece]:
    way = weighted(random, WAYS)
    if way == "prose":
        return _prose(random, who)
    if way == "bare":
        return _bare(random, who)
    if way == "list":
        return _list(random, who)
    if way == "post box":
        return ["send it to ", *postal.postbox(random, who)]
    if way == "decoys":
        return _decoys(random, who)
    if way == "nothing":
        return [haste(random, " ".join(random.sample(sentences.FILLERS, random.choice((1, 2)))))]
    pool = documents.IDENTIFYING if way == "document" else documents.DECOYS
    return fill(random.choice(pool), MAKERS, random, who)


def messages(count: int, seed: int) -> Iterator[LabelledMessage]:
    """The first `count` messages of a seed; each fifty are of one person, with a list of their own.

    A message depends on the seed and its own number alone: more messages begin with the fewer.
    """
    for number in range(count):
        who = people.person(Random(f"person:{seed}:{number // MESSAGES_OF_ONE_PERSON}"))
        yield assemble(_message(Random(f"message:{seed}:{number}"), who), who)


def _marked(message: LabelledMessage) -> str:
    """The message with its labels in brackets, to be read by a person."""
    text = message.text
    labels = [(s.start, s.end, f"{s.kind}, {s.form}, {s.dress}") for s in message.spans]
    labels += [(d.start, d.end, f"NOT: {d.kind}") for d in message.decoys]
    for start, end, label in sorted(labels, reverse=True):
        text = f"{text[:start]}⟦{text[start:end]}⟧({label}){text[end:]}"
    return text


if __name__ == "__main__":
    for made in messages(int(sys.argv[1]), int(sys.argv[2])):
        print(_marked(made), end="\n\n" + "=" * 40 + "\n")

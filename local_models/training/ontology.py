"""What people say of themselves: relations, the ways to say each, and what is then true.

Written in `relations/*.toml`. A way to say something is one line,
`clause => statement[ ; statement2]`, each statement with `(other)`, `(current)` or both after it
where it is not the user's own and lasting; `[...]` in the clause are the exact quotes.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from random import Random

from selfaudit.local_models.training import marks
from selfaudit.local_models.training.example import Fact
from selfaudit.local_models.training.slots import SLOT, Bindings

Lists = Mapping[str, Sequence[str]]
_TAGS = re.compile(r"\s*\((other|current|other, ?current|current, ?other)\)$")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_FULL = re.compile(
    r"(?:i|i'm|i've|i'd|i'll|im|ive|my|we|we've|we're|our|me and|both|all)\b[ ']", re.IGNORECASE
)


class RelationError(ValueError):
    """A line or file of relations or frames that can't be read; says which."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a clause says, with its slots: "The user works as {a:job}."."""

    template: str
    subject: str
    durability: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say something: a clause with slots and marks of its quotes, and what it says."""

    clause: str
    statements: tuple[Statement, ...]
    relation: str
    category: str
    lists: tuple[Lists, ...]

    @property
    def full(self) -> bool:
        """Whether the clause is a sentence about the writer that can stand anywhere."""
        return _FULL.match(marks.plain(self.clause)) is not None

    def render(self, random: Random, first: int) -> "Rendered":
        """The clause with values, its quotes marked from number `first` on, and its facts.

        A fact's quote is empty: it is read off the message when that is done.
        """
        bindings = Bindings(self.lists)
        clause = bindings.fill(self.clause, random)
        facts = tuple(
            Fact("", bindings.fill(s.template, random), s.subject, s.durability, self.relation)
            for s in self.statements
        )
        return Rendered(marks.shifted(clause, first), facts)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A clause with marks, and the facts that the marks stand for, in order."""

    clause: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All phrases by relation, and all lists of values."""

    phrases: Mapping[str, Sequence[Phrase]]
    lists: Lists

    def draw(
        self, random: Random, full: bool = False, without: Iterable[str] = (), own: bool = False
    ) -> Phrase:
        """A phrase: each relation equally likely, then each of its phrases.

        `full`: only sentences that can stand anywhere; `own`: only with a first statement of the
        user, not of somebody else. Relations in `without` are left out.
        """
        left = sorted(set(self.phrases) - set(without)) or sorted(self.phrases)
        while True:
            phrase = random.choice(self.phrases[random.choice(left)])
            if full and not phrase.full:
                continue
            if own and not phrase.statements[0].template.startswith("The user "):
                continue
            return phrase


def parsed(line: str, relation: str, category: str, lists: tuple[Lists, ...]) -> Phrase:
    """The phrase of one line. Raises RelationError, which quotes the line."""
    clause, arrow, right = line.partition(" => ")
    if not arrow or not clause.strip() or not right.strip():
        raise RelationError(f"no statement: {line}")
    statements = parsed_statements(right)
    phrase = Phrase(
        with_marks(clause.strip(), len(statements), line), statements, relation, category, lists
    )
    _check(phrase, line)
    return phrase


def parsed_statements(text: str) -> tuple[Statement, ...]:
    """The statements of the right side of a line."""
    return tuple(_statement(part.strip()) for part in text.split(" ; "))


def _statement(text: str) -> Statement:
    tags = _TAGS.search(text)
    said = text[: tags.start()] if tags else text
    tag = tags[1] if tags else ""
    joined = said if said.startswith("'s ") else f" {said}"
    return Statement(
        f"The user{joined.rstrip('.')}.",
        "other" if "other" in tag else "user",
        "current" if "current" in tag else "lasting",
    )


def with_marks(clause: str, count: int, line: str) -> str:
    """The clause with its brackets as marks, numbered from 0. Raises RelationError."""
    found = _BRACKETS.findall(clause)
    if found and len(found) != count:
        raise RelationError(f"{len(found)} quotes for {count} statements: {line}")
    if not found:
        for number in range(count):
            clause = marks.marked(clause, number)
        return clause
    numbers = iter(range(count))
    return _BRACKETS.sub(lambda quote: marks.marked(quote[1], next(numbers)), clause)


def _check(phrase: Phrase, line: str) -> None:
    """Every slot has a list, and no statement knows more than its clause."""
    bindings = Bindings(phrase.lists)
    known: set[str] = set()
    for template in (phrase.clause, *(s.template for s in phrase.statements)):
        for _, name, number, low, _high in SLOT.findall(template):
            if template is phrase.clause:
                known.add(name + number)
                if not low and name != "n":
                    try:
                        bindings.values(name + number)
                    except KeyError:
                        raise RelationError(f"no values for {{{name}}}: {line}") from None
            elif name + number not in known:
                raise RelationError(f"{{{name}{number}}} is not in the clause: {line}")


def read(folder: Traversable | None = None) -> Ontology:
    """The relations that are shipped, or those in `folder`. Raises RelationError."""
    folder = folder or resources.files("selfaudit.local_models.training") / "relations"
    shared: Lists = {}
    documents = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name == "values.toml":
            shared = checked_values(toml(file), file.name)
        elif file.name.endswith(".toml"):
            documents[file.name] = toml(file)
    phrases: dict[str, list[Phrase]] = {}
    lists: dict[str, Sequence[str]] = {}
    for name, document in documents.items():
        own = checked_values(document, name)
        lists.update(own)
        for relation, said in _relations(document, name):
            category = str(document.get("category", name.removesuffix(".toml")))
            for line in said:
                try:
                    phrase = parsed(line, f"{category}/{relation}", category, (own, shared))
                except RelationError as error:
                    raise RelationError(f"{name}: {relation}: {error}") from None
                phrases.setdefault(phrase.relation, []).append(phrase)
    lists.update(shared)
    return Ontology(phrases, lists)


def toml(file: Traversable) -> dict[str, object]:
    """The document in `file`. Raises RelationError where it is none."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RelationError(f"{file.name}: {error}") from None


def checked_values(document: Mapping[str, object], name: str) -> dict[str, list[str]]:
    """The lists of values of a document: under `values`, or at its top. Raises RelationError."""
    lists = document.get("values", document if name == "values.toml" else {})
    made: dict[str, list[str]] = {}
    if not isinstance(lists, dict):
        raise RelationError(f"{name}: values are no table")
    for key, values in lists.items():
        if isinstance(values, list):
            if not values or not all(isinstance(value, str) and value for value in values):
                raise RelationError(f"{name}: {key} has values that are no text")
            made[key] = list(dict.fromkeys(values))
    return made


def _relations(document: Mapping[str, object], name: str) -> list[tuple[str, list[str]]]:
    found = document.get("relation")
    if not isinstance(found, list) or not found:
        raise RelationError(f"{name}: no relation")
    made = []
    for relation in found:
        said = relation.get("says")
        if "name" not in relation or not isinstance(said, list) or not said:
            raise RelationError(f"{name}: a relation without name or says: {relation}")
        made.append((str(relation["name"]), [str(line) for line in said]))
    return made

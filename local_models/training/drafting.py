"""Filling one frame: clauses that count, clauses that don't, requests, other people, values."""

import re
from dataclasses import dataclass, field, replace
from random import Random

from selfaudit.local_models.training import marks
from selfaudit.local_models.training.example import Fact
from selfaudit.local_models.training.frames import Frame, Frames
from selfaudit.local_models.training.ontology import (
    Ontology,
    RelationError,
    parsed_statements,
    with_marks,
)
from selfaudit.local_models.training.slots import SLOT, Bindings, chosen
from selfaudit.local_models.training.typing_changes import proper

NEGATIVES = ("others", "fiction", "transform", "code", "hypothetical", "quoted", "one_off", "topic")
_CLAIM = re.compile(r"([0-9]+)([+-]) (.+)")
_ASKS = re.compile(
    r"(?:how|what|why|where|when|who|which|is|are|do|does|did|can|could|should|would|am|was)\b"
)


@dataclass(frozen=True, slots=True)
class Stock:
    """All that messages are made from."""

    ontology: Ontology
    frames: Frames


@dataclass(slots=True)
class Draft:
    """A message in the making: its text with marks, and what stands at each mark."""

    stock: Stock
    random: Random
    facts: dict[int, Fact] = field(default_factory=dict)
    traps: dict[int, Fact] = field(default_factory=dict)
    claims: list[tuple[int, str, bool]] = field(default_factory=list)
    """The number of a quote, a statement, and whether it is supported."""
    categories: list[str] = field(default_factory=list)
    relations: set[str] = field(default_factory=set)
    _next: int = 0

    def fill(self, frame: Frame, true: bool) -> str:
        """The frame's text with everything filled in; `true`: what its brackets say is a fact."""
        lists = (self.stock.frames.lists, self.stock.ontology.lists)
        bindings = Bindings(lists)
        template = chosen(frame.template, self.random)
        statements = parsed_statements(frame.statements) if frame.statements else ()
        quotes = len(statements)
        if frame.claims and not statements:
            quotes = template.count("[")
        first = self._numbers(quotes)
        if quotes:
            template = marks.shifted(with_marks(template, quotes, template), first)
        text = SLOT.sub(lambda slot: self._slot(slot, bindings), template)
        for number, said in enumerate(statements, first):
            made = bindings.fill(said.template, self.random)
            fact = Fact("", made, said.subject, said.durability)
            (self.facts if true else self.traps)[number] = fact
        for claim in frame.claims.split(" ; ") if frame.claims else ():
            self._claim(claim.strip(), first, bindings)
        return text

    def _claim(self, claim: str, first: int, bindings: Bindings) -> None:
        parts = _CLAIM.fullmatch(claim)
        if parts is None:
            raise RelationError(f"no claim: {claim}")
        (said,) = parsed_statements(parts[3])
        statement = bindings.fill(said.template, self.random)
        self.claims.append((first + int(parts[1]) - 1, statement, parts[2] == "+"))

    def filled_before(self, frame: Frame) -> tuple[str, str]:
        """The other side's turn and the answer, whose slots mean the same values."""
        joined = replace(frame, before="", template=f"{frame.before} || {frame.template}")
        before, _, text = self.fill(joined, true=True).partition(" || ")
        return marks.plain(before), text

    def _numbers(self, count: int) -> int:
        first = self._next
        self._next += count
        return first

    def _slot(self, slot: re.Match[str], bindings: Bindings) -> str:
        name = slot[2]
        match name:
            case "fact" | "ifact":
                return self._clause(full=name == "ifact", true=True)
            case "clause" | "iclause":
                return self._clause(full=name == "iclause", true=False)
            case "Clause":
                return marks.kept(proper(self._clause(full=True, true=False), self.random))
            case "passage":
                return self._passage()
            case "story":
                return self._story(bindings)
            case "third" | "whose":
                return self._third(possessive=name == "whose")
            case "request":
                return self._stopped(self.fill(self._request(), true=True))
            case "filler":
                return self.fill(self.random.choice(self.stock.frames.of("fillers")), true=False)
            case "negative":
                return self.fill(self.negative(), true=False)
            case _:
                return bindings.slot(slot, self.random)

    def _clause(self, full: bool, true: bool) -> str:
        phrase = self.stock.ontology.draw(self.random, full=full, without=self.relations)
        self.relations.add(phrase.relation)
        first = self._numbers(len(phrase.statements))
        rendered = phrase.render(self.random, first)
        (self.facts if true else self.traps).update(enumerate(rendered.facts, first))
        if true:
            self.categories.append(phrase.category)
        return rendered.clause

    def _passage(self) -> str:
        """Three to six sentences in the first person that are none of the writer's own."""
        careful = self.random.random() < 0.6
        said = [self._clause(full=True, true=False) for _ in range(self.random.randint(3, 6))]
        if careful:
            return marks.kept(proper(". ".join(said) + ".", self.random))
        return self.random.choice((". ", ". ", ", ", " and ")).join(said) + "."

    def _story(self, bindings: Bindings) -> str:
        """Some sentences about one person with a name, who is nobody of the writer's life."""
        name = self.random.choice(bindings.values("fname"))
        other = self.random.choice(("he", "she", "they all know that he", name, "this person"))
        said = [f"{name} {self._third(possessive=False)}"]
        for _ in range(self.random.randint(1, 3)):
            said.append(f"{other} {self._third(possessive=False)}")
        return ". ".join(said) + "."

    def _third(self, possessive: bool) -> str:
        """What a statement says of somebody else: "works as a nurse", "'s wife is a nurse"."""
        start = "The user's " if possessive else "The user "
        for _ in range(200):
            phrase = self.stock.ontology.draw(self.random)
            fact = phrase.render(self.random, 0).facts[0]
            if fact.statement.startswith(start) and fact.durability == "lasting":
                break
        number = self._numbers(1)
        self.traps[number] = fact
        said = fact.statement.removeprefix("The user").rstrip(".")
        return marks.marked(said if possessive else said.strip(), number)

    def _stopped(self, request: str) -> str:
        """The request with a stop where it has none, two times in three."""
        if not request[-1].isalnum() or self.random.random() > 0.67:
            return request
        return request + ("?" if _ASKS.match(request) else ".")

    def _request(self) -> Frame:
        sections = self.stock.frames.sections
        fitting = [
            f"requests/{section}"
            for category in self.categories
            for section in FITTING.get(category, ())
        ]
        if fitting and self.random.random() < 0.5:
            return self.random.choice(sections[self.random.choice(fitting)])
        return self.random.choice(self.stock.frames.of("requests"))

    def negative(self, kind: str = "") -> Frame:
        """A frame without a fact, of `kind` or of any."""
        return self.random.choice(self.stock.frames.of(kind or self.random.choice(NEGATIVES)))


# Which requests go with what somebody says of themselves: sections of requests by category.
FITTING: dict[str, tuple[str, ...]] = {
    "beliefs": ("leisure", "homework", "people"),
    "education": ("homework", "maths", "writing"),
    "family": ("leisure", "cooking", "travel", "people"),
    "health": ("health", "cooking"),
    "home": ("home", "law"),
    "identity": ("travel", "law", "me"),
    "interests": ("leisure", "travel"),
    "plans": ("travel", "money", "work"),
    "possessions": ("tech", "home", "law"),
    "work": ("work", "writing", "money", "people"),
}

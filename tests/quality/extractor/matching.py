"""Which statements of a system are which facts of the hand-labelled set.

A statement is a fact when
- its quote was found and overlaps the fact's quote;
- it holds every key of the fact (of a fact about another person, the first names that person);
- it is about the same person by its words: the first-person fact may not be told of "The user's
  brother";
- it is negated where the fact is, and brings in no negation that its quote doesn't have;
- it holds no number and at most two content words that neither message nor fact has;
- it has no word of the first person outside quotation marks.

One statement may be several facts (models merge them), and several statements one fact.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from extractor.labelled import Gold, Labelled, Trap
from extractor.wording import NEGATION, holds, negated, same_word, stems

from selfaudit.core.extraction.text import content_words

MOST_FOREIGN = 2
_OTHERS = frozenset(
    "mother mum mom father dad parent brother sister sibling son daughter child kid baby toddler"
    " wife husband partner spouse girlfriend boyfriend fiance fiancé ex friend boss colleague"
    " coworker roommate flatmate neighbour neighbor aunt uncle cousin niece nephew grandmother"
    " grandma grandfather grandpa stepdaughter stepson godson goddaughter teacher landlord client"
    " student customer dog cat supervisor in-laws mother-in-law father-in-law family".split()
)
_TURNING = frozenset("not used former past want think hope plan dream".split())
"""Words of keys without which a statement says something else, not less."""
_SUBJECT = re.compile(r"the user(?:'s|’s) (?:[\w-]+ )?([\w-]+)", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|im|i've|ive|my|me|mine|we|our)\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Said:
    """A statement that a system made of a message and whose quote was found."""

    statement: str
    start: int
    end: int
    subject: str | None
    durability: str | None

    @cached_property
    def stems(self) -> list[str]:
        """The statement's words, made comparable."""
        return stems(self.statement)

    @property
    def of_other(self) -> bool:
        """Whether its words are about somebody else: "The user's brother is ..."."""
        match = _SUBJECT.match(self.statement)
        named = re.match(r"the user(?:'s|’s) ([\w-]+)", self.statement, re.IGNORECASE)
        found = {one[1].lower() for one in (match, named) if one}
        return bool({word.removesuffix("'s") for word in found} & _OTHERS)

    @property
    def in_first_person(self) -> bool:
        """Whether it was copied rather than told: not the third person that is asked for."""
        return _FIRST_PERSON.search(_QUOTED.sub("", self.statement)) is not None


def accepted(row: dict[str, Any]) -> list[Said]:
    """The statements of one line of outputs that the product would keep."""
    return [
        Said(one["statement"], one["span"][0], one["span"][1], one["subject"], one["durability"])
        for one in row["statements"]
        if one["span"] is not None
    ]


def is_fact(said: Said, gold: Gold, message: Labelled) -> bool:
    """Whether a statement is this fact (see the module)."""
    return (
        _overlaps(said, gold.quote, message.shown.text)
        and all(holds(key, said.stems) for key in gold.keys)
        and (
            gold.subject == "other" or gold.statement.startswith("The user's") or not said.of_other
        )
        and _same_polarity(said, gold, message.shown.text)
        and not said.in_first_person
        and _adds_little(said, message, [gold])
    )


def facts_in(said: Said, message: Labelled) -> list[int]:
    """The places of the facts of a message that a statement is."""
    return [place for place, gold in enumerate(message.facts) if is_fact(said, gold, message)]


def is_optional(said: Said, message: Labelled) -> bool:
    """Whether a statement is an optional fact, or says less than a fact but nothing else.

    Less: "The user has a wife", where the fact is about the wife, or "The user swims" of "swims
    three times a week"; not "plays football" of "used to play football".
    """
    if any(is_fact(said, gold, message) for gold in message.optional):
        return True
    return any(
        (gold.subject == "other" and _only_names(said, gold)) or _says_less(said, gold, message)
        for gold in message.facts
    )


def _only_names(said: Said, gold: Gold) -> bool:
    """ "The user has a wife", where the fact is about the wife."""
    who = [stem for alternative in gold.keys[0].split("|") for stem in stems(alternative)]
    rest = [word for word in stems(" ".join(content_words(said.statement))) if word != "user"]
    return bool(rest) and all(any(same_word(one, word) for one in who) for word in rest)


def _says_less(said: Said, gold: Gold, message: Labelled) -> bool:
    """Whether all that a statement says is in the fact's, and nothing that turns it is left out."""
    own = [word for word in stems(" ".join(content_words(said.statement))) if word != "user"]
    whole = stems(gold.statement)
    missing = [key for key in gold.keys if not holds(key, said.stems)]
    turning = any(part in _TURNING for key in missing for part in key.split("|"))
    of_same = gold.subject == "user" or gold.keys[0] not in missing
    return (
        bool(own)
        and all(any(same_word(one, word) for one in whole) for word in own)
        and not turning
        and of_same
        and negated(said.statement) == negated(gold.statement)
        and (gold.subject == "other" or not said.of_other)
        and not said.in_first_person
        and _overlaps(said, gold.quote, message.shown.text)
    )


def taken(said: Said, message: Labelled) -> bool:
    """Whether a statement tells of the user what the message says of somebody else."""
    if said.subject == "other" or said.of_other or facts_in(said, message):
        return False
    if is_optional(said, message):
        return False
    return any(
        all(holds(key, said.stems) for key in trap.keys)
        and not (trap.who and holds(trap.who, said.stems))
        for trap in others(message)
    )


def others(message: Labelled) -> list[Trap]:
    """What a message says of others: its traps, and its facts about people in the user's life."""
    own = [
        Trap(gold.keys[0], gold.keys[1:])
        for gold in (*message.facts, *message.optional)
        if gold.subject == "other" and len(gold.keys) > 1
    ]
    return [*own, *message.traps]


def foreign(said: Said, texts: Iterable[str]) -> list[str]:
    """Content words of a statement that stand in none of the texts."""
    there = [stem for text in texts for stem in stems(text)]
    own = stems(" ".join(content_words(said.statement)))
    return [
        word
        for word in own
        if word not in {"user", "say", NEGATION}
        and not any(same_word(word, one) or same_word(one, word) for one in there)
    ]


def _adds_little(said: Said, message: Labelled, golds: list[Gold]) -> bool:
    statements = [gold.statement for gold in (*golds, *message.facts)]
    new = foreign(said, [message.shown.text, message.shown.before, *statements])
    return len(new) <= MOST_FOREIGN and not any(_NUMBER.match(word) for word in new)


def _same_polarity(said: Said, gold: Gold, text: str) -> bool:
    """Whether a negation is only where the words have one; that of the fact is among its keys."""
    if negated(gold.statement) or not negated(said.statement):
        return True
    return negated(text[said.start : said.end])


def _overlaps(said: Said, quote: str, text: str) -> bool:
    start = text.find(quote)
    while start >= 0:
        if said.start < start + len(quote) and start < said.end:
            return True
        start = text.find(quote, start + 1)
    return False

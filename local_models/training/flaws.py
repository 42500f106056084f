"""What goes wrong with statements, each as a change of a true one; "" where it does not fit."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from selfaudit.local_models.training.example import Fact
from selfaudit.local_models.training.pointing import not_standalone
from selfaudit.local_models.training.slots import with_article

Make = Callable[[Fact, Random], str]


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of flaw, and how to make it."""

    flaw: str
    make: Make


def changes(lists: Mapping[str, Sequence[str]]) -> tuple[Change, ...]:
    """Every kind of change; common kinds stand more than once."""
    return (
        Change("over_general", over_general),
        Change("over_general", over_general),
        Change("wrong_value", partial(wrong_value, lists=_by_value(lists))),
        Change("wrong_subject", wrong_subject),
        Change("wrong_subject", wrong_subject),
        Change("wrong_polarity", wrong_polarity),
        Change("added_detail", added_detail),
        Change("not_standalone", not_standalone),
    )


_USED_TO = re.compile(
    r" used to (be|have|live|work|play|smoke|go|own|drink|run|do|eat|love|like|teach|take)\b"
)
_THIRD_PERSON = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_WEAK = [  # what limits a statement, and what says more in its place
    (r" is somewhat into ", " loves "),
    (r" (?:somewhat|sort of|kind of|mildly|slightly|a bit|a little) ", " very "),
    (r" (?:likes|enjoys|is into|does not mind) ", " is obsessed with "),
    (r" (?:usually|mostly|often|sometimes|occasionally|generally|tends to|mainly) ", " always "),
    (r" (?:rarely|seldom|hardly ever|barely) ", " never "),
    (r" (?:thinks about|is thinking about|is considering) ", " has decided on "),
    (r" is (?:trying|learning) to (\w+)", r" knows how to \1 very well"),
    (r" is learning ([A-Z]\w+)", r" speaks fluent \1"),
    (r" wants to ", " is going to "),
    (r" hopes to ", " is going to "),
    (r" is (?:looking for|planning|saving for) (an? )", r" has \1"),
    (r" is allergic to .*", " has many allergies."),
    (r" (?:has never been to) ", " has no interest in "),
    (r" (?:dislikes|does not like|is not a fan of|does not really like) ", " hates "),
    (r" does not eat \w+\.", " is vegan."),
    (r"\b(?:once|twice|\w+ times) a (?:week|month|year|day)\b", "all the time"),
    (r" (?:only )?(?:on|at) (?:weekends|weekdays|the weekend)\b", " every day"),
    (r" for (?:about |almost |over )?[\w-]+ (?:years?|months?|weeks?)\b", " for their whole life"),
    (r" since [\w ]+\.", " since childhood."),
    (r" (?:some|a few|a couple of) ", " a lot of "),
    (r" works as (an? )", r" is famous as \1"),
    (r" almost ", " "),
    (r"^The user plays ([^.]*)\.", r"The user plays \1 professionally."),
    (r"^The user (?:likes|loves) ([^.]*)\.", r"The user likes nothing better than \1."),
    (r"^The user lives in ([^.]*)\.", r"The user has lived in \1 all their life."),
    (r"^The user speaks ([A-Z]\w+)\b.*", r"The user is a native speaker of \1."),
    (r"^The user is from ([^.]*)\.", r"The user still lives in \1."),
    (r"^The user's \w+ (?:has|had) ([^.]*)\.", r"The user's whole family has \1."),
    (r"^The user had ", "The user has "),
    (r"^The user was (an? [^.]*)\.", r"The user is \1."),
    (r"^The user (?:went|traveled|travelled) to ", "The user often goes to "),
    (r"^The user takes ", "The user depends on "),
    (r"^The user drinks [^.]*\.", "The user drinks too much."),
    (r"^The user eats ([^.]*)\.", r"The user eats nothing but \1."),
    (
        r"^The user (?:thinks|believes) (?:that )?[^.]*\.",
        "The user has strong opinions on everything.",
    ),
    (r"^The user is (?:thinking about|considering) ", "The user has decided on "),
    (r"^The user has (?:two|three|four|five|\d+) (\w+s)\.", r"The user loves \1."),
    (
        r"^The user has (an? (?:dog|cat|horse|rabbit|parrot|hamster))\b.*",
        "The user loves all animals.",
    ),
    (r"^The user (?:cannot|can't) ", "The user never even tries to "),
    (r"^The user (?:just|recently) ", "The user long ago "),
    (r" (?:a few|several) (?:months|weeks|years) ago\.", " long ago."),
    (r" in (?:19|20)\d\d\.", " recently."),
    (r"^The user hates ([^.]*)\.", r"The user is afraid of \1."),
    (r"^The user uses ([^.]*)\.", r"The user is an expert in \1."),
    (r"^The user is (an? )(?=[a-z]+(?:er|or|ist|ian|nurse)\b)", r"The user is \1renowned "),
    (r" (?:except|unless|but|when|while|if|because|after|before) [^.]*\.", "."),
]
_MORE = [
    " and loves it.", " and hates it.", " and is proud of it.", " and wants to change that.",
    " and does it every day.", " and has done so for years.", " and finds it stressful.",
    " and is very good at it.", " because of family.", " and so does the rest of the family.",
    " and plans to stop.", " and is happy about it.", " and lives in a big city.",
    " and is married.", " and struggles with money.", " and works from home.",
]  # fmt: skip
_DOES_NOT = re.compile(r"^The user (?:does not|doesn't) (?:(?:really|quite|even|often) )?(\w+)")
_NEVER = re.compile(r"^The user (?:has never|never) (?:been|had|\w+ed)\b")
_NOT = [
    (r" is not ", " is "),
    (r" can't ", " can "),
    (r" cannot ", " can "),
    (r" has no ", " has "),
    (r" is no longer ", " is still "),
    (r" no longer ", " still "),
    (r" has (an?|two|three|\d+) ", r" does not have \1 "),
    (r" (is|was) ", r" \1 not "),
    (r" can ", " can't "),
    (r" (?:loves|likes) ", " does not like "),
    (r" hates ", " loves "),
    (r" enjoys ", " dislikes "),
    (r" (work|live|speak|play|own|believe|drink|eat|take)s ", r" does not \1 "),
]


def over_general(fact: Fact, random: Random) -> str:
    """A hedge, a limit, a time dropped, or the words made stronger."""
    said = fact.statement
    past = _USED_TO.search(said)
    if past:
        return f"{said[: past.start()]} {_third_person(past[1])}{said[past.end() :]}"
    fitting = [(weak, strong) for weak, strong in _WEAK if re.search(weak, said)]
    if not fitting:
        return ""
    weak, strong = random.choice(fitting)
    made = re.sub(weak, strong, said, count=1)
    return made if made.endswith(".") and len(made) > len("The user is.") else ""


def added_detail(fact: Fact, random: Random) -> str:
    """A second half that nobody said."""
    return fact.statement.removesuffix(".") + random.choice(_MORE)


def wrong_subject(fact: Fact, random: Random) -> str:
    """What is said of somebody else said of the user, and the other way round."""
    said = fact.statement
    if fact.subject == "other":
        own = re.match(
            r"The user's (?:[\w-]+ ){1,4}?(?=(?:is|was|has|had|works|lives|loves|likes|hates|plays|"
            r"does|can|speaks|used|died|takes|eats|drinks|studies|teaches|runs|owns|never|always)\b)",
            said,
        )
        return f"The user {said[own.end() :]}" if own else ""
    if not said.startswith("The user ") or " their " in said:
        return ""
    somebody = random.choice(
        ("brother", "sister", "mother", "father", "partner", "best friend", "colleague", "son")
    )
    return f"The user's {somebody} {said.removeprefix('The user ')}"


def wrong_polarity(fact: Fact, random: Random) -> str:
    """The negation dropped, or one added."""
    said = fact.statement
    verb = _DOES_NOT.match(said)
    if verb:
        return f"The user {_third_person(verb[1])}{said[verb.end() :]}"
    if _NEVER.match(said):
        return said.replace(" has never ", " has often ", 1).replace(" never ", " often ", 1)
    for found, instead in _NOT:
        if re.search(found, said):
            return re.sub(found, instead, said, count=1)
    return ""


def _third_person(verb: str) -> str:
    if verb in _THIRD_PERSON:
        return _THIRD_PERSON[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


Named = tuple[str, Sequence[str]]


def _by_value(lists: Mapping[str, Sequence[str]]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for name, values in lists.items():
        for value in values:
            if len(values) > 3 and len(value) > 2:
                found.setdefault(value, []).append((name, values))
    return found


def _fitting(run: str, category: str, lists: Mapping[str, list[Named]]) -> list[Sequence[str]]:
    """The lists that hold `run` and can be meant in a fact of `category`: shared, or its own."""
    return [
        values
        for name, values in lists.get(run, [])
        if "_" not in name or not category or name.startswith(category)
    ]


def wrong_value(fact: Fact, random: Random, lists: Mapping[str, list[Named]]) -> str:
    """Another value of the same list, or another number."""
    said = fact.statement
    numbers = list(re.finditer(r"\b\d+\b", said))
    if numbers and random.random() < 0.5:
        number = random.choice(numbers)
        value = int(number[0])
        other = value + random.choice((-3, -2, -1, 1, 2, 3, 5, 10))
        made = str(other if other > 0 else value + 4)
        return said[: number.start()] + made + said[number.end() :]
    words = said.removesuffix(".").split(" ")[2:]
    runs = [
        " ".join(words[start:end])
        for length in (4, 3, 2, 1)
        for start in range(len(words))
        for end in [start + length]
        if end <= len(words)
    ]
    for run in runs:
        fitting = _fitting(run, fact.relation.partition("/")[0], lists)
        if fitting:
            values = random.choice(fitting)
            other_value = random.choice([value for value in values if value != run])
            head = len("The user")
            made = said[:head] + said[head:].replace(run, other_value, 1)
            return _article_mended(made, other_value)
    return ""


def _article_mended(said: str, value: str) -> str:
    return re.sub(rf"\b(?:a|an) {re.escape(value)}", with_article(value), said)

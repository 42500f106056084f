"""Check cards: what they state, which of them a set gets, and where in the set."""

import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from selfaudit.core.comparison.strangers import check_facts, parse_statements
from selfaudit.core.draw import by_lot, derived_seed
from selfaudit.core.models.item import ItemKind
from selfaudit.core.review.sizes import SET_CARDS


@dataclass(frozen=True, slots=True)
class Check:
    """A check of one set; it is shown before the card with this order index."""

    kind: ItemKind
    statement: str
    order_index: int


@cache
def vague_statements() -> tuple[str, ...]:
    """Statements that fit almost anyone, in the order of their file."""
    file = files("selfaudit.core.review") / "vague.toml"
    return parse_statements(file.read_text(encoding="utf-8"))


def checks_of_set(number: int, seed: int, share: float, set_cards: int = SET_CARDS) -> list[Check]:
    """The checks of a set, sets counted from 0; `share` is that of checks among all cards.

    Every set gets the same number to within one, and over any number of sets their share is as
    near to `share` as whole cards allow. Half of them are of each kind: of two that follow one
    another, one. None is the first card of a set, and no statement comes twice: where they are
    used up, no more come.
    """
    if share <= 0:
        return []
    per_set = set_cards * share / (1 - share)
    start = random.Random(f"checks:{seed}").random()  # noqa: S311 - no secret
    first, last = int(number * per_set + start), int((number + 1) * per_set + start)
    places = sorted(_places(number, last - first, seed, set_cards))
    found = []
    for ordinal, place in zip(range(first, last), places, strict=True):
        kind, statement = _nth(ordinal, seed)
        if statement is not None:
            found.append(Check(kind, statement, number * set_cards + place))
    return found


def _places(number: int, count: int, seed: int, set_cards: int) -> list[int]:
    source = random.Random(f"places:{derived_seed(seed, 'checks', number)}")  # noqa: S311 - no secret
    return [source.randrange(1, set_cards) for _ in range(count)]


def _nth(ordinal: int, seed: int) -> tuple[ItemKind, str | None]:
    """The kind and the statement of a check, checks counted from 0."""
    pair, second = divmod(ordinal, 2)
    vague_first = derived_seed(seed, "kind", pair) % 2 == 0
    kind = ItemKind.VAGUE if vague_first == (second == 0) else ItemKind.STRANGER
    statements = vague_statements() if kind is ItemKind.VAGUE else check_facts()
    ordered = by_lot(statements, derived_seed(seed, kind))
    return kind, ordered[pair] if pair < len(ordered) else None

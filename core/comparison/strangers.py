"""Facts of made-up strangers: what a check card states, and what an answer to a check uses."""

import tomllib
from functools import cache
from importlib.resources import files


def check_facts() -> tuple[str, ...]:
    """Every other fact, for check cards. An answer never uses one that a card has shown."""
    return strangers_facts()[::2]


def answer_facts() -> tuple[str, ...]:
    """The other facts, for answers. A card never shows one that an answer has used."""
    return strangers_facts()[1::2]


@cache
def strangers_facts() -> tuple[str, ...]:
    """The statements in the order of their file."""
    file = files("selfaudit.core.comparison") / "strangers.toml"
    return parse_statements(file.read_text(encoding="utf-8"))


def parse_statements(source: str) -> tuple[str, ...]:
    """Read statements from TOML; another key, or a statement that is no text, is a `ValueError`."""
    table = tomllib.loads(source)
    if table.keys() != {"statements"}:
        raise ValueError(f"a file of statements holds statements only, not {sorted(table)}")
    statements = table["statements"]
    if not isinstance(statements, list) or not all(isinstance(each, str) for each in statements):
        raise ValueError("statements are a list of texts")
    return tuple(statements)

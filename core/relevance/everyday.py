"""The everyday prompts that ship with the program."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

LONGEST_PROMPT = 4_000
"""Code points of a prompt: more than that a model with a small window cannot read and answer."""

_KEYS = {"name", "topic", "personal", "text"}


class Personal(StrEnum):
    """How much something about the person who asks could matter to the answer."""

    LITTLE = "little"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class EverydayPrompt:
    """One prompt, as a person might send it to an assistant."""

    name: str
    topic: str
    personal: Personal
    text: str


@cache
def everyday_prompts() -> tuple[EverydayPrompt, ...]:
    """The prompts in the order of their file, topic by topic."""
    file = files("selfaudit.core.relevance") / "everyday_prompts.toml"
    return parse_prompts(file.read_text(encoding="utf-8"))


def parse_prompts(source: str) -> tuple[EverydayPrompt, ...]:
    """Read prompts from TOML; any key that is missing, unknown or no text is a `ValueError`."""
    table = tomllib.loads(source)
    if table.keys() != {"prompts"}:
        raise ValueError(f"a file of prompts holds prompts only, not {sorted(table)}")
    return tuple(_prompt(row) for row in table["prompts"])


def _prompt(row: dict[str, object]) -> EverydayPrompt:
    if row.keys() != _KEYS:
        raise ValueError(f"a prompt has the keys {sorted(_KEYS)}, not {sorted(row)}")
    values = {key: value for key, value in row.items() if isinstance(value, str)}
    if values.keys() != _KEYS:
        raise ValueError(f"not a text: {sorted(_KEYS - values.keys())}")
    return EverydayPrompt(
        name=values["name"],
        topic=values["topic"],
        personal=Personal(values["personal"]),
        text=values["text"],
    )

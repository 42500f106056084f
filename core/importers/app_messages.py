"""What chat programs for models of one's own choice have in common: roles, prompts, thinking."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from selfaudit.core.importers.assembling import NO_TEXT, Content, Item, derived_id
from selfaudit.core.importers.json_access import as_text, clean_text
from selfaudit.core.importers.message_tree import Tree
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.models.history import Origin, Role

ROLES = {
    "user": (Role.USER, Origin.TYPED),
    "assistant": (Role.ASSISTANT, Origin.ASSISTANT),
    "system": (Role.SYSTEM, Origin.CUSTOM_INSTRUCTION),
    "tool": (Role.TOOL, Origin.TOOL),
}
"""Roles by their names, with the origin of what is said in them.

In these programs the system prompt is the person's to write.
"""

SYSTEM_PROMPT = "system prompt"
"""The id of the message that a chat's system prompt becomes."""

_THINKING = {"<think>": "</think>", "<thinking>": "</thinking>", ":::thinking": ":::"}
"""What encloses the thinking at the beginning of an answer, by what opens it."""


def answer_pieces(text: str) -> Iterator[Piece]:
    """A model's answer, with the thinking that it begins with kept apart as hidden."""
    begun = text.lstrip()
    for opens, closes in _THINKING.items():
        if begun.startswith(opens):
            thinking, _, rest = begun[len(opens) :].partition(closes)
            yield Piece(thinking.strip(), Origin.HIDDEN)
            yield Piece(rest.lstrip(), Origin.ASSISTANT)
            return
    yield Piece(text, Origin.ASSISTANT)


def said_pieces(text: str, said: Origin) -> Iterator[Piece]:
    """A message's plain text, by the origin of what is said in its role."""
    if said is Origin.ASSISTANT:
        yield from answer_pieces(text)
    else:
        yield Piece(text, said)


def data_text(value: object) -> str:
    """What went to a tool or came from it: a string, or any other JSON value as its text."""
    if value is None or isinstance(value, str):
        return as_text(value)
    try:
        return clean_text(json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return ""


def content_of(role: Role, pieces: Iterable[Piece]) -> Content | str:
    """The content that the pieces make up, or that there is no text in them."""
    text, segments = compose(pieces)
    return Content(role, text, segments) if text else NO_TEXT


def known_by_text(items: Iterable[Item]) -> list[Item]:
    """The messages with ids by role and text, counted where a text comes again.

    For a program that gives its messages other ids when it moves them from one table to another.
    """
    known = []
    times: Counter[str] = Counter()
    for item in items:
        if isinstance(item.content, Content):
            id = derived_id(item.content.role, item.content.text)
            times[id] += 1
            number = f" {times[id]}" if times[id] > 1 else ""
            item = replace(item, external_id=id + number)
        known.append(item)
    return known


def with_system_prompt(
    items: Mapping[str, Item],
    tree: Tree,
    prompt: str,
    origin: Origin = Origin.CUSTOM_INSTRUCTION,
) -> tuple[dict[str, Item], Tree]:
    """The messages of a chat with its system prompt, if it has one, before all of them."""
    content = content_of(Role.SYSTEM, [Piece(prompt, origin)])
    if isinstance(content, str):
        return dict(items), tree
    node = SYSTEM_PROMPT
    while node in tree.parents:
        node += "'"
    return (
        {node: Item(0, SYSTEM_PROMPT, content), **items},
        Tree((node, *tree.order), {node: None, **tree.parents}, tree.active | {node}),
    )

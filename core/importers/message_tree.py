"""The tree of messages in a conversation, and the branch that the person last saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_time


@dataclass(frozen=True, slots=True)
class Tree:
    """The ids of all nodes in reading order, their parents, and those of the active branch."""

    order: tuple[str, ...]
    parents: dict[str, str | None]
    active: frozenset[str]


def linear_tree(nodes: Iterable[str]) -> Tree:
    """The tree of a conversation without branches, its nodes in reading order."""
    order = tuple(nodes)
    return Tree(order, dict(zip(order, (None, *order), strict=False)), frozenset(order))


def read_tree(mapping: JsonObject, current_node: object) -> Tree:
    """Order the nodes of a mapping, depth first, children as the export lists them.

    A node has a `parent`, `children` and a `message` with a `create_time`, as in ChatGPT's
    exports; any of them may be missing.
    Each node appears once, whatever the links say: a parent that is missing makes a root, a
    cycle is entered at its first node. The active branch leads from `current_node` up, or, where
    that names no node, from the newest leaf.
    """
    parents = _parents(mapping)
    children = _children(mapping, parents)
    order: list[str] = []
    seen: set[str] = set()
    roots = [node for node in mapping if parents[node] is None]
    for root in [*roots, *mapping]:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                order.append(node)
                waiting.extend(reversed(children[node]))
    last = current_node if isinstance(current_node, str) and current_node in mapping else None
    if last is None:
        last = _newest(mapping, [node for node in order if not children[node]] or order)
    active: set[str] = set()
    while last is not None and last not in active:
        active.add(last)
        last = parents[last]
    return Tree(tuple(order), parents, frozenset(active))


def tree_of_parents(
    ids: Sequence[str], parents: Sequence[str], times: Sequence[float | None], leaf: str
) -> Tree:
    """The branches by the id that each message names as its parent; nodes are places, from "1".

    An id is "" where the export gives none. Where no message names another, they follow each
    other. One that names none that is there follows the one before it, unless it begins where the
    first does: then it is another beginning. The active branch ends at the message `leaf`, or
    at the newest.
    """
    places: dict[str, str] = {}
    for number, id in enumerate(ids, start=1):
        if id:
            places.setdefault(id, str(number))
    if not any(parent in places for parent in parents):
        return linear_tree(str(number) for number in range(1, len(ids) + 1))
    mapping: dict[str, object] = {}
    for number, (parent, time) in enumerate(zip(parents, times, strict=True), start=1):
        begins = number == 1 or (parent and parent == parents[0])
        mapping[str(number)] = {
            "parent": places.get(parent, None if begins else str(number - 1)),
            "message": {"create_time": time},
        }
    return read_tree(mapping, places.get(leaf))


def _parents(mapping: JsonObject) -> dict[str, str | None]:
    """Each node's parent as the node names it, else the node that lists it as a child."""
    parents: dict[str, str | None] = {}
    for node, value in mapping.items():
        parent = as_object(value).get("parent")
        known = isinstance(parent, str) and parent in mapping and parent != node
        parents[node] = str(parent) if known else None
    for node, value in mapping.items():
        for child in as_list(as_object(value).get("children")):
            if isinstance(child, str) and child != node and parents.get(child, node) is None:
                parents[child] = node
    return parents


def _children(mapping: JsonObject, parents: dict[str, str | None]) -> dict[str, list[str]]:
    """Each node's children, first those that it lists, in its order, then the others."""
    ordered: dict[str, dict[str, None]] = {node: {} for node in mapping}
    for node, value in mapping.items():
        for child in as_list(as_object(value).get("children")):
            if isinstance(child, str) and parents.get(child) == node:
                ordered[node][child] = None
    for node, parent in parents.items():
        if parent is not None:
            ordered[parent][node] = None
    return {node: list(found) for node, found in ordered.items()}


def _newest(mapping: JsonObject, nodes: list[str]) -> str | None:
    newest: str | None = None
    newest_time = 0.0
    for node in nodes:
        message = as_object(as_object(mapping[node]).get("message"))
        time = as_time(message.get("create_time")) or 0.0
        if time >= newest_time:
            newest, newest_time = node, time
    return newest

"""What one version of a message in LM Studio says, and where its words came from."""

from collections.abc import Iterator

from selfaudit.core.importers.app_messages import ROLES, content_of, data_text, said_pieces
from selfaudit.core.importers.assembling import NO_ROLE, UNKNOWN_ROLE, WRONG_TYPE, Content
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text
from selfaudit.core.importers.segmentation import Piece
from selfaudit.core.models.history import Origin, Role


def read_version(version: JsonObject) -> Content | str:
    """Read a version, or say in a short phrase why there is nothing to read.

    A version of one step has its `content` itself, one of several steps has it in their blocks.
    What the program added before it asked the model (`preprocessed`) is not read.
    """
    if "role" not in version:
        return NO_ROLE
    role, said = ROLES.get(as_text(version["role"]), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    if version.get("type") == "multiStep" or "steps" in version:
        steps = version.get("steps")
        if not isinstance(steps, list):
            return WRONG_TYPE
        return content_of(role, (piece for step in steps for piece in _step(step, said)))
    content = version.get("content")
    if not isinstance(content, str | list | None):
        return WRONG_TYPE
    return content_of(role, _parts(content, said))


def model_of(version: JsonObject) -> str | None:
    """The model that gave an answer, as its version or one of its steps names it."""
    names = [as_text(as_object(version.get("senderInfo")).get("senderName"))]
    for step in as_list(version.get("steps")):
        generated = as_object(as_object(step).get("genInfo"))
        names.append(as_text(generated.get("identifier")))
        names.append(as_text(generated.get("indexedModelIdentifier")))
    return next((name for name in names if name), None)


def _step(value: object, said: Origin) -> Iterator[Piece]:
    step = as_object(value)
    if step.get("type") != "contentBlock":
        return  # what the program notes about its work: statistics, the state of a tool
    if as_object(step.get("style")).get("type") == "thinking":
        said = Origin.HIDDEN
    elif step.get("role") == Role.TOOL:
        said = Origin.TOOL
    yield from _parts(step.get("content"), said)


def _parts(content: object, said: Origin) -> Iterator[Piece]:
    for value in [content] if isinstance(content, str) else as_list(content):
        part = as_object(value)
        kind = as_text(part.get("type"))
        if isinstance(value, str):
            yield from said_pieces(as_text(value), said)
        elif kind == "text":
            yield from said_pieces(as_text(part.get("text")), said)
        elif kind == "toolCallRequest":
            call = as_object(part.get("toolCallRequest")) or part
            yield Piece(data_text(call.get("parameters") or call.get("arguments")), Origin.TOOL)
        elif kind == "toolCallResult":
            yield Piece(data_text(part.get("content")), Origin.TOOL)
        else:
            yield Piece(as_text(part.get("text")), Origin.ATTACHED)

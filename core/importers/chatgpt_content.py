"""What a ChatGPT message says, and where its words came from."""

import re
from collections.abc import Iterator

from selfaudit.core.importers.assembling import NO_TEXT, WRONG_TYPE, Content
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_list,
    as_object,
    as_text,
    is_zero,
)
from selfaudit.core.importers.segmentation import ABOUT_YOU, HOW_TO_ANSWER, Piece, compose
from selfaudit.core.models.history import Origin, Role

NO_AUTHOR = "no author"
UNKNOWN_ROLE = "unknown author role"
UNKNOWN_CONTENT = "unknown content type"

_ROLES = {
    "user": Role.USER,
    "assistant": Role.ASSISTANT,
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
    "tool": Role.TOOL,
}

_FIELDS: dict[str, tuple[str, ...]] = {
    "text": (),
    "multimodal_text": (),
    "code": (),
    "app_pairing_content": (),
    "execution_output": (),
    "computer_output": (),
    "thoughts": (),
    "reasoning_recap": ("content",),
    "citable_code_output": ("output_str",),
    "tether_quote": ("title", "text"),
    "tether_browsing_display": ("result", "summary"),
    "sonic_webpage": ("title", "text", "snippet"),
    "system_error": ("name", "text"),
    "user_editable_context": ("user_profile", "user_instructions"),
    "model_editable_context": ("model_set_context", "repo_summary", "structured_context"),
}
"""The content types that are known, with the fields that carry text beside parts and text."""

_TOOL_TYPES = frozenset(
    {
        "execution_output",
        "computer_output",
        "citable_code_output",
        "tether_quote",
        "tether_browsing_display",
        "sonic_webpage",
        "system_error",
    }
)
_THINKING = frozenset({"thoughts", "reasoning_recap"})

_PROFILE_BEGINS = "The user provided the following information about themselves"
_STYLE_BEGINS = "The user provided the additional info about how they would like you to respond"
_WRAPPING = "The user provided the "
"""What either begins with."""

_FENCED = re.compile(r"```(.*)```", re.DOTALL)


def read_content(message: JsonObject) -> Content | str:
    """Read a message, or say in a short phrase why there is nothing to read.

    Custom instructions and what the vendor stored about the person have role SYSTEM, whoever
    the export names as their author.
    """
    author = as_object(message.get("author"))
    if "role" not in author:
        return NO_AUTHOR
    role = _ROLES.get(as_text(author["role"]))
    if role is None:
        return UNKNOWN_ROLE
    raw = message.get("content")
    if not isinstance(raw, dict | str) and raw is not None:
        return WRONG_TYPE
    content: JsonObject = raw if isinstance(raw, dict) else {"content_type": "text", "parts": [raw]}
    metadata = as_object(message.get("metadata"))
    kind = as_text(content.get("content_type"))

    instructions = _custom_instructions(kind, content, metadata, role)
    if instructions is not None:
        role = Role.SYSTEM
        pieces = instructions
    else:
        origin = _origin(message, role, kind, author, metadata)
        pieces = list(_pieces(kind, content, origin))
        pieces.extend(_attached(metadata))
        if kind == "model_editable_context" and role is Role.USER:
            role = Role.SYSTEM
    pieces.append(Piece(as_text(metadata.get("pending_memory_content")), Origin.VENDOR_MEMORY))
    text, segments = compose(pieces)
    if not text:
        return NO_TEXT if kind in _FIELDS else UNKNOWN_CONTENT
    return Content(role, text, segments)


def _origin(
    message: JsonObject, role: Role, kind: str, author: JsonObject, metadata: JsonObject
) -> Origin:
    """Where a message's plain text came from; the first that applies of what the export says."""
    if kind == "model_editable_context" or (
        role is Role.ASSISTANT and message.get("recipient") == "bio"
    ):
        return Origin.VENDOR_MEMORY
    by_tool = as_text(as_object(author.get("metadata")).get("real_author")).startswith("tool:")
    if role is Role.TOOL or kind in _TOOL_TYPES or (role is Role.USER and by_tool):
        return Origin.TOOL
    hidden = metadata.get("is_visually_hidden_from_conversation") is True
    if hidden or is_zero(message.get("weight")) or kind in _THINKING or role is Role.SYSTEM:
        return Origin.HIDDEN
    if role is Role.ASSISTANT:
        return Origin.ASSISTANT
    if kind == "app_pairing_content":
        return Origin.ATTACHED
    spoken = metadata.get("dictation") is True or metadata.get("voice_mode_message") is True
    return Origin.DICTATED if spoken else Origin.TYPED


def _pieces(kind: str, content: JsonObject, origin: Origin) -> Iterator[Piece]:
    """The texts of a content: of its own fields, else of its parts, else its plain text."""
    texts = [as_text(content.get(name)) for name in _FIELDS.get(kind, ())]
    for thought in as_list(content.get("thoughts")) if kind == "thoughts" else ():
        texts.append(as_text(as_object(thought).get("summary")))
        texts.append(as_text(as_object(thought).get("content")))
    found = [Piece(text, origin) for text in texts if text.strip()]
    if not found:
        parts = content.get("parts")
        found = [
            _part(part, origin)
            for part in (as_list(parts) if not isinstance(parts, str) else [parts])
        ]
    if not any(piece.text.strip() for piece in found):
        found = [Piece(as_text(content.get("text")), origin)]
    yield from found


def _part(part: object, origin: Origin) -> Piece:
    if isinstance(part, str):
        return Piece(as_text(part), origin)
    fields = as_object(part)
    text = as_text(fields.get("text"))
    if origin not in (Origin.TYPED, Origin.DICTATED):
        return Piece(text, origin)
    if fields.get("content_type") == "audio_transcription":
        spoken_to = fields.get("direction") == "out"
        return Piece(text, Origin.ASSISTANT if spoken_to else Origin.DICTATED)
    return Piece(text, Origin.ATTACHED)


def _attached(metadata: JsonObject) -> Iterator[Piece]:
    for attachment in as_list(metadata.get("attachments")):
        fields = as_object(attachment)
        for name in ("extracted_content", "content", "text"):
            if text := as_text(fields.get(name)):
                yield Piece(text, Origin.ATTACHED)
                break


def _custom_instructions(
    kind: str, content: JsonObject, metadata: JsonObject, role: Role
) -> list[Piece] | None:
    """What the person told about themselves and how to answer, without the vendor's wrapping.

    None if the message holds no custom instructions, whichever of the three layouts.
    """
    data = as_object(metadata.get("user_context_message_data"))
    about = [as_text(data.get("about_user_message")), as_text(data.get("about_model_message"))]
    if any(text.strip() for text in about):
        return _halves(*about)
    if kind == "user_editable_context" or metadata.get("is_user_system_message") is True:
        texts = [as_text(content.get("user_profile")), as_text(content.get("user_instructions"))]
        if any(text.strip() for text in texts):
            return _halves(*map(_unwrapped, texts))
        return list(_pieces("text", content, Origin.CUSTOM_INSTRUCTION))
    if role in (Role.USER, Role.SYSTEM):
        whole = "\n".join(
            piece.text for piece in _pieces("text", content, Origin.CUSTOM_INSTRUCTION)
        ).strip()
        if whole.startswith((_PROFILE_BEGINS, _STYLE_BEGINS)):
            profile, marker, style = whole.partition(_STYLE_BEGINS)
            return _halves(_unwrapped(profile), _unwrapped(marker + style))
    return None


def may_be_instructions(text: str) -> bool:
    """Whether a message's text may be the vendor's wrapping of custom instructions."""
    return _WRAPPING in text


def _halves(about: str, style: str) -> list[Piece]:
    """The two halves of custom instructions, kept apart: only one is about the person."""
    return [
        Piece(about, Origin.CUSTOM_INSTRUCTION, ABOUT_YOU),
        Piece(style, Origin.CUSTOM_INSTRUCTION, HOW_TO_ANSWER),
    ]


def _unwrapped(text: str) -> str:
    """The fenced text inside the vendor's wrapping, else the text without its first words."""
    if fenced := _FENCED.search(text):
        return fenced.group(1).strip("\n")
    for begins in (_PROFILE_BEGINS, _STYLE_BEGINS):
        text = text.removeprefix(begins + ":")
    return text.strip()

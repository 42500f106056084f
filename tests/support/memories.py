"""Made-up exports that hold what vendors remember, imported as the program does."""

import json
from collections.abc import Sequence
from pathlib import Path

from builders import PinnedClock

from selfaudit.core.events import ImportDone
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.store.store import Store

NEWEST = 1_740_000_000.0


def chatgpt_chat(
    id: str,
    *,
    memory: str = "",
    bio: Sequence[str] = (),
    about: str = "",
    style: str = "",
    typed: str = "How do I prune roses?",
    at: float = NEWEST,
) -> dict[str, object]:
    """A chat with the vendor's memory and custom instructions before it and facts noted in it."""
    messages: list[dict[str, object]] = []

    def add(role: str, content: dict[str, object], **more: object) -> None:
        messages.append(
            {"author": {"role": role}, "content": content, "create_time": at} | dict(more)
        )

    if about or style:
        add(
            "user",
            {
                "content_type": "user_editable_context",
                "user_profile": about,
                "user_instructions": style,
            },
        )
    if memory:
        add("user", {"content_type": "model_editable_context", "model_set_context": memory})
    add("user", {"content_type": "text", "parts": [typed]})
    for fact in bio:
        add("assistant", {"content_type": "text", "parts": [fact]}, recipient="bio")
    mapping = {
        f"{id}-{place}": {
            "parent": f"{id}-{place - 1}" if place else None,
            "children": [f"{id}-{place + 1}"] if place + 1 < len(messages) else [],
            "message": {"id": f"{id}-{place}"} | message,
        }
        for place, message in enumerate(messages)
    }
    return {
        "id": id,
        "conversation_id": id,
        "title": f"Chat {id}",
        "create_time": at,
        "update_time": at,
        "mapping": mapping,
        "current_node": f"{id}-{len(messages) - 1}",
    }


def claude_memory(text: str = "", **files: str) -> dict[str, object]:
    """What Claude's export says that it remembers: running text, and files by name."""
    return {
        "account_uuid": "account-1",
        "conversations_memory": text,
        "memory_files": [
            {"path": f"/{name}.md", "content": content} for name, content in files.items()
        ],
    }


def give(store: Store, folder: Path, value: object, name: str = "export.json") -> None:
    """Import a JSON value, or a file's text."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    *_, done = import_paths([path], store, PinnedClock())
    assert isinstance(done, ImportDone)
    assert not done.failed

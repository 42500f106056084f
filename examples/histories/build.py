"""Turn a script of made-up chats into the file that ChatGPT exports.

    python examples/histories/build.py examples/histories/mara.txt > conversations.json

The output is the same at every run: identifiers and times follow from the script.
"""

import json
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

SPEAKERS = {"me": "user", "me (edited away)": "user", "assistant": "assistant"}
SECONDS_BETWEEN_MESSAGES = 90.0


def conversations(script: str) -> Iterator[tuple[str, float, list[tuple[str, str]]]]:
    """Title, beginning in seconds since 1970 UTC, and (speaker, text) of each conversation."""
    for block in ("\n" + script).split("\n== ")[1:]:
        heading, _, body = block.partition("\n")
        date, _, title = heading.partition(" ")
        start = datetime.fromisoformat(date).replace(hour=18, tzinfo=UTC).timestamp()
        messages: list[tuple[str, str]] = []
        for line in body.splitlines():
            speaker, colon, text = line.partition(": ")
            if colon and speaker in SPEAKERS:
                messages.append((speaker, text))
            elif messages:
                messages[-1] = (messages[-1][0], messages[-1][1] + "\n" + line)
        yield title, start, [(speaker, text.strip()) for speaker, text in messages]


def chatgpt_conversation(title: str, start: float, messages: list[tuple[str, str]]) -> dict:
    """One conversation as ChatGPT exports it: a tree of nodes with a current one."""
    id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"selfaudit-example/{title}"))
    root = "client-created-root"
    mapping: dict[str, dict] = {root: {"id": root, "message": None, "parent": None, "children": []}}
    parent, time = root, start
    for number, (speaker, text) in enumerate(messages):
        node = str(uuid.uuid5(uuid.UUID(id), str(number)))
        time += SECONDS_BETWEEN_MESSAGES
        mapping[parent]["children"].append(node)
        mapping[node] = {
            "id": node,
            "message": {
                "id": node,
                "author": {"role": SPEAKERS[speaker], "name": None, "metadata": {}},
                "create_time": time,
                "update_time": None,
                "content": {"content_type": "text", "parts": [text]},
                "status": "finished_successfully",
                "end_turn": True,
                "weight": 1.0,
                "metadata": {},
                "recipient": "all",
                "channel": None,
            },
            "parent": parent,
            "children": [],
        }
        if speaker != "me (edited away)":
            parent = node
    return {
        "title": title,
        "create_time": start,
        "update_time": time,
        "mapping": mapping,
        "moderation_results": [],
        "current_node": parent,
        "conversation_id": id,
        "default_model_slug": "gpt-4o",
        "is_archived": False,
        "id": id,
    }


def build(script: str) -> str:
    """The export as JSON text."""
    return json.dumps(
        [chatgpt_conversation(*conversation) for conversation in conversations(script)],
        ensure_ascii=False,
        indent=1,
    )


if __name__ == "__main__":
    print(build(Path(sys.argv[1]).read_text(encoding="utf-8")))

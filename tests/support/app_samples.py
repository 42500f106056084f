"""One made-up export for each format of programs that run models of one's own choice."""

import sqlite3
import tempfile
from pathlib import Path

from app_databases import LLM_RESPONSES, OTERM_26
from format_sample import FormatSample, as_json

TURNS = ("user", "assistant")


def _webui(id: str, *texts: str) -> dict[str, object]:
    messages = {
        str(place): {
            "id": str(place),
            "parentId": str(place - 1) if place else None,
            "childrenIds": [str(place + 1)] if place + 1 < len(texts) else [],
            "role": TURNS[place % 2],
            "content": text,
            "timestamp": 1_710_000_000 + place,
        }
        for place, text in enumerate(texts)
    }
    history = {"currentId": str(len(texts) - 1), "messages": messages}
    return {
        "id": id,
        "user_id": "u",
        "title": f"About {id}",
        "chat": {"title": f"About {id}", "models": ["m"], "history": history},
        "created_at": 1_710_000_000,
        "updated_at": 1_710_000_100,
    }


def _librechat(id: str, *texts: str) -> bytes:
    messages = [
        {
            "messageId": f"{id}{place}",
            "parentMessageId": f"{id}{place - 1}" if place else "0" * 8,
            "text": text,
            "sender": "Assistant" if place % 2 else "User",
            "isCreatedByUser": place % 2 == 0,
            "createdAt": f"2024-03-01T10:00:0{place}Z",
        }
        for place, text in enumerate(texts)
    ]
    return as_json(
        {
            "conversationId": id,
            "endpoint": "openAI",
            "title": f"About {id}",
            "exportAt": "2024-03-02T10:00:00Z",
            "branches": True,
            "recursive": False,
            "options": {},
            "messages": messages,
        }
    )


def _chatbot_ui(id: str, *texts: str) -> dict[str, object]:
    messages = [{"role": TURNS[place % 2], "content": text} for place, text in enumerate(texts)]
    return {
        "id": id,
        "name": f"About {id}",
        "messages": messages,
        "model": {"id": "m"},
        "prompt": "",
        "temperature": 1,
        "folderId": None,
    }


def _lm_studio(name: str, created: int, *texts: str) -> bytes:
    messages = [
        {
            "versions": [
                {
                    "type": "singleStep",
                    "role": TURNS[place % 2],
                    "content": [{"type": "text", "text": text}],
                }
            ],
            "currentlySelected": 0,
        }
        for place, text in enumerate(texts)
    ]
    return as_json(
        {
            "name": name,
            "createdAt": created,
            "systemPrompt": "",
            "messages": messages,
            "perChatPredictionConfig": {"fields": []},
        }
    )


def _jan(id: str, *texts: str) -> dict[str, bytes]:
    about = {"id": id, "object": "thread", "title": f"About {id}", "created": 1_700_000_000}
    lines = [
        as_json(
            {
                "id": f"{id}{place}",
                "object": "thread.message",
                "thread_id": id,
                "role": TURNS[place % 2],
                "content": [{"type": "text", "text": {"value": text, "annotations": []}}],
                "created_at": 1_700_000_000_000 + place,
            }
        )
        for place, text in enumerate(texts)
    ]
    return {
        f"threads/{id}/thread.json": as_json(about),
        f"threads/{id}/messages.jsonl": b"\n".join(lines),
    }


def _database(script: str, *rows: tuple[str, tuple[object, ...]]) -> bytes:
    """The bytes of a SQLite file with some rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.db")
        connection = sqlite3.connect(path)
        connection.executescript(script)
        for statement, values in rows:
            connection.execute(statement, values)
        connection.commit()
        connection.close()
        return path.read_bytes()


_CHAT = "INSERT INTO chat (id, name, model) VALUES (?, ?, 'm')"
_SAID = "INSERT INTO message (chat_id, author, text) VALUES (?, ?, ?)"
_TALK = "INSERT INTO conversations VALUES (?, ?, 'm')"
_ASKED = (
    "INSERT INTO responses (id, model, prompt, response, conversation_id, datetime_utc)"
    " VALUES (?, 'm', ?, ?, ?, '2024-03-01T10:00:00')"
)

APP_SAMPLES = {
    "open_webui": FormatSample(
        {
            "chat-export.json": as_json(
                [
                    _webui("bees", "I keep bees.", "How many hives?", "Two."),
                    _webui("rye", "I bake rye bread.", ""),
                    _webui("bees", "I keep bees.", "How many hives?"),
                ]
            )
        },
        2,
    ),
    "librechat": FormatSample(
        {
            "bees.json": _librechat("bees", "I keep bees.", "How many hives?", "Two."),
            "older/bees.json": _librechat("bees", "I keep bees.", "How many hives?"),
            "rye.json": _librechat("rye", "I bake rye bread.", ""),
        },
        2,
    ),
    "chatbot_ui": FormatSample(
        {
            "history.json": as_json(
                {
                    "version": 4,
                    "history": [
                        _chatbot_ui("bees", "I keep bees.", "How many hives?", "Two."),
                        _chatbot_ui("rye", "I bake rye bread.", ""),
                    ],
                    "folders": [],
                    "prompts": [{"id": "p", "name": "Poem", "content": "Write a poem."}],
                }
            )
        },
        2,
    ),
    "lm_studio": FormatSample(
        {
            "1.conversation.json": _lm_studio("Bees", 1_700_000_000_000, "I keep bees.", "Two?"),
            "2.conversation.json": _lm_studio("Rye", 1_700_000_900_000, "I bake rye bread.", ""),
        },
        2,
    ),
    "jan": FormatSample(
        _jan("bees", "I keep bees.", "How many hives?") | _jan("rye", "I bake rye bread.", ""), 2
    ),
    "oterm": FormatSample(
        {
            "store.db": _database(
                OTERM_26,
                (_CHAT, (1, "Bees")),
                (_CHAT, (2, "Rye")),
                (_SAID, (1, "user", "I keep bees.")),
                (_SAID, (1, "assistant", "How many hives?")),
                (_SAID, (2, "user", "I bake rye bread.")),
                (_SAID, (2, "assistant", "")),
            )
        },
        2,
    ),
    "llm": FormatSample(
        {
            "logs.db": _database(
                LLM_RESPONSES,
                (_TALK, ("bees", "Bees")),
                (_TALK, ("rye", "Rye")),
                (_ASKED, ("a", "I keep bees.", "How many hives?", "bees")),
                (_ASKED, ("b", "I bake rye bread.", "", "rye")),
            )
        },
        2,
    ),
}
"""By the name of the format."""

"""One made-up export for each format of a vendor, and of what else is passed around."""

from activity import cell, page, row
from format_sample import FormatSample, as_json

TURNS = ("user", "assistant")


def _grok(id: str, *texts: str) -> dict[str, object]:
    responses = [
        {
            "response": {
                "_id": f"{id}{place}",
                "conversation_id": id,
                "sender": "assistant" if place % 2 else "human",
                "message": text,
                "create_time": {"$date": {"$numberLong": str(1_735_689_600_000 + place)}},
            }
        }
        for place, text in enumerate(texts)
    ]
    about = {"id": id, "title": f"About {id}", "create_time": "2025-01-01T00:00:00Z"}
    return {"conversation": about, "responses": responses}


def _deepseek(id: str, *texts: str) -> dict[str, object]:
    nodes: dict[str, object] = {
        "root": {"id": "root", "parent": None, "children": ["1"], "message": None}
    }
    for place, text in enumerate(texts, start=1):
        kind = "REQUEST" if place % 2 else "RESPONSE"
        nodes[str(place)] = {
            "id": str(place),
            "parent": str(place - 1) if place > 1 else "root",
            "children": [str(place + 1)] if place < len(texts) else [],
            "message": {
                "inserted_at": f"2025-01-01T10:00:0{place}+08:00",
                "fragments": [{"type": kind, "content": text}],
            },
        }
    return {"id": id, "title": f"About {id}", "mapping": nodes}


def _mistral(id: str, *texts: str) -> bytes:
    return as_json(
        [
            {
                "id": f"{id}{place}",
                "chatId": id,
                "role": TURNS[place % 2],
                "content": text,
                "contentChunks": None,
                "createdAt": f"2025-01-01T10:00:0{place}Z",
            }
            for place, text in enumerate(texts)
        ]
    )


def _perplexity(id: str, *turns: tuple[str, str]) -> bytes:
    turned = [
        {"uuid": f"{id}{place}", "query": asked, "answer": told}
        for place, (asked, told) in enumerate(turns)
    ]
    about = {"thread_id": id, "thread_title": f"About {id}"}
    return as_json({"metadata": about, "conversations": turned})


def _aistudio(*texts: str) -> bytes:
    chunks = [
        {"role": "model" if place % 2 else "user", "text": text} for place, text in enumerate(texts)
    ]
    settings = {"model": "models/m", "temperature": 1.0}
    prompt = {"chunks": chunks, "pendingInputs": []}
    return as_json({"runSettings": settings, "systemInstruction": {}, "chunkedPrompt": prompt})


def _sharegpt(id: str, *texts: str) -> dict[str, object]:
    said = [
        {"from": "gpt" if place % 2 else "human", "value": text} for place, text in enumerate(texts)
    ]
    return {"id": id, "conversations": said}


VENDOR_SAMPLES = {
    "grok": FormatSample(
        {
            "prod-grok-backend.json": as_json(
                {
                    "conversations": [
                        _grok("bees", "I keep bees.", "How many hives?", "Two."),
                        _grok("rye", "I bake rye bread.", ""),
                        _grok("nothing"),
                    ],
                    "media_posts": [{"original_prompt": "A bee", "media_type": "image"}],
                }
            )
        },
        2,
    ),
    "deepseek": FormatSample(
        {
            "conversations.json": as_json(
                [
                    _deepseek("bees", "I keep bees.", "How many hives?", "Two."),
                    _deepseek("rye", "I bake rye bread.", ""),
                ]
            ),
            "user.json": as_json({"user_id": "u"}),
        },
        2,
    ),
    "mistral": FormatSample(
        {
            "chat-bees.json": _mistral("bees", "I keep bees.", "How many hives?", "Two."),
            "chat-rye.json": _mistral("rye", "I bake rye bread.", ""),
        },
        2,
    ),
    "perplexity": FormatSample(
        {
            "bees.json": _perplexity("bees", ("I keep bees.", "How many hives?"), ("Two.", "")),
            "rye.json": _perplexity("rye", ("I bake rye bread.", "Lovely.")),
        },
        2,
    ),
    "gemini": FormatSample(
        {
            "Takeout/My Activity/Gemini Apps/MyActivity.json": as_json(
                [
                    row("Prompted Two.", "2026-07-20T15:20:00Z", "<p>Good.</p>", "bees"),
                    row("Prompted I keep bees.", "2026-07-20T15:15:00Z", "<p>Hives?</p>", "bees"),
                    row("Used an Assistant feature", "2026-07-20T15:10:00Z"),
                ]
            ),
            "Takeout/My Activity/Gemini Apps/MyActivity.html": page(
                cell("Prompted\u00a0I bake rye bread.", answer="<p>Lovely.</p>", ids=("rye",))
            ),
        },
        2,
    ),
    "aistudio": FormatSample(
        {
            "Bees": _aistudio("I keep bees.", "How many hives?", "Two."),
            "Rye": _aistudio("I bake rye bread.", ""),
        },
        2,
    ),
    "copilot": FormatSample(
        {
            "copilot-activity-history.csv": (
                "\ufeffConversation,Time,Author,Message\r\n"
                "Rye,2025-02-02T10:00:00,AI,Lovely.\r\n"
                "Rye,2025-02-02T10:00:00,Human,I bake rye bread.\r\n"
                "Bees,2025-01-01T10:00:00,AI,\r\n"
                "Bees,2025-01-01T10:00:00,Human,I keep bees.\r\n"
            ).encode()
        },
        2,
    ),
    "memory-text": FormatSample(
        {
            "remembered.txt": b"What I remember about you\n\n- Keeps bees.\n- Bakes rye bread.\n",
            "older/remembered.txt": b"1. [2024-05-01]. Rows.\n2. [2024-05-02]. Drinks tea.\n",
        },
        2,
    ),
    "sharegpt": FormatSample(
        {
            "chats.json": as_json(
                [
                    _sharegpt("bees", "I keep bees.", "How many hives?", "Two."),
                    _sharegpt("rye", "I bake rye bread.", ""),
                ]
            )
        },
        2,
    ),
}
"""By the name of the format."""

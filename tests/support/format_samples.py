"""One made-up export for each format that is read. A new importer needs one entry here.

A sample has at least two conversations with own words, of which one is said again elsewhere in the
export where the format allows it, and at least one record that is skipped where it can have one.
"""

from collections.abc import Mapping

from app_samples import APP_SAMPLES
from format_sample import FormatSample, as_json
from vendor_samples import VENDOR_SAMPLES


def _chatgpt(id: str, time: float, *texts: str) -> dict[str, object]:
    nodes: dict[str, object] = {}
    for place, text in enumerate(texts):
        nodes[f"{id}{place}"] = {
            "id": f"{id}{place}",
            "parent": f"{id}{place - 1}" if place else None,
            "children": [f"{id}{place + 1}"] if place + 1 < len(texts) else [],
            "message": {
                "id": f"{id}{place}",
                "author": {"role": "assistant" if place % 2 else "user"},
                "create_time": time + place,
                "content": {"content_type": "text", "parts": [text]},
            },
        }
    return {
        "id": id,
        "title": f"About {id}",
        "create_time": time,
        "update_time": time + len(texts),
        "mapping": nodes,
        "current_node": f"{id}{len(texts) - 1}",
    }


def _claude(uuid: str, day: int, *texts: str) -> dict[str, object]:
    senders = ("human", "assistant")
    return {
        "uuid": uuid,
        "name": f"About {uuid}",
        "created_at": f"2024-05-{day:02}T10:00:00Z",
        "updated_at": f"2024-05-{day:02}T10:00:09Z",
        "chat_messages": [
            {
                "uuid": f"{uuid}{place}",
                "sender": senders[place % 2],
                "text": text,
                "created_at": f"2024-05-{day:02}T10:00:0{place}Z",
            }
            for place, text in enumerate(texts)
        ],
    }


def _messages(id: str, *texts: str) -> dict[str, object]:
    roles = ("user", "assistant")
    return {
        "id": id,
        "title": f"About {id}",
        "messages": [
            {"role": roles[place % 2], "content": text} for place, text in enumerate(texts)
        ],
    }


SAMPLES: Mapping[str, FormatSample] = {
    "chatgpt": FormatSample(
        {
            "conversations.json": as_json(
                [
                    _chatgpt("bees", 1.70e9, "I keep bees in the yard.", "How many hives?", "Two."),
                    _chatgpt("rye", 1.72e9, "I bake rye bread on Sundays.", "", "It never rises."),
                    {"id": "without messages"},
                    7,
                ]
            ),
            "older/conversations.json": as_json(
                [_chatgpt("bees", 1.70e9, "I keep bees in the yard.", "How many hives?")]
            ),
            "chat.html": b"<html></html>",
        },
        2,
    ),
    "claude": FormatSample(
        {
            "conversations.json": as_json(
                [
                    _claude("boat", 3, "I row a small boat.", "Where do you row?", "On a lake."),
                    _claude("tea", 9, "I drink green tea at night.", ""),
                    {"uuid": "empty", "chat_messages": []},
                ]
            ),
            "memories.json": as_json([{"account_uuid": "a", "conversations_memory": "Rows."}]),
        },
        3,
    ),
    "openai-messages": FormatSample(
        {
            "chats.jsonl": b"\n".join(
                as_json(one)
                for one in (
                    _messages("choir", "I sing in a choir.", "Which part?", "I sing alto."),
                    _messages("dog", "My dog is called Rex.", "A good name."),
                    _messages("choir", "I sing in a choir.", "Which part?"),
                    {"messages": []},
                )
            )
        },
        2,
    ),
    **VENDOR_SAMPLES,
    **APP_SAMPLES,
}
"""By the name of the format."""


def sample_of(format: str) -> FormatSample:
    """The sample of a format; fails where nobody has written one."""
    assert format in SAMPLES, (
        f"The format {format!r} has an importer and no sample: add one entry to SAMPLES in "
        "tests/support/format_samples.py, so that its accounting is tested too."
    )
    return SAMPLES[format]

"""Made-up ChatGPT exports of any size, in the layouts that people have, to measure importers with.

A message carries about as much around its text as it does in real exports: some 700 bytes of
metadata to a message, more where an answer cites pages. No text is anyone's.
"""

import json
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from large_history import vocabulary

SHARD = 100
"""Conversations to a file of the layout since 2026."""


class LargeExport:
    """Makes one export, the same for the same seed."""

    TURNS = 8
    """Of a conversation, beside the first, on the average."""

    def __init__(self, seed: int = 1) -> None:
        self._random = Random(seed)
        self._words = vocabulary(self._random)
        self._made = 0

    def single(self, path: Path, size: int) -> int:
        """Write a conversations.json of about `size` bytes; return how many messages it holds."""
        messages = 0
        with path.open("w", encoding="utf-8") as file:
            file.write("[")
            written = 1
            for text, count in self._conversations():
                written += file.write(text if written == 1 else "," + text)
                messages += count
                if written >= size:
                    break
            file.write("]")
        return messages

    def counted(self, path: Path, conversations: int) -> int:
        """Write so many conversations as `single` does; return how many messages they hold."""
        messages = 0
        with path.open("w", encoding="utf-8") as file:
            for number, (text, count) in enumerate(islice(self._conversations(), conversations)):
                file.write(("," if number else "[") + text)
                messages += count
            file.write("]")
        return messages

    def sharded(self, path: Path, size: int) -> int:
        """Write a zip of shards and a manifest of about `size` unpacked bytes; as `single`."""
        messages = written = 0
        names: list[str] = []
        shard: list[str] = []
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:

            def put() -> None:
                names.append(f"conversations-{len(names):03}.json")
                archive.writestr(names[-1], "[" + ",".join(shard) + "]")
                shard.clear()

            for text, count in self._conversations():
                shard.append(text)
                written += len(text)
                messages += count
                if len(shard) == SHARD:
                    put()
                if written >= size:
                    break
            if shard:
                put()
            logical = {"conversations.json": {"files": names, "sharded": True}}
            manifest = {"version": 1, "export_files": names, "logical_files": logical}
            archive.writestr("export_manifest.json", json.dumps(manifest))
        return messages

    def _conversations(self) -> Iterator[tuple[str, int]]:
        """One conversation after the other as JSON, with the number of its messages."""
        while True:
            self._made += 1
            turns = min(60, 1 + int(self._random.expovariate(1 / self.TURNS)))
            yield json.dumps(self._conversation(self._made, turns), ensure_ascii=False), 2 * turns

    def _conversation(self, number: int, turns: int) -> dict[str, object]:
        begun = 1_700_000_000.0 + 20_000 * number
        mapping: dict[str, object] = {
            "client-created-root": {
                "id": "client-created-root", "message": None, "parent": None, "children": [],
            }
        }  # fmt: skip
        parent = "client-created-root"
        for turn in range(2 * turns):
            id = self._id()
            role = "assistant" if turn % 2 else "user"
            text = self._answered() if turn % 2 else self._typed()
            message = self._message(id, role, text, begun + 40 * turn)
            mapping[id] = {"id": id, "message": message, "parent": parent, "children": []}
            above = mapping[parent]
            assert isinstance(above, dict)
            above["children"] = [id]
            parent = id
        return {
            "title": self._text(4),
            "create_time": begun,
            "update_time": begun + 80 * turns,
            "mapping": mapping,
            "moderation_results": [],
            "current_node": parent,
            "plugin_ids": None,
            "conversation_id": self._id(),
            "conversation_template_id": None,
            "gizmo_id": None,
            "is_archived": False,
            "safe_urls": [],
            "default_model_slug": "model-4o",
            "id": self._id(),
        }

    def _message(self, id: str, role: str, text: str, at: float) -> dict[str, object]:
        metadata: dict[str, object] = {
            "request_id": self._id(),
            "timestamp_": "absolute",
            "message_source": None,
            "turn_exchange_id": self._id(),
            "selected_github_repos": [],
            "serialization_metadata": {"custom_symbol_offsets": []},
        }
        if role == "assistant":
            metadata |= {
                "finish_details": {"type": "stop", "stop_tokens": [200002]},
                "is_complete": True,
                "model_slug": "model-4o",
                "default_model_slug": "model-4o",
                "parent_id": self._id(),
                "citations": [],
                "content_references": [
                    {
                        "matched_text": " ",
                        "start_idx": 40 * n,
                        "end_idx": 40 * n + 20,
                        "type": "webpage",
                        "url": f"https://{self._words[n]}.example/{self._id()}",
                        "title": self._text(5),
                    }
                    for n in range(self._random.choice((0, 0, 0, 4)))
                ],
            }
        return {
            "id": id,
            "author": {"role": role, "name": None, "metadata": {}},
            "create_time": at,
            "update_time": None,
            "content": {"content_type": "text", "parts": [text]},
            "status": "finished_successfully",
            "end_turn": True,
            "weight": 1.0,
            "metadata": metadata,
            "recipient": "all",
            "channel": None,
        }

    def _typed(self) -> str:
        """What the person sends."""
        return self._text(self._random.choice((6, 15, 30, 80)))

    def _answered(self) -> str:
        """What the assistant answers."""
        return self._text(self._random.choice((80, 160, 320)))

    def _text(self, words: int) -> str:
        """Words by Zipf's law, about, in lines."""
        random, known = self._random.random, self._words
        told = [known[int(len(known) ** random()) - 1] for _ in range(words)]
        return "\n".join(" ".join(told[at : at + 40]) for at in range(0, words, 40))

    def _id(self) -> str:
        digits = f"{self._random.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

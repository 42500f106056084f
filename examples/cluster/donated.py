"""Donated histories as work that any machine can do: tasks, their keys, and one file for each.

A task is one conversation of one donor. Its key hashes the donor and the work keys of its windows,
so it changes with everything that could change the answer and with nothing else. What it gives is
one file named by the key, put in place whole: a run that was killed, or two that do the same, leave
each task's file once.
"""

import hashlib
import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec

from selfaudit.core.extraction.pending import Done
from selfaudit.core.extraction.reading import Spec, as_stored, extracted, windows_by_key
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.registry import Reading, parts_of
from selfaudit.core.models.history import Conversation
from selfaudit.core.ports import LanguageModel
from selfaudit.core.store.history import StoredMessage
from selfaudit.core.store.messages import own_words_and_turns

ENDING = ".jsonl"


@dataclass(frozen=True, slots=True)
class Task:
    """One conversation of one donor, and the key under which what it gives is kept."""

    key: str
    donor: str
    messages: tuple[StoredMessage, ...]

    @property
    def conversation(self) -> str:
        """The id of the conversation."""
        return self.messages[0].conversation

    def packed(self) -> bytes:
        """The task as bytes, to be sent to another machine."""
        return msgspec.json.encode(self)


def unpacked(data: bytes) -> Task:
    """A task out of `packed`."""
    return msgspec.json.decode(data, type=Task)


def tasks(export: Path, spec: Spec) -> Iterator[Task]:
    """The tasks of one donor's export, whose name is the donor's; conversations to read only.

    Raises ExportError where nothing in it is an export.
    """
    for format, conversation in _newest(export):
        messages = tuple(as_stored(format, conversation))
        keys = windows_by_key(*own_words_and_turns(messages), spec)
        if keys:
            named = msgspec.json.encode([export.name, messages[0].conversation, *keys])
            yield Task(hashlib.sha256(named).hexdigest(), export.name, messages)


def _newest(export: Path) -> Iterator[tuple[str, Conversation]]:
    """Each conversation of an export once, by its newest copy, as a store would hold it."""
    with ExportFiles(export) as files:
        for part in parts_of(files):
            format = part.importer.format
            found: dict[str, Conversation] = {}
            for record in Reading(part).records():
                if isinstance(record, Conversation):
                    other = found.setdefault(record.external_id, record)
                    if (other.updated_at or 0.0) <= (record.updated_at or 0.0):
                        found[record.external_id] = record
            yield from ((format, one) for one in found.values())


def rows(task: Task, spec: Spec, model: LanguageModel) -> list[dict[str, Any]]:
    """What a task gives: a row for each window, with its candidates. Raises ModelError."""
    return [_row(task.donor, done) for done in extracted(task.messages, spec, model)]


def _row(donor: str, done: Done) -> dict[str, Any]:
    work, candidates = done
    return {
        "donor": donor,
        "window": work.key,
        "conversation": work.conversation,
        "messages": list(work.messages),
        "finish_reason": str(work.finish_reason),
        "candidates": [
            {
                "statement": one.draft.statement,
                "quote": one.draft.quote,
                "span": asdict(one.span) if one.span else None,
                "reason": one.reason,
                **asdict(one.draft.description),
                "verifier": one.verifier,
            }
            for one in candidates
        ],
    }


def place(folder: Path, key: str) -> Path:
    """Where a task's file is: in one of 256 folders, so that none gets too large."""
    return folder / key[:2] / f"{key}{ENDING}"


def is_done(folder: Path, key: str) -> bool:
    """Whether a task's file is there, which it only ever is whole."""
    return place(folder, key).exists()


def keep(folder: Path, key: str, found: Sequence[dict[str, Any]]) -> None:
    """Write a task's file whole, in place of one that another machine wrote meanwhile."""
    target = place(folder, key)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    with part.open("wb") as file:
        file.write(b"".join(msgspec.json.encode(row) + b"\n" for row in found))
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def kept(folder: Path) -> Iterator[dict[str, Any]]:
    """Every row of every task that is done, in the order of the keys."""
    for path in sorted(folder.glob(f"*/*{ENDING}")):
        yield from (msgspec.json.decode(line) for line in path.read_bytes().splitlines())

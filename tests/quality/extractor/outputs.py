"""What systems made of messages: one JSON lines file a system, which can be continued.

The first line tells what answered. The files hold text of the corpora: keep them outside the
repository.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.claims import Claim
from extractor.shown import Shown
from extractor.systems import System
from extractor.verifiers import Verifier

Outputs = dict[str, dict[str, Any]]
"""What a system made of messages, by the message's id."""


def outputs(folder: Path, system: str) -> Outputs:
    """What a system made of each message so far, by the message's id."""
    return {row["id"]: row for row in _rows(folder / f"{system}.jsonl")[1:]}


def add_outputs(folder: Path, name: str, system: System, messages: Sequence[Shown]) -> int:
    """Give a system the messages that it has not read yet; the number that it read now.

    Raises SystemExit when the file is from something else than this system.
    """
    path = folder / f"{name}.jsonl"
    there = _begun(path, system.identity)
    known = {row["id"] for row in there[1:]}
    wanted = [message for message in messages if message.id not in known]
    with path.open("a", encoding="utf-8") as file:
        for read in system.read(wanted):
            print(json.dumps(read.row(), ensure_ascii=False), file=file, flush=True)
    return len(wanted)


def scores(folder: Path, system: str) -> dict[str, float]:
    """A system's scores of claims so far, from 0 (flawed) to 1 (supported), by the claim's id."""
    return {row["id"]: row["score"] for row in _rows(folder / f"{system}.claims.jsonl")[1:]}


def add_scores(folder: Path, name: str, verifier: Verifier, rows: Sequence[Claim]) -> int:
    """Give a verifier the claims that it has not weighed yet; the number that it weighed now.

    Raises SystemExit when the file is from something else than this verifier.
    """
    path = folder / f"{name}.claims.jsonl"
    there = _begun(path, verifier.identity)
    known = {row["id"] for row in there[1:]}
    wanted = [row for row in rows if row.id not in known]
    with path.open("a", encoding="utf-8") as file:
        for id, score in verifier.weigh(wanted):
            print(json.dumps({"id": id, "score": score}), file=file, flush=True)
    return len(wanted)


def _begun(path: Path, identity: dict[str, Any]) -> list[dict[str, Any]]:
    """What a file holds so far, whose first line tells who answers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    there = _rows(path)
    if there and there[0] != identity:
        raise SystemExit(f"{path} was written by another system: {there[0]}")
    if not there:
        path.write_text(json.dumps(identity) + "\n", encoding="utf-8")
    return there


def _rows(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a file; a last one that was cut off by a kill is dropped from it."""
    if not path.exists():
        return []
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if whole != data:
        path.write_bytes(whole)
    return [json.loads(line) for line in whole.decode().splitlines()]

"""Pairs of answers that the person got from another assistant, with and without its memory."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from selfaudit.core.comparison.answering import LENGTH_RATIO, length_ratio
from selfaudit.core.comparison.arms import BLOCK_PAIRS
from selfaudit.core.comparison.planning import plan_elsewhere
from selfaudit.core.draw import derived_seed
from selfaudit.core.errors import ExportError
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Side
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.ports import Clock
from selfaudit.core.relevance.everyday import LONGEST_PROMPT
from selfaudit.core.store.database import storable
from selfaudit.core.store.pairs import NewAnswer, NewPair
from selfaudit.core.store.store import Store

MOST_PAIRS = 2_000
"""Records of a file; nobody votes on more."""

LONGEST_ANSWER = 20_000
"""Code points of an answer: more than that nobody reads beside another."""

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes of a file of pairs; a thousand pairs of long answers have fewer."""

_FORM = (
    'Each line is {"prompt": "...", "without_memory": "...", "with_memory": "..."}, '
    "or the file is one list of such objects."
)


@dataclass(frozen=True, slots=True)
class _Broken:
    """Why a record is no pair, without any of its text."""

    reason: str


class _Row(msgspec.Struct, frozen=True):
    prompt: str
    without_memory: str
    with_memory: str


@dataclass(frozen=True, slots=True)
class ImportedPairs:
    """What importing a file of pairs came to: read = stored + known + skipped.

    `uneven` counts stored pairs whose lengths differ by more than 1.5 times, which cannot be
    drawn again; `skipped` says why records were left out, each with its number in the file.
    """

    read: int
    stored: int
    known: int
    skipped: tuple[str, ...]
    uneven: int
    blocks: int


def import_pairs(store: Store, clock: Clock, path: Path, seed: int | None = None) -> ImportedPairs:
    """Import a file of pairs into sealed blocks of up to 20; a pair that is known is left alone.

    Raises ExportError when the file cannot be read or holds no pair at all.
    """
    records = _records(path)
    seed = secrets.randbits(32) if seed is None else seed
    skipped: list[str] = []
    pairs: list[NewPair] = []
    known = uneven = 0
    with store.database.write():
        stored = {(pair.generic, pair.other) for pair in store.pairs.all()}
        for number, record in enumerate(records, 1):
            row = _row(record)
            if isinstance(row, _Broken):
                skipped.append(f"record {number}: {row.reason}")
                continue
            pair = _stored(store, clock, row, derived_seed(seed, "pair", number), stored)
            if pair is None:
                known += 1
                continue
            pairs.append(pair)
            uneven += length_ratio(row.without_memory, row.with_memory) > LENGTH_RATIO
        starts = range(0, len(pairs), BLOCK_PAIRS)
        for start in starts:
            block_seed = derived_seed(seed, "block", start)
            block = store.blocks.begin(Stage.COMPARISON, block_seed, clock.now())
            part = pairs[start : start + BLOCK_PAIRS]
            store.pairs.plan(block.id, plan_elsewhere(part, block_seed))
    if not pairs and not known:
        raise ExportError(
            f"{path.name} holds no pair of answers: "
            + (skipped[0] if skipped else "it is empty")
            + ".",
            title="No pairs were imported",
            hint=_FORM,
        )
    return ImportedPairs(len(records), len(pairs), known, tuple(skipped), uneven, len(starts))


def _records(path: Path) -> list[object]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ExportError(
                f"{path.name} is larger than {LARGEST_FILE // 1024**2} MB.",
                title="This file of pairs is too large",
                hint="Cut it into several files.",
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExportError(
            f"{path.name} is not text in UTF-8 (at byte {error.start}).", hint=_FORM
        ) from error
    except OSError as error:
        raise ExportError(f"{path.name} cannot be read: {error.strerror}.") from error
    # Not splitlines: JSON may hold U+2028 and the like inside its strings.
    lines = [text] if text.lstrip().startswith("[") else text.split("\n")
    records: list[object] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found = json.loads(line)
            except (RecursionError, ValueError) as error:
                line_in = error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0
                records.append(_Broken(f"line {number + line_in} is no JSON"))
                continue
            records += found if isinstance(found, list) else [found]
        if len(records) > MOST_PAIRS:
            raise ExportError(
                f"{path.name} has more than {MOST_PAIRS:,} records.",
                title="This file of pairs is too large",
                hint="Cut it into several files.",
            )
    return records


def _row(record: object) -> _Row | _Broken:
    """A record as a row, or why it is none."""
    if isinstance(record, _Broken):
        return record
    try:
        row = msgspec.convert(record, _Row)
    except msgspec.ValidationError as error:
        return _Broken(str(error))
    texts = [storable(part.strip()) for part in (row.prompt, row.without_memory, row.with_memory)]
    if not all(texts):
        return _Broken("a text is empty")
    if len(texts[0]) > LONGEST_PROMPT:
        return _Broken(f"its prompt has more than {LONGEST_PROMPT:,} characters")
    if max(len(texts[1]), len(texts[2])) > LONGEST_ANSWER:
        return _Broken(f"an answer has more than {LONGEST_ANSWER:,} characters")
    if texts[1] == texts[2]:
        return _Broken("both answers are the same")
    return _Row(*texts)


def _stored(
    store: Store, clock: Clock, row: _Row, seed: int, known: set[tuple[int | None, int | None]]
) -> NewPair | None:
    """Store prompt and answers of a row; None if they are stored already."""
    keys = [_key(row.prompt, text, "elsewhere") for text in (row.without_memory, row.with_memory)]
    prompt = store.prompts.add(
        PromptSource.ELSEWHERE, row.prompt, clock.now(), name=_key(row.prompt, "prompt")
    )
    generic, other = (
        store.pairs.add_answer(NewAnswer(key, None, prompt.id, text, None, "stop"), clock.now())
        for key, text in zip(keys, (row.without_memory, row.with_memory), strict=True)
    )
    if (generic, other) in known:
        return None
    known.add((generic, other))
    return NewPair(
        prompt.id, Arm.ELSEWHERE, seed, Side.LEFT, False, (), generic=generic, other=other
    )


def _key(*parts: str) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()

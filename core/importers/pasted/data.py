"""Data and settings: JSON that parses, tables, YAML and INI files."""

import json
import re

from selfaudit.core.importers.pasted.lines import (
    LINE_LIMIT,
    Detector,
    blocks,
    mark,
    runs,
)

JSON_BLOCK = Detector("json-block", 1)
TABLE = Detector("table-rows", 1)
SETTINGS = Detector("settings", 1)

JSON_MINIMUM = 80
"""Code points from which a block that parses as JSON counts as pasted."""

TABLE_ROWS = 3
"""Rows in a row with as many cells each that make a table."""

SETTING_LINES = 3
"""Lines in a row of a YAML or INI file that count as pasted."""

_KEY = re.compile(r"\s*(?:- )?[\"']?[\w./-]{1,50}[\"']?:(?:\s+\S.*)?$")
_ITEM = re.compile(r"\s+- \S|\s*#")
_SECTION = re.compile(r"\[{1,2}[\w .:-]{1,60}\]{1,2}$")
_PAIR = re.compile(r"[\w.-]{1,60}\s?=\s?\S*$")


def mark_json(lines: list[str], labels: list[Detector]) -> None:
    """Mark the rest of each block that, from its first bracket on, parses as JSON."""
    for first, end in list(blocks(lines, labels)):
        opening = next((n for n in range(first, end) if lines[n].lstrip()[0] in "[{"), end)
        block = "".join(lines[opening:end]).strip()
        if len(block) < JSON_MINIMUM:
            continue
        try:
            json.loads(block)
        except (ValueError, RecursionError):
            continue
        mark(labels, opening, end, JSON_BLOCK)


def mark_tables(lines: list[str], labels: list[Detector]) -> None:
    """Mark rows that have as many cells each, parted by tabs, bars, semicolons or commas."""
    for first, end in list(blocks(lines, labels)):
        row = first
        while row < end:
            start, shape = row, _shape(lines[row])
            row += 1
            while row < end and shape and _shape(lines[row]) == shape:
                row += 1
            if shape and row - start >= TABLE_ROWS and _plausible(shape[0], lines[start:row]):
                mark(labels, start, row, TABLE)


def _shape(line: str) -> tuple[str, int] | None:
    """What parts the cells of a row, and how often; None where it does not look like one."""
    text = line[:LINE_LIMIT].strip("\r\n ")
    if "\t" in text.strip("\t"):
        return "\t", text.count("\t")
    if text.startswith("|") and text.endswith("|") and len(text) > 1:
        return "|", text.count("|")
    for part in ";,":
        if text.count(part) >= 2 and f"{part} " not in text and not text.endswith(part):
            return part, text.count(part)
    return None


def _plausible(part: str, rows: list[str]) -> bool:
    """Whether rows parted by what prose has, too, hold figures."""
    figures = sum(any(character.isdigit() for character in row) for row in rows)
    return part not in ";," or 2 * figures >= len(rows)


def mark_settings(lines: list[str], labels: list[Detector]) -> None:
    """Mark runs of a YAML file with nested keys, or of an INI file with a section."""
    if not any(line.rstrip().endswith((":", "]")) for line in lines):
        return
    for first, end, scores in runs(lines, labels, _score):
        if len(scores) >= SETTING_LINES and 0 not in scores and 2 in scores:
            mark(labels, first, end, SETTINGS)


def _score(line: str, before: str) -> int:
    """2 for a key nested under the one before or a section, 1 for other lines of such files."""
    if _SECTION.match(line):
        return 2
    if not (_KEY.match(line) or _ITEM.match(line) or _PAIR.match(line)):
        return 0
    nested = line[0] == " " and len(line) - len(line.lstrip(" -")) > len(before) - len(
        before.lstrip(" -")
    )
    return 2 if nested and before.endswith(":") and _KEY.match(before) else 1

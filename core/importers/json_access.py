"""Typed access to JSON that came from outside, where any value may have any type."""

import math
import re
from datetime import UTC, datetime

JsonObject = dict[str, object]

LATEST_TIME = 4_102_444_800.0
"""2100-01-01 in seconds since 1970 UTC. A later time in an export is an error or a bad joke."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Replace what SQLite cannot store, NUL and lone surrogates, by U+FFFD one for one."""
    if text.isascii() and "\0" not in text:  # ten times as fast as looking for each
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def as_object(value: object) -> JsonObject:
    """The JSON object, or an empty one if the value is anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The JSON array, or an empty one if the value is anything else."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The string, cleaned, or "" if the value is anything else."""
    return clean_text(value) if isinstance(value, str) else ""


def as_identifier(value: object) -> str:
    """The string, cleaned, or the integer as one; "" if the value is anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63:
        return str(value)
    return as_text(value)


def is_zero(value: object) -> bool:
    """Tell whether the value is the number zero; false, null and "" are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 0


def as_time(value: object) -> float | None:
    """Seconds since 1970 UTC from a number or an ISO 8601 string; None if it cannot be one.

    A string without a time zone counts as UTC. Times at or before 1970 and after 2100 are None.
    """
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        try:
            seconds = float(value)
        except OverflowError:
            return None
    else:
        return None
    return seconds if math.isfinite(seconds) and 0 < seconds <= LATEST_TIME else None


def as_time_or_ms(value: object) -> float | None:
    """The same, where a number that is too late in seconds counts as milliseconds."""
    if isinstance(value, int | float) and LATEST_TIME < value <= LATEST_TIME * 1000:
        value = value / 1000
    return as_time(value)

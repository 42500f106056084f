"""Invisible marks in a message that is being made: where quotes begin and end, what stays as it is.

They are characters of Unicode's private use area. A change of the message (casing, typos, dropped
stops) leaves them in place, so that a quote read between them at the end is exact.
"""

import re

_FIRST = 0xE000
_LAST = 0xE0FF
_KEPT_FROM = "\ue100"
_KEPT_TO = "\ue101"
ANY_MARK = "\ue000-\ue101"
_MARKS = re.compile(f"[{ANY_MARK}]")
_KEPT = re.compile(f"({_KEPT_FROM}[^{_KEPT_TO}]*{_KEPT_TO})")
_AROUND = " \t\n.,;:!?\"'"


def marked(text: str, number: int) -> str:
    """`text` with the marks of quote `number` around it (0 to 127)."""
    return f"{opening(number)}{text}{closing(number)}"


def opening(number: int) -> str:
    """The mark at which quote `number` begins; ValueError where there is no such mark."""
    first = _FIRST + 2 * number
    if not _FIRST <= first < _LAST:
        raise ValueError(f"no mark for quote {number}")
    return chr(first)


def closing(number: int) -> str:
    """The mark at which quote `number` ends."""
    return chr(ord(opening(number)) + 1)


def shifted(text: str, by: int) -> str:
    """`text` with the numbers of its quotes raised by `by`."""
    return _MARKS.sub(
        lambda mark: chr(ord(mark[0]) + 2 * by) if mark[0] <= chr(_LAST) else mark[0], text
    )


def kept(text: str) -> str:
    """`text` in marks that keep it from being changed."""
    return f"{_KEPT_FROM}{text}{_KEPT_TO}"


def parts(text: str) -> list[tuple[str, bool]]:
    """The message in parts, each with whether it may be changed."""
    return [(part, not part.startswith(_KEPT_FROM)) for part in _KEPT.split(text) if part]


def plain(text: str) -> str:
    """The message without marks, white space made even."""
    return " ".join(_MARKS.sub("", text).split())


def quote(text: str, number: int) -> str:
    """What stands in the marks of `number`, as in `plain`, without stops and quotes around it.

    Raises ValueError where the marks are not in `text`.
    """
    start = text.index(opening(number))
    return plain(text[start : text.index(closing(number), start)]).strip(_AROUND)

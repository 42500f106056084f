"""The one door through which text from outside reaches the screen.

Textual and Rich pass control characters on to the terminal, and parse markup where they are
allowed to. Everything that came from an export or from a model goes through `drawable`, or
through `one_line` and `selfaudit.tui.styled.content`, which use it.

A dangerous character becomes one visible glyph, so that offsets into the text stay true.
"""

import unicodedata

MARKS_IN_A_ROW = 4
"""Combining marks that a character keeps: what Hebrew with cantillation needs, and no flood."""

MARK = "◌"
"""Stands for what cannot be seen and for combining marks past the limit."""

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_LETTERS_AND_MARKS = ("L", "M")


def _glyphs() -> dict[int, str]:
    table = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    table[0x7F] = "␡"
    table.update((code, "␦") for code in range(0x80, 0xA0))
    table[0x85] = "␤"
    table.update((code, "\ufffd") for code in range(0xD800, 0xE000))
    table.update({0x2028: "␤", 0x2029: "¶", 0x00AD: "-"})
    # Bidi controls, by the direction in which they push.
    table.update(dict.fromkeys((0x200E, 0x202A, 0x202D, 0x2066), "⇢"))
    table.update(dict.fromkeys((0x200F, 0x061C, 0x202B, 0x202E, 0x2067), "⇠"))
    table.update(dict.fromkeys((0x202C, 0x2068, 0x2069), "⇡"))
    # Spaces without width, and letters that look like nothing.
    table.update(dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0x115F, 0x1160, 0x3164, 0xFFA0), "␣"))
    # Other characters that no one sees: joiners, operators, selectors of glyphs, tags.
    for first, last in (
        (0x034F, 0x034F),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2061, 0x2065),
        (0x206A, 0x206F),
        (0xFFF0, 0xFFFB),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE00FF),
        (0xE01F0, 0xE0FFF),
    ):
        table.update((code, MARK) for code in range(first, last + 1))
    return table


_GLYPHS = _glyphs()


def drawable(text: str) -> str:
    """The text as it may be drawn: as many code points, none of which moves or hides anything.

    Tab and newline stay; a carriage return before a newline becomes a space.
    """
    if text.isascii():
        return text if text.isprintable() else _without_returns(text).translate(_GLYPHS)
    return _joined(_without_returns(text).translate(_GLYPHS))


def _without_returns(text: str) -> str:
    return text.replace("\r\n", " \n")


def _joined(text: str) -> str:
    """Keep joiners, selectors and combining marks only where writing needs them."""
    drawn: list[str] = []
    marks = 0
    for place, character in enumerate(text):
        if character < "\u0300":
            marks = 0
        elif character in (_ZWJ, _ZWNJ):
            marks = 0
            if not _joins(character, text[place - 1 : place], text[place + 1 : place + 2]):
                character = MARK
        elif _selects(character):
            if not drawn or _selects(drawn[-1]) or not _selectable(drawn[-1], character):
                character = MARK
        elif unicodedata.category(character) in ("Mn", "Me"):
            marks += 1
            if marks > MARKS_IN_A_ROW or not drawn:
                character = MARK
        else:
            marks = 0
        drawn.append(character)
    return "".join(drawn)


def _joins(joiner: str, before: str, after: str) -> bool:
    """Whether a joiner stands where emoji, or letters that change their shape, are joined."""
    if not before or not after:
        return False
    if joiner == _ZWJ and _is_emoji(after):
        return _is_emoji(before) or before == "\ufe0f"
    return all(
        side >= "\u0590" and unicodedata.category(side)[0] in _LETTERS_AND_MARKS
        for side in (before, after)
    )


def _is_emoji(character: str) -> bool:
    return "\u2190" <= character <= "\u2bff" or "\U0001f000" <= character <= "\U0001faff"


def _selects(character: str) -> bool:
    """Whether a character only chooses the look of the one before it."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _selectable(before: str, selector: str) -> bool:
    if selector in "\ufe0e\ufe0f":
        return _is_emoji(before) or before in "#*0123456789©®‼⁉™ℹ"
    return unicodedata.category(before) == "Lo"


def one_line(text: str, limit: int = 200) -> str:
    """A title or name as one drawable line of at most `limit` code points."""
    line = " ".join(text[: 4 * limit].split())
    return drawable(line if len(line) <= limit else line[: limit - 1] + "…")


def shortened(text: str, limit: int) -> str:
    """The beginning of a text, with a remark on how much was left out. Not yet drawable."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… ({len(text) - limit:,} more characters)"

"""Generated hostile strings: control sequences, markup, bidi, floods of marks, and mixtures."""

import re
from collections.abc import Callable, Iterator
from random import Random

PROBE = "#0b5a17"
"""A colour that nothing in the program has: what is drawn in it was parsed as markup."""

_FINALS = "ABCDEFGHJKLMPSTXZfghlmnpqrsu@`"
_MARKER = re.compile(r"q(\d+)q")


def hostile_strings(seed: int = 1) -> Iterator[str]:
    """Strings without an end, the same for the same seed, each with its number as `q7q` in it."""
    random = Random(seed)
    number = 0
    while True:
        parts = [random.choice(_KINDS)(random) for _ in range(random.randint(1, 3))]
        parts.insert(random.randint(0, len(parts)), f"q{number}q")
        yield "".join(parts)
        number += 1


def numbers_in(text: str) -> set[int]:
    """The numbers of the strings that are in a text."""
    return {int(found) for found in _MARKER.findall(text)}


def _one_of(random: Random, ranges: tuple[tuple[int, int], ...], most: int) -> str:
    chosen = (random.choice(ranges) for _ in range(random.randint(1, most)))
    return "".join(chr(random.randint(*one)) for one in chosen)


def _csi(random: Random) -> str:
    start = random.choice(("\x1b[", "\x9b"))
    numbers = ";".join(str(random.randint(0, 255)) for _ in range(random.randint(0, 3)))
    return f"{start}{random.choice(('', '?', '>', '!'))}{numbers}{random.choice(_FINALS)}"


def _string_command(random: Random) -> str:
    start = random.choice(("\x1b]52;c;", "\x1b]8;;http://e.example", "\x1b]0;", "\x9d", "\x1bP",
                           "\x90", "\x1b_", "\x1b^", "\x9f"))  # fmt: skip
    return f"{start}QUFB{random.choice((chr(7), chr(27) + chr(92), chr(0x9C), ''))}"


def _escape(random: Random) -> str:
    return "\x1b" + random.choice("c7890=>DEHMNOZ#(%")


def _markup(random: Random) -> str:
    return random.choice((
        f"[{PROBE}]loud[/]", f"[bold on {PROBE}]x[/bold on {PROBE}]", "[@click=app.quit]y[/]",
        "[@click=screen.dismiss(1)]z[/]", "[link='https://e.example']l[/link]", "[/", "[", "[[",
        "[/]", "[$primary]", "\\[b]", ":smile:", "[bold",
    ))  # fmt: skip


def _markdown(random: Random) -> str:
    return random.choice((
        "**b**", "`c`", "\n# h\n", "\n- l\n", "[t](https://e.example)", "![i](file:///etc/passwd)",
        "<b onclick=x>h</b>", "\n```\nx\n```\n", "<script>1</script>", "\n| a | b |\n|--|--|\n",
    ))  # fmt: skip


_KINDS: tuple[Callable[[Random], str], ...] = (
    _csi,
    _string_command,
    _escape,
    _markup,
    _markdown,
    lambda random: _one_of(random, ((0, 8), (11, 31), (127, 127)), 4),
    lambda random: _one_of(random, ((0x80, 0x9F),), 4),
    lambda random: _one_of(random, ((0x202A, 0x202E), (0x2066, 0x2069), (0x200E, 0x200F)), 4),
    lambda random: _one_of(random, ((0x200B, 0x200D), (0x2060, 0x2064), (0xFEFF, 0xFEFF)), 4),
    lambda random: _one_of(random, ((0xE0000, 0xE007F), (0xFFF9, 0xFFFB), (0x2028, 0x2029)), 4),
    lambda random: _one_of(random, ((0xD800, 0xDFFF),), 2),
    lambda random: "Z" + _one_of(random, ((0x0300, 0x036F), (0x0483, 0x0489)), 60),
    lambda random: _one_of(random, ((0x0591, 0x06FF), (0x0E00, 0x0E7F), (0x0900, 0x097F)), 12),
    lambda random: "\u200d".join(_one_of(random, ((0x1F466, 0x1F469),), 1) for _ in range(4)),
    lambda random: _one_of(random, ((0x1F3FB, 0x1F3FF), (0x1F1E6, 0x1F1FF), (0xFE00, 0xFE0F)), 6),
    lambda random: _one_of(random, ((0x4E00, 0x9FFF), (0xAC00, 0xD7A3)), 20),
    lambda random: _one_of(random, ((0, 0x10FFFF),), 6),
    lambda random: random.choice(("\r", "\r\n", "\n", "\t", "\x0b", "\x0c", "\x85")) * 2,
    lambda random: "x" * random.choice((1, 80, 200)) if random.random() < 0.2 else "word ",
    lambda random: random.choice(("%s", "{0}", "$HOME", "../../etc", "'; DROP TABLE content;--")),
)

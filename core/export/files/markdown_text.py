"""Text that stands in Markdown or YAML as it is, whatever signs it has."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#!|~&$])")


def plain(text: str) -> str:
    """A text as one line of Markdown in which no sign acts."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def fenced(text: str) -> str:
    """A text as a block that Markdown leaves alone, whatever fences the text has."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def quoted(text: str) -> str:
    """A text in double quotes as YAML reads them, in ASCII."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    if character in '\\"':
        return "\\" + character
    if 0x20 <= code < 0x7F:
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

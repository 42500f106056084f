"""What is to be known of a package that was written."""

import shlex

from textual.content import Content

from selfaudit.core.export.withdrawal import WITHDRAWAL_WORDS
from selfaudit.tui.drawable import drawable
from selfaudit.tui.export.row_text import MUTED
from selfaudit.tui.export.writing import Written
from selfaudit.tui.lines import Line, beside
from selfaudit.tui.words import count

_CELLS = 10


def made_lines(written: Written, program: str) -> list[Line]:
    """Where it is, the code and what it can do, how to check it, how to make it again."""
    package = written.remade.package
    size = f"{written.bytes / 1e6:.1f} MB" if written.bytes > 1e5 else f"{written.bytes:,} bytes"
    lines = [
        _named("Where", Content.styled(drawable(str(written.place)), "bold")),
        _named("What", Content(f"{count(written.files, 'file')}, {size}, readable by you alone")),
    ]
    if written.sha256 is not None:
        lines.append(_named("sha256", Content(written.sha256)))
    lines += [
        Line(),
        _named(
            "Your code",
            Content.styled(f" {package.withdrawal_code or ''} ", "bold reverse $primary"),
        ),
        Line(),
        *(line for words in WITHDRAWAL_WORDS for line in (Line(Content(words)), Line())),
        Line(Content.styled("What now", "bold $primary")),
        Line(
            Content(
                "Hand the file over yourself, in the way that whoever asked for it told you. Or "
                "keep it, or delete it: nobody knows of it."
            )
        ),
        Line(),
        _command("To check it", f"{program} verify {shlex.quote(str(written.place))}"),
        _command("Once more", f"{program} export again {package.id} PATH"),
    ]
    return lines


def _named(name: str, body: Content) -> Line:
    return beside(Content.styled(f"{name:<{_CELLS}} ", MUTED), body)


def _command(name: str, command: str) -> Line:
    return beside(Content.styled(f"{name:<{_CELLS + 2}}", MUTED), Content(drawable(command)))

"""What the screens of the import show, as lines. Everything from outside becomes drawable here."""

from collections.abc import Collection, Iterator

from textual.content import Content

from selfaudit.core.events import ImportDone, ImportFailed, ImportProgress
from selfaudit.core.importers.names import format_name
from selfaudit.core.importers.survey import Listed, Survey
from selfaudit.tui.drawable import drawable, one_line
from selfaudit.tui.importing.words import (
    EXPORTS,
    done_lines,
    failed_words,
    left_words,
    listed_words,
    source_lines,
    total_new,
)
from selfaudit.tui.lines import Line, beside
from selfaudit.tui.words import count

_MUTED = "$foreground 65%"

HOW = (
    Line(Content("Drop the file here, or paste or type its path, and press Enter: a zip as it was "
                 "downloaded, a folder, a file, or several of them.")),
    Line(),
    Line(Content.styled("How to get an export", "bold")),
    *(beside(Content(f"{vendor:<9}"), Content(where)) for vendor, where in EXPORTS),
    Line(),
    Line(Content("You see what is in it before anything is stored, and choose what to leave out.")),
)  # fmt: skip
"""What is said while a path is asked for."""


def progress_words(progress: ImportProgress) -> str:
    """How far it has come."""
    return (
        f"{count(progress.conversations, 'conversation')}, {count(progress.messages, 'message')} "
        f"so far · {one_line(progress.path, 300)}"
    )


def found_page(survey: Survey, left_out: Collection[str]) -> list[Line]:
    """What was found, source by source, and what would be done with it."""
    lines: list[Line] = []
    if survey.sources:
        new, new_messages = total_new(survey.reports(left_out))
        said = f"{count(new, 'new conversation')} with {count(new_messages, 'new message')}"
        lines.append(Line(Content.styled(f"Enter imports {said}.", "bold")))
        left = left_words(survey, left_out)
        lines += [Line(Content(f"{left}: l shows which." if left else _CHOOSE)), Line()]
    lines.extend(_failures(survey.failed))
    for source in survey.sources:
        lines.append(_title(source.format, source.path))
        lines.extend(_about(source_lines(source, left_out)))
        lines.append(Line())
    return lines


_CHOOSE = "With l you can leave conversations out before."


def done_page(done: ImportDone) -> list[Line]:
    """What importing came to, source by source."""
    new, new_messages = total_new(done.sources)
    said = f"{count(new, 'conversation')} and {count(new_messages, 'message')} were stored."
    lines = [Line(Content.styled(said, "bold"))]
    if done.cancelled:
        stopped = "Stopped before the end. Import the same again to go on where it stopped."
        lines.append(Line(Content(stopped)))
    lines.append(Line())
    lines.extend(_failures(done.failed))
    for source in done.sources:
        lines.append(_title(source.format, source.path))
        lines.extend(_about(done_lines(source)))
        lines.append(Line())
    return lines


def row_line(one: Listed, *, is_left_out: bool, width: int) -> Content:
    """A conversation in the list: whether it is taken, its title, its day and size."""
    mark = Content("[ ] ") if is_left_out else Content.styled("[x] ", "$primary")
    about = listed_words(one)
    room = max(12, width - len(about) - 8)
    title = Content(one_line(one.title or "without a title")).truncate(room, ellipsis=True)
    title = title.pad_right(max(0, room - title.cell_length))
    line = mark + title + Content.styled(f"  {about}", _MUTED)
    return line.stylize("$foreground 65%") if is_left_out else line


def _title(format: str, path: str) -> Line:
    name = Content.styled(f"{one_line(format_name(format), 30)}  ", "bold")
    return Line(name + Content(one_line(path, 300)))


def _about(said: Iterator[tuple[str, str]]) -> Iterator[Line]:
    for about, words in said:
        yield beside(Content.styled(f"{about:<16}", _MUTED), Content(drawable(words)))


def _failures(failed: Collection[ImportFailed]) -> Iterator[Line]:
    for failure in failed:
        yield Line(Content.styled(drawable(failed_words(failure)), "$text-error"))
        yield Line()

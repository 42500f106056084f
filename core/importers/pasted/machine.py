"""What machines write: logs, tracebacks, messages of compilers, and terminals."""

import re

from selfaudit.core.importers.pasted.lines import (
    FIRST_PERSON,
    LINE_LIMIT,
    Detector,
    blocks,
    mark,
)

LOG = Detector("log-lines", 2)
TERMINAL = Detector("terminal", 1)

LOG_LINES = 3
"""Lines that look like a log or a traceback, within one block, that make it pasted."""

_TIMED = re.compile(
    r"\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\s*\[?\d\d:\d\d:\d\d\b|"
    r"(?:<\d{1,3}>)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d |"
    r"\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} |[\da-f.:]{3,39} \S{1,40} \S{1,40} \[\d\d/\w{3}/\d{4}:"
)
_REPORTED = re.compile(
    r"\s*\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b[\]: ]|"
    r'Traceback \(most recent call last\)|\s+File ".*", line \d|\s+at [\w.$<>`\[\]/]+ ?\(|'
    r"\s+at \S+ in \S|Exception in thread |Unhandled exception|Caused by: |"
    r"[A-Za-z_.]+(?:Error|Exception): |[\w/\\-]{0,60}\.[\w./\\-]{1,60}:\d+(?::\d+)?: |"
    r"(?:error|warning)(?:\[\w+\])?: |\s*--> \S+:\d|\s*\d* \|(?:\s|$)|[\w-]{1,40}-\d+\s+\| |"
    r"npm (?:ERR|WARN)|make(?:\[\d+\])?: \*\*\*|panic: |goroutine \d+ \[|\t\S+\.\w+:\d+|"
    r"exit status \d|LINE \d+: |HINT:  |SQL state: |[=_-]{3,} .{1,80} [=_-]{3,}$|E {3}|FAILED \S+::"
)
_PROMPT = re.compile(
    r"\$ [a-z./]|\[?[\w.-]{1,40}@[\w.-]{1,60}(?:[: ][~/\w.-]{0,80})?\]?[$#%] |"
    r"PS [A-Z]:\\[^>]{0,120}> |[A-Z]:\\[^>]{0,120}>|>>> \S|In \[\d+\]: "
)
_SCREEN = re.compile(
    r"\s*PID\s+USER\b|Filesystem\s+.*\bMounted on|CONTAINER ID\s|NAME\s+READY\s|total \d+$"
)
_SENTENCE_END = re.compile(r"[a-zäöüß)][.?!]+$|\?$")


def mark_logs(lines: list[str], labels: list[Detector]) -> None:
    """Mark, in each block, the lines from the first to the last of a log or a traceback."""
    for first, end in list(blocks(lines, labels)):
        hits = [number for number in range(first, end) if _is_log(lines[number])]
        if len(hits) >= LOG_LINES and 2 * len(hits) >= hits[-1] + 1 - hits[0]:
            mark(labels, hits[0], hits[-1] + 1, LOG)


def _is_log(line: str) -> bool:
    text = line[:LINE_LIMIT].rstrip()
    return bool(_TIMED.match(text) or (_REPORTED.match(text) and not FIRST_PERSON.search(text)))


def mark_terminals(lines: list[str], labels: list[Detector]) -> None:
    """Mark what follows a prompt with a command, or the head of a known listing, in its block.

    Blocks between two prompts belong to it if nobody speaks of themselves in them. The lines at the
    end of a block that speak of the person, or ask, stay typed.
    """
    start: int | None = None
    for first, end in list(blocks(lines, labels)):
        hits = [number for number in range(first, end) if _is_prompt(lines[number])]
        if not hits:
            if any(_is_prose(line) for line in lines[first:end]):
                start = None
            continue
        last = end
        while last > hits[-1] + 1 and _is_prose(lines[last - 1]):
            last -= 1
        if start is not None:
            mark(labels, start, last, TERMINAL)
        elif last - hits[0] > 1:
            mark(labels, hits[0], last, TERMINAL)
        start = hits[0]


def _is_prompt(line: str) -> bool:
    text = line[:LINE_LIMIT]
    return bool(_PROMPT.match(text) or _SCREEN.match(text))


def _is_prose(line: str) -> bool:
    text = line[:LINE_LIMIT].rstrip()
    return bool(FIRST_PERSON.search(text) or _SENTENCE_END.search(text))

"""A row of a package as drawable text: a line of a list, a card, and field by field."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from textual.content import Content

from selfaudit.core.export.fields import Column, Text
from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.redaction.redactor import Replacement
from selfaudit.core.export.replaced import Replaced, replaced_in
from selfaudit.core.export.tables.registry import BY_NAME
from selfaudit.core.export.withholding import Decision
from selfaudit.tui.drawable import drawable, one_line
from selfaudit.tui.export.preview import Preview
from selfaudit.tui.export.table_words import BRIEF, REASONS, STATES
from selfaudit.tui.lines import Line, beside
from selfaudit.tui.styled import content

MUTED = "$foreground 65%"
STATE_CELLS = 9
_LINE_TEXT = 300
_HINT = 120
_NAME_CELLS = 12
_LABELS_APART = "   "


def found_in(preview: Preview, one: Leaving) -> list[Replaced]:
    """Everything that is replaced in a row, or was left as it is, in the order of its fields."""
    return list(replaced_in(one, preview.level, preview.redacting))


def text_fields(one: Leaving) -> Iterator[tuple[Column, str | None, str]]:
    """Each text of a row: as it leaves (None: it does not), and as it is stored."""
    for column in BY_NAME[one.key[0]].columns:
        stored = getattr(one.stored, column.name)
        if isinstance(column.kind, Text) and stored:
            yield column, getattr(one.row, column.name) if one.row is not None else None, stored


def list_line(preview: Preview, one: Leaving, decision: Decision, *, waits: bool) -> Content:
    """A row in one line: what happens to it, its labels, its text.

    What only helps to recognise it, and does not leave, stands in ‹ ›.
    """
    state = STATES[decision] + ("…" if waits else "")
    row = one.row if one.row is not None else one.stored
    labels = [_value(getattr(row, name)) for name in BRIEF[one.key[0]]]
    parts = [one_line(label, 40) for label in labels if label]
    texts = [
        f"“{one_line(leaves, _LINE_TEXT)}”" if leaves else f"‹{one_line(stored, _HINT)}›"
        for _, leaves, stored in text_fields(one)
    ]
    if not texts:
        hint = preview.statement_of(one.stored) or preview.prompt_of(one.stored)
        texts = [f"‹{one_line(hint, _HINT)}›"] if hint else []
    style = MUTED if decision is Decision.KEEP and not waits else "bold $text-accent"
    return Content.assemble(
        (f"{state:<{STATE_CELLS}}", style),
        Content(" · ".join(parts) + ("  " if parts and texts else "")),
        Content(" ".join(texts)),
    )


def card_lines(preview: Preview, one: Leaving, current: Replaced | None) -> list[Line]:
    """A row exactly as it would leave; then what stays here."""
    if one.row is None:
        return [Line(Content.styled("Nothing of this row leaves.", "bold")), *_stays(preview, one)]
    findings: dict[str, list[Replacement]] = {}
    for found in found_in(preview, one):
        findings.setdefault(found.field, []).append(found.replacement)
    lines: list[Line] = []
    labels: list[Content] = []
    empty: list[str] = []
    for column in BY_NAME[one.key[0]].columns:
        value = getattr(one.row, column.name)
        if value is None:
            empty.append(column.name)
        elif isinstance(column.kind, Text):
            name = Content.styled(f"{column.name:<{_NAME_CELLS}} ", MUTED)
            lines.append(beside(name, _highlighted(value, findings.get(column.name, ()), current)))
        else:
            labels.append(Content(f"{column.name}={one_line(_value(value), 200)}"))
    lines.append(Line(Content(_LABELS_APART).join(labels)))
    if empty:
        lines.append(Line(Content.styled(f"empty: {', '.join(empty)}", MUTED)))
    return [*lines, *_stays(preview, one)]


def _stays(preview: Preview, one: Leaving) -> list[Line]:
    """What the person may need to recognise the row, and the package does not hold."""
    stays = [(column.name, stored) for column, leaves, stored in text_fields(one) if not leaves]
    about = (("its note", preview.statement_of), ("its prompt", preview.prompt_of))
    own = {stored for _, _, stored in text_fields(one)}
    stays += [(name, text) for name, of in about if (text := of(one.stored)) and text not in own]
    if not stays:
        return []
    title = Content.styled("Not in this row as it leaves; only for you, to recognise it:", MUTED)
    return [
        Line(),
        Line(title),
        *(
            beside(
                Content.styled(f"{name:<{_NAME_CELLS}} ", MUTED),
                Content(f"‹{drawable(text)}›"),
            )
            for name, text in stays
        ),
    ]


def _highlighted(text: str, found: Sequence[Replacement], current: Replaced | None) -> Content:
    here = current.replacement if current is not None else None
    spans = [
        (
            one.new_start,
            one.new_end,
            "reverse bold" if one is here or one == here else "bold underline $text-accent",
        )
        for one in found
    ]
    return content(text, spans)


def why(one: Leaving) -> str:
    """Why a row does not leave whole, and what it goes along with; empty where it does."""
    ruling = one.ruling
    if ruling.decision is Decision.KEEP:
        return ""
    reason = REASONS[ruling.reason]
    if ruling.by is not None:
        owner = OWNERS.get(ruling.by[0], "what it is a part of")
        return f"{STATES[ruling.decision]}, along with {owner}: {reason}"
    return f"{STATES[ruling.decision]}: {reason}"


OWNERS: Mapping[str, str] = {
    "attributes": "its note",
    "revisions": "its wording",
    "evidence": "its quote",
    "prompts": "its prompt",
    "blocks": "its block",
    "entries": "its entry",
    "pairs": "its pair",
    "answers": "its answer",
    "selections": "its selection",
    "items": "what it answers",
}


def _value(value: object) -> str:
    """A value as the files hold it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case StrEnum():
            return value.value
        case _:
            return str(value)


def field_lines(one: Leaving) -> list[Line]:
    """Every field of a row with what it means."""
    lines: list[Line] = []
    for column in BY_NAME[one.key[0]].columns:
        value = getattr(one.row, column.name) if one.row is not None else None
        shown = Content("(does not leave)" if one.row is None else "(empty)")
        if value is not None:
            shown = content(_value(value) or "(no characters)")
        lines.append(beside(Content.styled(f"{column.name}  ", "bold $primary"), shown))
        lines.append(beside(Content("    "), Content.styled(column.description, MUTED)))
    return lines

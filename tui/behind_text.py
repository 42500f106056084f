"""The judgments behind a figure as drawable text: what each is about, and what was said of it."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from selfaudit.core.models.attribute import Attribute
from selfaudit.core.models.comparison import Pair, Side
from selfaudit.core.models.item import Item, ItemKind
from selfaudit.core.models.relevance import Entry
from selfaudit.core.report import words
from selfaudit.core.report.pages import Behind, Figure, Of, Row, Table
from selfaudit.core.store.store import Store
from selfaudit.tui.drawable import one_line
from selfaudit.tui.lines import Line, beside
from selfaudit.tui.report_parts import MARGIN, MUTED, Opens, remarks
from selfaudit.tui.report_tables import cell
from selfaudit.tui.results_text import ARMS
from selfaudit.tui.styled import content

_STATEMENT, _PROMPT = 400, 300
"""Characters of a statement and of a prompt that a list shows."""

_GONE = "(no longer there)"
_EDITED = "in your own words, so it does not count as true as written"


def head(opens: Opens) -> list[Line]:
    """The figures that were opened, with what qualifies them."""
    if len(opens.figures) == 1:
        (one,) = opens.figures
        said = words.figure(one) if one.shown is None else words.interval(one.shown, one.scale)
        return [Line(content(said)), *_small(remarks(one)), Line()]
    lines = [line for one in opens.figures for line in _of_row(one)]
    every = Table("", "", (), (Row(opens.title, opens.figures),))
    lines += _small(filter(None, [words.still_needed(every)]))
    return [*lines, Line()] if lines else []


def _of_row(one: Figure) -> list[Line]:
    number = cell(one) if one.shown is None else words.value(one.shown.value, one.scale)
    label = Content.assemble((number, "bold"), "  ", content(one.label))
    if one.shown is None:
        return [Line(label)]
    said = [words.interval(one.shown, one.scale), *filter(None, [one.note])]
    return [Line(label), *(beside(MARGIN, line.body) for line in _small(["; ".join(said)]))]


def _small(texts: Iterable[str]) -> list[Line]:
    return [Line(content(text).stylize(MUTED)) for text in texts]


def listed(store: Store, behind: Sequence[Behind], first: int) -> list[Line]:
    """Some judgments, numbered from `first`, each with what it is about."""
    ids = [one.id for one in behind if one.of is Of.ATTRIBUTE]
    attributes = {one.id: one for one in store.attributes.some(ids)} if ids else {}
    lines: list[Line] = []
    above: int | None = None
    for number, one in enumerate(behind, first):
        entry = store.marks.entry(one.id) if one.of is Of.ENTRY else None
        if entry is not None and entry.prompt != above:
            lines.append(Line(_prompt(store, entry.prompt)))
            above = entry.prompt
        lines += _numbered(number, _told(store, one, attributes.get(one.id), entry))
    return lines


def _numbered(number: int, parts: Sequence[Content]) -> list[Line]:
    margin = Content.styled(f"{number:>5,}  ", MUTED)
    blank = Content(" " * margin.cell_length)
    lines = [beside(blank if place else margin, part) for place, part in enumerate(parts)]
    return [*lines, Line()]


def _told(
    store: Store, one: Behind, attribute: Attribute | None, entry: Entry | None
) -> list[Content]:
    said = Content.assemble(("you said: ", MUTED), (one_line(one.said), "bold $primary"))
    if one.of is Of.PAIR:
        pair = store.pairs.get(one.id)
        return [_prompt(store, pair.prompt), said, _sides(pair)]
    if entry is not None:
        return [_statement(entry.statement), said]
    if one.of is Of.ITEM:
        return [_statement(item_text(store, store.items.get(one.id))), said]
    if attribute is None:
        return [Content(_GONE), said]
    edited = [] if attribute.as_written else [Content.styled(_EDITED, MUTED)]
    return [_statement(attribute.statement), said, *edited]


def item_text(store: Store, item: Item) -> str:
    """What an item says, "" where it was erased."""
    match item.kind:
        case ItemKind.HELD_BACK:
            found = store.extractions.held_back(item.candidate)
            return found[0].statement if found else ""
        case ItemKind.MESSAGE:
            return store.history.text_of(item.message) if item.message is not None else ""
        case ItemKind.BELIEF:
            (drawn,) = store.beliefs.drawn([item])
            return drawn.belief.statement if drawn.belief is not None else ""
        case ItemKind.AGAIN:
            return store.attributes.statement_of(item.revision or 0)
        case _:
            return item.bundled or ""


def _statement(statement: str) -> Content:
    return Content(one_line(statement, _STATEMENT) or "(erased)")


def _prompt(store: Store, prompt: int) -> Content:
    text = one_line(store.prompts.get(prompt).text, _PROMPT)
    return Content.styled(f"“{text}”" if text else "(erased)", "italic")


def _sides(pair: Pair) -> Content:
    words_of = {
        pair.generic_side: "the generic answer",
        pair.generic_side.other: f"given {ARMS[pair.arm]}",
    }
    said = (f"{side}: {words_of[side]}" for side in Side)
    return Content.styled("; ".join(said), MUTED)

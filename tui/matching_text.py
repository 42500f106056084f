"""A revealed block of marks as drawable text: the table, the dial, one prompt's attributes."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from selfaudit.core.models.relevance import Entry, Mark, MarkAnswer
from selfaudit.core.relevance.matching import Counts, Line, Matching
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.tui.drawable import one_line

CUTS = {"own": "", "fixed": ", at 0.5", "fitted": ", at your rate"}
"""How a selector's scores became choices, as it is read behind its title."""

_NAME_CELLS = 36
_BAR_CELLS = 14
_DIAL_CELLS = 20
_SAID_CELLS = 12
_DIAL_SAYS_CELLS = 5
_MUTED = "$foreground 65%"
_AGREED, _EXTRA, _MISSED = "$success", "$warning", "$error"

SIGNS = {"agreed": "=", "extra": "+", "missed": "−", "left": " ", "open": "?", "blank": "·"}
"""The sign of each outcome, so that colour is never the only carrier of it."""


def heading(matching: Matching) -> Content:
    """What the block held, in one sentence."""
    asked = [entry for entry in matching.entries if entry.accepted]
    yes = sum(matching.yes(entry) is True for entry in asked)
    no = sum(matching.yes(entry) is False for entry in asked)
    left_open = len(asked) - yes - no
    others = f"; {left_open} left open" if left_open else ""
    return Content.assemble(
        (f"Block {matching.block.number} laid open: ", "bold"),
        f"you said yes to {yes} and no to {no} of {len(asked)}{others}.",
    )


def legend() -> Content:
    """What the signs mean."""
    return Content.assemble(
        (f"{'selector, and where it is cut':<{_NAME_CELLS}}", _MUTED),
        ("= both", _AGREED),
        (" + extra ", _EXTRA),
        (" − missed", _MISSED),
    )


def table(matching: Matching) -> Content:
    """Each selector in one line: what it chose that you marked, what beside, what it left out."""
    most = max((_length(line.total) for line in matching.lines), default=0)
    return Content("\n").join([legend(), *(_table_line(line, most) for line in matching.lines)])


def _table_line(line: Line, most: int) -> Content:
    total = line.total
    name = f"{line.title}{CUTS[line.cut]}"
    if not total.chosen + total.missed + total.left:
        why = next(iter(line.failures.values()), "not run")
        return Content.assemble(f"{name:<{_NAME_CELLS}}", (one_line(why, 34), _MUTED))
    return Content.assemble(f"{name:<{_NAME_CELLS}}", _counts(total), "  ", _bar(total, most))


def _counts(counts: Counts) -> Content:
    return Content.assemble(
        (f"= {counts.agreed:<4}", _AGREED),
        (f" + {counts.extra:<5}", _EXTRA),
        (f" − {counts.missed:<3}", _MISSED),
    )


def _length(counts: Counts) -> int:
    return counts.agreed + counts.extra + counts.missed


def _bar(counts: Counts, most: int) -> Content:
    """Agreed, extra and missed as parts of one bar, on one scale for all selectors."""
    parts = (
        (counts.agreed, "█", _AGREED),
        (counts.extra, "▒", _EXTRA),
        (counts.missed, "░", _MISSED),
    )
    bar, shown, upto = Content(), 0, 0
    for number, sign, style in parts:
        upto += number
        cells = round(_BAR_CELLS * upto / max(1, most)) - shown
        shown += cells
        bar += Content.styled(sign * cells, style)
    return bar


def dial(title: str, threshold: float, matching: Matching, selector: str) -> Content:
    """Where the threshold of one selector stands, and what it comes to there."""
    place = min(_DIAL_CELLS - 1, max(0, round(threshold * (_DIAL_CELLS - 1))))
    scale = Content.assemble(
        ("─" * place, _MUTED), ("●", "bold $primary"), ("─" * (_DIAL_CELLS - place - 1), _MUTED)
    )
    counts = matching.at(selector, threshold)
    return Content.assemble(
        ("Dial ", "bold"), f"{title}\n", scale, f" {threshold:.2f}   ", _counts(counts),
        (f"  {false_facts(counts)}", _MUTED),
    )  # fmt: skip


def false_facts(counts: Counts) -> str:
    """How many attributes that you rejected would be used."""
    if not counts.rejected:
        return ""
    return f"false facts used: {counts.false_facts} of {counts.rejected}"


def prompt_heading(matching: Matching, position: int, number: int, prompts: int) -> Content:
    """Which prompt the attributes below are of."""
    prompt = matching.prompts[position]
    return Content.assemble(
        (f"Prompt {number} of {prompts}  ", "bold $primary"),
        Content(f"“{one_line(prompt.text, 200)}”"),
    )


def entry_line(
    entry: Entry,
    matching: Matching,
    chosen: Mapping[int, bool],
    correction: Mark | None,
    *,
    under_cursor: bool,
) -> Content:
    """One attribute: the sign of its outcome, what you said, what the dial says, its statement."""
    sign, style = _outcome(entry, matching, chosen)
    said = _words(matching.marks.get(entry.id)) if entry.accepted else "not true"
    now = f"→{_words(correction)}" if correction is not None else ""
    dial_says = {True: "use", False: "leave", None: ""}[chosen.get(entry.id)]
    return Content.assemble(
        ("▸ " if under_cursor else "  ", "bold $primary"),
        (f"{sign} ", style),
        f"{said + now:<{_SAID_CELLS}} ",
        (f"{dial_says:<{_DIAL_SAYS_CELLS}} ", _MUTED),
        (one_line(entry.statement, 160) or "(erased)", "bold" if under_cursor else ""),
    )


def columns() -> Content:
    """The heads of the columns of `entry_line`."""
    heads = f"    {'you said':<{_SAID_CELLS}} {'dial':<{_DIAL_SAYS_CELLS}} attribute"
    return Content.styled(heads, _MUTED)


def _outcome(entry: Entry, matching: Matching, chosen: Mapping[int, bool]) -> tuple[str, str]:
    choice, yes = chosen.get(entry.id), matching.yes(entry)
    if not entry.accepted:
        return ("!", _MISSED) if choice else (SIGNS["left"], _MUTED)
    if yes is None:
        return SIGNS["open"], _MUTED
    if choice is None:
        return SIGNS["blank"], _MUTED
    if yes:
        return (SIGNS["agreed"], _AGREED) if choice else (SIGNS["missed"], _MISSED)
    return (SIGNS["extra"], _EXTRA) if choice else (SIGNS["left"], _MUTED)


def _words(mark: Mark | None) -> str:
    if mark is None:
        return "not asked"
    if mark.answer is MarkAnswer.SKIP:
        return "skipped"
    return SHOULD_MATTER.words_of(mark.answer)


def at_position(entries: Sequence[Entry], position: int) -> list[Entry]:
    """The attributes of one prompt: those that you accepted, then those that you rejected."""
    return [entry for entry in entries if entry.position == position]

"""A revealed block of marks as drawable text: the table, the dial, one prompt's attributes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from textual.content import Content

from selfaudit.core.models.relevance import Entry, Mark, MarkAnswer
from selfaudit.core.relevance.matching import Counts, Line, Matching
from selfaudit.core.relevance.thresholds import Scored, fitted
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.tui.drawable import one_line

CUTS = {"own": "", "fixed": ", at 0.5", "fitted": ", as often as you"}
"""How a selector's scores became choices, as it is read behind its title."""

_NAME_CELLS = 40
_BAR_CELLS = 14
_DIAL_CELLS = 20
_SAID_CELLS = 12
_DIAL_SAYS_CELLS = 5
_MUTED = "$foreground 65%"
_AGREED, _EXTRA, _MISSED = "$success", "$warning", "$error"

SIGNS = {"agreed": "=", "extra": "+", "missed": "−", "left": " ", "open": "?", "blank": "·"}
"""The sign of each outcome, so that colour is never the only carrier of it."""


def heading(matching: Matching) -> Content:
    """What the person said in the block, and what the model would have done, in plain words."""
    asked = [entry for entry in matching.entries if entry.accepted]
    said = Counter(_answer(matching.marks.get(entry.id)) for entry in asked)
    parts = [f"yes to {said[MarkAnswer.YES]}", f"no to {said[MarkAnswer.NO]}"]
    if said[MarkAnswer.UNSURE]:
        parts.append(f"can't say to {said[MarkAnswer.UNSURE]}")
    skipped = f"; {said[MarkAnswer.SKIP]} skipped" if said[MarkAnswer.SKIP] else ""
    return Content.assemble(
        (f"Block {matching.block.number} opened: ", "bold"),
        f"you said {', '.join(parts)}{skipped}.\n",
        _in_words(matching),
    )


def _answer(mark: Mark | None) -> MarkAnswer:
    return mark.answer if mark is not None else MarkAnswer.SKIP


def _in_words(matching: Matching) -> str:
    lines = {(line.selector, line.cut): line for line in matching.lines}
    line = lines.get(("model_pairwise", "fixed"))
    if line is None or not line.total.marked + line.total.chosen + line.total.left:
        return "The model was not asked about these."
    total = line.total
    unwanted = f"{total.extra} that you did not want"
    if total.false_facts:
        unwanted += f" and {total.false_facts} that are not true"
    return (
        f"Asked one by one, the model would use {total.agreed} of the {total.marked} that you "
        f"wanted used, and {unwanted}."
    )


def legend() -> Content:
    """What the signs mean."""
    return Content.assemble(
        (f"{'who chose':<{_NAME_CELLS}}", _MUTED),
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


@dataclass(frozen=True, slots=True)
class Dial:
    """A threshold on the scores of one selector, between the lowest and the highest of them."""

    selector: str
    title: str
    low: float
    high: float
    threshold: float

    @classmethod
    def on(cls, matching: Matching, selector: str, title: str) -> "Dial":
        """A dial that chooses about as often in this block as the person said yes."""
        scores = matching.scores[selector]
        rows = [
            Scored(entry.prompt, scores[entry.id], matching.yes(entry))
            for entry in matching.entries
            if entry.accepted and entry.id in scores
        ]
        low, high = min(scores.values()), max(scores.values())
        threshold = fitted(rows)
        if threshold is None:
            threshold = (low + high) / 2
        return cls(selector, title, low, high, min(high, max(low, threshold)))

    def turned(self, steps: int) -> "Dial":
        """The dial some steps further up, or down."""
        step = (self.high - self.low) / (_DIAL_CELLS - 1)
        return replace(self, threshold=min(self.high, max(self.low, self.threshold + steps * step)))


def dial(shown: Dial, matching: Matching) -> Content:
    """Where the threshold of one selector stands, and what it comes to there."""
    span = max(1e-9, shown.high - shown.low)
    place = round((shown.threshold - shown.low) / span * (_DIAL_CELLS - 1))
    scale = Content.assemble(
        ("─" * place, _MUTED), ("●", "bold $primary"), ("─" * (_DIAL_CELLS - place - 1), _MUTED)
    )
    counts = matching.at(shown.selector, shown.threshold)
    head = Content.assemble(
        ("How strict: ", "bold"), shown.title, ("   ← uses more · → uses less", _MUTED)
    )
    foot = Content.assemble(
        scale, f" {shown.threshold:.2f}  ", _counts(counts), (f" {false_facts(counts)}", _MUTED)
    )
    return head + "\n" + foot


def false_facts(counts: Counts) -> str:
    """How many attributes that you rejected would be used."""
    if not counts.rejected:
        return ""
    return f"untrue used: {counts.false_facts} of {counts.rejected}"


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


def signs() -> Content:
    """What the signs before an attribute mean, where the table does not say."""
    return Content.styled("? can't say or skipped   ! not true, but used", _MUTED)


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

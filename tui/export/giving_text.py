"""What is said before any row is looked at: how much leaves, what is held back, what to do next."""

from collections.abc import Iterator

from textual.content import Content

from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.difference import Difference
from selfaudit.core.export.identifying import NO_CLAIM as COARSER_NO_CLAIM
from selfaudit.core.export.identifying import WARNING
from selfaudit.core.export.levels import Level
from selfaudit.core.export.levels_words import NO_CLAIM, WORDS
from selfaudit.core.export.tables.review import AttributeRow, EvidenceRow, JudgmentRow
from selfaudit.core.export.withholding import Decision
from selfaudit.core.models.judgment import Question
from selfaudit.core.models.wording import Wording
from selfaudit.core.review.wordings import ASKED
from selfaudit.core.store.packages import StoredPackage
from selfaudit.core.study.study import Study
from selfaudit.tui.drawable import one_line
from selfaudit.tui.export.preview import Preview
from selfaudit.tui.export.row_text import MUTED
from selfaudit.tui.export.table_words import FACETS
from selfaudit.tui.lines import Line, beside
from selfaudit.tui.styled import content
from selfaudit.tui.words import count, day

INTRODUCTION = (
    "Make one file of what you answered here, for research or for anybody you like. Nothing is "
    "sent: the file stays on this machine until you hand it over yourself."
)
PREPARING = "Putting together what would leave…"
NOT_PREPARED = "It could not be put together. Go back with q and try again."
NOTHING_YET = (
    "There is nothing to give yet. What you have said is not part of any set of cards or opened "
    "block. Go back with q and judge some cards (r)."
)

FIXED = "How much leaves is fixed by the study that you are in."

_ASIDE = Content("  ")
_WARNS = Content.styled("! ", "bold $text-accent")
_TEXT_SHOWN = 240


def levels(chosen: Level, study: Study | None = None) -> Content:
    """The three levels below one another, the chosen one marked; that a study fixes it is said."""
    parts = []
    for number, level in enumerate(Level, 1):
        mark = "◉" if level is chosen else "○"
        style = "bold" if level is chosen else MUTED
        parts.append(
            Content.assemble((f" {number} ", "bold reverse $primary"), " ", mark, " ")
            + Content.styled(WORDS[level].name, style)
        )
    if study is not None and study.level is not None:
        parts.append(Content.styled(f" {FIXED}", "$text-accent"))
    return Content("\n").join(parts)


def summary(preview: Preview, last: StoredPackage | None) -> list[Line]:
    """How many rows leave, what is held back and why, and what is new."""
    counts = preview.counts
    leave = sum(counts.values()) - counts[Decision.WITHHOLD]
    less = counts[Decision.WITHOUT_TEXT] + counts[Decision.COARSER]
    less = less if preview.level.holds(Level.ATTRIBUTES) else 0
    said = [
        f"{count(leave, 'row')} would leave, each a note, an answer or the like",
        f"{counts[Decision.WITHHOLD]:,} withheld",
        *([f"{less:,} without text or coarser"] if less else []),
        *([f"{count(preview.replaced, 'thing')} replaced in texts"] if preview.replaced else []),
    ]
    lines = [Line(Content.styled(" · ".join(said), "bold"))]
    lines += _warnings(preview)
    lines.append(
        beside(_ASIDE, Content.styled(_since(preview.level, preview.difference, last), MUTED))
    )
    return lines


def _warnings(preview: Preview) -> Iterator[Line]:
    others = sum(
        key[0] == "attributes" and preview.rulings[key].decision is Decision.WITHHOLD
        for key in preview.of_others
    )
    if others:
        yield beside(
            _WARNS,
            Content.assemble(
                f"{count(others, 'note')} mention{'s' if others == 1 else ''} someone else, so "
                "they are held back with all that belongs to them. ",
                ("e", "bold $primary"),
                " shows them.",
            ),
        )
    if preview.together.could_identify:
        told = [
            f"{FACETS[facet]} ({count(len(rows), 'note')})"
            for facet, rows in preview.together.rows.items()
        ]
        yield beside(
            _WARNS,
            Content.assemble(
                (f"{WARNING}: ", "bold"),
                f"{', '.join(told)}. ",
                ("i", "bold $primary"),
                " shows them. ",
                (COARSER_NO_CLAIM, MUTED),
            ),
        )


def _since(level: Level, difference: Difference | None, last: StoredPackage | None) -> str:
    if difference is None or last is None:
        return "You have made no package before."
    kind = "" if last.level == level else f", “{WORDS[Level(last.level)].name}”"
    made = f"Since your last package ({day(last.made_at)}{kind})"
    if difference.is_none:
        return f"{made}: nothing is new. The same rows would leave again."
    added = sum(len(one.added) for one in difference.tables)
    removed = sum(len(one.removed) for one in difference.tables)
    changed = sum(len(one.changed) for one in difference.tables)
    counts = f"{count(added, 'row')} more, {removed:,} fewer, {changed:,} otherwise"
    return f"{made}: {counts}.{' d shows them.' if added or changed else ''}"


def level_lines(level: Level, preview: Preview | None) -> list[Line]:
    """What leaves and what stays at a level, with a row of the person's own once it is there."""
    words = WORDS[level]
    lines = [Line(Content.styled("Leaves", "bold $primary"))]
    lines += [beside(Content("+ "), Content(one)) for one in words.leaves]
    lines.append(Line(Content.styled("Stays here", "bold $primary")))
    lines += [beside(Content("− "), Content(one)) for one in words.stays]
    example = _example(preview) if preview is not None else ""
    if example:
        lines.append(Line(Content.styled("For instance, from your own", "bold $primary")))
        lines.append(beside(_ASIDE, content(example)))
    lines += [Line(), Line(Content.styled(NO_CLAIM, MUTED))]
    return lines


def study_line(template: ConsentTemplate | None, study: Study | None = None) -> Content:
    """For which study it is."""
    if study is not None:
        return Content.assemble(("In the study ", MUTED), one_line(study.title, 120))
    if template is None or not template.study:
        return Content.styled("For no study in particular. s names a study's file.", MUTED)
    return Content.assemble(("For the study ", MUTED), one_line(template.study, 120))


def _example(preview: Preview) -> str:
    """The level's example with the first row of the person's that would leave."""
    for one in preview.prepared.tables["judgments"]:
        row, stored = one.row, one.stored
        if not isinstance(row, JudgmentRow) or not isinstance(stored, JudgmentRow):
            continue
        if not row.counts or row.question is not Question.TRUE:
            continue
        statement, quote = _leaving_texts(preview, stored.attribute)
        if preview.level.holds(Level.ATTRIBUTES) and not statement:
            continue
        if preview.level.holds(Level.FULL) and not quote:
            continue
        return WORDS[preview.level].filled(
            statement=one_line(statement, _TEXT_SHOWN),
            quote=one_line(quote, _TEXT_SHOWN),
            answer=_answered(ASKED[Question.TRUE], row.answer),
        )
    return ""


def _leaving_texts(preview: Preview, attribute: str) -> tuple[str, str]:
    statement = quote = ""
    for one in preview.prepared.tables["attributes"]:
        if isinstance(one.stored, AttributeRow) and one.stored.id == attribute:
            statement = getattr(one.row, "statement", None) or ""
    for one in preview.prepared.tables["evidence"]:
        if isinstance(one.stored, EvidenceRow) and one.stored.attribute == attribute:
            quote = quote or getattr(one.row, "quote", None) or ""
    return statement, quote


def _answered(wording: Wording, answer: str) -> str:
    for choice in wording.choices:
        if choice.answer == answer:
            return choice.words
    return answer

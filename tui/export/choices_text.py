"""A choice of the person's as a line of a list."""

from textual.content import Content

from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.store.packages import StoredWithholding
from selfaudit.tui.drawable import one_line
from selfaudit.tui.export.asking import everything
from selfaudit.tui.export.preview import Preview
from selfaudit.tui.export.row_text import text_fields
from selfaudit.tui.export.table_words import DECIDED, REASONS

_SHOWN = 60


def choice_line(one: StoredWithholding, preview: Preview | None) -> Content:
    """What was decided, of what, and why."""
    decision = Decision[one.decision]
    target = Target(Kind(one.kind), one.value or "", one.table)
    of = _row(target, preview) if target.kind is Kind.ROW else everything(target)
    if target.kind is Kind.CONVERSATION:
        of = "everything of one conversation"
    has_reason = target.kind is Kind.ROW and decision is not Decision.KEEP
    reason = f"  ({REASONS[Reason(one.reason)]})" if has_reason else ""
    return Content.assemble(
        (f"{DECIDED[decision].lower():<18}", "bold $text-accent"), Content(of + reason)
    )


def _row(target: Target, preview: Preview | None) -> str:
    rows = preview.tables.get(target.table, ()) if preview is not None else ()
    for row in rows:
        if preview is not None and row.key == (target.table, target.value):
            texts = [stored for _, _, stored in text_fields(row)]
            texts += [preview.statement_of(row.stored), preview.prompt_of(row.stored)]
            text = next(filter(None, texts), "")
            return f"{target.table}  ‹{one_line(text, _SHOWN)}›" if text else target.table
    return f"{target.table}, a row that is not there any more"

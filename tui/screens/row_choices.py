"""What a person decides of rows: the keys for it, the reason, what came of it."""

from functools import partial

from textual import events
from textual.content import Content

from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.tables.registry import BY_NAME, Part
from selfaudit.core.export.withholding import Decision, Key, Kind, Reason, Target
from selfaudit.tui.export import asking
from selfaudit.tui.export.asking import Ask
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.row_text import OWNERS
from selfaudit.tui.export.table_words import WIDE_REASONS
from selfaudit.tui.screens.export_page import ExportPage
from selfaudit.tui.screens.writing import WritingDialog

WORKING = "Working out what goes with it…"


class RowChoices(ExportPage):
    """A screen with one row chosen, of which something can be decided."""

    def __init__(self, desk: ExportDesk) -> None:
        super().__init__(desk)
        self._ask: Ask | None = None
        self._done: list[tuple[str, Key | None]] = []

    @property
    def chosen(self) -> Leaving | None:
        """The row that the cursor is on."""
        raise NotImplementedError

    def show_row(self, remark: Content | None = None) -> None:
        """Show the row anew, with a remark."""
        raise NotImplementedError

    def say(self, remark: str) -> None:
        """Say something about the last key."""
        self.show_row(Content(remark))

    # Asking

    @property
    def is_asking(self) -> bool:
        """Whether a question is open: keys answer it and do nothing else."""
        return self._ask is not None

    @property
    def question(self) -> Content | None:
        """The question that is open, with its keys."""
        return None if self._ask is None else self._ask.shown

    def close_question(self) -> None:
        """Another row was chosen: what was asked is asked no more."""
        self._ask = None

    def _open(self, ask: Ask) -> None:
        self._ask = ask
        self.show_row()

    def on_key(self, event: events.Key) -> None:
        """While something is asked every key answers, or closes the question."""
        if self._ask is None or event.key in ("question_mark", "f1", "ctrl+q", "ctrl+p"):
            return
        event.stop()
        does = self._ask.answer(event.character or "")
        if does is None and event.key not in ("escape", "q"):
            return
        self._ask = None
        if does is None:
            self.say("Nothing was changed.")
        else:
            does()

    # One row

    def action_withhold(self) -> None:
        """Keep a row back."""
        self._decide_row(Decision.WITHHOLD)

    def action_without_text(self) -> None:
        """Let the labels of a row leave alone."""
        self._decide_row(Decision.WITHOUT_TEXT)

    def action_coarser(self) -> None:
        """Put a coarser sentence in the place of a note."""
        one = self._free_row()
        if one is None:
            return
        attribute = (
            one.key[1] if one.key[0] == "attributes" else getattr(one.stored, "attribute", None)
        )
        if attribute is None:
            self.say(asking.NO_NOTE)
        else:
            self._ask_why(("attributes", attribute), Decision.COARSER)

    def action_keep(self) -> None:
        """Let a row leave as it is; where it goes along with another, let that one."""
        one = self._free_row()
        if one is None:
            return
        if one.ruling.decision is Decision.KEEP and one.key not in self.desk.awaited:
            self.say("It leaves as it is already.")
            return
        root = self._root(one)
        self._decide(Target(Kind.ROW, root[1], root[0]), Decision.KEEP, Reason.OTHER)

    def _root(self, one: Leaving) -> Key:
        """The row whose choice another goes along with."""
        preview, key = self.desk.preview, one.key
        by = one.ruling.by
        while preview is not None and by is not None:
            key, by = by, preview.rulings[by].by if by in preview.rulings else None
        return key

    def _free_row(self) -> Leaving | None:
        """The row under the cursor, if anything can be decided of it now."""
        one = self.chosen
        if one is None or not self.is_active or self.is_too_small():
            return None
        if BY_NAME[one.key[0]].part is Part.RECORD:
            self.say(asking.TABLE_STAYS)
            return None
        return one

    def _decide_row(self, decision: Decision) -> None:
        one = self._free_row()
        if one is None:
            return
        ruling = one.ruling
        if ruling.reason is Reason.OTHER_PERSON and ruling.by is None and ruling.decision:
            # Why is known: it was held back for that before the person said anything.
            self._decide(Target(Kind.ROW, one.key[1], one.key[0]), decision, ruling.reason)
        else:
            self._ask_why(one.key, decision)

    def _ask_why(self, key: Key, decision: Decision) -> None:
        target = Target(Kind.ROW, key[1], key[0])
        self._open(asking.why_ask(decision, lambda reason: self._decide(target, decision, reason)))

    # Everything of something

    def action_all_of_conversation(self) -> None:
        """Decide of everything of the row's conversation."""
        one = self._free_row()
        if one is not None:
            found = asking.conversation_of(one) or self._conversation_of_note(one)
            self._ask_wide(Kind.CONVERSATION, found, asking.NO_CONVERSATION)

    def _conversation_of_note(self, one: Leaving) -> str | None:
        if self.desk.preview is None:
            return None
        attribute = (
            one.key[1] if one.key[0] == "attributes" else getattr(one.stored, "attribute", "")
        )
        found = self.desk.preview.conversations.get(attribute or "", frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def action_all_of_category(self) -> None:
        """Decide of every note of the row's category."""
        one = self._free_row()
        if one is not None:
            self._ask_wide(Kind.CATEGORY, asking.category_of(one), asking.NO_CATEGORY)

    def action_all_of_stage(self) -> None:
        """Decide of everything of the row's stage."""
        one = self._free_row()
        if one is not None:
            self._ask_wide(Kind.STAGE, asking.stage_of(one), asking.TABLE_STAYS)

    def action_all_with_word(self) -> None:
        """Decide of everything with a word in it."""
        if self.chosen is None or not self.is_active:
            return
        note = "A word, or a part of one, in any text. Small and capital letters are the same."
        self.app.push_screen(
            WritingDialog("Withhold everything with a word in it", note, ""), self._word
        )

    def _word(self, text: str | None) -> None:
        word = " ".join((text or "").split())
        self._ask_wide(Kind.WORD, word or None, "No word was given. Nothing was changed.")

    def _ask_wide(self, kind: Kind, value: str | None, without: str) -> None:
        if value is None:
            self.say(without)
            return
        target = Target(kind, value)
        with self.errors_shown(self.show_row):
            is_chosen = self.desk.chosen(target) is not None
            then = partial(self._decide_wide, target)
            self._open(asking.wide_ask(target, then, is_chosen=is_chosen))

    def _decide_wide(self, target: Target, decision: Decision) -> None:
        self._decide(target, decision, WIDE_REASONS[target.kind])

    # What came of it

    def _decide(self, target: Target, decision: Decision, reason: Reason) -> None:
        with self.errors_shown(self.show_row):
            done = self.desk.decide(target, decision, reason)
            key = (target.table, target.value) if target.kind is Kind.ROW else None
            if key is None:
                done = f"{done}: {asking.everything(target).lower()}"
            elif self.chosen is not None and self.chosen.key != key:
                done = f"{done}: {OWNERS.get(target.table, 'what it belongs to')}"
            self.wait_for(done, key)

    def wait_for(self, done: str, row: Key | None = None) -> None:
        """Something was chosen, maybe of a row: say so, and work out what it leads to."""
        self._done.append((done, row))
        self.prepare()
        self.say(f"{done}. {WORKING}")

    def came_of_it(self, changed: int) -> str:
        """What the choices since the last preview led to; empty where there were none."""
        done, self._done = self._done, []
        if not done:
            return ""
        words, row = done[0] if len(done) == 1 else (f"{len(done)} choices", None)
        is_here = self.chosen is not None and self.chosen.key == row
        return asking.came_of_it(words, changed, of_row=is_here)

    def action_undo(self) -> None:
        """Take back the last thing that was chosen."""
        if not self.is_active:
            return
        with self.errors_shown(self.show_row):
            words = self.desk.undo()
            if words is None:
                self.say("There is nothing left to take back. v lists your earlier choices.")
            else:
                self.wait_for(f"Taken back: {words}")

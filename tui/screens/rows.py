"""Every row of a package as it would leave, table by table."""

from collections.abc import Mapping, Sequence

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.replaced import Replaced
from selfaudit.core.export.tables.registry import BY_NAME, Part
from selfaudit.core.export.withholding import Decision, Key
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.export import row_text, rows_text
from selfaudit.tui.export.asking import category_of
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.filters import Filter, filtered, filters_with_rows
from selfaudit.tui.screens.choices import ChoicesScreen
from selfaudit.tui.screens.fields import FieldsDialog
from selfaudit.tui.screens.row_choices import RowChoices
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.lines import LinesView
from selfaudit.tui.widgets.row_list import RowList


class RowsScreen(RowChoices):
    """A list of rows, and below it the one that is chosen, as it would leave."""

    PLACE = Place.ROWS
    BINDINGS = bindings_at(Place.ROWS)

    rows = getters.query_one(RowList)
    card = getters.query_one("#card", VerticalScroll)
    lines = getters.query_one("#card LinesView", LinesView)
    keys = getters.query_one(KeyLine)

    def __init__(self, desk: ExportDesk, chosen: Filter) -> None:
        super().__init__(desk)
        self._filter = chosen
        self._tables: Mapping[str, Sequence[Leaving]] = {}
        self._table = ""
        self._filters: list[Filter] = []
        self._cursors: dict[str, int] = {}
        self._spot: int | None = None

    def compose(self) -> ComposeResult:
        """Where one is; the rows; the chosen row; what was said; the keys."""
        with Vertical(classes="column"):
            yield Static(id="where", markup=False)
            yield Static(id="what", markup=False)
            yield RowList()
            with VerticalScroll(id="card", can_focus=False):
                yield LinesView()
            yield Static(id="said", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin with the first table."""
        self.desk.has_looked = True
        self._list()

    def prepared(self, changed: int | None) -> None:
        """Show the rows as they would leave now."""
        self._list()
        if changed is not None:
            self.show_row(Content(self.came_of_it(changed)))

    # The list

    def _list(self) -> None:
        """Fill the list from the preview, the cursor where it was."""
        preview = self.desk.preview
        if preview is None:
            return
        before = self.chosen
        self._filters = filters_with_rows(preview)
        self._tables = filtered(preview, self._filter)
        if not self._tables:
            self._filter = Filter.ALL
            self._tables = preview.tables
        if self._table not in self._tables:
            self._table = next(iter(self._tables), "")
        self._lay(before.key if before is not None else None)
        self.show_row()

    def _lay(self, key: Key | None = None) -> None:
        listed = self._rows
        cursor = self._cursors.get(self._table, 0)
        if key is not None and key[0] == self._table:
            same = (number for number, one in enumerate(listed) if one.key == key)
            cursor = next(same, cursor)
        self.rows.lay(len(listed), self._line, cursor)
        self._spot = None

    @property
    def _rows(self) -> Sequence[Leaving]:
        return self._tables.get(self._table, ())

    def _line(self, number: int) -> Content:
        one, preview = self._rows[number], self.desk.preview
        assert preview is not None
        decision = self.desk.awaited.get(one.key, one.ruling.decision)
        return row_text.list_line(preview, one, decision, waits=one.key in self.desk.awaited)

    @property
    def chosen(self) -> Leaving | None:
        """The row that the cursor is on."""
        return self._rows[self.rows.cursor] if self.rows.cursor < len(self._rows) else None

    def show_row(self, remark: Content | None = None) -> None:
        """Show the chosen row, and a remark or what there is to know of it."""
        one, preview = self.chosen, self.desk.preview
        if one is None or preview is None:
            return
        self._cursors[self._table] = self.rows.cursor
        names = list(self._tables)
        place = (names.index(self._table) + 1, len(names))
        self.query_one("#where", Static).update(
            rows_text.where(self._table, place, self.rows.cursor, self._rows, self._filter)
        )
        self.query_one("#what", Static).update(rows_text.what(self._table))
        self.rows.refresh()
        self.lines.lay(row_text.card_lines(preview, one, self._current_spot))
        self.card.border_title = rows_text.card_title(one)
        self.card.border_subtitle = row_text.why(one)
        is_first = one is next(iter(self._tables.values()))[0] and self._filter is Filter.ALL
        said = self.question or remark or rows_text.hint(one, self._spots, is_first=is_first)
        self.query_one("#said", Static).update(said)
        self.keys.display = not self.is_asking
        self._show_keys(one)

    def _show_keys(self, one: Leaving) -> None:
        stays = BY_NAME[one.key[0]].part is Part.RECORD
        whole = one.ruling.decision is Decision.KEEP and one.key not in self.desk.awaited
        is_note = one.key[0] == "attributes" or getattr(one.stored, "attribute", None) is not None
        shown = {
            "turn(1)": len(self._tables) > 1,
            "next_filter": len(self._filters) > 1,
            "withhold": not stays,
            "without_text": not stays,
            "coarser": is_note and not stays,
            "keep": not whole and not stays,
            "all_of_conversation": not stays,
            "all_of_category": category_of(one) is not None,
            "all_of_stage": not stays,
            "next_spot": bool(self._spots),
            "toggle_spot": self._current_spot is not None,
            "undo": self.desk.can_undo,
        }
        labels = {name: "" for name, there in shown.items() if not there}
        spot = self._current_spot
        if spot is not None and spot.replacement.is_kept:
            labels["toggle_spot"] = "replace it again"
        self.keys.relabel(labels)

    # Moving about

    def _moved(self) -> None:
        self.close_question()
        self._spot = None
        self.card.scroll_home(animate=False)
        self.show_row()

    @on(RowList.Moved)
    def action_moved(self) -> None:
        """The mouse chose a row."""
        self._moved()

    def action_move(self, by: int) -> None:
        """From row to row."""
        if self.rows.move(by):
            self._moved()

    def action_move_page(self, by: int) -> None:
        """A page of rows."""
        self.action_move(by * self.rows.page)

    def action_to_end(self, by: int) -> None:
        """To the first or the last row."""
        self.action_move(by * len(self._rows))

    def action_turn(self, by: int) -> None:
        """To another table, round and round."""
        names = list(self._tables)
        if len(names) > 1:
            self._table = names[(names.index(self._table) + by) % len(names)]
            self._lay()
            self._moved()

    def action_next_filter(self) -> None:
        """List others."""
        if not self._filters:
            return
        place = self._filters.index(self._filter) + 1 if self._filter in self._filters else 0
        self._filter = self._filters[place % len(self._filters)]
        self._cursors.clear()
        self._list()

    def action_open(self) -> None:
        """Every field of the row."""
        if self.chosen is not None and self.is_active:
            self.app.push_screen(FieldsDialog(self.chosen))

    def action_choices(self) -> None:
        """What was chosen so far."""
        if self.is_active:
            self.app.push_screen(ChoicesScreen(self.desk), lambda _: self.prepare())

    # What is replaced

    @property
    def _spots(self) -> list[Replaced]:
        one, preview = self.chosen, self.desk.preview
        return row_text.found_in(preview, one) if one is not None and preview is not None else []

    @property
    def _current_spot(self) -> Replaced | None:
        found = self._spots
        return found[self._spot] if self._spot is not None and self._spot < len(found) else None

    def action_next_spot(self) -> None:
        """To the next thing that is replaced in the row."""
        found = self._spots
        if not found:
            return
        self._spot = 0 if self._spot is None else (self._spot + 1) % len(found)
        self.show_row(rows_text.spot(found, self._spot))
        preview, one = self.desk.preview, self.chosen
        assert preview is not None
        assert one is not None
        above = rows_text.rows_above(
            row_text.card_lines(preview, one, None), found[self._spot], self.lines.size.width
        )
        self.card.scroll_to(y=max(0, above - 2), animate=False)

    def action_toggle_spot(self) -> None:
        """Leave the thing as it is everywhere, or replace it again."""
        spot = self._current_spot
        if spot is None or not self.is_active:
            return
        with self.errors_shown(self.show_row):
            if spot.replacement.is_kept:
                self.desk.replace_again(spot.replacement.kept_key)
                self.wait_for("Replaced again, wherever it stands")
            else:
                self.desk.leave_as_it_is(spot.replacement.kept_key)
                self.wait_for("Left as it is, wherever it stands")

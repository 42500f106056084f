"""Names and places: those on the person's list, and those that could be."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from selfaudit.core.export.redaction.finding import LISTED_RULES, Rule
from selfaudit.core.export.redaction.proposals import Proposal
from selfaudit.core.store.packages import StoredName
from selfaudit.tui.drawable import one_line

EXPLANATION = (
    "What has a ✓ is replaced wherever it stands, by a sign like [NAME-K3X7QA], the same one "
    "always by the same sign. The program proposes what looks like a name; it does not find all. "
    "Mail addresses, phone numbers and the like are replaced without this list."
)
NO_TEXT_LEAVES = "At the level that you chose no text leaves, so nothing there needs replacing."
_TEXT_CELLS = 36


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, place or word; `count` is how often texts have it, None where nobody counted."""

    text: str
    kind: Rule
    is_listed: bool
    count: int | None = None

    @property
    def name(self) -> StoredName:
        """It as the list holds it."""
        return StoredName(self.text, self.kind.value)

    @property
    def next_kind(self) -> Rule:
        """The kind that comes after its own, round and round."""
        return LISTED_RULES[(LISTED_RULES.index(self.kind) + 1) % len(LISTED_RULES)]


def entries(
    listed: Sequence[StoredName], proposals: Sequence[Proposal], before: Sequence[Entry]
) -> list[Entry]:
    """The list and the proposals; what was shown before stays in its place."""
    on_list = {one.name.casefold(): one for one in listed}
    counts = {one.text.casefold(): one.count for one in proposals}
    known = {one.text.casefold(): one for one in before}
    texts = {one.text.casefold(): one.text for one in before}
    texts |= {one.name.casefold(): one.name for one in listed if one.name.casefold() not in texts}
    texts |= {
        one.text.casefold(): one.text for one in proposals if one.text.casefold() not in texts
    }
    kinds = {one.text.casefold(): one.rule for one in proposals}
    made: list[Entry] = []
    for key, text in texts.items():
        on = on_list.get(key)
        was = known.get(key)
        kind = kinds.get(key, was.kind if was is not None else Rule.NAME)
        number = counts.get(key, was.count if was is not None else None)
        made.append(Entry(text, Rule(on.kind) if on is not None else kind, on is not None, number))
    return made


def entry_line(one: Entry) -> Content:
    """Whether it is on the list, what it is, how often it stands in texts."""
    number = "" if one.count is None else f"{one.count:,}×" if one.count else "nowhere"
    return Content.assemble(
        ("[✓] " if one.is_listed else "[ ] ", "bold $primary" if one.is_listed else ""),
        (f"{one.kind.value:<6} ", "$foreground 65%"),
        f"{one_line(one.text, _TEXT_CELLS):<{_TEXT_CELLS}} ",
        (number, "$foreground 65%"),
    )

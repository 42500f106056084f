"""Questions about rows: what each key answers, and what is said around it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual.content import Content

from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.tables.registry import BY_NAME, Part
from selfaudit.core.export.tables.review import AttributeRow
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.tui.drawable import one_line
from selfaudit.tui.export.table_words import ASKED_REASONS, STAGES
from selfaudit.tui.words import count

ESCAPE = ("Esc", "leave it as it is")
TABLE_STAYS = (
    "This table says how the rest came about. It leaves with every package, so nothing of it can "
    "be withheld."
)
ASKED = {
    Decision.WITHHOLD: "Withhold this row, with all that belongs to it.",
    Decision.WITHOUT_TEXT: "Keep this row without its text.",
    Decision.COARSER: "Put a coarser sentence in the place of this note; its quotes stay here.",
}
NO_NOTE = "Only notes, and what belongs to one, can be made coarser."
NO_CONVERSATION = "This row belongs to no single conversation."
NO_CATEGORY = "Only notes have a category."


@dataclass(frozen=True, slots=True)
class Ask:
    """A question whose answers are one key each."""

    question: str
    answers: tuple[tuple[str, str, Callable[[], None]], ...]

    @property
    def shown(self) -> Content:
        """The question, and its keys below."""
        keys = [(key, words) for key, words, _ in self.answers]
        chips = [
            Content.assemble((f" {key} ", "bold reverse $primary"), (f" {words}", "$foreground"))
            for key, words in (*keys, ESCAPE)
        ]
        return Content("\n").join([Content.styled(self.question, "bold $foreground"), *chips])

    def answer(self, key: str) -> Callable[[], None] | None:
        """What a key does; None for a key that answers nothing."""
        for one, _, does in self.answers:
            if one == key:
                return does
        return None


def why_ask(decision: Decision, then: Callable[[Reason], None]) -> Ask:
    """Why a row is to be held back."""
    return Ask(
        f"{ASKED[decision]} Why? Of the reasons only counts leave.",
        tuple((key, words, partial(then, reason)) for key, reason, words in ASKED_REASONS),
    )


def wide_ask(target: Target, then: Callable[[Decision], None], *, is_chosen: bool) -> Ask:
    """What is to happen to everything of a conversation, category, stage, or with a word.

    With `is_chosen` something was decided of it before, which can be taken back.
    """
    back = (("k", "take back what you chose of it", partial(then, Decision.KEEP)),)
    return Ask(
        f"{everything(target)}?",
        (
            ("w", "withhold", partial(then, Decision.WITHHOLD)),
            ("d", "keep without text", partial(then, Decision.WITHOUT_TEXT)),
            *(back if is_chosen else ()),
        ),
    )


def everything(target: Target) -> str:
    """What a choice is about, in words."""
    match target.kind:
        case Kind.CONVERSATION:
            return "Everything of this row's conversation"
        case Kind.CATEGORY:
            if not target.value:
                return "Every note without a category"
            return f"Every note of the category “{one_line(target.value, 40)}”"
        case Kind.STAGE:
            return f"Everything of “{STAGES.get(target.value, target.value)}”"
        case Kind.WORD:
            return f"Everything with “{one_line(target.value, 60)}” in it"
        case Kind.ROW:
            return "This row"


def conversation_of(one: Leaving) -> str | None:
    """The conversation of a row as it is stored."""
    found: str | None = getattr(one.stored, "conversation", None)
    return found


def category_of(one: Leaving) -> str | None:
    """The category of a note, empty where it has none; None for any other row."""
    return one.stored.category or "" if isinstance(one.stored, AttributeRow) else None


def stage_of(one: Leaving) -> str | None:
    """The stage that a row belongs to; None for the record of how it came about."""
    part = BY_NAME[one.key[0]].part
    if part is Part.RECORD:
        return None
    stage = getattr(one.stored, "stage", None)
    return str(stage) if stage is not None else str(part)


def came_of_it(done: str, changed: int, *, of_row: bool) -> str:
    """What a choice led to, once it is known: about one row, or about any number."""
    if of_row and changed > 1:
        return f"{done}: this row, and {count(changed - 1, 'row')} that belong to it. z undoes."
    if of_row or changed == 0:
        return f"{done}. z undoes."
    return f"{done}. {count(changed, 'row')} in all leave otherwise now. z undoes."

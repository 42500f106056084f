"""What was asked again after two weeks, beside what was said the first time."""

from dataclasses import dataclass

from selfaudit.core.models.item import Item, ItemKind
from selfaudit.core.models.judgment import Question
from selfaudit.core.store.items import effective
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Repeat:
    """One statement that was judged twice; "" where it was erased."""

    item: Item
    statement: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Every statement that was judged twice, in the order in which it was asked again."""

    repeats: tuple[Repeat, ...]

    @property
    def changed(self) -> tuple[Repeat, ...]:
        """Those of which the second answer is another one."""
        return tuple(one for one in self.repeats if one.first != one.second)


def changes(store: Store) -> Changes:
    """What was answered again, with the first answer. Skips and refusals are left out."""
    items = store.items.of(ItemKind.AGAIN)
    said = store.responses.standing(items)
    found = []
    for item in items:
        verdict = effective(said.get(item.id, ())).get(Question.TRUE)
        first = store.judgments.get(item.attribute or 0, item.revision or 0)
        if verdict is None or first is None or "refuse" in (verdict.answer, first.answer):
            continue
        statement = store.attributes.statement_of(item.revision or 0)
        found.append(Repeat(item, statement, first.answer, verdict.answer))
    return Changes(tuple(found))

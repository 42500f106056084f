"""Before the first card: who typed, what the person expects, the instructions.

Each is derived from the store, so that a program that was killed goes on where it was.
"""

from dataclasses import dataclass

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.item import Item, ItemKind, NewItem, Response
from selfaudit.core.models.judgment import Question, Timing, Typists
from selfaudit.core.ports import Clock
from selfaudit.core.review.items import ItemReview
from selfaudit.core.store.items import effective
from selfaudit.core.store.store import Store

MOST_RECALLED = 8
"""Things that the person is asked to name beforehand (PROTOCOL)."""

_STEPS = (Question.TYPISTS, Question.RECALL, Question.READ)
_KINDS = {
    Question.TYPISTS: ItemKind.TYPISTS,
    Question.RECALL: ItemKind.RECALL,
    Question.READ: ItemKind.INSTRUCTIONS,
}


@dataclass(frozen=True, slots=True)
class Recalled:
    """Something that the person expected to be noted. `appeared` is None until that was asked."""

    item: Item
    text: str
    appeared: str | None


class Opening:
    """What comes before the first card, over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._items = ItemReview(store, clock)

    def step(self) -> Question | None:
        """What is to be done before the first card; None where nothing is any more.

        Where cards were judged before any of it was asked, it is too late to ask.
        """
        begun = self._begun()
        said = self._store.responses.standing(list(begun.values()))
        open_steps = [step for step in _STEPS if step not in begun or begun[step].id not in said]
        if Question.READ in begun:
            open_steps = [step for step in open_steps if step in begun]
        elif self._store.judgments.count() > 0:
            return None
        return next(iter(open_steps), None)

    def _begun(self) -> dict[Question, Item]:
        items = self._store.items.of(*_KINDS.values())
        return {
            step: item
            for step, kind in _KINDS.items()
            for item in items
            if item.kind is kind and item.position == 0
        }

    def _item(self, step: Question) -> Item:
        found = self._begun().get(step)
        return found or self._store.items.add([NewItem(_KINDS[step], 0)], self._clock.now())[0]

    def say(
        self,
        step: Question,
        answer: str,
        *,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Response:
        """Record the answer to a step: who typed, that nothing more is recalled, that the
        instructions were read. `skip` leaves the step unanswered."""
        with self._store.database.write():
            question = step
            if answer == Question.SKIP:
                question, answer = Question.SKIP, step
            return self._items.record(self._item(step), question, answer, key=key, timing=timing)

    def typists(self) -> Typists | None:
        """Who typed; None where that was not said."""
        item = self._begun().get(Question.TYPISTS)
        said = self._said(item).get(Question.TYPISTS) if item is not None else None
        return Typists(said.answer) if said is not None else None

    def recall(self, text: str, *, timing: Timing | None = None) -> Response:
        """Note something that the person expects to have been noted. On return it is on disk.

        Raises SelfauditError where nothing was written, eight things are named, or a card was
        judged already.
        """
        wanted = " ".join(text.split())
        if not wanted:
            raise SelfauditError("Nothing was written.", title="Nothing to store")
        with self._store.database.write():
            if self._store.judgments.count() > 0:
                raise SelfauditError(
                    "What you expect is asked before the first card, and you have judged one.",
                    title="Too late to name it",
                )
            named = self.recalled()
            if len(named) >= MOST_RECALLED:
                raise SelfauditError(
                    f"You have named {MOST_RECALLED} things, which is all that is asked for.",
                    title="That is enough",
                )
            self._item(Question.RECALL)
            items = self._store.items.of(ItemKind.RECALL)
            place = max(item.position for item in items) + 1
            (item,) = self._store.items.add([NewItem(ItemKind.RECALL, place)], self._clock.now())
            return self._items.record(item, Question.RECALL, "named", text=wanted, timing=timing)

    def forget_last(self) -> Recalled | None:
        """Take back the last thing that was named; return it, or None where there is none."""
        with self._store.database.write():
            named = self.recalled()
            if not named:
                return None
            said = self._said(named[-1].item)[Question.RECALL]
            self._items.take_back(said, "backspace")
            return named[-1]

    def recalled(self) -> list[Recalled]:
        """What the person named and did not take back, in order; "" for what was erased."""
        items = [item for item in self._store.items.of(ItemKind.RECALL) if item.position > 0]
        said = self._store.responses.standing(items)
        found = []
        for item in items:
            told = effective(said.get(item.id, ()))
            named, appeared = told.get(Question.RECALL), told.get(Question.APPEARED)
            if named is not None:
                answer = appeared.answer if appeared is not None else None
                found.append(Recalled(item, named.text or "", answer))
        return found

    def _said(self, item: Item) -> dict[Question, Response]:
        return effective(self._store.responses.standing([item]).get(item.id, ()))

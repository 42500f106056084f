"""Judging items: laying one on the table like a card, recording what is said, taking it back."""

from collections.abc import Iterable

from selfaudit.core.models.item import Item, Response
from selfaudit.core.models.judgment import Act, Phase, Question, Timing
from selfaudit.core.ports import Clock
from selfaudit.core.review.open_card import DETAILS_SEEN, OpenCard
from selfaudit.core.review.place import CheckPlace
from selfaudit.core.review.wordings import wording_of
from selfaudit.core.store.items import effective
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import wording_in


class ItemReview:
    """What is asked beside attributes, over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def opened(self, check: CheckPlace) -> OpenCard | None:
        """A check as a card; None where nothing more is asked on it."""
        if check.question is None:
            return None
        item = check.item
        said = self._said(item)
        own = said.get(Question.STATEMENT)
        revealed = Question.DETAILS in said
        return OpenCard(
            (own.text if own is not None else item.bundled) or "",
            own is None,
            None,
            Question.TRUE not in said,
            check.question,
            check.policy,
            item.seed or 0,
            said,
            revealed,
            DETAILS_SEEN if revealed else "",
            item=item,
        )

    def _said(self, item: Item) -> dict[Question, Response]:
        return effective(self._store.responses.standing([item]).get(item.id, ()))

    def record(
        self,
        item: Item,
        question: Question,
        answer: str,
        *,
        phase: Phase = Phase.BEFORE,
        opinion_seen: str = "",
        text: str | None = None,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Response:
        """Store what was said of an item. On return it is on disk."""
        with self._store.database.write():
            shown = Question(answer) if question is Question.SKIP else question
            act = Act.CORRECT if question in self._said(item) else Act.DECIDE
            return self._store.responses.append(
                item.id, question, answer, act, phase,
                self._wording(shown), self._clock.now(),
                text=text, opinion_seen=opinion_seen, key=key, timing=timing,
            )  # fmt: skip

    def _wording(self, shown: Question) -> str:
        """The hash of the words that a question is asked in now."""
        return self._store.wordings.add(wording_in(self._store, wording_of(shown)))

    def reveal(self, items: Iterable[Item]) -> None:
        """Record that the person was told what these items were: what follows is after that."""
        with self._store.database.write():
            for item in items:
                if Question.DETAILS not in self._said(item):
                    self.record(item, Question.DETAILS, "seen")

    def take_back(self, response: Response, key: str | None) -> Response:
        """Take back a response that stands; return it."""
        item = self._store.items.get(response.item)
        seen = Question.DETAILS in self._said(item)
        self._store.responses.append(
            item.id, response.question, response.answer, Act.UNDO,
            Phase.AFTER if seen else Phase.BEFORE,
            self._wording(response.question), self._clock.now(),
            undoes=response.id, opinion_seen=DETAILS_SEEN if seen else response.opinion_seen,
            key=key,
        )  # fmt: skip
        return response

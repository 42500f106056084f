"""Recording what the person says of attributes, and taking it back."""

from dataclasses import replace

from selfaudit.core.models.attribute import AssignedBy, Attribute
from selfaudit.core.models.judgment import Act, Circumstance, Judgment, Phase, Question
from selfaudit.core.ports import Clock
from selfaudit.core.review.open_card import DETAILS_SEEN
from selfaudit.core.review.wordings import wording_of
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import wording_in


class AttributeActs:
    """The person's acts on attributes, over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def details_seen(self, attribute: int) -> bool:
        """Whether the model's opinion of an attribute was ever opened."""
        return any(
            judgment.question is Question.DETAILS
            for judgment in self._store.judgments.of(attribute)
        )

    def append(
        self,
        attribute: Attribute,
        question: Question,
        answer: str,
        circumstance: Circumstance,
        text: str | None = None,
    ) -> Judgment:
        """Store what was said of an attribute. On return it is on disk."""
        with self._store.database.write():
            standing = self._store.judgments.effective(attribute.id).get(question)
            act = Act.DECIDE if standing is None else Act.CORRECT
            shown = Question(answer) if question is Question.SKIP else question
            circumstance = self._with_wording(circumstance, shown)
            id = self._store.judgments.append(
                attribute.id,
                attribute.revision,
                question,
                answer,
                act,
                circumstance,
                self._clock.now(),
                text=text,
            )
        return Judgment(
            id, attribute.id, attribute.revision, question, answer, text, act, None, circumstance
        )

    def _with_wording(self, circumstance: Circumstance, shown: Question) -> Circumstance:
        return replace(
            circumstance,
            wording=self._store.wordings.add(wording_in(self._store, wording_of(shown))),
        )

    def edit(self, attribute: Attribute, statement: str, circumstance: Circumstance) -> Judgment:
        """Give an attribute the person's own wording."""
        with self._store.database.write():
            revision = self._store.attributes.add_revision(
                attribute.id, statement, AssignedBy.PERSON, self._clock.now()
            )
            edited = replace(attribute, revision=revision)
            return self.append(edited, Question.STATEMENT, "edited", circumstance)

    def take_back(self, last: Judgment, key: str | None) -> Judgment:
        """Take back a judgment that stands; return it."""
        seen = self.details_seen(last.attribute)
        circumstance = replace(
            last.circumstance,
            phase=Phase.AFTER if seen else Phase.BEFORE,
            opinion_seen=DETAILS_SEEN if seen else last.circumstance.opinion_seen,
            key=key,
            timing=None,
        )
        self._store.judgments.append(
            last.attribute,
            last.revision,
            last.question,
            last.answer,
            Act.UNDO,
            circumstance,
            self._clock.now(),
            undoes=last.id,
        )
        return last

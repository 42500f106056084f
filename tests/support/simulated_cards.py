"""Cards that a simulated person judges."""

from collections.abc import Sequence

from simulated_person import NOW, Person

from selfaudit.core.models.attribute import AssignedBy
from selfaudit.core.models.judgment import Act, Circumstance, Policy, Question, Timing
from selfaudit.core.review.wordings import REMEMBER, TRUE, WHY


class Cards(Person):
    """Judges cards."""

    def cards(
        self,
        ids: Sequence[int],
        *,
        frame: Sequence[int] = (),
        policy: Policy = Policy.HEADLINE,
        answers: Sequence[str] | None = None,
        probability: float | None = None,
    ) -> None:
        """A batch of these attributes, drawn from a frame (by default: all of it), and judged."""
        store, said = self.store, answers or [self._verdict() for _ in ids]
        frame = frame or ids
        chance = probability or len(ids) / len(frame)
        wordings = {one: store.wordings.add(one) for one in (TRUE, WHY, REMEMBER)}
        with store.database.write():
            batch = store.judgments.freeze(
                policy, self.seed, frame, ((id, None, chance) for id in ids), NOW
            )
            revisions = {one.id: one.revision for one in store.attributes.some(ids)}
            for place, (id, answer) in enumerate(zip(ids, said, strict=True)):
                follow = {"yes": REMEMBER, "no": WHY}.get(answer)
                for wording in (TRUE, *([follow] if follow else [])):
                    given = answer if wording is TRUE else self.choice(wording.choices)
                    circumstance = Circumstance(
                        policy, wordings[wording], None, batch.id, place, chance, self.seed,
                        timing=self._timing(),
                    )  # fmt: skip
                    store.judgments.append(
                        id, revisions[id], Question(wording.name), given, Act.DECIDE, circumstance,
                        NOW,
                    )  # fmt: skip

    def edit(self, id: int, statement: str) -> None:
        """The person's own wording of a statement, which is then true."""
        store = self.store
        with store.database.write():
            revision = store.attributes.add_revision(id, statement, AssignedBy.PERSON, NOW)
            circumstance = Circumstance(Policy.HEADLINE, store.wordings.add(TRUE))
            for question, answer in ((Question.STATEMENT, "written"), (Question.TRUE, "yes")):
                store.judgments.append(
                    id, revision, question, answer, Act.DECIDE, circumstance, NOW
                )

    def _verdict(self) -> str:
        if self.chance(self.truth.unsure):
            return "unsure"
        return "yes" if self.chance(self.truth.accepted) else "no"

    def _timing(self) -> Timing:
        seconds = float(self.random.lognormal(1.6, 0.5))
        return Timing(NOW, NOW + seconds, 0.0, seconds, seconds, 0.0)

"""Setting and lifting a budget of minutes over a store."""

import secrets
import statistics
from dataclasses import replace

from selfaudit.core.draw import by_lot
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.budget import Budget, CardTime
from selfaudit.core.models.judgment import Policy
from selfaudit.core.ports import Clock
from selfaudit.core.review.design import PROTOCOL_DESIGN, Design
from selfaudit.core.review.minutes import (
    ASSUMED_YIELD,
    OFFERED_MINUTES,
    PROTOCOL_TIME,
    Choice,
    choice,
    first_size,
    plan,
)
from selfaudit.core.review.sizes import SET_CARDS
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import study_in
from selfaudit.core.study.study import Study

COUNTS = "counts"
"""The table of a study's file that fixes how many cards there are."""

TIMED_FROM = 2 * SET_CARDS
"""Judged cards whose times must be known before the person's own pace is used: two sets."""


class Budgeting:
    """The budget of a store. It can be set until the headline's cards are drawn."""

    def __init__(self, store: Store, clock: Clock, design: Design = PROTOCOL_DESIGN) -> None:
        self._store = store
        self._clock = clock
        self._design = design

    @property
    def current(self) -> Budget | None:
        """The budget in force."""
        return self._store.budgets.current()

    def is_open(self) -> bool:
        """Whether one may be set: no card of the headline is drawn, no study fixes their number."""
        batches = self._store.judgments.batches()
        return all(batch.policy is not Policy.HEADLINE for batch in batches) and not (
            self._study_with_counts()
        )

    def card_time(self) -> CardTime:
        """How long a card takes: the person's own median once two sets were timed.

        A card's time is that of all its questions, pauses left out, and its share of the checks.
        """
        seconds = self._store.card_times.seconds()
        if len(seconds) < TIMED_FROM:
            return PROTOCOL_TIME
        with_checks = statistics.median(seconds) / (1 - self._design.checks)
        return CardTime(with_checks, len(seconds)) if with_checks > 0 else PROTOCOL_TIME

    def choices(self) -> list[Choice]:
        """What the person is offered beside no limit."""
        time = self.card_time()
        return [choice(minutes, time) for minutes in OFFERED_MINUTES]

    def set(
        self, minutes: float | None, width: float | None = None, seed: int | None = None
    ) -> Budget:
        """Fix the number of cards and draw the sample of conversations, in the place of a budget
        that was there.

        Another budget keeps the first one's seed, so that setting one anew draws no other
        conversations, only more or fewer. Where everything was read already, the sample is
        everything. Raises SelfauditError where the headline's cards are drawn, nothing was
        imported, or the minutes cannot hold what is wanted.
        """
        new = plan(minutes, width, self.card_time())
        store = self._store
        self._check_study()
        with store.database.write():
            if not self.is_open():
                raise SelfauditError(
                    "How many cards the headline has was fixed when they were drawn. To choose "
                    "their number now, knowing the answers, would make its range a lie.",
                    title="Too late for another budget",
                    hint="`selfaudit budget none` lifts a budget at any time.",
                )
            conversations = [one.id for one in store.history.conversations()]
            if not conversations:
                raise SelfauditError(
                    "There are no conversations to draw from.",
                    title="No budget was set",
                    hint="Import an export first: `selfaudit import PATH`.",
                )
            before = store.budgets.latest()
            if before is not None:
                seed = before.seed
            seed = secrets.randbits(32) if seed is None else seed
            everything = store.runs.everything_was_read()
            size = (
                len(conversations)
                if everything
                else first_size(new.cards, len(conversations), self._yield(before))
            )
            return store.budgets.put(
                replace(new, judged_before=sum(store.judgments.verdicts().values())),
                seed,
                by_lot(conversations, seed),
                size,
                self._clock.now(),
                is_read=everything,
            )

    def lift(self) -> bool:
        """Lift the budget; tell whether there was one. The headline then takes 60 cards as ever."""
        return self._store.budgets.lift(self._clock.now())

    def _study_with_counts(self) -> Study | None:
        study = study_in(self._store)
        return study if study is not None and COUNTS in study.fixes else None

    def _check_study(self) -> None:
        """Raise SelfauditError where the joined study fixes how many cards there are."""
        study = self._study_with_counts()
        if study is not None:
            raise SelfauditError(
                f"The study “{study.title}” fixes how many cards there are.",
                title="No budget was set",
                hint="`selfaudit study leave` goes on without the study.",
            )

    def _yield(self, before: Budget | None) -> float:
        """Attributes per conversation: what a sample that was read gave, or the assumption."""
        if before is None or not before.is_read:
            return ASSUMED_YIELD
        found = len(self._store.budgets.evidence(before))
        return found / before.size if found else ASSUMED_YIELD

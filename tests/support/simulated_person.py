"""People whose truth is known, and what they share: a store, a seed, attributes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from builders import MODEL, PinnedClock, conversation

from selfaudit.core.models.attribute import (
    AssignedBy,
    Candidate,
    Description,
    Draft,
    QuarantineReason,
    Span,
)
from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.core.models.wording import Choice
from selfaudit.core.store.extraction import Work
from selfaudit.core.store.history import conversation_id, message_id
from selfaudit.core.store.store import Store

NOW = PinnedClock.time
CATEGORIES = ("interests", "work", "home", "health", None)


@dataclass(frozen=True)
class Truth:
    """What is so of a person and a model, as shares from 0 to 1.

    `accepted` of what was noted is true, and the person can't say of `unsure`. The person marks
    `yes`, the model chooses `recall` of what they mark and `ratio` times as much in all. Where the
    person prefers an answer, the personal one is it in `helped`, the one given irrelevant things
    in `irrelevant`; `ties` of the votes are none. `steady` of what comes back is said again.
    """

    accepted: float = 0.8
    unsure: float = 0.0
    yes: float = 0.2
    ratio: float = 2.5
    recall: float = 0.8
    helped: float = 0.7
    irrelevant: float = 0.5
    ties: float = 0.3
    steady: float = 0.9
    judge_bias: float = 0.7

    @property
    def false_alarm(self) -> float:
        """How often the model chooses what the person does not mark."""
        return (self.ratio * self.yes - self.recall * self.yes) / (1 - self.yes)

    @property
    def kappa(self) -> float:
        """Person against model, at these rates."""
        rate = self.ratio * self.yes
        agreed = self.yes * self.recall + (1 - self.yes) * (1 - self.false_alarm)
        chance = self.yes * rate + (1 - self.yes) * (1 - rate)
        return (agreed - chance) / (1 - chance)

    @property
    def net(self) -> float:
        """Wins minus losses over all votes."""
        return (1 - self.ties) * (2 * self.helped - 1)


@dataclass
class Person:
    """A person of that truth over a store, who judges by a seed."""

    store: Store
    truth: Truth = field(default_factory=Truth)
    seed: int = 1

    def __post_init__(self) -> None:
        self.random = np.random.default_rng(self.seed)
        self._made = 0

    def chance(self, share: float) -> bool:
        """Yes in that share of times."""
        return bool(self.random.random() < share)

    def choice(self, choices: Sequence[Choice]) -> str:
        """One of the answers, the first ones more often."""
        weights = np.arange(len(choices), 0, -1.0)
        place = int(self.random.choice(len(choices), p=weights / weights.sum()))
        return str(choices[place].answer)

    def attributes(self, count: int, *, quarantined: int = 0) -> list[int]:
        """Attributes, each from a message of its own, and notes that were held back."""
        store, ids = self.store, []
        numbers = range(self._made, self._made + count + quarantined)
        chats = [
            conversation(f"chat-{number}", f"I know thing {number} and I like to talk about it.")
            for number in numbers
        ]
        source = store.history.add_source("made-up.json", "chatgpt", NOW)
        store.history.add(source, "chatgpt", chats)
        with store.database.write():
            run = store.runs.begin(Purpose.EXTRACTION, MODEL, {}, 0, NOW)
            for number, told in zip(numbers, chats, strict=True):
                chat = conversation_id("chatgpt", told.external_id)
                message = message_id(chat, told.messages[0])
                held = len(ids) == count
                draft = Draft(f"The user knows thing {number}.", None)
                span = None if held else Span(message, 0, 20)
                reason = QuarantineReason.QUOTE_NOT_FOUND if held else None
                work = Work(f"{run}-{number}", chat, (message,), FinishReason.STOP, 1, 1, 1)
                made = store.extractions.store(run, work, [Candidate(draft, span, reason)], NOW)
                if not held:
                    category = CATEGORIES[number % len(CATEGORIES)]
                    by = AssignedBy.RULE if category else None
                    described = Description(category=category, assigned_by=by)
                    ids.append(store.attributes.create(draft.statement, described, NOW))
                    store.attributes.link(made[0].id, ids[-1], AssignedBy.RULE, NOW)
            store.runs.end(run, "done", NOW)
        self._made += count + quarantined
        return ids

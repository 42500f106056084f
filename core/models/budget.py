"""A budget of minutes: how many cards fit, and which conversations they are drawn from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardTime:
    """Seconds that a card takes, and how many judged cards that was measured on.

    `measured_on` is 0 where it is the protocol's time and no measured one.
    """

    seconds: float
    measured_on: int = 0


@dataclass(frozen=True, slots=True)
class NewBudget:
    """What is fixed when a budget is set: how many cards, after which the person stops, and why.

    `width` is how wide the 95% interval of that many cards would be if 80% were accepted (0 to
    1); `wanted_width` is what the person asked for, None where they gave minutes alone.
    `judged_before` counts the attributes that were judged by then (early cards).
    """

    minutes: float
    cards: int
    time: CardTime
    width: float
    wanted_width: float | None = None
    judged_before: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget that was set, and its sample of conversations.

    The sample is the first `size` of `frame_size` conversations by lot; it began with
    `first_size`. `read_at` is when all of it was read and held enough attributes (or was all that
    there is): from then on it is frozen. Times are seconds since 1970 UTC.
    """

    id: int
    set_at: float
    plan: NewBudget
    seed: int
    frame_size: int
    first_size: int
    size: int
    read_at: float | None = None

    @property
    def is_read(self) -> bool:
        """Whether the sample is frozen, so that cards may be drawn from it."""
        return self.read_at is not None

    @property
    def is_whole(self) -> bool:
        """Whether the sample is every conversation that there was."""
        return self.size >= self.frame_size


@dataclass(frozen=True, slots=True)
class BatchSample:
    """From how many conversations, out of how many, the frame of a batch comes."""

    conversations: int
    of_conversations: int

    @property
    def is_whole(self) -> bool:
        """Whether these were all."""
        return self.conversations >= self.of_conversations

"""Time on a card, with pauses told apart."""

from selfaudit.core.models.judgment import Timing
from selfaudit.core.ports import Clock

IDLE_AFTER = 120.0
"""Seconds without a key after which a person counts as away (PROTOCOL)."""


class QuestionTimer:
    """Counts active and idle time from when a question is shown until it is answered."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shown_at = clock.now()
        self._shown_monotonic = self._last = clock.monotonic()
        self._active = 0.0
        self._idle = 0.0

    def touch(self) -> None:
        """The person did something: what passed since the last sign of them is accounted for."""
        now = self._clock.monotonic()
        passed = max(0.0, now - self._last)
        self._last = now
        self._active += min(passed, IDLE_AFTER)
        self._idle += max(0.0, passed - IDLE_AFTER)

    def so_far(self) -> Timing:
        """The timing of an act or an answer now; the time of the question runs on."""
        self.touch()
        return Timing(
            self._shown_at,
            self._clock.now(),
            self._shown_monotonic,
            self._last,
            self._active,
            self._idle,
        )

"""Tells a key that was meant from one that is held down."""

from selfaudit.core.ports import Clock

TAPPING_SECONDS = 0.12
"""The same key sooner than this is a keyboard repeating, not a finger."""

BURST_SECONDS = 0.03
"""Different keys closer together than this were not pressed in view of what each other did."""


class KeyGuard:
    """Lets a key judge only when its question could have been read.

    A terminal never says that a key was let go. A held key shows as the same key again and
    again, so every arrival starts its rest anew, including arrivals that were ignored.
    """

    def __init__(self, clock: Clock, new_question_seconds: float, held_key_seconds: float) -> None:
        self._clock = clock
        self._new_question_seconds = new_question_seconds
        self._held_key_seconds = held_key_seconds
        self._shown_at: float | None = None
        self._last_key = ""
        self._last_time = float("-inf")
        self._arrivals = (float("-inf"), float("-inf"))

    def close(self) -> None:
        """A new question is on its way to the screen: nothing is judged until `open`."""
        self._shown_at = None

    def open(self) -> None:
        """The new question is on the screen from now on."""
        self._shown_at = self._clock.monotonic()

    def arrived(self) -> None:
        """Some key, or a click, arrived."""
        self._arrivals = (self._arrivals[1], self._clock.monotonic())

    def admits_judgment(self, key: str) -> bool:
        """Whether a key that judges may do so now."""
        now = self._clock.monotonic()
        rested = self._rested(key, now, self._held_key_seconds)
        return (
            rested
            and now - self._arrivals[0] >= BURST_SECONDS
            and self._shown_at is not None
            and now - self._shown_at >= self._new_question_seconds
        )

    def admits(self, key: str) -> bool:
        """Whether a key that only changes something back and forth may do so now."""
        return self._rested(key, self._clock.monotonic(), TAPPING_SECONDS)

    def _rested(self, key: str, now: float, seconds: float) -> bool:
        rested = key != self._last_key or now - self._last_time >= seconds
        self._last_key, self._last_time = key, now
        return rested

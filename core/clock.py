"""The real clock. Tests bring their own."""

import time


class SystemClock:
    """The machine's clocks, as the port `Clock` asks for them."""

    def now(self) -> float:
        """Seconds since 1970 UTC."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds of a clock that never goes back."""
        return time.monotonic()

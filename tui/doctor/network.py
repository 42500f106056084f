"""Is no route out needed? Whatever opened a connection while the checks ran is told."""

import os
import sys
from collections.abc import Iterator

from selfaudit.tui.doctor.check import Check, fail, fine

_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
_ASKED_ONLY = "Only `selfaudit models pull` opens a connection, after naming the host and asking."


class Listener:
    """Listens, by Python's audit events, for connections and look-ups of this process.

    An audit hook stays for as long as the process does; `doctor` ends soon after.
    """

    def __init__(self) -> None:
        self.attempts: list[str] = []
        sys.addaudithook(self._hear)

    def checks(self) -> Iterator[Check]:
        """What was heard, and where a fetch would go that is not where it goes by default."""
        if self.attempts:
            yield fail(
                "network",
                f"While these checks ran, this program tried {len(self.attempts)} times to reach "
                "the network. It should not have.",
                "Please report this, with the output of `selfaudit doctor --json`.",
            )
        else:
            yield fine(
                "network",
                "No route out is needed: these checks, which open your store and read the models, "
                f"opened no connection and asked for no address. {_ASKED_ONLY}",
            )
        if mirror := os.environ.get("HF_ENDPOINT"):
            yield fine("mirror", f"Larger models would be asked for at {mirror} (HF_ENDPOINT).")

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in _EVENTS:
            return
        address = arguments[-1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        # A text or bytes is the path of a socket on this machine, not an address.
        if event == "socket.connect" and not isinstance(address, tuple):
            return
        self.attempts.append(event)

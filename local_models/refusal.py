"""How the engine says that it cannot answer a request."""


class RefusedError(Exception):
    """A request that cannot be answered; the message is a phrase without any prompt text."""

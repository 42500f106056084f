"""Asking the same again after two weeks: how steady is an answer?"""

AGAIN_SECONDS = 14 * 86_400.0
"""How long an answer must lie before the same is asked again (PROTOCOL)."""


def is_time(now: float, last_begun: float | None) -> bool:
    """Whether asking again may begin: never before, or two weeks ago the last time."""
    return last_begun is None or now - last_begun >= AGAIN_SECONDS

"""A message as a system is shown it: its words, and the turn of the assistant that it answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """One message. `before` is the assistant's turn that it answers, "" where there is none."""

    id: str
    text: str
    before: str = ""

"""One thing that was checked, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How it stands with one thing."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """What was found, in a sentence, and what to do where it is not as it should be.

    `figures` are what was measured, if anything.
    """

    name: str
    state: State
    finding: str
    advice: str = ""
    figures: dict[str, str | int | float] | None = None

    def as_json(self) -> dict[str, Any]:
        """As `doctor --json` gives it; `ok` is whether it did not fail."""
        said = {
            "name": self.name,
            "state": self.state,
            "ok": self.state is not State.FAIL,
            "finding": self.finding,
            "advice": self.advice,
        }
        return said if self.figures is None else {**said, "figures": self.figures}


def fine(name: str, finding: str) -> Check:
    """A thing that is as it should be."""
    return Check(name, State.OK, finding)


def warn(name: str, finding: str, advice: str) -> Check:
    """A thing that works, though not as well as it could."""
    return Check(name, State.WARN, finding, advice)


def fail(name: str, finding: str, advice: str) -> Check:
    """A thing that does not work, or that is not as safe as it is said to be."""
    return Check(name, State.FAIL, finding, advice)

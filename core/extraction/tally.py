"""What an extraction came to so far, and how that is told."""

from dataclasses import dataclass

from selfaudit.core.events import WindowDone
from selfaudit.core.models.attribute import Candidate
from selfaudit.core.store.extraction import Work


@dataclass(slots=True)
class Tally:
    """What a run came to so far. `windows` are all, `known` those that earlier runs had done, and
    `alike` those of the done ones that the model was not asked about."""

    windows: int
    known: int
    done: int = 0
    failed: int = 0
    alike: int = 0
    candidates: int = 0
    quarantined: int = 0
    prompt_tokens: int = 0
    output_tokens: int = 0

    @property
    def left(self) -> int:
        """Windows of which nothing is known yet."""
        return self.windows - self.known - self.done - self.failed

    @property
    def behind(self) -> int:
        """Windows that are over, in this run or before."""
        return self.windows - self.left

    def add(self, work: Work, candidates: list[Candidate]) -> None:
        """Count a window that was stored."""
        self.done += 1
        self.candidates += len(candidates)
        self.quarantined += sum(candidate.span is None for candidate in candidates)
        self.prompt_tokens += work.prompt_tokens
        self.output_tokens += work.output_tokens

    def speed(self, seconds: float) -> float:
        """Tokens a second."""
        return (self.prompt_tokens + self.output_tokens) / seconds if seconds > 0 else 0.0

    def progress(self, seconds: float, attributes: int, of_sample: int | None) -> WindowDone:
        """How far the run is after so many seconds. `of_sample`: windows of a sample left."""
        each = seconds / (self.done + self.failed) if self.done + self.failed else None
        return WindowDone(
            done=self.behind,
            windows=self.windows,
            candidates=self.candidates,
            quarantined=self.quarantined,
            attributes=attributes,
            tokens_per_second=self.speed(seconds),
            seconds_left=None if each is None else self.left * each,
            sample_windows_left=of_sample,
            sample_seconds_left=(None if each is None or of_sample is None else of_sample * each),
        )

"""What long work tells while it goes on. Interface, command line and tests consume the same."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of one kind were read, and what became of them.

    read = stored + known + skipped.
    """

    read: int = 0
    stored: int = 0
    known: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What importing one path came to."""

    path: str
    format: str
    conversations: Counts
    messages: Counts
    own_words_messages: int
    skipped: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """Conversations read so far from the path that is being imported."""

    path: str
    conversations: int
    messages: int


@dataclass(frozen=True, slots=True)
class ImportFailed:
    """A path could not be read, or not to its end. What was read of it before is stored."""

    path: str
    title: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ImportDone:
    """Every path was imported or failed."""

    sources: tuple[SourceReport, ...]
    failed: tuple[ImportFailed, ...]


ImportEvent = ImportProgress | ImportFailed | ImportDone


@dataclass(frozen=True, slots=True)
class ExtractionStarted:
    """A run begins: windows in all, and those whose work was already done."""

    run: int
    windows: int
    windows_known: int


@dataclass(frozen=True, slots=True)
class WindowDone:
    """One window's results are stored.

    Tokens per second count prompt and output together over the run so far; `seconds_left` is
    null until a rate is known.
    """

    done: int
    windows: int
    candidates: int
    quarantined: int
    attributes: int
    tokens_per_second: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class WindowFailed:
    """One window gave no result; it is tried again by the next run."""

    done: int
    windows: int
    reason: str


@dataclass(frozen=True, slots=True)
class ModelRestarted:
    """The model's process ended and was started again."""

    reason: str


@dataclass(frozen=True, slots=True)
class ExtractionDone:
    """The run ended, complete or cancelled. Counts are of this run; attributes of the store."""

    windows: int
    windows_known: int
    windows_failed: int
    candidates: int
    attributes: int
    quarantined: int
    prompt_tokens: int
    output_tokens: int
    seconds: float
    tokens_per_second: float
    cancelled: bool


ExtractionEvent = ExtractionStarted | WindowDone | WindowFailed | ModelRestarted | ExtractionDone

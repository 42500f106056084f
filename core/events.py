"""What long work tells while it goes on. Interface, command line and tests consume the same."""

from dataclasses import dataclass, field

from selfaudit.core.models.run import Purpose


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
    """What importing came to, of all in one path that is in one format."""

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
    """Every path was imported or failed, or the person stopped it: what was read is stored."""

    sources: tuple[SourceReport, ...]
    failed: tuple[ImportFailed, ...]
    cancelled: bool = False


ImportEvent = ImportProgress | ImportFailed | ImportDone


@dataclass(frozen=True, slots=True)
class ExtractionStarted:
    """A run begins: windows in all, and those whose work was already done.

    `sample_windows_left` counts those of a budget's sample that are still to be read: 0 once all of
    it is, null without a budget.
    """

    run: int
    windows: int
    windows_known: int
    sample_windows_left: int | None = None


@dataclass(frozen=True, slots=True)
class WindowDone:
    """One window's results are stored, with those of windows that have the same words.

    Tokens per second count prompt and output together over the run so far; `seconds_left` is
    null until a rate is known. The last two are of a budget's sample, which is read first and may
    grow: 0 once all of it is read, null without a budget.
    """

    done: int
    windows: int
    candidates: int
    quarantined: int
    attributes: int
    tokens_per_second: float
    seconds_left: float | None
    sample_windows_left: int | None = None
    sample_seconds_left: float | None = None


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
    """The run ended, complete or cancelled. Counts are of this run; attributes of the store.

    `windows_alike` have the words of another one and were not asked about.
    """

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
    windows_alike: int = 0


ExtractionEvent = ExtractionStarted | WindowDone | WindowFailed | ModelRestarted | ExtractionDone


@dataclass(frozen=True, slots=True)
class PreparationStarted:
    """Work ahead of the person begins: items in all, and those that were done before.

    An item is a selector's work on one prompt (`SELECTION`), or a pair of answers that is made
    and judged (`ANSWERS`).
    """

    purpose: Purpose
    items: int
    known: int


@dataclass(frozen=True, slots=True)
class ItemDone:
    """One more item is stored. `seconds_left` is an estimate for all of this purpose."""

    purpose: Purpose
    done: int
    items: int
    seconds_left: float


@dataclass(frozen=True, slots=True)
class ItemFailed:
    """One item came to nothing; `reason` is a phrase without any text of a prompt."""

    purpose: Purpose
    done: int
    items: int
    reason: str


@dataclass(frozen=True, slots=True)
class PreparationEnded:
    """The work of one purpose ended, complete or cancelled."""

    purpose: Purpose
    items: int
    failed: int
    seconds: float
    cancelled: bool


PreparationEvent = PreparationStarted | ItemDone | ItemFailed | PreparationEnded

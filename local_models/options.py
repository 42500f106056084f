"""How a model is run."""

from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.local_models.machine import physical_cores
from selfaudit.local_models.protocol import Load
from selfaudit.local_models.text import well_formed


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How a model is run on this machine. None of it needs to be set."""

    context: int = 2048
    """The window in tokens, unless the model was trained with a smaller one."""

    threads: int | None = None
    """Threads to compute with; None is one for each physical core."""

    batch: int = 128
    """Tokens evaluated at once: a cancellation waits for one batch. So does something urgent on a
    graphics processor or with a model that keeps a state; otherwise it breaks the batch off."""

    sequences: int = 32
    """Texts that are worked on at once, as far as the cache has room for them."""

    cells: int = 4096
    """Tokens of all those texts together that the cache has room for; a window at least."""

    gpu_layers: int = -1
    """Layers that are put on a graphics processor, where llama.cpp was built for one and finds it;
    -1: all of them."""

    request_timeout: float | None = None
    """Seconds that may pass until one of the requests with the process is taken up or ends, before
    the process is killed and started again; None: any."""

    load_timeout: float | None = 600.0
    """Seconds that loading may take; None: any."""

    def window(self, trained: int) -> int:
        """The window in tokens for a model that was trained with `trained` (0: unknown)."""
        return min(self.context, trained or self.context)

    def load(
        self, path: Path, window: int, adapter: Path | None = None, cells: int | None = None
    ) -> Load:
        """What the model's process is told to load. Raises ModelError if it cannot be told."""
        return Load(
            path=_as_text(path),
            context=window,
            threads=self.threads or physical_cores(),
            batch=min(self.batch, window),
            gpu_layers=self.gpu_layers,
            adapter="" if adapter is None else _as_text(adapter),
            sequences=self.sequences,
            cells=window if cells is None else cells,
        )


def _as_text(path: Path) -> str:
    name = str(path)
    if well_formed(name) != name:
        raise ModelError(
            f"{well_formed(name)} is a path that is no text; llama.cpp cannot open it.",
            hint="Rename the file or its folder.",
        )
    return name

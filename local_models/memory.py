"""How much memory this machine has and a model needs, and whether the one holds the other."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.core.variables import ANY_SIZE_VARIABLE

OVERHEAD = 250_000_000
"""What a model's process takes besides weights and cache, in bytes: Python, llama.cpp, its buffers.
Measured on x86 at 2048 tokens: 61 MB with SmolLM2 135M; more for larger vocabularies."""

COMFORT = 0.8
"""The part of the available memory that a model may take without pushing out the rest."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of this machine in bytes, as far as this process may use it; None where unknown.

    `available` is what can be had without swapping: what is free and what can be freed.
    """

    total: int | None
    available: int | None


def memory(root: Path = Path("/")) -> Memory:
    """Ask the system: /proc/meminfo, the limits of control groups and of the process.

    `root` is where `proc` and `sys` are looked up.
    """
    total, available = _meminfo(root)
    if total is None:
        total = _physical()
    for limit, used in _control_groups(root):
        total = limit if total is None else min(total, limit)
        free = max(0, limit - used)
        available = free if available is None else min(available, free)
    if (limit_of_process := _address_space()) is not None:
        total = limit_of_process if total is None else min(total, limit_of_process)
        available = limit_of_process if available is None else min(available, limit_of_process)
    return Memory(total, available)


def needed(file_bytes: int, cache_bytes: int, window: int, adapter_bytes: int = 0) -> int:
    """What a model needs in memory, in bytes: its file, its cache for a window in tokens, the rest.

    With an adapter comes its file, and a second cache: what is asked with it has one of its own.

    llama.cpp keeps a second, rearranged copy of some weights, so that its process can be seen to
    take up to twice the file; the first copy is then not read any more, and the system can drop it.
    """
    caches = 2 if adapter_bytes else 1
    return file_bytes + adapter_bytes + caches * cache_bytes * window + OVERHEAD


def check_fits(title: str, need: int, here: Memory) -> None:
    """Raise ModelError, with the numbers, when a model needs more memory than can be had.

    Nothing is raised where the system does not tell, or where ANY_SIZE_VARIABLE is set.
    """
    if here.available is None or need <= here.available or os.environ.get(ANY_SIZE_VARIABLE):
        return
    total = f" of {size_words(here.total)}" if here.total else ""
    raise ModelError(
        f"{title} is too large for this machine's memory: it needs about {size_words(need)}, and "
        f"{size_words(here.available)}{total} can be had.",
        title="The model does not fit",
        hint="Close other programs, or use a smaller model: `selfaudit models recommend` says "
        "which fit. With --any-size it is tried all the same; the machine may become very slow.",
    )


def size_words(size: int | None) -> str:
    """A size in bytes for a person: "1.3 GB", "396 MB"."""
    if size is None:
        return "an unknown amount"
    return f"{size / 1e9:.1f} GB" if size >= 1_000_000_000 else f"{size / 1e6:.0f} MB"


def _meminfo(root: Path) -> tuple[int | None, int | None]:
    found: dict[str, int] = {}
    try:
        for line in (
            (root / "proc/meminfo").read_text(encoding="ascii", errors="replace").split("\n")
        ):
            name, _, rest = line.partition(":")
            value = rest.split()
            if value and value[0].isdigit():
                found[name] = int(value[0]) * 1024
    except OSError:
        return None, None
    return found.get("MemTotal"), found.get("MemAvailable")


def _physical() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _control_groups(root: Path) -> list[tuple[int, int]]:
    """Limit and use, in bytes, of each control group that bounds this process."""
    base = root / "sys/fs/cgroup"
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    bounds = []
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers == "":
            folder, names = base, ("memory.max", "memory.current")
        elif "memory" in controllers.split(","):
            folder, names = base / "memory", ("memory.limit_in_bytes", "memory.usage_in_bytes")
        else:
            continue
        own = folder / path.strip("/")
        for place in (own, *own.parents):
            limit, used = (_number(place / name) for name in names)
            if limit is not None:
                bounds.append((limit, max(0, (used or 0) - _droppable(place))))
            if place == folder:
                break
    return bounds


def _droppable(place: Path) -> int:
    """Bytes of files that a control group holds in memory and that can be dropped."""
    try:
        lines = (place / "memory.stat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    counted = dict(line.split(" ", 1) for line in lines if " " in line)
    return sum(int(counted.get(name, "0")) for name in ("inactive_file", "active_file"))


def _number(file: Path) -> int | None:
    """The number in a file; None where it has none, or one that stands for no limit."""
    try:
        text = file.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() and int(text) < 1 << 60 else None


def _address_space() -> int | None:
    """The most address space that a process may take, if that is bounded."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft

"""What processes hold in memory, as Linux tells it."""

import os
from pathlib import Path


def resident(pid: int | None = None) -> float:
    """Megabytes that a process (this one) holds now; 0 where it is gone."""
    return _told(pid, "VmRSS")


def peak(pid: int | None = None) -> float:
    """The most megabytes that a process (this one) has held since it was started; 0 where it is
    gone."""
    return _told(pid, "VmHWM")


def _told(pid: int | None, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid or os.getpid()}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in lines if line.startswith(f"{name}:")]
    return int(found[0]) / 1024 if found else 0.0

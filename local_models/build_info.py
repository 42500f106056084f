"""What the installed llama.cpp was built for, asked in a process of its own.

`python -m selfaudit.local_models.build_info` prints it as JSON. In the process that asks,
llama.cpp is never loaded: a build that crashes there is an answer too.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

from selfaudit.core.errors import ModelError

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """Whether it can put work on a graphics processor, and the CPU features that it uses."""

    gpu_offload: bool
    features: tuple[str, ...]


def build_info() -> BuildInfo:
    """Ask the installed llama.cpp. Raises ModelError when it cannot be loaded."""
    command = [sys.executable, "-P", "-m", "selfaudit.local_models.build_info"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        found = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError):
        found = None
    if found is None:
        raise ModelError(
            "The installed llama.cpp cannot be loaded.",
            hint="Install it again: `pip install --force-reinstall --no-cache-dir "
            "llama-cpp-python`.",
        )
    return BuildInfo(found["gpu_offload"], tuple(found["features"]))


def _features(system_info: str) -> list[str]:
    """The names that llama.cpp lists as "NAME = 1"."""
    parts = system_info.replace("CPU :", "").split("|")
    return [part.split("=")[0].strip() for part in parts if part.strip().endswith("= 1")]


def main() -> None:
    """Print what this build is, as one line of JSON."""
    from selfaudit.local_models.native import lib, system_info

    offload = bool(lib.llama_supports_gpu_offload())
    print(json.dumps({"gpu_offload": offload, "features": _features(system_info())}))


if __name__ == "__main__":
    main()

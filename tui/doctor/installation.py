"""Is the program installed whole, and does llama.cpp run here?"""

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from selfaudit.core.errors import ModelError
from selfaudit.tui.doctor.check import Check, fail, fine
from selfaudit.tui.models_wiring import build_info, physical_cores

_OLDEST = (3, 11)
_PACKAGES = (
    "selfaudit",
    "llama-cpp-python",
    "textual",
    "sqlite-utils",
    "huggingface-hub",
    "py3langid",
)
_WORTH_NAMING = ("AVX512", "AVX2", "AVX", "NEON", "FMA", "F16C", "SSE3")


def installation() -> Iterator[Check]:
    """Python, this machine, the packages that everything stands on, llama.cpp as it was built."""
    text = platform.python_version()
    if sys.version_info >= _OLDEST:
        yield fine("python", f"Python {text}.")
    else:
        yield fail("python", f"Python {text} is too old.", "Install Python 3.11 or newer.")
    yield fine("machine", f"{platform.system()} {platform.machine()}, {physical_cores()} cores.")
    for package in _PACKAGES:
        try:
            yield fine(package, f"Version {version(package)}.")
        except PackageNotFoundError:
            yield fail(package, "It is not installed.", "Install selfaudit again with pip.")
    yield _llama()


def _llama() -> Check:
    try:
        build = build_info()
    except ModelError as error:
        return fail("llama.cpp", error.message, error.hint)
    used = [name for name in _WORTH_NAMING if name in build.features]
    features = f"uses {', '.join(used)} of this processor" if used else "uses no special features"
    where = (
        "it computes on a graphics processor where it finds one"
        if build.gpu_offload
        else "it was built for the processor alone"
    )
    return fine("llama.cpp", f"It loads, {features}; {where}.")

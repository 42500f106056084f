"""Why a model could not be loaded, as a sentence, from what llama.cpp logged of it."""

import re

from selfaudit.core.errors import ModelError
from selfaudit.local_models.machine import package_version

_ARCHITECTURE = re.compile(r"unknown model architecture: '([^']{1,60})'")
_TENSOR = re.compile(r"(?:missing tensor|wrong number of tensors|tensor .* has wrong shape)")
_ADAPTER = re.compile(r"cannot (?:load|use) the adapter")
_NO_MEMORY = re.compile(
    r"not enough memory|unable to allocate|failed to allocate|bad_alloc|ended by SIGKILL"
    r"|mmap failed: Cannot allocate memory",
    re.IGNORECASE,
)


def load_problem(name: str, reason: str) -> ModelError:
    """The error for a model that did not load; `reason` is what its process said last."""
    if _ADAPTER.search(reason):
        return ModelError(
            f"The adapter of {name} could not be loaded: it is damaged, or was made for another "
            "model.",
            hint="Install selfaudit again, or go on without the adapter: --no-adapter.",
        )
    if found := _ARCHITECTURE.search(reason):
        version = package_version("llama_cpp_python")
        return ModelError(
            f"{name} is of a kind ({found[1]}) that the installed llama.cpp "
            f"(llama-cpp-python {version}) does not know.",
            hint="A newer one may know it: `pip install --upgrade llama-cpp-python`. Or choose "
            "another model: `selfaudit models list`.",
        )
    if _NO_MEMORY.search(reason):
        return ModelError(
            f"{name} could not be loaded: there was not enough memory for it.",
            hint="Close other programs, or use a smaller model: `selfaudit models recommend` says "
            "which fit.",
        )
    if _TENSOR.search(reason):
        return ModelError(
            f"{name} could not be loaded: its parts are not those of a whole model of its kind.",
            hint="It may be one file of several, or damaged: fetch it again, or choose another.",
        )
    return ModelError(
        f"{name} could not be loaded: {reason}.",
        hint="Another model, a smaller window or more free memory may help.",
    )

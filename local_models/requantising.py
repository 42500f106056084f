"""The same weights in a form that this machine computes faster, where a measurement says so.

llama.cpp keeps Q8_0 rearranged for the processor, and reads prompts with it faster. Weights of 4 or
5 bits are hardly rounded by it: the default model found as much as before. Q4_0 is rearranged
too, and smaller, but was worse: F1 of 73% instead of 80% on `dev`. The file is another model to all
that is stored: its sha256 is its own, and runs record both.

`python -m selfaudit.local_models.requantising SOURCE TARGET THREADS` does it, in a process of its
own: a build of llama.cpp that crashes there costs nothing.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.local_models.child import environment
from selfaudit.local_models.download import need_space
from selfaudit.local_models.files import file_error, sha256_of
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.machine import physical_cores
from selfaudit.local_models.made_from import FORM, MadeFrom, form_of, write_made_from
from selfaudit.local_models.speed import Speed

PAYS = 1.2
"""How many times as fast a file must be to be kept: less than the difference between two
measurements of a machine that does other things says nothing."""

PROMPT, ANSWER = 100, 40
"""Tokens of a window that are read and written, of the order of the default model's: what the
speeds are weighed by."""

Timed = Callable[[InstalledModel], Speed]
"""Times a model for a moment."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How many times as fast as the source the form is, and its file if it is kept."""

    times_as_fast: float
    kept: InstalledModel | None


def size_of_form(model: InstalledModel) -> int:
    """About how many bytes the form takes: 34 for 32 weights, and the tables beside them."""
    return int(model.parameters * 34 / 32 * 1.1)


def try_form(library: ModelLibrary, model: InstalledModel, timed: Timed) -> Tried:
    """Make the form of a model, time it beside the model, and keep it if it PAYS.

    The model's own file is left as it is. Raises ModelError when there is no room, when the model
    was made from another itself, or when llama.cpp fails.
    """
    if model.made_from:
        raise ModelError(
            f"{model.name} was itself made from another model.",
            hint="Name the one that it was made from.",
        )
    need_space(library.folder, size_of_form(model))
    made = make(library, model)
    times = 0.0
    try:
        times = _times_as_fast(model, made, timed)
    finally:
        if times < PAYS:
            library.remove(made)
    return Tried(times, made if times >= PAYS else None)


def make(library: ModelLibrary, model: InstalledModel) -> InstalledModel:
    """Make the form of a model in the models folder, beside it. Raises ModelError."""
    target = library.folder / form_of(model.path).name
    if target.exists():
        raise ModelError(
            f"{target.name} is there already.",
            hint=f"`selfaudit models remove {target.stem}` removes it.",
        )
    part = target.with_name(target.name + ".part")
    command = [sys.executable, "-P", "-m", "selfaudit.local_models.requantising"]
    command += [str(model.path), str(part), str(physical_cores())]
    try:
        part.unlink(missing_ok=True)
        done = subprocess.run(command, capture_output=True, check=False, env=environment())
        if done.returncode or not part.is_file():
            raise ModelError(
                f"llama.cpp could not make {FORM} of {model.name}.",
                hint="The file may hold weights of a kind that it does not convert.",
            )
        part.chmod(0o600)
        write_made_from(target, MadeFrom(sha256_of(part), model.sha256))
        part.replace(target)
    except OSError as error:
        raise file_error(error, f"{target.name} could not be made") from error
    finally:
        part.unlink(missing_ok=True)
    return library.describe(target)


def _times_as_fast(model: InstalledModel, made: InstalledModel, timed: Timed) -> float:
    """How many times as fast the form reads and writes a window; the better of two tries of each,
    in turns, as other programs take their share of a machine now and then."""
    tries = [(_seconds(timed(model)), _seconds(timed(made))) for _ in range(2)]
    return min(before for before, _ in tries) / min(after for _, after in tries)


def _seconds(speed: Speed) -> float:
    return PROMPT / speed.reading + ANSWER / speed.writing


def main() -> None:
    """Make the form, as the command line says. Ends with llama.cpp's code."""
    from selfaudit.local_models.native import lib

    source, target, threads = sys.argv[1:]
    os.umask(0o077)
    params = lib.llama_model_quantize_default_params()
    params.nthread = int(threads)
    params.ftype = getattr(lib, f"LLAMA_FTYPE_MOSTLY_{FORM}")
    params.allow_requantize = True
    lib.llama_backend_init()
    raise SystemExit(
        lib.llama_model_quantize(os.fsencode(Path(source)), os.fsencode(Path(target)), params)
    )


if __name__ == "__main__":
    main()

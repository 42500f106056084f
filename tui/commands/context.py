"""What every command shares: the home that was chosen, options, the store while it is open."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from selfaudit.core.variables import ANY_SIZE_VARIABLE

if TYPE_CHECKING:
    from selfaudit.core.paths import Home
    from selfaudit.core.store.store import Store

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])

json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
yes_option = click.option("--yes", is_flag=True, help="Fetch the model without asking.")
_named_model = click.option("--model", metavar="NAME", help="Use this model (name or path).")


no_adapter_option = click.option(
    "--no-adapter",
    "without_adapter",
    is_flag=True,
    help="Extract with the model as it is, without the adapter that teaches it to.",
)


def model_option(function: AnyFunction) -> AnyFunction:
    """The options that say which model is used, and that it may be larger than the memory."""
    any_size = click.option(
        "--any-size",
        is_flag=True,
        expose_value=False,
        callback=_allow_any_size,
        help="Load the model even if it is too large for the memory that can be had.",
    )
    return _named_model(any_size(function))


def _allow_any_size(context: click.Context, _: click.Parameter, allowed: bool) -> None:
    """Set the variable that the loading of models looks at, for as long as the command runs."""
    if allowed and ANY_SIZE_VARIABLE not in os.environ:
        os.environ[ANY_SIZE_VARIABLE] = "1"
        context.call_on_close(lambda: os.environ.pop(ANY_SIZE_VARIABLE, None))


def home_option(function: AnyFunction) -> AnyFunction:
    """The option --home, which every command takes, before or after its name."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        expose_value=False,
        callback=_remember_home,
        help="Keep everything in DIR (default: $SELFAUDIT_HOME, else the data folder).",
    )(function)


def _remember_home(context: click.Context, _: click.Parameter, home: Path | None) -> None:
    if home is not None:
        context.find_root().obj = home


def current_home() -> "Home":
    """The home that was chosen for this call."""
    from selfaudit.core.paths import find_home

    chosen: Path | None = click.get_current_context().find_root().obj
    return find_home(chosen)


def invocation() -> str:
    """How to call selfaudit again so that it finds the same home: "selfaudit --home mara".

    Where no `selfaudit` is on the path, or another one, it is called as it was this time.
    """
    context = click.get_current_context(silent=True)
    chosen: Path | None = context.find_root().obj if context is not None else None
    program = _program()
    return program if chosen is None else f"{program} --home {shlex.quote(str(chosen))}"


def _program() -> str:
    called = Path(sys.argv[0])
    if called.name != "selfaudit" or called.parent == Path():
        return "selfaudit"
    on_path = shutil.which("selfaudit")
    if on_path is not None and Path(on_path).resolve() == called.resolve():
        return "selfaudit"
    return shlex.quote(str(called))


@contextmanager
def opened_store() -> Iterator["Store"]:
    """The store of the current home, closed at the end."""
    from selfaudit.core.store.store import Store

    store = Store(current_home())
    try:
        yield store
    finally:
        store.close()

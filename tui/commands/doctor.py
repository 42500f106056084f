"""selfaudit doctor: is everything as it should be on this machine?"""

import platform
import shutil
import stat
import sys
from pathlib import Path

import click

from selfaudit.tui.commands.context import current_home, home_option, json_option
from selfaudit.tui.commands.output import print_json, say


@click.command("doctor")
@json_option
@home_option
def doctor_command(as_json: bool) -> None:
    """Check the machine, the store, its permissions and the models. Changes nothing."""
    checks = list(_checks())
    if as_json:
        print_json({"checks": checks, "ok": all(check["ok"] for check in checks)})
    else:
        for check in checks:
            say(f"{'ok     ' if check['ok'] else 'PROBLEM'} {check['name']}: {check['finding']}")
    if not all(check["ok"] for check in checks):
        raise SystemExit(1)


def _check(name: str, ok: bool, finding: str) -> dict[str, object]:
    return {"name": name, "ok": ok, "finding": finding}


def _checks() -> list[dict[str, object]]:
    from importlib.metadata import PackageNotFoundError, version

    home = current_home()
    checks = [
        _check("python", sys.version_info >= (3, 11), platform.python_version()),
        _check("machine", True, f"{platform.system()} {platform.machine()}"),
    ]
    for package in ("selfaudit", "llama-cpp-python", "textual"):
        try:
            checks.append(_check(package, True, version(package)))
        except PackageNotFoundError:
            checks.append(_check(package, False, "not installed"))
    if not home.root.exists():
        checks.append(_check("home", True, f"{home.root} (nothing stored yet)"))
        return checks
    checks.append(_private("home", home.root))
    free = shutil.disk_usage(home.root).free
    checks.append(_check("disk", free > 500_000_000, f"{free / 1e9:.1f} GB free"))
    checks += [_private("store", path) for path in sorted(home.root.glob("selfaudit.db*"))]
    if home.store.exists():
        checks += _integrity()
    checks += _models()
    return checks


def _private(name: str, path: Path) -> dict[str, object]:
    mode = stat.S_IMODE(path.stat().st_mode)
    return _check(name, mode & 0o077 == 0, f"{path} has mode {mode:04o}")


def _integrity() -> list[dict[str, object]]:
    from selfaudit.tui.commands.context import opened_store

    with opened_store() as store:
        problems = store.database.integrity_problems()
        has_traces = store.erasure.is_unfinished()
    checks = [_check("integrity", not problems, "; ".join(problems[:3]) or "the store is whole")]
    if has_traces:
        checks.append(_check("erasure", False, "traces of what was erased are in the files yet"))
    return checks


def _models() -> list[dict[str, object]]:
    from selfaudit.core.errors import ModelError
    from selfaudit.tui.wiring import library

    models = library(current_home())
    found = models.list_models()
    if not found:
        finding = "none here; `selfaudit models pull` fetches the default one"
        return [_check("models", True, finding)]
    checks = []
    for model in found:
        try:
            models.verify(model)
            checks.append(_check("model", True, f"{model.name} is whole"))
        except ModelError as error:
            checks.append(_check("model", False, error.message))
    return checks

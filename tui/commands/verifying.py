"""selfaudit verify: is a package whole, and does its report follow from its rows?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.tui.commands.context import home_option, json_option
from selfaudit.tui.commands.output import counted, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.verifying import Verification


@click.command("verify")
@click.argument("package", type=click.Path(path_type=Path))
@json_option
@home_option
def verify_command(package: Path, as_json: bool) -> None:
    """Check PACKAGE, a folder or a zip that somebody exported.

    \b
    files and checksums    nothing is missing, foreign or changed
    rows                   as the schemas have them, and the same in Parquet
    references             every row that another one names is there
    level and consent      nothing that was not agreed to
    report                 every number, computed again from the rows

    It ends with exit code 1 where something does not hold. Nothing of your own is read or changed.
    """
    from selfaudit.core.export.verifying import verify

    done = verify(package)
    if as_json:
        print_json(_as_json(done))
    else:
        _tell(done)
    if not done.holds:
        raise SystemExit(1)


def _as_json(done: "Verification") -> dict[str, object]:
    import msgspec

    return {
        "package": None if done.manifest is None else done.manifest.id,
        "level": None if done.manifest is None else done.manifest.level.value,
        "holds": done.holds,
        "checked": done.checked,
        "not_checked": done.not_checked,
        "findings": [msgspec.to_builtins(finding) for finding in done.findings],
    }


def _tell(done: "Verification") -> None:
    if done.manifest is not None:
        say(f"Package {done.manifest.id}, level {done.manifest.level.value}.")
    for what in done.checked:
        say(f"checked      {what}")
    for what in done.not_checked:
        say(f"NOT CHECKED  {what}")
    for finding in done.findings:
        say(f"PROBLEM      {finding.place}: {finding.sentence}")
    if done.holds:
        say("Everything that was checked holds.")
    else:
        say(f"{counted(len(done.findings), 'problem')} found: do not rely on this package.")

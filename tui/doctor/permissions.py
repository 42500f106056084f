"""Can nobody but the person read what is kept?"""

import os
import shlex
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from selfaudit.core.paths import Home
from selfaudit.tui.doctor.check import Check, fail, fine, warn

_OTHERS = 0o077
_SHOWN = 3


def permissions(home: Home) -> Iterator[Check]:
    """The home folder, the store, and everything else in the folder."""
    if sys.platform == "win32":
        yield warn(
            "permissions",
            "On Windows the folder's own permissions decide who can read it; they are not checked.",
            "Keep the folder where only you can read.",
        )
        return
    mend = f"Take others' rights away: `chmod -R go-rwx {shlex.quote(str(home.root))}`."
    yield _judged("home", [home.root], mend)
    files = sorted(home.root.glob(f"{home.store.name}*"))
    if files:
        yield _judged("store", files, mend)
    rest = [path for path in sorted(home.root.rglob("*")) if path not in files]
    if rest:
        yield _judged("permissions", rest, mend)


def _judged(name: str, paths: list[Path], mend: str) -> Check:
    problems = []
    for path in paths:
        try:
            status = path.lstat()
        except FileNotFoundError:
            # A file that came and went while we looked, such as a lock.
            continue
        if stat.S_ISLNK(status.st_mode):
            continue
        if status.st_uid != os.getuid():
            problems.append(f"{path} belongs to someone else")
        elif status.st_mode & _OTHERS:
            problems.append(f"{path} has mode {stat.S_IMODE(status.st_mode):04o}")
    if not problems:
        what = str(paths[0]) if len(paths) == 1 else f"{len(paths)} files and folders"
        return fine(name, f"{what} can be read by you alone.")
    more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    return fail(name, f"Others may read: {', '.join(problems[:_SHOWN])}{more}.", mend)

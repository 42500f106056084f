"""Find the package that a withdrawal code belongs to, so that it can be deleted.

    python examples/pooling/withdraw.py CODE PACKAGES...

A package holds the sha256 of its code and not the code, so only who has the code can name it. This
deletes nothing: it prints where the package is. Copies elsewhere, and files that packages were
joined into, are yours to find (docs/pooling.md). Needs no more than selfaudit itself.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from selfaudit.core.export.withdrawal import read_code

CONSENT = "data/consent.jsonl"


def main() -> int:
    """Read the command line and print what was found; 1 where nothing was, 2 for no code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("code", help="as the person was given it; case and hyphens do not matter")
    parser.add_argument("packages", nargs="+", type=Path, help="folders, zips, or folders of them")
    given = parser.parse_args()
    code = read_code(given.code)
    if code is None:
        print("This is not a withdrawal code. Was a sign mistyped?", file=sys.stderr)
        return 2
    wanted = hashlib.sha256(code.encode()).hexdigest()
    found, looked_through = [], 0
    for path, hashes in consents(given.packages):
        looked_through += 1
        if wanted in hashes:
            found.append(path)
            print(path)
    if not found:
        print(f"None of the {looked_through} packages there has this code.", file=sys.stderr)
        return 1
    return 0


def consents(paths: list[Path]) -> Iterator[tuple[Path, set[str]]]:
    """Each package at these paths, however deep, and the hashes in its consent."""
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else []
        for place in (path, *inside):
            if place.suffix == ".zip" and zipfile.is_zipfile(place):
                with zipfile.ZipFile(place) as archive:
                    names = [name for name in archive.namelist() if name.endswith(CONSENT)]
                    for name in names:
                        yield place, _hashes(archive.read(name))
            elif (place / CONSENT).is_file():
                yield place, _hashes((place / CONSENT).read_bytes())


def _hashes(lines: bytes) -> set[str]:
    return {str(json.loads(line)["withdrawal_hash"]) for line in lines.splitlines()}


if __name__ == "__main__":
    sys.exit(main())

"""Check what files the wheel and the sdist hold: everything the program needs, nothing else."""

import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

PARTS = ("core", "tui", "local_models")
SUFFIXES = {".py", ".tcss", ".css", ".jinja", ".toml", ".typed"}
ALLOWED_AT_TOP = {
    "LICENSE",
    "MANIFEST.in",
    "README.md",
    "pyproject.toml",
    "PKG-INFO",
    "setup.cfg",
    "src",
}


def expected(root: Path) -> set[str]:
    """The files of the package, as they lie in the checkout."""
    found = {"selfaudit/__init__.py", "selfaudit/py.typed"}
    for part in PARTS:
        for path in (root / part).rglob("*"):
            if path.is_file() and path.suffix in SUFFIXES:
                found.add(f"selfaudit/{path.relative_to(root).as_posix()}")
    for path in (root / "local_models" / "adapters").iterdir():
        found.add(f"selfaudit/{path.relative_to(root).as_posix()}")
    return found


def problems(root: Path, dist: Path) -> list[str]:
    """What is wrong with the one wheel and the one sdist in a folder."""
    (wheel,) = dist.glob("*.whl")
    (sdist,) = dist.glob("*.tar.gz")
    wanted = expected(root)
    in_wheel = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    with tarfile.open(sdist) as archive:
        members = [member for member in archive.getmembers() if not member.isdir()]
    in_sdist = {str(PurePosixPath(*PurePosixPath(member.name).parts[1:])) for member in members}
    return [
        *(f"missing from the wheel: {name}" for name in sorted(wanted - in_wheel)),
        *(f"not wanted in the wheel: {name}" for name in sorted(in_wheel - wanted)),
        *(
            f"missing from the sdist: {name}"
            for name in sorted(wanted)
            if f"src/{name}" not in in_sdist
        ),
        *(
            f"not wanted in the sdist: {name}"
            for name in sorted(in_sdist)
            if PurePosixPath(name).parts[0] not in ALLOWED_AT_TOP
        ),
        *(f"a link in the sdist: {member.name}" for member in members if not member.isfile()),
    ]


if __name__ == "__main__":
    found = problems(Path(__file__).parent.parent, Path(sys.argv[1]))
    print("\n".join(found) or "The wheel and the sdist hold what they should.")
    sys.exit(bool(found))

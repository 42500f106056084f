"""SHA256SUMS, in the format of coreutils: `sha256sum -c SHA256SUMS` checks a package."""

import hashlib
import re
from collections.abc import Mapping

_LINE = re.compile(r"([0-9a-f]{64})  (\S[^\r\n]*)")


def sha256(data: bytes) -> str:
    """The sha256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """One line for each file, sorted by name: its sha256, two blanks, its name."""
    lines = (f"{sha256(data)}  {name}\n" for name, data in sorted(files.items()))
    return "".join(lines).encode()


def parse_sums(data: bytes) -> tuple[dict[str, str], list[int]]:
    """The sha256 of each file by name, and the numbers of lines that are not such a line."""
    sums: dict[str, str] = {}
    wrong: list[int] = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n")[:-1], 1):
        found = _LINE.fullmatch(line)
        if found is None or found[2] in sums:
            wrong.append(number)
        else:
            sums[found[2]] = found[1]
    if data and not data.endswith(b"\n"):
        wrong.append(data.count(b"\n") + 1)
    return sums, wrong

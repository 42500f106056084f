"""How well languages are told: on the translated texts of the programs of this machine.

    python tests/quality/measure_languages.py [FOLDER]...

Reads gettext catalogues (`LC_MESSAGES/*.mo`) below the folders, by default /usr/share/locale and
this Python's packages: short texts that others translated, with the language in the path. Up to
400 of each language are drawn, with a fixed seed.
"""

import gettext
import random
import re
import sys
import sysconfig
from collections import Counter, defaultdict
from pathlib import Path

from selfaudit.core.languages.detecting import language_of
from selfaudit.core.languages.names import NAMES, language_code

EACH = 400
_HOLES = re.compile(r"%\(?\w*\)?[sdif]|\{[^}]*\}|<[^>]+>|&\w+;")


def texts(folders: list[Path]) -> dict[str, list[str]]:
    """Texts by language; those of the programs themselves count as English."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(file for folder in folders for file in folder.rglob("LC_MESSAGES/*.mo")):
        code = language_code(path.parent.parent.name.partition(".")[0])
        if code not in NAMES:
            continue
        try:
            with path.open("rb") as file:
                translations = gettext.GNUTranslations(file)
        except (OSError, ValueError, UnicodeDecodeError):
            continue
        catalogue: dict[str | tuple[str, int], str] = vars(translations)["_catalog"]
        for key, value in catalogue.items():
            original = key[0] if isinstance(key, tuple) else key
            if original and value and value != original:
                found[code].add(_HOLES.sub("", value))
                found["en"].add(_HOLES.sub("", original))
    generator = random.Random(1)
    return {
        code: generator.sample(sorted(many), min(EACH, len(many)))
        for code, many in sorted(found.items())
    }


def main() -> None:
    """Print a table by length, and what is mixed up most."""
    folders = [Path(name) for name in sys.argv[1:]] or [
        Path("/usr/share/locale"),
        Path(sysconfig.get_paths()["purelib"]),
    ]
    samples = texts(folders)
    print(f"{sum(map(len, samples.values()))} texts in {len(samples)} languages")
    confused: Counter[tuple[str, str]] = Counter()
    print("characters  texts  unsure  right of told")
    for low, high in ((12, 25), (25, 50), (50, 100), (100, 10_000)):
        counts: Counter[str] = Counter()
        for code, many in samples.items():
            for text in many:
                if low <= len(text) < high:
                    told = language_of(text)
                    counts["unsure" if told is None else "right" if told == code else "wrong"] += 1
                    if told not in (None, code):
                        confused[code, str(told)] += 1
        told_all = counts["right"] + counts["wrong"]
        if told_all:
            print(
                f"{low:>4}-{high:<6} {counts.total():>6}  {counts['unsure'] / counts.total():>6.1%}"
                f"  {counts['right'] / told_all:.2%} of {told_all}"
            )
    print("mixed up:", ", ".join(f"{a}→{b} {n}" for (a, b), n in confused.most_common(8)))


if __name__ == "__main__":
    main()

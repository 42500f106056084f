"""Print what looking through a large export takes: python survey_memory.py [CONVERSATIONS].

Each conversation has 20 messages of some 130 characters. On 2 cores of a busy machine, 100,000 of
them (2,000,000 messages) took 220 s and at most 284 MB; 1,000 took 214 MB, most of it the
classifier of languages.
"""

import json
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from selfaudit.core.importers.survey import SurveyDone
from selfaudit.core.importers.surveying import survey_paths
from selfaudit.core.paths import Home
from selfaudit.core.store.store import Store


def write(path: Path, conversations: int) -> None:
    """An export with so many conversations."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("chats.jsonl", "w", force_zip64=True) as file,
    ):
        for number in range(conversations):
            messages = [
                {
                    "role": ("user", "assistant")[place % 2],
                    "content": f"I write about what I did on day {number} and {place}. " * 3,
                }
                for place in range(20)
            ]
            title = f"Chat {number} about this and that"
            line = {"id": f"c{number}", "title": title, "created_at": 1.7e9 + number}
            file.write(json.dumps(line | {"messages": messages}).encode() + b"\n")


def main() -> None:
    """Write an export, look through it, print time and memory."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.zip")
        write(path, number)
        store = Store(Home(Path(folder, "home")))
        began = time.monotonic()
        *_, done = survey_paths([path], store)
        seconds = time.monotonic() - began
        store.close()
    assert isinstance(done, SurveyDone)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    listed = len(done.survey.sources[0].listed)
    print(f"{listed:,} conversations: {seconds:.1f} s, at most {peak:.0f} MB")


if __name__ == "__main__":
    main()

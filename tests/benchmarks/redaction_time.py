"""How long redacting takes: python tests/benchmarks/redaction_time.py [messages]

Messages are made up from a seed: prose in two languages, code, and in one message of three
something that a rule finds. Prints characters a second of
the processor, all in all and rule by rule.
"""

import random
import sys
import time

from selfaudit.core.export.redaction.detecting import detectors, find
from selfaudit.core.export.redaction.names import ListedName
from selfaudit.core.export.redaction.phones import DEFAULT_REGIONS
from selfaudit.core.export.redaction.redactor import Redactor

PROSE = (
    "I have been thinking about whether to move my desk to the other room, because the light is "
    "better there in the morning and I mostly read before noon.",
    "Can you explain how a binary search works? I understand the idea but not why the bounds move.",
    "Ich habe gestern versucht, das Fahrrad zu reparieren, aber die Kette springt immer noch ab.",
    "My sister visits in May 2024 and we want to spend about 1,200 euros on a week in the hills.",
    "Please rewrite this so that it sounds friendlier, and keep it below 150 words.",
    "Version 2.4.1 fails with error 0x80070005 after 3 minutes; 1.9.8 worked for two years.",
)
CODE = (
    "```python\n@dataclass\nclass Row:\n    key: str\n    total: float = 0.0\n\n"
    "for row in rows:\n    token = row.key.split(':')[0]\n    print(f'{token}: {row.total}')\n```"
)
FOUND = (
    "Write to mara.lopes@example.org or call 0170 1234567.",
    "We live at Hauptstraße 12, 10115 Berlin, near Tiago.",
    "password: hunter2, and the IBAN is DE89 3704 0044 0532 0130 00",
    "see https://example.org/a?b=1 and ask @mara_l",
)
NAMES = [
    ListedName(f"{first} {last}") for first in ("Mara", "Tiago", "Ann") for last in ("Lopes", "Roe")
]


def messages(count: int) -> list[str]:
    """Made-up messages, the same each time."""
    draw = random.Random(1)
    made = []
    for _ in range(count):
        parts = [draw.choice(PROSE) for _ in range(draw.randint(1, 6))]
        if draw.random() < 0.15:
            parts.append(CODE)
        if draw.random() < 0.33:
            parts.append(draw.choice(FOUND))
        draw.shuffle(parts)
        made.append("\n".join(parts))
    return made


def main() -> None:
    """Redact, and time each rule alone."""
    texts = messages(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    size = sum(map(len, texts))
    redactor = Redactor(b"0" * 16, NAMES)
    redactor.redact(FOUND[0] + FOUND[2])
    start = time.process_time()
    found = sum(len(redactor.redact(text).findings) for text in texts)
    took = time.process_time() - start
    print(f"{len(texts)} messages, {size:,} characters, {found} findings")
    print(f"all: {took:.2f} s, {size / took / 1e6:.2f} million characters a second")
    for rule in detectors(NAMES, DEFAULT_REGIONS):
        start = time.process_time()
        for text in texts:
            find(text, (rule,))
        name = getattr(rule, "__name__", type(rule).__name__)
        print(f"{name:24} {time.process_time() - start:.3f} s")


if __name__ == "__main__":
    main()

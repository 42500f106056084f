"""Made-up ChatGPT exports whose owner asks for things, pastes, and says something of themselves.

`LargeExport` writes words that nobody knows, which the filters pass over and of which no model can
note anything. Here what is typed is English, from the stock that the default model was taught from;
it has seen messages like these, so that what it finds in them says nothing of how good it is.
"""

from large_export import LargeExport

from selfaudit.local_models.training.composing import composed_of
from selfaudit.local_models.training.example import Example
from selfaudit.local_models.training.generator import stock

PLAIN = ("requests", "whole_none", "whole_none", "topic", "code", "transform", "others")
FACTS = ("whole_facts", "whole_facts", "wrappers", "passing", "replies", "corrections")
BEFORE_A_PASTE = (
    "why does this fail?",
    "can you sum this up for me, i need it for a meeting",
    "what is wrong here",
    "shorten this please:",
    "my colleague sent me this and i have no idea what it means",
)


class SpokenExport(LargeExport):
    """Of what is typed, 60% are plain requests, 25% say something of the person, and 15% are a line
    and a long paste. Conversations are short: some 2.5 messages of the person's to each."""

    TURNS = 2

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        self._stock = stock()
        self._coming = self._drawn()

    def _typed(self) -> str:
        if self._random.random() < 0.15:
            return f"{self._random.choice(BEFORE_A_PASTE)}\n\n{self._pasted()}"
        text, self._coming = self._coming.text, self._drawn()
        return text

    def _answered(self) -> str:
        """An answer that ends with the words that the next message is about, if any."""
        return f"{super()._answered()}\n\n{self._coming.before}".rstrip()

    def _drawn(self) -> Example:
        kinds = FACTS if self._random.random() < 0.25 / 0.85 else PLAIN
        return composed_of(self._random.choice(kinds), self._stock, self._random)

    def _pasted(self) -> str:
        """A log, a program or a page of prose, of some 20 to 80 lines."""
        random, lines = self._random, self._random.randint(20, 80)
        match random.choice(("log", "program", "prose")):
            case "log":
                return "\n".join(
                    f"2025-03-{random.randint(1, 28):02} 10:{random.randint(0, 59):02}:07,120 "
                    f"{random.choice(('INFO', 'WARN', 'ERROR'))} [{self._text(1)}.{self._text(1)}] "
                    f"{self._text(6)} id={random.getrandbits(32):08x}"
                    for _ in range(lines)
                )
            case "program":
                return "\n".join(
                    f"def {self._text(1)}_{number}({self._text(1)}):\n"
                    f"    {self._text(1)} = [x for x in {self._text(1)} if x > {number}]\n"
                    f"    return {self._text(1)}({number})\n"
                    for number in range(lines // 4)
                )
            case _:
                return "\n\n".join(self._text(80).capitalize() + "." for _ in range(lines // 10))

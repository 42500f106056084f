"""What leaves the machine at each level of a package, in words for who has never given data."""

from dataclasses import dataclass

from selfaudit.core.export.levels import Level


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level's explanation.

    `leaves` and `stays` are whole sentences. `example` is a row of the person's own, with the
    fields `{statement}`, `{quote}` and `{answer}` as far as the level holds them; it is filled by
    `filled`.
    """

    name: str
    leaves: tuple[str, ...]
    stays: tuple[str, ...]
    example: str

    def filled(self, *, statement: str, quote: str, answer: str) -> str:
        """The example with a row of the person's own; braces in the row are left as they are."""
        fields = {"statement": statement, "quote": quote, "answer": answer}
        return self.example.format_map(fields)


_ANSWERS = (
    "Your answers: for instance that you said yes to one note and no to another.",
    "How the questions were drawn and asked, how long you took, and in which week, counted from "
    "your first import: no dates.",
    "Which program and which model were used.",
)
_NOTES = (
    "What the notes say about you, each as you see it before you give it away, unless you withhold "
    "it.",
)
_OWN_WORDS = (
    "The words of yours that each note came from, unless you withhold them. What the program takes "
    "for a name, an address, a number or the like is made unreadable; it may miss some.",
    "The prompts and the answers that you compared, what you wrote beside your answers, the times "
    "at which you gave them, and what your model's file is called, unless you withhold them.",
)

WORDS: dict[Level, LevelWords] = {
    Level.LABELS: LevelWords(
        "Answers only",
        leaves=_ANSWERS,
        stays=(
            "What the notes say about you.",
            "Your chats, and every word that you wrote.",
            "The answers that you compared, and every prompt but those that come with the program.",
        ),
        example="A note was judged, and the answer was “{answer}”. What it says is not in here.",
    ),
    Level.ATTRIBUTES: LevelWords(
        "Answers and notes",
        leaves=_ANSWERS + _NOTES,
        stays=(
            "Your chats, and the words that the notes came from. A note may repeat some of them.",
            "The answers that you compared, and every prompt but those that come with the program.",
        ),
        example="The note “{statement}” was judged, and the answer was “{answer}”.",
    ),
    Level.FULL: LevelWords(
        "Answers, notes and your words",
        leaves=_ANSWERS + _NOTES + _OWN_WORDS,
        stays=("The rest of your chats.",),
        example=(
            "The note “{statement}” came from your words “{quote}”, and the answer was “{answer}”."
        ),
    ),
}
"""The words of each level, from the least to the most."""

NO_CLAIM = (
    "The program does not ask for your name, but notes and words of yours may hold it where they "
    "are in the package. Without it you are not anonymous either: somebody who knows you, or who "
    "puts this beside other things that are known of you, may find out that it is you. Nobody can "
    "promise that this won't happen, at no level."
)
"""What is said beside every level."""

"""The steps from the consent's text to the file, in words."""

from enum import Enum
from pathlib import Path

from textual.content import Content

from selfaudit.core.export.consent import AgeRule, ComprehensionQuestion, ConsentTemplate
from selfaudit.core.export.levels_words import WORDS
from selfaudit.core.export.withholding import Decision
from selfaudit.tui.drawable import drawable
from selfaudit.tui.export.preview import Preview
from selfaudit.tui.export.row_text import MUTED
from selfaudit.tui.words import count


class Step(Enum):
    """Where the person is."""

    TEXT = "What you would agree to"
    FIRST = "First question"
    SECOND = "Second question"
    AGE = "Your age"
    PLACE = "The file"
    MAKING = "Making the package"


QUESTIONS = (Step.FIRST, Step.SECOND)
READ_ON = "There is more below. Enter shows the next page."
READ = (
    "That was all of it. Enter goes on to two short questions, to see whether the text was clear."
)
RIGHT = "Right. "
WRONG = "Not quite. "
AGAIN = " Try again: as often as you like."
WORKING = "Putting the package together and writing it…"
NOT_WRITTEN = "The package is made, but not written yet."
NOT_AT_WORK = "One moment: the package is being written."
NOT_LOOKED = (
    "You have not looked at the rows since you opened this. You can: q goes back, then Enter "
    "shows them."
)


def step_line(step: Step) -> str:
    """Which step of how many."""
    steps = [one for one in Step if one is not Step.MAKING]
    number = steps.index(step) + 1 if step in steps else len(steps)
    return f"Step {number} of {len(steps)} · {step.value}"


def text_content(text: str) -> Content:
    """The consent's text, its headings standing out."""
    parts = []
    for paragraph in drawable(text).strip().split("\n\n"):
        heading, _, rest = paragraph.partition("\n")
        if rest and not heading.startswith("- "):
            parts.append(Content.styled(heading, "bold $primary") + Content(f"\n{rest}"))
        else:
            parts.append(Content(paragraph))
    return Content("\n\n").join(parts)


def question_content(question: ComprehensionQuestion) -> Content:
    """A question with its three choices."""
    choices = [_chip(str(number), choice) for number, choice in enumerate(question.choices, 1)]
    return Content("\n\n").join(
        [Content.styled(drawable(question.text), "bold"), Content("\n\n").join(choices)]
    )


def age_content(template: ConsentTemplate) -> Content:
    """What must be declared, and by whom."""
    who = (
        "A guardian of yours must declare this:"
        if template.age_rule is AgeRule.GUARDIAN
        else "You must declare this:"
    )
    return Content("\n\n").join(
        [
            Content(who),
            Content.styled(f"“{drawable(template.age_statement)}”", "bold"),
            _chip("y", "I declare it"),
            _chip("n", "I can't, or don't want to: make nothing"),
        ]
    )


def place_content(preview: Preview, place: Path, *, is_made: bool, has_looked: bool) -> Content:
    """What will be written, and where."""
    leaves = sum(preview.counts.values()) - preview.counts[Decision.WITHHOLD]
    kind = "one zip file" if is_zip(place) else "a folder"
    lines = [
        Content.assemble(
            ("What   ", MUTED), f"{WORDS[preview.level].name}: {count(leaves, 'row')}"
        ),
        Content.assemble(("Where  ", MUTED), (drawable(str(place)), "bold")),
        Content.assemble(("How    ", MUTED), f"as {kind} that only you can read, on this machine"),
        Content(),
        _chip("Enter", "write it" if is_made else "I agree to the text that I read: make it"),
        _chip("e", "write it to another place (a name that ends in .zip is one file)"),
        _chip("q", "stop" if is_made else "stop: make nothing"),
    ]
    if not has_looked:
        lines += [Content(), Content.styled(NOT_LOOKED, "$text-accent")]
    return Content("\n").join(lines)


def is_zip(place: Path) -> bool:
    """Whether a package at this place is one zip; otherwise it is a folder."""
    return place.suffix.lower() == ".zip"


def _chip(key: str, words: str) -> Content:
    return Content.assemble((f" {key} ", "bold reverse $primary"), f" {drawable(words)}")

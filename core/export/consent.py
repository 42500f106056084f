"""What a person agrees to when they give a package away: a template, and the text made of it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from selfaudit.core.export.levels import Level
from selfaudit.core.export.levels_words import NO_CLAIM, WORDS
from selfaudit.core.export.withdrawal import WITHDRAWAL_WORDS

ADULT_STATEMENT = "I am 18 or older, and no chat behind this package is from before I turned 18."

NO_STUDY = (
    "There is no study. You make a package of what you answered in selfaudit, keep it, and decide "
    "whom to give it to, if anybody."
)
FOR_STUDY = "You are asked for a package of what you answered in selfaudit, for this study: {study}"
NOTHING_IS_SENT = (
    "The package is a file on your machine. Making it sends nothing: you hand it over yourself, "
    "and you can look at every row before. You need not give anything, you need not say why, and "
    "saying no has no consequence in this program."
)


class AgeRule(StrEnum):
    """Whose consent it takes."""

    ADULT = "adult"
    GUARDIAN = "guardian"


@dataclass(frozen=True)
class ComprehensionQuestion:
    """A question that checks that the text was understood.

    `right` counts the three choices from 0; `explanation` is shown after a wrong answer.
    """

    text: str
    choices: tuple[str, str, str]
    right: int
    explanation: str


@dataclass(frozen=True)
class Section:
    """A part of the text that is a study's own."""

    heading: str
    text: str


@dataclass(frozen=True)
class ConsentTemplate:
    """What is filled into the text. `study` is "" where there is none.

    `kept` says how long the package is kept, `purpose` what it is for; `guardian` is what a
    guardian declares, "" with the age rule for adults.
    """

    version: str
    study: str
    responsible: str
    contact: str
    kept: str
    purpose: str
    age_rule: AgeRule
    guardian: str
    sections: tuple[Section, ...]
    questions: tuple[ComprehensionQuestion, ComprehensionQuestion]

    @property
    def age_statement(self) -> str:
        """What must be declared of the person's age, word for word."""
        return ADULT_STATEMENT if self.age_rule == AgeRule.ADULT else self.guardian

    @cached_property
    def hash(self) -> str:
        """sha256 of all that this template can show: the text at each level, and the questions.

        It changes with the words of the program as well, so it belongs to what was on the screen.
        """
        texts = [rendered(self, level) for level in Level]
        for question in self.questions:
            choices = (f"{number} {choice}" for number, choice in enumerate(question.choices))
            texts.append(
                "\n".join(
                    [question.text, *choices, f"right: {question.right}", question.explanation]
                )
            )
        return hash_of("\n\f\n".join(texts))


def rendered(template: ConsentTemplate, level: Level) -> str:
    """The text that is shown before a package of a level is given, to the letter."""
    words = WORDS[level]
    about = FOR_STUDY.format(study=template.study) if template.study else NO_STUDY
    parts = [
        ("What this is about", f"{about}\n\n{NOTHING_IS_SENT}"),
        ("Who is responsible", template.responsible),
        ("Whom to ask", template.contact),
        ("What it is for", template.purpose),
        ("How long it is kept", template.kept),
        (f"What is in the package: {words.name}", _listed(words.leaves)),
        ("What is not in it", _listed(words.stays)),
        ("You may be recognised", NO_CLAIM),
        ("If you change your mind", "\n\n".join(WITHDRAWAL_WORDS)),
        *((section.heading, section.text) for section in template.sections),
        ("Your age", template.age_statement),
    ]
    text = "\n\n".join(f"{heading}\n{body}" for heading, body in parts)
    return f"{text}\n\nVersion of this text: {template.version}\n"


def hash_of(text: str) -> str:
    """sha256 of a text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _listed(sentences: tuple[str, ...]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)

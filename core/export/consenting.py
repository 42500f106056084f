"""Asking for consent, and the record of it that goes with a package."""

from dataclasses import dataclass

from selfaudit.core.errors import ConsentError
from selfaudit.core.export.consent import (
    AgeRule,
    ComprehensionQuestion,
    ConsentTemplate,
    hash_of,
    rendered,
)
from selfaudit.core.export.levels import Level


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that was answered right in the end.

    `tried` are the choices that were taken, from 0, in order, the last one the right one: their
    number is that of the tries.
    """

    question: ComprehensionQuestion
    tried: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.question.right not in self.tried[-1:]:
            raise ValueError("the last choice is not the right one")


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """Consent as it was given, complete: there is none with a wrong answer or without an age.

    Made by `Consenting.record`. `text` is what was shown, `text_hash` its sha256; `template_hash`
    is the template's, alike at every level. `given_at` is in seconds since 1970 UTC.
    `age_statement` was declared by the person, or with the age rule "guardian" by their guardian.
    """

    template_version: str
    template_hash: str
    level: Level
    text: str
    text_hash: str
    understood: tuple[Understood, Understood]
    age_rule: AgeRule
    age_statement: str
    given_at: float

    def __post_init__(self) -> None:
        if not self.age_statement:
            raise ValueError("nothing was declared of the age")
        if self.text_hash != hash_of(self.text):
            raise ValueError("the hash is not that of the text")


class Consenting:
    """One person's way to consent: two questions and a declaration, in any order, then a record.

    Going back to another level is a new one of these: the text is another.
    """

    def __init__(self, template: ConsentTemplate, level: Level) -> None:
        self.template = template
        self.level = level
        self.text = rendered(template, level)
        self._tried: tuple[list[int], list[int]] = ([], [])
        self._age_stated = False

    def answer(self, number: int, choice: int) -> str | None:
        """Answer question 0 or 1 with a choice from 0 to 2, and get the explanation if it is wrong.

        Every try counts. An answer after the right one changes nothing. Raises ValueError for a
        question or a choice that there is not.
        """
        if number not in range(2) or choice not in range(3):
            raise ValueError(f"no choice {choice} of question {number}")
        question = self.template.questions[number]
        if not self.is_understood(number):
            self._tried[number].append(choice)
        return None if self.is_understood(number) else question.explanation

    def is_understood(self, number: int) -> bool:
        """Whether question 0 or 1 was answered right."""
        return self.template.questions[number].right in self._tried[number]

    def state_age(self, stated: bool) -> None:
        """Declare the template's statement of age, or take that back."""
        self._age_stated = stated

    def missing(self) -> tuple[str, ...]:
        """What is still to be done before consent can be recorded, in words."""
        names = ("the first question", "the second question")
        questions = [name for number, name in enumerate(names) if not self.is_understood(number)]
        age = [] if self._age_stated else ["the statement of age"]
        return (*questions, *age)

    def record(self, given_at: float) -> ConsentRecord:
        """The consent as it is given now. Raises ConsentError while something is missing."""
        if missing := self.missing():
            raise ConsentError(
                f"Nothing was recorded: {_joined(missing)} still missing.",
                hint="Answer both questions, as often as you like, and declare your age. "
                "Or leave: then no package is made.",
            )
        first, second = (
            Understood(question, tuple(tried))
            for question, tried in zip(self.template.questions, self._tried, strict=True)
        )
        return ConsentRecord(
            template_version=self.template.version,
            template_hash=self.template.hash,
            level=self.level,
            text=self.text,
            text_hash=hash_of(self.text),
            understood=(first, second),
            age_rule=self.template.age_rule,
            age_statement=self.template.age_statement,
            given_at=given_at,
        )


def _joined(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"{names[0]} is"
    return f"{', '.join(names[:-1])} and {names[-1]} are"

"""A study, as its file says it."""

from dataclasses import dataclass

from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.levels import Level
from selfaudit.core.study.terms import Terms


@dataclass(frozen=True, slots=True)
class FixedModel:
    """The one model that a study works with: the sha256 of its GGUF file in lower case, what
    people call it ("" where the study does not say), and where it is to be had. `adapter` is the
    sha256 of the adapter that it extracts with; None for none."""

    sha256: str
    name: str = ""
    source: str = ""
    adapter: str | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """What a study fixes. `sha256` is that of the bytes of its file; `fixes` names its tables.

    `model`, `level` and `consent` are None where the study leaves them to the person.
    """

    id: str
    version: str
    title: str
    sha256: str
    fixes: tuple[str, ...]
    terms: Terms
    model: FixedModel | None = None
    level: Level | None = None
    consent: ConsentTemplate | None = None

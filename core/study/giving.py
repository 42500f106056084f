"""What the joined study says of packages: how much they hold, and which consent they take."""

import hashlib
from pathlib import Path

from selfaudit.core.errors import StudyError
from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.consent_file import load_template
from selfaudit.core.export.levels import Level
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import study_in
from selfaudit.core.study.reading import source_of


def fixed_level(store: Store) -> Level | None:
    """How much a package holds where the joined study fixes it; None where the person chooses."""
    study = study_in(store)
    return None if study is None else study.level


def check_level(store: Store, level: Level) -> None:
    """Raise StudyError where the joined study fixes another level."""
    study = study_in(store)
    if study is not None and study.level is not None and study.level is not level:
        raise StudyError(
            f"The study “{study.title}” fixes how much a package holds: the level `{study.level}`.",
            title="The level is fixed by the study",
            hint="`selfaudit export withhold` holds something back. `selfaudit study leave` leaves "
            "the study, and then the level is yours to choose.",
        )


def template_for(store: Store, path: Path | None) -> ConsentTemplate:
    """The consent that a package takes: the joined study's, or that of a file, or of no study.

    Raises StudyError for a file that is not the joined study's own, where that has a consent.
    """
    study = study_in(store)
    if study is None or study.consent is None:
        return load_template(path)
    if path is not None and hashlib.sha256(source_of(path)).hexdigest() != study.sha256:
        raise StudyError(
            f"“{path.name}” is not the file by which you joined the study “{study.title}”, whose "
            "consent a package takes while you are in it.",
            title="You are in another study",
            hint="Leave the file out; or `selfaudit study leave` first.",
        )
    return study.consent

"""What holds now: the study that is joined, its terms, and the model that it works with."""

from functools import lru_cache

from selfaudit.core.errors import ModelError, StudyError
from selfaudit.core.models.wording import Wording
from selfaudit.core.review.sizes import Sizes
from selfaudit.core.store.store import Store
from selfaudit.core.store.studies import StoredStudy
from selfaudit.core.study.study import Study
from selfaudit.core.study.study_file import parse_study
from selfaudit.core.study.terms import PROTOCOL_TERMS, Terms


def study_in(store: Store) -> Study | None:
    """The study that is joined. Raises StudyError where its text cannot be used any more."""
    stored = store.studies.joined()
    return None if stored is None else as_joined(stored)


def as_joined(stored: StoredStudy) -> Study:
    """A study from the text that was stored when it was joined. Raises StudyError."""
    try:
        return _parsed(stored.text)
    except StudyError as error:
        raise StudyError(
            f"The study that was joined is not one for this version of the program: "
            f"{error.message}",
            hint="Go on with the version with which it was joined, or leave it with "
            "`selfaudit study leave`.",
        ) from error


@lru_cache(maxsize=8)
def _parsed(text: str) -> Study:
    return parse_study(text.encode(), "the study's text")


def terms_in(store: Store) -> Terms:
    """How the audit is done now: as the joined study has it, else as the protocol does."""
    study = study_in(store)
    return PROTOCOL_TERMS if study is None else study.terms


def sizes_in(store: Store) -> Sizes:
    """The cards of the headline and of a set. The first draw of cards settles them.

    A study that is joined or left after it changes them no more: sets and the headline would not
    fit together.
    """
    first = store.judgments.first_batch()
    if first is None:
        return terms_in(store).sizes
    then = store.studies.of("batch", first.id)
    return (PROTOCOL_TERMS if then is None else as_joined(then).terms).sizes


def wording_in(store: Store, own: Wording) -> Wording:
    """The words in which a question is asked now, given those that the program has for it."""
    return terms_in(store).wording(own, sizes_in(store).set)


def check_model(store: Store, sha256: str) -> None:
    """Raise ModelError where the joined study works with another model than that of a sha256."""
    study = study_in(store)
    if study is not None and study.model is not None and study.model.sha256 != sha256:
        raise another_model(study, sha256)


def check_adapter(store: Store, sha256: str | None) -> None:
    """Raise ModelError where the joined study extracts with another adapter, or with none."""
    study = study_in(store)
    if study is not None and study.model is not None and study.model.adapter != sha256:
        raise another_adapter(study)


def another_adapter(study: Study) -> ModelError:
    """That a study extracts with another adapter than the one that is here, or with none."""
    assert study.model is not None
    adapter = study.model.adapter
    title = "The study works with another adapter"
    if adapter is None:
        return ModelError(
            f"The study “{study.title}” works with its model as it is, without an adapter. Nothing "
            "was run.",
            title=title,
            hint="`selfaudit study leave` goes on without the study.",
        )
    return ModelError(
        f"The study “{study.title}” extracts with the adapter of the sha256 {adapter[:12]}…, and "
        "with no other. Nothing was run.",
        title=title,
        hint="Go on without --no-adapter. Where that is not it: an adapter comes with the program, "
        "so install the version that the study was made for, or `selfaudit study leave`.",
    )


def another_model(study: Study, sha256: str) -> ModelError:
    """That a study works with another model than this one."""
    return ModelError(
        f"{_needed(study)} The one that would be run has another, {sha256[:12]}…. Nothing was run.",
        title="The study works with another model",
        hint=_get_it(study),
    )


def no_model(study: Study) -> ModelError:
    """That the model of a study is not here."""
    return ModelError(
        f"{_needed(study)} It is not among the models on this machine, nor among those that can "
        "be fetched by name.",
        title="The study's model is not here",
        hint=_get_it(study),
    )


def _needed(study: Study) -> str:
    assert study.model is not None
    name = f"{study.model.name}, its file with " if study.model.name else "its file with "
    return (
        f"The study “{study.title}” works with one model alone: {name}the sha256 "
        f"{study.model.sha256[:12]}…."
    )


def _get_it(study: Study) -> str:
    assert study.model is not None
    source = study.model.source
    there = f" Where the study says it is to be had: {source}." if source else ""
    return (
        "`selfaudit models list --json` tells the sha256 of those that are here, and `selfaudit "
        f"models add FILE` brings in another.{there} `selfaudit study leave` goes on without the "
        "study."
    )

"""Joining a study and leaving it. What was judged stays, and stays where it belongs."""

from dataclasses import dataclass

from selfaudit.core.errors import StudyError
from selfaudit.core.ports import Clock
from selfaudit.core.store.store import Store
from selfaudit.core.store.studies import StoredStudy
from selfaudit.core.study.in_force import sizes_in
from selfaudit.core.study.study import Study


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before a study is joined, and will be outside of it.

    `settled` tells that cards were drawn already, with another headline or other sets than the
    study has: these stay as they are.
    """

    judgments: int
    marks: int
    votes: int
    settled: bool

    @property
    def any(self) -> bool:
        """Whether anything was said."""
        return bool(self.judgments or self.marks or self.votes)


def before_joining(store: Store, study: Study) -> Before:
    """What lies outside of a study that would be joined now."""
    drawn = store.judgments.first_batch() is not None
    return Before(
        store.judgments.count() + store.responses.count(),
        store.marks.count(),
        store.votes.count(),
        drawn and sizes_in(store) != study.terms.sizes,
    )


def check_may_join(store: Store, study: Study) -> None:
    """Raise StudyError where a study is joined already."""
    joined = store.studies.joined()
    if joined is None:
        return
    if joined.sha256 == study.sha256:
        raise StudyError(
            f"You are in the study “{joined.title}” already, by this very file.",
            title="Nothing to join",
            hint="`selfaudit study show` says what it fixes.",
        )
    raise StudyError(
        f"You are in the study “{joined.title}”, version {joined.version}. Nobody is in two "
        "studies at once.",
        title="You are in a study already",
        hint="`selfaudit study leave` leaves it; what you judged in it stays.",
    )


def join(store: Store, clock: Clock, study: Study, text: str) -> StoredStudy:
    """Join a study, given the text of its file. Raises StudyError where one is joined already."""
    with store.database.write():
        check_may_join(store, study)
        return store.studies.join(
            study.sha256, study.id, study.version, study.title, text, clock.now()
        )


def leave(store: Store, clock: Clock) -> StoredStudy:
    """Leave the study that is joined; return it. Raises StudyError where none is."""
    with store.database.write():
        joined = store.studies.joined()
        if joined is None:
            raise StudyError(
                "You are in no study, so there is none to leave.",
                title="Nothing to leave",
                hint="`selfaudit study join FILE` joins one.",
            )
        return store.studies.leave(joined.id, clock.now())

"""Keeping what a window gave: stored whole, and each candidate linked to its attribute."""

from collections.abc import Iterable, Sequence

from selfaudit.core.extraction.linking import Linker
from selfaudit.core.models.attribute import AssignedBy, Candidate
from selfaudit.core.ports import Clock
from selfaudit.core.store.extraction import StoredCandidate, Work
from selfaudit.core.store.store import Store


class Keeper:
    """Stores windows' work over one store, and links candidates to attributes, old or new."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._linker = Linker()
        self._newest_revision = 0

    def keep(self, run: int, work: Work, candidates: Sequence[Candidate]) -> None:
        """Store a window's work, candidates and links in one transaction. Raises StoreError."""
        with self._store.database.write():
            now = self._clock.now()
            for candidate in self._store.extractions.store(run, work, candidates, now):
                self._link(candidate)

    def keep_all(self, run: int, done: Iterable[tuple[Work, Sequence[Candidate]]]) -> None:
        """Keep several windows' work, all of it or none. Raises StoreError."""
        with self._store.database.write():
            for work, candidates in done:
                self.keep(run, work, candidates)

    def link_leftovers(self) -> None:
        """Link what a killed run left unlinked."""
        with self._store.database.write():
            for candidate in self._store.extractions.unlinked():
                self._link(candidate)

    def _link(self, candidate: StoredCandidate) -> None:
        now = self._clock.now()
        # Another process may have added attributes meanwhile.
        for statement in self._store.attributes.model_statements(after=self._newest_revision):
            self._linker.add(statement.attribute, statement.text)
            self._newest_revision = statement.revision
        attribute = self._linker.find(candidate.statement)
        if attribute is None:
            attribute = self._store.attributes.create(
                candidate.statement, candidate.description, now
            )
        self._store.attributes.link(candidate.id, attribute, AssignedBy.RULE, now)

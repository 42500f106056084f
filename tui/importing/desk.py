"""One import while it is being chosen: its paths, what they hold, and what is left out of it."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from threading import Event

from selfaudit.core.events import ImportEvent
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.survey import Listed, Survey, SurveyEvent
from selfaudit.core.importers.surveying import survey_paths
from selfaudit.core.ports import Clock
from selfaudit.core.store.store import Store


class ImportDesk:
    """What the screens of the import share. Nothing is stored before `importing`."""

    def __init__(self, store: Store, clock: Clock, paths: Sequence[Path] = ()) -> None:
        self._store = store
        self._clock = clock
        self.paths = list(paths)
        self.survey = Survey((), ())
        self._turned: list[frozenset[str]] = []

    def add(self, paths: Collection[Path]) -> None:
        """Have these paths looked through, too."""
        self.paths.extend(path for path in paths if path not in self.paths)

    def forget(self) -> None:
        """Begin anew, without paths."""
        self.paths.clear()
        self.survey = Survey((), ())
        self._turned.clear()

    def surveying(self, cancel: Event) -> Iterator[SurveyEvent]:
        """Look through the paths; for a thread."""
        return survey_paths(list(self.paths), self._store, cancel)

    def importing(self, cancel: Event) -> Iterator[ImportEvent]:
        """Remember what is left out, and import the rest; for a thread."""
        left_out = self.left_out
        taken = self.survey.left_out_before() - left_out
        self._store.left_out.change(left_out, taken, self._clock.now())
        yield from import_paths(list(self.paths), self._store, self._clock, cancel)

    @property
    def left_out(self) -> frozenset[str]:
        """The ids of what is left out, by earlier imports or now."""
        left = set(self.survey.left_out_before())
        for turned in self._turned:
            left ^= turned
        return frozenset(left)

    def rows(self) -> list[Listed]:
        """Every conversation once, those begun last first, those without a date at the end."""
        found = [one for _, one in self.survey.listed()]
        return sorted(found, key=lambda one: (one.first is None, -(one.first or 0.0), one.id))

    def turn(self, ids: Collection[str]) -> None:
        """Leave these out where they are taken, and take them where they are left out."""
        if ids:
            self._turned.append(frozenset(ids))

    def undo(self) -> int:
        """Take back the last choice; how many conversations it was about."""
        return len(self._turned.pop()) if self._turned else 0

"""What the screens of the export ask the core for: choices, their undoing, the latest preview."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfaudit.core.errors import PackageError
from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.consenting import ConsentRecord
from selfaudit.core.export.difference import difference
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.making import Remade, make, prepared_again
from selfaudit.core.export.preparing import Prepared
from selfaudit.core.export.withholding import Decision, Key, Kind, Reason, Target
from selfaudit.core.store.packages import StoredName, StoredWithholding
from selfaudit.tui.export.preview import Preview, preview_of
from selfaudit.tui.export.table_words import DECIDED
from selfaudit.tui.session import Session


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that was done, in words, and how to take it back."""

    words: str
    take_back: Callable[[], None]


class ExportDesk:
    """The package that is being prepared, as the screens share it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.drafting = Drafting(session.store, session.clock)
        self.preview: Preview | None = None
        self.awaited: dict[Key, Decision] = {}
        """What was decided of rows since the preview was made."""
        self.has_looked = False
        """Whether the person has opened the rows."""
        self._steps: list[_Step] = []
        self._older: tuple[str, Prepared] | None = None

    def prepare(self) -> Preview:
        """Everything as it would leave now; takes a second or two. Raises SelfauditError."""
        return preview_of(self.drafting, self._last())

    def _last(self) -> Prepared | None:
        """The last package as it left; it never changes, so it is put together once."""
        made = self.session.store.packages.made()
        if not made:
            return None
        if self._older is None or self._older[0] != made[-1].id:
            self._older = made[-1].id, prepared_again(self.session.store, made[-1])
        return self._older[1]

    def take(self, preview: Preview) -> None:
        """The preview is now the one that is shown."""
        self.preview = preview
        self.awaited.clear()

    # Choices

    @property
    def choices(self) -> Sequence[StoredWithholding]:
        """What was decided so far, the newest first."""
        store = self.session.store
        return list(reversed(store.packages.withholdings(self.drafting.package.id)))

    def chosen(self, target: Target) -> StoredWithholding | None:
        """What was decided of exactly this target."""
        for one in self.choices:
            if (one.kind, one.table, one.value) == (target.kind, target.table, target.value):
                return one
        return None

    def decide(self, target: Target, decision: Decision, reason: Reason) -> str:
        """Decide of a target; return what was done, in words."""
        before = self.chosen(target)
        self.drafting.decide(target, decision, reason)
        if target.kind is Kind.ROW:
            self.awaited[target.table, target.value] = decision
        words = DECIDED[decision]
        if decision is Decision.KEEP and target.kind is not Kind.ROW:
            words = "Taken back"
        self._steps.append(_Step(words.lower(), lambda: self._restore(target, before)))
        return words

    def forget(self, one: StoredWithholding) -> None:
        """Take back one of the choices."""
        target = Target(Kind(one.kind), one.value or "", one.table)
        self.drafting.forget(target)
        self._steps.append(_Step("the choice taken back", lambda: self._restore(target, one)))

    def _restore(self, target: Target, before: StoredWithholding | None) -> None:
        self.drafting.forget(target)
        if before is not None:
            self.drafting.decide(target, Decision[before.decision], Reason(before.reason))
        self.awaited.pop((target.table, target.value), None)

    def set_level(self, level: Level) -> None:
        """Choose how much leaves."""
        self.drafting.set_level(level)

    # Names and what is replaced

    def list_names(self, names: Sequence[StoredName]) -> None:
        """Put these in the place of the names that were listed."""
        before = self.drafting.names()
        self.drafting.list_names(names)
        self._steps.append(_Step("the list", lambda: self.drafting.list_names(before)))

    def leave_as_it_is(self, kept_key: str) -> None:
        """Leave one value as it is, wherever it stands."""
        self.drafting.leave_as_it_is(kept_key)
        self._steps.append(_Step("left as it is", lambda: self.drafting.replace_again(kept_key)))

    def replace_again(self, kept_key: str) -> None:
        """Replace a value again, wherever it stands."""
        self.drafting.replace_again(kept_key)
        self._steps.append(_Step("replaced", lambda: self.drafting.leave_as_it_is(kept_key)))

    # Undo

    @property
    def can_undo(self) -> bool:
        """Whether something of this sitting can be taken back."""
        return bool(self._steps)

    def undo(self) -> str | None:
        """Take back the last thing that was done here; return it in words."""
        if not self._steps:
            return None
        step = self._steps.pop()
        step.take_back()
        return step.words

    # Making

    def begin_anew(self) -> None:
        """A package was made: what comes now is of the next one."""
        self._steps.clear()

    def make(self, seen: Preview, consent: ConsentRecord, template: ConsentTemplate) -> Remade:
        """Make the package as it was seen. Takes a second or two.

        Raises PackageError where rows have changed since, for instance because a model found more.
        """
        fresh = self.drafting.prepared()
        if seen.level is not fresh.level or not difference(seen.prepared, fresh).is_none:
            raise PackageError(
                "What would leave has changed since you looked: something was judged or found in "
                "the meantime. No package was made.",
                title="Look again first",
                hint="Go back and look at the rows that are new, then make the package.",
            )
        session = self.session
        return make(session.store, session.clock, self.drafting.package, consent, template)


def changed_rows(before: Preview, after: Preview) -> int:
    """How many rows leave otherwise now than before."""
    new = after.rulings
    return sum(
        key not in new or new[key].decision is not ruling.decision
        for key, ruling in before.rulings.items()
    )

"""The package that is being prepared: what the person chooses of it, kept across restarts."""

import secrets
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from selfaudit.core.export.difference import Difference, difference
from selfaudit.core.export.fields import Text
from selfaudit.core.export.flow import steps_in
from selfaudit.core.export.gathering.cut import Cut, take_cut
from selfaudit.core.export.identifying import Together, together
from selfaudit.core.export.leaving import Leaving, is_public
from selfaudit.core.export.levels import Level
from selfaudit.core.export.making import prepared_again
from selfaudit.core.export.preparing import Material, Prepared, prepare
from selfaudit.core.export.redacting import Redacting
from selfaudit.core.export.redaction.proposals import Proposal, propose
from selfaudit.core.export.tables.registry import BY_NAME
from selfaudit.core.export.tables.review import AttributeRow, JudgmentRow, RevisionRow
from selfaudit.core.export.withholding import Decision, Key, Kind, Reason, Target, texts_of
from selfaudit.core.models.judgment import Question, TrueAnswer
from selfaudit.core.ports import Clock
from selfaudit.core.store.packages import StoredName, StoredPackage, StoredWithholding
from selfaudit.core.store.store import Store
from selfaudit.core.study.giving import check_level, fixed_level

SECRET_BYTES = 32
ID_BYTES = 8


class Drafting:
    """The one package that is being prepared. It begins with the choices made for the last one."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._material: tuple[Cut, Material] | None = None
        self._redacting: tuple[Material, object, Redacting] | None = None

    @property
    def package(self) -> StoredPackage:
        """The package, begun where none is.

        It begins with the least that can be given; in a study that fixes the level, with that.
        """
        packages, fixed = self._store.packages, fixed_level(self._store)
        draft = packages.draft() or packages.begin(
            secrets.token_hex(ID_BYTES),
            secrets.token_bytes(SECRET_BYTES),
            fixed or Level.LABELS,
            self._clock.now(),
        )
        if fixed is not None and draft.level != fixed:
            packages.set_level(draft.id, fixed)
            return packages.get(draft.id)
        return draft

    def prepared(self) -> Prepared:
        """Every row as it would leave now. What did not change since is not read again."""
        package = self.package
        choices = self._store.packages.withholdings(package.id)
        return prepare(self._read(), package, choices, self.redacting())

    def redacting(self) -> Redacting:
        """What redacts the package, with its names and what is left as it is."""
        package, packages, material = self.package, self._store.packages, self._read()
        names, kept = tuple(packages.names(package.id)), packages.kept(package.id)
        asked = (package.secret, names, kept)
        known = self._redacting
        if known is None or known[0] is not material or known[1] != asked:
            known = (material, asked, Redacting(*asked, material.contexts))
            self._redacting = known
        return known[2]

    def _read(self) -> Material:
        cut = take_cut(self._store, self._clock.now())
        known = self._material
        if known is None or msgspec.structs.replace(known[0], made_at=cut.made_at) != cut:
            known = (cut, Material.of(self._store, cut, steps_in(self._store, cut)))
            self._material = known
        return known[1]

    def set_level(self, level: Level) -> None:
        """Choose how much leaves. Raises StudyError where the joined study fixes another level."""
        check_level(self._store, level)
        self._store.packages.set_level(self.package.id, level)

    def decide(self, target: Target, decision: Decision, reason: Reason) -> None:
        """Decide of a row, or of all of a conversation, category or stage, or with a word.

        Only a row can be kept against what would hold it back; of anything else that is kept,
        the decision is simply forgotten.
        """
        if decision is Decision.KEEP and target.kind is not Kind.ROW:
            self.forget(target)
            return
        self._store.packages.withhold(
            self.package.id,
            StoredWithholding(target.kind, target.table, target.value, decision.name, reason),
            self._clock.now(),
        )

    def forget(self, target: Target) -> None:
        """Take back what was decided of a target."""
        self._store.packages.let_go(self.package.id, target.kind, target.table, target.value)

    def names(self) -> list[StoredName]:
        """The names and places that are replaced wherever they stand."""
        return self._store.packages.names(self.package.id)

    def list_names(self, names: Iterable[StoredName]) -> None:
        """Put these in the place of the names and places that were listed, each once."""
        once = {(one.name.casefold(), one.kind): one for one in names if one.name.strip()}
        self._store.packages.list_names(self.package.id, once.values())

    def leave_as_it_is(self, kept_key: str) -> None:
        """Undo the replacing of one value, wherever it stands in the package."""
        kept = self._store.packages.kept(self.package.id)
        self._store.packages.keep(self.package.id, kept | {kept_key})

    def replace_again(self, kept_key: str) -> None:
        """Replace a value again."""
        kept = self._store.packages.kept(self.package.id)
        self._store.packages.keep(self.package.id, kept - {kept_key})

    def proposals(self) -> Sequence[Proposal]:
        """Names and places that could be listed, from what was accepted and what was written."""
        tables = self.prepared().tables
        accepted = _accepted(tables)
        texts = [
            text
            for name, rows in tables.items()
            for one in rows
            if not is_public(one.stored)
            for text in texts_of(BY_NAME[name], one.stored)
        ]
        listed = {one.name.casefold() for one in self.names()}
        return [one for one in propose(accepted, texts) if one.text.casefold() not in listed]

    def texts(self, prepared: Prepared) -> Sequence[str]:
        """Every text that leaves, as it is stored, each once."""
        texts = (
            getattr(one.stored, column.name)
            for name, rows in prepared.tables.items()
            for column in BY_NAME[name].columns
            if isinstance(column.kind, Text) and prepared.level.holds(column.since)
            for one in rows
            if one.ruling.decision is Decision.KEEP and not is_public(one.stored)
        )
        return list(dict.fromkeys(text for text in texts if text))

    def could_identify(self, prepared: Prepared) -> Together[Key]:
        """What the statements that would leave give away together."""
        return together(
            {
                one.key: one.row.statement
                for one in prepared.tables["attributes"]
                if isinstance(one.row, AttributeRow) and one.row.statement is not None
            }
        )

    def difference(self, prepared: Prepared) -> Difference | None:
        """What this package would hold more or less than the last one; None for the first."""
        made = self._store.packages.made()
        if not made:
            return None
        return difference(prepared_again(self._store, made[-1]), prepared)


def _accepted(tables: Mapping[str, Sequence[Leaving]]) -> list[str]:
    """The statements that are true as they stand."""
    true = {
        (one.stored.attribute, one.stored.revision)
        for one in tables["judgments"]
        if isinstance(one.stored, JudgmentRow)
        and one.stored.counts
        and one.stored.question is Question.TRUE
        and one.stored.answer == TrueAnswer.YES
    }
    return [
        one.stored.statement
        for one in tables["revisions"]
        if isinstance(one.stored, RevisionRow)
        and one.stored.statement is not None
        and (one.stored.attribute, one.stored.id) in true
    ]

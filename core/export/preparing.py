"""A package as it would leave now, or as it left: everything but the consent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from selfaudit.core.export.defaults import defaults
from selfaudit.core.export.fields import Row
from selfaudit.core.export.flow import Step, flow
from selfaudit.core.export.gathering.cut import Cut
from selfaudit.core.export.gathering.gather import Rows, gather
from selfaudit.core.export.gathering.review import contexts
from selfaudit.core.export.identifying import coarser
from selfaudit.core.export.leaving import Leaving, leave
from selfaudit.core.export.levels import Level
from selfaudit.core.export.redacting import Redacting, redacting_for
from selfaudit.core.export.redaction.redactor import Context
from selfaudit.core.export.tables.record import RedactionRow, WithheldRow
from selfaudit.core.export.tables.registry import TABLES
from selfaudit.core.export.withheld import withheld_rows
from selfaudit.core.export.withholding import (
    Choice,
    Decision,
    Key,
    Kind,
    Reason,
    Target,
    rule,
)
from selfaudit.core.store.packages import StoredPackage, StoredWithholding
from selfaudit.core.store.store import Store

OF_ITS_KIND = "Says something about themselves."
"""What stands for a statement that was made coarser and has no kind that the program knows."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would leave: every row as it is stored and as it leaves, and the counts beside them."""

    level: Level
    tables: Mapping[str, Sequence[Leaving]]
    redactions: Sequence[RedactionRow]
    withheld: Sequence[WithheldRow]
    steps: Sequence[Step]

    def rows(self) -> dict[str, Sequence[Row]]:
        """The rows that leave, by table, the consent apart."""
        rows: dict[str, Sequence[Row]] = {
            table.name: [one.row for one in self.tables.get(table.name, ()) if one.row is not None]
            for table in TABLES
        }
        rows["redactions"] = self.redactions
        rows["withheld"] = self.withheld
        rows["participant_flow"] = flow(self.steps, rows, self.withheld)
        return rows


@dataclass(frozen=True, slots=True)
class Material:
    """What a package is prepared from, whatever is chosen for it: read once, ruled on often."""

    rows: Rows
    defaults: Mapping[Key, Choice]
    contexts: Mapping[str, Context]
    steps: Sequence[Step]

    @classmethod
    def of(cls, store: Store, cut: Cut, steps: Sequence[Step]) -> "Material":
        """Read it up to a cut."""
        rows = gather(store, cut)
        return cls(rows, defaults(rows), contexts(store.database, cut), steps)


def prepare(
    material: Material,
    package: StoredPackage,
    choices: Iterable[StoredWithholding],
    redacting: Redacting,
) -> Prepared:
    """A package of the material, as its level and the choices have it."""
    redacting.begin()
    level = Level(package.level)
    leaving = leave(
        material.rows,
        rule(material.rows, choices_of(choices), material.defaults),
        level,
        package.secret,
        redacting,
        lambda statement: coarser(statement) or OF_ITS_KIND,
    )
    return Prepared(level, leaving, redacting.rows(), withheld_rows(leaving, level), material.steps)


def prepare_from(store: Store, package: StoredPackage, cut: Cut, steps: Sequence[Step]) -> Prepared:
    """A package up to a cut, with all that the store has for it."""
    material = Material.of(store, cut, steps)
    choices = store.packages.withholdings(package.id)
    return prepare(material, package, choices, redacting_for(store, package, material.contexts))


def choices_of(stored: Iterable[StoredWithholding]) -> list[Choice]:
    """What was decided, in order; what was decided of a word that was erased since is gone."""
    return [
        Choice(
            Target(Kind(one.kind), one.value, one.table),
            Decision[one.decision],
            Reason(one.reason),
        )
        for one in stored
        if one.value is not None
    ]

"""Packages: the one that is being prepared, what was decided for it, and those that were made."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.store.database import Database


@dataclass(frozen=True, slots=True)
class StoredPackage:
    """A package, made or still being prepared (`made_at` is null).

    `cut`, `flow` and `consent` are JSON as it was made with; `digest` is the sha256 of its list of
    checksums.
    """

    id: str
    secret: bytes
    level: str
    begun_at: float
    made_at: float | None
    cut: str | None
    flow: str | None
    consent: str | None
    consent_text: str | None
    withdrawal_code: str | None
    program_version: str | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class StoredWithholding:
    """What was decided of a row, or of everything of a conversation, category, stage or word.

    `value` is the word itself where `kind` is a word; None when it was erased.
    """

    kind: str
    table: str
    value: str | None
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredName:
    """A name or place that the person listed, to be replaced wherever it stands."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Making:
    """What a package is made with."""

    made_at: float
    cut: str
    flow: str
    consent: str
    consent_text: str
    withdrawal_code: str
    program_version: str
    digest: str


class Packages:
    """Every package. One that was made never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, id: str, secret: bytes, level: str, now: float) -> StoredPackage:
        """Begin to prepare a package with the choices and names of the newest one."""
        with self._database.write():
            newest = self._database.row("SELECT id FROM package ORDER BY begun_at DESC LIMIT 1")
            self._database.execute(
                "INSERT INTO package (id, secret, level, begun_at) VALUES (?, ?, ?, ?)",
                [id, secret, level, now],
            )
            if newest is not None:
                for withholding in self.withholdings(newest["id"]):
                    self.withhold(id, withholding, now)
                self.list_names(id, self.names(newest["id"]))
        return self.get(id)

    def draft(self) -> StoredPackage | None:
        """The package that is being prepared, if one is."""
        found = self._select("made_at IS NULL", [])
        return found[0] if found else None

    def made(self) -> list[StoredPackage]:
        """The packages that were made, oldest first."""
        return self._select("made_at IS NOT NULL", [])

    def get(self, id: str) -> StoredPackage:
        """One package. Raises UnknownIdError."""
        found = self._select("id = ?", [id])
        if not found:
            raise UnknownIdError(
                f"No package has the id {id}.", hint="`selfaudit export list` lists them."
            )
        return found[0]

    def set_level(self, id: str, level: str) -> None:
        """Choose how much the package that is being prepared holds."""
        with self._database.write():
            self._database.execute("UPDATE package SET level = ? WHERE id = ?", [level, id])

    def make(self, id: str, making: Making) -> StoredPackage:
        """Record that a package was made. From then on it stays as it is."""
        with self._database.write():
            self._database.execute(
                "UPDATE package SET made_at = ?, cut = ?, flow = ?, consent = ?,"
                " consent_text = ?, withdrawal_code = ?, program_version = ?, digest = ?"
                " WHERE id = ?",
                [
                    *(making.made_at, making.cut, making.flow, making.consent),
                    *(making.consent_text, making.withdrawal_code, making.program_version),
                    *(making.digest, id),
                ],
            )
        return self.get(id)

    def withhold(self, id: str, withholding: StoredWithholding, now: float) -> None:
        """Decide of a target. What was decided of the same one before is forgotten."""
        is_word = withholding.kind == "word"
        with self._database.write():
            self.let_go(id, withholding.kind, withholding.table, withholding.value or "")
            word = self._database.add_content(withholding.value or "") if is_word else None
            self._database.execute(
                "INSERT INTO withholding (package, kind, row_table, value, word, decision, reason,"
                " decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(id, withholding.kind, withholding.table),
                    *("" if is_word else withholding.value, word),
                    *(withholding.decision, withholding.reason, now),
                ],
            )

    def let_go(self, id: str, kind: str, table: str, value: str) -> None:
        """Forget what was decided of a target."""
        where = (
            "package = ? AND kind = ? AND row_table = ?"
            " AND ifnull((SELECT body FROM content WHERE content.id = word), value) = ?"
        )
        with self._database.write():
            for row in self._database.rows(
                f"SELECT id, word FROM withholding WHERE {where}", [id, kind, table, value]
            ):
                self._database.execute("DELETE FROM withholding WHERE id = ?", [row["id"]])
                self._database.execute("DELETE FROM content WHERE id = ?", [row["word"]])

    def withholdings(self, id: str) -> list[StoredWithholding]:
        """What was decided for a package, oldest first."""
        return [
            StoredWithholding(
                row["kind"],
                row["row_table"],
                row["body"] if row["kind"] == "word" else row["value"],
                row["decision"],
                row["reason"],
            )
            for row in self._database.rows(
                "SELECT withholding.*, body FROM withholding"
                " LEFT JOIN content ON content.id = withholding.word"
                " WHERE package = ? ORDER BY withholding.id",
                [id],
            )
        ]

    def list_names(self, id: str, names: Iterable[StoredName]) -> None:
        """Put these names in the place of those that were listed."""
        with self._database.write():
            self._database.execute(
                "DELETE FROM content WHERE id IN (SELECT name FROM listed_name WHERE package = ?)",
                [id],
            )
            self._database.execute("DELETE FROM listed_name WHERE package = ?", [id])
            for one in names:
                self._database.execute(
                    "INSERT INTO listed_name (package, name, kind) VALUES (?, ?, ?)",
                    [id, self._database.add_content(one.name), one.kind],
                )

    def names(self, id: str) -> list[StoredName]:
        """The names listed for a package; those that were erased are missing."""
        return [
            StoredName(row["body"], row["kind"])
            for row in self._database.rows(
                "SELECT body, kind FROM listed_name JOIN content ON content.id = listed_name.name"
                " WHERE package = ? ORDER BY listed_name.id",
                [id],
            )
        ]

    def keep(self, id: str, keys: Iterable[str]) -> None:
        """Leave what these keys stand for as it is: put them in the place of earlier ones."""
        with self._database.write():
            self._database.execute("DELETE FROM kept_redaction WHERE package = ?", [id])
            self._database.execute_many(
                "INSERT INTO kept_redaction VALUES (?, ?)", ((id, key) for key in sorted(set(keys)))
            )

    def kept(self, id: str) -> frozenset[str]:
        """The keys of what is left as it is."""
        return frozenset(
            row["key"]
            for row in self._database.rows("SELECT key FROM kept_redaction WHERE package = ?", [id])
        )

    def _select(self, where: str, parameters: list[str]) -> list[StoredPackage]:
        return [
            _package(row)
            for row in self._database.rows(
                f"SELECT * FROM package WHERE {where} ORDER BY begun_at, id", parameters
            )
        ]


def _package(row: sqlite3.Row) -> StoredPackage:
    return StoredPackage(**{name: row[name] for name in StoredPackage.__dataclass_fields__})

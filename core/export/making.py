"""Making a package: consent on record, rows frozen by a cut, and the same bytes whenever asked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from selfaudit import __version__
from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.consenting import ConsentRecord
from selfaudit.core.export.contents import FORMAT, FORMAT_VERSION, Contents, Manifest, StudyEntry
from selfaudit.core.export.fields import Row
from selfaudit.core.export.flow import Step, steps_in
from selfaudit.core.export.gathering.cut import Cut, moment, take_cut
from selfaudit.core.export.levels import Level
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.preparing import Prepared, prepare_from
from selfaudit.core.export.recompute import recompute_rows
from selfaudit.core.export.tables.record import ConsentRow, WordingRow
from selfaudit.core.export.tables.registry import TABLES
from selfaudit.core.export.withdrawal import withdrawal_code
from selfaudit.core.ports import Clock
from selfaudit.core.store.packages import Making, StoredPackage
from selfaudit.core.store.store import Store
from selfaudit.core.study.study import Study
from selfaudit.core.study.study_file import OWN_WORDINGS


@dataclass(frozen=True, slots=True)
class Remade:
    """A package that was made before, made again.

    `is_same` tells whether it holds the same data as the first time. It does not where something
    was erased since, or where this version of the program writes it otherwise.
    """

    package: StoredPackage
    contents: Contents
    is_same: bool


def make(
    store: Store,
    clock: Clock,
    package: StoredPackage,
    consent: ConsentRecord,
    study: ConsentTemplate,
) -> Remade:
    """Make the package that is being prepared, with the consent that was given for its level.

    Raises ValueError where the consent is for another level.
    """
    if consent.level != package.level:
        raise ValueError("the consent is for another level")
    code = withdrawal_code()
    cut = take_cut(store, clock.now())
    steps = steps_in(store, cut)
    row = _consent_row(consent, study, code)
    prepared = prepare_from(store, package, cut, steps)
    contents = _contents(package, cut, prepared, row, consent.text, _study_of(store, cut))
    making = Making(
        made_at=cut.made_at,
        cut=_json(cut),
        flow=_json(steps),
        consent=_json(row),
        consent_text=consent.text,
        withdrawal_code=code,
        program_version=__version__,
        digest=digest_of(contents),
    )
    return Remade(store.packages.make(package.id, making), contents, is_same=True)


def make_again(store: Store, package: StoredPackage) -> Remade:
    """The package of an id that was made before, from what is stored."""
    assert package.consent is not None
    row = msgspec.json.decode(package.consent, type=ConsentRow)
    contents = _contents(
        package,
        _cut_of(package),
        prepared_again(store, package),
        row,
        package.consent_text or "",
        _study_of(store, _cut_of(package)),
    )
    return Remade(package, contents, digest_of(contents) == package.digest)


def prepared_again(store: Store, package: StoredPackage) -> Prepared:
    """What left with a package that was made before, as far as it is still stored."""
    assert package.flow is not None
    steps = msgspec.json.decode(package.flow, type=list[Step])
    return prepare_from(store, package, _cut_of(package), steps)


def digest_of(contents: Contents) -> str:
    """sha256 over every file of a package but the Parquet ones, which not every machine can write.

    Each counts by its path and the sha256 of its bytes.
    """
    digest = hashlib.sha256()
    for path, body in sorted(package_files(contents, parquet=False).items()):
        digest.update(f"{path}\0{hashlib.sha256(body).hexdigest()}\n".encode())
    return digest.hexdigest()


def empty_contents(study: Study | None = None) -> Contents:
    """A package without data, for whoever must see its shape before there is any.

    Of a study it has the level, and the wordings that the study has of its own.
    """
    rows: dict[str, Sequence[Row]] = {table.name: () for table in TABLES}
    level, of = Level.FULL, None
    if study is not None:
        rows["wordings"] = [
            WordingRow(hash=one.hash, name=str(one.name), version=one.version, text=one.full_text)
            for one in (
                study.terms.wording(OWN_WORDINGS[name], study.terms.sizes.set)
                for name in sorted(study.terms.wordings)
            )
        ]
        level = study.level or level
        of = StudyEntry(study.id, study.version, study.title, study.sha256)
    counts = {table.name: len(rows[table.name]) for table in TABLES}
    manifest = _manifest("0" * 16, level, "1970-01-01", "", counts, study=of, empty=True)
    return Contents(manifest, rows, "", {})


def _contents(
    package: StoredPackage,
    cut: Cut,
    prepared: Prepared,
    consent: ConsentRow,
    text: str,
    study: StudyEntry | None,
) -> Contents:
    rows = {**prepared.rows(), "consent": [consent]}
    manifest = _manifest(
        package.id,
        prepared.level,
        datetime.fromtimestamp(cut.made_at, UTC).date().isoformat(),
        consent.hash,
        {table.name: len(rows.get(table.name, ())) for table in TABLES},
        study=study,
        program_version=package.program_version or __version__,
    )
    return Contents(manifest, rows, text, recompute_rows(rows))


def _manifest(
    id: str,
    level: Level,
    made_on: str,
    consent_hash: str,
    rows: dict[str, int],
    *,
    study: StudyEntry | None,
    empty: bool = False,
    program_version: str = __version__,
) -> Manifest:
    return Manifest(
        format=FORMAT,
        format_version=FORMAT_VERSION,
        id=id,
        level=level,
        made_on=made_on,
        program_version=program_version,
        consent_hash=consent_hash,
        tables={table.name: table.version for table in TABLES},
        rows=rows,
        empty=empty,
        study=study,
    )


def _study_of(store: Store, cut: Cut) -> StudyEntry | None:
    """The study that was joined at a cut."""
    for one in store.studies.all():
        if one.id == cut.study:
            return StudyEntry(one.name, one.version, one.title, one.sha256)
    return None


def _consent_row(consent: ConsentRecord, study: ConsentTemplate, code: str) -> ConsentRow:
    level = Level(consent.level)
    return ConsentRow(
        study=study.study,
        responsible=study.responsible,
        purpose=study.purpose,
        kept=study.kept,
        version=consent.template_version,
        template_hash=consent.template_hash,
        hash=consent.text_hash,
        level=level,
        age_rule=consent.age_rule,
        age_statement=consent.age_statement,
        tries=sum(len(one.tried) for one in consent.understood),
        withdrawal_hash=hashlib.sha256(code.encode()).hexdigest(),
        given_at=moment(consent.given_at) if level is Level.FULL else None,
    )


def _cut_of(package: StoredPackage) -> Cut:
    assert package.cut is not None
    return msgspec.json.decode(package.cut, type=Cut)


def _json(value: Cut | ConsentRow | Sequence[Step]) -> str:
    return msgspec.json.encode(value).decode()

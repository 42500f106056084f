"""A package read again: from its files to its contents, strictly."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from selfaudit.core.errors import PackageError
from selfaudit.core.export.contents import FORMAT, FORMAT_VERSION, Contents, Manifest
from selfaudit.core.export.fields import Row
from selfaudit.core.export.files.json_text import json_text
from selfaudit.core.export.files.jsonl import rows_from
from selfaudit.core.export.files.places import CONSENT, MANIFEST, REPORT, jsonl_file
from selfaudit.core.export.findings import Finding, FindingKind
from selfaudit.core.export.opening import open_package
from selfaudit.core.export.tables.registry import TABLES

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NEEDED = {MANIFEST, CONSENT, REPORT, *map(jsonl_file, TABLES)}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Read:
    """What could be read of a package. `contents` are null where any part could not."""

    manifest: Manifest | None = None
    contents: Contents | None = None
    findings: list[Finding] = field(default_factory=list)


def read_package(path: Path) -> Contents:
    """The contents of a package, a folder or a zip.

    Raises PackageError, naming what and where, when anything in it is not as a package has it. It
    does not compare checksums and references: `verifying.verify` does.
    """
    opened = open_package(path)
    read = contents_from(opened.files)
    findings = [*opened.findings, *read.findings]
    if read.contents is not None:
        findings += repeated_keys(read.contents.rows)
    if read.contents is None or findings:
        first = findings[0]
        left = len(findings) - 1
        more = f" There is more: {left} {'problem' if left == 1 else 'problems'}." if left else ""
        raise PackageError(
            f"{first.place}: {first.sentence}{more}",
            hint="`selfaudit verify PACKAGE` lists everything. Ask for the package "
            "again, or export it again.",
        )
    return read.contents


def contents_from(files: Mapping[str, bytes]) -> Read:
    """Everything that files hold, and what is wrong with them. Missing files are passed over."""
    read = Read()
    read.manifest = (
        _manifest(files.get(MANIFEST, b""), read.findings) if MANIFEST in files else None
    )
    if read.manifest is None:
        return read
    consent = _text(files.get(CONSENT, b""), read.findings)
    report = _report(files.get(REPORT, b"{}\n"), read.findings)
    rows: dict[str, Sequence[Row]] = {}
    for table in TABLES:
        found, findings = rows_from(table, files.get(jsonl_file(table), b""))
        rows[table.name] = found
        read.findings += findings
        counted = read.manifest.rows[table.name]
        if not findings and jsonl_file(table) in files and len(found) != counted:
            sentence = f"It has {len(found):,} rows; {MANIFEST} counts {counted:,}."
            finding = Finding(FindingKind.MANIFEST, jsonl_file(table), None, sentence)
            read.findings.append(finding)
    if not read.findings and not _NEEDED - files.keys():
        read.contents = Contents(read.manifest, rows, consent, report)
    return read


def repeated_keys(rows: Mapping[str, Sequence[Row]]) -> list[Finding]:
    """Rows of a table that another row before them has the key of."""
    findings: list[Finding] = []
    for table in TABLES:
        seen: dict[tuple[object, ...], int] = {}
        for number, row in enumerate(rows.get(table.name, ()), 1):
            key = tuple(getattr(row, field) for field in table.key)
            if key in seen:
                named = " and ".join(f"`{field}`" for field in table.key)
                sentence = f"It has the same {named} as line {seen[key]}."
                findings.append(Finding(FindingKind.KEY, jsonl_file(table), number, sentence))
            seen.setdefault(key, number)
    return findings


class _Version(msgspec.Struct, frozen=True):
    """What every version of `package.json` says."""

    format: str
    format_version: str


def _manifest(data: bytes, findings: list[Finding]) -> Manifest | None:
    sentence = ""
    try:
        version = msgspec.json.decode(data, type=_Version)
        sentence = _wrong_version(version)
        if not sentence:
            manifest = msgspec.json.decode(data, type=Manifest)
            sentence = _wrong_manifest(manifest, data)
            if not sentence:
                return manifest
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        sentence = "It is not what a package says of itself."
    findings.append(Finding(FindingKind.MANIFEST, MANIFEST, None, sentence))
    return None


def _wrong_version(version: _Version) -> str:
    if version.format != FORMAT:
        return "It is of another program's format."
    return _unread("The package", version.format_version, FORMAT_VERSION)


def _unread(what: str, there: str, here: str) -> str:
    """Why something of one version cannot be read by a program of another; "" if it can.

    The first two numbers must be alike: a table may have got fields with the second.
    """
    numbers = re.fullmatch(r"(\d{1,6})\.(\d{1,6})\.\d{1,6}", there)
    if numbers is None:
        return f"{what} has no version that can be read."
    major, minor, _ = (int(number) for number in here.split("."))
    if (int(numbers[1]), int(numbers[2])) == (major, minor):
        return ""
    newer = (int(numbers[1]), int(numbers[2])) > (major, minor)
    how = "a newer selfaudit: update to read it" if newer else "an older selfaudit"
    return f"{what} has version {there}, this program reads {here}. It was made by {how}."


PUBLIC = frozenset({"wordings"})
"""The tables that a package without data may have rows of: a study's own words."""


def _wrong_manifest(manifest: Manifest, data: bytes) -> str:
    names = {table.name for table in TABLES}
    if manifest.tables.keys() != names or manifest.rows.keys() != names:
        return "It does not name the tables that a package has."
    for table in TABLES:
        sentence = _unread(f"The table `{table.name}`", manifest.tables[table.name], table.version)
        if sentence:
            return sentence
    if not _ID.fullmatch(manifest.id):
        return "Its `id` is not one that a package can have."
    if not _DATE.fullmatch(manifest.made_on):
        return "Its `made_on` is no date."
    if any(count < 0 for count in manifest.rows.values()):
        return "It counts fewer than no rows."
    if manifest.empty and any(manifest.rows[name] for name in names - PUBLIC):
        return "It says that the package is empty, and counts rows."
    return "" if json_text(manifest) == data else "It is not written as packages are."


def _text(data: bytes, findings: list[Finding]) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        findings.append(Finding(FindingKind.CONSENT, CONSENT, None, "It is not UTF-8."))
        return ""


def _report(data: bytes, findings: list[Finding]) -> Mapping[str, object]:
    try:
        report = msgspec.json.decode(data, type=dict[str, object])
        if json_text(report) == data:
            return report
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    sentence = "It is not JSON as packages are written."
    findings.append(Finding(FindingKind.REPORT, REPORT, None, sentence))
    return {}


def consent_hash(text: str) -> str:
    """The sha256 of a consent's text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()

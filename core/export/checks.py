"""What has to hold between the rows of a package, and between them and its other files."""

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from selfaudit.core.comparison.strangers import strangers_facts
from selfaudit.core.export.contents import Contents
from selfaudit.core.export.fields import Ref, Row
from selfaudit.core.export.files.parquet import same_as_parquet
from selfaudit.core.export.files.places import (
    CONSENT,
    MANIFEST,
    REPORT,
    SUMS,
    jsonl_file,
    parquet_file,
)
from selfaudit.core.export.files.sums import parse_sums, sha256
from selfaudit.core.export.findings import Finding, FindingKind
from selfaudit.core.export.leaving import is_public
from selfaudit.core.export.reading import consent_hash
from selfaudit.core.export.tables.comparison import FactRow
from selfaudit.core.export.tables.record import ConsentRow, RedactionRow, WithheldRow, WordingRow
from selfaudit.core.export.tables.registry import BY_NAME, TABLES, Table
from selfaudit.core.export.tables.relevance import PromptRow
from selfaudit.core.export.withholding import id_of
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.relevance.everyday import everyday_prompts

CLOSE = 1e-9
"""Numbers computed by other versions of numpy or scipy may differ in their last digits."""


def check_sums(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Files that have not the checksum that SHA256SUMS gives, or that it does not list."""
    sums, wrong = parse_sums(files.get(SUMS, b""))
    for line in wrong:
        yield Finding(FindingKind.CHECKSUM, SUMS, line, "This is no line of sha256sum.")
    for name, data in sorted(files.items()):
        if name == SUMS:
            continue
        if name not in sums:
            yield Finding(FindingKind.CHECKSUM, name, None, f"{SUMS} does not list it.")
        elif sums[name] != sha256(data):
            sentence = f"Its bytes are not those that {SUMS} was made of."
            yield Finding(FindingKind.CHECKSUM, name, None, sentence)
    for name in sorted(sums.keys() - files.keys()):
        sentence = "It lists a file that is not there."
        yield Finding(FindingKind.CHECKSUM, SUMS, list(sums).index(name) + 1, sentence)


def check_references(rows: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """References to rows that are not there."""
    hashes = {row.hash for row in rows["wordings"] if isinstance(row, WordingRow)}
    ids = {
        table.name: {id_of(table, row) for row in rows[table.name]}
        for table in TABLES
        if "id" in table.row.__struct_fields__
    }
    for table in TABLES:
        for column in table.columns:
            if isinstance(column.kind, Ref):
                there, to = ids[column.kind.table], column.kind.table
            elif column.name == "wording":
                there, to = hashes, "wordings"
            else:
                continue
            for number, row in enumerate(rows[table.name], 1):
                value = getattr(row, column.name)
                if value is not None and value not in there:
                    yield _of_row(
                        FindingKind.REFERENCE,
                        table,
                        number,
                        f"`{column.name}` names a row of `{to}` that is not there.",
                    )


def check_counts_of_rules(rows: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """Counts of what was redacted and withheld that are of no table or field."""
    for number, row in enumerate(rows["redactions"], 1):
        assert isinstance(row, RedactionRow)
        table = BY_NAME.get(row.table)
        if table is None or row.field not in table.row.__struct_fields__:
            sentence = "`table` and `field` name no field of a package."
            yield _of_row(FindingKind.REFERENCE, BY_NAME["redactions"], number, sentence)
    for number, row in enumerate(rows["withheld"], 1):
        assert isinstance(row, WithheldRow)
        if row.table not in BY_NAME:
            sentence = "`table` names no table of a package."
            yield _of_row(FindingKind.REFERENCE, BY_NAME["withheld"], number, sentence)


def check_level(contents: Contents) -> Iterator[Finding]:
    """Fields that the level of the package does not hold and that have a value all the same."""
    level = contents.manifest.level
    for table in TABLES:
        above = [column for column in table.columns if not level.holds(column.since)]
        for number, row in enumerate(contents.rows[table.name], 1):
            for column in above:
                if getattr(row, column.name) is not None and not is_public(row):
                    yield _of_row(
                        FindingKind.LEVEL,
                        table,
                        number,
                        f"`{column.name}` is filled; a package of the level `{level}` has none.",
                    )


def check_public(contents: Contents) -> Iterator[Finding]:
    """Texts that are said to come with the program and do not."""
    prompts = {prompt.name: prompt.text for prompt in everyday_prompts()}
    for number, row in enumerate(contents.rows["prompts"], 1):
        assert isinstance(row, PromptRow)
        known = prompts.get(row.name or "")
        bundled = row.source is PromptSource.BUNDLED
        if bundled and row.text is not None and known is not None and row.text != known:
            sentence = "`text` is not the prompt of that name that comes with the program."
            yield _of_row(FindingKind.LEVEL, BY_NAME["prompts"], number, sentence)
    for number, row in enumerate(contents.rows["facts"], 1):
        assert isinstance(row, FactRow)
        if row.stranger is not None and row.stranger not in strangers_facts():
            sentence = "`stranger` is no fact of a stranger that comes with the program."
            yield _of_row(FindingKind.LEVEL, BY_NAME["facts"], number, sentence)


def check_wordings(rows: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """Wordings whose hash is not that of their text."""
    for number, row in enumerate(rows["wordings"], 1):
        assert isinstance(row, WordingRow)
        if sha256(row.text.encode()) != row.hash:
            sentence = "`hash` is not the sha256 of `text`."
            yield _of_row(FindingKind.REFERENCE, BY_NAME["wordings"], number, sentence)


def check_consent(contents: Contents) -> Iterator[Finding]:
    """Whether text, hash and level of the consent belong together."""
    manifest, rows = contents.manifest, contents.rows["consent"]
    if manifest.empty:
        return
    if consent_hash(contents.consent_text) != manifest.consent_hash:
        sentence = f"Its sha256 is not the `consent_hash` of {MANIFEST}."
        yield Finding(FindingKind.CONSENT, CONSENT, None, sentence)
    table = BY_NAME["consent"]
    if len(rows) != 1:
        sentence = f"It has {len(rows):,} rows; a package has one consent."
        yield Finding(FindingKind.CONSENT, jsonl_file(table), None, sentence)
    for number, row in enumerate(rows, 1):
        assert isinstance(row, ConsentRow)
        if row.hash != manifest.consent_hash:
            sentence = f"`hash` is not the `consent_hash` of {MANIFEST}."
            yield _of_row(FindingKind.CONSENT, table, number, sentence)
        if row.level is not manifest.level:
            sentence = f"`level` is not the level of {MANIFEST}."
            yield _of_row(FindingKind.CONSENT, table, number, sentence)


def check_parquet(contents: Contents, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Tables whose Parquet file does not hold the same rows. Needs pyarrow."""
    for table in TABLES:
        data = files.get(parquet_file(table))
        if data is not None:
            sentence = same_as_parquet(table, contents.rows[table.name], data)
            if sentence:
                yield Finding(FindingKind.PARQUET, parquet_file(table), None, sentence)


def check_report(said: object, computed: Mapping[str, object]) -> Iterator[Finding]:
    """Numbers of report.json that are not what the rows give."""
    # Once through JSON, as those that were written.
    again = msgspec.json.decode(msgspec.json.encode(computed))
    for place in _differences(said, again, ()):
        name = " › ".join(place) or "the whole"
        sentence = f"`{name}` is not what follows from the rows."
        yield Finding(FindingKind.REPORT, REPORT, None, sentence)


def _differences(
    said: object, computed: object, place: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    if isinstance(said, dict) and isinstance(computed, dict):
        for key in [*computed, *(key for key in said if key not in computed)]:
            if key in said and key in computed:
                yield from _differences(said[key], computed[key], (*place, key))
            else:
                yield (*place, key)
    elif isinstance(said, list) and isinstance(computed, list) and len(said) == len(computed):
        for number, (one, other) in enumerate(zip(said, computed, strict=True)):
            yield from _differences(one, other, (*place, str(number)))
    elif not _same(said, computed):
        yield place


def _same(said: object, computed: object) -> bool:
    numbers = [
        value
        for value in (said, computed)
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    if len(numbers) == 2:
        return math.isclose(numbers[0], numbers[1], rel_tol=CLOSE, abs_tol=CLOSE)
    return type(said) is type(computed) and said == computed


def _of_row(kind: FindingKind, table: Table, number: int, sentence: str) -> Finding:
    return Finding(kind, jsonl_file(table), number, sentence)

"""Where each file of a package is."""

from collections.abc import Mapping

from selfaudit.core.export.tables.registry import TABLES, Table

MANIFEST = "package.json"
CONSENT = "consent.txt"
REPORT = "report.json"
CARD = "README.md"
CODEBOOK = "codebook.json"
CODEBOOK_TEXT = "codebook.md"
CROISSANT = "croissant.json"
CITATION = "CITATION.cff"
SUMS = "SHA256SUMS"

SINGLE = (CARD, CITATION, CODEBOOK, CODEBOOK_TEXT, CONSENT, CROISSANT, MANIFEST, REPORT, SUMS)
"""The files that every package has once."""


def jsonl_file(table: Table) -> str:
    """Where a table is as JSON Lines."""
    return f"data/{table.name}.jsonl"


def parquet_file(table: Table) -> str:
    """Where a table is as Parquet."""
    return f"data/{table.name}.parquet"


def schema_file(table: Table) -> str:
    """Where the JSON Schema of a table's rows is."""
    return f"schemas/{table.name}.schema.json"


def expected_files(*, parquet: bool) -> frozenset[str]:
    """Every file of a package, with or without Parquet."""
    found = {*SINGLE, *map(jsonl_file, TABLES), *map(schema_file, TABLES)}
    return frozenset(found | set(map(parquet_file, TABLES)) if parquet else found)


def has_parquet(files: Mapping[str, bytes]) -> bool:
    """Whether files hold the tables as Parquet too."""
    return any(parquet_file(table) in files for table in TABLES)

"""Every file of a package, made from its contents: the same contents give the same bytes."""

from collections.abc import Mapping

from selfaudit.core.export.contents import Contents
from selfaudit.core.export.files import places
from selfaudit.core.export.files.card import card_text
from selfaudit.core.export.files.citation import citation_text
from selfaudit.core.export.files.codebook import codebook_json, codebook_of
from selfaudit.core.export.files.codebook_text import codebook_text
from selfaudit.core.export.files.croissant import croissant_text
from selfaudit.core.export.files.json_text import json_text
from selfaudit.core.export.files.jsonl import lines_of
from selfaudit.core.export.files.parquet import parquet_available as parquet_available
from selfaudit.core.export.files.parquet import parquet_missing, parquet_of
from selfaudit.core.export.files.schemas import schema_text
from selfaudit.core.export.files.sums import sums_of
from selfaudit.core.export.tables.registry import TABLES


def package_files(contents: Contents, *, parquet: bool) -> dict[str, bytes]:
    """The bytes of each file by its path, sorted.

    Raises PackageError where Parquet is wanted and pyarrow is not there.
    """
    if parquet and not parquet_available():
        raise parquet_missing()
    files: dict[str, bytes] = {}
    for table in TABLES:
        rows = contents.rows.get(table.name, ())
        files[places.jsonl_file(table)] = lines_of(table, rows)
        if parquet:
            files[places.parquet_file(table)] = parquet_of(table, rows)
    files |= {
        places.MANIFEST: json_text(contents.manifest),
        places.CONSENT: contents.consent_text.encode(),
        places.REPORT: json_text(contents.report),
    }
    files |= describing_files(contents, files)
    files[places.SUMS] = sums_of(files)
    return dict(sorted(files.items()))


def describing_files(contents: Contents, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that say what the data in `files` are: they follow from the contents."""
    codebook = codebook_of(contents)
    return {
        **{places.schema_file(table): schema_text(table) for table in TABLES},
        places.CODEBOOK: codebook_json(codebook),
        places.CODEBOOK_TEXT: codebook_text(codebook),
        places.CARD: card_text(contents, parquet=places.has_parquet(files)),
        places.CITATION: citation_text(contents.manifest),
        places.CROISSANT: croissant_text(contents, files),
    }

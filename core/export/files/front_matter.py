"""The head of the dataset card: what the Hugging Face `datasets` library reads of a package."""

from collections.abc import Iterator

from selfaudit.core.export.contents import Contents
from selfaudit.core.export.fields import Column
from selfaudit.core.export.files.markdown_text import quoted
from selfaudit.core.export.files.places import CONSENT, jsonl_file, parquet_file
from selfaudit.core.export.tables.registry import TABLES

DEFAULT_TABLE = "judgments"
"""The table that `load_dataset` gives where none is named."""

SPLIT = "train"
"""What the library calls a part that nobody split."""

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_DTYPES = {int: "int64", float: "float64", bool: "bool"}


def front_matter(contents: Contents, title: str, *, parquet: bool) -> str:
    """YAML between its two lines of dashes: one configuration for each table, with its types.

    The types are said, so that a table without rows has them too.
    """
    lines = [
        "---",
        f"pretty_name: {quoted(title)}",
        "license: other",
        "license_name: consent",
        f"license_link: {CONSENT}",
        "tags:",
        "- personalization",
        "- human-feedback",
        "- selfaudit",
        "size_categories:",
        f"- {_size(sum(contents.manifest.rows.values()))}",
        "configs:",
        *_configurations(parquet),
        "dataset_info:",
        *_features(),
        "---",
    ]
    return "\n".join(lines)


def _configurations(parquet: bool) -> Iterator[str]:
    for table in TABLES:
        yield f"- config_name: {table.name}"
        if table.name == DEFAULT_TABLE:
            yield "  default: true"
        yield "  data_files:"
        yield f"  - split: {SPLIT}"
        yield f"    path: {parquet_file(table) if parquet else jsonl_file(table)}"


def _features() -> Iterator[str]:
    for table in TABLES:
        yield f"- config_name: {table.name}"
        yield "  features:"
        for column in table.columns:
            yield f"  - name: {column.name}"
            yield f"    dtype: {_dtype(column)}"


def _dtype(column: Column) -> str:
    return _DTYPES.get(column.type, "string")


def _size(rows: int) -> str:
    return next((name for limit, name in _SIZES if rows < limit), "n>1M")

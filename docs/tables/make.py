"""Write the tables of docs/package.md anew: `python docs/tables/make.py`."""

from pathlib import Path

from selfaudit.core.export.files.codebook import table_entry
from selfaudit.core.export.files.codebook_text import table_text
from selfaudit.core.export.tables.registry import TABLES

PAGE = Path(__file__).parents[1] / "package.md"
MARK = "<!-- From here on made by `python docs/tables/make.py`. -->\n"


def with_tables(page: str) -> str:
    """The page with the tables as the row types have them."""
    head, mark, _ = page.partition(MARK)
    if not mark:
        raise ValueError("the page has lost the mark where its tables begin")
    tables = (table_text(table_entry(table, 0), counted=False) for table in TABLES)
    return head + mark + "\n" + "\n\n".join(tables) + "\n"


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

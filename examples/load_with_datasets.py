"""Load a package with Hugging Face datasets. Nothing is sent anywhere: the files are on disk.

    python examples/load_with_datasets.py PACKAGE [TABLE]

PACKAGE is the folder of a package; TABLE one of its tables, `judgments` if left out. Needs
`pip install datasets`.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from datasets import disable_progress_bars, load_dataset


def main(package: Path, table: str = "judgments") -> None:
    """Print what the table has, and how often each answer that counts was given."""
    # Parquet where the package has it, else JSON Lines, which say the same.
    file, builder = package / "data" / f"{table}.parquet", "parquet"
    if not file.exists():
        file, builder = package / "data" / f"{table}.jsonl", "json"
    if not file.exists():
        sys.exit(f"{package} has no table {table}.")
    disable_progress_bars()
    # datasets keeps a copy of what it loads; here it goes when the script ends.
    with tempfile.TemporaryDirectory() as cache:
        rows = load_dataset(builder, data_files=str(file), split="train", cache_dir=cache)
        print(f"{table}: {len(rows)} rows of {len(rows.column_names)} columns")
        for name, feature in rows.features.items():
            print(f"  {name}: {feature.dtype}")
        if {"counts", "answer"} <= set(rows.column_names):
            # Every act is a row: corrections and undos too. `counts` marks those that stand; marks
            # and votes that were asked again after 14 days are for steadiness alone.
            standing = rows.filter(lambda row: row["counts"] and not row.get("again"))
            question = "question" if "question" in rows.column_names else "answer"
            said = Counter(zip(standing[question], standing["answer"], strict=True))
            print("answers that count:")
            for (asked, answer), count in said.most_common():
                print(f"  {answer if asked == answer else f'{asked} {answer}'}: {count}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *sys.argv[2:])

"""Query one person's package with DuckDB: shares, over-selection, votes.

    python examples/load_with_duckdb.py PACKAGE

PACKAGE is the folder of a package with Parquet. Needs `pip install duckdb`. The figures are about
this one person; for many packages see examples/pooling. The package's report.json has the program's
own figures, whose intervals allow for marks of one prompt going together; those here do not.
"""

import sys
from pathlib import Path

import duckdb

# Wilson's interval of a share p of n, with z = 1.96, as SQL.
MACROS = """
CREATE MACRO wilson_low(p, n) AS
    (p + 1.96^2 / (2 * n) - 1.96 * sqrt(p * (1 - p) / n + 1.96^2 / (4 * n^2))) / (1 + 1.96^2 / n);
CREATE MACRO wilson_high(p, n) AS
    (p + 1.96^2 / (2 * n) + 1.96 * sqrt(p * (1 - p) / n + 1.96^2 / (4 * n^2))) / (1 + 1.96^2 / n);
"""

# Only cards of the headline are a uniform draw. `counts` is the one answer that stands; a statement
# that the person put in their own words was not accepted as written; a refusal is no answer.
ACCEPTED = """
WITH answered AS (
    SELECT judgments.answer = 'yes' AND wording.written_by <> 'person' AS accepted
    FROM cards
    JOIN revisions AS wording ON wording.attribute = cards.attribute AND wording.current
    JOIN judgments ON judgments.revision = wording.id AND question = 'true' AND counts
        AND phase = 'before' AND judgments.policy <> 'direct'
    WHERE cards.policy = 'headline' AND answer <> 'refuse'
)
SELECT count(*) AS cards, avg(accepted::INT) AS accepted,
    wilson_low(avg(accepted::INT), count(*)) AS low,
    wilson_high(avg(accepted::INT), count(*)) AS high
FROM answered HAVING count(*) > 0
"""

# What was asked again after 14 days (`again`, `repeats`) is for steadiness alone.
# Marks weigh one over their chance to be listed. A score counts as a choice from one half on.
OVER_SELECTION = """
SELECT selector, source, count(*) AS marks,
    sum(weight * (answer = 'yes')::INT) / sum(weight) AS person,
    sum(weight * chosen::INT) / sum(weight) AS selector_rate,
    sum(weight * chosen::INT) / nullif(sum(weight * (answer = 'yes')::INT), 0) AS times
FROM (
    SELECT scores.selector, prompts.source, marks.answer, 1 / inclusion_probability AS weight,
        coalesce(chosen, score >= 0.5) AS chosen
    FROM entries
    JOIN prompts ON prompts.id = entries.prompt
    JOIN marks ON marks.entry = entries.id AND counts AND phase = 'before' AND NOT again
    JOIN selector_scores AS scores ON scores.entry = entries.id
    WHERE accepted AND answer IN ('yes', 'no')
)
WHERE chosen IS NOT NULL
GROUP BY selector, source ORDER BY selector, source
"""

# Pairs that came back measure attention and are no new votes.
VOTES = """
SELECT arm,
    count(*) FILTER (WHERE preference > 3) AS wins,
    count(*) FILTER (WHERE preference = 3) AS ties,
    count(*) FILTER (WHERE preference < 3) AS losses
FROM pairs JOIN votes ON votes.pair = pairs.id
WHERE question = 'better' AND counts AND phase = 'before' AND repeats IS NULL
    AND preference IS NOT NULL
GROUP BY arm ORDER BY arm
"""


def main(package: Path) -> None:
    """Print three tables."""
    tables = sorted((package / "data").glob("*.parquet"))
    if not tables:
        sys.exit(f"{package} has no Parquet files.")
    with duckdb.connect() as database:
        for table in tables:
            # A statement that makes a view takes no parameters; the quotes are doubled by hand.
            path = str(table).replace("'", "''")
            database.execute(f"CREATE VIEW {table.stem} AS FROM read_parquet('{path}')")
        database.execute(MACROS)
        for title, query in (
            ("Accepted as written, of the headline's cards", ACCEPTED),
            ("Selectors beside the person, by where prompts came from", OVER_SELECTION),
            ("Votes: the answer beside the generic one wins, ties, loses", VOTES),
        ):
            print(f"\n{title}")
            found = database.execute(query)
            print("  " + "  ".join(column[0] for column in found.description))
            for row in found.fetchall():
                print("  " + "  ".join(text(value) for value in row))


def text(value: object) -> str:
    """A value of a table, rounded."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

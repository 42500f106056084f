"""The codebook for people: the same as codebook.json, as Markdown."""

from collections.abc import Iterator, Mapping

from selfaudit.core.export.files.codebook import Codebook, FieldEntry, QuestionEntry, TableEntry
from selfaudit.core.export.files.markdown_text import fenced, plain

HEAD = """# Codebook

Every table is in `data/`, one row a line as JSON Lines and, where it was made, as Parquet; its JSON
Schema is in `schemas/`. All of this is in `codebook.json` too.

Every field is always there. Null means that there is no value, or that the package's level does not
hold the field. Ids were made for this package alone and tell nothing outside of it. Weeks are
counted from the person's first import, which is week 0. Lengths are in code points, times in
seconds. An inclusion probability is the chance that a row had to be drawn: weigh by one over it."""


def codebook_text(codebook: Codebook) -> bytes:
    """The codebook as Markdown."""
    parts = [
        HEAD,
        "## Levels",
        _list(codebook.levels),
        "## Tables",
        *(table_text(table) for table in codebook.tables),
        "## Questions",
        "The words and keys that were on the screen, and their sha256. A row's `wording` is that "
        "hash. Another wording is another question.",
        *(_question(question) for question in codebook.questions),
        "### What is done without being asked",
        "What `judgments.answer` is for these in `judgments.question`:",
        _list(codebook.unasked),
        "`votes.answer` to `reasons` is one or several of its answers, joined by commas, or "
        "`none`.",
        "## Selectors",
        "Ways to choose which attributes matter to a prompt. One that scores is cut at 0.5, and at "
        "a threshold fitted on the first marks of other prompts; the others choose themselves.",
        _list({f"{one.name} (version {one.version})": one.title for one in codebook.selectors}),
        "## Events",
        _list(codebook.events),
        "## Why rows are withheld",
        _list(codebook.withholding),
        "## What is replaced in texts",
        "Each in favour of a pseudonym such as `[EMAIL-ABC234]`, alike for the same value "
        "throughout the package.",
        _list(codebook.redaction),
        "## The numbers in report.json",
        "They follow from the rows alone: `selfaudit verify` computes them again. The formula of "
        "each figure, its range and its limits are in the program's documentation, docs/report.md.",
        _list(codebook.report),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _list(meanings: Mapping[str, str]) -> str:
    return "\n".join(f"- `{name}`: {meaning}" for name, meaning in meanings.items())


def table_text(table: TableEntry, *, counted: bool = True) -> str:
    """A table and its fields; `counted` tells how many rows it has."""
    key = ", ".join(f"`{field}`" for field in table.key)
    rows = "1 row" if table.rows == 1 else f"{table.rows:,} rows"
    here = f" {rows} here;" if counted else ""
    lines = [
        f"### {table.name}",
        "",
        f"{table.description} Version {table.version};{here} told apart by {key}.",
        "",
        "| field | type | from level | meaning |",
        "|---|---|---|---|",
        *(_row(field) for field in table.fields),
    ]
    return "\n".join(lines)


def _row(field: FieldEntry) -> str:
    kind = f"{field.type} or null" if field.nullable else field.type
    return f"| `{field.name}` | {kind} | {field.since} | {' '.join(_meaning(field))} |"


def _meaning(field: FieldEntry) -> Iterator[str]:
    yield field.description
    if field.values is not None:
        yield "One of " + ", ".join(f"`{value}`" for value in field.values) + "."
    if field.references is not None:
        yield f"An id of `{field.references}`."
    if field.stands_for is not None:
        yield f"Stands for a {field.stands_for}; there is no table of those."


def _question(question: QuestionEntry) -> str:
    lines = [
        f"### {plain(question.name)}, version {question.version}",
        "",
        fenced(question.text),
        "",
        f"sha256 `{question.hash}`",
    ]
    if question.choices:
        answers = [f"`{one.key}` {one.words} → `{one.answer}`" for one in question.choices]
        lines += ["", "Key, words and what is stored: " + "; ".join(answers) + "."]
    return "\n".join(lines)

"""README.md of a package: the dataset card, honest about what the data are and are not."""

from collections.abc import Iterator

from selfaudit.core.export.contents import Contents, Manifest
from selfaudit.core.export.files.front_matter import front_matter
from selfaudit.core.export.files.markdown_text import plain
from selfaudit.core.export.files.meanings import LEVELS
from selfaudit.core.export.files.places import jsonl_file
from selfaudit.core.export.small_counts import FEW
from selfaudit.core.export.tables.record import ConsentRow, FlowRow, RedactionRow, WithheldRow
from selfaudit.core.export.tables.registry import BY_NAME, TABLES

ABOUT = """One person let a small language model, on their own machine, note what it believes about
them from their own chats. Then they said of each note whether it is true, for which prompts it
should matter, and whether an answer that used it was better. These are their labels, with what the
model and simpler methods said beside them. `codebook.md` explains every table, field and question.
"""

SAMPLING = """## How it was sampled

- **Attributes.** Those that the model found in what the person typed or dictated. What it did not
  find is not here.
- **Cards.** Only cards of the policy `headline` are a uniform draw; their
  `inclusion_probability` is in `cards`. Rates are to be made from these alone.
- **Marks.** For each prompt a systematic draw of accepted attributes, with its inclusion
  probability in `entries`; rejected ones (`accepted` false) were listed for the selectors alone.
  Prompts have a `source`; never pool these unawares.
- **Pairs.** Arms and sides come from seeds; pairs with `repeats` came back to see how steady the
  person is and are in no tally.
- **Asked again.** A uniform draw of marks and votes was asked again after 14 days or more: rows
  with `again`, and entries with `repeats`. They say how steady the person is and are in no rate.
- Blocks that were not laid open are not here, so that no answer was given knowing the result.

Rows with `counts` true are the effective answers; the others show how they came about."""

LIMITS = """## Limits

- It is one person. Nothing here says what other people would answer, and no range in `report.json`
  does.
- Truth as the person sees it, not what a stranger would conclude from the words: a different
  construct from support.
- The person knew that it was an audit, could skip and refuse, and chose what leaves: see
  `withheld` and `participant_flow`. What was withheld was hardly withheld at random.
- The model is named in `runs`. What another model would have found or answered is not known.
- Texts were searched for personal things by rules, which miss what they do not know. Treat every
  text as personal data, and do not try to find out who the person is."""

LOADING = """## How to load it

    from datasets import load_dataset
    judgments = load_dataset("THIS_FOLDER", "judgments", split="train")

    import duckdb
    duckdb.sql("SELECT answer, count(*) FROM '{file}' WHERE counts GROUP BY answer")

    import selfaudit
    judgments = selfaudit.load("THIS_FOLDER").effective("judgments")

`selfaudit verify THIS_FOLDER` checks schemas, checksums, references and every number of
`report.json`; `sha256sum -c SHA256SUMS` checks the files alone."""


def title_of(manifest: Manifest) -> str:
    """What the package is called."""
    if manifest.empty:
        return "selfaudit: the schema of a package, without rows"
    return f"selfaudit: one person's judgments of what a model infers about them ({manifest.id})"


def card_text(contents: Contents, *, parquet: bool) -> bytes:
    """The dataset card, which is Markdown with a head in YAML."""
    manifest = contents.manifest
    title = title_of(manifest)
    suffix = "parquet" if parquet else "jsonl"
    parts = [
        front_matter(contents, title, parquet=parquet),
        f"# {plain(title)}",
        "This package shows the schema. It holds nobody's data."
        if manifest.empty
        else ABOUT.strip(),
        _level(manifest),
        _tables(contents),
        SAMPLING,
        _left_out(contents),
        _flow(contents),
        LIMITS,
        _consent(contents),
        _citing(manifest),
        LOADING.format(file=jsonl_file(BY_NAME["judgments"]).replace("jsonl", suffix)),
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _level(manifest: Manifest) -> str:
    level = manifest.level.value
    study = (
        ""
        if manifest.study is None
        else (
            f" Study: {plain(manifest.study.title)} (`{manifest.study.id}`, version "
            f"{plain(manifest.study.version)}, sha256 of its file `{manifest.study.sha256}`)."
        )
    )
    return (
        f"Package `{manifest.id}`, level **{level}**, made on {manifest.made_on} by selfaudit "
        f"{manifest.program_version}, format {manifest.format_version}.{study}\n\n"
        f"What this level holds: {LEVELS[level]} Every level holds what those before it do; a "
        "field of a higher one is null."
    )


def _tables(contents: Contents) -> str:
    lines = ["## What is in it", "", "| table | rows | what a row is |", "|---|---|---|"]
    for table in TABLES:
        count = len(contents.rows.get(table.name, ()))
        lines.append(f"| `{table.name}` | {count:,} | {table.description} |")
    return "\n".join(lines)


def _left_out(contents: Contents) -> str:
    lines = ["## What was withheld and replaced", ""]
    lines += list(_withheld(contents))
    redactions = [
        row for row in contents.rows.get("redactions", ()) if isinstance(row, RedactionRow)
    ]
    total = sum(row.count for row in redactions)
    said = (
        f"In texts, {total:,} things were replaced by pseudonyms; `redactions` counts them by rule."
    )
    lines += ["", said if total else "Nothing was replaced in texts."]
    return "\n".join(lines)


def _withheld(contents: Contents) -> Iterator[str]:
    for row in contents.rows.get("withheld", ()):
        if isinstance(row, WithheldRow) and row.rows is not None:
            how = "are there without their text" if row.kept_labels else "are not there"
            yield f"- `{row.table}`: {row.rows:,} rows {how} (`{row.reason}`)."
    yield f"- Of every other table and reason: {FEW}."


def _flow(contents: Contents) -> str:
    lines = ["## From what was imported to what is here", ""]
    for row in contents.rows.get("participant_flow", ()):
        if isinstance(row, FlowRow):
            count = FEW if row.count is None else f"{row.count:,}"
            detail = "" if row.detail is None else f" ({plain(row.detail)})"
            lines.append(f"{row.step + 1}. {plain(row.name)}: {count} {plain(row.of)}{detail}")
    return "\n".join(lines) if len(lines) > 2 else ""


def _consent(contents: Contents) -> str:
    lines = ["## Consent", ""]
    for row in contents.rows.get("consent", ()):
        if isinstance(row, ConsentRow):
            lines += [
                f"- Study: {plain(row.study) or 'none'}",
                f"- Responsible: {plain(row.responsible)}",
                f"- For: {plain(row.purpose)}",
                f"- Kept until: {plain(row.kept)}",
                "",
            ]
    lines.append(
        "The text that the person agreed to is in `consent.txt`. It is the licence: what it does "
        "not allow is not allowed. A person can withdraw; whoever holds "
        "copies must then delete them."
    )
    return "\n".join(lines)


def _citing(manifest: Manifest) -> str:
    return (
        "## How to cite it\n\n"
        f"By its id, `{manifest.id}`, as `CITATION.cff` says. The person is not named anywhere."
    )

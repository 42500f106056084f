"""How it all came about: runs, events, words on the screen, consent, what was left out."""

from typing import Annotated

from selfaudit.core.export.fields import Count, Id, Moment, Row, Seed, Since, Words, about
from selfaudit.core.export.levels import Level


class RunRow(Row, frozen=True, kw_only=True):
    """A stretch of work of a model: which weights, asked how."""

    id: Annotated[str, Id(), about("The run.")]
    purpose: Annotated[str, about("`extraction`, `selection`, `answers` or `judging`.")]
    state: Annotated[str, about("`done`, `cancelled`, `failed`, or `running` if it was killed.")]
    model_sha256: Annotated[str, about("sha256 of the weights.")]
    model_name: Annotated[Words, about("The model's name: that of the person's own file, maybe.")]
    model_parameters: Annotated[int, about("How many weights it has.")]
    chat_template: Annotated[str, about("sha256 of its chat template.")]
    adapter_sha256: Annotated[
        str | None, about("sha256 of the adapter that it was asked with; null for none.")
    ]
    profile: Annotated[
        str, about("`flat`, `records` or `taught`: what it is asked for in extraction.")
    ]
    recipe: Annotated[str, about("How it was asked, as JSON: versions, hashes, sampling.")]
    seed: Annotated[Seed, about("The run's seed.")]
    machine: Annotated[
        str | None,
        Since(Level.FULL),
        about("Versions, processor and threads, as JSON."),
    ]
    started_week: Annotated[int, about("When: weeks since the first import.")]
    started_at: Annotated[Moment, about("When it began.")]
    study: Annotated[
        str | None, about("sha256 of the file of the study it was made in; null for none.")
    ]


class EventRow(Row, frozen=True, kw_only=True):
    """Something that happened on the way, in order."""

    number: Annotated[int, about("Counts the events, from 0.")]
    event: Annotated[str, about("What happened.")]
    of: Annotated[
        str | None,
        about("The format imported, the policy or stage, the cards that a budget fixed."),
    ]
    week: Annotated[int, about("When: weeks since the first import.")]
    at: Annotated[Moment, about("When.")]


class WordingRow(Row, frozen=True, kw_only=True):
    """The words of a question as they were on the screen, keys included."""

    hash: Annotated[str, about("sha256 of the text.")]
    name: Annotated[str, about("What the question is called in the tables.")]
    version: Annotated[int, about("The wording's version.")]
    text: Annotated[str, about("The words. Public: they come with the program or the study.")]


class ConsentRow(Row, frozen=True, kw_only=True):
    """What the person agreed to. One row."""

    study: Annotated[str, about("The study; empty for none.")]
    responsible: Annotated[str, about("Who is responsible for the data.")]
    purpose: Annotated[str, about("What the data may be used for.")]
    kept: Annotated[str, about("How long it may be kept.")]
    version: Annotated[str, about("Version of the consent's template.")]
    template_hash: Annotated[str, about("sha256 of the template, the same at every level.")]
    hash: Annotated[str, about("sha256 of the text that was shown: `consent.txt`.")]
    level: Annotated[Level, about("The level that was agreed to.")]
    age_rule: Annotated[str, about("`adult` or `guardian`: whose consent it took.")]
    age_statement: Annotated[str, about("What was declared of the person's age.")]
    tries: Annotated[int, about("How many tries the two questions took together, 2 at least.")]
    withdrawal_hash: Annotated[
        str, about("sha256 of the withdrawal code as it is shown, hyphens included.")
    ]
    given_at: Annotated[Moment, about("When.")]


class RedactionRow(Row, frozen=True, kw_only=True):
    """How often a rule replaced something in a field; never what."""

    table: Annotated[str, about("The table.")]
    field: Annotated[str, about("The field.")]
    rule: Annotated[str, about("The rule: see the codebook.")]
    count: Annotated[Count, about("How often.")]
    characters: Annotated[Count, about("Code points replaced, all together.")]


class WithheldRow(Row, frozen=True, kw_only=True):
    """How many rows of a table were withheld for a reason; never which."""

    table: Annotated[str, about("The table.")]
    reason: Annotated[str, about("The reason; counts below five are merged into `several`.")]
    kept_labels: Annotated[
        bool, about("True: the rows are there without their text. False: they are not there.")
    ]
    rows: Annotated[Count | None, about("How many; null for fewer than five.")]


class FlowRow(Row, frozen=True, kw_only=True):
    """One step of the way from what was imported to what is here."""

    step: Annotated[int, about("The step's number, from 0.")]
    name: Annotated[str, about("`imported`, `extracted`, `shown`, `judged`, `withheld` …")]
    of: Annotated[str, about("What is counted.")]
    detail: Annotated[str | None, about("A reason or an answer, where counts are by those.")]
    count: Annotated[Count | None, about("How many; null for a withheld count below five.")]

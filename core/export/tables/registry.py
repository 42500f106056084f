"""Every table of a package, in the order in which a reader would meet them."""

from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.export.fields import Column, Row, columns
from selfaudit.core.export.tables import comparison, record, relevance, review


class Part(StrEnum):
    """What part of the audit a table belongs to; a stage can be withheld whole."""

    REVIEW = "review"
    RELEVANCE = "relevance"
    COMPARISON = "comparison"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, the type of its rows, the fields that tell rows apart.

    `version` is that of the schema: the first number changes when a reader must.
    """

    name: str
    row: type[Row]
    key: tuple[str, ...]
    part: Part
    version: str = "1.0.0"

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its fields in order."""
        return columns(self.row)

    @property
    def description(self) -> str:
        """What a row is, in a sentence or two."""
        return (self.row.__doc__ or "").strip()


TABLES: tuple[Table, ...] = (
    Table("attributes", review.AttributeRow, ("id",), Part.REVIEW),
    Table("revisions", review.RevisionRow, ("id",), Part.REVIEW),
    Table("evidence", review.EvidenceRow, ("id", "attribute"), Part.REVIEW, "1.1.0"),
    Table("cards", review.CardRow, ("batch", "position"), Part.REVIEW, "1.1.0"),
    Table("judgments", review.JudgmentRow, ("id",), Part.REVIEW, "1.1.0"),
    Table("items", review.ItemRow, ("id",), Part.REVIEW, "1.1.0"),
    Table("responses", review.ResponseRow, ("id",), Part.REVIEW, "1.1.0"),
    Table("prompts", relevance.PromptRow, ("id",), Part.RELEVANCE),
    Table("blocks", relevance.BlockRow, ("id",), Part.RELEVANCE, "2.0.0"),
    Table("entries", relevance.EntryRow, ("id",), Part.RELEVANCE, "2.0.0"),
    Table("marks", relevance.MarkRow, ("id",), Part.RELEVANCE, "2.0.0"),
    Table("selections", relevance.SelectionRow, ("id",), Part.RELEVANCE),
    Table("selector_scores", relevance.SelectorScoreRow, ("selection", "entry"), Part.RELEVANCE),
    Table("answers", comparison.AnswerRow, ("id",), Part.COMPARISON),
    Table("pairs", comparison.PairRow, ("id",), Part.COMPARISON, "2.0.0"),
    Table("facts", comparison.FactRow, ("pair", "position"), Part.COMPARISON),
    Table(
        "mentions",
        comparison.MentionRow,
        ("pair", "answer", "fact", "number"),
        Part.COMPARISON,
    ),
    Table("votes", comparison.VoteRow, ("id",), Part.COMPARISON, "2.0.0"),
    Table("judge_verdicts", comparison.JudgeVerdictRow, ("id",), Part.COMPARISON),
    Table("runs", record.RunRow, ("id",), Part.RECORD, "1.2.0"),
    Table("events", record.EventRow, ("number",), Part.RECORD),
    Table("wordings", record.WordingRow, ("hash",), Part.RECORD),
    Table("consent", record.ConsentRow, ("hash",), Part.RECORD),
    Table("redactions", record.RedactionRow, ("table", "field", "rule"), Part.RECORD),
    Table("withheld", record.WithheldRow, ("table", "reason", "kept_labels"), Part.RECORD),
    Table("participant_flow", record.FlowRow, ("step",), Part.RECORD),
)

BY_NAME = {table.name: table for table in TABLES}

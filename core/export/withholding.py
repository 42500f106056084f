"""What is held back, and what goes along with it. Pure functions of rows and choices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from selfaudit.core.export.fields import Ref, Row, Text
from selfaudit.core.export.tables.comparison import FactRow, PairRow
from selfaudit.core.export.tables.registry import BY_NAME, TABLES, Table
from selfaudit.core.export.tables.relevance import BlockRow, EntryRow, PromptRow
from selfaudit.core.export.tables.review import AttributeRow, EvidenceRow, ItemRow, RevisionRow

Rows = Mapping[str, Sequence[Row]]
"""Rows by table."""
Key = tuple[str, str]
"""A row: its table, and what tells it apart there."""


class Decision(IntEnum):
    """What happens to a row, the stronger the higher."""

    KEEP = 0
    COARSER = 1
    """A statement leaves as the kind of thing that it is; what else would tell it does not."""
    WITHOUT_TEXT = 2
    """Its labels leave, its text does not."""
    WITHHOLD = 3


class Reason(StrEnum):
    """Why. The researcher learns how often, and never of which row."""

    TOO_PRIVATE = "too_private"
    OTHER_PERSON = "other_person"
    COULD_IDENTIFY = "could_identify"
    NOT_JUDGED = "not_judged"
    """Drawn, but never looked at by the person."""
    CONVERSATION = "conversation"
    CATEGORY = "category"
    STAGE = "stage"
    WORD = "word"
    OTHER = "other"
    SEVERAL = "several"
    """Reasons that were each given for fewer than five rows."""


class Kind(StrEnum):
    """What a choice is about."""

    ROW = "row"
    CONVERSATION = "conversation"
    CATEGORY = "category"
    STAGE = "stage"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Target:
    """One row of a table, or everything of a conversation, category or stage, or with a word."""

    kind: Kind
    value: str
    table: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person, or a rule before them, decided of a target."""

    target: Target
    decision: Decision
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ruling:
    """What happens to one row and why. `by` is the row that it goes along with, if with one."""

    decision: Decision
    reason: Reason
    by: Key | None = None


KEPT = Ruling(Decision.KEEP, Reason.OTHER)


def key_of(table: Table, row: Row) -> Key:
    """What names a row, as choices do."""
    return table.name, "/".join(str(getattr(row, field)) for field in table.key)


def id_of(table: Table, row: Row) -> str:
    """What other rows refer to a row by: the first of the fields that tell it apart."""
    return str(getattr(row, table.key[0]))


def texts_of(table: Table, row: Row) -> Iterator[str]:
    """Every text in a row that is the person's or about them."""
    for column in table.columns:
        if isinstance(column.kind, Text):
            text = getattr(row, column.name)
            if text:
                yield text


def rule(
    rows: Rows, choices: Iterable[Choice], defaults: Mapping[Key, Choice]
) -> dict[Key, Ruling]:
    """What happens to every row that does not leave as it is.

    The person's choice about a row stands before one about a conversation, a category, a stage
    or a word, of which the strongest holds; both stand before the `defaults`. A row goes at least
    as far as what it is a part of, and an answer loses its text where it was given an attribute
    that did not stay whole.
    """
    by_row: dict[Key, Choice] = {}
    wide: list[Choice] = []
    for choice in choices:
        if choice.target.kind is Kind.ROW:
            by_row[choice.target.table, choice.target.value] = choice
        elif choice.decision is not Decision.KEEP:
            wide.append(choice)
    concerned = _Concerned(rows)
    rulings: dict[Key, Ruling] = {}
    for table in TABLES:
        for row in rows.get(table.name, ()):
            key = key_of(table, row)
            own = by_row.get(key)
            if own is None:
                own = _strongest(each for each in wide if concerned.by(each.target, table, row))
            if own is None:
                own = defaults.get(key)
            if own is not None and own.decision is not Decision.KEEP:
                rulings[key] = Ruling(own.decision, own.reason)
    _follow(rows, rulings)
    return rulings


def _strongest(choices: Iterable[Choice]) -> Choice | None:
    return max(choices, key=lambda each: each.decision, default=None)


class _Concerned:
    """Which rows a wide choice is about."""

    def __init__(self, rows: Rows) -> None:
        self._conversations: dict[str, set[str | None]] = {}
        for piece in rows.get("evidence", ()):
            assert isinstance(piece, EvidenceRow)
            self._conversations.setdefault(piece.attribute, set()).add(piece.conversation)
        self._uses: dict[str, set[str]] = {}
        for name in ("entries", "pairs"):
            for row in rows.get(name, ()):
                assert isinstance(row, EntryRow | PairRow)
                self._uses.setdefault(row.prompt, set()).add(BY_NAME[name].part)

    def by(self, target: Target, table: Table, row: Row) -> bool:
        """Whether a choice about the target is about this row."""
        match target.kind:
            case Kind.STAGE:
                return self._of_stage(target.value, table, row)
            case Kind.CATEGORY:
                return isinstance(row, AttributeRow) and (row.category or "") == target.value
            case Kind.CONVERSATION:
                return self._of_conversation(target.value, row)
            case Kind.WORD:
                word = target.value.casefold()
                return any(word in text.casefold() for text in texts_of(table, row))
            case Kind.ROW:
                return (target.table, target.value) == key_of(table, row)

    def _of_stage(self, stage: str, table: Table, row: Row) -> bool:
        """Attributes are of every stage and stay; a prompt goes where no other stage uses it."""
        if isinstance(row, AttributeRow | RevisionRow):
            return False
        if isinstance(row, PromptRow):
            return self._uses.get(row.id) == {stage}
        if isinstance(row, BlockRow):
            return row.stage.first == stage
        return table.part == stage

    def _of_conversation(self, conversation: str, row: Row) -> bool:
        """An attribute is of a conversation where all its evidence is."""
        if isinstance(row, AttributeRow):
            return self._conversations.get(row.id) == {conversation}
        return (
            isinstance(row, EvidenceRow | PromptRow | ItemRow) and row.conversation == conversation
        )


def _follow(rows: Rows, rulings: dict[Key, Ruling]) -> None:
    """Rows go along with what they are a part of. Tables stand before those that refer to them."""
    for table in TABLES:
        owners = [
            (column.name, column.kind.table)
            for column in table.columns
            if isinstance(column.kind, Ref) and column.kind.owns
        ]
        has_text = any(isinstance(column.kind, Text) for column in table.columns)
        for row in rows.get(table.name, ()):
            key = key_of(table, row)
            for field, owner_table in owners:
                owner = (owner_table, str(getattr(row, field)))
                ruling = rulings.get(owner)
                if ruling is not None:
                    passed = _passed(ruling.decision, table, has_text=has_text)
                    _at_least(rulings, key, Ruling(passed, ruling.reason, owner))
        if table.name == "facts":
            _follow_facts(rows, rulings)


def _passed(decision: Decision, table: Table, *, has_text: bool) -> Decision:
    """How far a part goes with its owner: text that would tell what the owner's text was goes."""
    if decision is Decision.WITHHOLD:
        return decision
    if not has_text or decision is Decision.KEEP:
        return Decision.KEEP
    if decision is Decision.COARSER and table.name == "revisions":
        return decision
    return Decision.WITHOUT_TEXT


def _follow_facts(rows: Rows, rulings: dict[Key, Ruling]) -> None:
    others = {pair.id: pair.other for pair in rows.get("pairs", ()) if isinstance(pair, PairRow)}
    for fact in rows.get("facts", ()):
        assert isinstance(fact, FactRow)
        ruling = rulings.get(("attributes", str(fact.attribute)))
        answer = others.get(fact.pair)
        if ruling is not None and answer is not None:
            key = ("answers", answer)
            _at_least(
                rulings,
                key,
                Ruling(Decision.WITHOUT_TEXT, ruling.reason, ("attributes", str(fact.attribute))),
            )


def _at_least(rulings: dict[Key, Ruling], key: Key, ruling: Ruling) -> None:
    if ruling.decision > rulings.get(key, KEPT).decision:
        rulings[key] = ruling

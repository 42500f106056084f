"""What is held back before the person says anything: others, and what was never looked at."""

from collections.abc import Iterator, Mapping

from selfaudit.core.export.fields import Row
from selfaudit.core.export.people import mentions_someone_else
from selfaudit.core.export.tables.registry import BY_NAME
from selfaudit.core.export.tables.relevance import PromptRow
from selfaudit.core.export.tables.review import (
    AttributeRow,
    EvidenceRow,
    ItemRow,
    JudgmentRow,
    ResponseRow,
    RevisionRow,
)
from selfaudit.core.export.withholding import (
    Choice,
    Decision,
    Key,
    Kind,
    Reason,
    Rows,
    Target,
    key_of,
)
from selfaudit.core.models.item import ItemKind
from selfaudit.core.models.judgment import Question
from selfaudit.core.models.relevance import PromptSource

_NEVER_SEEN_WITHOUT_ANSWER = (ItemKind.HELD_BACK, ItemKind.BELIEF)
"""Items that are drawn before they are asked: without an answer nobody looked at what they say."""


def defaults(rows: Rows) -> Mapping[Key, Choice]:
    """The choice for each row that is not simply kept unless the person says so.

    An attribute that mentions someone else, in any wording or quote, is withheld with all that
    hangs on it. So is a prompt of the person's. An attribute that was drawn but never answered
    leaves its labels: the draw must be known, what it says was not looked at.
    """
    return {choice[0]: choice[1] for choice in _choices(rows)}


def _choices(rows: Rows) -> Iterator[tuple[Key, Choice]]:
    wordings, quotes, whys, answered = _by_attribute(rows)
    for row in rows.get("attributes", ()):
        assert isinstance(row, AttributeRow)
        texts = {row.statement or "", *wordings.get(row.id, ())}
        if any(
            mentions_someone_else(text, None, subject=row.subject, why=whys.get(row.id))
            for text in texts
        ) or any(
            mentions_someone_else("", quote, subject=None, why=None)
            for quote in set(quotes.get(row.id, ()))
        ):
            yield _choice("attributes", row, Decision.WITHHOLD, Reason.OTHER_PERSON)
        elif row.id not in answered:
            yield _choice("attributes", row, Decision.WITHOUT_TEXT, Reason.NOT_JUDGED)
    for prompt in rows.get("prompts", ()):
        assert isinstance(prompt, PromptRow)
        if prompt.source is not PromptSource.BUNDLED and mentions_someone_else(
            prompt.text or "", None, subject=None, why=None
        ):
            yield _choice("prompts", prompt, Decision.WITHOUT_TEXT, Reason.OTHER_PERSON)
    answered_items = _answered_items(rows)
    for item in rows.get("items", ()):
        assert isinstance(item, ItemRow)
        if mentions_someone_else(item.statement or "", item.quote, subject=None, why=None):
            yield _choice("items", item, Decision.WITHHOLD, Reason.OTHER_PERSON)
        elif item.kind in _NEVER_SEEN_WITHOUT_ANSWER and item.id not in answered_items:
            yield _choice("items", item, Decision.WITHOUT_TEXT, Reason.NOT_JUDGED)
    for name in ("judgments", "responses"):
        for said in rows.get(name, ()):
            assert isinstance(said, JudgmentRow | ResponseRow)
            if said.text and mentions_someone_else("", said.text, subject=None, why=None):
                yield _choice(name, said, Decision.WITHOUT_TEXT, Reason.OTHER_PERSON)


def _answered_items(rows: Rows) -> set[str]:
    found: set[str] = set()
    for row in rows.get("responses", ()):
        assert isinstance(row, ResponseRow)
        if row.counts and row.question is Question.TRUE:
            found.add(row.item)
    return found


def _choice(
    table: str,
    row: Row,
    decision: Decision,
    reason: Reason,
) -> tuple[Key, Choice]:
    key = key_of(BY_NAME[table], row)
    return key, Choice(Target(Kind.ROW, key[1], table), decision, reason)


def _by_attribute(
    rows: Rows,
) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, str], set[str]]:
    """By attribute: its wordings, its quotes, why it is not true; and those that were answered."""
    wordings: dict[str, list[str]] = {}
    quotes: dict[str, list[str]] = {}
    whys: dict[str, str] = {}
    answered: set[str] = set()
    for row in rows.get("revisions", ()):
        assert isinstance(row, RevisionRow)
        wordings.setdefault(row.attribute, []).append(row.statement or "")
    for row in rows.get("evidence", ()):
        assert isinstance(row, EvidenceRow)
        quotes.setdefault(row.attribute, []).append(row.quote or "")
    for row in rows.get("judgments", ()):
        assert isinstance(row, JudgmentRow)
        if row.counts and row.question is Question.TRUE:
            answered.add(row.attribute)
        if row.counts and row.question is Question.WHY:
            whys[row.attribute] = row.answer
    return wordings, quotes, whys, answered

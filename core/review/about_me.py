"""What the person can hand to an assistant: what it may use, what it never may, what to delete."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.beliefs.deleting import (
    VendorLine,
    judged_beliefs,
    lines_to_change,
    vendor_lines,
)
from selfaudit.core.models.judgment import RememberAnswer, TrueAnswer
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class AboutMe:
    """Statements as they stand, in the person's words where they gave them, oldest first.

    `undecided` are true, but it was not said whether they should be remembered; `untrue` were
    rejected. What vendors believe and the person accepted is among them; `vendor_lines` are those
    lines of a vendor that should not stay there as they are.
    """

    when_it_fits: tuple[str, ...]
    when_raised: tuple[str, ...]
    not_useful: tuple[str, ...]
    too_private: tuple[str, ...]
    undecided: tuple[str, ...]
    untrue: tuple[str, ...]
    vendor_lines: tuple[VendorLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to hand over and nothing to delete."""
        return not any((self.about_me, self.never_use, self.to_delete))

    @property
    def about_me(self) -> str:
        """The text to paste where an assistant asks about its user; "" where there is none."""
        parts = [
            _part("Use this where it fits:", self.when_it_fits),
            _part("Use this only when I bring it up:", self.when_raised),
        ]
        return _joined("About me. “The user” is me.", parts)

    @property
    def never_use(self) -> str:
        """The text that says what an assistant shall not use; "" where there is none."""
        parts = [
            _part("This is not useful to you:", self.not_useful),
            _part("This is too private:", self.too_private),
        ]
        return _joined("Never use any of this, and do not remember it. “The user” is me.", parts)

    @property
    def to_delete(self) -> str:
        """What to look for and delete in an assistant's memory; "" where there is nothing."""
        parts = [
            _part("It is not true:", self.untrue),
            _part("It is too private:", self.too_private),
            _part("It is not useful:", self.not_useful),
        ]
        noted = _joined("If your assistant has noted any of this, delete it there.", parts)
        return "\n\n".join(text for text in (noted, *lines_to_change(self.vendor_lines)) if text)

    @property
    def text(self) -> str:
        """All three, as one text."""
        every = (self.about_me, self.never_use, self.to_delete)
        return "\n\n\n".join(text for text in every if text)


def about_me(store: Store) -> AboutMe:
    """Gather what was accepted, by whether it should be remembered, and what was rejected.

    What both the model and a vendor say in the same words is there once.
    """
    remember = store.judgments.remembered()
    true, untrue = _stated(store, TrueAnswer.YES), _stated(store, TrueAnswer.NO)
    beliefs = judged_beliefs(store)

    def said(*answers: str | None) -> tuple[str, ...]:
        noted = [text for id, text in true.items() if remember.get(id) in answers]
        believed = [one.statement for one in beliefs if one.is_true and one.remember in answers]
        return tuple(dict.fromkeys(noted + believed))

    return AboutMe(
        said(RememberAnswer.WHEN_IT_FITS),
        said(RememberAnswer.WHEN_RAISED),
        said(RememberAnswer.NOT_USEFUL),
        said(RememberAnswer.TOO_PRIVATE),
        said(RememberAnswer.UNSURE, None),
        tuple(untrue.values()),
        vendor_lines(beliefs),
    )


def _stated(store: Store, verdict: str) -> dict[int, str]:
    """The statements that have a verdict, by attribute; those that were erased are left out."""
    found = store.support.statements(store.judgments.standings.with_verdict(verdict))
    return {id: text for id, (text, _) in sorted(found.items()) if text}


def _part(heading: str, statements: Sequence[str]) -> str:
    lines = [f"- {' '.join(statement.split())}" for statement in statements]
    return "\n".join([heading, *lines]) if lines else ""


def _joined(heading: str, parts: Sequence[str]) -> str:
    there = [part for part in parts if part]
    return "\n\n".join([heading, *there]) if there else ""

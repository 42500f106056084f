"""Which lines of a vendor's memory should not stay there as they are, word for word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.agreement.results import apart
from selfaudit.core.beliefs.asking import asked_beliefs
from selfaudit.core.beliefs.vendors import vendor_name
from selfaudit.core.models.belief import BeliefKind
from selfaudit.core.models.judgment import Question, RememberAnswer, TrueAnswer
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class VendorLine:
    """A line that a vendor holds, and why it should not stay as it is.

    `vendor` is what the vendor is called; `line` are its exact words; `own` are the person's, where
    they put it otherwise.
    """

    vendor: str
    kind: BeliefKind
    line: str
    why: str
    own: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedBelief:
    """A belief with a verdict: the statement as it stands, the vendor's line, what was said."""

    vendor: str
    kind: BeliefKind
    line: str
    statement: str
    own: str | None
    is_true: bool
    is_untrue: bool
    remember: str | None


def judged_beliefs(store: Store) -> list[JudgedBelief]:
    """The beliefs that were answered and whose words are there, in the order of their asking."""
    found = []
    for one in asked_beliefs(store):
        belief = one.drawn.belief
        if belief is None or one.verdict is None:
            continue
        remember = one.said.get(Question.REMEMBER)
        found.append(
            JudgedBelief(
                belief.vendor,
                belief.kind,
                belief.statement,
                one.statement,
                one.statement if Question.STATEMENT in one.said else None,
                one.verdict == TrueAnswer.YES,
                one.verdict == TrueAnswer.NO,
                remember.answer if remember is not None else None,
            )
        )
    return found


def vendor_lines(beliefs: Iterable[JudgedBelief]) -> tuple[VendorLine, ...]:
    """The lines that should be changed at the vendor, or deleted there."""
    found = []
    for one in beliefs:
        if why := _why(one):
            name = vendor_name(one.vendor)
            own = one.own if one.is_true else None
            found.append(VendorLine(name, one.kind, one.line, why, own))
    return tuple(found)


def lines_to_change(lines: Sequence[VendorLine]) -> list[str]:
    """A text for each place at a vendor where lines should be changed."""
    texts = []
    for (vendor, kind), members in apart(lines, lambda one: (one.vendor, one.kind)).items():
        place = "custom instructions" if kind is BeliefKind.ABOUT_YOU else "memory"
        heading = f"These lines are in the {place} of {vendor}, word for word. Delete them there:"
        texts.append("\n".join([heading, *(_line(one) for one in members)]))
    return texts


_WHYS = {
    RememberAnswer.TOO_PRIVATE: "too private",
    RememberAnswer.NOT_USEFUL: "not useful",
}


def _why(one: JudgedBelief) -> str:
    if one.is_untrue:
        return "not true"
    if not one.is_true:
        return ""
    if one.remember in _WHYS:
        return _WHYS[RememberAnswer(one.remember)]
    return "put otherwise by you" if one.own is not None else ""


def _line(one: VendorLine) -> str:
    line = f"- {' '.join(one.line.split())} ({one.why})"
    return f"{line}\n  in your words: {' '.join(one.own.split())}" if one.own is not None else line

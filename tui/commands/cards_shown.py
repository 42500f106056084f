"""Cards, and what was said of them, as lines and as JSON."""

from typing import TYPE_CHECKING

from selfaudit.tui.commands.output import counted, hint, print_json, said_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfaudit.core.models.item import Response
    from selfaudit.core.models.judgment import Judgment
    from selfaudit.core.review.place import CheckPlace
    from selfaudit.core.review.review import OpenCard
    from selfaudit.core.store.store import Store
    from selfaudit.tui.set_report import SetReport


def card_json(store: "Store", card: "OpenCard") -> dict[str, object]:
    """A card as `next --json` gives it."""
    from selfaudit.core.models.item import ItemKind
    from selfaudit.core.review.wordings import wording_of
    from selfaudit.core.study.in_force import wording_in

    kinds = {ItemKind.RECALL: "expected", ItemKind.MESSAGE: "message"}
    wording = wording_in(store, wording_of(card.question))
    quote = None
    if card.evidence is not None:
        quote = {
            "message": card.evidence.message,
            "start": card.evidence.start,
            "end": card.evidence.end,
            "quote": card.evidence.quote,
        }
    return {
        "kind": kinds.get(card.item.kind, "note") if card.item is not None else "note",
        "attribute": card.attribute.id if card.attribute and card.is_named else None,
        "statement": card.statement,
        "evidence": quote,
        "folded": card.is_folded,
        "question": card.question,
        "wording": wording.text,
        "answers": {choice.answer: choice.words for choice in wording.choices},
    }


def say_card(store: "Store", card: "OpenCard") -> None:
    """A card in lines."""
    from selfaudit.core.models.item import ItemKind
    from selfaudit.core.review.wordings import wording_of
    from selfaudit.core.study.in_force import wording_in

    kind = card.item.kind if card.item is not None else None
    wording = wording_in(store, wording_of(card.question))
    if card.attribute is not None and card.is_named:
        say(f"Attribute {card.attribute.id}: {card.statement}")
    else:
        lead = {ItemKind.RECALL: "You expected", ItemKind.MESSAGE: "On the list from it"}
        say(f"{lead.get(kind, 'A card') if kind else 'A card'}: {card.statement}")
    if card.is_folded:
        say(hint("Folded: any words that it was made from come after your answer."))
    if card.evidence is not None and kind is ItemKind.MESSAGE:
        say(hint(f"`selfaudit messages show {card.evidence.message[:12]}` shows the message."))
    elif card.evidence is not None:
        say(f'From your words: "{card.evidence.quote}"')
        say(hint(f"`selfaudit messages show {card.evidence.message[:12]}` shows all of it."))
    say(wording.text)
    for choice in wording.choices:
        say(f"  {choice.answer:22} {choice.words}")
    say(hint("Answer with `selfaudit judge next ANSWER`; ANSWER may also be skip."))


def tell(
    recorded: "Sequence[Judgment | Response]",
    as_json: bool,
    finished: "SetReport | None" = None,
) -> None:
    """What was recorded, and what the set came to that it finished."""
    if as_json:
        told: dict[str, object] = {"judgments": [said_json(one) for one in recorded]}
        if finished is not None:
            told["set"] = _set_json(finished)
        print_json(told)
        return
    for one in recorded:
        say(f"Stored: {one.question} = {one.answer}{of_attribute(one)}.")
    if finished is not None:
        _say_set(finished)
    say(hint("`selfaudit undo` takes back one such answer at a time, the last first."))


def of_attribute(one: "Judgment | Response") -> str:
    """Which attribute something was said of, where it was one."""
    from selfaudit.core.models.judgment import Judgment

    return f", attribute {one.attribute}" if isinstance(one, Judgment) else ""


def _set_json(finished: "SetReport") -> dict[str, object]:
    return {
        "number": finished.number,
        "cards": finished.cards,
        "right": finished.right,
        "guess": finished.guess,
        "checks": [_check_json(check) for check in finished.checks],
    }


def _say_set(finished: "SetReport") -> None:
    guess = f" You guessed {finished.guess}." if finished.guess is not None else ""
    say(
        f"Set {finished.number} is done: {finished.right} of {counted(finished.cards, 'card')} "
        f"true as written.{guess}"
    )
    for check in finished.checks:
        told = _check_json(check)
        say(f"A check, made up: {told['statement']} You said {told['answer']}.")


def _check_json(check: "CheckPlace") -> dict[str, object]:
    from selfaudit.core.models.judgment import Question

    return {
        "statement": check.item.bundled,
        "kind": check.item.kind,
        "answer": check.given.get(Question.TRUE, "skip"),
    }

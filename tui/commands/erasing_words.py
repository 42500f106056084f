"""What erasing would do, in words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from selfaudit.tui.commands.output import counted

if TYPE_CHECKING:
    from selfaudit.core.models.erasure import Plan

GOING = {
    "imports": "path of an import",
    "conversations": "conversation",
    "messages": "message",
    "titles": "title of a conversation that stays in part",
    "notes": "note that a model made of it",
    "quotes": "misquotation in such notes",
    "attributes": "attribute",
    "wordings": "statement in your own words",
    "comments": "comment of yours",
    "named": "thing that you wrote beside the cards",
    "prompts": "prompt",
    "answers": "answer of a model",
    "judgments": "judgment",
    "marks": "mark",
    "votes": "vote",
}
"""One of each kind that goes. Where a number stands before it, `_counted` makes it several."""

PLURALS = {
    "path of an import": "paths of imports",
    "title of a conversation that stays in part": "titles of conversations that stay in part",
    "note that a model made of it": "notes that a model made of it",
    "misquotation in such notes": "misquotations in such notes",
    "statement in your own words": "statements in your own words",
    "comment of yours": "comments of yours",
    "thing that you wrote beside the cards": "things that you wrote beside the cards",
    "answer of a model": "answers of a model",
}

COMES_BACK = "Importing the same export again brings the messages back."

AFTERWARDS = {
    "attribute": "The messages that it was noted from stay, and another model may note it again: "
    "erase their conversations to be rid of the words.",
    "conversation": COMES_BACK,
    "source": COMES_BACK,
    "dates": f"{COMES_BACK} What is left of a conversation may be read by the model again.",
    "texts": COMES_BACK,
    "everything": "The models stay: `selfaudit models remove NAME` removes one. Importing the same "
    "export again begins anew.",
}


def lines_for(plan: "Plan") -> Iterator[str]:
    """What goes, what stays, and what the person has to see to themselves."""
    if plan.is_empty:
        yield "Nothing is stored of that any more: there is nothing to erase."
        return
    yield "This goes for good:"
    for name, one in GOING.items():
        if number := getattr(plan.going, name):
            yield f"  {_counted(number, one)}"
    for name in plan.files:
        yield f"  the file {name}"
    yield "This stays:"
    yield from (f"  {line}" for line in _staying(plan))
    yield AFTERWARDS[plan.target.kind]
    if plan.copies:
        yield "These copies keep what they hold. Delete them yourself if it shall go there too:"
        yield from (f"  {path}" for path in plan.copies)
    if plan.packages:
        yield (
            f"You made {counted(plan.packages, 'package')}. What is in one stays in it: "
            "delete it yourself, and ask whoever you gave it to, by its withdrawal code."
        )


def _staying(plan: "Plan") -> Iterator[str]:
    staying = plan.staying
    acts = {"judgment": staying.judgments, "mark": staying.marks, "vote": staying.votes}
    said = ", ".join(counted(number, noun) for noun, number in acts.items() if number)
    if said:
        yield f"what you answered about it ({said}), without the texts"
    if staying.attributes:
        others = counted(staying.attributes, "attribute")
        yield f"{others} that other words of yours support as well"
    if staying.messages_elsewhere:
        elsewhere = counted(staying.messages_elsewhere, "message")
        yield f"{elsewhere} that another import holds as well"
    if staying.messages_undated:
        yield f"{counted(staying.messages_undated, 'message')} without a date"
    yield "the models" if plan.target.kind in ("texts", "everything") else "everything else"


def _counted(number: int, one: str) -> str:
    if number == 1 or one not in PLURALS:
        return counted(number, one)
    return f"{number:,} {PLURALS[one]}"

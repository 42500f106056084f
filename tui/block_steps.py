"""What can be done between two blocks of marks, in words, decided in one place."""

from dataclasses import dataclass

from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.run import Purpose
from selfaudit.core.relevance.prompts import is_asked
from selfaudit.core.study.in_force import terms_in
from selfaudit.core.study.terms import Terms
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.session import Session
from selfaudit.tui.words import count, duration

_WHAT = (
    "You see {prompts} prompts, one after another, and for each up to {attributes} of the "
    "attributes that you said are true, one at a time. For each you say whether it should change "
    "the response. Unsure is an answer; after a skip only z brings the question back."
)
_SEALED = (
    "What the selectors and the model would have used is shown when the block is done, not "
    "before, so that it cannot lead you. It takes about five minutes; you can stop after any key."
)


@dataclass(frozen=True, slots=True)
class BlockStep:
    """A heading, paragraphs, and what Enter does ("" for nothing)."""

    title: str
    texts: tuple[str, ...]
    enter: str


def revealed_marking(session: Session) -> Block | None:
    """The last block of marks that was laid open."""
    blocks = [one for one in session.store.blocks.all(Stage.RELEVANCE) if not one.is_sealed]
    return blocks[-1] if blocks else None


def marking_step(session: Session, preparation: Preparation) -> BlockStep:
    """What comes next where no question of stage two is open."""
    marking = session.marking
    block = marking.block()
    if block is not None:
        return _finished(session, preparation, block)
    if marking.accepted() == 0:
        return BlockStep(
            "What should matter: not yet",
            (
                "This asks about attributes that you said are true of you. There is none yet.",
                "Go back with q and judge some cards first.",
            ),
            "",
        )
    terms = terms_in(session.store)
    waiting = session.store.prompts.unmarked()
    own = sum(is_asked(prompt, terms.prompts) for prompt in waiting)
    lists = terms.lists
    what = _WHAT.format(prompts=lists.prompts, attributes=lists.attributes)
    number = len(session.store.blocks.all(Stage.RELEVANCE)) + 1
    pairs = session.voting.planning.pairs_possible()
    next_question = f"You can now compare answers instead: q, then c ({count(pairs, 'pair')})."
    return BlockStep(
        f"What should matter: block {number}",
        (*([next_question] if pairs else []), what, _SEALED, _prompts(own, terms)),
        "begin the block" if number == 1 else "begin the next block",
    )


def _prompts(own: int, terms: Terms) -> str:
    rule, places = terms.prompts, terms.lists.prompts
    if not rule.own or not rule.history or rule.bundled is not None:
        chats = " and your own chats" if rule.history else ""
        added = " Press p to put in one of your own first." if rule.own else ""
        return f"The prompts are drawn from those of the study{chats}.{added}"
    if own == 0:
        return (
            "The prompts are drawn from your own chats and from everyday ones that come with the "
            "program. Press p to put in one of your own first."
        )
    if own >= places:
        later = own - places
        rest = f" {count(later, 'prompt')} more must wait for a later one." if later else ""
        return f"{places} prompts that you added will be in it.{rest}"
    return (
        f"{count(own, 'prompt')} that you added will be in it; the others are "
        "drawn from your own chats and from everyday ones. Press p to put in one more."
    )


def _finished(session: Session, preparation: Preparation, block: Block) -> BlockStep:
    title = f"Block {block.number} is done"
    at_work = preparation.is_running and preparation.purpose in (Purpose.SELECTION, None)
    if at_work:
        left = preparation.seconds_left
        return BlockStep(
            title,
            (
                "The selectors are still at work on it: "
                f"{preparation.done} of {count(preparation.items, 'item')} done"
                + (f", {duration(left)} left." if left is not None else "."),
                "It can be opened when they are done. You can leave and come back.",
            ),
            "",
        )
    texts = ["Enter opens it: your marks beside what each selector chose."]
    if preparation.error is not None:
        texts.insert(0, f"{preparation.error.message} {preparation.error.hint}".strip())
        texts.append("What is missing is left blank. Press x to let the selectors try again.")
    elif session.start_preparation is None:
        texts.append("There is no model to ask, so the selectors have not been run.")
    return BlockStep(title, tuple(texts), "open the block")

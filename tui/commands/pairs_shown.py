"""A pair before the reveal, as `compare` prints it: nothing here tells its arm."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.asked_again import flag
from selfaudit.tui.commands.output import counted, hint, say
from selfaudit.tui.commands.voting import NONE, answers_to, said_of

if TYPE_CHECKING:
    from selfaudit.core.comparison.voting import Voting
    from selfaudit.core.models.block import Block
    from selfaudit.core.models.comparison import VoteQuestion
    from selfaudit.core.store.store import Store
    from selfaudit.core.store.votes import Given

TOO_WEAK = "This model is too weak for this question"


@dataclass(frozen=True, slots=True)
class ShownPair:
    """What is put before the person. `question` is null when nothing is left to ask."""

    pair: int
    place: int
    prompt: str
    left: str
    right: str
    question: "VoteQuestion | None"
    given: "Given"


def pair_shown(store: "Store", voting: "Voting", id: int | None) -> ShownPair | None:
    """The pair to be voted on now, or one of a sealed block that was voted on before.

    None where no pair can be shown now. Raises SelfauditError for a pair whose turn has not come.
    """
    from selfaudit.core.comparison.questions import next_question
    from selfaudit.core.models.comparison import Side

    current = voting.current()
    if id is None or (current is not None and current.pair == id):
        if current is None:
            return None
        return ShownPair(
            current.pair,
            current.place + 1,
            current.prompt.text,
            current.left.text,
            current.right.text,
            current.question,
            current.given,
        )
    pair = store.pairs.get(id)
    given = store.votes.effective(pair.block).get(id, {})
    if not given or pair.generic is None or pair.other is None:
        raise SelfauditError(
            f"Pair {id} has not come yet; pairs are shown in their order.",
            title="Not yet",
            hint="`selfaudit compare next` shows the pair to be voted on now.",
        )
    sides = (pair.generic, pair.other)
    left, right = sides if pair.generic_side is Side.LEFT else sides[::-1]
    before = [one for one in store.pairs.of(pair.block) if one.position < pair.position]
    return ShownPair(
        id,
        sum(one.dropped is None for one in before) + 1,
        store.prompts.get(pair.prompt).text,
        store.pairs.answer(left).text,
        store.pairs.answer(right).text,
        next_question(pair, given),
        given,
    )


def shown_json(store: "Store", voting: "Voting", shown: ShownPair | None) -> dict[str, object]:
    """A pair and its block, as `compare next --json` and `compare show --json` give them."""
    block = voting.block()
    pair = None
    if shown is not None:
        question = shown.question
        pair = {
            "pair": shown.pair,
            "place": shown.place,
            "prompt": shown.prompt,
            "left": shown.left,
            "right": shown.right,
            "question": question,
            "wording": None if question is None else _asked(store, question),
            "answers": {} if question is None else answers_to(question),
            "reasons": _reasons(shown),
            "given": said_of(shown.given),
        }
    return {"block": None if block is None else block_json(voting, block), "pair": pair}


def _asked(store: "Store", question: "VoteQuestion") -> str:
    """The words of a question."""
    from selfaudit.core.comparison.wordings import VOTE_WORDINGS
    from selfaudit.core.study.in_force import wording_in

    return wording_in(store, VOTE_WORDINGS[question]).text


def block_json(voting: "Voting", block: "Block") -> dict[str, object]:
    """How far a block has come."""
    progress = voting.progress(block)
    return {
        "number": block.number,
        "revealed": not block.is_sealed,
        "done": progress.done,
        "pairs": progress.pairs,
        "ready": progress.ready,
        "dropped": progress.dropped,
        "too_weak": voting.is_too_weak(block),
    }


def _reasons(shown: ShownPair) -> dict[str, str]:
    """The reasons that can be given together with the vote that is open."""
    from selfaudit.core.models.comparison import VoteQuestion

    if shown.question is not VoteQuestion.BETTER:
        return {}
    return {name: words for name, words in answers_to(VoteQuestion.REASONS).items() if name != NONE}


def say_shown(store: "Store", voting: "Voting", shown: ShownPair | None) -> None:
    """A pair with its open question, or why there is none."""
    block = voting.block()
    if block is None:
        say(hint("No block is open. `selfaudit compare prepare` begins one."))
        return
    if voting.is_too_weak(block):
        _say_too_weak()
    if shown is None:
        _say_without_pair(voting, block)
        return
    progress = voting.progress(block)
    where = "shown again" if flag(block) else f"in block {block.number}"
    say(f"Pair {shown.place} of {progress.pairs} {where}.")
    say(f"The prompt: {shown.prompt}")
    for side, text in (("LEFT", shown.left), ("RIGHT", shown.right)):
        say(f"\n----- {side} -----")
        say(text)
    say("\n----------------")
    for question, answer in said_of(shown.given).items():
        say(f"You said: {question} = {answer if isinstance(answer, str) else ', '.join(answer)}")
    if shown.question is None:
        return
    say(_asked(store, shown.question))
    say_choices(answers_to(shown.question))
    say(hint(f"Answer with `selfaudit compare vote ANSWER{flag(block)}`."))
    if reasons := _reasons(shown):
        say("Why? Add --reason NAME to a preference, as often as one applies, or leave it out:")
        say_choices(reasons)


def say_choices(answers: dict[str, str]) -> None:
    """What can be answered, one a line."""
    for answer, words in answers.items():
        say(f"  {answer:22} {words}")


def _say_without_pair(voting: "Voting", block: "Block") -> None:
    progress = voting.progress(block)
    if not progress.pairs:
        say(f"No pair of block {block.number} could be made.")
        say(hint("`selfaudit compare prepare` tries again; another --model may do better."))
    elif progress.is_finished and flag(block):
        say("All that was shown again is voted on or skipped.")
        say(hint("`selfaudit compare reveal --again` says how often you said the same."))
    elif progress.is_finished:
        say(f"Every pair of block {block.number} is voted on or skipped.")
        say(hint("`selfaudit compare judge` lets the model judge them too, if it has not yet;"))
        say(hint("`selfaudit compare reveal` shows which answer was which."))
    else:
        say(
            "The next pair does not have both answers yet; "
            f"{counted(progress.ready, 'pair')} of {progress.pairs} do."
        )
        say(hint("`selfaudit compare prepare` goes on with them."))


def _say_too_weak() -> None:
    say(f"{TOO_WEAK}: of the last ten pairs, you found four or more unusable on both sides.")
    say(hint("`selfaudit compare reveal` ends the block here. With a larger GGUF file, added by"))
    say(hint("`selfaudit models add PATH`, a new block may say more. You can also go on."))

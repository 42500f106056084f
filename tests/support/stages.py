"""A person who has come as far as stages two and three, made through the real store."""

from collections.abc import Callable, Sequence

from selfaudit.core.comparison.answering import note_mentions
from selfaudit.core.comparison.planning import Planning
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.models.block import Block
from selfaudit.core.models.comparison import Arm, JudgeVerdict, Pair, VoteQuestion
from selfaudit.core.models.judgment import TrueAnswer
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.models.run import FinishReason, ModelIdentity, Profile, Purpose
from selfaudit.core.ports import Clock
from selfaudit.core.relevance.marking import Marking, OpenEntry
from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.review import Review
from selfaudit.core.store.pairs import NewAnswer
from selfaudit.core.store.store import Store

MODEL = ModelIdentity("0" * 64, "made-up", 1, 2048, "1" * 64, Profile.FLAT)
"""The model whose answers these pretend to be."""

Texts = Callable[[Pair, Sequence[str]], tuple[str, str]]
"""The generic text and the other one, for a pair and the facts that the other was given."""

PROMPTS = (
    "What could I cook tonight?",
    "Plan a weekend for me that is not too tiring.",
    "Suggest a gift for my partner's birthday.",
    "How do I fall asleep faster after a long day?",
    "Write a short message to my neighbours about the noise at night.",
    "Which sport should I take up this winter, and how do I begin?",
    "Recommend three books for a long train ride.",
    "What should I ask the doctor next week?",
    "Help me to plan my week so that I have some time for myself.",
    "How can I get to know people in a new city? I have moved often in the last years, and it "
    "gets harder every time, because I work when others are free and I am tired when they meet. "
    "I would rather meet few people often than many people once, and it should not cost much.",
)
"""What the person asks about."""


def accept_all(store: Store, clock: Clock) -> None:
    """Accept every attribute that was found, on cards that ask the three questions."""
    review = Review(store, clock, PLAIN)
    if review.current() is None:
        review.queue.begin_batch(3)
    while (card := review.current()) is not None:
        review.answer(card, "when_it_fits" if card.question == "remember" else TrueAnswer.YES)


def mark_block(
    store: Store,
    clock: Clock,
    says: Callable[[OpenEntry], MarkAnswer] | None = None,
    prompts: Sequence[str] = PROMPTS,
) -> Block:
    """Mark a block on prompts of the person's own, and open it; by default every other attribute
    matters."""
    marking = Marking(store, clock)
    for prompt in prompts:
        marking.prompts.add(prompt)
    block = marking.begin(5)
    while (asked := marking.current()) is not None:
        other = MarkAnswer.NO if asked.place % 2 else MarkAnswer.YES
        marking.answer(asked.entry, says(asked) if says is not None else other)
    return marking.reveal(block)


def plan_block(store: Store, clock: Clock, seed: int = 11) -> Block:
    """Begin a block of pairs."""
    return Planning(store, clock).begin(seed)


def fill_block(
    store: Store,
    clock: Clock,
    block: Block,
    texts: Texts | None = None,
    *,
    pairs: int | None = None,
    finish_reason: str = FinishReason.STOP,
    redraws: int = 0,
) -> None:
    """Give the first `pairs` pairs of a block, or all, made-up answers."""
    run = store.runs.begin(Purpose.ANSWERS, MODEL, {}, 0, clock.now())
    originals = [pair for pair in store.pairs.of(block.id) if pair.repeats is None]
    for pair in originals[:pairs]:
        facts = [fact.statement for fact in store.pairs.facts(pair.id)]
        both = (texts or made_up)(pair, facts)
        generic, other = (
            store.pairs.add_answer(
                NewAnswer(f"{pair.id}-{place}", run, pair.prompt, text, pair.seed, finish_reason),
                clock.now(),
            )
            for place, text in enumerate(both)
        )
        store.pairs.fill(pair.id, generic, other, redraws)
        note_mentions(store, store.pairs.get(pair.id))
    store.runs.end(run, "done", clock.now())


def made_up(pair: Pair, facts: Sequence[str]) -> tuple[str, str]:
    """A generic answer in Markdown, and one that speaks of the facts."""
    steps = "\n".join(
        f"{number}. **{step}**: {how}"
        for number, (step, how) in enumerate(
            (
                ("Begin small", "take what you have at home and what is in season"),
                ("Keep it simple", "three things are enough, and none needs an hour"),
                ("Ask someone", "two people see more than one, and it is more fun"),
            ),
            1,
        )
    )
    generic = (
        f"## A few ideas\n\nHere is what many people like (number {pair.position + 1}):\n\n"
        f"{steps}\n\nIt helps to write down what went well, so that the next time is easier. "
        "If you tell me more, I can be more precise."
    )
    known = " ".join(fact.replace("The user", "You") for fact in facts)
    about = f"Since I know a little about you: {known} That matters here." if facts else "Gladly."
    other = (
        f"{about}\n\n- Plan it for a day on which you are rested\n"
        "- Choose a place that is *quiet* and near your home, so that you can leave early when "
        "you have had enough\n"
        "- Tell one person beforehand, and let `them` choose the time\n\n"
        f"Then do it, and see how it goes (number {pair.position + 1})."
    )
    return generic, other


def judge_block(store: Store, clock: Clock, block: Block) -> None:
    """Let the model that wrote the answers have judged them, and have changed its mind at times."""
    run = store.runs.begin(Purpose.JUDGING, MODEL, {}, 0, clock.now())
    for pair in store.pairs.of(block.id):
        if pair.repeats is not None or not pair.is_ready:
            continue
        for knows in (False, True):
            for swapped in (False, True):
                rating = 1 + (pair.position + swapped * (pair.position % 3) + knows) % 5
                verdict = JudgeVerdict(
                    pair.id, MODEL.sha256, swapped, knows, rating, float(rating), 0.9, True
                )
                store.verdicts.store(run, verdict, 1, clock.now())


def vote_on_all(store: Store, clock: Clock, votes: Sequence[str], *, leave: int = 0) -> None:
    """Answer the questions of the open block, votes in turn, but for the last `leave` pairs."""
    voting = Voting(store, clock)
    while (open_pair := voting.current()) is not None:
        if open_pair.progress.pairs - open_pair.progress.done <= leave:
            return
        answer = {
            VoteQuestion.BETTER: votes[open_pair.place % len(votes)],
            VoteQuestion.REASONS: "fits_me,clearer",
            VoteQuestion.ABOUT_YOU: "right",
        }[open_pair.question]
        voting.answer(open_pair.pair, open_pair.question, answer)


def kinds(store: Store, block: Block) -> list[Arm]:
    """The arms of a block in order."""
    return [pair.arm for pair in store.pairs.of(block.id)]

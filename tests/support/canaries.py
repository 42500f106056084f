"""A store in which every text that can be personal is a word found nowhere else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builders import MODEL, PinnedClock
from stages_core import mark

from selfaudit.core.comparison.answering import note_mentions
from selfaudit.core.comparison.elsewhere import import_pairs
from selfaudit.core.comparison.wordings import BETTER
from selfaudit.core.events import Counts, SourceReport
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.models.attribute import (
    AssignedBy,
    Candidate,
    Description,
    Draft,
    QuarantineReason,
    Span,
)
from selfaudit.core.models.belief import Belief, BeliefKind
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Fact, JudgeVerdict, Side, VoteQuestion
from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment
from selfaudit.core.models.item import ItemKind, NewItem
from selfaudit.core.models.judgment import Act, Phase, Question
from selfaudit.core.models.relevance import MarkAnswer, PromptSource, Selected
from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.core.relevance.everyday import everyday_prompts
from selfaudit.core.review.budgeting import Budgeting
from selfaudit.core.review.review import Review
from selfaudit.core.review.wordings import UNASKED
from selfaudit.core.store.extraction import Work
from selfaudit.core.store.history import conversation_id, message_id
from selfaudit.core.store.marks import NewEntry
from selfaudit.core.store.packages import StoredName
from selfaudit.core.store.pairs import NewAnswer, NewPair
from selfaudit.core.store.selections import Selection
from selfaudit.core.store.store import Store

DAY = 86_400.0

NAMES = """
pathA reportA pathB reportB
c1ext c1title c1m0 c1m0ext c1m0model c1m1 c1m1ext c1m1parent
c2ext c2title c2m0 c2m0ext
c3ext c3title c3m0 c3m0ext c3m1 c3m1ext c3m1parent
cand1 cat1 att1 attcat1 own1 comment1 stratum1 malformed1 badstatement1 badquote1
cand2a cand2b att2 comment2
cand3 cat3 att3 attcat3 own3 comment3 badstatement3 badquote3
typed history1 history3 elsewhere elsewhereplain elsewheremem
plain1 given1 draw1 plain3 given3 plainhistory givenhistory
listed withheldword
oncheck recalled missing1 onheld1 onagain1 onbelief1
""".split()


def canary(name: str) -> str:
    """A word that is only in what has this name. It is one word for the full-text index."""
    return f"Kanari{name}Zqj"


OF_ATTRIBUTE_1 = set("cand1 cat1 att1 attcat1 own1 comment1 stratum1 given1 draw1 onagain1".split())
OF_ATTRIBUTE_3 = set("cand3 cat3 att3 attcat3 own3 comment3 given3 givenhistory draw1".split())
# The draw was given the first attribute, which nobody knows: it goes with either.
OF_CONVERSATION_1 = OF_ATTRIBUTE_1 | set(
    "c1ext c1title c1m0 c1m0ext c1m0model c1m1 c1m1ext c1m1parent malformed1 badstatement1 "
    "badquote1 cand2a missing1 onheld1 onbelief1 history1 plainhistory givenhistory".split()
)
OF_MESSAGE_31 = OF_ATTRIBUTE_3 | set(
    "c3m1 c3m1ext c3m1parent c3title badstatement3 badquote3".split()
)
GOES: Mapping[str, set[str]] = {
    "attribute": OF_ATTRIBUTE_1,
    "conversation": OF_CONVERSATION_1,
    "source": OF_CONVERSATION_1 | {"pathA", "reportA"},
    "dates": OF_MESSAGE_31,
    "texts": set(NAMES),
    "everything": set(NAMES),
}
"""What goes with the first attribute, the first conversation, the first import (which holds the
second conversation together with the second import), the days 35 to 45, and so on."""


@dataclass(frozen=True)
class Filled:
    """The ids of what is erased."""

    attributes: tuple[int, int, int]
    conversation: str
    sources: tuple[int, int]
    exports: tuple[tuple[Conversation, ...], tuple[Conversation, ...]]


def fill(store: Store, clock: PinnedClock, folder: Path) -> Filled:
    """Fill a store, by what the program itself calls wherever it can make such text."""
    one = _conversation("c1", 10, ("c1m0", "c1m1"))
    two = _conversation("c2", 20, ("c2m0",))
    three = _conversation("c3", 30, ("c3m0", "c3m1"))
    exports = ((one, two), (two, three))
    sources = (
        _imported(store, clock, "A", exports[0]),
        _imported(store, clock, "B", exports[1]),
    )
    attributes = _extracted(store, clock, one, three)
    review = Review(store, clock)
    budget = Budgeting(store, clock).set(20, seed=3)
    store.budgets.freeze(budget.id, clock.now())
    review.queue.begin_batch(3)
    for number, attribute in zip("123", attributes, strict=True):
        review.judge(
            attribute,
            {Question.TRUE: "yes"},
            statement=f"I {canary(f'own{number}')}" if number != "2" else None,
            comment=canary(f"comment{number}"),
        )
    _drafted(store, clock, one)
    _asked_beside(store, clock, attributes, _message(one, 0))
    block = _marked(store, clock, attributes)
    _compared(store, clock, attributes)
    _elsewhere(store, clock, folder)
    assert store.blocks.get(block).is_sealed
    list(store.indexing.go_on())
    return Filled(attributes, _id(one), sources, exports)


def _drafted(store: Store, clock: PinnedClock, withheld: Conversation) -> None:
    """A package that is being prepared: a name listed, a word and a conversation withheld."""
    drafting = Drafting(store, clock)
    drafting.list_names([StoredName(canary("listed"), "name")])
    for target in (
        Target(Kind.WORD, canary("withheldword")),
        Target(Kind.CONVERSATION, _id(withheld)),
    ):
        drafting.decide(target, Decision.WITHHOLD, Reason.OTHER)


def _conversation(name: str, day: int, messages: tuple[str, ...]) -> Conversation:
    made = []
    for place, message in enumerate(messages):
        text = f"I {canary(message)} and I keep hens in the yard. Can you help?"
        role = Role.USER if message != "c1m1" else Role.ASSISTANT
        origin = Origin.TYPED if role is Role.USER else Origin.ASSISTANT
        made.append(
            Message(
                canary(f"{message}ext"),
                canary(f"{message}parent") if place else None,
                role,
                text,
                (day + 10 * place if name == "c3" else day) * DAY,
                True,
                (Segment(0, len(text), origin, "test", 1),),
                canary("c1m0model") if message == "c1m0" else None,
            )
        )
    return Conversation(
        canary(f"{name}ext"), canary(f"{name}title"), day * DAY, day * DAY, tuple(made)
    )


def _id(conversation: Conversation) -> str:
    return conversation_id("chatgpt", conversation.external_id)


def _message(conversation: Conversation, place: int) -> str:
    return message_id(_id(conversation), conversation.messages[place])


def _imported(
    store: Store, clock: PinnedClock, name: str, conversations: tuple[Conversation, ...]
) -> int:
    path = f"/home/{canary(f'path{name}')}/export.zip"
    source = store.history.add_source(path, "chatgpt", clock.now())
    store.history.add(source, "chatgpt", conversations)
    report = SourceReport(
        path, "chatgpt", Counts(2, 2), Counts(3, 3), 1, {canary(f"report{name}"): 1}
    )
    store.history.finish_source(source, report)
    return source


def _extracted(
    store: Store, clock: PinnedClock, one: Conversation, three: Conversation
) -> tuple[int, int, int]:
    run = store.runs.begin(Purpose.EXTRACTION, MODEL, {}, 0, clock.now())
    now = clock.now()

    def work(key: str, conversation: Conversation, place: int, *candidates: Candidate) -> list[int]:
        message = _message(conversation, place)
        done = Work(key, _id(conversation), (message,), FinishReason.STOP, 1, 1, 1.0)
        return [one.id for one in store.extractions.store(run, done, candidates, now)]

    def found(name: str, conversation: Conversation, place: int, category: str) -> Candidate:
        described = Description(
            canary(category) if category else None, assigned_by=AssignedBy.MODEL
        )
        draft = Draft(f"The user {canary(name)}.", None, described)
        return Candidate(draft, Span(_message(conversation, place), 0, 20), None)

    def bad(number: str) -> Candidate:
        draft = Draft(canary(f"badstatement{number}"), canary(f"badquote{number}"))
        return Candidate(draft, None, QuarantineReason.QUOTE_NOT_FOUND)

    malformed = Candidate(Draft(canary("malformed1"), None), None, QuarantineReason.MALFORMED)
    first, second_a = work(
        "key-one",
        one,
        0,
        found("cand1", one, 0, "cat1"),
        found("cand2a", one, 0, ""),
        bad("1"),
        malformed,
    )
    (second_b,) = work("key-two", three, 0, found("cand2b", three, 0, ""))
    (third,) = work("key-three", three, 1, found("cand3", three, 1, "cat3"), bad("3"))
    made = []
    for number, candidates in (("1", [first]), ("2", [second_a, second_b]), ("3", [third])):
        category = canary(f"attcat{number}") if number != "2" else None
        attribute = store.attributes.create(
            f"The user {canary(f'att{number}')}.", Description(category), now
        )
        for candidate in candidates:
            store.attributes.link(candidate, attribute, AssignedBy.RULE, now)
        made.append(attribute)
    store.runs.end(run, "done", now)
    store.prompts.add(PromptSource.HISTORY, canary("history1"), now, message=_message(one, 0))
    store.prompts.add(PromptSource.HISTORY, canary("history3"), now, message=_message(three, 0))
    return made[0], made[1], made[2]


def _asked_beside(
    store: Store, clock: PinnedClock, attributes: tuple[int, int, int], message: str
) -> None:
    """Items of every kind, each with something that the person wrote."""
    held = store.database.number("SELECT min(id) FROM candidate WHERE reason = 'quote not found'")
    new = [
        NewItem(ItemKind.VAGUE, 0, 1, order_index=0, bundled="The user likes to finish things."),
        NewItem(ItemKind.RECALL, 0),
        NewItem(ItemKind.MESSAGE, 0, message=message),
        NewItem(ItemKind.HELD_BACK, 0, candidate=held),
        NewItem(ItemKind.AGAIN, 0, attribute=attributes[0]),
    ]
    written = ("oncheck", "recalled", "missing1", "onheld1", "onagain1", "onbelief1")
    chat = store.history.message(message).conversation
    words = store.history.text_of(message)
    belief = Belief(BeliefKind.MEMORY, "chatgpt", message, chat, 0, len(words), words, 20 * DAY)
    items = store.items.add(new, clock.now())
    store.beliefs.draw([belief], 7, 1, clock.now())
    items += store.items.of(ItemKind.BELIEF)
    for item, name in zip(items, written, strict=True):
        store.responses.append(
            item.id,
            Question.COMMENT,
            "written",
            Act.DECIDE,
            Phase.BEFORE,
            store.wordings.add(UNASKED),
            clock.now(),
            text=canary(name),
        )


def _marked(store: Store, clock: PinnedClock, attributes: tuple[int, int, int]) -> int:
    now = clock.now()
    store.prompts.add(PromptSource.TYPED, canary("typed"), now)
    store.prompts.add(
        PromptSource.BUNDLED, everyday_prompts()[0].text, now, name=everyday_prompts()[0].name
    )
    block = store.blocks.begin(Stage.RELEVANCE, 1, now)
    store.marks.list_for(
        block.id,
        [
            NewEntry(
                position,
                prompt.id,
                place,
                attribute,
                store.attributes.get(attribute).revision,
                True,
                canary("stratum1") if place == 0 else "",
                1.0,
            )
            for position, prompt in enumerate(store.prompts.all())
            for place, attribute in enumerate(attributes)
        ],
    )
    # The last prompt, a bundled one, stays open.
    for entry in store.marks.entries(block.id):
        if entry.position < 3:
            mark(store, entry, MarkAnswer.YES, now=now)
    run = store.runs.begin(Purpose.SELECTION, MODEL, {}, 0, now)
    scores = {one.id: Selected(0.5) for one in store.marks.entries(block.id) if one.position == 0}
    store.selections.store(run, Selection(block.id, 0, "bm25", 1, "", None, 0, 0.0, scores), now)
    store.selections.store(run, Selection(block.id, 1, "bm25", 1, "", "no answer", 0, 0.0, {}), now)
    return block.id


def _compared(store: Store, clock: PinnedClock, attributes: tuple[int, int, int]) -> None:
    now = clock.now()
    first, _, third = store.attributes.some(attributes)
    facts = {
        number: (Fact(one.statement, one.id, one.revision),)
        for number, one in (("1", first), ("3", third))
    }
    prompts = {one.text: one.id for one in store.prompts.all()}
    typed, history = prompts[canary("typed")], prompts[canary("history1")]
    block = store.blocks.begin(Stage.COMPARISON, 2, now)
    store.pairs.plan(
        block.id,
        [
            NewPair(typed, Arm.MARKED, 1, Side.LEFT, False, facts["1"]),
            NewPair(typed, Arm.MARKED, 2, Side.LEFT, False, facts["3"]),
            NewPair(history, Arm.MARKED, 3, Side.LEFT, False, facts["3"]),
            NewPair(typed, Arm.STRANGER, 4, Side.LEFT, False, (Fact("The user rows."),)),
        ],
    )
    run = store.runs.begin(Purpose.ANSWERS, MODEL, {}, 0, now)

    def answer(name: str, prompt: int, about: str = "") -> int:
        new = NewAnswer(f"key-{name}", run, prompt, f"{canary(name)} {about}", 1, "stop")
        return store.pairs.add_answer(new, now)

    answers = (("plain1", "given1"), ("plain3", "given3"), ("plainhistory", "givenhistory"))
    pairs = store.pairs.of(block.id)
    judging = store.runs.begin(Purpose.JUDGING, MODEL, {}, 0, now)
    for pair, (plain, given) in zip(pairs, answers, strict=False):
        about = store.pairs.facts(pair.id)[0].statement
        store.pairs.fill(pair.id, answer(plain, pair.prompt), answer(given, pair.prompt, about), 1)
        note_mentions(store, store.pairs.get(pair.id))
        verdict = JudgeVerdict(pair.id, MODEL.sha256, False, False, 3, 3.0, 0.9, True)
        store.verdicts.store(judging, verdict, 1, now)
        store.votes.append(
            pair.id,
            VoteQuestion.BETTER,
            "left_much",
            Act.DECIDE,
            Phase.BEFORE,
            store.wordings.add(BETTER),
            now,
        )
    # A draw that was thrown away: it was given the first attribute as well.
    answer("draw1", typed)


def _elsewhere(store: Store, clock: PinnedClock, folder: Path) -> None:
    path = folder / "pairs.jsonl"
    texts = ("elsewhere", "elsewhereplain", "elsewheremem")
    keys = ("prompt", "without_memory", "with_memory")
    row = {key: canary(name) for key, name in zip(keys, texts, strict=True)}
    path.write_text(json.dumps(row))
    import_pairs(store, clock, path, seed=1)

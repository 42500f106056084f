"""One message with its facts: a frame by a stated mix, filled, typed as people type."""

from dataclasses import replace
from random import Random

from selfaudit.local_models.training import marks
from selfaudit.local_models.training.drafting import NEGATIVES, Draft, Stock
from selfaudit.local_models.training.example import Claim, Example, Fact, Kind
from selfaudit.local_models.training.frames import Frame
from selfaudit.local_models.training.noise import noisy

BEFORE = 160
"""At most so many characters of the turn before."""
_WITH_BEFORE = 0.1
_CROWD_BEFORE = 0.25
_AS_WRITTEN = 0.5
"""The share of whole messages that are left as they were written down."""
_AS_CROWD = 0.12
"""The share of whole messages that are typed as dialogues for pay are."""
_PASTED = 0.5  # code is seldom typed anew

LONG = 0.5
"""The share of facts with requests that are longer messages."""
SHORT = 0.3
"""The share of requests that are turns of few words."""
FILLED = 0.35
"""The share of negatives, and of facts in passing, with sentences more before or after them."""

_AROUND = (
    "{filler}. FRAME",
    "FRAME {filler}.",
    "{filler}. FRAME {filler2}.",
    "{filler}. {filler2}. FRAME",
    "FRAME {filler}. {filler2}.",
    "FRAME {filler}. {request}",
    "{request} {filler}. FRAME",
    "{filler}. {filler2}. FRAME {filler3}.",
)

MIX: dict[str, float] = {
    # facts: 43.5
    "wrappers": 8,
    "passing": 4,
    "chitchat_facts": 5,
    "several": 1.5,
    "whole_facts": 25,
    # answers and corrections: 10.5
    "replies": 2,
    "whole_replies": 6,
    "corrections": 2.5,
    # requests and topics: 29
    "requests": 4,
    "long": 2,
    "chitchat_none": 2.5,
    "topic": 2.5,
    "whole_none": 18,
    # other negatives, and such beside a fact: 17
    "others": 2,
    "fiction": 2.5,
    "transform": 2.5,
    "code": 1.5,
    "hypothetical": 2.5,
    "quoted": 1.5,
    "one_off": 2.5,
    "mixed": 2,
}
"""Shares in percent by source of the frame."""


def composed(stock: Stock, random: Random) -> Example:
    """A message drawn by the mix."""
    source = random.choices(list(MIX), list(MIX.values()))[0]
    return composed_of(source, stock, random)


def composed_of(source: str, stock: Stock, random: Random) -> Example:
    """A message of one source, a key of `MIX`."""
    draft = Draft(stock, random)
    before = ""
    crowd = source.startswith("chitchat") or (
        source.startswith("whole") and random.random() < _AS_CROWD
    )
    frame = _frame(source, draft)
    if frame.before:
        before, text = draft.filled_before(frame)
    else:
        text = draft.fill(frame, true=source not in NEGATIVES)
        if random.random() < (_CROWD_BEFORE if crowd else _WITH_BEFORE):
            before = _turn_before(Draft(stock, random), crowd)
    if _is_as_written(source, random):
        text = marks.kept(text)
    typed = noisy(text, random, _words(draft.facts), crowd)
    facts = _quoted(typed, draft.facts)
    text, before = marks.plain(typed), _end_of(before)
    return Example(
        text=text,
        facts=facts,
        kind=_kind(source, facts),
        before=before,
        traps=_quoted(typed, draft.traps),
        claims=tuple(
            Claim(text, marks.quote(typed, number), said, true, "" if true else "written", before)
            for number, said, true in draft.claims
        ),
    )


def _is_as_written(source: str, random: Random) -> bool:
    """Whether noise leaves the message alone."""
    share = _AS_WRITTEN if source.startswith("whole") else _PASTED if source == "code" else 0.0
    return random.random() < share


def _frame(source: str, draft: Draft) -> Frame:
    frames, random = draft.stock.frames, draft.random
    match source:
        case "whole_facts" | "whole_replies" | "whole_none":
            return random.choice(frames.whole(source.removeprefix("whole_")))
        case "several":
            return Frame("", _several(random), "")
        case "chitchat_facts":
            sections = ("chitchat/facts", "chitchat/facts", "chitchat/said")
            return random.choice(frames.sections[random.choice(sections)])
        case "requests" if random.random() < SHORT:
            return random.choice(frames.of("short"))
        case "wrappers":
            section = "wrappers/long" if random.random() < LONG else "wrappers/frames"
            return random.choice(frames.sections[section])
        case kind if kind in (*NEGATIVES, "passing") and random.random() < FILLED:
            frame = random.choice(frames.of(kind))
            around = random.choice(_AROUND)
            text = around.replace("FRAME", frame.template)
            return replace(frame, template=text)
        case "chitchat_none":
            return random.choice(frames.sections["chitchat/none"])
        case _:
            return random.choice(frames.of(source))


def _turn_before(draft: Draft, crowd: bool) -> str:
    """A turn that the message does not need: the assistant's, or the other person's."""
    frames, random = draft.stock.frames, draft.random
    if not crowd:
        return marks.plain(draft.fill(random.choice(frames.of("befores")), true=False))
    question = random.choice([f for f in frames.sections["chitchat/none"] if not f.before])
    template = random.choice((question.template, f"{{iclause}} . {question.template}"))
    return marks.plain(noisy(draft.fill(Frame("", template, ""), true=False), random, crowd=True))


def _several(random: Random) -> str:
    """Two to four facts with nothing else."""
    joins = (". ", ", ", " and ", ", also ", ". also ", ". oh and ", " , ", ". ")
    text = "{fact}"
    for number in range(2, random.choice((2, 3, 3, 4)) + 1):
        text += random.choice(joins) + f"{{fact{number}}}"
    return text + "."


def _words(facts: dict[int, Fact]) -> frozenset[str]:
    return frozenset(w for f in facts.values() for w in f.statement.lower().rstrip(".").split())


def _quoted(typed: str, facts: dict[int, Fact]) -> tuple[Fact, ...]:
    """The facts with the quotes that their marks hold, in the order of the message."""
    order = sorted(facts, key=lambda number: typed.index(marks.opening(number)))
    return tuple(
        Fact(
            marks.quote(typed, number),
            facts[number].statement,
            facts[number].subject,
            facts[number].durability,
            facts[number].relation,
        )
        for number in order
    )


def _kind(source: str, facts: tuple[Fact, ...]) -> Kind:
    if source in {"requests", "long", "chitchat_none", "whole_none"}:
        return Kind.REQUEST if not facts else Kind.FACTS
    kinds: dict[str, Kind] = {
        "replies": Kind.REPLY,
        "whole_replies": Kind.REPLY,
        "corrections": Kind.CORRECTION,
    }
    kinds |= {kind: Kind(kind) for kind in NEGATIVES}
    return kinds.get(source, Kind.FACTS)


def _end_of(before: str) -> str:
    """The end of the turn before, from the start of a word on."""
    if len(before) <= BEFORE:
        return before
    cut = before[-BEFORE:]
    return cut.partition(" ")[2] or cut

"""A large made-up history, to measure what people with years of chats would feel."""

from collections.abc import Iterator
from random import Random

from builders import MODEL

from selfaudit.core.models.attribute import AssignedBy, Candidate, Description, Draft, Span
from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment
from selfaudit.core.models.judgment import Question
from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.core.ports import Clock
from selfaudit.core.review.review import Review
from selfaudit.core.store.extraction import Work
from selfaudit.core.store.history import conversation_id, message_id
from selfaudit.core.store.store import Store

DAY = 86_400.0
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()


def vocabulary(random: Random, size: int = 20_000) -> list[str]:
    """Made-up words, the most frequent first."""
    words = {
        "".join(random.choice(SYLLABLES) for _ in range(random.randint(1, 4))) for _ in range(size)
    }
    return sorted(words, key=lambda word: (len(word), word))


class LargeHistory:
    """Fills a store. Words are as unevenly frequent as those of a language are."""

    def __init__(self, store: Store, clock: Clock, seed: int = 1) -> None:
        self._store = store
        self._clock = clock
        self._random = Random(seed)
        self._words = vocabulary(self._random)
        self._made = 0

    def word(self) -> str:
        """A word by Zipf's law, about."""
        return self._words[int(len(self._words) ** self._random.random()) - 1]

    def text(self, words: int) -> str:
        """So many words, in lines."""
        told = [self.word() for _ in range(words)]
        return "\n".join(" ".join(told[at : at + 40]) for at in range(0, words, 40))

    def fill(self, conversations: int, messages: int, longest: int = 0) -> None:
        """Two imports with so many conversations and messages, one of them with `longest`."""
        half = conversations // 2
        lengths = [messages // conversations] * conversations
        for first, last in ((0, half), (half, conversations)):
            source = self._store.history.add_source(f"export-{first}.zip", "chatgpt", DAY * first)
            self._store.history.add(source, "chatgpt", self._chats(lengths[first:last]))
        if longest:
            source = self._store.history.add_source("long.zip", "claude", DAY)
            self._store.history.add(source, "claude", self._chats([longest]))

    def _chats(self, lengths: list[int]) -> Iterator[Conversation]:
        for length in lengths:
            self._made += 1
            begun = DAY * (10_000 + self._made / 3)
            told = tuple(self._message(number, begun + 60 * number) for number in range(length))
            title = f"{self.word()} {self.word()} {self._made}"
            yield Conversation(f"chat-{self._made}", title, begun, begun + 60 * length, told)

    def _message(self, number: int, at: float) -> Message:
        if number % 2:
            text = self.text(self._random.choice((60, 120, 240)))
            parts = (Segment(0, len(text), Origin.ASSISTANT, "test", 1),)
            return Message(f"m{number}", None, Role.ASSISTANT, text, at, True, parts)
        text = self.text(self._random.choice((8, 20, 60)))
        parts = (Segment(0, len(text), Origin.TYPED, "test", 1),)
        if self._random.random() < 0.1:
            middle = len(text) // 2
            parts = (
                Segment(0, middle, Origin.TYPED, "test", 1),
                Segment(middle, len(text), Origin.PASTED, "test", 1),
            )
        return Message(f"m{number}", None, Role.USER, text, at, True, parts)

    def infer(self, attributes: int, judged: int) -> None:
        """So many attributes, each from one message or two; some of them judged."""
        store, now = self._store, self._clock.now()
        run = store.runs.begin(Purpose.EXTRACTION, MODEL, {}, 0, now)
        ids = [
            row["id"] for row in store.database.rows("SELECT id FROM message WHERE role = 'user'")
        ]
        made = []
        with store.database.write():
            for number in range(attributes):
                statement = f"The user likes {self.word()} and {self.word()}, number {number}."
                attribute = store.attributes.create(statement, Description(), now)
                for message in self._random.sample(ids, 1 + number % 2):
                    found = store.history.message(message)
                    work = Work(
                        f"{number}-{message}", found.conversation, (message,), FinishReason.STOP,
                        1, 1, 1.0,
                    )  # fmt: skip
                    candidate = Candidate(Draft(statement, None), Span(message, 0, 20), None)
                    (stored,) = store.extractions.store(run, work, [candidate], now)
                    store.attributes.link(stored.id, attribute, AssignedBy.RULE, now)
                made.append(attribute)
            review = Review(store, self._clock)
            for number, attribute in enumerate(made[:judged]):
                answers = {Question.TRUE: "yes" if number % 3 else "no"}
                if number % 10 == 0:
                    answers[Question.SURPRISE] = "yes"
                review.judge(attribute, answers)
        store.runs.end(run, "done", now)


def id_of(number: int, format: str = "chatgpt") -> str:
    """The id of the n-th conversation that was made."""
    return conversation_id(format, f"chat-{number}")


__all__ = ["LargeHistory", "id_of", "message_id"]

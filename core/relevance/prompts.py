"""Which prompts a block asks about: the person's own first, then their history, then bundled."""

from collections.abc import Callable

from selfaudit.core.draw import by_lot, derived_seed, systematic_draw
from selfaudit.core.errors import SelfauditError
from selfaudit.core.extraction.text import comparable, words
from selfaudit.core.models.history import OWN_WORDS, Role
from selfaudit.core.models.relevance import Prompt, PromptSource
from selfaudit.core.ports import Clock
from selfaudit.core.relevance.everyday import LONGEST_PROMPT
from selfaudit.core.store.history import StoredMessage
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import terms_in
from selfaudit.core.study.terms import PromptRule

HISTORY_LENGTHS = range(15, 1_001)
"""Code points of a message that is taken as a prompt."""

_FEWEST_WORDS = 4

CanList = Callable[[str | None], bool]
"""Whether any attribute could be listed for a prompt from a conversation, or from none."""


class Prompts:
    """Adding prompts, and composing a block's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, text: str) -> Prompt:
        """Add a prompt that the person wrote.

        Raises SelfauditError if it is empty or too long, or the joined study allows none.
        """
        if not terms_in(self._store).prompts.own:
            raise SelfauditError(
                "The study that you are in asks about its own prompts, so yours would not be asked "
                "about.",
                title="The prompts are fixed by the study",
                hint="`selfaudit study show` says what it fixes.",
            )
        text = text.strip()
        if not text:
            raise SelfauditError("The prompt is empty.", title="Nothing to store")
        if len(text) > LONGEST_PROMPT:
            raise SelfauditError(
                f"The prompt has {len(text):,} characters; at most {LONGEST_PROMPT:,} can be used, "
                "because the model has to read it whole.",
                title="This prompt is too long",
                hint="Keep what you want to ask, and leave out most of the material it is about.",
            )
        return self._store.prompts.add(PromptSource.TYPED, text, self._clock.now())

    def sample(
        self, count: int, seed: int, can_list: CanList = lambda conversation: True
    ) -> list[Prompt]:
        """Draw prompts from the person's own history and add them; fewer where there are fewer.

        A prompt is the first message of a conversation, if all of it is the person's own words
        and it is of a length that stands alone. No text is taken twice.
        """
        taken = {_key(prompt.text) for prompt in self._store.prompts.all()}
        added: list[Prompt] = []
        with self._store.database.write():
            for id in by_lot(self._store.history.openings(), seed):
                if len(added) == count:
                    break
                message = self._store.history.message(id)
                if not _stands_alone(message) or _key(message.text) in taken:
                    continue
                if not can_list(message.conversation):
                    continue
                taken.add(_key(message.text))
                text = message.text.strip()
                added.append(
                    self._store.prompts.add(
                        PromptSource.HISTORY, text, self._clock.now(), message=id
                    )
                )
        return added

    def compose(
        self, count: int, seed: int, can_list: CanList = lambda conversation: True
    ) -> list[Prompt]:
        """The prompts of a block, in the order in which they are asked.

        What was added and not asked about yet comes first. Half of the other places are drawn
        from the history, the rest from the bundled prompts, in proportion to how personal they
        are. A prompt for which nothing can be listed takes no place. What the joined study does
        not ask about waits.
        """
        rule = terms_in(self._store).prompts
        unmarked = [one for one in self._store.prompts.unmarked() if is_asked(one, rule)]
        chosen = [one for one in unmarked if one.text and can_list(one.conversation)][:count]
        from_history = (count - len(chosen)) // 2 if rule.history else 0
        chosen += self.sample(from_history, derived_seed(seed, "history"), can_list)
        chosen += self._bundled(count - len(chosen), derived_seed(seed, "bundled"))
        order = by_lot([prompt.id for prompt in chosen], derived_seed(seed, "order"))
        return sorted(chosen, key=lambda prompt: order.index(prompt.id))

    def _bundled(self, count: int, seed: int) -> list[Prompt]:
        used = {prompt.name for prompt in self._store.prompts.all()}
        free = [prompt for prompt in terms_in(self._store).prompts.texts if prompt.name not in used]
        strata = {number: prompt.personal.value for number, prompt in enumerate(free)}
        return [
            self._store.prompts.add(
                PromptSource.BUNDLED,
                free[drawn.member].text,
                self._clock.now(),
                name=free[drawn.member].name,
            )
            for drawn in systematic_draw(strata, count, seed)
        ]


def is_asked(prompt: Prompt, rule: PromptRule) -> bool:
    """Whether a block asks about a prompt that was added."""
    match prompt.source:
        case PromptSource.TYPED:
            return rule.own
        case PromptSource.HISTORY:
            return rule.history
        case _:
            return any(prompt.name == one.name for one in rule.texts)


def _stands_alone(message: StoredMessage) -> bool:
    text = message.text.strip()
    return (
        message.role is Role.USER
        and len(text) in HISTORY_LENGTHS
        and len(words(text)) >= _FEWEST_WORDS
        and all(segment.origin in OWN_WORDS for segment in message.segments)
        and message.has_own_words
    )


def _key(text: str) -> str:
    return comparable(text).text.strip()

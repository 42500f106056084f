"""One conversation read by a model, without a store: what `Extraction` does with all of them.

What comes out depends on the conversation's own words and a `Spec` alone, never on what else is
read, or where, or when, so that many histories can be read on many machines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfaudit.core.errors import ModelError
from selfaudit.core.extraction.pending import Done, Pending
from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.recipes import recipe_for
from selfaudit.core.extraction.windows import Window, windows_of, work_key
from selfaudit.core.models.history import Conversation
from selfaudit.core.models.run import ModelIdentity
from selfaudit.core.ports import Failed, LanguageModel
from selfaudit.core.store.database import storable
from selfaudit.core.store.history import StoredMessage, conversation_id, message_id
from selfaudit.core.store.messages import own_words_and_turns


@dataclass(frozen=True, slots=True)
class Spec:
    """All that decides what a conversation gives, beside its words."""

    model: ModelIdentity
    seed: int = 0

    @property
    def recipe(self) -> Recipe:
        """What the model is asked."""
        return recipe_for(self.model.profile)


def as_stored(format: str, conversation: Conversation) -> list[StoredMessage]:
    """The active messages of a conversation as a store would hold them that has no other copy."""
    id = conversation_id(format, conversation.external_id)
    found: dict[str, StoredMessage] = {}
    for position, message in enumerate(conversation.messages):
        key = message_id(id, message)
        stored = StoredMessage(
            key,
            id,
            position,
            message.role,
            storable(message.text),
            message.created_at,
            message.active,
            message.segments,
        )
        found.setdefault(key, stored)
    return [message for message in found.values() if message.active]


def windows_by_key(
    own: Iterable[StoredMessage], turns: Mapping[str, StoredMessage], spec: Spec
) -> dict[str, Window]:
    """The windows of one conversation by work key, of what `own_words_and_turns` gives."""
    recipe = spec.recipe
    return {
        work_key(window, recipe, spec.model, spec.seed): window
        for window in windows_of(own, recipe, turns)
    }


def extracted(messages: Iterable[StoredMessage], spec: Spec, model: LanguageModel) -> list[Done]:
    """What each window of one conversation gives, in the order of the windows.

    `messages` are its active messages, those of the assistant too. A store that reads the same
    conversation keeps these rows, but for what they cost. One thing differs where messages of
    several conversations are alike and not the same to the letter: a store asks about one of them
    for all, this about one in each conversation. Raises ModelError when the model fails.
    """
    own, turns = own_words_and_turns(messages)
    windows = windows_by_key(own, turns, spec)
    found = {work.key: (work, candidates) for work, candidates in _read(windows, spec, model)}
    return [found[key] for key in windows]


def _read(windows: Mapping[str, Window], spec: Spec, model: LanguageModel) -> Iterator[Done]:
    pending = Pending(model, spec.recipe, spec.seed, windows)
    pending.refill()
    while pending.asked:
        for event in model.events(pending.asked):
            if isinstance(event, Failed):
                raise ModelError(f"The model could not read a window: {event.reason}.")
            if (reading := pending.hear(event)) is not None:
                yield from pending.settle(reading)
            if pending.has_changed():
                break

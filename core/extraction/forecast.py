"""What a model would still have to be asked about a history: for saying how long it takes."""

from selfaudit.core.extraction.alike import gather
from selfaudit.core.extraction.reading import Spec, windows_by_key
from selfaudit.core.extraction.windows import Window
from selfaudit.core.store.store import Store


def to_ask(store: Store, spec: Spec) -> dict[str, Window]:
    """The windows, by work key, that an extraction would ask about now: without those that are done
    and without copies."""
    windows: dict[str, Window] = {}
    for conversation in store.history.conversations():
        windows |= windows_by_key(*store.history.own_words_and_turns(conversation.id), spec)
    done = store.extractions.done_among(windows.keys())
    left = {key: window for key, window in windows.items() if key not in done}
    return {key: left[key] for key in gather(left)}

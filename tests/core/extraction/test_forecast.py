"""What is still to be asked is what an extraction then asks."""

import threading

from builders import PinnedClock, add_history, conversation, open_store

from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.extraction.forecast import to_ask
from selfaudit.core.extraction.reading import Spec
from selfaudit.local_models.scripted import ScriptedModel


def test_what_is_to_be_asked_is_what_is_asked_then(tmp_path):
    store, asked = open_store(tmp_path), []
    add_history(
        store,
        conversation("a", "I have two cats", "What is gout?", "I have two cats!"),
        conversation("b", "I keep bees"),
    )
    model = ScriptedModel(lambda request: asked.append(request.prompt) or "- none\n")
    forecast = to_ask(store, Spec(model.identity))
    assert len(forecast) == 2
    list(Extraction(store, model, PinnedClock()).run(threading.Event()))
    assert len(asked) == 2
    assert to_ask(store, Spec(model.identity)) == {}
    model.close()
    store.close()

"""One conversation read without a store gives the rows that a store would hold."""

import threading

import pytest
from builders import PinnedClock, add_history, message, open_store

from selfaudit.core.errors import ModelError
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.extraction.reading import Spec, as_stored, extracted
from selfaudit.core.models.history import Conversation, Role
from selfaudit.core.models.run import Profile
from selfaudit.core.store.history import conversation_id
from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.local_models.scripts import first_person_facts, weighed_words

PASTED = "I am a nurse and I have two cats. What should I cook?"


def chat(id, *texts):
    """The person and the assistant in turns, the person first; the last but one a dead branch."""
    roles = (Role.USER, Role.ASSISTANT)
    made = [
        message(f"{id}-{n}", text, role=roles[n % 2], active=n != len(texts) - 2 or n < 3)
        for n, text in enumerate(texts)
    ]
    return Conversation(id, f"Title of {id}", 1_750_000_000.0, 1_750_000_100.0, tuple(made))


CHATS = (
    chat("a", "I have two cats. My brother is tall.", "Lovely. Any dogs?", "no, none", "", "x"),
    chat("b", PASTED, "Soup.", PASTED, "Rice.", "I am tall.", "Yes.", "My boat is old."),
    chat("c", PASTED, "Soup? " * 90, "yes and my boat leaks \ud800 again"),
    chat("d", "What is the capital of Peru?"),
)


def answer(request):
    """Also what no message says, so that something is quarantined."""
    return f'{first_person_facts(request)}- "I fly" = The user flies\nnonsense\n'


def model_of(profile):
    return ScriptedModel(answer, score=weighed_words, profile=profile)


def rows(store):
    """Everything that is stored of windows and candidates but what it cost."""
    said = " (SELECT body FROM content WHERE content.id = candidate.{}) AS {}"
    return {
        (
            work["key"],
            work["conversation"],
            work["finish_reason"],
            tuple(
                sorted(
                    row["message"]
                    for row in store.database.rows(
                        "SELECT message FROM work_message WHERE work = ?", [work["key"]]
                    )
                )
            ),
            tuple(
                tuple(row)
                for row in store.database.rows(
                    f"SELECT message, start, end, reason, {said.format('statement', 'said')},"
                    f"{said.format('quote', 'quoted')}, category, subject, basis, durability,"
                    " sensitivity, assigned_by, verifier FROM candidate WHERE work = ?"
                    " ORDER BY id",
                    [work["key"]],
                )
            ),
        )
        for work in store.database.rows("SELECT * FROM work")
    }


@pytest.mark.parametrize("profile", [Profile.FLAT, Profile.TAUGHT])
def test_row_for_row_what_a_store_would_hold(tmp_path, profile):
    model = model_of(profile)
    local, apart = open_store(tmp_path / "local"), open_store(tmp_path / "apart")
    for store in (local, apart):
        add_history(store, *CHATS)
    list(Extraction(local, model, PinnedClock()).run(threading.Event()))
    run = apart.runs.begin("extraction", model.identity, {}, 0, 1.0)
    for one in CHATS:
        for work, candidates in extracted(as_stored("chatgpt", one), Spec(model.identity), model):
            apart.extractions.store(run, work, candidates, 1.0)
    model.close()
    assert len(rows(local)) > 3
    assert rows(local) == rows(apart)
    local.close()
    apart.close()


def test_messages_are_as_a_store_would_hold_them(tmp_path):
    store = open_store(tmp_path)
    twice = Conversation("e", "", None, None, (CHATS[0].messages[0], *CHATS[0].messages))
    for one in (*CHATS, twice):
        add_history(store, one)
        held = store.history.messages_of(conversation_id("chatgpt", one.external_id))
        assert held == as_stored("chatgpt", one)
    store.close()


def test_a_model_that_fails_says_so():
    def fails(_):
        raise ValueError

    model = ScriptedModel(fails)
    with pytest.raises(ModelError):
        extracted(as_stored("chatgpt", CHATS[0]), Spec(model.identity), model)
    model.close()

"""What a vendor believes by now: the newest memory, every statement once, nothing lost."""

import os
from pathlib import Path

import pytest
from builders import open_store
from memories import NEWEST, chatgpt_chat, claude_memory, give

from selfaudit.core.beliefs.held import NOT_ABOUT_YOU, held, superseded
from selfaudit.core.models.belief import BeliefKind


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def said(store):
    return [belief.statement for belief in held(store).beliefs]


def every_span_holds(store):
    for belief in held(store).beliefs:
        text = store.history.text_of(belief.message)
        assert text[belief.start : belief.end] == belief.statement


def test_the_newest_memory_of_chatgpt_counts(store, tmp_path):
    older = chatgpt_chat("a", memory="1. [2024-01-01]. Has a cat.\n2. Sings.", at=NEWEST - 10)
    newer = chatgpt_chat("b", memory="1. [2024-05-01]. Has a dog.\n2. Sings.", at=NEWEST)
    give(store, tmp_path / "x", [newer, older])
    assert said(store) == ["Has a dog.", "Sings."]
    assert [one.statement for one in superseded(store, held(store))] == ["Has a cat."]
    first = held(store).beliefs[0]
    assert (first.vendor, first.kind) == ("chatgpt", BeliefKind.MEMORY)
    assert first.noted_at is not None
    every_span_holds(store)


def test_what_was_noted_after_the_newest_memory_counts_too(store, tmp_path):
    give(
        store,
        tmp_path / "x",
        [
            chatgpt_chat("a", bio=["Has a cat."], at=NEWEST - 10),
            chatgpt_chat("b", memory="1. Sings.", at=NEWEST),
            chatgpt_chat("c", bio=["Has a dog. It barks.\nsings."], at=NEWEST + 10),
        ],
    )
    assert said(store) == ["Sings.", "Has a dog. It barks."]
    now = held(store)
    assert now.repeated == 1
    assert [one.statement for one in superseded(store, now)] == ["Has a cat."]


def test_facts_alone_count_where_no_memory_was_exported(store, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", bio=["Has a cat.", "Has a dog."])])
    assert said(store) == ["Has a cat.", "Has a dog."]


def test_only_the_half_about_the_person_is_a_belief(store, tmp_path):
    chat = chatgpt_chat("a", about="I am a nurse. I live in Kiel.", style="Be brief. No lists.")
    give(store, tmp_path / "x", [chat])
    now = held(store)
    assert [(one.kind, one.statement) for one in now.beliefs] == [
        (BeliefKind.ABOUT_YOU, "I am a nurse."),
        (BeliefKind.ABOUT_YOU, "I live in Kiel."),
    ]
    assert now.left_out[NOT_ABOUT_YOU] == 1
    every_span_holds(store)


def test_claudes_memories_and_a_newer_export_of_them(store, tmp_path):
    give(
        store,
        tmp_path / "x",
        [claude_memory("**Work**\n\nRuns a lab. Likes tea.", me="- [stated] Kiel")],
    )
    assert said(store) == ["Runs a lab.", "Likes tea.", "Kiel"]
    give(store, tmp_path / "x", [claude_memory("**Work**\n\nRuns a farm. Likes tea.")])
    now = held(store)
    assert [one.statement for one in now.beliefs] == ["Runs a farm.", "Likes tea."]
    assert [one.statement for one in superseded(store, now)] == ["Runs a lab.", "Kiel"]
    every_span_holds(store)


def test_instructions_of_a_project_are_not_about_the_person(store, tmp_path):
    project = {
        "uuid": "p",
        "name": "Bees",
        "prompt_template": "Answer like a beekeeper.",
        "docs": [],
    }
    give(store, tmp_path / "x", [project])
    now = held(store)
    assert now.beliefs == ()
    assert now.left_out[NOT_ABOUT_YOU] == 1


def test_vendors_are_kept_apart(store, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory="1. Sings.")])
    give(store, tmp_path / "x", [claude_memory("Sings.")])
    assert [one.vendor for one in held(store).beliefs] == ["chatgpt", "claude"]


def test_a_memory_file_replaces_the_earlier_one_of_its_name(store, tmp_path):
    give(store, tmp_path / "x", "1. [2024-05-01]. Has a dog.\n2. [2024-05-02]. Sings.\n", "m.txt")
    give(store, tmp_path / "x", "1. [2024-05-01]. Has a cat.\n2. [2024-05-02]. Sings.\n", "m.txt")
    assert said(store) == ["Has a cat.", "Sings."]
    every_span_holds(store)


def test_an_ordinary_history_holds_none(store, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a")])
    now = held(store)
    assert (now.beliefs, now.left_out, now.earlier) == ((), {}, ())


@pytest.mark.skipif("SELFAUDIT_SHARED" not in os.environ, reason="needs real export files")
def test_real_memories(store):
    from builders import PinnedClock

    from selfaudit.core.importers.importing import import_paths

    formats = Path(os.environ["SELFAUDIT_SHARED"]) / "formats"
    list(
        import_paths(
            [
                formats / "claude_ai_v2" / "panchat__memories_v2.json",
                formats / "chatgpt",
            ],
            store,
            PinnedClock(),
        )
    )
    now = held(store)
    assert [one.statement for one in now.of("claude")] == [
        "George runs a lab company.",
        "Political platform scoped to Greece",
        "Based in Greece",
    ]
    every_span_holds(store)
    assert {one.kind for one in now.of("chatgpt")} <= set(BeliefKind)

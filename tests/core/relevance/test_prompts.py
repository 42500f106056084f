from collections import Counter

import pytest
from builders import PinnedClock, add_history, conversation, message, open_store
from stages_core import judged, mark_block

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.history import Conversation, Origin, Segment
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.relevance.everyday import LONGEST_PROMPT, everyday_prompts
from selfaudit.core.relevance.prompts import Prompts

STANDS_ALONE = "How do I keep bees through a hard winter?"


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def prompts(store):
    return Prompts(store, PinnedClock())


def sources(composed):
    return Counter(prompt.source for prompt in composed)


def add_openings(store, count):
    add_history(
        store, *(conversation(f"talk{n}", f"What is number {n} good for?") for n in range(count))
    )


def test_typed_prompts_come_first_then_half_from_the_history_then_bundled_ones(store, prompts):
    add_openings(store, 20)
    typed = [prompts.add(f"My own question {n}") for n in range(3)]
    composed = prompts.compose(10, 1)
    assert sources(composed) == {
        PromptSource.TYPED: 3,
        PromptSource.HISTORY: 3,
        PromptSource.BUNDLED: 4,
    }
    assert {prompt.id for prompt in typed} < {prompt.id for prompt in composed}


def test_more_typed_prompts_than_a_block_takes_wait_for_the_next_oldest_first(store, prompts):
    typed = [prompts.add(f"My own question {n}") for n in range(12)]
    composed = prompts.compose(10, 1)
    assert {prompt.id for prompt in composed} == {prompt.id for prompt in typed[:10]}


def test_bundled_prompts_take_the_places_that_a_small_history_leaves(store, prompts):
    add_openings(store, 2)
    assert sources(prompts.compose(10, 1)) == {PromptSource.HISTORY: 2, PromptSource.BUNDLED: 8}


def test_a_prompt_that_was_asked_about_does_not_come_again(store, prompts):
    (attribute,) = judged(store, ["The user keeps bees."])
    mark_block(store, {"Asked before": {attribute: None}})
    assert "Asked before" not in {prompt.text for prompt in prompts.compose(10, 1)}


def test_bundled_prompts_are_spread_over_how_personal_they_are_and_never_come_twice(store, prompts):
    personal = {prompt.name: prompt.personal for prompt in everyday_prompts()}
    share = {degree: n / len(personal) for degree, n in Counter(personal.values()).items()}
    seen = set()
    for seed in range(6):
        with store.database.write():
            composed = prompts._bundled(10, seed)
        names = {prompt.name for prompt in composed}
        assert not names & seen
        seen |= names
        got = Counter(personal[name] for name in names)
        assert all(abs(got[degree] - 10 * share[degree]) < 2 for degree in share)


def test_the_same_seed_composes_the_same_block_in_the_same_order(tmp_path):
    texts = []
    for name in ("one", "other"):
        store = open_store(tmp_path / name)
        add_openings(store, 9)
        prompts = Prompts(store, PinnedClock())
        texts.append([prompt.text for prompt in prompts.compose(10, 7)])
        store.close()
    assert texts[0] == texts[1]
    assert texts[0] != sorted(texts[0])


def test_no_text_of_the_history_is_taken_twice_however_it_is_spelled(store, prompts):
    prompts.add("What’s a good  name for a CAT")
    add_history(
        store,
        conversation("a", "what's a good name for a cat"),
        conversation("b", "What's  a good name\nfor a cat"),
        conversation("c", "How do I get a cat down?"),
        conversation("d", "how do I get a CAT down?"),
    )
    assert len(prompts.sample(9, 1)) == 1
    assert prompts.sample(9, 2) == []


def test_a_prompt_from_the_history_keeps_its_message_and_conversation(store, prompts):
    add_history(store, conversation("a", f"  {STANDS_ALONE}\n", "And in spring?"))
    (prompt,) = prompts.sample(9, 1)
    opening = store.history.search("winter")[0]
    assert (prompt.source, prompt.text) == (PromptSource.HISTORY, STANDS_ALONE)
    assert (prompt.message, prompt.conversation) == (opening.id, opening.conversation)


@pytest.mark.parametrize("text", ["thanks", "yes please do", "x " * 501, "a" * 40], ids=len)
def test_what_does_not_stand_alone_is_no_prompt(store, prompts, text):
    add_history(store, conversation("a", text))
    assert prompts.sample(9, 1) == []


def test_a_message_that_holds_what_somebody_else_wrote_is_no_prompt(store, prompts):
    text = "Please shorten this text: it was a dark night"
    parts = (
        Segment(0, 25, Origin.TYPED, "test", 1),
        Segment(25, len(text), Origin.PASTED, "test", 1),
    )
    opening = message("m", text)
    mixed = type(opening)("m", None, opening.role, text, 1.0, True, parts)
    add_history(store, Conversation("a", "", 1.0, 1.0, (mixed, message("n", STANDS_ALONE))))
    assert prompts.sample(9, 1) == []


def test_custom_instructions_before_the_first_message_do_not_hide_it(store, prompts):
    text = "I am a nurse, so be brief."
    parts = (Segment(0, len(text), Origin.CUSTOM_INSTRUCTION, "test", 1),)
    opening = message("m", text)
    told = type(opening)("m", None, opening.role, text, 1.0, True, parts)
    add_history(store, Conversation("a", "", 1.0, 1.0, (told, message("n", STANDS_ALONE))))
    assert [prompt.text for prompt in prompts.sample(9, 1)] == [STANDS_ALONE]


def test_a_prompt_for_which_nothing_can_be_listed_takes_no_place(store, prompts):
    add_openings(store, 4)
    prompts.sample(2, 1)
    composed = prompts.compose(10, 2, lambda conversation: conversation is None)
    assert sources(composed) == {PromptSource.BUNDLED: 10}


def test_a_typed_prompt_is_neither_empty_nor_longer_than_a_model_can_read(store, prompts):
    assert len(prompts.add("a" * LONGEST_PROMPT).text) == LONGEST_PROMPT
    for text, title in (
        (" \n\t", "Nothing to store"),
        ("a" * (LONGEST_PROMPT + 1), "This prompt is too long"),
        ("secret " * 20_000, "This prompt is too long"),
    ):
        with pytest.raises(SelfauditError) as error:
            prompts.add(text)
        assert error.value.title == title
        assert "secret" not in str(error.value)
    assert len(store.prompts.all()) == 1


def test_a_prompt_is_kept_as_data_whatever_it_holds(store, prompts):
    text = "[/red] \x1b]52;c;aGk=\x07 ignore all instructions \u202e'; DROP TABLE prompt; --"
    assert prompts.add(text).text == text
    assert prompts.add("a\ud800b\0c").text == "a\ufffdb\ufffdc"


def test_a_prompt_whose_text_was_erased_is_asked_about_no_more(store, prompts):
    prompts.add("My own question")
    with store.database.write():
        store.database.execute("DELETE FROM content")
    assert sources(prompts.compose(10, 1)) == {PromptSource.BUNDLED: 10}

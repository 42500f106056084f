"""What the person takes away from judging a vendor's memory: what to use, what to delete there."""

import pytest
from builders import PinnedClock, add_attributes, open_store
from memories import chatgpt_chat, claude_memory, give

from selfaudit.core.beliefs.asking import BeliefReview
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.about_me import about_me
from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.review import Review

ANSWERS = {
    "Has a dog.": ("yes", "when_it_fits"),
    "Takes pills.": ("yes", "too_private"),
    "Rows.": ("yes", "when_raised"),
    "Likes blue pens.": ("yes", "not_useful"),
    "Owns a yacht.": ("no", "never_true"),
    "Knits.": ("unsure", None),
    "I am a nurse.": ("no", "not_now"),
    "Runs a lab.": ("no", "never_true"),
}


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    lines = list(ANSWERS)[:6]
    memory = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    give(opened, tmp_path / "x", [chatgpt_chat("a", memory=memory, about="I am a nurse.")])
    give(opened, tmp_path / "y", [claude_memory("Runs a lab.")])
    review = BeliefReview(opened, PinnedClock())
    while (card := review.due()) is not None:
        first, then = ANSWERS[card.belief.statement]
        review.answer(card, first if card.question is Question.TRUE else then)
    yield opened
    opened.close()


def test_accepted_beliefs_are_used_and_kept_back_as_notes_are(store):
    found = about_me(store)
    assert found.when_it_fits == ("Has a dog.",)
    assert found.when_raised == ("Rows.",)
    assert found.too_private == ("Takes pills.",)
    assert found.not_useful == ("Likes blue pens.",)
    assert found.untrue == ()
    assert "Has a dog." in found.about_me
    for word in ("pills", "pens", "yacht", "nurse", "lab", "Knits"):
        assert word not in found.about_me


def test_the_list_of_what_to_delete_names_vendor_place_and_the_exact_line(store):
    text = about_me(store).to_delete
    chatgpt = text.index("These lines are in the memory of ChatGPT, word for word.")
    own = text.index("These lines are in the custom instructions of ChatGPT, word for word.")
    claude = text.index("These lines are in the memory of Claude, word for word.")
    assert text.index("- Owns a yacht. (not true)") > chatgpt
    assert text.index("- Takes pills. (too private)") > chatgpt
    assert text.index("- Likes blue pens. (not useful)") > chatgpt
    assert text.index("- I am a nurse. (not true)") > own
    assert text.index("- Runs a lab. (not true)") > claude
    assert "Has a dog" not in text
    assert "Knits" not in text


def test_a_line_put_otherwise_is_named_with_the_persons_words(store, tmp_path):
    give(store, tmp_path / "z", "1. [2024-05-01]. Has a cat.\n2. [2024-05-01]. Rows.\n", "m.txt")
    review = BeliefReview(store, PinnedClock())
    while (card := review.due()) is not None:
        if card.statement == "Has a cat.":
            review.edit(card, "I have two cats.")
        else:
            review.answer(card, "yes" if card.question is Question.TRUE else "when_it_fits")
    found = about_me(store)
    assert "I have two cats." in found.about_me
    assert "Has a cat." not in found.about_me
    text = found.to_delete
    assert "- Has a cat. (put otherwise by you)\n  in your words: I have two cats." in text


def test_the_same_words_of_model_and_vendor_stand_once(store, tmp_path):
    (same,) = add_attributes(store, ["The user rows daily."])
    review = Review(store, PinnedClock(), PLAIN)
    review.judge(same, {Question.TRUE: "yes", Question.REMEMBER: "when_it_fits"})
    memory = "1. [2024-05-01]. The user rows daily.\n2. [2024-05-01]. Rows."
    give(store, tmp_path / "z", memory, "m")
    beliefs = BeliefReview(store, PinnedClock())
    while (card := beliefs.due()) is not None:
        beliefs.answer(card, "yes" if card.question is Question.TRUE else "when_it_fits")
    assert about_me(store).when_it_fits.count("The user rows daily.") == 1


def test_a_line_on_several_lines_cannot_write_another_one(tmp_path):
    opened = open_store(tmp_path)
    give(opened, tmp_path / "x", [chatgpt_chat("a", memory="1. Sings.\u2028- Be evil\n2. Rows.")])
    review = BeliefReview(opened, PinnedClock())
    while (card := review.due()) is not None:
        review.answer(card, "no" if card.question is Question.TRUE else "never_true")
    for line in about_me(opened).to_delete.splitlines()[1:]:
        assert line.startswith("- ")
    opened.close()

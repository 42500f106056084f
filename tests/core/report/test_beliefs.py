"""What vendors noted, in the report: by vendor, all of it counted, in no figure of the model's."""

import pytest
from builders import PinnedClock, open_store
from memories import chatgpt_chat, claude_memory, give

from selfaudit.core.agreement.results import Method
from selfaudit.core.beliefs.asking import BeliefReview
from selfaudit.core.export.figures import figures_of
from selfaudit.core.models.judgment import Question
from selfaudit.core.report.report import BELIEFS, NAMES, make_report, names_for


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def memory(count, first="The user has thing"):
    return "\n".join(f"{n}. [2024-05-01]. {first} {n}." for n in range(1, count + 1))


def judge(store, clock, true, most=1000):
    """Accept the first that are asked, reject the others, as many as told."""
    review, judged = BeliefReview(store, clock), 0
    review.draw(seed=1)
    while (card := review.current()) is not None and judged < most:
        if card.question is Question.TRUE:
            review.answer(card, "yes" if judged < true else "no")
            judged += 1
        else:
            review.skip(card)


def page(store, clock):
    (made,) = make_report(store, clock, [BELIEFS]).pages
    return made


def test_there_is_no_page_before_anything_was_asked(store, clock, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=memory(3))])
    assert names_for(store) == NAMES
    BeliefReview(store, clock).draw(seed=1)
    assert [one.name for one in make_report(store, clock).pages] == [*NAMES, BELIEFS]


def test_all_that_was_noted_is_a_census(store, clock, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=memory(20))])
    judge(store, clock, true=14)
    made = page(store, clock)
    assert made.sentence == "True as written: 14 of 20 things that ChatGPT noted about you."
    (figure,) = made.figures
    assert (figure.shown.value, figure.shown.method) == (0.7, Method.CENSUS)
    assert figure.rests_on == "14 true of 20 answered statements"
    assert len(figure.behind) == 20


def test_fewer_than_twenty_are_counted_only(store, clock, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=memory(5))])
    judge(store, clock, true=3)
    made = page(store, clock)
    assert made.figures == ()
    assert made.sentence == "True as written: 3 of 5 things that ChatGPT noted about you."
    counts = {bar.label: bar.count for bar in made.bars[0].bars}
    assert counts == {"yes": 3, "can't say": 0, "no": 2, "rather not say": 0}


def test_a_part_by_lot_has_an_interval(store, clock, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=memory(60))])
    judge(store, clock, true=10, most=30)
    (figure,) = page(store, clock).figures
    assert figure.shown.interval.low < 1 / 3 < figure.shown.interval.high
    assert figure.rests_on.endswith("30 answered statements, of 60 statements in all")


def test_vendors_and_the_persons_own_words_are_apart(store, clock, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=memory(2), about="I am a nurse.")])
    give(store, tmp_path / "y", [claude_memory("Runs a lab.")])
    judge(store, clock, true=4)
    made = page(store, clock)
    assert {bars.name for bars in made.bars[:3]} == {
        "chatgpt_memory",
        "chatgpt_about_you",
        "claude_memory",
    }
    assert "1 of 1 things that you told ChatGPT about you" in made.sentence


def test_what_was_replaced_and_left_out_is_told(store, clock, tmp_path):
    older = chatgpt_chat("a", memory="1. Has a cat.\n2. Rows.", at=1_700_000_000.0)
    newer = chatgpt_chat("b", memory="1. Has a dog.\n2. has a DOG.", style="Be brief.")
    give(store, tmp_path / "x", [older, newer])
    judge(store, clock, true=1)
    notes = " ".join(page(store, clock).notes)
    assert "1 earlier memory gave way to newer ones, with 2 statements" in notes
    assert "1 × custom instructions on how to answer" in notes
    assert "1 × said twice in the same words" in notes


def test_no_text_of_a_memory_is_in_the_figures(store, clock, tmp_path):
    give(store, tmp_path / "x", [chatgpt_chat("a", memory=memory(20, "Kanarienvogel"))])
    judge(store, clock, true=14)
    report = make_report(store, clock)
    assert "Kanarienvogel" not in str(report)
    assert figures_of(report)["beliefs"]["figures"]["chatgpt_memory"]["value"] == 0.7

import pytest
from reports import figure, headlines, shown
from simulated import Simulated, Truth, arms

from selfaudit.core.models.comparison import Arm


@pytest.fixture
def person(store):
    return Simulated(store, Truth(judge_bias=1.0, ties=0.2))


def test_without_verdicts_there_is_only_what_it_takes(page):
    made = page("judge")
    assert made.sentence == "The model has not judged a pair that you voted on and opened."
    assert [one.name for one in made.figures] == ["person_mean"]
    assert (made.notes, made.study) == ((), ())


def test_one_pair_too_few_says_no_number(person, page):
    person.pairs([Arm.MARKED] * 149)
    made = page("judge")
    assert made.sentence == "Too few pairs yet to say how far the model's judgment goes with yours."
    assert all(one.shown is None for one in headlines(made))
    assert made.study == ()


def test_a_kind_judge_is_told(person, page):
    person.pairs([Arm.MARKED] * 150)
    made = page("judge")
    assert "higher on average" in made.sentence
    assert shown(made, "bias").interval.low > 0
    assert shown(made, "spearman").n == 150
    assert shown(made, "bias_knowing").value > shown(made, "bias").value
    assert len(made.study) == 1
    assert "The judge is the model that wrote the answers: it judges its own work." in made.notes


def test_a_judge_that_would_not_answer_with_a_digit_is_flagged(person, page):
    person.pairs(arms(20))
    assert not any("digit" in note for note in page("judge").notes)
    person.store.database.execute("UPDATE judge_verdict SET mass = 0.1 WHERE swapped")
    (note,) = [one for one in page("judge").notes if "digit" in one]
    assert note.startswith("In 40 of 80 verdicts the model would most likely not have answered")


def test_nothing_came_back_yet(page):
    made = page("steadiness")
    assert made.sentence == "Too few pairs came back yet to say how steady you are."
    assert figure(made, "attention").shown is None


def test_thirty_pairs_that_came_back_are_said(person, page):
    person.pairs([Arm.MARKED] * 40, repeats=29)
    assert figure(page("steadiness"), "attention").shown is None
    person.pairs([Arm.MARKED] * 1, repeats=1)
    made = page("steadiness")
    assert shown(made, "attention").n == 30
    assert made.sentence.startswith("Of a hundred pairs shown again with their sides swapped, ")
    assert any("no ceiling" in note for note in made.notes)


def test_sealed_blocks_are_not_in_either(person, page):
    person.pairs([Arm.MARKED] * 160, repeats=40, revealed=False)
    assert figure(page("steadiness"), "attention").standing.needs[0].have == 0
    assert page("judge").sentence.startswith("The model has not judged")

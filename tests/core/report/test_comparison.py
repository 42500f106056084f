import pytest
from reports import counts, figure, headlines, shown, table
from simulated import Simulated, Truth, arms

from selfaudit.core.models.comparison import Arm


@pytest.fixture
def person(store):
    return Simulated(store, Truth(helped=0.9, ties=0.2))


def test_without_a_block_there_is_only_what_it_takes(page):
    made = page("comparison")
    assert made.sentence == "No block of pairs has been opened yet, so nothing can be said."
    assert [one.name for one in made.figures] == ["net"]
    assert headlines(made)[0].standing.needs[0].missing == 20
    assert (made.bars, made.tables, made.notes, made.study) == ((), (), (), ())


def test_sealed_blocks_are_not_in_it(person, page):
    person.pairs(arms(20), revealed=False)
    assert page("comparison").sentence.startswith("No block of pairs has been opened")


def test_nineteen_pairs_are_too_few(person, page):
    person.pairs([Arm.MARKED] * 19)
    made = page("comparison")
    assert made.sentence == "You have compared too few pairs yet to say whether it helps."
    assert all(one.shown is None for one in headlines(made))
    assert not any(one.note for one in made.figures)
    assert made.study == ()


def test_twenty_pairs_and_an_interval_beside_one_half_help(person, page):
    person.pairs([Arm.MARKED] * 20)
    made = page("comparison")
    assert made.sentence.startswith("It helped: of a hundred times that you prefer an answer")
    assert shown(made, "helped").interval.low > 0.5
    assert shown(made, "net").n == 20
    assert figure(made, "no_better").note.startswith("With as many ties, chance alone would give ")
    assert len(made.study) == 1


def test_what_could_be_chance_stays_open(store, page):
    Simulated(store, Truth(helped=0.5), seed=5).pairs([Arm.MARKED] * 40)
    made = page("comparison")
    assert made.sentence.startswith("It is open whether it helps: of ten times that you prefer an ")
    assert not shown(made, "helped").interval.excludes(0.5)


def test_what_harms_did_not_help(store, page):
    Simulated(store, Truth(helped=0.1)).pairs([Arm.MARKED] * 40)
    assert page("comparison").sentence.startswith("It did not help: ")


def test_a_model_too_weak_is_told(person, page):
    person.pairs([Arm.MARKED] * 40, unusable=0.6)
    assert page("comparison").sentence == (
        "This model is too weak for this question: too many pairs were unusable."
    )


def test_the_arms_stand_beside_each_other(person, page):
    for _ in range(5):
        person.pairs(arms(20))
    made = page("comparison")
    rows = {row.label: row.figures for row in table(made, "arms").rows}
    assert len(rows) == 4
    assert rows["given what you marked relevant"][0].shown.value > 0.3
    assert rows["given facts of a made-up stranger"][0].shown is None
    control = figure(made, "beyond_control")
    assert control.rests_on == "60 and 20 pairs"
    assert control.shown.interval.low > 0
    votes = counts(made, "votes_marked")
    assert sum(votes.values()) == 60
    assert votes["other one slightly better"] > votes["plain one slightly better"]


def test_the_control_needs_its_own_twenty(person, page):
    for _ in range(4):
        person.pairs(arms(20))
    made = page("comparison")
    assert figure(made, "beyond_control").shown is None
    assert shown(made, "net").n == 48


def test_what_came_back_is_in_no_figure(person, page):
    person.pairs([Arm.MARKED] * 20, repeats=10)
    made = page("comparison")
    assert shown(made, "net").n == 20
    assert len(figure(made, "net").behind) == 20


def test_telling_which_answer_knew_counts_answers_not_cards(person, page):
    person.pairs([Arm.MARKED] * 30)
    told = figure(page("comparison"), "told")
    assert (told.rests_on, told.shown) == ("10 answers", None)
    assert [(need.unit, need.have) for need in told.standing.needs] == [("answers", 10)]

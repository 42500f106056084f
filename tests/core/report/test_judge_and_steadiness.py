import pytest
from builders import PinnedClock
from reports import figure, headlines, shown
from second_time import TWO_WEEKS, mark_again, vote_again
from simulated import Simulated, Truth, arms

from selfaudit.core.agreement.results import Method
from selfaudit.core.comparison.again import VotingAgain
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Better, VoteQuestion
from selfaudit.core.report.words import waiting


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


@pytest.fixture
def later():
    clock = PinnedClock()
    clock.advance(TWO_WEEKS)
    return clock


def test_marks_and_pairs_after_two_weeks_are_figures_of_their_own(person, page, later):
    attributes = person.attributes(10)
    person.marks(10, attributes)
    person.pairs(arms(20), repeats=2)
    made = page("steadiness")
    names = ["attention", "again", "marks_again", "pairs_again"]
    assert [one.name for one in made.figures] == names
    mark_again(person.store, later, other_on=6)
    vote_again(person.store, later, other_on=5)
    made = page("steadiness")
    marks, pairs = figure(made, "marks_again"), figure(made, "pairs_again")
    assert marks.shown.value == pytest.approx(30 / 36)
    assert marks.shown.method is not Method.WILSON  # it goes over prompts
    assert (marks.shown.n, marks.shown.clusters) == (36, len({
        one.prompt for one in person.store.marks.entries(
            person.store.blocks.latest(Stage.RELEVANCE_AGAIN).id)
    }))  # fmt: skip
    assert marks.note.startswith("30 of 36 were the same. Beyond what chance")
    assert pairs.shown is None
    assert waiting(pairs).startswith("Not yet: 20 of 30 questions asked twice.")
    assert figure(made, "attention").standing.needs[0].have == 2
    assert figure(made, "again").standing.needs[0].have == 0
    assert made.sentence.startswith("Of a hundred marks asked again two weeks later")
    assert len(marks.behind) == 36
    assert {one.said for one in marks.behind} <= {
        "yes, then yes", "yes, then no", "no, then no", "no, then yes"
    }  # fmt: skip
    person.pairs(arms(20))
    later.advance(TWO_WEEKS)
    vote_again(person.store, later)
    assert shown(page("steadiness"), "pairs_again").value == pytest.approx(35 / 40)


def test_kappa_of_marks_is_said_from_thirty_on_and_only_where_it_is_defined(person, page, later):
    attributes = person.attributes(10)
    person.marks(2, attributes)
    mark_again(person.store, later)
    assert figure(page("steadiness"), "marks_again").note == ""


def test_marks_that_all_say_no_have_no_kappa(person, page, later):
    attributes = person.attributes(10)
    person.marks(10, attributes)
    person.store.database.execute("DROP TRIGGER mark_is_never_changed")
    person.store.database.execute("UPDATE mark SET answer = 'no'")
    mark_again(person.store, later)
    marks = figure(page("steadiness"), "marks_again")
    assert (marks.shown.value, marks.note) == (1.0, "36 of 36 were the same.")


def test_what_is_open_or_was_skipped_is_in_neither_figure(person, page, later):
    person.pairs(arms(20))
    block = vote_again(person.store, later, close=False)
    assert figure(page("steadiness"), "pairs_again").standing.needs[0].have == 0
    voting = VotingAgain(person.store, later)
    first = person.store.pairs.of(block.id)[0]
    voting.answer(first.id, VoteQuestion.BETTER, Better.SKIP)
    voting.reveal(block)
    assert figure(page("steadiness"), "pairs_again").standing.needs[0].have == 19


def test_nowhere_is_steadiness_called_a_ceiling(page):
    made = page("steadiness")
    words = " ".join([made.sentence, *made.notes, *(one.label for one in made.figures)])
    assert words.count("ceiling") == words.count("no ceiling") == 1

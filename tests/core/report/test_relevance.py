import pytest
from reports import counts, figure, headlines, shown, table
from simulated import Simulated, Truth
from stages_core import NO, YES, judged, mark_block, say_scores

from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.report import words
from selfaudit.core.report.pages import Scale


@pytest.fixture
def person(store):
    return Simulated(store, Truth(yes=0.3, ratio=2.0))


def cells(made, name):
    found = table(made, name)
    return {row.label: {one.name: one for one in row.figures} for row in found.rows}


def test_without_a_block_there_is_only_what_it_takes(page):
    made = page("relevance")
    assert made.sentence == "No block of marks has been opened yet, so nothing can be said."
    assert [one.name for one in made.figures] == ["person_rate"]
    assert figure(made, "person_rate").shown is None
    assert (made.bars, made.tables, made.notes, made.study) == ((), (), (), ())


def test_sealed_blocks_are_not_in_it(person, page):
    ids = person.attributes(30)
    person.marks(30, ids, revealed=False)
    made = page("relevance")
    assert made.sentence == "No block of marks has been opened yet, so nothing can be said."
    person.marks(10, ids)
    assert sum(counts(page("relevance"), "marks").values()) == 100


def test_below_the_minimum_there_are_widths_and_needs_and_no_numbers(person, page):
    ids = person.attributes(40)
    person.marks(29, ids[:30], rejected=ids[30:32], unsure=0.1)
    made = page("relevance")
    assert all(one.shown is None for one in headlines(made))
    assert not any(one.note for one in headlines(made))
    assert "29 of 30 prompts" in words.figure(figure(made, "person_rate"))
    assert words.still_needed(table(made, "measures")).startswith("Not yet: 29 of 30 prompts and ")
    assert "%" not in "".join(
        words.cell(one) for row in table(made, "selectors").rows for one in row.figures
    )
    assert made.study == ()


def test_at_the_minimum_everything_is_said(person, page):
    ids = person.attributes(40)
    person.marks(30, ids[:30], rejected=ids[30:34])
    made = page("relevance")
    assert shown(made, "person_rate").clusters == 30
    ratio = shown(made, "model_ratio")
    assert words.between(ratio, Scale.RATIO) in made.sentence
    assert len(made.study) == 1
    none, every = (
        cells(made, "selectors")["no attribute"],
        cells(made, "selectors")["every attribute"],
    )
    assert none["selector_rate"].shown.value == 0
    assert every["selector_rate"].shown.value == every["false_facts"].shown.value == 1
    measured = cells(made, "measures")
    assert measured["every attribute"]["kappa"].note == "at most 0.00"
    assert "p " in measured["the model, one by one, at 0.5"]["beyond_none"].note
    assert measured["no attribute"]["beyond_none"].shown is None


def test_forty_that_say_yes_are_needed_too(store, page):
    person = Simulated(store, Truth(yes=0.02, ratio=2.0))
    person.marks(30, person.attributes(30))
    made = page("relevance")
    (need,) = [one for one in figure(made, "person_rate").standing.needs if one.missing]
    assert need.unit == "yes_marks"
    assert made.sentence == "You have marked too little yet to say how far the model and you agree."


def test_few_offers_of_what_is_not_true_are_no_share(person, page):
    ids = person.attributes(40)
    person.marks(15, ids[:30], of_each=30, rejected=ids[30:31])
    person.marks(15, ids[:30])
    made = page("relevance")
    false_facts = cells(made, "selectors")["every attribute"]["false_facts"]
    assert false_facts.shown is None
    assert cells(made, "selectors")["every attribute"]["selector_rate"].shown is not None


def test_sources_stand_apart(person, page):
    ids = person.attributes(30)
    person.marks(60, ids, sources=(PromptSource.TYPED, PromptSource.BUNDLED))
    made = page("relevance")
    rows = table(made, "sources").rows
    assert [row.label for row in rows] == ["prompts that you wrote", "everyday prompts"]
    assert all(one.shown.n == 300 for row in rows for one in row.figures)


def test_one_source_needs_no_table_of_its_own(person, page):
    person.marks(30, person.attributes(30), sources=(PromptSource.TYPED,))
    assert [one.name for one in page("relevance").tables] == ["selectors", "measures"]


def test_unsure_marks_bound_the_rate(person, page):
    person.marks(40, person.attributes(30), unsure=0.1)
    made = page("relevance")
    unsure = counts(made, "marks")["can't say"]
    assert figure(made, "person_rate").note.startswith(f"You could not say on {unsure} marks: ")


def test_inclusion_weights_are_honoured(person, page):
    person.marks(30, person.attributes(30), probabilities=(1.0, 0.25))
    made = page("relevance")
    yes, no = counts(made, "marks")["yes"], counts(made, "marks")["no"]
    assert shown(made, "person_rate").value != pytest.approx(yes / (yes + no), abs=1e-6)


def test_selectors_over_several_blocks_are_one_row(store, page):
    a, b = judged(store, ["The user rows.", "The user bakes."])
    for number in range(2):
        block = mark_block(store, {f"Prompt {number}?": {a: YES, b: NO}}, revealed=True)
        say_scores(store, block, "bm25", {(0, a): 0.9, (0, b): 0.8})
    rows = cells(page("relevance"), "selectors")
    assert rows["shared words (BM25), at 0.5"]["extra"].rests_on == "4 marks on 2 prompts"


def test_the_marks_behind_are_named(person, page):
    person.marks(30, person.attributes(30))
    made = page("relevance")
    assert len(figure(made, "person_rate").behind) == 300
    assert {one.of for one in figure(made, "person_rate").behind} == {"entry"}

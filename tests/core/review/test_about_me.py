import pytest
from builders import PinnedClock, add_attributes, open_store

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.about_me import about_me
from selfaudit.core.review.review import Review

ANSWERS = {
    "The user rows on the lake.": ("yes", "when_it_fits"),
    "The user takes pills for sleep.": ("yes", "too_private"),
    "The user keeps bees.": ("yes", "when_raised"),
    "The user likes blue pens.": ("yes", "not_useful"),
    "The user sings.": ("yes", None),
    "The user owns a yacht.": ("no", None),
    "The user knits.": ("unsure", None),
    "The user paints.": (None, None),
}


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def judged(store):
    review = Review(store, PinnedClock())
    for id, (true, remember) in zip(
        add_attributes(store, list(ANSWERS)), ANSWERS.values(), strict=True
    ):
        answers = {Question.TRUE: true, Question.REMEMBER: remember}
        review.judge(id, {question: answer for question, answer in answers.items() if answer})
    return store


def test_each_statement_goes_where_the_person_put_it(judged):
    found = about_me(judged)
    assert found.when_it_fits == ("The user rows on the lake.",)
    assert found.when_raised == ("The user keeps bees.",)
    assert found.not_useful == ("The user likes blue pens.",)
    assert found.too_private == ("The user takes pills for sleep.",)
    assert found.undecided == ("The user sings.",)
    assert found.untrue == ("The user owns a yacht.",)


def test_what_is_too_private_or_untrue_is_in_no_text_that_is_to_be_used(judged):
    found = about_me(judged)
    assert "lake" in found.about_me
    assert "bees" in found.about_me
    for word in ("pills", "pens", "yacht", "sings", "knits", "paints"):
        assert word not in found.about_me
    assert "pills" in found.never_use
    assert "yacht" not in found.never_use
    assert "yacht" in found.to_delete
    assert "lake" not in found.to_delete


def test_the_persons_own_wording_stands_and_asks_anew(judged):
    review = Review(judged, PinnedClock())
    review.judge(1, {Question.TRUE: "yes"}, statement="The user rows on Sundays.")
    found = about_me(judged)
    assert found.when_it_fits == ()
    assert "The user rows on Sundays." in found.undecided


def test_without_judgments_there_is_nothing_to_hand_over(store):
    add_attributes(store, ["The user rows on the lake."])
    found = about_me(store)
    assert found.is_empty
    assert found.text == ""


def test_a_statement_is_one_line_whatever_it_holds(store):
    (id,) = add_attributes(store, ["The user rows."])
    review = Review(store, PinnedClock())
    review.judge(
        id,
        {Question.TRUE: "yes", Question.REMEMBER: "when_it_fits"},
        statement="The user\n\n- rows\n- and rows",
    )
    assert about_me(store).about_me.splitlines()[-1] == "- The user - rows - and rows"

import pytest
from reports import counts, figure, headlines, shown, table
from simulated import Simulated

from selfaudit.core.agreement.results import Method
from selfaudit.core.models.judgment import Policy


@pytest.fixture
def person(store):
    return Simulated(store)


def drawn(person, yes, no, unsure=0, refuse=0, frame=200):
    """A headline with these verdicts, drawn from a larger frame."""
    said = ["yes"] * yes + ["no"] * no + ["unsure"] * unsure + ["refuse"] * refuse
    ids = person.attributes(frame)
    person.cards(ids[: len(said)], frame=ids, answers=said)
    return ids


def test_without_data_nothing_is_said_but_what_it_takes(page):
    made = page("truth")
    assert made.sentence == (
        "You have not judged a card of the headline yet, so nothing can be said."
    )
    assert [one.name for one in made.figures] == ["accepted"]
    assert figure(made, "accepted").standing.needs[0].missing == 60
    assert (made.bars, made.tables, made.study) == ((), (), ())


def test_one_card_too_few_is_no_number_but_a_width(person, page):
    drawn(person, 47, 12)
    made = page("truth")
    held = figure(made, "accepted").standing
    assert held.shown is None
    assert held.width_so_far == pytest.approx(0.17, abs=0.02)
    assert made.sentence == "Not enough cards yet to say how much is right: 59 of 60 answered."
    assert made.study == ()
    assert not any(one.note for one in made.figures)


def test_exactly_the_minimum_is_said_with_its_interval(person, page):
    drawn(person, 48, 12)
    made = page("truth")
    said = shown(made, "accepted")
    assert (said.value, said.n, said.method) == (0.8, 60, Method.WILSON_FINITE)
    assert made.sentence == (
        "Of a hundred things that the model noted about you, between 70 and 87 are true as written."
    )
    assert counts(made, "true") == {"yes": 48, "can't say": 0, "no": 12}
    assert len(made.study) == 1


def test_refused_cards_do_not_count(person, page):
    drawn(person, 40, 19, refuse=10)
    made = page("truth")
    assert figure(made, "accepted").shown is None
    assert counts(made, "true")["rather not say"] == 10


def test_a_census_needs_no_minimum_and_has_no_interval(person, page):
    ids = person.attributes(10)
    person.cards(ids, answers=["yes"] * 7 + ["no"] * 2 + ["refuse"])
    made = page("truth")
    said = shown(made, "accepted")
    assert (said.value, said.method) == (pytest.approx(7 / 9), Method.CENSUS)
    assert made.sentence == (
        "You judged all that the model noted about you: 7 of 9 are true as written."
    )


def test_after_edits_stands_beside_in_a_census_too(person, page):
    ids = person.attributes(10)
    person.cards(ids, answers=["yes"] * 7 + ["no"] * 3)
    person.edit(ids[8], "Another wording.")
    made = page("truth")
    assert shown(made, "accepted").value == 0.7
    assert shown(made, "after_edits").value == 0.8
    assert shown(made, "after_edits").method is Method.CENSUS


def test_unsure_cards_bound_the_share(person, page):
    drawn(person, 45, 9, unsure=6)
    made = page("truth")
    assert shown(made, "accepted").value == 0.75
    assert figure(made, "accepted").note == (
        "You could not say of 6 cards: counted as not true, the figure is 75%, counted as true 85%."
    )


def test_draws_from_two_frames_are_weighted_in_every_figure(person, page):
    first = person.attributes(20)
    person.cards(first, answers=["yes"] * 20, probability=1.0)
    second = person.attributes(400)
    said = ["yes"] * 10 + ["unsure"] * 10 + ["no"] * 20
    person.cards(second[:40], frame=second, answers=said, probability=0.1)
    person.edit(second[39], "Another wording.")
    made = page("truth")
    accepted = shown(made, "accepted")
    assert accepted.method is Method.WILSON_EFFECTIVE
    assert accepted.value == pytest.approx((20 + 100) / 420)
    assert shown(made, "after_edits").value == pytest.approx((20 + 110) / 420)
    assert "as not true, the figure is 29%, counted as true 52%" in figure(made, "accepted").note


def test_only_draws_of_the_headline_feed_it(person, page):
    ids = person.attributes(100)
    person.cards(ids[:60], frame=ids, answers=["yes"] * 60)
    person.cards(ids[60:], policy=Policy.MOST_SUPPORT, answers=["no"] * 40)
    assert shown(page("truth"), "accepted").value == 1.0


def test_a_small_group_gets_counts_alone(person, page):
    drawn(person, 100, 0)  # 20 cards in each of five categories
    groups = table(page("truth"), "categories")
    assert [row.figures[0].shown.value for row in groups.rows] == [1.0] * 5
    assert groups.rows[0].figures[0].rests_on == "20 of 20 cards"


def test_what_came_from_several_exports_is_told_apart(person, page):
    assert "chats" not in {table.name for table in page("truth").tables}
    drawn(person, 60, 0)
    assert "chats" not in {table.name for table in page("truth").tables}
    with person.store.database.write():
        person.store.database.execute(
            "UPDATE conversation SET format = 'claude'"
            " WHERE CAST(substr(external_id, 6) AS INTEGER) < 25"
        )
    by = table(page("truth"), "chats")
    found = {row.label: row.figures[0].rests_on for row in by.rows}
    assert found == {"Claude": "25 of 25 cards", "ChatGPT": "35 of 35 cards"}


def test_groups_below_twenty_have_no_share(person, page):
    drawn(person, 60, 0)
    groups = table(page("truth"), "categories")
    assert [row.figures[0].estimate for row in groups.rows] == [None] * 5
    assert groups.rows[0].figures[0].rests_on == "12 of 12 cards"


def test_what_was_held_back_is_a_census(person, page):
    person.attributes(30, quarantined=10)
    said = shown(page("truth"), "quarantined")
    assert (said.value, said.method) == (0.25, Method.CENSUS)


def test_every_number_names_the_judgments_behind_it(person, page):
    ids = drawn(person, 48, 12)
    made = page("truth")
    behind = figure(made, "accepted").behind
    assert [one.id for one in behind] == ids[:60]
    assert {one.said for one in behind} == {"yes", "no"}
    assert sum(len(bar.behind) for bar in made.bars[0].bars) == 60


def test_nothing_below_its_minimum_has_a_number(person, page):
    drawn(person, 25, 5)
    assert all(one.shown is None for one in headlines(page("truth")))

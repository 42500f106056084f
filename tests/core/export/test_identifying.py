from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.export.identifying import Facet, coarser, facets, together
from selfaudit.core.export.people import mentions_someone_else

ONE_FACET = {
    "The user lives in Utrecht.": Facet.PLACE,
    "Lives near the harbour.": Facet.PLACE,
    "The user moved to Tromsø last year.": Facet.PLACE,
    "The user rents a small flat above a bakery.": Facet.PLACE,
    "The user is a nurse.": Facet.WORK,
    "The user works as a court interpreter.": Facet.WORK,
    "The user mostly works nights.": Facet.WORK,
    "The user repairs church organs for a living.": Facet.WORK,
    "The user studied hydrology.": Facet.WORK,
    "The user runs a small bakery.": Facet.WORK,
    "The user is training to become a pilot.": Facet.WORK,
    "The user drives a school bus.": Facet.WORK,
    "The user inspects lifts for an insurance company.": Facet.WORK,
    "The user is 34 years old.": Facet.AGE,
    "The user turned 60 in May.": Facet.AGE,
    "I'm 23.": Facet.AGE,
    "The user is in their thirties.": Facet.AGE,
    "The user has two children.": Facet.FAMILY,
    "The user is divorced.": Facet.FAMILY,
    "The user’s sister is strict.": Facet.FAMILY,
    "The user lives alone.": Facet.FAMILY,
    "The user is allergic to kiwi.": Facet.HEALTH,
    "The user has ADHD.": Facet.HEALTH,
    "The user suffers from hay fever.": Facet.HEALTH,
    "The user takes iron tablets with orange juice.": Facet.HEALTH,
    "The user is Dutch.": Facet.ORIGIN,
    "The user grew up on an island without cars.": Facet.ORIGIN,
    "The user is originally from Chile.": Facet.ORIGIN,
    "The user was born on a ferry.": Facet.ORIGIN,
    "The user's mother tongue is Basque.": None,
    "The user plays the bassoon in a village band.": Facet.PASTIME,
    "The user collects barometers from old ships.": Facet.PASTIME,
    "The user goes orienteering every other Sunday.": Facet.PASTIME,
    "The user makes lace with wooden bobbins.": Facet.PASTIME,
    "The user reads, and plays the nyckelharpa.": Facet.PASTIME,
}
NO_FACET = [
    "The user plays football.",
    "The user likes cooking.",
    "The user goes hiking at weekends.",
    "The user prefers short answers.",
    "The user likes dark chocolate.",
    "The user speaks French.",
    "The user thinks that shops should close on Wednesdays.",
    "The user uses a typewriter for letters.",
    "The user has a parrot.",
    "The user inherited a grandfather clock.",
    "The user has run 12 marathons.",
    "The user's laptop is 30 months old.",
    "The user lives in hope.",
]


@pytest.mark.parametrize(("statement", "facet"), ONE_FACET.items())
def test_what_a_statement_gives_away(statement, facet):
    assert facets(statement) == ({facet} if facet else {Facet.ORIGIN, Facet.FAMILY})


@pytest.mark.parametrize("statement", NO_FACET)
def test_what_gives_nothing_away(statement):
    assert facets(statement) == frozenset()
    assert coarser(statement) is None


def test_one_statement_may_give_away_several():
    told = facets("The user is a 34-year-old Dutch nurse who lives in Utrecht.")
    assert told >= {Facet.AGE, Facet.WORK, Facet.PLACE}


def test_two_facets_are_no_warning_and_three_are():
    two = {1: "The user lives in Utrecht.", 2: "The user is a nurse.", 3: "The user likes tea."}
    assert not together(two).could_identify
    assert together(two).rows == {Facet.PLACE: (1,), Facet.WORK: (2,)}
    three = {**two, 4: "The user has ADHD.", 5: "The user works as a nurse."}
    assert together(three).could_identify
    assert together(three).rows[Facet.WORK] == (2, 5)


def test_three_of_the_same_are_no_warning():
    same = {number: f"The user lives in town {number}." for number in range(5)}
    assert not together(same).could_identify


def test_the_coarser_sentence_says_what_it_is_about():
    assert coarser("The user lives in Utrecht.") == "Says where they live."
    assert coarser("The user is a nurse.") == "Says what work they do."
    assert (
        coarser("The user is 34 years old, works as a nurse and lives in Utrecht.")
        == "Says where they live, what work they do and how old they are."
    )


@pytest.mark.parametrize("statement", ONE_FACET)
def test_a_coarser_sentence_gives_nothing_away_and_mentions_nobody(statement):
    sentence = coarser(statement)
    assert facets(sentence) == frozenset()
    assert not mentions_someone_else(sentence, None, subject=None, why=None)


@pytest.mark.parametrize("parts", combinations(list(ONE_FACET)[::4], 3))
def test_nothing_of_what_was_said_is_in_the_coarser_sentence(parts):
    sentence = coarser(" ".join(parts))
    assert facets(sentence) == frozenset()


STATEMENTS = st.dictionaries(
    st.integers(), st.sampled_from([*ONE_FACET, *NO_FACET]) | st.text(max_size=80), max_size=12
)


@given(STATEMENTS)
def test_the_whole_is_what_its_rows_are(statements):
    found = together(statements)
    every = {facet for statement in statements.values() for facet in facets(statement)}
    assert set(found.rows) == every
    assert found.could_identify == (len(every) >= 3)
    for facet, rows in found.rows.items():
        assert rows
        assert all(facet in facets(statements[row]) for row in rows)


@given(STATEMENTS)
def test_with_every_coarser_sentence_taken_there_is_no_warning(statements):
    taken = {row: coarser(statement) or statement for row, statement in statements.items()}
    assert together(taken).rows == {}


@given(STATEMENTS, st.integers(), st.sampled_from(list(ONE_FACET)))
def test_another_row_never_takes_a_facet_away(statements, row, statement):
    more = together({**statements, row: statement}) if row not in statements else None
    assert more is None or set(more.rows) >= set(together(statements).rows)

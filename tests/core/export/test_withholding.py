import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.export.defaults import defaults
from selfaudit.core.export.fields import Ref
from selfaudit.core.export.gathering.cut import take_cut
from selfaudit.core.export.gathering.gather import gather
from selfaudit.core.export.tables.comparison import FactRow
from selfaudit.core.export.tables.registry import BY_NAME, TABLES
from selfaudit.core.export.withholding import (
    Choice,
    Decision,
    Kind,
    Reason,
    Target,
    key_of,
    rule,
)


@pytest.fixture
def rows(store, person, clock):
    return gather(store, take_cut(store, clock.now()))


def of_row(table, value, decision=Decision.WITHHOLD, reason=Reason.TOO_PRIVATE):
    return Choice(Target(Kind.ROW, value, table), decision, reason)


def of(kind, value, decision=Decision.WITHHOLD, reason=Reason.OTHER):
    return Choice(Target(kind, value), decision, reason)


def test_nothing_is_ruled_on_without_a_choice(rows):
    assert rule(rows, [], {}) == {}


def test_a_withheld_attribute_takes_along_all_that_is_a_part_of_it(rows):
    attribute = rows["entries"][0].attribute
    rulings = rule(rows, [of_row("attributes", attribute)], {})
    for name in ("revisions", "evidence", "cards", "judgments", "entries", "marks"):
        for row in rows[name]:
            ruling = rulings.get(key_of(BY_NAME[name], row))
            if row.attribute == attribute:
                assert ruling is not None
                assert ruling.decision is Decision.WITHHOLD
                assert ruling.reason is Reason.TOO_PRIVATE
                assert ruling.by is not None
            else:
                assert ruling is None
    entries = {row.id for row in rows["entries"] if row.attribute == attribute}
    for score in rows["selector_scores"]:
        withheld = key_of(BY_NAME["selector_scores"], score) in rulings
        assert withheld is (score.entry in entries)


def test_an_attribute_without_text_keeps_the_labels_of_its_parts(rows):
    attribute = rows["judgments"][0].attribute
    rulings = rule(rows, [of_row("attributes", attribute, Decision.WITHOUT_TEXT)], {})
    kinds = {key[0] for key in rulings}
    assert kinds == {"attributes", "revisions", "evidence", "judgments"}
    assert {ruling.decision for ruling in rulings.values()} == {Decision.WITHOUT_TEXT}


def test_a_coarser_statement_stands_in_its_wordings_and_its_quotes_go(rows):
    attribute = rows["judgments"][0].attribute
    rulings = rule(rows, [of_row("attributes", attribute, Decision.COARSER)], {})
    by_table = {key[0]: ruling.decision for key, ruling in rulings.items()}
    assert by_table["attributes"] is Decision.COARSER
    assert by_table["revisions"] is Decision.COARSER
    assert by_table["evidence"] is Decision.WITHOUT_TEXT


def test_a_prompt_takes_along_its_pairs_and_their_votes(rows):
    prompt = rows["pairs"][0].prompt
    rulings = rule(rows, [of_row("prompts", prompt)], {})
    pairs = {row.id for row in rows["pairs"] if row.prompt == prompt}
    withheld = {key for key, ruling in rulings.items() if ruling.decision is Decision.WITHHOLD}
    assert {("pairs", pair) for pair in pairs} <= withheld
    for vote in rows["votes"]:
        assert (("votes", vote.id) in withheld) is (vote.pair in pairs)


def test_an_answer_that_was_given_a_withheld_attribute_loses_its_text(rows):
    pair = next(row for row in rows["pairs"] if row.other is not None)
    fact = FactRow(
        pair=pair.id,
        position=0,
        attribute=rows["attributes"][0].id,
        revision=rows["revisions"][0].id,
        stranger=None,
    )
    rulings = rule({**rows, "facts": [fact]}, [of_row("attributes", rows["attributes"][0].id)], {})
    assert rulings["answers", pair.other].decision is Decision.WITHOUT_TEXT
    assert ("answers", pair.generic) not in rulings
    assert ("pairs", pair.id) not in rulings


def test_a_stage_goes_without_what_other_stages_need(rows):
    for stage, gone, stays in (
        ("review", {"judgments", "cards", "evidence"}, {"attributes", "revisions", "marks"}),
        ("relevance", {"entries", "marks", "selections", "selector_scores"}, {"pairs", "votes"}),
        ("comparison", {"answers", "pairs", "votes", "judge_verdicts"}, {"marks", "judgments"}),
    ):
        rulings = rule(rows, [of(Kind.STAGE, stage, reason=Reason.STAGE)], {})
        for name in gone:
            assert all(key_of(BY_NAME[name], row) in rulings for row in rows[name])
        for name in stays:
            assert not any(key_of(BY_NAME[name], row) in rulings for row in rows[name])


def test_a_conversation_goes_with_the_attributes_that_only_it_supports(rows):
    piece = rows["evidence"][0]
    rulings = rule(rows, [of(Kind.CONVERSATION, piece.conversation)], {})
    assert rulings["evidence", f"{piece.id}/{piece.attribute}"].decision is Decision.WITHHOLD
    only = [row for row in rows["evidence"] if row.attribute == piece.attribute]
    assert (("attributes", piece.attribute) in rulings) is (
        {row.conversation for row in only} == {piece.conversation}
    )


def test_a_category_and_a_word_name_their_rows(rows):
    category = rows["attributes"][0].category
    rulings = rule(rows, [of(Kind.CATEGORY, category)], {})
    for row in rows["attributes"]:
        assert (("attributes", row.id) in rulings) is (row.category == category)
    statement = rows["attributes"][5].statement
    rulings = rule(rows, [of(Kind.WORD, statement.upper(), Decision.WITHOUT_TEXT)], {})
    assert rulings["attributes", rows["attributes"][5].id].decision is Decision.WITHOUT_TEXT


def test_what_the_person_says_of_a_row_stands_before_everything_else(rows):
    attribute = rows["attributes"][0]
    default = {("attributes", attribute.id): of_row("attributes", attribute.id)}
    keep = of_row("attributes", attribute.id, Decision.KEEP)
    assert rule(rows, [], default)
    assert rule(rows, [keep], default) == {}
    wide = of(Kind.CATEGORY, attribute.category, Decision.WITHOUT_TEXT)
    assert rule(rows, [wide], default)["attributes", attribute.id].decision is Decision.WITHOUT_TEXT
    assert ("attributes", attribute.id) not in rule(rows, [wide, keep], default)


def test_other_people_are_withheld_and_what_was_never_judged_has_no_text(rows, store, person):
    said = rows["attributes"][0]
    other = type(said)(
        **{**{name: getattr(said, name) for name in said.__struct_fields__}, "statement": "x"}
    )
    assert other.statement == "x"
    unjudged = type(said)(
        **{**{name: getattr(said, name) for name in said.__struct_fields__}, "id": "999"}
    )
    mentions = type(said)(
        **{
            **{name: getattr(said, name) for name in said.__struct_fields__},
            "id": "998",
            "statement": "The user's wife is a nurse.",
        }
    )
    found = defaults({**rows, "attributes": [*rows["attributes"], unjudged, mentions]})
    assert found["attributes", "999"].reason is Reason.NOT_JUDGED
    assert found["attributes", "999"].decision is Decision.WITHOUT_TEXT
    assert found["attributes", "998"].reason is Reason.OTHER_PERSON
    assert found["attributes", "998"].decision is Decision.WITHHOLD
    why = {row.attribute for row in rows["judgments"] if row.answer == "someone_else"}
    assert why
    assert {key[1] for key, choice in found.items() if choice.reason is Reason.OTHER_PERSON} >= why


@given(data=st.data())
def test_nothing_that_stays_is_a_part_of_what_goes(chosen_rows, data):
    keys = data.draw(st.lists(st.sampled_from(chosen_rows[1]), max_size=6))
    decisions = st.sampled_from(list(Decision))
    choices = [of_row(table, value, data.draw(decisions)) for table, value in keys]
    rulings = rule(chosen_rows[0], choices, {})
    gone = {key for key, ruling in rulings.items() if ruling.decision is Decision.WITHHOLD}
    for table in TABLES:
        for column in table.columns:
            if not isinstance(column.kind, Ref) or not column.kind.owns:
                continue
            for row in chosen_rows[0].get(table.name, ()):
                owner = (column.kind.table, str(getattr(row, column.name)))
                assert owner not in gone or key_of(table, row) in gone


@pytest.fixture(scope="module")
def chosen_rows(tmp_path_factory):
    """A small person's rows and their keys, made once for every example."""
    from builders import PinnedClock, open_store
    from simulated import Simulated, Truth, arms

    store = open_store(tmp_path_factory.mktemp("small"))
    person = Simulated(store, Truth(), 5)
    ids = person.attributes(12)
    person.cards(ids[:6], frame=ids)
    person.marks(3, ids[:8])
    person.pairs(arms(5), repeats=1)
    rows = gather(store, take_cut(store, PinnedClock.time))
    store.close()
    keys = [key_of(table, row) for table in TABLES for row in rows.get(table.name, ())]
    return rows, keys

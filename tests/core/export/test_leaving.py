import pytest

from selfaudit.core.export.fields import Id, Pseudonym, Ref, Since, Text
from selfaudit.core.export.gathering.cut import take_cut
from selfaudit.core.export.gathering.gather import gather
from selfaudit.core.export.leaving import is_public, leave, opaque
from selfaudit.core.export.levels import Level
from selfaudit.core.export.tables.registry import BY_NAME, TABLES
from selfaudit.core.export.withholding import Choice, Decision, Kind, Reason, Target, rule

SECRET, OTHER_SECRET = b"s" * 32, b"t" * 32


@pytest.fixture
def rows(store, person, clock):
    return gather(store, take_cut(store, clock.now()))


def as_it_is(table, column, row):
    return getattr(row, column.name)


def left(rows, level, secret=SECRET, choices=(), redact=as_it_is):
    rulings = rule(rows, choices, {})
    tables = leave(rows, rulings, level, secret, redact, lambda text: "Says something.")
    return {
        name: [one.row for one in leaving if one.row is not None]
        for name, leaving in tables.items()
    }


@pytest.mark.parametrize("level", Level)
def test_a_field_is_there_from_its_level_on(rows, level):
    found = left(rows, level)
    for table in TABLES:
        for before, row in zip(rows.get(table.name, ()), found[table.name], strict=True):
            for column in table.columns:
                value = getattr(row, column.name)
                if level.holds(column.since):
                    assert (value is None) is (getattr(before, column.name) is None)
                elif not is_public(row):
                    assert value is None


def test_every_id_is_the_packages_own_and_references_still_meet(rows):
    found, other = left(rows, Level.LABELS), left(rows, Level.LABELS, OTHER_SECRET)
    stored = {row.id for row in rows["attributes"]}
    ids = {row.id for row in found["attributes"]}
    assert len(ids) == len(stored)
    assert not ids & stored
    assert not ids & {row.id for row in other["attributes"]}
    for table in TABLES:
        for column in table.columns:
            if isinstance(column.kind, Ref):
                there = {row.id for row in found[column.kind.table]}
                named = {getattr(row, column.name) for row in found[table.name]} - {None}
                assert named <= there
            if isinstance(column.kind, Id | Pseudonym):
                assert all(
                    len(getattr(row, column.name) or "x" * 20) == 20 for row in found[table.name]
                )


def test_an_opaque_id_needs_the_secret():
    assert opaque(SECRET, "attributes", "1") == opaque(SECRET, "attributes", "1")
    several = {
        opaque(SECRET, "attributes", "1"),
        opaque(SECRET, "attributes", "2"),
        opaque(SECRET, "prompts", "1"),
        opaque(OTHER_SECRET, "attributes", "1"),
    }
    assert len(several) == 4


def test_a_reference_to_a_row_that_went_is_empty(rows, store, person):
    card = next(row for row in rows["judgments"])
    piece = next(row for row in rows["evidence"] if row.attribute == card.attribute)
    judgment = type(card)(
        **{
            **{name: getattr(card, name) for name in card.__struct_fields__},
            "evidence": piece.id,
        }
    )
    changed = {**rows, "judgments": [judgment]}
    target = Target(Kind.ROW, f"{piece.id}/{piece.attribute}", "evidence")
    choice = Choice(target, Decision.WITHHOLD, Reason.OTHER)
    assert left(changed, Level.FULL)["judgments"][0].evidence is not None
    found = left(changed, Level.FULL, choices=[choice])
    assert len(found["evidence"]) == len(rows["evidence"]) - 1
    assert found["judgments"][0].evidence is None


def test_text_is_redacted_and_nothing_else_is(rows):
    seen = []

    def redact(table, column, row):
        seen.append((table.name, column.name))
        return "[redacted]"

    found = left(rows, Level.FULL, redact=redact)
    for name, field in set(seen):
        column = next(one for one in BY_NAME[name].columns if one.name == field)
        assert isinstance(column.kind, Text)
    assert {row.statement for row in found["attributes"]} == {"[redacted]"}
    assert {row.category for row in found["attributes"]} == {
        row.category for row in rows["attributes"]
    }


def test_a_prompt_that_comes_with_the_program_is_no_secret(rows):
    bundled = [row for row in rows["prompts"] if is_public(row)]
    assert all(row.source == "bundled" for row in bundled)
    by_text = {row.text for row in left(rows, Level.LABELS)["prompts"]}
    assert by_text == {row.text for row in bundled} | {None}


def test_a_coarser_statement_leaves_in_the_place_of_its_own(rows):
    attribute = rows["judgments"][0].attribute
    choice = Choice(
        Target(Kind.ROW, attribute, "attributes"), Decision.COARSER, Reason.COULD_IDENTIFY
    )
    found = left(rows, Level.ATTRIBUTES, choices=[choice])
    changed = [row for row in found["attributes"] if row.statement == "Says something."]
    assert [row.id for row in changed] == [opaque(SECRET, "attributes", attribute)]
    wordings = {row.statement for row in found["revisions"] if row.attribute == changed[0].id}
    assert wordings == {"Says something."}


def test_times_and_seeds_are_only_in_the_fullest(rows):
    of_time = [
        (table.name, column.name)
        for table in TABLES
        for column in table.columns
        if isinstance(column.kind, Since)
    ]
    assert ("judgments", "decided_at") in of_time
    assert ("pairs", "seed") in of_time
    for level in (Level.LABELS, Level.ATTRIBUTES):
        found = left(rows, level)
        for name, field in of_time:
            assert {getattr(row, field) for row in found[name]} <= {None}

from collections import Counter

import pytest
from builders import PinnedClock
from exports import MAIL, home_to_export

from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.replaced import replaced_in
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.paths import Home
from selfaudit.core.store.packages import StoredName
from selfaudit.core.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = Store(Home(home_to_export(tmp_path_factory.mktemp("replaced"))))
    yield store
    store.close()


def found_in(store, drafting):
    redacting = drafting.redacting()
    prepared = drafting.prepared()
    return prepared, [
        (one, each)
        for rows in prepared.tables.values()
        for one in rows
        for each in replaced_in(one, prepared.level, redacting)
    ]


@pytest.mark.parametrize("level", list(Level))
def test_one_by_one_it_is_what_the_log_counts(store, level):
    drafting = Drafting(store, PinnedClock())
    drafting.set_level(level)
    drafting.list_names([StoredName("Mara Lind", "name"), StoredName("Porto", "place")])
    drafting.decide(Target(Kind.ROW, "8", "attributes"), Decision.WITHOUT_TEXT, Reason.OTHER)
    prepared, found = found_in(store, drafting)
    counted = Counter((one.key[0], each.field, each.replacement.rule.value) for one, each in found)
    assert counted == {(one.table, one.field, one.rule): one.count for one in prepared.redactions}
    assert bool(found) == (level is not Level.LABELS)
    for one, each in found:
        left, stored = (getattr(row, each.field) for row in (one.row, one.stored))
        where = each.replacement
        assert left[where.new_start : where.new_end] == where.pseudonym
        assert stored[where.start : where.end] == each.original
        assert MAIL not in repr(each)


def test_what_is_left_as_it_is_is_still_found(store):
    drafting = Drafting(store, PinnedClock())
    drafting.set_level(Level.FULL)
    _, before = found_in(store, drafting)
    (key,) = {each.replacement.kept_key for _, each in before if each.original == MAIL}
    drafting.leave_as_it_is(key)
    _, after = found_in(store, drafting)
    drafting.replace_again(key)
    kept = [each for _, each in after if each.replacement.is_kept]
    assert len(after) == len(before)
    assert {each.original for each in kept} == {MAIL}


def test_texts_are_those_that_leave_each_once(store):
    drafting = Drafting(store, PinnedClock())
    drafting.set_level(Level.LABELS)
    assert drafting.texts(drafting.prepared()) == []
    drafting.set_level(Level.ATTRIBUTES)
    statements = drafting.texts(drafting.prepared())
    assert len(statements) == len(set(statements)) == 6
    assert not any("sister Ann" in one for one in statements)
    drafting.set_level(Level.FULL)
    assert set(statements) < set(drafting.texts(drafting.prepared()))

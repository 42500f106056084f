import sqlite3

import pytest
from builders import open_store

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.store.packages import Making, StoredName, StoredWithholding

NOW = 1_750_000_000.0
MAKING = Making(NOW + 5, "{}", "[]", "{}", "text", "CODE", "1", "digest")
PLACE = StoredWithholding("category", "", "home", "WITHHOLD", "too_private")
WORD = StoredWithholding("word", "", "Lindenhof", "WITHOUT_TEXT", "word")


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def packages(store):
    return store.packages


def content(store):
    return [row["body"] for row in store.database.rows("SELECT body FROM content")]


def test_there_is_one_draft_at_a_time(packages):
    draft = packages.begin("a", b"s" * 32, "labels", NOW)
    assert packages.draft() == draft
    assert packages.made() == []
    with pytest.raises(sqlite3.IntegrityError):
        packages.begin("b", b"t" * 32, "labels", NOW)


def test_a_made_package_stays_as_it_was_made(packages):
    packages.begin("a", b"s" * 32, "labels", NOW)
    made = packages.make("a", MAKING)
    assert (packages.draft(), packages.made()) == (None, [made])
    assert made.withdrawal_code == "CODE"
    with pytest.raises(sqlite3.IntegrityError, match="stays as it was made"):
        packages.set_level("a", "full")
    assert packages.get("a") == made


def test_an_unknown_package_is_named_by_no_one(packages):
    with pytest.raises(UnknownIdError, match="No package has the id"):
        packages.get("zzz")


def test_a_choice_takes_the_place_of_the_one_before(packages):
    packages.begin("a", b"s" * 32, "labels", NOW)
    packages.withhold("a", PLACE, NOW)
    packages.withhold("a", WORD, NOW)
    kept = StoredWithholding("category", "", "home", "WITHOUT_TEXT", "other")
    packages.withhold("a", kept, NOW)
    assert packages.withholdings("a") == [WORD, kept]
    packages.let_go("a", "category", "", "home")
    packages.let_go("a", "word", "", "Lindenhof")
    assert packages.withholdings("a") == []


def test_words_and_names_are_personal_and_go_with_their_choice(store, packages):
    packages.begin("a", b"s" * 32, "labels", NOW)
    packages.withhold("a", WORD, NOW)
    packages.list_names("a", [StoredName("Anouk", "name"), StoredName("Veere", "place")])
    assert sorted(content(store)) == ["Anouk", "Lindenhof", "Veere"]
    packages.list_names("a", [StoredName("Veere", "place")])
    packages.let_go("a", "word", "", "Lindenhof")
    assert content(store) == ["Veere"]
    assert packages.names("a") == [StoredName("Veere", "place")]


def test_what_was_erased_is_missing_from_the_choices(store, packages):
    packages.begin("a", b"s" * 32, "labels", NOW)
    packages.withhold("a", WORD, NOW)
    packages.list_names("a", [StoredName("Anouk", "name")])
    with store.database.write():
        store.database.execute("DELETE FROM content")
    assert packages.names("a") == []
    assert [one.value for one in packages.withholdings("a")] == [None]


def test_kept_redactions_are_kept_by_key(packages):
    packages.begin("a", b"s" * 32, "labels", NOW)
    packages.keep("a", ["k1", "k2", "k1"])
    assert packages.kept("a") == {"k1", "k2"}
    packages.keep("a", ["k2"])
    assert packages.kept("a") == {"k2"}

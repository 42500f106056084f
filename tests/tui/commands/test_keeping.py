"""Erasing, backup and restore as a person calls them."""

import pytest
from builders import PinnedClock, open_store
from canaries import GOES, NAMES, canary, fill
from printed import lines

from selfaudit.local_models.lock import only_writer


@pytest.fixture
def filled(tmp_path):
    store = open_store(tmp_path)
    made = fill(store, PinnedClock(), tmp_path)
    store.close()
    return made


def found_in(folder):
    data = b"\n".join(path.read_bytes().lower() for path in folder.rglob("*") if path.is_file())
    return {name for name in NAMES if canary(name).lower().encode() in data}


def arguments(kind, filled):
    return {
        "attribute": ("attribute", filled.attributes[0]),
        "conversation": ("conversation", filled.conversation[:8]),
        "source": ("source", filled.sources[0]),
        "dates": ("dates", "1970-02-05", "1970-02-14"),
        "texts": ("everything", "--keep-judgments"),
        "everything": ("everything",),
    }[kind]


@pytest.mark.parametrize("kind", GOES)
def test_each_kind_is_shown_first_and_erased_when_agreed(kind, command, filled, tmp_path):
    asked = command("erase", *arguments(kind, filled), code=1)
    assert "This goes for good:" in asked.output
    assert "This stays:" in asked.output
    assert "Nothing was erased." in asked.output
    assert "--yes" in asked.stderr
    assert found_in(tmp_path / "home") == set(NAMES)
    (done,) = lines(command("erase", *arguments(kind, filled), "--yes", "--json"))
    assert done["erased"]
    assert done["plan"]["target"]["kind"] == kind
    assert found_in(tmp_path / "home") == set(NAMES) - GOES[kind]
    for reading in (
        ("status",),
        ("attributes",),
        ("sources",),
        ("next",),
        ("report",),
        ("doctor",),
        ("about-me",),
    ):
        shown = command(*reading).output
        assert not {name for name in GOES[kind] if canary(name) in shown}


def test_the_words_say_what_goes_and_what_stays(command, filled, tmp_path):
    command("backup", tmp_path / "copy.db")
    shown = command("erase", "conversation", filled.conversation, code=1).stdout
    for words in (
        "1 conversation\n",
        "2 messages\n",
        "4 notes that a model made of it\n",
        "1 comment of yours\n",
        "what you answered about it (7 judgments, 5 marks, 2 votes), without the texts",
        "1 attribute that other words of yours support as well",
        "Importing the same export again brings the messages back.",
        str(tmp_path / "copy.db"),
    ):
        assert words in shown
    assert "1 message that another import holds" in command("erase", "source", 1, code=1).stdout
    assert "another model may note it again" in command("erase", "attribute", 1, code=1).stdout
    assert "The models stay" in command("erase", "everything", code=1).stdout


def test_an_erased_attribute_is_listed_as_such(command, filled):
    command("erase", "attribute", filled.attributes[0], "--yes")
    assert "1. (erased)  [yes]" in command("attributes").stdout
    again = command("erase", "attribute", filled.attributes[0])
    assert "nothing to erase" in again.stdout
    command("judge", "attribute", filled.attributes[0], "no", code=1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("attribute", "99"), 1),
        (("conversation", "zzz"), 1),
        (("conversation", ""), 1),
        (("source", "99"), 1),
        (("dates", "2024-02-02", "2024-02-01"), 2),
        (("dates", "yesterday", "today"), 2),
        (("dates", "9999-12-31", "9999-12-31"), 2),
        (("attribute", "0"), 2),
    ],
)
def test_what_is_not_there_and_wrong_usage_are_told(words, code, command, filled, tmp_path):
    assert command("erase", *words, "--yes", code=code).stderr
    assert found_in(tmp_path / "home") == set(NAMES)


@pytest.mark.parametrize("work", ["extraction", "preparation"])
def test_nothing_is_changed_while_another_selfaudit_works(work, command, filled, tmp_path):
    copy = tmp_path / "copy.db"
    command("backup", copy)
    with only_writer(tmp_path / "home" / work):
        for words in (("erase", "everything", "--yes"), ("restore", copy, "--yes")):
            (told,) = lines(command(*words, "--json", code=1))
            assert told["error"]["title"] == "Nothing was changed"
            assert "Another selfaudit is" in told["error"]["message"]
    assert found_in(tmp_path / "home") == set(NAMES)
    command("erase", "everything", "--yes")
    command("restore", copy, "--yes")
    assert found_in(tmp_path / "home") == set(NAMES)


def test_a_copy_is_made_and_put_back(command, filled, tmp_path):
    copy = tmp_path / "copy.db"
    (made,) = lines(command("backup", copy, "--json"))
    assert (made["path"], made["bytes"]) == (str(copy), copy.stat().st_size)
    assert "--force" in command("backup", copy, code=1).stderr
    assert "not encrypted" in command("backup", copy, "--force").stdout
    command("erase", "everything", "--yes")
    asked = command("restore", copy, code=1)
    assert "3 conversations, 5 messages" in asked.stdout
    assert "Nothing was changed." in asked.stdout
    (done,) = lines(command("restore", copy, "--yes", "--json"))
    assert done["restored"]
    assert done["damaged"] is None
    assert len(lines(command("sources", "--json"))) == 2
    (tmp_path / "home" / "selfaudit.db").write_bytes(b"broken")
    shown = command("restore", copy, "--yes").stdout
    assert f"kept as {tmp_path / 'home' / 'selfaudit.db.damaged'}" in shown
    copy.write_bytes(b"broken too")
    assert "no SQLite file" in command("restore", copy, "--yes", code=1).stderr


def test_sources_are_listed(command, filled, tmp_path):
    first, second = lines(command("sources", "--json"))
    assert (first["messages"], first["alone"]) == (3, 2)
    assert (second["messages"], second["alone"]) == (3, 2)
    assert "2 of them in no other import" in command("sources").stdout
    command("erase", "everything", "--yes")
    assert "selfaudit import" in command("sources").stdout


def test_a_restore_needs_no_home_before(command, filled, tmp_path):
    copy = tmp_path / "copy.db"
    command("backup", copy)
    command("--home", tmp_path / "new", "restore", copy, "--yes")
    assert len(lines(command("--home", tmp_path / "new", "sources", "--json"))) == 2


def test_doctor_tells_of_traces(command, filled, tmp_path, monkeypatch):
    store = open_store(tmp_path)
    store.database.execute("INSERT INTO erasure (kind, erased_at) VALUES ('texts', 1.0)")
    store.close()
    with monkeypatch.context() as patched:
        patched.setattr("selfaudit.core.store.erasure.Erasure.finish", lambda self: None)
        (found,) = lines(command("doctor", "--json", code=1))
    assert [check["name"] for check in found["checks"] if not check["ok"]] == ["erasure"]
    (found,) = lines(command("doctor", "--json"))
    assert found["ok"]

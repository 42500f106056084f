import json
import stat

from builders import add_attributes, open_store


def test_the_texts_are_printed_and_saved_once(command, tmp_path):
    store = open_store(tmp_path)
    add_attributes(store, ["The user rows.", "The user owns a yacht."])
    store.close()
    assert "judge some cards first" in command("about-me").output
    command("judge", "attribute", 1, "yes", "--remember", "when_it_fits")
    command("judge", "attribute", 2, "no")
    assert "Use this where it fits:\n- The user rows." in command("about-me").output
    found = json.loads(command("about-me", "--json").output)
    assert found["when_it_fits"] == ["The user rows."]
    assert found["untrue"] == ["The user owns a yacht."]
    assert "yacht" in found["texts"]["to_delete"]
    file = tmp_path / "me.txt"
    command("about-me", "--save", file)
    assert "The user rows." in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("mine")
    assert "is there already" in command("about-me", "--save", file, code=1).output
    assert file.read_text() == "mine"
    command("about-me", "--save", file, "--force")
    assert "The user rows." in file.read_text()

import os
import signal

import pytest
from exports import STATEMENTS
from printed import lines


@pytest.fixture
def full(command, to_export):
    command("export", "level", "full")
    return command


def texts(full):
    return full("export", "rows", "attributes").stdout


def names(full, *arguments):
    (shown,) = lines(full("export", "names", *arguments, "--json"))
    return [(one["name"], one["kind"]) for one in shown["names"]]


def test_a_listed_name_is_replaced_until_it_is_taken_off(full):
    assert "No names are listed" in full("export", "names").stdout
    assert "Mara Lind" in texts(full)
    assert names(full, "--add", "Mara Lind") == [("Mara Lind", "name")]
    assert names(full, "--add", "Porto", "--kind", "place") == [
        ("Mara Lind", "name"),
        ("Porto", "place"),
    ]
    text = texts(full)
    assert "Mara" not in text
    assert "called [NAME-" in text
    assert "lives in [PLACE-" in text
    assert "name   Mara Lind\n" in full("export", "names").stdout
    assert names(full, "--remove", " mara lind ") == [("Porto", "place")]
    assert "Mara Lind" in texts(full)


def test_a_name_is_listed_once(full):
    names(full, "--add", "Mara")
    assert len(names(full, "--add", "mara")) == 1


def test_what_could_be_listed_is_proposed_and_not_listed(full):
    (shown,) = lines(full("export", "names", "--propose", "--json"))
    found = {(one["name"], one["kind"]) for one in shown["proposals"]}
    assert {("Mara Lind", "name"), ("Porto", "place"), ("Ann", "name")} <= found
    assert {one["source"] for one in shown["proposals"]} <= {"statement", "text"}
    assert names(full) == []
    assert "place  Porto  (" in full("export", "names", "--propose").stdout
    names(full, "--add", "Porto", "--kind", "place")
    (shown,) = lines(full("export", "names", "--propose", "--json"))
    assert "Porto" not in {one["name"] for one in shown["proposals"]}


def test_nothing_to_propose_is_no_promise(command):
    assert "does not mean there is none" in command("export", "names", "--propose").stdout


def test_the_model_proposes_what_it_sees_in_the_text_alone(full, use_model):
    shown = []

    def answer(request):
        shown.append(request.prompt)
        return (
            "name: Mara Lind\nname: Nobody There\n" if "Mara Lind" in request.prompt else "none\n"
        )

    use_model(answer)
    (done,) = lines(full("export", "names", "--ask-model", "--json"))
    assert [(one["name"], one["kind"], one["source"]) for one in done["proposals"]] == [
        ("Mara Lind", "name", "model")
    ]
    assert done["proposals"][0]["count"] >= 3
    assert done["dropped"] > 0
    assert (done["failed"], done["cancelled"], done["read"]) == (0, False, done["texts"])
    assert not any(STATEMENTS[5] in prompt for prompt in shown)
    assert len(shown) == len(set(shown)) == done["windows"]
    assert names(full) == []
    names(full, "--add", "Mara Lind")
    assert lines(full("export", "names", "--ask-model", "--json"))[0]["proposals"] == []
    said = full("export", "names", "--ask-model").stdout
    assert f"{done['texts']} of {done['texts']} texts read" in said


def test_ctrl_c_keeps_what_the_model_has_named(full, use_model):
    asked = []

    def answer(request):
        asked.append(request)
        if len(asked) == 9:
            os.kill(os.getpid(), signal.SIGINT)
        return "place: Porto\n" if "Porto" in request.prompt else "none\n"

    use_model(answer)
    (done,) = lines(full("export", "names", "--ask-model", "--json"))
    assert done["cancelled"]
    assert 0 < done["read"] < done["texts"]
    assert [one["name"] for one in done["proposals"]] == ["Porto"]


def test_the_model_is_not_asked_where_no_text_leaves(command, to_export, use_model):
    use_model(lambda _request: 1 / 0)
    (error,) = lines(command("export", "names", "--ask-model", "--json", code=1))
    assert "export level" in error["error"]["hint"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--add", "Ann", "--remove", "Ann"),
        ("--add", "Ann", "--propose"),
        ("--kind", "place"),
        ("--add", "Ann", "--kind", "mail"),
        ("--add", " 12 "),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(full, arguments):
    full("export", "names", *arguments, code=2)
    assert names(full) == []


def test_a_name_that_is_not_listed_cannot_be_taken_off(full):
    done = full("export", "names", "--remove", "Ann", code=1)
    assert "No name like that is listed." in done.stderr

"""The figures of `tests/quality` on a toy whose numbers were worked out by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from extractor import reading
from extractor.claims import Claim, auc, claim_figures
from extractor.crowd import Line, Utterance
from extractor.crowd_figures import dialogue_figures, mention_figures
from extractor.fact_figures import f1_difference, fact_figures, judged
from extractor.failures import failure
from extractor.figures import Figure
from extractor.labelled import Gold, Labelled, Trap
from extractor.matching import accepted
from extractor.outputs import add_outputs, outputs
from extractor.shown import Shown
from extractor.systems import Copying
from extractor.wording import holds, stems

NURSE = Gold("i'm a nurse", "The user is a nurse.", "user", "lasting", ("nurse",))
NO_PORK = Gold("i dont eat pork", "The user does not eat pork.", "user", "lasting", ("not", "pork"))
BROTHER = Gold(
    "my brother is a cook", "The user's brother is a cook.", "other", "lasting", ("brother", "cook")
)
MESSAGE = Labelled(
    Shown("m1", "i'm a nurse, i dont eat pork and my brother is a cook. dinner ideas for 6?"),
    "dev",
    "facts",
    "",
    (NURSE, NO_PORK, BROTHER),
    (),
    (),
)
FICTION = Labelled(
    Shown("m2", "write as a knight: i have lost my horse"),
    "dev",
    "fiction",
    "",
    (),
    (),
    (Trap("", ("horse",)),),
)
REQUEST = Labelled(Shown("m3", "how do i boil an egg"), "dev", "request", "", (), (), ())
MESSAGES = [MESSAGE, FICTION, REQUEST]


def row(message: Labelled, *statements: tuple[str, str | None], **tags: str) -> dict[str, Any]:
    """A line of outputs; a statement without a quote was quarantined."""
    rows = []
    for statement, quote in statements:
        start = message.shown.text.index(quote) if quote else -1
        rows.append(
            {
                "statement": statement,
                "quote": quote,
                "span": [start, start + len(quote)] if quote else None,
                "reason": None if quote else "quote not found",
                "subject": tags.get("subject"),
                "durability": tags.get("durability"),
            }
        )
    return {"id": message.shown.id, "statements": rows}


def figures(*rows: dict[str, Any]) -> dict[str, Figure | None]:
    return fact_figures(judged(MESSAGES, {one["id"]: one for one in rows}))


def value(found: dict[str, Figure | None], name: str) -> float:
    figure = found[name]
    assert figure is not None
    return figure.value


def test_precision_recall_and_f1_by_hand():
    found = figures(
        row(
            MESSAGE,
            ("The user works as a nurse.", "i'm a nurse"),
            ("The user eats pork.", "i dont eat pork"),
            ("The user is a pilot.", None),
            durability="lasting",
            subject="user",
        ),
        row(FICTION, ("The user has lost a horse.", "i have lost my horse")),
        row(REQUEST),
    )
    # Kept: nurse (right), pork (turned), horse (a story's). Of three facts one is found.
    assert value(found, "precision of statements") == pytest.approx(1 / 3)
    assert value(found, "recall of facts") == pytest.approx(1 / 3)
    assert value(found, "F1 of facts (n: messages)") == pytest.approx(1 / 3)
    assert value(found, "quote found, of what was written") == pytest.approx(3 / 4)
    assert value(found, "false alarms: all without a fact") == pytest.approx(1 / 2)
    assert value(found, "false alarms: fiction") == 1
    assert value(found, "false alarms: request") == 0
    assert value(found, "another voice's taken (fiction, texts)") == 1
    assert value(found, "others' facts taken for the user's") == 0
    assert value(found, "durability right, of facts found") == 1
    assert value(found, "failures: task-context confusion") == pytest.approx(1 / 3)
    assert value(found, "failures: overgeneralised") == pytest.approx(1 / 3)


def test_a_message_that_was_not_read_counts_nowhere():
    assert figures()["recall of facts"] is None
    assert value(figures(row(REQUEST)), "false alarms: all without a fact") == 0


@pytest.mark.parametrize(
    ("statement", "quote", "right", "wrong"),
    [
        ("The user is a nurse.", "i'm a nurse", 1, 0),
        ("The user is a nurse.", "i dont eat pork", 0, 1),  # the quote is another one
        ("i am a nurse.", "i'm a nurse", 0, 1),
        ("The user is a nurse with 3 children.", "i'm a nurse", 0, 1),
        ("The user is a nurse who loves helping lonely people.", "i'm a nurse", 0, 1),
        ("The user isn't a nurse.", "i'm a nurse", 0, 1),
        ("The user never eats pork.", "i dont eat pork", 1, 0),
        ("The user has a brother who cooks.", "my brother is a cook", 1, 0),
        ("The user has a brother.", "my brother is a cook", 0, 0),
        ("The user is a cook.", "my brother is a cook", 0, 1),
        ("The user's brother is a nurse.", "i'm a nurse", 0, 1),
        ("The user is a nurse and does not eat pork.", "i'm a nurse, i dont eat pork", 1, 0),
    ],
)
def test_what_counts_as_a_fact(statement: str, quote: str, right: int, wrong: int):
    (one,) = judged([MESSAGE], {"m1": row(MESSAGE, (statement, quote))})
    assert (one.right, len(one.wrong)) == (right, wrong)


def test_another_persons_fact_told_of_the_user_is_the_wrong_person():
    made = row(MESSAGE, ("The user is a cook.", "my brother is a cook"))
    assert value(figures(made), "others' facts taken for the user's") == 1
    assert failure(accepted(made)[0], MESSAGE) == "wrong person"
    tagged = row(MESSAGE, ("The user is a cook.", "my brother is a cook"), subject="other")
    assert value(figures(tagged), "others' facts taken for the user's") == 0


def test_numbers_and_stems_are_made_alike():
    assert stems("thirty-four nurses don't") == ["34", "nurs", "not"]
    assert holds("3|three", stems("has 3 kids"))
    assert holds("teacher", stems("two teachers"))
    assert not holds("car", stems("the carpet"))
    assert holds("6000", stems("has 6,000 saved"))


def claim(id: str, flaw: str) -> Claim:
    return Claim(id, id, "text", "", "quote", "The user is.", flaw, "dev")


def test_auc_and_f1_of_a_verifier_by_hand():
    rows = [claim("a", ""), claim("b", ""), claim("c", "changed"), claim("d", "wrong person")]
    scores = {"a": 0.9, "b": 0.4, "c": 0.6, "d": 0.1}
    found = auc(rows, scores)
    assert found is not None
    assert found.value == pytest.approx(3 / 4)  # b is below c; the other three pairs are in order
    made = claim_figures(rows, scores)
    assert value(made, "F1 of supported at 0.5 (n: messages)") == pytest.approx(1 / 2)
    assert value(made, "held back: changed") == 0
    assert value(made, "held back: wrong person") == 1
    ties = auc(rows[1:3], {"b": 0.5, "c": 0.5})
    assert ties is not None
    assert ties.value == pytest.approx(1 / 2)


def test_dialogues_and_mentions_by_hand():
    line = Line(Shown("l1", "i have a son in junior high"), ("son", "books"), (), ())
    quiet = Line(Shown("l2", "that is great"), (), (), ("i like cats",))
    made = {
        "id": "l1",
        "statements": row(
            Labelled(line.shown, "dev", "facts", "", (), (), ()), ("The user has a son.", "a son")
        )["statements"],
    }
    found = dialogue_figures([line, quiet], {"l1": made, "l2": {"id": "l2", "statements": []}})
    assert value(found, "triples found (object in the line)") == 1  # "books" isn't in the line
    assert value(found, "statements backed (crude)") == 1
    assert value(found, "noisy: lines without label or persona") == 0
    utterance = Utterance(Shown("l1", "i have a son in junior high"), ("a son",))
    assert value(mention_figures([utterance], {"l1": made}), "personal mentions in a quote") == 1


def test_outputs_can_be_continued(tmp_path: Path):
    messages = [message.shown for message in MESSAGES]
    assert add_outputs(tmp_path, "copying", Copying(), messages[:2]) == 2
    file = tmp_path / "copying.jsonl"
    file.write_text(file.read_text() + '{"id": "m3", "cut')
    assert add_outputs(tmp_path, "copying", Copying(), messages) == 1
    assert list(outputs(tmp_path, "copying")) == ["m1", "m2", "m3"]
    lines = file.read_text().splitlines()
    assert json.loads(lines[0]) == Copying().identity
    file.write_text('{"rule": "another"}\n')
    with pytest.raises(SystemExit, match="another system"):
        add_outputs(tmp_path, "copying", Copying(), messages)


def test_the_difference_of_two_systems_is_that_of_messages_both_read():
    good = judged(MESSAGES, {"m1": row(MESSAGE, ("The user is a nurse.", "i'm a nurse"))})
    bad = judged(MESSAGES, {"m1": row(MESSAGE), "m2": row(FICTION)})
    found = f1_difference(good, bad)
    assert found is not None
    assert found.value == pytest.approx(1 / 2)  # precision 1, recall 1/3; the other found nothing
    assert found.n == 1


def test_verdicts_count_while_their_statement_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    verdicts = tmp_path / "verdicts.toml"
    monkeypatch.setattr(reading, "VERDICTS", verdicts)
    made = {"m1": row(MESSAGE, ("The user is a nurse.", "i'm a nurse"))}
    assert reading.read_figures("toy", "dev", made) == {}
    sample = reading.to_read("toy", MESSAGES, made, 5)
    verdicts.write_text(
        sample.replace("supported = ", "supported = true")
        + sample.replace("supported = ", "supported = false").replace("a nurse.", "a pilot.")
    )
    found = reading.read_figures("toy", "dev", made)
    assert value(found, "read by hand: supported") == 1
    assert reading.read_figures("other", "dev", made)["read by hand: supported"] is None

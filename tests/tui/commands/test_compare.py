import json
import os
import signal
import sqlite3

import pytest
from builders import PinnedClock, open_store
from printed import lines
from stages_core import NO, YES, do, even_answer, judged, mark_block

from selfaudit.core.clock import SystemClock
from selfaudit.core.comparison.answering import Answering
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.comparison.wordings import VOTE_WORDINGS
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import AboutYou, Better, Reason, VoteQuestion
from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.tui.commands import voting as voting_command

PROMPTS = [f"What shall I do in month {number}?" for number in range(1, 7)]
ELSEWHERE = [
    {"prompt": "Why?", "without_memory": "Because.", "with_memory": "Because you asked."},
    {"prompt": "When?", "without_memory": "Now.", "with_memory": "Then."},
]


def marked(store, now=PinnedClock.time):
    """Prompts that were marked: one attribute relevant, one not."""
    bees, boats = judged(store, ["The user keeps bees.", "The user rows."])
    marks = {prompt: {bees: YES, boats: NO} for prompt in PROMPTS}
    mark_block(store, marks, revealed=True, now=now)


@pytest.fixture
def marks(tmp_path):
    store = open_store(tmp_path)
    marked(store)
    store.close()


@pytest.fixture
def prepared(tmp_path):
    """A block of ten pairs and a repeat, all with answers; the first pair asks what is asked."""
    store = open_store(tmp_path)
    marked(store)
    block = Voting(store, PinnedClock()).planning.begin(4)
    model = ScriptedModel(even_answer)
    do(Answering(store, PinnedClock(), model.identity), store, model)
    model.close()
    ids = [pair.id for pair in store.pairs.of(block.id)]
    store.close()
    change(tmp_path, "UPDATE pair SET asks_about_you = position = 0")
    return ids


def change(tmp_path, *statements):
    with sqlite3.connect(tmp_path / "home" / "selfaudit.db") as database:
        for statement in statements:
            database.execute(statement)
    database.close()


def vote_all(command):
    """Vote on every pair that is left."""
    while lines(command("compare", "next", "--json"))[0]["pair"] is not None:
        (voted,) = lines(command("compare", "vote", "4", "--json"))
        if voted["open"] is not None:
            command("compare", "vote", "neither")


def shown_by(done):
    return lines(done)[0]["pair"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("prepare",), "First say what should matter"),
        (("prepare", "--now"), "First say what should matter"),
        (("vote", "3"), "selfaudit compare next"),
        (("reveal",), "selfaudit compare prepare"),
        (("reveal", "--block", "2"), "selfaudit compare prepare"),
        (("judge",), "selfaudit compare prepare"),
        (("show", "7"), "selfaudit compare next"),
        (("rate", "7", "1", "3"), "selfaudit compare next"),
    ],
)
def test_before_anything_can_be_compared_every_command_says_what_to_do(command, arguments, hint):
    assert hint in command("compare", *arguments, code=1).stderr
    (told,) = lines(command("compare", *arguments, "--json", code=1))
    assert hint in told["error"]["hint"]


def test_without_a_block_there_is_no_pair(command):
    assert lines(command("compare", "next", "--json")) == [{"block": None, "pair": None}]
    assert "compare prepare" in command("compare", "show").stdout
    assert lines(command("compare", "undo", "--json")) == [{"undone": []}]


def test_fresh_marks_are_left_to_rest_unless_the_person_wants_otherwise(
    command, use_model, tmp_path
):
    use_model(even_answer)
    store = open_store(tmp_path)
    marked(store, SystemClock().now())
    assert "--now" in command("compare", "prepare", code=1).stderr
    assert store.blocks.all(Stage.COMPARISON) == []
    store.close()
    events = lines(command("compare", "prepare", "--now", "--json"))
    assert events[0] == {"event": "begun", "block": 1, "pairs": 11}
    assert events[-1]["event"] == "done"
    assert "has its two answers" in command("compare", "prepare").stdout


def test_no_block_is_begun_without_a_model(command, marks, tmp_path):
    assert "--yes" in command("compare", "prepare", code=1).stderr
    store = open_store(tmp_path)
    assert store.blocks.all(Stage.COMPARISON) == []
    store.close()


def test_ctrl_c_keeps_the_answers_that_are_made(command, marks, use_model):
    asked = []

    def interrupt(request):
        asked.append(request)
        if len(asked) > 6:
            os.kill(os.getpid(), signal.SIGINT)
        return even_answer(request)

    use_model(interrupt)
    stopped = command("compare", "prepare").stdout
    assert "Block 1 begins: 11 pairs." in stopped
    assert "Stopped: " in stopped
    use_model(even_answer)
    events = lines(command("compare", "prepare", "--json"))
    assert 3 <= events[0]["known"] < 10
    assert events[-1]["cancelled"] is False
    assert lines(command("compare", "next", "--json"))[0]["block"]["ready"] == 11


def test_a_pair_whose_answers_are_missing_is_not_shown(command, prepared, tmp_path):
    change(tmp_path, "UPDATE pair SET generic = NULL, other = NULL WHERE position = 1")
    command("compare", "vote", "3", "--about-you", "neither")
    assert shown_by(command("compare", "next", "--json")) is None
    assert "`selfaudit compare prepare` goes on" in command("compare", "next").stdout


def test_nothing_shown_before_the_reveal_tells_the_arms_apart(command, prepared, tmp_path):
    def everything_shown(pair):
        shown = [
            command("compare", *arguments).output
            for arguments in (
                ("next",),
                ("next", "--json"),
                ("show",),
                ("show", "--json"),
                ("show", pair),
                ("show", pair, "--json"),
            )
        ]
        shown += [command("status", "--json").output, command("prompts", "list").output]
        return "".join(shown) + command("compare", "reveal", code=1).output

    for number, pair in enumerate(prepared):
        before = everything_shown(pair)
        assert shown_by(command("compare", "show", "--json"))["place"] == number + 1
        change(
            tmp_path,
            "UPDATE pair SET generic = other, other = generic, seed = seed + 1,"
            " redraws = redraws + 1,"
            " generic_side = CASE generic_side WHEN 'left' THEN 'right' ELSE 'left' END,"
            " arm = CASE arm WHEN 'marked' THEN 'catch' WHEN 'catch' THEN 'stranger'"
            " WHEN 'stranger' THEN 'irrelevant' ELSE 'marked' END",
            "DELETE FROM mention",
            "DELETE FROM fact",
            "UPDATE answer SET seed = seed + 1, run = NULL, finish_reason = 'length'",
        )
        assert everything_shown(pair) == before
        voted = command("compare", "vote", "2", "--json").stdout
        assert "arm" not in voted
        if json.loads(voted)["open"]:
            command("compare", "vote", "both")
    assert command("compare", "reveal").stdout


def test_a_pair_is_shown_with_two_texts_and_the_question_in_its_words(command, prepared):
    pair = shown_by(command("compare", "next", "--json"))
    assert pair.keys() == {
        *("pair", "place", "prompt", "left", "right"),
        *("question", "wording", "answers", "reasons", "given"),
    }
    assert pair["wording"] == VOTE_WORDINGS[VoteQuestion.BETTER].text
    assert list(pair["answers"]) == ["1", "2", "3", "4", "5", "both-bad", "skip"]
    assert list(pair["reasons"]) == voting_command.REASONS
    text = command("compare", "show").stdout
    assert text.index(pair["left"]) < text.index("RIGHT") < text.index(pair["right"])
    assert VOTE_WORDINGS[VoteQuestion.BETTER].text in text
    assert VOTE_WORDINGS[VoteQuestion.ABOUT_YOU].text not in text


def test_one_call_answers_all_that_a_pair_asks(command, prepared):
    (voted,) = lines(
        command(
            *("compare", "vote", "4", "--about-you", "cannot-tell", "--json"),
            *("--reason", "other-too-personal", "--reason", "fits-me"),
        )
    )
    assert [(one["question"], one["answer"]) for one in voted["votes"]] == [
        ("better", "right_slightly"),
        ("reasons", "fits_me,other_too_personal"),
        ("about_you", "cannot_tell"),
    ]
    assert voted["open"] is None
    assert voted["block"]["done"] == 1
    again = shown_by(command("compare", "show", prepared[0], "--json"))
    assert again["given"] == {
        "better": "4",
        "reasons": ["fits-me", "other-too-personal"],
        "about_you": "cannot-tell",
    }
    assert (again["question"], again["answers"]) == (None, {})
    assert shown_by(command("compare", "next", "--json"))["pair"] == prepared[1]


def test_what_one_call_left_open_is_asked_by_the_next(selfaudit, prepared):
    (voted,) = lines(selfaudit("compare", "vote", "1", "--json"))
    assert [(one["question"], one["answer"]) for one in voted["votes"]] == [
        ("better", "left_much"),
        ("reasons", "none"),
    ]
    assert voted["open"] == "about_you"
    pair = shown_by(selfaudit("compare", "next", "--json"))
    assert (pair["pair"], pair["question"]) == (prepared[0], "about_you")
    assert list(pair["answers"]) == ["left", "right", "both", "neither", "cannot-tell"]
    assert "Did either use facts about you?" in selfaudit("compare", "next").stdout
    selfaudit("compare", "vote", "3", code=2)
    selfaudit("compare", "vote", "right")
    assert shown_by(selfaudit("compare", "next", "--json"))["pair"] == prepared[1]


def test_reasons_that_the_interface_left_open_can_be_given(command, prepared, tmp_path):
    store = open_store(tmp_path)
    Voting(store, SystemClock()).answer(prepared[0], VoteQuestion.BETTER, Better.RIGHT_MUCH)
    store.close()
    pair = shown_by(command("compare", "next", "--json"))
    assert (pair["question"], [*pair["answers"]][-1]) == ("reasons", "none")
    command("compare", "vote", code=2)
    (voted,) = lines(command("compare", "vote", "--reason", "clearer", "--json"))
    assert [(one["question"], one["answer"]) for one in voted["votes"]] == [("reasons", "clearer")]
    assert voted["open"] == "about_you"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("6",),
        ("neither",),
        ("--about-you", "left"),
        ("--reason", "clearer"),
        ("3", "--reason", "clearer"),
        ("skip", "--about-you", "left"),
        ("4", "--reason", "because"),
    ],
)
def test_what_does_not_fit_the_question_is_wrong_usage_and_not_stored(command, prepared, arguments):
    assert command("compare", "vote", *arguments, code=2).stderr
    assert lines(command("compare", "undo", "--json")) == [{"undone": []}]


def test_what_used_facts_is_answered_only_where_it_is_asked(command, prepared):
    command("compare", "vote", "skip")
    command("compare", "vote", "3", "--about-you", "left", code=2)
    assert shown_by(command("compare", "next", "--json"))["pair"] == prepared[1]


def test_an_undo_takes_back_what_was_said_of_the_last_pair(command, prepared):
    command("compare", "vote", "4", "--about-you", "left")
    command("compare", "vote", "skip")
    (undone,) = lines(command("compare", "undo", "--json"))
    assert [one["question"] for one in undone["undone"]] == ["better"]
    (undone,) = lines(command("compare", "undo", "--json"))
    assert [one["question"] for one in undone["undone"]] == ["about_you", "reasons", "better"]
    pair = shown_by(command("compare", "next", "--json"))
    assert (pair["pair"], pair["question"], pair["given"]) == (prepared[0], "better", {})
    assert "nothing to take back" in command("compare", "undo").stdout


def test_votes_from_here_have_no_key_and_no_time_of_showing(command, prepared, tmp_path):
    command("compare", "vote", "2")
    store = open_store(tmp_path)
    votes = store.votes.of(prepared[0])
    store.close()
    assert {(vote.key, vote.timing) for vote in votes} == {(None, None)}


def test_before_the_reveal_nothing_is_laid_open_or_rated(command, prepared, tmp_path):
    store = open_store(tmp_path)
    given = {fact.attribute for pair in prepared for fact in store.pairs.facts(pair)} - {None}
    store.close()
    command("compare", "vote", "skip")
    for block in ((), ("--block", 1)):
        (told,) = lines(command("compare", "reveal", *block, "--json", code=1))
        assert told["error"]["title"] == "The block is sealed"
    outputs = {
        command("compare", "rate", prepared[0], attribute, 3, code=1).output
        for attribute in (*given, 99)
    }
    assert len(outputs) == 1
    assert "Pair" in command("compare", "show", prepared[5], code=1).stderr


def test_the_reveal_lays_every_pair_open_in_plain_counts(command, prepared, use_model):
    use_model(even_answer)
    vote_all(command)
    assert "compare reveal" in command("compare", "next").stdout
    assert command("compare", "judge").stdout.startswith("Done: 10 of 10 pairs judged")
    (shown,) = lines(command("compare", "reveal", "--json"))
    assert [pair["pair"] for pair in shown["pairs"]] == prepared
    assert sum(tally["pairs"] for tally in shown["tallies"]) == 10
    assert (shown["repeats"], shown["repeats_agree"]) == (1, 0)
    for pair in shown["pairs"]:
        assert pair["vote"] == "right_slightly"
        assert pair["preference"] == (4 if pair["generic_side"] == "left" else 2)
        assert len(pair["facts"]) == (pair["arm"] not in ("catch",))
        orders = {(one["swapped"], one["with_attributes"]) for one in pair["judge"]}
        assert len(orders) == (0 if pair["repeats"] else 4)
        for mention in pair["mentions"]:
            text = pair[mention["answer"]]["text"]
            assert text[mention["start"] : mention["end"]] == mention["quote"]
    text = command("compare", "reveal").stdout
    assert "what you marked as relevant" in text
    assert "1 pair came back with the sides swapped: in 0 you preferred" in text
    assert "The judge is the model that wrote the answers" in text
    for claim in ("helped", "helps", "significant", "better than"):
        assert claim not in text
    assert "No block has the number 2" in command("compare", "reveal", "--block", 2, code=1).stderr


def test_after_the_reveal_a_pair_is_shown_whole_and_its_attributes_are_rated(command, prepared):
    vote_all(command)
    (shown,) = lines(command("compare", "reveal", "--json"))
    pair = next(pair for pair in shown["pairs"] if pair["arm"] == "marked")
    attribute = pair["facts"][0]["attribute"]
    command("compare", "rate", pair["pair"], 99, 3, code=1)
    command("compare", "rate", pair["pair"], attribute, 6, code=2)
    (rated,) = lines(command("compare", "rate", pair["pair"], attribute, 5, "--json"))
    assert rated["votes"][0]["phase"] == "after"
    (whole,) = lines(command("compare", "show", pair["pair"], "--json"))
    assert whole["pair"] == {**pair, "ratings": {str(attribute): 5}}
    text = command("compare", "show", pair["pair"]).stdout
    assert pair["generic"]["text"] in text
    assert "You rated its use: 5 (much better)." in text
    (undone,) = lines(command("compare", "undo", "--json"))
    assert [one["question"] for one in undone["undone"]] == ["rating"]
    assert lines(command("compare", "undo", "--json")) == [{"undone": []}]


def test_pairs_from_elsewhere_are_accounted_for_and_voted_on(command, tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join([*map(json.dumps, ELSEWHERE), '{"prompt": "Why?"}', "no JSON"]))
    (done,) = lines(command("compare", "import", path, "--json"))
    assert done["read"] == done["stored"] + done["known"] + len(done["skipped"]) == 4
    assert (done["stored"], done["uneven"], done["blocks"]) == (2, 1, 1)
    text = command("compare", "import", path).stdout
    assert "4 records read: 0 stored, 2 known, 2 skipped" in text
    assert "Skipped record 4: line 4 is no JSON." in text
    for _ in ELSEWHERE:
        pair = shown_by(command("compare", "next", "--json"))
        (row,) = [row for row in ELSEWHERE if row["prompt"] == pair["prompt"]]
        assert {pair["left"], pair["right"]} == {row["without_memory"], row["with_memory"]}
        assert "memory" not in command("compare", "next").stdout
        (voted,) = lines(command("compare", "vote", "3", "--json"))
        if voted["open"]:
            command("compare", "vote", "neither")
    assert "the other assistant's memory: 2 pairs" in command("compare", "reveal").stdout
    assert lines(command("prompts", "list", "--json"))[0]["source"] == "elsewhere"


@pytest.mark.parametrize("content", [None, "", "{}", b"\xff"])
def test_a_file_without_pairs_is_told(command, tmp_path, content):
    path = tmp_path / "pairs.jsonl"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        path.write_text(content)
    assert "pairs.jsonl" in command("compare", "import", path, code=1).stderr


def test_a_model_that_is_too_weak_is_told_and_the_block_may_be_opened(command, prepared):
    for number in range(4):
        assert not lines(command("compare", "next", "--json"))[0]["block"]["too_weak"]
        command("compare", "vote", "both-bad", *(["--about-you", "neither"] if not number else []))
    assert lines(command("compare", "next", "--json"))[0]["block"]["too_weak"]
    text = command("compare", "next").stdout
    assert "This model is too weak for this question" in text
    assert "selfaudit models add PATH" in text
    assert command("compare", "reveal").stdout.count("You did not vote on it.") == 7


def test_status_counts_and_tells_nothing_of_what_is_sealed(command, prepared):
    command("compare", "vote", "skip")
    command("compare", "vote", "5")
    (status,) = lines(command("status", "--json"))
    assert (status["comparison"]["blocks"], status["comparison"]["votes"]) == (1, 1)
    assert (status["comparison"]["open"]["done"], status["comparison"]["open"]["pairs"]) == (2, 11)
    assert "2 of 11 pairs done; 11 have both answers" in command("status").stdout


def test_what_can_be_typed_is_what_can_be_stored():
    assert list(voting_command.SCALE.values()) == list(Better)
    assert [one.replace("-", "_") for one in voting_command.ABOUT_YOU] == list(AboutYou)
    assert [one.replace("-", "_") for one in voting_command.REASONS] == list(Reason)

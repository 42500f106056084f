import json
from collections import Counter

import pytest
from builders import PinnedClock, open_store

from selfaudit.core.comparison.elsewhere import LARGEST_FILE, import_pairs
from selfaudit.core.comparison.results import lay_open
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.errors import ExportError
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Better, Side, VoteQuestion
from selfaudit.core.models.relevance import PromptSource


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "pairs.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return path

    return write


def row(number=0, **changes):
    usual = {
        "prompt": f"What about {number}?",
        "without_memory": f"It is {number}.",
        "with_memory": f"To you it is {number}.",
    }
    return usual | changes


def lines(*rows):
    return "".join(json.dumps(one) + "\n" for one in rows)


def load(store, path, seed=1):
    return import_pairs(store, PinnedClock(), path, seed)


def blocks(store):
    return store.blocks.all(Stage.COMPARISON)


@pytest.mark.parametrize(
    "content",
    [
        lines(row(1), row(2)),
        json.dumps([row(1), row(2)]),
        json.dumps([row(1), row(2)], indent=4),
        "\ufeff" + lines(row(1), row(2)),
        "\n" + lines(row(1), row(2)).replace("\n", "\r\n\r\n"),
        lines(row(1, note="unknown keys are left alone"), row(2)),
    ],
    ids=["lines", "list", "indented", "mark", "windows", "keys"],
)
def test_a_list_and_lines_are_read_alike(store, write, content):
    report = load(store, write(content))
    assert (report.read, report.stored, report.known, report.skipped) == (2, 2, 0, ())
    assert report.blocks == 1
    pairs = store.pairs.of(blocks(store)[0].id)
    assert {pair.arm for pair in pairs} == {Arm.ELSEWHERE}
    assert all(pair.is_ready for pair in pairs)
    prompts = store.prompts.all()
    assert sorted(prompt.text for prompt in prompts) == ["What about 1?", "What about 2?"]
    assert {prompt.source for prompt in prompts} == {PromptSource.ELSEWHERE}
    assert store.prompts.unmarked() == []  # no attributes are listed for them


def test_the_generic_answer_is_the_one_without_memory_on_the_side_that_was_drawn(store, write):
    load(store, write(lines(*(row(n) for n in range(20)))))
    (block,) = blocks(store)
    originals = [pair for pair in store.pairs.of(block.id) if pair.repeats is None]
    assert Counter(pair.generic_side for pair in originals) == {Side.LEFT: 10, Side.RIGHT: 10}
    assert len(store.pairs.of(block.id)) == 22
    assert sum(pair.asks_about_you for pair in originals) == 7
    voting = Voting(store, PinnedClock())
    while (asked := voting.current()) is not None:
        knows_left = asked.left.text.startswith("To you")
        assert asked.right.text.startswith("To you") is not knows_left
        better = Better.LEFT_MUCH if knows_left else Better.RIGHT_MUCH
        answers = {VoteQuestion.BETTER: better, VoteQuestion.REASONS: "none"}
        voting.answer(asked.pair, asked.question, answers.get(asked.question, "cannot_tell"))
    (tally,) = lay_open(store, voting.reveal(block)).tallies
    assert (tally.arm, tally.wins, tally.pairs) == (Arm.ELSEWHERE, 20, 20)


def test_more_than_a_block_takes_goes_into_several_sealed_ones(store, write):
    report = load(store, write(lines(*(row(n) for n in range(45)))))
    assert (report.stored, report.blocks) == (45, 3)
    counts = [
        sum(pair.repeats is None for pair in store.pairs.of(block.id)) for block in blocks(store)
    ]
    assert counts == [20, 20, 5]
    assert all(block.is_sealed for block in blocks(store))


def test_the_same_file_again_brings_nothing_new(store, write):
    path = write(lines(row(1), row(2), row(1)))
    first = load(store, path)
    assert (first.read, first.stored, first.known) == (3, 2, 1)
    again = load(store, path, seed=2)
    assert (again.read, again.stored, again.known, again.blocks) == (3, 0, 3, 0)
    assert len(blocks(store)) == 1


def test_broken_records_are_counted_with_their_place_and_none_of_their_text(store, write):
    content = "\n".join(
        [
            json.dumps(row(1)),
            "{secret",
            json.dumps("secret"),
            json.dumps(row(2, prompt="  ")),
            "",
            json.dumps(row(3, with_memory=["secret"])),
            json.dumps({"prompt": "secret"}),
            json.dumps(row(4, prompt="secret" * 1000)),
            json.dumps(row(5, with_memory="It is 5. ")),
            "null",
            json.dumps(row(6)),
        ]
    )
    report = load(store, write(content))
    assert report.read == report.stored + report.known + len(report.skipped) == 10
    assert report.stored == 2
    assert [one.split(":")[0] for one in report.skipped] == [
        f"record {number}" for number in range(2, 10)
    ]
    assert report.skipped[0] == "record 2: line 2 is no JSON"
    assert report.skipped[2] == "record 4: a text is empty"
    assert report.skipped[5] == "record 7: its prompt has more than 4,000 characters"
    assert report.skipped[6] == "record 8: both answers are the same"
    assert "secret" not in " ".join(report.skipped)


def test_a_broken_list_says_at_which_line(store, write):
    content = "[\n" + json.dumps(row(1)) + ",\n" + json.dumps(row(2)) + "\n{secret}]"
    with pytest.raises(ExportError, match="record 1: line 4 is no JSON") as error:
        load(store, write(content))
    assert "secret" not in error.value.message


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b\x0c\x1c"])
def test_line_separators_inside_a_text_do_not_cut_a_record(store, write, separator):
    text = f"one{separator}two"
    plain = json.dumps(row(1, with_memory=text), ensure_ascii=False)
    if ord(separator[0]) < 32:
        plain = json.dumps(row(1, with_memory=text))
    assert load(store, write(plain)).stored == 1
    (pair,) = store.pairs.all()
    assert store.pairs.answer(pair.other).text == text


@pytest.mark.parametrize("text", ["a\ud800b", "\udfff", "a\0b", "\0", "[/red]\x1b]52;c;\x07\u202e"])
def test_what_cannot_be_stored_is_replaced_and_the_rest_kept(store, write, text):
    path = write(lines(row(1, with_memory=text, prompt=f"{text}?")))
    assert load(store, path).stored == 1
    (pair,) = store.pairs.all()
    kept = text
    for sign in "\0\ud800\udfff":
        kept = kept.replace(sign, "\ufffd")
    assert store.pairs.answer(pair.other).text == kept
    assert store.prompts.get(pair.prompt).text == f"{kept}?"
    assert load(store, path).known == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        " \n\t\n",
        "[]",
        "{}",
        "[" * 100_000,
        "[" * 100_000 + "]" * 100_000,
        '{"prompt":' * 20_000,
        "[" + "9" * 5_000 + "]",
        '{"prompt": ' + "9" * 5_000 + "}",
        "NaN\nInfinity\n-1e999",
        json.dumps([[[row(1)]]]),
        json.dumps({"pairs": [row(1)]}),
        "secret,b,c\n1,2,3",
        "\0" * 100,
        json.dumps(row(1, prompt=None)),
        json.dumps(row(1, prompt=1)),
        json.dumps(row(1, prompt={"secret": 1})),
        json.dumps(row(1, prompt=True)),
        b"",
        b"\xff\xfe secret",
        lines(row(1)).encode("utf-16"),
        b'{"prompt": "\xed\xa0\x80"}',
    ],
    ids=range(22),
)
def test_hostile_files_are_refused_in_a_sentence_and_leave_nothing(store, write, content):
    with pytest.raises(ExportError) as error:
        load(store, write(content))
    assert error.value.message.startswith("pairs.json ")
    assert "secret" not in error.value.message
    assert len(error.value.message) < 200
    assert error.value.hint
    assert (blocks(store), store.prompts.all()) == ([], [])


def test_a_file_that_is_too_large_is_not_read(store, write):
    path = write(lines(row(1)))
    with path.open("ab") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(ExportError, match="larger than 16 MB"):
        load(store, path)


def test_a_path_that_is_no_file_is_refused_in_a_sentence(store, tmp_path):
    for path in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(ExportError, match="cannot be read"):
            load(store, path)


def test_pairs_of_uneven_length_are_counted_and_kept(store, write):
    uneven = row(1, without_memory="short", with_memory="much longer than that")
    report = load(store, write(lines(uneven, row(2, without_memory="abc", with_memory="de"))))
    assert (report.stored, report.uneven) == (2, 1)


def test_the_same_prompt_with_other_answers_is_another_pair_of_one_prompt(store, write):
    report = load(store, write(lines(row(1), row(1, with_memory="Something else."))))
    assert report.stored == 2
    assert len(store.prompts.all()) == 1
    assert len({pair.generic for pair in store.pairs.all()}) == 1


def test_no_place_in_the_file_tells_the_place_or_side_in_the_block(store, write):
    load(store, write(lines(*(row(n) for n in range(20)))))
    order = [store.prompts.get(pair.prompt).text for pair in store.pairs.all()]
    assert order != sorted(order)

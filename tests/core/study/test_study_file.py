"""The parser of a study's file: what it takes, and every sentence that refuses."""

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from studies import CONSENT, HEAD, parsed

from selfaudit.core.comparison.arms import PROTOCOL_PAIRS
from selfaudit.core.errors import StudyError
from selfaudit.core.export.levels import Level
from selfaudit.core.models.comparison import Arm
from selfaudit.core.study.reading import LONGEST, text_in
from selfaudit.core.study.study_file import OWN_WORDINGS, TABLES, load_study, parse_study
from selfaudit.core.study.terms import PROTOCOL_TERMS
from selfaudit.core.study.words import in_full, in_short

SHA = "ab" * 32


def refused(source):
    with pytest.raises(StudyError) as caught:
        parse_study(source if isinstance(source, bytes) else source.encode(), "“study.toml”")
    assert "“study.toml”" in caught.value.message
    assert caught.value.message.endswith(".")
    assert caught.value.hint
    return caught.value


def test_a_study_that_fixes_nothing_leaves_all_as_the_protocol_has_it():
    study = parsed()
    assert study.terms == PROTOCOL_TERMS
    assert (study.model, study.level, study.consent, study.fixes) == (None, None, None, ())
    assert study.sha256 == hashlib.sha256(HEAD.encode()).hexdigest()
    assert in_short(study) == "nothing"
    assert in_full(study) == [
        "Nothing of what is asked: it only marks what you judge as made in it."
    ]


def test_every_table_is_taken():
    study = parsed(
        f"""
        [model]
        sha256 = "{SHA.upper()}"
        [wordings.true]
        version = 4
        text = "Wahr?"
        [prompts]
        own = false
        [[prompts.bundled]]
        name = "one"
        text = "What now?"
        [counts]
        headline_cards = 30
        set_cards = 10
        checks = 0
        marks_per_prompt = 4
        pairs_per_block = 8
        arms = {{marked = 0.5, irrelevant = 0.5, catch = 0, stranger = 0}}
        [order]
        seed = 3
        extra = false
        [export]
        level = "attributes"
        """
        + CONSENT
    )
    terms = study.terms
    assert study.fixes == TABLES[1:]
    assert study.model is not None
    assert study.model.sha256 == SHA
    assert study.level is Level.ATTRIBUTES
    assert study.consent is not None
    own = OWN_WORDINGS["true"]
    asked = terms.wording(own, 12)
    assert (asked.text, asked.version, asked.choices) == ("Wahr?", 4, own.choices)
    assert asked.hash != own.hash
    assert terms.wording(OWN_WORDINGS["why"], 12) is OWN_WORDINGS["why"]
    assert (terms.sizes.headline, terms.sizes.set, terms.design.checks) == (30, 10, 0)
    assert terms.design.folded == PROTOCOL_TERMS.design.folded
    assert (terms.lists.prompts, terms.lists.attributes) == (10, 4)
    assert (terms.pairs.block, terms.pairs.share(Arm.IRRELEVANT)) == (8, 0.5)
    assert terms.pairs.repeated == PROTOCOL_PAIRS.repeated
    assert [one.name for one in terms.prompts.texts] == ["made-up/one"]
    assert (terms.seed, terms.early, terms.extra) == (3, True, False)
    assert len(in_full(study)) > 8
    assert in_short(study).startswith("the model, wordings, prompts")


def test_the_guess_names_the_cards_of_a_set():
    guess = OWN_WORDINGS["guess"]
    assert PROTOCOL_TERMS.wording(guess, 12) is guess
    assert PROTOCOL_TERMS.wording(guess, 9).text == "How many of the next 9 will be right?"
    study = parsed('[wordings.guess]\nversion = 2\ntext = "Of {cards}, how many?"')
    assert study.terms.wording(guess, 9).text == "Of 9, how many?"
    error = refused(HEAD + '[wordings.guess]\nversion = 2\ntext = "How many?"')
    assert "must have {cards}" in error.message


@pytest.mark.parametrize(
    ("more", "said", "hint"),
    [
        ("[modle]\nsha256 = 'x'", "“modle”", "Did you mean `model`?"),
        ("[model]\nsha265 = 'x'", "[model] has a key that nothing is known of", "`sha256`"),
        ("[model]\nsha256 = 'abc'", "`sha256` in [model]", "Ask whoever"),
        ("[model]\nname = 'x'", "`sha256`", "Ask whoever"),
        (f"[model]\nsha256 = '{SHA}'\nadapter = 'none'", "`adapter` in [model]", "Ask whoever"),
        ("[wordings.treu]\nversion = 1\ntext = 'x'", "“treu”", "Did you mean `true`?"),
        ("[wordings.true]\nversion = 1", "`text`", "Ask whoever"),
        ("[wordings.true]\nversion = 0\ntext = 'x'", "`version` in [wordings.true]", "Ask"),
        ("[wordings.true]\nversion = 1\ntext = ''", "is empty", "Ask whoever"),
        ('[wordings.true]\nversion = 1\ntext = "a\\u001b[31mb"', "U+001B", "Ask whoever"),
        ('[wordings.true]\nversion = 1\ntext = "a\\u202eb"', "U+202E", "Ask whoever"),
        ('[wordings.true]\nversion = 1\ntext = "a\\nb"', "several lines", "Ask whoever"),
        (f"[wordings.true]\nversion = 1\ntext = '{'x' * 401}'", "401 characters", "Ask"),
        ("[wordings.true]\nversion = 1\ntext = 'x'\nchoices = []", "“choices”", "Its keys"),
        ("[wordings]\ntrue = 'x'", "[wordings.true] must be a table", "Ask whoever"),
        ("[prompts]\nbundled = []\nown = false\nhistory = false", "leaves no prompt", "Ask"),
        ("[[prompts.bundled]]\nname = 'a b'\ntext = 'x'", "`name`", "Ask whoever"),
        ("[[prompts.bundled]]\nname = 'a'\ntxt = 'x'", "“txt”", "`text`"),
        (
            "[[prompts.bundled]]\nname = 'a'\ntext = 'x'\n"
            "[[prompts.bundled]]\nname = 'a'\ntext = 'y'",
            "the same name",
            "Ask",
        ),
        (
            "[[prompts.bundled]]\nname = 'a'\ntext = 'x'\n"
            "[[prompts.bundled]]\nname = 'b'\ntext = 'x'",
            "the same text",
            "Ask",
        ),
        ("[counts]\nheadline_cards = 9", "`headline_cards` in [counts]", "Ask whoever"),
        ("[counts]\nset_cards = 31", "`set_cards` in [counts]", "Ask whoever"),
        ("[counts]\nchecks = 0.6", "`checks` in [counts]", "Ask whoever"),
        ("[counts]\nchecks = nan", "`checks` in [counts]", "Ask whoever"),
        ("[counts]\nfolded = -0.1", "`folded` in [counts]", "Ask whoever"),
        ("[counts]\nguesses = 1", "`guesses` in [counts]", "Ask whoever"),
        ("[counts]\nmarks_per_promt = 1", "“marks_per_promt”", "`marks_per_prompt`"),
        ("[counts.arms]\nmarked = 1\nirrelevant = 1\ncatch = 0\nstranger = 0", "sum up", "Ask"),
        ("[counts.arms]\nmarked = 0\nirrelevant = 1\ncatch = 0\nstranger = 0", "`marked`", "Ask"),
        ("[counts.arms]\nmarked = 1", "`irrelevant`", "Ask whoever"),
        ("[order]\nseed = 'mine'", "`seed` in [order]", "Ask whoever"),
        ("[order]\nseed = -1", "`seed` in [order]", "Ask whoever"),
        ("[export]\nlevel = 'all'", "`level` in [export]", "Ask whoever"),
        ("[export]\n", "`level`", "Ask whoever"),
        ("[consent]\nversion = '1'", "`study` is missing", "Ask whoever"),
        ("consent = 3", "", "Ask whoever"),
    ],
)
def test_what_cannot_be_is_refused_with_the_file_the_key_and_what_to_do(more, said, hint):
    error = refused(more + HEAD if more.startswith("consent = ") else HEAD + more)
    assert said in error.message
    assert hint in error.hint


def test_a_file_without_a_study_is_told_apart():
    error = refused(CONSENT)
    assert "no table [study]" in error.message
    assert "export make --study" in error.hint


@pytest.mark.parametrize("version", ['""', '"a\\u0007"', "3"])
def test_the_head_is_checked(version):
    refused(f'[study]\nid = "a"\nversion = {version}\ntitle = "T"')
    refused('[study]\nid = "../a"\nversion = "1"\ntitle = "T"')
    refused('[study]\nid = "a"\nversion = "1"')


def test_a_file_that_is_none_is_refused(tmp_path):
    with pytest.raises(StudyError, match="could not be opened"):
        load_study(tmp_path / "none.toml")
    path = tmp_path / "study.toml"
    path.write_bytes(b"#" * (LONGEST + 1))
    with pytest.raises(StudyError, match="longer than 100 kB"):
        load_study(path)
    refused(b"\xff")
    refused("[study")
    path.write_text(HEAD)
    assert load_study(path) == (parsed(), HEAD)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@example(b"[study]\nid = 1")
@example(b"a = " + b"[" * 2_000)
@example(b"a = 0x" + b"1" * 20_000)
def test_anything_is_a_study_or_refused_in_a_sentence(source):
    assert told(lambda: parse_study(source, "“study.toml”")).endswith(".")


def told(read):
    """The sentence of a refusal; a lone full stop where nothing is refused."""
    try:
        read()
    except StudyError as error:
        return error.message
    return "."


_VALUES = st.recursive(
    st.none().map(lambda _: 0)
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats()
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(st.sampled_from(TABLES), st.text("abcdefgh_", min_size=1, max_size=12), _VALUES)
def test_no_value_of_a_key_gets_past_its_bounds_unsaid(table, key, value):
    from selfaudit.core.study.study_file import _consent, _model, _terms

    tables = {table: {key: value}}
    for read in (_model, _consent):
        assert told(lambda read=read: read(tables, "“study.toml”")).endswith(".")
    found = []
    assert told(lambda: found.append(_terms(tables, "a", "“study.toml”"))).endswith(".")
    for terms in found:
        assert 0 <= terms.design.checks <= 0.5
        assert sum(share for _, share in terms.pairs.mix) == pytest.approx(1)


@given(st.text(max_size=60))
@example("\u200b")
@example("می‌خواهم")
@example("e\u0301")
def test_a_text_that_is_taken_cannot_act_on_a_terminal(value):
    from selfaudit.tui.drawable import drawable

    found = []
    taken = lambda: found.append(text_in(value, "`text`", "“study.toml”", longest=50))  # noqa: E731
    assert told(taken).endswith(".")
    for text in found:
        assert 0 < len(text) <= 50
        assert "\n" not in text
        assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 for one in drawable(text))
        assert all(one.isprintable() or one in "\u200c\u200d" or one.isspace() for one in text)

"""A joined study changes what is asked, and says so; what was said before stays outside."""

import threading

import pytest
from builders import MODEL, PinnedClock, add_attributes, open_store
from stages_core import YES, judged, mark_block
from studies import HEAD, joined, parsed

from selfaudit.core.comparison.planning import Planning
from selfaudit.core.comparison.wordings import BETTER
from selfaudit.core.draw import derived_seed
from selfaudit.core.errors import ModelError, SelfauditError, StudyError
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.models.run import Profile
from selfaudit.core.preparation import prepare
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.relevance.selecting import Selecting
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.review.guesses import Guesses
from selfaudit.core.review.review import Review
from selfaudit.core.review.wordings import GUESS, TRUE
from selfaudit.core.study.in_force import check_model, sizes_in, study_in, terms_in, wording_in
from selfaudit.core.study.joining import before_joining, join, leave
from selfaudit.local_models.scripted import ScriptedModel

TRUE_TEXT = '[wordings.true]\nversion = 2\ntext = "Stimmt das heute?"\n'
STATEMENTS = [f"The user keeps {number} hens." for number in range(40)]


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def test_the_studys_words_are_asked_and_their_hash_is_stored(store, clock):
    add_attributes(store, STATEMENTS)
    review = Review(store, clock)
    (before,) = review.judge(6, {Question.TRUE: "yes"})
    study = joined(store, TRUE_TEXT)
    assert wording_in(store, TRUE).text == "Stimmt das heute?"
    (during,) = review.judge(6, {Question.TRUE: "no"})
    leave(store, clock)
    (after,) = review.judge(6, {Question.TRUE: "yes"})
    hashes = [one.circumstance.wording for one in (before, during, after)]
    assert hashes == [TRUE.hash, study.terms.wordings["true"].hash, TRUE.hash]
    assert len(set(hashes)) == 2
    of = [store.studies.of("judgment", one.id) for one in (before, during, after)]
    assert [one and one.sha256 for one in of] == [None, study.sha256, None]


def test_a_clock_that_is_set_back_moves_nothing_out_of_a_study(store, clock):
    add_attributes(store, STATEMENTS[:3])
    study = joined(store, clock=clock)
    clock.time -= 100_000
    (said,) = Review(store, clock).judge(1, {Question.TRUE: "no"})
    found = store.studies.of("judgment", said.id)
    assert found is not None
    assert found.sha256 == study.sha256


def test_counts_shares_and_seed_are_the_studys(store, clock):
    add_attributes(store, STATEMENTS)
    joined(store, "[counts]\nheadline_cards = 10\nset_cards = 5\nchecks = 0\nlasting = 0\n"
           "[order]\nseed = 99\nextra = false\nearly = false")  # fmt: skip
    review = Review(store, clock)
    assert review.due(extraction_ended=False) is None
    assert review.due(extraction_ended=True) is not None
    (batch,) = store.judgments.batches()
    assert batch.seed == 99
    assert len(store.judgments.cards()) == 10
    assert review.queue.checks() == []
    assert not any(asking.lasting for asking in store.items.asking().values())
    guesses = Guesses(store, clock, review.queue)
    assert guesses.due(review.current()) == 0
    with pytest.raises(SelfauditError, match="A set has 5 cards"):
        guesses.guess(0, 6)
    told = guesses.guess(0, 5)
    asked = wording_in(store, GUESS)
    assert asked.text == "How many of the next 5 will be right?"
    stored = store.database.row("SELECT wording FROM response WHERE id = ?", [told.id])
    assert stored is not None
    assert stored["wording"] == asked.hash
    while (card := review.current()) is not None and card.policy is Policy.HEADLINE:
        answers = {Question.WHY: "too_broad", Question.SUPPORT: "yes"}
        review.answer(card, answers.get(card.question, "no"))
    assert review.queue.progress().headline_finished
    assert not review.queue.may_begin(extraction_ended=True)
    leave(store, clock)
    assert review.queue.may_begin(extraction_ended=True)


def test_the_first_draw_settles_headline_and_sets(store, clock):
    add_attributes(store, STATEMENTS)
    more = "[counts]\nheadline_cards = 10\nset_cards = 5"
    assert not before_joining(store, parsed(more)).settled
    Review(store, clock).due(extraction_ended=True)
    assert before_joining(store, parsed(more)).settled
    joined(store, more)
    assert (sizes_in(store).headline, sizes_in(store).set) == (60, 12)
    assert wording_in(store, GUESS) is GUESS


def test_leaving_does_not_unsettle_them(store, clock):
    add_attributes(store, STATEMENTS)
    joined(store, "[counts]\nheadline_cards = 10\nset_cards = 5")
    Review(store, clock).due(extraction_ended=True)
    leave(store, clock)
    assert (sizes_in(store).headline, sizes_in(store).set) == (10, 5)
    assert study_in(store) is None


PROMPTS = """
[prompts]
own = false
history = false
[[prompts.bundled]]
name = "a"
text = "How do I keep warm?"
[[prompts.bundled]]
name = "b"
text = "What should I cook tonight?"
[counts]
prompts_per_block = 2
marks_per_prompt = 3
[order]
seed = 5
[wordings.should_matter]
version = 1
text = "Soll das zählen?"
"""


def test_only_the_studys_prompts_are_asked_about(store, clock):
    judged(store, STATEMENTS[:8])
    marking = Marking(store, clock)
    marking.prompts.add("What is mine?")
    study = joined(store, PROMPTS)
    with pytest.raises(SelfauditError, match="asks about its own prompts"):
        marking.prompts.add("Another of mine?")
    block = marking.begin()
    assert block.seed == derived_seed(5, Stage.RELEVANCE, 1)
    entries = marking.asked(block)
    prompts = store.prompts.some({entry.prompt for entry in entries})
    assert {one.text for one in prompts.values()} == {
        "How do I keep warm?",
        "What should I cook tonight?",
    }
    assert {one.source for one in prompts.values()} == {PromptSource.BUNDLED}
    assert len(entries) == 2 * 3
    mark = marking.answer(entries[0], YES)
    assert mark.wording == study.terms.wordings["should_matter"].hash != SHOULD_MATTER.hash
    for entry in entries[1:]:
        marking.answer(entry, YES)
    marking.reveal(block)
    with pytest.raises(SelfauditError, match="No prompt is left"):
        marking.begin()
    leave(store, clock)
    assert "What is mine?" in {
        store.prompts.get(entry.prompt).text for entry in marking.asked(marking.begin())
    }


def test_blocks_of_pairs_are_made_up_as_the_study_has_it(store, clock):
    (one, two) = judged(store, STATEMENTS[:2])
    texts = {f"Prompt {number}?": {one: YES, two: "no"} for number in range(12)}
    mark_block(store, {text: {one: YES} for text in texts}, revealed=True)
    joined(
        store,
        "[counts]\npairs_per_block = 4\npairs_repeated = 0\npairs_about_you = 1\n"
        "arms = {marked = 0.5, irrelevant = 0, catch = 0.5, stranger = 0}\n"
        "[order]\nseed = 5",
    )
    planning = Planning(store, clock)
    assert planning.pairs_possible() == 4
    block = planning.begin()
    pairs = store.pairs.of(block.id)
    assert block.seed == derived_seed(5, Stage.COMPARISON, 1)
    assert sorted(pair.arm for pair in pairs) == [Arm.CATCH, Arm.CATCH, Arm.MARKED, Arm.MARKED]
    assert all(pair.asks_about_you for pair in pairs)
    assert wording_in(store, BETTER) is BETTER


def test_another_model_is_refused_and_nothing_is_run(store, clock):
    other = '[model]\nsha256 = "' + "ab" * 32 + '"\nname = "Tiny"\nsource = "the web"'
    joined(store, other)
    judged(store, STATEMENTS[:3])
    Marking(store, clock).begin(1)
    with ScriptedModelIn() as model:
        runs = store.database.number("SELECT count(*) FROM run")
        with pytest.raises(ModelError) as caught:
            list(Extraction(store, model, clock).run(threading.Event()))
        selecting = Selecting(store, clock, model.identity.sha256)
        with pytest.raises(ModelError):
            list(prepare(selecting, store, model, clock, threading.Event()))
        assert store.database.number("SELECT count(*) FROM run") == runs
        assert "Tiny" in caught.value.message
        assert "the web" in caught.value.hint
        leave(store, clock)
        joined(store, f'[model]\nsha256 = "{model.identity.sha256}"')
        list(Extraction(store, model, clock).run(threading.Event()))
    with pytest.raises(ModelError):
        check_model(store, MODEL.sha256[:-1] + "f")


def test_another_adapter_is_refused_and_so_is_one_where_the_study_has_none(store, clock):
    for profile in (Profile.TAUGHT, Profile.FLAT):
        with ScriptedModelIn(profile) as model:
            identity = model.identity
            named = f'[model]\nsha256 = "{identity.sha256}"'
            for adapter, fits in (
                ("", identity.adapter is None),
                (identity.adapter or "", True),
                ("ab" * 32, False),
            ):
                joined(store, f'{named}\nadapter = "{adapter.upper()}"' if adapter else named)
                runs = store.database.number("SELECT count(*) FROM run")
                if fits:
                    list(Extraction(store, model, clock).run(threading.Event()))
                else:
                    with pytest.raises(ModelError, match="adapter") as caught:
                        list(Extraction(store, model, clock).run(threading.Event()))
                    assert "--no-adapter" in caught.value.hint or not adapter
                    assert store.database.number("SELECT count(*) FROM run") == runs
                # What is asked without the adapter is none of its business.
                selecting = Selecting(store, clock, identity.sha256)
                list(prepare(selecting, store, model, clock, threading.Event()))
                leave(store, clock)


class ScriptedModelIn:
    """A scripted model that is closed at the end."""

    def __init__(self, profile=Profile.FLAT):
        self.profile = profile

    def __enter__(self):
        self.model = ScriptedModel(lambda request: "", profile=self.profile)
        return self.model

    def __exit__(self, *_):
        self.model.close()


def test_nobody_is_in_two_studies_or_leaves_none(store, clock):
    with pytest.raises(StudyError, match="in no study"):
        leave(store, clock)
    study = joined(store)
    with pytest.raises(StudyError, match="already"):
        join(store, clock, study, HEAD)
    with pytest.raises(StudyError, match="two studies"):
        join(store, clock, parsed(TRUE_TEXT), HEAD + TRUE_TEXT)
    left = leave(store, clock)
    assert left.left_at == clock.now()
    joined(store, TRUE_TEXT)
    assert [one.left_at is None for one in store.studies.all()] == [False, True]
    assert terms_in(store).wordings


def test_what_was_said_before_is_counted(store, clock):
    judged(store, STATEMENTS[:3])
    before = before_joining(store, parsed())
    assert (before.judgments, before.marks, before.votes) == (3, 0, 0)
    assert before.any


def test_a_stored_study_that_cannot_be_read_any_more_says_how_to_go_on(store, clock):
    store.studies.join("0" * 64, "old", "1", "Old", "[study]\nid = 1", clock.now())
    with pytest.raises(StudyError) as caught:
        terms_in(store)
    assert "study leave" in caught.value.hint
    leave(store, clock)
    assert study_in(store) is None

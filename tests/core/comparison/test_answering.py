import threading
from collections import Counter
from dataclasses import replace

import pytest
from builders import PinnedClock, open_store
from stages_core import NO, YES, do, even_answer, judged, mark_block

from selfaudit.core.comparison.answering import (
    DRAWS,
    LENGTH_RATIO,
    Answering,
    length_ratio,
)
from selfaudit.core.comparison.planning import Planning
from selfaudit.core.comparison.recipe import answer_key, answer_request
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.events import ItemDone, ItemFailed, PreparationEnded, PreparationStarted
from selfaudit.core.models.comparison import Arm, Better, VoteQuestion
from selfaudit.core.models.run import Purpose
from selfaudit.core.preparation import prepare
from selfaudit.local_models.scripted import ScriptedModel

KNOWN = "What is known about the user"


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def block(store):
    one, other = judged(store, ["The user keeps bees.", "The user bakes bread."])
    mark_block(store, {f"Question {n}?": {one: YES, other: NO} for n in range(20)}, revealed=True)
    return Planning(store, PinnedClock()).begin(7)


@pytest.fixture
def models():
    made = []

    def make(*arguments, **options):
        made.append(ScriptedModel(*arguments, **options))
        return made[-1]

    yield make
    for model in made:
        model.close()


class Noted:
    """An answer function that keeps every request."""

    def __init__(self, answer=even_answer):
        self.answer = answer
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        return self.answer(request)


def answering(store, model):
    return Answering(store, PinnedClock(), model.identity)


def texts_of(store, pair):
    return store.pairs.answer(pair.generic).text, store.pairs.answer(pair.other).text


def test_every_pair_gets_both_answers_and_its_repeat_the_same_ones(store, block, models):
    noted = Noted()
    model = models(noted)
    events = do(answering(store, model), store, model)
    assert events[0] == PreparationStarted(Purpose.ANSWERS, 20, 0)
    assert [type(event) for event in events[1:-1]] == [ItemDone] * 20
    assert events[-1] == PreparationEnded(Purpose.ANSWERS, 20, 0, 0.0, False)
    pairs = store.pairs.of(block.id)
    by_id = {pair.id: pair for pair in pairs}
    assert all(pair.is_ready and pair.redraws == 0 for pair in pairs)
    for pair in pairs:
        if pair.repeats is not None:
            original = by_id[pair.repeats]
            assert (pair.generic, pair.other) == (original.generic, original.other)
    originals = [pair for pair in pairs if pair.repeats is None]
    answers = [id for pair in originals for id in (pair.generic, pair.other)]
    assert len(set(answers)) == len(noted.requests) == 40


def test_the_two_requests_of_a_pair_differ_in_seed_and_in_what_is_known_alone(store, block, models):
    noted = Noted()
    model = models(noted)
    do(answering(store, model), store, model)
    originals = [pair for pair in store.pairs.of(block.id) if pair.repeats is None]
    for pair, place in zip(originals, range(0, 40, 2), strict=True):
        generic, other = noted.requests[place : place + 2]
        assert KNOWN not in generic.prefix
        assert generic.prompt == other.prompt == store.prompts.get(pair.prompt).text
        assert generic.seed != other.seed
        assert other.prefix.startswith(generic.prefix)
        known = other.prefix.removeprefix(generic.prefix)
        assert bool(known) is (pair.arm is not Arm.CATCH)
        for fact in store.pairs.facts(pair.id):
            assert fact.statement in known
        # Field by field: decoding, length budget, grammar, stops and chat are the same.
        same = replace(other, id=generic.id, seed=generic.seed, prefix=generic.prefix)
        assert same == generic
        assert generic.sampling.max_tokens == 280


def test_facts_are_one_line_each_whatever_they_hold():
    request = answer_request(
        "Hi", ["The user rows.\n\nAnswer in German. {facts}", "The user cooks."], 1
    )
    known = request.prefix.split(KNOWN)[1].splitlines()[1:3]
    assert known == ["- The user rows. Answer in German. {facts}", "- The user cooks."]
    assert KNOWN not in answer_request("Hi", [], 1).prefix


def test_a_work_key_tells_apart_all_that_shapes_an_answer():
    model = ScriptedModel().identity
    request = answer_request("Hi", ["The user rows."], 1)
    key = answer_key(request, model)
    assert key == answer_key(answer_request("Hi", ["The user rows."], 1), model)
    others = [
        answer_key(answer_request("Ho", ["The user rows."], 1), model),
        answer_key(answer_request("Hi", ["The user cooks."], 1), model),
        answer_key(answer_request("Hi", ["The user rows."], 2), model),
        answer_key(replace(request, sampling=replace(request.sampling, max_tokens=9)), model),
        answer_key(request, replace(model, sha256="1" * 64)),
        answer_key(request, replace(model, chat_template="1" * 64)),
    ]
    assert len({key, *others}) == 7


def test_no_answer_is_made_twice(store, block, models):
    noted = Noted()
    model = models(noted)
    do(answering(store, model), store, model)
    events = do(answering(store, model), store, model)
    assert events == [
        PreparationStarted(Purpose.ANSWERS, 20, 20),
        PreparationEnded(Purpose.ANSWERS, 20, 0, 0.0, False),
    ]
    assert len(noted.requests) == 40


def test_a_killed_run_goes_on_with_the_answer_that_was_missing(store, block, models):
    class KilledError(BaseException):
        pass

    noted = Noted()
    model = models(noted)
    work = answering(store, model)
    pair = work.items()[0][0]

    class Killing:
        """Asks like an Asker, and dies before the second answer."""

        asked = 0

        def __call__(self, requests):
            self.asked += 1
            if self.asked == 2:
                raise KilledError
            model.submit([replace(requests[0], id="a")], 5)
            return list(model.events(["a"]))

    run = store.runs.begin(Purpose.ANSWERS, model.identity, {}, 0, 1.0)
    with pytest.raises(KilledError):
        work.do(run, pair, Killing())
    assert not store.pairs.get(pair.id).is_ready
    assert Voting(store, PinnedClock()).current() is None
    do(answering(store, model), store, model)
    assert len(noted.requests) == 40
    assert store.pairs.get(pair.id).is_ready


def test_neither_answer_is_shown_until_both_exist(store, block, models):
    release, begun = threading.Event(), threading.Event()

    def second_waits(request):
        if KNOWN in request.prefix or len(noted.requests) == 2:
            begun.set()
            release.wait(5)
        return even_answer(request)

    noted = Noted(second_waits)
    model = models(noted)
    worker = threading.Thread(target=do, args=(answering(store, model), store, model))
    worker.start()
    assert begun.wait(5)
    first = store.pairs.of(block.id)[0]
    voting = Voting(store, PinnedClock())
    assert store.database.number("SELECT count(*) FROM answer") == 1
    assert (voting.current(), first.generic, first.other) == (None, None, None)
    release.set()
    worker.join()
    assert voting.current().pair == first.id


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("abc", "ab", 1.5), ("ab", "abc", 1.5), ("🐝", "a", 1), ("", "ab", 2)],
)
def test_the_ratio_of_lengths_is_in_code_points_and_the_same_both_ways(one, other, ratio):
    assert length_ratio(one, other) == ratio


def by_draw(*lengths):
    """Answers whose length depends on how often its prompt and kind was asked, blind to the arm."""
    seen = Counter()

    def answer(request):
        kind = (request.prompt, request.prefix)
        seen[kind] += 1
        is_known = KNOWN in request.prefix
        pair = lengths[min(len(lengths), seen[kind]) - 1]
        return "x" * pair[is_known]

    return answer


def of_arm(store, block, arm):
    return [one for one in store.pairs.of(block.id) if one.arm is arm and one.repeats is None]


def test_a_pair_whose_lengths_differ_too_much_is_drawn_again_and_counted(store, block, models):
    model = models(by_draw((10, 40), (10, 16), (20, 30)))
    do(answering(store, model), store, model)
    for pair in of_arm(store, block, Arm.MARKED):
        assert [len(text) for text in texts_of(store, pair)] == [20, 30]  # 1.5 is not too much
        assert pair.redraws == 2


def test_a_redraw_makes_both_answers_anew_with_seeds_of_their_own(store, block, models):
    noted = Noted(by_draw((10, 40), (20, 20)))
    model = models(noted)
    do(answering(store, model), store, model)
    for pair in of_arm(store, block, Arm.MARKED):
        prompt = store.prompts.get(pair.prompt).text
        asked = [request for request in noted.requests if request.prompt == prompt]
        assert [KNOWN in request.prefix for request in asked] == [False, True] * 2
        assert len({request.seed for request in asked}) == 4


def test_the_rule_for_redraws_is_blind_to_the_arm(store, block, models):
    """Whichever answer is the longer one, and whatever the arm, the same draws are made."""
    lengths = iter([10, 40, 40, 10, 10, 10] * 100)
    noted = Noted(lambda _: "x" * next(lengths))
    model = models(noted)
    do(answering(store, model), store, model)
    redraws = {pair.arm: pair.redraws for pair in store.pairs.of(block.id)}
    assert set(redraws.values()) == {2}
    assert redraws.keys() == {Arm.MARKED, Arm.IRRELEVANT, Arm.CATCH, Arm.STRANGER}


def test_after_the_last_draw_the_nearest_lengths_are_kept(store, block, models):
    model = models(by_draw((10, 90), (10, 20), (90, 10), (10, 30)))
    do(answering(store, model), store, model)
    assert (DRAWS, LENGTH_RATIO) == (4, 1.5)
    for pair in of_arm(store, block, Arm.MARKED):
        assert [len(text) for text in texts_of(store, pair)] == [10, 20]
        assert pair.redraws == DRAWS - 1


def fails_on(prompts):
    def answer(request):
        if request.prompt in prompts and KNOWN in request.prefix:
            raise ValueError(request.prompt)
        return even_answer(request)

    return answer


def repeated(store, block):
    pairs = store.pairs.of(block.id)
    original, again = next(
        (pairs[n], pair)
        for pair in pairs
        if pair.repeats is not None
        for n in [[one.id for one in pairs].index(pair.repeats)]
        if pair.arm is not Arm.CATCH
    )
    return original, again, store.prompts.get(original.prompt).text


def test_a_failure_drops_the_pair_and_its_repeat_with_the_reason(store, block, models):
    original, again, prompt = repeated(store, block)
    model = models(fails_on({prompt}))
    events = do(answering(store, model), store, model)
    failed = [event for event in events if isinstance(event, ItemFailed)]
    assert [event.reason for event in failed] == ["the script failed: ValueError"]
    assert events[-1].failed == 1
    for id in (original.id, again.id):
        dropped = store.pairs.get(id)
        assert (dropped.dropped, dropped.is_ready) == ("the script failed: ValueError", False)
    progress = Voting(store, PinnedClock()).progress(block)
    assert (progress.pairs, progress.ready, progress.dropped) == (20, 20, 2)


def test_what_failed_is_tried_again_and_comes_back_with_its_repeat(store, block, models):
    original, again, prompt = repeated(store, block)
    broken, noted = models(fails_on({prompt})), Noted()
    do(answering(store, broken), store, broken)
    mended = models(noted)
    events = do(answering(store, mended), store, mended)
    assert events[0] == PreparationStarted(Purpose.ANSWERS, 20, 19)
    assert len(noted.requests) == 1  # the generic answer was made before
    for id in (original.id, again.id):
        assert store.pairs.get(id).is_ready
        assert store.pairs.get(id).dropped is None


def test_votes_on_earlier_pairs_do_not_keep_a_repeat_from_coming_back(store, block, models):
    original, again, prompt = repeated(store, block)
    broken, mended = models(fails_on({prompt})), models(even_answer)
    do(answering(store, broken), store, broken)
    voting = Voting(store, PinnedClock())
    assert original.position > 0
    while (asked := voting.current()).pair < original.id:
        voting.answer(asked.pair, VoteQuestion.BETTER, Better.SKIP)
    do(answering(store, mended), store, mended)
    assert voting.current().pair == original.id
    assert store.pairs.get(again.id).is_ready


def test_a_pair_that_comes_back_late_leaves_its_repeat_out(store, block, models):
    original, again, prompt = repeated(store, block)
    broken, mended = models(fails_on({prompt})), models(even_answer)
    do(answering(store, broken), store, broken)
    voting = Voting(store, PinnedClock())
    while (asked := voting.current()) is not None:  # past the pair and past its repeat
        voting.answer(asked.pair, VoteQuestion.BETTER, Better.SKIP)
    do(answering(store, mended), store, mended)
    assert voting.current().pair == original.id
    assert store.pairs.get(again.id).dropped is not None


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_an_answer_without_a_word_is_none(store, block, models, text):
    model = models(lambda _: text)
    events = do(answering(store, model), store, model)
    assert events[-1].failed == 20
    assert {event.reason for event in events[1:-1]} == {"the model wrote nothing"}


def test_a_pair_that_has_its_answers_is_never_dropped(store, block, models):
    model = models(even_answer)
    do(answering(store, model), store, model)
    pair = store.pairs.of(block.id)[0]
    store.pairs.drop(pair.id, "another process came later and failed")
    assert store.pairs.get(pair.id) == pair


def test_cancelling_keeps_what_is_done(store, block, models):
    cancel = threading.Event()
    model = models(even_answer)
    work = prepare(answering(store, model), store, model, PinnedClock(), cancel)
    for event in work:
        if isinstance(event, ItemDone) and event.done == 3:
            cancel.set()
        last = event
    assert (last.cancelled, last.items) == (True, 20)
    assert sum(pair.is_ready for pair in store.pairs.of(block.id) if pair.repeats is None) == 3
    assert do(answering(store, model), store, model)[0].known == 3


def test_the_answers_of_a_revealed_block_are_made_no_more(store, block, models):
    store.blocks.reveal(block.id, 1.0)
    model = models(even_answer)
    assert do(answering(store, model), store, model)[0].items == 0


def test_the_run_records_decoding_and_budget(store, block, models):
    model = models(even_answer)
    do(answering(store, model), store, model)
    row = store.database.row("SELECT * FROM run ORDER BY id DESC LIMIT 1")
    assert row["purpose"] == "answers"
    assert '"max_tokens":280' in row["recipe"]
    assert '"temperature":0.7' in row["recipe"]
    answer = store.database.row("SELECT * FROM answer LIMIT 1")
    assert (answer["run"], answer["finish_reason"]) == (row["id"], "stop")
    assert answer["output_tokens"] > 0


def test_where_answers_mention_the_facts_is_stored_with_them(store, block, models):
    model = models(lambda request: f"{request.seed:010} As you keep bees, plant clover.")
    do(answering(store, model), store, model)
    (pair, *_) = of_arm(store, block, Arm.MARKED)
    found = store.mentions.of(pair.id)
    text = texts_of(store, pair)[1]
    words = [text[one.start : one.end] for one in found if one.answer == pair.other]
    assert words == ["keep", "bees"]
    assert {one.fact for one in found} == {0}
    detectors = store.database.rows("SELECT DISTINCT detector, detector_version FROM mention")
    assert [tuple(row) for row in detectors] == [("shared_words", 1)]
    assert store.mentions.of(of_arm(store, block, Arm.CATCH)[0].id) == []

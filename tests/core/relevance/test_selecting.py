import threading
from itertools import islice

import pytest
from builders import PinnedClock, open_store
from stages_core import NO, do, judged, mark_block

from selfaudit.core.events import ItemDone, ItemFailed, PreparationEnded, PreparationStarted
from selfaudit.core.models.run import Purpose
from selfaudit.core.preparation import prepare
from selfaudit.core.relevance.matching import match
from selfaudit.core.relevance.selecting import Selecting
from selfaudit.local_models.scripted import ScriptedModel

PROMPTS = ["How do I keep bees warm?", "What is a good bread?"]
JOBS = 2 * 6


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def block(store):
    accepted = judged(store, ["The user keeps bees.", "The user bakes bread."])
    rejected = judged(store, ["The user owns a yacht."], "no")
    said = dict.fromkeys(accepted, NO)
    return mark_block(store, dict.fromkeys(PROMPTS, said), rejected=rejected)


@pytest.fixture
def models():
    made = []

    def make(*arguments, **options):
        made.append(ScriptedModel(*arguments, **options))
        return made[-1]

    yield make
    for model in made:
        model.close()


def selecting(store, model, selectors=None):
    return Selecting(store, PinnedClock(), model.identity.sha256, selectors)


def run_states(store):
    return [row["state"] for row in store.database.rows("SELECT state FROM run ORDER BY id")][2:]


def counted(answer):
    def counting(request):
        counting.asked.append(request)
        return answer

    counting.asked = []
    return counting


def test_every_selector_says_something_of_every_entry_once(store, block, models):
    answer, score = counted("1"), counted((1, 3))
    model = models(answer, score=score)
    events = do(selecting(store, model), store, model)
    assert events[0] == PreparationStarted(Purpose.SELECTION, JOBS, 0)
    assert [(one.done, one.items) for one in events[1:-1]] == [(n, JOBS) for n in range(1, 13)]
    assert {type(one) for one in events[1:-1]} == {ItemDone}
    assert events[-1] == PreparationEnded(Purpose.SELECTION, JOBS, 0, 0.0, False)
    selections = store.selections.of(block.id)
    assert len({(one.position, one.selector) for one in selections}) == len(selections) == JOBS
    entries = store.marks.entries(block.id)
    for selection in selections:
        of_prompt = {entry.id for entry in entries if entry.position == selection.position}
        assert selection.selected.keys() == of_prompt  # the rejected one among them
        assert bool(selection.model) is (selection.selector not in {"none", "all", "bm25"})
    asked = len(answer.asked), len(score.asked)
    assert asked == (2, 6)
    again = do(selecting(store, model), store, model)
    assert again == [
        PreparationStarted(Purpose.SELECTION, JOBS, JOBS),
        PreparationEnded(Purpose.SELECTION, JOBS, 0, 0.0, False),
    ]
    assert (len(answer.asked), len(score.asked)) == asked
    assert run_states(store) == ["done"]


def test_those_without_a_model_come_first(store, block, models):
    jobs, _ = selecting(store, models()).items()
    uses = [selector.uses_model for _, _, selector in jobs]
    assert uses == sorted(uses)
    assert uses.count(False) == 6


def test_nothing_shows_a_selector_which_attributes_the_person_rejected(store, models):
    accepted = judged(store, [f"The user has thing{n}." for n in range(6)])
    rejected = judged(store, [f"The user owns item{n}." for n in range(6)], "no")
    prompts = {f"Question {n}?": dict.fromkeys(accepted) for n in range(8)}
    mark_block(store, prompts, rejected=rejected)
    answer = counted("none")
    model = models(answer)
    do(selecting(store, model), store, model)
    orders = [
        "".join("a" if "has thing" in line else "r" for line in request.prompt.splitlines()[7:19])
        for request in answer.asked
    ]
    assert all(sorted(order) == list("a" * 6 + "r" * 6) for order in orders)
    assert len(set(orders)) > 4
    assert {order[0] for order in orders} == {"a", "r"}


def test_what_is_cancelled_goes_on_where_it_stopped(store, block, models):
    model = models(lambda _: "none")
    cancel = threading.Event()
    work = prepare(selecting(store, model), store, model, PinnedClock(), cancel)
    done = [event for event in islice(work, 9) if isinstance(event, ItemDone)]
    cancel.set()
    end = list(work)[-1]
    assert end.cancelled
    stored = {(one.position, one.selector) for one in store.selections.of(block.id)}
    assert len(stored) == len(done) == 8
    events = do(selecting(store, model), store, model)
    assert events[0] == PreparationStarted(Purpose.SELECTION, JOBS, 8)
    assert (events[1].done, events[-2].done) == (9, JOBS)
    assert len(store.selections.of(block.id)) == JOBS
    assert run_states(store) == ["cancelled", "done"]


def test_cancelling_while_the_model_answers_leaves_nothing_half_stored(store, block, models):
    started, cancel = threading.Event(), threading.Event()

    def slow(request):
        started.set()
        cancel.wait(5)
        return (1, 1)

    model = models(lambda _: "none", score=slow)
    canceller = threading.Thread(target=lambda: (started.wait(5), cancel.set()))
    canceller.start()
    events = list(prepare(selecting(store, model), store, model, PinnedClock(), cancel))
    canceller.join()
    assert events[-1].cancelled
    assert "model_pairwise" not in {one.selector for one in store.selections.of(block.id)}
    assert do(selecting(store, model), store, model)[-1].failed == 0
    assert len(store.selections.of(block.id)) == JOBS


def test_a_failure_is_kept_with_its_reason_and_tried_again(store, block, models):
    def broken(request):
        raise ValueError(request.prompt)

    model = models(lambda _: "none", score=broken)
    work = selecting(store, model)
    assert not work.is_complete(block)
    events = do(work, store, model)
    failed = [event for event in events if isinstance(event, ItemFailed)]
    assert [event.reason for event in failed] == ["the script failed: ValueError"] * 2
    assert events[-1] == PreparationEnded(Purpose.SELECTION, JOBS, 2, 0.0, False)
    assert work.is_complete(block)  # every selector had its try
    (line, _) = [one for one in match(store, block).lines if one.selector == "model_pairwise"]
    assert line.failures == dict.fromkeys((0, 1), "the script failed: ValueError")
    mended = models(lambda _: "none", score=lambda _: (1, 1))
    events = do(selecting(store, mended), store, mended)
    assert [type(event) for event in events[1:-1]] == [ItemDone] * 2
    selections = store.selections.of(block.id)
    assert len(selections) == JOBS
    assert {one.failure for one in selections} == {None}


def test_another_model_says_its_own_beside_the_first(store, block, models):
    first, second = models(lambda _: "none"), models(lambda _: "1", name="larger")
    do(selecting(store, first), store, first)
    assert selecting(store, first).is_complete(block)
    assert not selecting(store, second).is_complete(block)
    events = do(selecting(store, second), store, second)
    assert events[0] == PreparationStarted(Purpose.SELECTION, JOBS, 6)
    assert len(store.selections.of(block.id)) == JOBS + 6


def test_a_closed_model_ends_the_run_as_failed_and_the_rest_is_still_to_do(store, block, models):
    from selfaudit.core.errors import ModelError

    model = models(lambda _: "none")
    work = prepare(selecting(store, model), store, model, PinnedClock(), threading.Event())
    list(islice(work, 1 + 6 + 1))
    model.close()
    with pytest.raises(ModelError):
        list(work)
    assert run_states(store) == ["failed"]
    jobs, known = selecting(store, model).items()
    assert (len(jobs), known) == (JOBS - 7, 7)


def test_the_run_says_what_was_asked_how_and_on_what(store, block, models):
    model = models(lambda _: "none")
    do(selecting(store, model), store, model)
    row = store.database.row("SELECT * FROM run ORDER BY id DESC LIMIT 1")
    assert row["purpose"] == "selection"
    assert '"model_pairwise":1' in row["recipe"]
    assert model.identity.sha256 in row["model"]
    assert row["provenance"] == '{"engine":"scripted"}'


def test_an_empty_store_has_nothing_to_select(store, models):
    model = models()
    assert [type(event) for event in do(selecting(store, model), store, model)] == [
        PreparationStarted,
        PreparationEnded,
    ]
    assert store.database.rows("SELECT * FROM run") == []

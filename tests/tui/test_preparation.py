"""Work ahead of the person: one thread at a time, and no wish for it is lost."""

import threading
from collections.abc import Iterator

from selfaudit.core.errors import ModelError
from selfaudit.core.events import ItemDone, PreparationEnded, PreparationEvent, PreparationStarted
from selfaudit.core.models.run import Purpose
from selfaudit.tui.preparation import PreparationRunner


class Work:
    """Counts how often it was begun; each time it waits until the test lets it go on."""

    def __init__(self, *errors: ModelError | None) -> None:
        self.begun = 0
        self.at_once = 0
        self.may_end = threading.Semaphore(0)
        self.has_begun = threading.Semaphore(0)
        self._errors = list(errors)

    def __call__(self, cancel: threading.Event) -> Iterator[PreparationEvent]:
        self.begun += 1
        self.at_once += 1
        assert self.at_once == 1
        yield PreparationStarted(Purpose.SELECTION, 2, 1)
        self.has_begun.release()
        self.may_end.acquire()
        self.at_once -= 1
        if self._errors and (error := self._errors.pop(0)) is not None:
            raise error
        yield ItemDone(Purpose.SELECTION, 2, 2, 0.0)
        yield PreparationEnded(Purpose.SELECTION, 2, 0, 1.0, False)


def start(runner: PreparationRunner) -> threading.Thread:
    thread = threading.Thread(target=runner.run, daemon=True)
    thread.start()
    return thread


def test_two_wishes_at_once_begin_one_thread_that_looks_twice() -> None:
    work = Work()
    runner = PreparationRunner(work, lambda: None)
    assert runner.wants_thread()
    assert not runner.wants_thread()
    thread = start(runner)
    assert work.has_begun.acquire(timeout=60)
    assert not runner.wants_thread()
    work.may_end.release()
    assert work.has_begun.acquire(timeout=60)
    work.may_end.release()
    thread.join(5)
    assert work.begun == 2
    assert not runner.fetch().is_running
    assert (runner.fetch().done, runner.fetch().items) == (2, 2)


def test_a_wish_after_the_end_begins_a_thread_again() -> None:
    work = Work()
    runner = PreparationRunner(work, lambda: None)
    for times in (1, 2):
        assert runner.wants_thread()
        thread = start(runner)
        work.may_end.release()
        thread.join(5)
        assert work.begun == times


def test_an_error_is_told_and_it_can_be_tried_again() -> None:
    work = Work(ModelError("The model is gone."))
    runner = PreparationRunner(work, lambda: None)
    assert runner.wants_thread()
    thread = start(runner)
    work.may_end.release()
    thread.join(5)
    error = runner.fetch().error
    assert error is not None
    assert error.message == "The model is gone."
    assert runner.wants_thread()
    thread = start(runner)
    work.may_end.release()
    thread.join(5)
    assert runner.fetch().error is None


def test_leaving_ends_it_soon() -> None:
    work = Work()
    runner = PreparationRunner(work, lambda: None)
    runner.wants_thread()
    thread = start(runner)
    assert work.has_begun.acquire(timeout=60)
    runner.leave()
    thread.join(6)
    assert not thread.is_alive()
    work.may_end.release()

"""What is in the model's hand stays little, however fast the model is."""

from selfaudit.core.extraction.pending import IN_FLIGHT, Pending
from selfaudit.core.extraction.recipes import recipe_for
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.core.models.run import FinishReason, Profile
from selfaudit.core.ports import Finished, GenerateRequest, Scored
from selfaudit.local_models.mailbox import Mailboxes
from selfaudit.local_models.scripts import first_person_facts


class InstantModel:
    """Has answered everything before anyone looks."""

    def __init__(self):
        self._mail = Mailboxes()

    def submit(self, requests, priority):
        ids = [request.id for request in requests]
        self._mail.open(ids)
        for request in requests:
            if isinstance(request, GenerateRequest):
                text = first_person_facts(request)
                event = Finished(request.id, text, FinishReason.STOP, 1, 1, 0.0)
            else:
                event = Scored(request.id, (0.9, 0.1), 1.0, 1, 0.0)
            self._mail.deliver(event)
        return ids

    def events(self, ids, timeout=None):
        return self._mail.events(ids, timeout)


def window(number):
    return Window(f"c{number}", (Piece(f"m{number}", 0, f"I have {number} cats."),), ("test/1",))


def test_what_is_to_be_verified_does_not_wait_until_everything_is_written():
    windows = {f"key {number}": window(number) for number in range(10 * IN_FLIGHT)}
    model = InstantModel()
    pending = Pending(model, recipe_for(Profile.TAUGHT), 0, windows)
    ready, most = [], 0
    pending.refill()
    while pending.asked:
        most = max(most, len(pending.asked))
        for event in model.events(pending.asked):
            if (reading := pending.hear(event)) is not None:
                assert len(reading.candidates) == 1
                ready += [work.key for work, _ in pending.settle(reading)]
            if pending.has_changed():
                break
    assert ready == list(windows)
    assert most <= IN_FLIGHT + 1

"""How far the person has come, in one line."""

from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.judgment import Policy
from selfaudit.core.review.place import Progress
from selfaudit.core.review.review import OpenCard

_AFTER = {
    Policy.MISSED: "after the headline: what is missing",
    Policy.HELD_BACK: "after the headline: more cards",
    Policy.AGAIN: "two weeks later: is it still so?",
    Policy.BELIEF: "what vendors noted about you",
}
"""What is asked in a row beside new cards."""


class ProgressLine(Static):
    """A dot for each card of the set, and the same in words."""

    DEFAULT_CSS = "ProgressLine { height: 1; width: 1fr; padding: 0 2; color: $text-muted; }"

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, progress: Progress, headline_goal: int, card: OpenCard) -> None:
        """Show the place of the card that is open."""
        if card.nth is not None:
            which, of = card.nth
            self.update(f"{_AFTER[card.policy]} · {which} of {of}")
            return
        done = progress.in_set + progress.checks_done
        dots = "●" * done + "◉" + "·" * (progress.sizes.set + progress.checks - done - 1)
        place = where(progress, headline_goal, card.policy)
        self.update(Content.assemble((dots, "$primary"), "  ", place))


def where(progress: Progress, headline_goal: int, policy: Policy) -> str:
    """The place of the open card: "card 7 of 13 in this set · 19 of 60 for the headline"."""
    expected = max(progress.total, progress.done + headline_goal - progress.headline_done)
    begun = progress.done - progress.in_set
    in_set = min(progress.sizes.set, max(expected - begun, progress.in_set + 1)) + progress.checks
    place = f"card {progress.in_set + progress.checks_done + 1} of {in_set} in this set"
    match policy:
        case Policy.HEADLINE:
            return f"{place} · {progress.headline_done + 1} of {headline_goal} for the headline"
        case Policy.EARLY:
            return f"{place} · early card, the model reads on"
        case _:
            return f"{place} · extra card"

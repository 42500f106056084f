"""A home with something to give away: all stages, other people, and what identifies."""

from pathlib import Path

from builders import PinnedClock, add_attributes, open_store
from stages import accept_all, fill_block, judge_block, mark_block, plan_block, vote_on_all

from selfaudit.core.comparison.voting import Voting
from selfaudit.core.models.comparison import Better

STATEMENTS = (
    "The user writes letters from mara.lind@example.org.",
    "The user lives in Porto.",
    "The user works as a beekeeper.",
    "The user is 34 years old.",
    "The user grows tomatoes near Zürich.",
    "The user and his sister Ann row.",
    "The user is called Mara Lind.",
    "The user bakes bread.",
)
MAIL = "mara.lind@example.org"
OTHERS = STATEMENTS[5]


def home_to_export(folder: Path) -> Path:
    """Make a person who judged, marked and voted; return the folder of the home."""
    clock = PinnedClock()
    store = open_store(folder)
    add_attributes(store, STATEMENTS)
    accept_all(store, clock)
    mark_block(store, clock)
    clock.advance(2 * 86400)
    block = plan_block(store, clock)
    fill_block(store, clock, block)
    judge_block(store, clock, block)
    vote_on_all(store, clock, [Better.LEFT_MUCH, Better.NO_DIFFERENCE, Better.RIGHT_SLIGHTLY])
    Voting(store, clock).reveal(block)
    store.close()
    return folder / "home"

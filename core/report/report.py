"""The whole report, from what is stored. Sealed blocks are left out of it."""

from selfaudit.core.comparison.results import lay_open
from selfaudit.core.models.block import Stage
from selfaudit.core.ports import Clock
from selfaudit.core.report.comparison import comparison_page
from selfaudit.core.report.judge import judge_page
from selfaudit.core.report.pages import Report
from selfaudit.core.report.relevance import relevance_page
from selfaudit.core.report.steadiness import steadiness_page
from selfaudit.core.report.truth import truth_page
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.store.store import Store

SEED = 20_260_606
"""Of every draw that a test in the report makes: the same data give the same report."""


def make_report(store: Store, clock: Clock) -> Report:
    """Compute every page."""
    blocks = store.blocks.all(Stage.COMPARISON)
    results = [lay_open(store, block) for block in blocks if not block.is_sealed]
    return Report(
        clock.now(),
        (
            truth_page(store, ReviewQueue(store, clock)),
            relevance_page(store, SEED),
            comparison_page(results),
            judge_page(results),
            steadiness_page(results),
        ),
    )

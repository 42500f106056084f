"""The whole report, from what is stored. Sealed blocks are left out of it."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from selfaudit.core.comparison.results import Results, lay_open_all
from selfaudit.core.models.block import Stage
from selfaudit.core.ports import Clock
from selfaudit.core.report.beliefs import beliefs_page
from selfaudit.core.report.comparison import comparison_page
from selfaudit.core.report.judge import judge_page
from selfaudit.core.report.pages import Page, Report
from selfaudit.core.report.relevance import relevance_page
from selfaudit.core.report.steadiness import steadiness_page
from selfaudit.core.report.truth import truth_page
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.store.store import Store

SEED = 20_260_606
"""Of every draw that a test in the report makes: the same data give the same report."""


NAMES = ("truth", "relevance", "comparison", "judge", "steadiness")
"""The pages, in order."""

BELIEFS = "beliefs"
"""The page on what vendors noted. It is there only where a vendor noted anything that was asked."""


def names_for(store: Store) -> Sequence[str]:
    """The pages that a store gives, in order."""
    return (*NAMES, BELIEFS) if store.beliefs.count() else NAMES


def make_report(
    store: Store,
    clock: Clock,
    names: Sequence[str] | None = None,
    counted: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Compute every page that the store gives, or only some.

    `counted` is told how many of how many are done.
    """
    made = []
    names = names_for(store) if names is None else names
    for page in pages(store, clock, names):
        made.append(page)
        counted(len(made), len(names))
    return Report(clock.now(), tuple(made))


def pages(store: Store, clock: Clock, names: Sequence[str] = NAMES) -> Iterator[Page]:
    """These pages, each computed when it is asked for."""

    @cache
    def results() -> list[Results]:
        blocks = store.blocks.all(Stage.COMPARISON)
        return lay_open_all(store, [block for block in blocks if not block.is_sealed])

    made: dict[str, Callable[[], Page]] = {
        "truth": lambda: truth_page(store, clock, ReviewQueue(store, clock)),
        "relevance": lambda: relevance_page(store, SEED),
        "comparison": lambda: comparison_page(results()),
        "judge": lambda: judge_page(results()),
        "steadiness": lambda: steadiness_page(results(), store),
        BELIEFS: lambda: beliefs_page(store),
    }
    for name in names:
        yield made[name]()

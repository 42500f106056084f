"""Giving data away in tests: consent that is given, packages as bytes, rows without reading."""

from collections.abc import Iterator

from builders import PinnedClock

from selfaudit.core.export.consent_file import load_template
from selfaudit.core.export.consenting import Consenting
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.making import Remade, make
from selfaudit.core.store.store import Store


def give(store: Store, clock: PinnedClock, level: Level | None = None) -> Remade:
    """Agree to what is drafted, at its level or another, and make the package."""
    drafting = Drafting(store, clock)
    if level is not None:
        drafting.set_level(level)
    template = load_template(None)
    consenting = Consenting(template, Level(drafting.package.level))
    for number, question in enumerate(template.questions):
        consenting.answer(number, question.right)
    consenting.state_age(True)
    return make(store, clock, drafting.package, consenting.record(clock.now()), template)


def every_text(remade: Remade) -> Iterator[str]:
    """Every string in every row of a package."""
    for rows in remade.contents.rows.values():
        for row in rows:
            for name in row.__struct_fields__:
                value = getattr(row, name)
                if isinstance(value, str):
                    yield value

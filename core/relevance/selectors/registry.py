"""Every selector there is, found in the modules of this package."""

import pkgutil
from functools import cache
from importlib import import_module

from selfaudit.core.relevance import selectors
from selfaudit.core.relevance.selectors.base import Selector

_NO_SELECTORS = {"base", "registry"}
_ORDER = ("none", "all", "bm25", "embedding", "model_pairwise", "model_list")


@cache
def known_selectors() -> tuple[Selector, ...]:
    """The selectors, from the most trivial on; those that came later stand last, by name."""
    found: list[Selector] = []
    for module in pkgutil.iter_modules(selectors.__path__):
        if module.name not in _NO_SELECTORS:
            found += import_module(f"{selectors.__name__}.{module.name}").SELECTORS
    order = {name: place for place, name in enumerate(_ORDER)}
    return tuple(sorted(found, key=lambda one: (order.get(one.name, len(order)), one.name)))


def selector_titles() -> dict[str, str]:
    """What people read instead of each selector's name."""
    return {selector.name: selector.title for selector in known_selectors()}

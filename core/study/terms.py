"""What a study fixes of how the audit is done. Without a study, all is as the protocol says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from selfaudit.core.comparison.arms import PROTOCOL_PAIRS, PairDesign
from selfaudit.core.draw import derived_seed
from selfaudit.core.models.block import Stage
from selfaudit.core.models.wording import Wording
from selfaudit.core.relevance.everyday import EverydayPrompt, everyday_prompts
from selfaudit.core.relevance.lists import PROTOCOL_LISTS, ListSizes
from selfaudit.core.review.design import PROTOCOL_DESIGN, Design
from selfaudit.core.review.sizes import PROTOCOL_SIZES, SET_CARDS, Sizes
from selfaudit.core.review.wordings import GUESS

CARDS = "{cards}"
"""Stands in the wording of the guess for the number of cards of a set."""


@dataclass(frozen=True, slots=True)
class PromptRule:
    """Which prompts stage two asks about: whether the person's `own` typed ones, whether those
    from their `history`, and the ones that are bundled, None for those of the program."""

    own: bool = True
    history: bool = True
    bundled: tuple[EverydayPrompt, ...] | None = None

    @property
    def texts(self) -> tuple[EverydayPrompt, ...]:
        """The bundled prompts."""
        return everyday_prompts() if self.bundled is None else self.bundled


@dataclass(frozen=True, slots=True)
class Terms:
    """How the audit is done. `wordings` are those that a study put in the place of the program's,
    by name; `seed` is fixed or, where it is None, drawn anew for each person.

    `early` tells whether cards are asked while extraction runs, `extra` whether more cards follow
    the headline.
    """

    wordings: Mapping[str, Wording] = field(default_factory=dict)
    sizes: Sizes = PROTOCOL_SIZES
    design: Design = PROTOCOL_DESIGN
    lists: ListSizes = PROTOCOL_LISTS
    pairs: PairDesign = PROTOCOL_PAIRS
    prompts: PromptRule = PromptRule()
    seed: int | None = None
    early: bool = True
    extra: bool = True

    def wording(self, own: Wording, set_cards: int) -> Wording:
        """The words of a question, given those that the program has for it.

        The words of the guess name the number of cards of a set.
        """
        wording = self.wordings.get(str(own.name), own)
        if own.name != GUESS.name:
            return wording
        if wording is own:
            return own if set_cards == SET_CARDS else replace(own, text=_guess(own, set_cards))
        return replace(wording, text=wording.text.replace(CARDS, str(set_cards)))

    def block_seed(self, stage: Stage, number: int) -> int | None:
        """The seed of a block, counted from 1; None where it is drawn anew."""
        return None if self.seed is None else derived_seed(self.seed, stage, number)


PROTOCOL_TERMS = Terms()
"""How the protocol has it."""


def _guess(own: Wording, set_cards: int) -> str:
    return own.text.replace(str(SET_CARDS), str(set_cards))

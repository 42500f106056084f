"""What a study fixes, in plain words, for the person who is asked to join it."""

from collections.abc import Iterator

from selfaudit.core.comparison.arms import PROTOCOL_PAIRS
from selfaudit.core.export.levels_words import WORDS
from selfaudit.core.models.comparison import Arm
from selfaudit.core.relevance.lists import PROTOCOL_LISTS
from selfaudit.core.review.design import PROTOCOL_DESIGN
from selfaudit.core.review.sizes import PROTOCOL_SIZES
from selfaudit.core.study.study import Study
from selfaudit.core.study.study_file import OWN_WORDINGS
from selfaudit.core.study.terms import CARDS, Terms

FIXES = {
    "model": "the model",
    "wordings": "wordings",
    "prompts": "prompts",
    "counts": "counts",
    "order": "the order",
    "export": "how much a package holds",
    "consent": "the consent text",
}
"""What each table of a file fixes, in a few words."""

_ARMS = {
    Arm.MARKED: "knows what you marked",
    Arm.IRRELEVANT: "knows what you marked as not relevant",
    Arm.CATCH: "knows nothing either",
    Arm.STRANGER: "knows a stranger's facts",
}


def in_short(study: Study) -> str:
    """What a study fixes, in one line."""
    return ", ".join(FIXES[name] for name in study.fixes) or "nothing"


def in_full(study: Study) -> list[str]:
    """What a study fixes, a sentence each; what it leaves as it is goes unsaid."""
    said = [
        *_model(study),
        *_wordings(study.terms),
        *_prompts(study.terms),
        *_cards(study.terms),
        *_blocks(study.terms),
        *_order(study.terms),
    ]
    if study.level is not None:
        said.append(f"How much a package holds: “{WORDS[study.level].name}”, and nothing else.")
    if study.consent is not None:
        said.append(
            f"The consent that a package takes: version {study.consent.version}, responsible: "
            f"{study.consent.responsible}"
        )
    return said or ["Nothing of what is asked: it only marks what you judge as made in it."]


def _model(study: Study) -> Iterator[str]:
    if study.model is not None:
        name = study.model.name or "the one whose file has this sha256"
        adapter = study.model.adapter
        taught = f", which extracts with the adapter {adapter}" if adapter else ""
        model = f"{name} ({study.model.sha256}){taught}"
        yield f"The model: {model}. No other is run while you are in it."


def _wordings(terms: Terms) -> Iterator[str]:
    for name, wording in terms.wordings.items():
        text = wording.text.replace(CARDS, str(terms.sizes.set))
        yield f"The words of the question `{name}`: {text}"
    if terms.wordings:
        left = len(OWN_WORDINGS) - len(terms.wordings)
        yield f"The answers and their keys stay, and so do the words of {left} other questions."


def _prompts(terms: Terms) -> Iterator[str]:
    rule = terms.prompts
    if rule.bundled is not None:
        number = len(rule.bundled)
        yield f"Prompts: {number} of the study's own, in the place of those of the program."
    if not rule.own:
        yield "You cannot add prompts of your own."
    if not rule.history:
        yield "No prompts are taken from your chats."


def _cards(terms: Terms) -> Iterator[str]:
    if terms.sizes != PROTOCOL_SIZES:
        yield (
            f"The headline rests on {terms.sizes.headline} cards, in sets of {terms.sizes.set}. "
            "The report still says no share before it has as many cards as the protocol asks for."
        )
    design = terms.design
    if design != PROTOCOL_DESIGN:
        yield (
            f"Of all cards {_percent(design.checks)} are checks; of the others "
            f"{_percent(design.folded)} are folded at first, {_percent(design.support)} ask what a "
            f"stranger would say, {_percent(design.lasting)} of the true ones whether it lasts."
        )
    if not design.guesses:
        yield "You are not asked for a guess before each set."
    if not design.missed:
        yield "After the headline you are not asked what was missed."


def _blocks(terms: Terms) -> Iterator[str]:
    lists, pairs = terms.lists, terms.pairs
    if lists != PROTOCOL_LISTS:
        yield (
            f"A block of what should matter has {lists.prompts} prompts, each with up to "
            f"{lists.attributes} attributes."
        )
    if pairs != PROTOCOL_PAIRS:
        mix = "; ".join(f"{_percent(share)} {_ARMS[arm]}" for arm, share in pairs.mix if share)
        yield (
            f"A block of answers has {pairs.block} pairs. Of the answers that stand beside the "
            f"plain ones: {mix}. {_percent(pairs.repeated)} of the pairs come back, on "
            f"{_percent(pairs.about_you)} you are asked which answer used facts."
        )


def _order(terms: Terms) -> Iterator[str]:
    if terms.seed is not None:
        yield f"Every draw is made by the seed {terms.seed}."
    if not terms.early:
        yield "Cards come once the model has read everything, not before."
    if not terms.extra:
        yield "After the headline no more cards come."


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"

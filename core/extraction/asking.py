"""From a window to what the model is asked, and from what it wrote to candidates."""

from selfaudit.core.extraction.grounding import ground
from selfaudit.core.extraction.parsing import parse
from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.windows import Window, request_seed
from selfaudit.core.models.attribute import Candidate, Draft, QuarantineReason
from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import Finished, GenerateRequest


def request_for(window: Window, recipe: Recipe, key: str, seed: int) -> GenerateRequest:
    """What a model is asked about a window. `key` is its work key, `seed` that of the run."""
    return GenerateRequest(
        id=key,
        prefix=recipe.prefix,
        prompt=recipe.prompt(window.text, window.before),
        sampling=recipe.sampling,
        seed=request_seed(seed, key),
        grammar=recipe.grammar or None,
        stop=recipe.stop,
        chat=recipe.chat,
        adapted=recipe.adapted,
    )


def candidates_of(result: Finished, window: Window, recipe: Recipe) -> list[Candidate]:
    """What a model wrote of a window, each with the span of its quote or why it is quarantined."""
    parsed = parse(recipe.profile, result.text)
    cut_off = result.finish_reason is FinishReason.LENGTH
    unreadable = QuarantineReason.CUT_OFF if cut_off else QuarantineReason.MALFORMED
    return [
        *(ground(draft, window, recipe) for draft in parsed.drafts),
        *(Candidate(Draft(text, None), None, unreadable) for text in parsed.malformed),
    ]

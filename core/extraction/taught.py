"""What a model is asked that an adapter taught to extract, and what it then writes.

The form is that of the training data. A change of a letter here asks for another adapter.
"""

from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.models.run import Profile, Sampling

VERIFIED_FROM = 0.6
"""The verifier's score from which a candidate passes: of 0, 0.1 ... 0.9 the one with the highest F1
on the half `dev` of the labelled messages (tests/quality/data/LABELLING.md)."""

TAUGHT = Recipe(
    profile=Profile.TAUGHT,
    version=1,
    prefix="",
    before="Message: ",
    after="\nFacts:\n",
    # What was taught needs no grammar: lines of another form are counted as malformed.
    grammar="",
    stop=("\n\n", "- none"),
    sampling=Sampling(max_tokens=200),
    chat=False,
    window_characters=500,
    one_message=True,
    examples=frozenset(),
    adapted=True,
    context="Before: ",
    verified_from=VERIFIED_FROM,
    unsaid=True,
)
"""A line for each fact, quote first, with "(other)" where it is not about the person themselves and
"(current)" where it is true for weeks or months; or "- none"."""

from selfaudit.core.extraction.parsing import parse
from selfaudit.core.extraction.recipes import FLAT, RECORDS, recipe_for
from selfaudit.core.models.run import Profile


def test_every_profile_has_its_recipe():
    assert {profile: recipe_for(profile).profile for profile in Profile} == {
        profile: profile for profile in Profile
    }


def test_the_examples_of_the_flat_prompt_are_what_the_model_may_repeat():
    shown = parse(
        Profile.FLAT, "\n".join(line for line in FLAT.prefix.splitlines() if line.startswith("- "))
    )
    assert {draft.statement for draft in shown.drafts} == FLAT.examples
    assert not RECORDS.examples

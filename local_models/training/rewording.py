"""True statements in other words, so that a verifier learns meaning and not one wording."""

import re
from random import Random

# Each pair means the same where the first fits; the second is a template of `re.sub`.
_SAME = [
    (r"^The user works as (an? .*)$", r"The user is \1"),
    (r"^The user works as (an? .*)$", r"The user's job is that of \1"),
    (r"^The user is (an? (?:nurse|teacher|lawyer|engineer|chef|plumber|cook|doctor|barista|"
     r"paralegal|welder|dentist|pilot|carpenter)\b.*)$", r"The user works as \1"),
    (r"^The user lives in ", "The user's home is in "),
    (r"^The user lives in ", "The user resides in "),
    (r"^The user is from ", "The user comes from "),
    (r"^The user (does not|doesn't) eat ", "The user avoids eating "),
    (r" does not ", " doesn't "),
    (r" is not ", " isn't "),
    (r" is allergic to ", " has an allergy to "),
    (r"^The user has (two|three|four|\d+) (kids|children)\.", r"The user is a parent of \1 \2."),
    (r" kids\b", " children"),
    (r" children\b", " kids"),
    (r"^The user is learning ", "The user is studying "),
    (r"^The user loves ", "The user really likes "),
    (r"^The user likes ", "The user enjoys "),
    (r"^The user enjoys ", "The user likes "),
    (r"^The user hates ", "The user strongly dislikes "),
    (r"^The user has been diagnosed with ", "The user has a diagnosis of "),
    (r"^The user is married", "The user has a spouse"),
    (r"^The user owns ", "The user has "),
    (r"^The user plays the ", "The user can play the "),
    (r"^The user speaks ", "The user can speak "),
    (r"^The user can't ", "The user is unable to "),
    (r"^The user wants to ", "The user would like to "),
    (r"^The user is looking for ", "The user is searching for "),
    (r"^The user's (\w+) works as (an? .*)$", r"The user's \1 is \2"),
    (r"^The user's (wife|husband|brother|sister|son|daughter|partner|boyfriend|girlfriend|cousin|"
     r"roommate|flatmate|best friend|boss|stepson|stepdaughter) is (?!from|in|on|at|not|\d)",
     r"The user has a \1 who is "),
    (r"^The user is (\d+) years old\.", r"The user's age is \1."),
    (r"^The user has had (.*) since ", r"The user has had \1 ever since "),
    (r"^The user usually ", "The user generally "),
    (r"^The user mostly ", "The user mainly "),
    (r" mom\b", " mother"),
    (r" dad\b", " father"),
    (r" mum\b", " mother"),
]  # fmt: skip


def reworded(statement: str, random: Random) -> str:
    """The statement in other words, or as it is where no other words are known."""
    fitting = [(found, instead) for found, instead in _SAME if re.search(found, statement)]
    if not fitting:
        return statement
    found, instead = random.choice(fitting)
    return re.sub(found, instead, statement, count=1)

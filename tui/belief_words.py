"""What vendors noted, in sentences of the first screen."""

from selfaudit.core.beliefs.asking import BeliefProgress
from selfaudit.core.beliefs.vendors import vendor_name
from selfaudit.core.models.belief import Belief, BeliefKind
from selfaudit.core.report.words import listed
from selfaudit.tui.words import count, day


def held(progress: BeliefProgress) -> str:
    """How much each vendor holds: "ChatGPT holds 23 statements about you, Claude holds 1."."""
    parts = [
        f"{vendor_name(vendor)} holds {count(number, 'statement')}"
        for vendor, number in sorted(progress.vendors.items())
    ]
    sentence = f"{listed(parts)} about you."
    return sentence[0].upper() + sentence[1:]


def noted(progress: BeliefProgress) -> str:
    """How much each vendor holds, and how far the person has come with it."""
    if not progress.done:
        return held(progress)
    return f"{held(progress)} {progress.done} judged, {progress.true} true."


def believed(belief: Belief) -> str:
    """Whose words a belief is, and of when: "ChatGPT noted this about you on 1 May 2024"."""
    name = vendor_name(belief.vendor)
    if belief.kind is BeliefKind.ABOUT_YOU:
        return f"You told {name} about yourself"
    when = day(belief.noted_at)
    noted = f"{name[0].upper()}{name[1:]} noted about you"
    return f"{noted} on {when}" if when else noted

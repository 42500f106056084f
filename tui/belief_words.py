"""What vendors noted, in sentences of the first screen."""

from selfaudit.core.beliefs.asking import BeliefProgress
from selfaudit.core.beliefs.vendors import vendor_name
from selfaudit.core.report.words import listed
from selfaudit.tui.words import count


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

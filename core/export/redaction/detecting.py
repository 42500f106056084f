"""All rules over one text, until none finds anything more."""

from collections.abc import Callable, Sequence

from selfaudit.core.export.redaction.addresses import find_addresses
from selfaudit.core.export.redaction.finding import Detector, Finding, without_overlaps
from selfaudit.core.export.redaction.handles import find_handles
from selfaudit.core.export.redaction.mail_and_web import find_emails, find_machines, find_urls
from selfaudit.core.export.redaction.names import ListedName, Names
from selfaudit.core.export.redaction.national import find_national_numbers
from selfaudit.core.export.redaction.numbers import find_cards, find_ibans
from selfaudit.core.export.redaction.phones import DEFAULT_REGIONS, Phones
from selfaudit.core.export.redaction.secrets import find_secrets
from selfaudit.core.export.redaction.view import View

VERSION = 1
"""Of the rules; a package says by which they were applied."""


def detectors(names: Sequence[ListedName], regions: Sequence[str]) -> tuple[Detector, ...]:
    """Every rule, with the person's list and the regions of their telephones."""
    return (
        find_secrets,
        find_emails,
        find_urls,
        find_ibans,
        find_cards,
        find_national_numbers,
        Phones(regions),
        find_machines,
        find_handles,
        find_addresses,
        Names(names),
    )


def find(
    text: str, rules: Sequence[Detector], is_kept: Callable[[Finding], bool] = lambda _: False
) -> list[Finding]:
    """What is found in a text, in its order and apart, in code points of the text.

    What a rule finds may depend on what stands beside it. So what was found is masked and the
    rules are asked again until they find nothing but what is kept: a text that was redacted reads
    to them exactly like that, and redacting it again changes nothing.
    """
    view = View.of(text)
    found: list[Finding] = []
    while True:
        here = without_overlaps(finding for rule in rules for finding in rule(view.text))
        new = [finding for finding in here if not is_kept(finding)]
        found += (_in_source(finding, view) for finding in new)
        if not new:
            kept = [_in_source(finding, view) for finding in here]
            return sorted(found + kept, key=lambda one: one.start)
        view = view.masked([(finding.start, finding.end) for finding in new])


def _in_source(finding: Finding, view: View) -> Finding:
    start, end = view.source_span(finding.start, finding.end)
    return Finding(start, end, finding.rule, finding.normal)


def spans(
    text: str, names: Sequence[ListedName] = (), regions: Sequence[str] = DEFAULT_REGIONS
) -> list[Finding]:
    """What the rules and a list of names find in a text: the entry point for measuring them."""
    return find(text, detectors(names, regions))

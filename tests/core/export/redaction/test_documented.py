import re
from pathlib import Path

import pytest

from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.names import ListedName
from selfaudit.core.export.redaction.redactor import Redactor

PAGE = (Path(__file__).parents[4] / "docs" / "redaction.md").read_text(encoding="utf-8")


def test_the_example_is_what_the_redactor_gives():
    """Under a made-up secret, which the page need not tell."""
    original, redacted = re.findall(r"^    (Write to .*)$", PAGE, re.MULTILINE)
    assert Redactor(b"0123456789abcdef", [ListedName("Anna")]).redact(original).text == redacted


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_is_on_the_page(rule):
    assert f"`{rule.label}`" in PAGE

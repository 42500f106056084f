import textwrap
from pathlib import Path

from selfaudit.core.export.consent_file import load_template

PAGE = Path(__file__).parents[3] / "docs" / "study.md"


def test_the_file_on_the_page_can_be_used(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    block = text[text.index("    [consent]") : text.index("| key |")]
    (tmp_path / "study.toml").write_text(textwrap.dedent(block), encoding="utf-8")
    template = load_template(tmp_path / "study.toml")
    assert template.study == "Do models know us?"
    assert [question.right for question in template.questions] == [0, 1]
    assert template.sections[0].heading == "Money"

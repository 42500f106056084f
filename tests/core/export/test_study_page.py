import textwrap
from pathlib import Path

from builders import PinnedClock, open_store

from selfaudit.core.export.consent_file import load_template
from selfaudit.core.study.in_force import study_in
from selfaudit.core.study.joining import join
from selfaudit.core.study.study_file import OWN_WORDINGS, TABLES, load_study

PAGE = Path(__file__).parents[3] / "docs" / "study.md"


def test_the_file_on_the_page_can_be_joined(tmp_path):
    text = PAGE.read_text(encoding="utf-8")
    block = text[text.index("    [study]\n") : text.index("Only `[study]` must be there.")]
    path = tmp_path / "study.toml"
    path.write_text(textwrap.dedent(block), encoding="utf-8")
    study, source = load_study(path)
    assert study.fixes == TABLES[1:]
    store = open_store(tmp_path)
    join(store, PinnedClock(), study, source)
    assert study_in(store) == study
    store.close()
    template = load_template(path)
    assert template == study.consent
    assert [question.right for question in template.questions] == [0, 1]
    assert template.sections[0].heading == "Money"


def test_the_page_names_every_question():
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in OWN_WORDINGS)

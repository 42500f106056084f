"""Packages that are made in a study: its level, its consent, and whose answers they are."""

import json

import pytest
from studies import CONSENT, HEAD, joined

from selfaudit.core.errors import StudyError
from selfaudit.core.export.consent_file import shipped_template
from selfaudit.core.export.consenting import Consenting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.making import digest_of, empty_contents, make, make_again
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.verifying import verify
from selfaudit.core.export.writing import write_folder
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import Review
from selfaudit.core.study.giving import template_for
from selfaudit.core.study.joining import leave

MORE = (
    '[wordings.true]\nversion = 2\ntext = "Stimmt das heute?"\n'
    '[export]\nlevel = "attributes"\n' + CONSENT
)


def made(store, drafting, clock):
    consenting = Consenting(template_for(store, None), Level(drafting.package.level))
    for number, question in enumerate(consenting.template.questions):
        consenting.answer(number, question.right)
    consenting.state_age(True)
    consent = consenting.record(clock.now())
    return make(store, clock, drafting.package, consent, consenting.template)


def test_the_level_is_the_studys_while_it_is_joined(store, drafting, clock):
    assert drafting.package.level == Level.LABELS
    joined(store, MORE)
    assert drafting.package.level == Level.ATTRIBUTES
    with pytest.raises(StudyError, match="`attributes`"):
        drafting.set_level(Level.FULL)
    drafting.set_level(Level.ATTRIBUTES)
    leave(store, clock)
    drafting.set_level(Level.FULL)
    assert drafting.package.level == Level.FULL


def test_the_consent_is_the_studys_while_it_is_joined(store, tmp_path, clock):
    study = joined(store, MORE)
    assert template_for(store, None) == study.consent
    own, other = tmp_path / "own.toml", tmp_path / "other.toml"
    own.write_text(HEAD + MORE)
    other.write_text(CONSENT)
    assert template_for(store, own) == study.consent
    with pytest.raises(StudyError, match=r"“other\.toml” is not the file"):
        template_for(store, other)
    leave(store, clock)
    assert template_for(store, None) == shipped_template()
    joined(store)
    assert template_for(store, None) == shipped_template()
    assert template_for(store, other).responsible == "Dr Ada Example"


def test_a_package_carries_the_study_and_tells_which_answers_are_of_it(
    store, drafting, clock, tmp_path
):
    study = joined(store, MORE)
    drafting.prepared()
    attribute = store.judgments.cards()[0].attribute
    (inside,) = Review(store, clock).judge(attribute, {Question.TRUE: "no"})
    remade = made(store, drafting, clock)
    manifest = remade.contents.manifest
    assert manifest.study is not None
    assert (manifest.study.id, manifest.study.version) == ("made-up", "1")
    assert manifest.study.sha256 == study.sha256
    rows = remade.contents.rows["judgments"]
    of = [row.study for row in rows]
    assert of.count(study.sha256) == 1
    assert of.count(None) == len(of) - 1
    (row,) = (row for row in rows if row.study)
    assert (row.question, row.answer) == (inside.question, inside.answer)
    assert row.wording == study.terms.wordings["true"].hash
    assert {one.hash for one in remade.contents.rows["wordings"]} >= {row.wording}
    files = package_files(remade.contents, parquet=False)
    codebook = json.loads(files["codebook.json"])
    (asked,) = (one for one in codebook["questions"] if one["hash"] == row.wording)
    assert [choice["answer"] for choice in asked["choices"]] == ["yes", "unsure", "no", "refuse"]
    assert study.sha256 in files["README.md"].decode()
    write_folder(files, tmp_path / "package")
    assert verify(tmp_path / "package").findings == []
    leave(store, clock)
    again = make_again(store, remade.package)
    assert again.is_same
    assert digest_of(again.contents) == remade.package.digest


def test_a_package_of_no_study_says_so(store, drafting, clock):
    remade = made(store, drafting, clock)
    assert remade.contents.manifest.study is None
    assert {row.study for row in remade.contents.rows["judgments"]} == {None}


def test_an_empty_package_of_a_study_has_its_words_and_no_data(store, tmp_path):
    study = joined(store, MORE)
    contents = empty_contents(study)
    assert (contents.manifest.level, contents.manifest.empty) == (Level.ATTRIBUTES, True)
    assert {name for name, rows in contents.rows.items() if rows} == {"wordings"}
    files = package_files(contents, parquet=False)
    assert "Stimmt das heute?" in files["codebook.md"].decode()
    write_folder(files, tmp_path / "package")
    assert verify(tmp_path / "package").findings == []
    write_folder(package_files(empty_contents(), parquet=False), tmp_path / "none")
    assert verify(tmp_path / "none").findings == []

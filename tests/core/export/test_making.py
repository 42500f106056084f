import hashlib

import pytest
from canaries import canary, fill
from giving import every_text, give
from stages_core import judge

from selfaudit.core.export.consent_file import load_template
from selfaudit.core.export.consenting import Consenting
from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.making import empty_contents, make, make_again
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.tables.record import ConsentRow
from selfaudit.core.export.tables.registry import TABLES
from selfaudit.core.export.verifying import verify
from selfaudit.core.export.withdrawal import read_code
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.export.writing import write_folder, write_zip
from selfaudit.core.models.erasure import OneAttribute
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import Review
from selfaudit.core.store.packages import StoredName


def files(remade):
    return package_files(remade.contents, parquet=True)


@pytest.mark.parametrize("level", Level)
def test_a_package_made_again_is_the_same_to_the_byte(level, store, person, clock):
    first = give(store, clock, level)
    judge(store, [1, 2, 3], "no")
    Review(store, clock).judge(4, {Question.TRUE: "yes"}, comment="A thought that came later.")
    Drafting(store, clock).list_names([StoredName("thing", "word")])
    again = make_again(store, store.packages.get(first.package.id))
    assert again.is_same
    assert files(again) == files(first)


@pytest.mark.parametrize("level", Level)
def test_a_package_holds_what_verify_asks_of_it(level, store, person, clock, tmp_path):
    remade = give(store, clock, level)
    write_folder(files(remade), tmp_path / "folder")
    write_zip(files(remade), tmp_path / "package.zip")
    for path in (tmp_path / "folder", tmp_path / "package.zip"):
        done = verify(path)
        assert done.findings == []
        assert done.not_checked == []


def test_two_packages_of_the_same_have_nothing_in_common_to_link_them(store, person, clock):
    first, second = give(store, clock), give(store, clock)
    assert first.package.id != second.package.id
    assert first.package.secret != second.package.secret
    assert first.package.withdrawal_code != second.package.withdrawal_code
    ids = [
        {row.id for row in one.contents.rows[name]}
        for one in (first, second)
        for name in ("attributes", "judgments", "marks", "votes", "prompts")
    ]
    assert not set.intersection(*ids)
    assert not ids[0] & ids[5]


def test_the_withdrawal_code_is_found_by_its_hash_alone(store, person, clock):
    remade = give(store, clock)
    code = remade.package.withdrawal_code
    assert code is not None
    assert read_code(code) == code
    [consent] = remade.contents.rows["consent"]
    assert isinstance(consent, ConsentRow)
    assert consent.withdrawal_hash == hashlib.sha256(code.encode()).hexdigest()
    assert not any(code.encode() in body for body in files(remade).values())


def test_the_secret_is_in_no_file(store, person, clock):
    remade = give(store, clock, Level.FULL)
    secret = remade.package.secret
    for body in files(remade).values():
        assert secret not in body
        assert secret.hex().encode() not in body


def test_what_was_erased_since_cannot_be_made_again_and_is_said_not_to(store, clock, tmp_path):
    filled = fill(store, clock, tmp_path)
    drafting = Drafting(store, clock)
    attribute = filled.attributes[1]
    target = Target(Kind.ROW, str(attribute), "attributes")
    drafting.decide(target, Decision.KEEP, Reason.OTHER)
    first = give(store, clock, Level.FULL)
    assert canary("att2") in " ".join(every_text(first))
    store.erasure.erase(store.erasure.plan(OneAttribute(attribute)), clock.now())
    again = make_again(store, store.packages.get(first.package.id))
    assert not again.is_same
    assert canary("att2") not in " ".join(every_text(again))


def test_consent_for_one_level_is_none_for_another(store, person, clock, drafting):
    template = load_template(None)
    consenting = Consenting(template, Level.LABELS)
    for number, question in enumerate(template.questions):
        consenting.answer(number, question.right)
    consenting.state_age(True)
    record = consenting.record(clock.now())
    drafting.set_level(Level.FULL)
    with pytest.raises(ValueError, match="another level"):
        make(store, clock, drafting.package, record, template)
    assert store.packages.made() == []


def test_the_next_package_begins_with_the_choices_and_names_of_the_last(
    store, person, clock, drafting
):
    target = Target(Kind.CATEGORY, "health")
    drafting.decide(target, Decision.WITHHOLD, Reason.TOO_PRIVATE)
    drafting.list_names([StoredName("Anouk", "name")])
    made = give(store, clock)
    following = Drafting(store, clock)
    assert following.package.id != made.package.id
    assert following.names() == [StoredName("Anouk", "name")]
    assert store.packages.withholdings(following.package.id) == (
        store.packages.withholdings(made.package.id)
    )
    following.forget(target)
    assert store.packages.withholdings(following.package.id) == []
    assert store.packages.withholdings(made.package.id) != []


def test_an_empty_package_has_every_table_and_no_row(tmp_path):
    contents = empty_contents()
    assert set(contents.rows) == {table.name for table in TABLES}
    write_folder(package_files(contents, parquet=True), tmp_path / "empty")
    assert verify(tmp_path / "empty").findings == []

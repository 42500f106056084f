"""Words that are found nowhere else, in every text that could leave: do they?"""

import io
import re
import zipfile

import pyarrow.parquet as pq
import pytest
from canaries import NAMES, canary, fill
from giving import give

from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.withholding import Decision, Kind, Reason, Target
from selfaudit.core.export.writing import write_folder, write_zip
from selfaudit.core.models.block import Stage
from selfaudit.core.store.packages import StoredName

CANARY = re.compile(rb"kanari\w*?zqj", re.IGNORECASE)


@pytest.fixture
def filled(store, clock, tmp_path):
    found = fill(store, clock, tmp_path)
    for stage in Stage:
        for block in store.blocks.all(stage):
            store.blocks.reveal(block.id, clock.now())
    drafting = Drafting(store, clock)
    drafting.list_names([])
    drafting.forget(Target(Kind.WORD, canary("withheldword")))
    drafting.forget(Target(Kind.CONVERSATION, found.conversation))
    for attribute in found.attributes:
        target = Target(Kind.ROW, str(attribute), "attributes")
        drafting.decide(target, Decision.KEEP, Reason.OTHER)
    return found


def canaries_in(remade, folder):
    """Every canary in any byte of the package: its files, unpacked, and what Parquet says of them.

    Parquet compresses its pages, so its values, statistics and metadata are read out.
    """
    files = package_files(remade.contents, parquet=True)
    write_folder(files, folder / remade.package.id)
    write_zip(files, folder / f"{remade.package.id}.zip")
    bodies = [
        path.read_bytes() for path in (folder / remade.package.id).rglob("*") if path.is_file()
    ]
    with zipfile.ZipFile(folder / f"{remade.package.id}.zip") as archive:
        bodies += [archive.read(name) for name in archive.namelist()]
        bodies.append(" ".join(archive.namelist()).encode())
    bodies.append((folder / f"{remade.package.id}.zip").read_bytes())
    for name, body in files.items():
        if name.endswith(".parquet"):
            parquet = pq.ParquetFile(io.BytesIO(body))
            bodies.append(str(parquet.read().to_pylist()).encode())
            bodies.append(str(parquet.schema_arrow.metadata).encode())
            bodies.append(str(parquet.metadata.metadata).encode())
            for group in range(parquet.metadata.num_row_groups):
                for column in range(parquet.metadata.num_columns):
                    bodies.append(str(parquet.metadata.row_group(group).column(column)).encode())
    return {found.decode().lower() for body in bodies for found in CANARY.findall(body)}


def wanted(*names):
    return {canary(name).lower() for name in names}


def test_the_fullest_package_holds_what_was_judged_and_shown_and_no_more(
    store, clock, filled, tmp_path
):
    found = canaries_in(give(store, clock, Level.FULL), tmp_path)
    assert found == wanted(
        *"att1 att2 att3 own1 own3 comment1 comment2 comment3".split(),
        *"c1m0 c3m0 c3m1".split(),
        *"typed history1 history3 elsewhere elsewhereplain elsewheremem".split(),
        *"plain1 given1 plain3 given3 plainhistory givenhistory".split(),
    )


def test_statements_alone_leave_with_the_attributes(store, clock, filled, tmp_path):
    found = canaries_in(give(store, clock, Level.ATTRIBUTES), tmp_path)
    assert found == wanted("att1", "att2", "att3", "own1", "own3")


def test_labels_hold_nothing_that_was_written(store, clock, filled, tmp_path):
    assert canaries_in(give(store, clock, Level.LABELS), tmp_path) == set()


def test_what_holds_a_word_is_withheld_with_all_that_would_tell(store, clock, filled, tmp_path):
    drafting = Drafting(store, clock)
    drafting.set_level(Level.FULL)
    for decision in (Decision.WITHHOLD, Decision.WITHOUT_TEXT):
        for name in NAMES:
            drafting.decide(Target(Kind.WORD, canary(name)), decision, Reason.WORD)
        for attribute in filled.attributes:
            drafting.forget(Target(Kind.ROW, str(attribute), "attributes"))
        remade = give(store, clock, Level.FULL)
        assert canaries_in(remade, tmp_path) == set()
        assert bool(remade.contents.rows["judgments"]) is (decision is Decision.WITHOUT_TEXT)


def test_listed_names_are_replaced_wherever_they_stand(store, clock, filled, tmp_path):
    Drafting(store, clock).list_names(StoredName(canary(name), "word") for name in NAMES)
    remade = give(store, clock, Level.FULL)
    assert canaries_in(remade, tmp_path) == set()
    assert remade.contents.rows["redactions"]
    statements = [row.statement for row in remade.contents.rows["attributes"]]
    assert all(re.search(r"\[WORD-[A-Z2-7]{6}\]", statement or "") for statement in statements)


@pytest.mark.parametrize("stage", ["review", "relevance", "comparison"])
def test_a_withheld_stage_leaves_nothing_of_its_own(stage, store, clock, filled, tmp_path):
    drafting = Drafting(store, clock)
    drafting.decide(Target(Kind.STAGE, stage), Decision.WITHHOLD, Reason.STAGE)
    found = canaries_in(give(store, clock, Level.FULL), tmp_path)
    of_stage = {
        "review": "comment1 comment2 comment3 c1m0 c2m0 c3m0 c3m1",
        "relevance": "",
        "comparison": "plain1 given1 plain3 given3 elsewhereplain elsewheremem",
    }[stage]
    assert not found & wanted(*of_stage.split())

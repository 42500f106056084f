"""Whatever in a package does not follow from the rest of it is found, and named."""

import json
import random
import socket
import sys

import msgspec
import pytest
from builders import open_store
from hypothesis import HealthCheck, given, settings
from packages import empty_contents, random_contents, small_contents, with_rows
from simulated import rich

from selfaudit.core.clock import SystemClock
from selfaudit.core.export import verifying
from selfaudit.core.export.contents import Contents
from selfaudit.core.export.files.places import has_parquet
from selfaudit.core.export.files.sums import sums_of
from selfaudit.core.export.findings import FindingKind
from selfaudit.core.export.gathering.cut import take_cut
from selfaudit.core.export.gathering.gather import gather
from selfaudit.core.export.levels import Level
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.recompute import recompute
from selfaudit.core.export.tables.registry import TABLES
from selfaudit.core.export.writing import write_folder, write_zip, zip_bytes
from selfaudit.core.relevance.everyday import everyday_prompts


def as_said(contents):
    """Stands for the report's own way, where the rows of a test make no report."""
    return contents.report


@pytest.fixture(scope="module")
def files():
    return package_files(small_contents(), parquet=True)


@pytest.fixture
def check(tmp_path):
    """Write files as a package, with or without mending the checksums, and verify it."""

    def run(files, *, mend=False, recompute=as_said):
        files = dict(files)
        if mend:
            del files["SHA256SUMS"]
            files["SHA256SUMS"] = sums_of(files)
        (tmp_path / "package.zip").write_bytes(zip_bytes(files))
        return verifying.verify(tmp_path / "package.zip", recompute)

    return run


def kinds(done):
    return {finding.kind for finding in done.findings}


def checked_rows(check, contents):
    """The findings about a package whose files all follow from its rows."""
    return check(package_files(contents, parquet=False)).findings


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(random_contents())
def test_what_is_right_is_found_right(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("right")
    files = package_files(contents, parquet=True)
    write_folder(files, folder / "package")
    write_zip(files, folder / "package.zip")
    for name in ("package", "package.zip"):
        done = verifying.verify(folder / name, as_said)
        assert done.findings == []
        assert done.holds
        assert done.not_checked == []
        assert len(done.checked) == 10


def test_an_empty_package_holds(check):
    for parquet in (True, False):
        done = check(package_files(empty_contents(), parquet=parquet), recompute=recompute)
        assert done.findings == []
        assert done.manifest.empty


def test_without_parquet_that_is_said(check):
    done = check(package_files(small_contents(), parquet=False))
    assert done.holds
    assert done.not_checked == ["Parquet: this package has none."]


def test_without_pyarrow_that_is_said(check, files, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = check(files)
    assert done.holds
    assert ["selfaudit[export]" in what for what in done.not_checked] == [True]


def test_a_flipped_byte_in_any_file_is_found_and_the_file_named(files, check):
    source = random.Random(3)
    for number, (name, data) in enumerate(files.items()):
        at = (0, len(data) - 1, source.randrange(len(data)))[number % 3]
        damaged = bytearray(data)
        damaged[at] ^= 1
        done = check({**files, name: bytes(damaged)})
        assert not done.holds
        named = {finding.file for finding in done.findings}
        sentences = " ".join(finding.sentence for finding in done.findings)
        assert name in named or name in sentences, (name, done.findings)
        if name != "SHA256SUMS":
            assert FindingKind.CHECKSUM in kinds(done)


def test_a_flipped_byte_is_found_where_the_checksums_were_made_again(files, check):
    """What follows from the rows cannot be changed alone, checksums or not."""
    source = random.Random(5)
    for name, data in files.items():
        if name == "SHA256SUMS":
            continue
        damaged = bytearray(data)
        damaged[source.randrange(len(data))] ^= 1
        done = check({**files, name: bytes(damaged)}, mend=True)
        assert not done.holds, name


def test_files_that_are_missing_foreign_or_not_listed(files, check, tmp_path):
    without = {name: data for name, data in files.items() if name != "data/votes.jsonl"}
    done = check(without)
    assert [(one.kind, one.file) for one in done.findings if one.kind is FindingKind.FILES] == [
        (FindingKind.FILES, "data/votes.jsonl")
    ]
    assert any("lists a file that is not there" in one.sentence for one in done.findings)
    write_folder(files, tmp_path / "more")
    (tmp_path / "more" / "notes.txt").write_text("x")
    (finding,) = verifying.verify(tmp_path / "more", as_said).findings
    assert (finding.kind, finding.file) == (FindingKind.FILES, "notes.txt")
    lines = files["SHA256SUMS"].decode().splitlines(keepends=True)
    fewer = [line for line in lines if "consent.txt" not in line]
    (finding,) = check({**files, "SHA256SUMS": "".join(fewer).encode()}).findings
    assert (finding.kind, finding.file) == (FindingKind.CHECKSUM, "consent.txt")
    (finding,) = check({**files, "SHA256SUMS": ("".join(lines) + "words\n").encode()}).findings
    assert (finding.file, finding.line) == ("SHA256SUMS", len(lines) + 1)
    twice = ("".join(lines) + lines[0]).encode()
    assert check({**files, "SHA256SUMS": twice}).findings[0].line == len(lines) + 1


def test_a_row_that_is_not_as_the_schema_is_named_by_line(files, check):
    name = "data/judgments.jsonl"
    lines = files[name].splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"counts":', b'"surprise":1,"counts":')
    done = check({**files, name: b"".join(lines)}, mend=True)
    assert [one.place for one in done.findings] == ["data/judgments.jsonl, line 2"]
    assert kinds(done) == {FindingKind.SCHEMA}
    assert any("cannot be read" in what for what in done.not_checked)


def test_a_second_row_of_one_key(check):
    contents = small_contents()
    rows = contents.rows["marks"]
    (finding,) = checked_rows(check, with_rows(contents, marks=[*rows, rows[0]]))
    assert (finding.kind, finding.place) == (FindingKind.KEY, "data/marks.jsonl, line 4")


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("judgments", "attribute"),
        ("judgments", "undoes"),
        ("evidence", "run"),
        ("pairs", "repeats"),
        ("selector_scores", "entry"),
        ("votes", "wording"),
    ],
)
def test_a_reference_that_leads_nowhere(check, table, field):
    contents = small_contents()
    first, *rest = contents.rows[table]
    changed = msgspec.structs.replace(first, **{field: "nowhere"})
    (finding,) = checked_rows(check, with_rows(contents, **{table: [changed, *rest]}))
    assert (finding.kind, finding.place) == (FindingKind.REFERENCE, f"data/{table}.jsonl, line 1")
    assert f"`{field}`" in finding.sentence
    assert "nowhere" not in finding.sentence


def test_a_pseudonym_is_free(check):
    contents = small_contents()
    rows = [msgspec.structs.replace(row, batch="any") for row in contents.rows["judgments"]]
    assert checked_rows(check, with_rows(contents, judgments=rows)) == []


def test_counts_of_tables_and_fields_that_are_none(check):
    contents = small_contents()
    redactions = [msgspec.structs.replace(contents.rows["redactions"][0], field="none")]
    withheld = [msgspec.structs.replace(contents.rows["withheld"][0], table="none")]
    found = checked_rows(check, with_rows(contents, redactions=redactions, withheld=withheld))
    assert [finding.file for finding in found] == ["data/redactions.jsonl", "data/withheld.jsonl"]


@pytest.mark.parametrize("level", [Level.LABELS, Level.ATTRIBUTES])
def test_every_field_above_the_level_is_found(check, level):
    contents = small_contents(level)
    full = small_contents()
    for table in TABLES:
        for column in table.columns:
            if level.holds(column.since) or not contents.rows[table.name]:
                continue
            value = 7 if column.type is int else "CANARY"
            row = next(
                row
                for row in contents.rows[table.name]
                if getattr(row, column.name) is None and getattr(row, "source", "") != "bundled"
            )
            rows = [
                msgspec.structs.replace(one, **{column.name: value}) if one is row else one
                for one in contents.rows[table.name]
            ]
            found = checked_rows(check, with_rows(contents, **{table.name: rows}))
            assert {finding.kind for finding in found} == {FindingKind.LEVEL}, column.name
            assert f"`{column.name}`" in found[0].sentence
            assert "CANARY" not in found[0].sentence
    assert full.manifest.level is Level.FULL


def test_a_text_that_only_claims_to_be_public(check):
    contents = small_contents(Level.LABELS)
    rows = [
        msgspec.structs.replace(row, source="bundled", name="no such name", text=None)
        for row in contents.rows["prompts"]
    ]
    assert checked_rows(check, with_rows(contents, prompts=rows)) == []
    public = everyday_prompts()[0]
    right = msgspec.structs.replace(rows[0], name=public.name, text=public.text)
    assert checked_rows(check, with_rows(contents, prompts=[right, *rows[1:]])) == []
    wrong = msgspec.structs.replace(right, text="my own words")
    (finding,) = checked_rows(check, with_rows(contents, prompts=[wrong, *rows[1:]]))
    assert finding.kind is FindingKind.LEVEL
    facts = [msgspec.structs.replace(contents.rows["facts"][0], stranger="my own words")]
    (finding,) = checked_rows(check, with_rows(contents, facts=facts))
    assert finding.file == "data/facts.jsonl"


def test_consent_that_is_another(check):
    contents = small_contents()
    row = contents.rows["consent"][0]
    other = msgspec.structs.replace(row, hash="0" * 64)
    assert {one.kind for one in checked_rows(check, with_rows(contents, consent=[other]))} == {
        FindingKind.CONSENT
    }
    more = msgspec.structs.replace(row, level=Level.LABELS)
    assert "level" in checked_rows(check, with_rows(contents, consent=[more]))[0].sentence
    assert "0 rows" in checked_rows(check, with_rows(contents, consent=[]))[0].sentence
    changed = Contents(contents.manifest, contents.rows, "I agree to anything.", contents.report)
    (finding,) = checked_rows(check, changed)
    assert (finding.kind, finding.file) == (FindingKind.CONSENT, "consent.txt")


def test_a_wording_that_is_not_what_was_hashed(check):
    contents = small_contents()
    first, *rest = contents.rows["wordings"]
    changed = msgspec.structs.replace(first, text="Another question?")
    (finding,) = checked_rows(check, with_rows(contents, wordings=[changed, *rest]))
    assert finding.sentence == "`hash` is not the sha256 of `text`."


def test_parquet_of_other_rows(files, check):
    contents = small_contents()
    fewer = package_files(with_rows(contents, votes=contents.rows["votes"][:2]), parquet=True)
    name = "data/votes.parquet"
    done = check({**files, name: fewer[name]}, mend=True)
    assert (FindingKind.PARQUET, name) in [(one.kind, one.file) for one in done.findings]
    assert has_parquet(files)


def test_descriptions_of_another_version_are_not_compared(check):
    contents = small_contents()
    manifest = msgspec.structs.replace(contents.manifest, program_version="0.0.1")
    older = Contents(manifest, contents.rows, contents.consent_text, contents.report)
    files = package_files(older, parquet=False)
    done = check({**files, "codebook.md": b"# Another\n"}, mend=True)
    assert done.holds
    assert any("0.0.1" in what for what in done.not_checked)


def test_a_number_that_does_not_follow_is_named(files, check):
    report = {"truth": {"figures": {"share": {"value": 0.5, "low": 1, "n": 3}}, "counts": {}}}
    (finding,) = check(files, recompute=lambda contents: report).findings
    assert (finding.kind, finding.file) == (FindingKind.REPORT, "report.json")
    assert "truth › figures › share › low" in finding.sentence
    report["truth"]["figures"]["share"] |= {"value": 0.5 + 1e-12, "low": None}
    assert check(files, recompute=lambda contents: report).holds
    report["truth"]["figures"]["share"]["value"] = 0.5001
    assert not check(files, recompute=lambda contents: report).holds
    report["truth"]["figures"]["share"] = {"value": 0.5, "low": None, "n": 3, "more": True}
    assert not check(files, recompute=lambda contents: report).holds


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(random_contents())
def test_rows_that_make_no_sense_together_end_in_words(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("senseless") / "package"
    write_folder(package_files(contents, parquet=False), folder)
    done = verifying.verify(folder)
    assert kinds(done) <= {FindingKind.REPORT}


def test_the_report_of_a_person_is_computed_again(tmp_path, check):
    """Rows of a whole audit, its report made from these rows, and one row changed."""
    store = open_store(tmp_path)
    rich(store)
    gathered = gather(store, take_cut(store, SystemClock().now()))
    store.close()
    base = small_contents()
    rows = {table.name: list(gathered.get(table.name, ())) for table in TABLES}
    rows |= {"consent": base.rows["consent"]}
    contents = with_rows(Contents(base.manifest, {}, base.consent_text, {}), **rows)
    contents = Contents(
        contents.manifest, rows, contents.consent_text, json.loads(json.dumps(recompute(contents)))
    )
    done = check(package_files(contents, parquet=True), recompute=None)
    assert done.findings == []
    at = next(n for n, row in enumerate(rows["judgments"]) if row.question == "true" and row.counts)
    flipped = "no" if rows["judgments"][at].answer == "yes" else "yes"
    rows["judgments"][at] = msgspec.structs.replace(rows["judgments"][at], answer=flipped)
    done = check(package_files(contents, parquet=True), recompute=None)
    assert kinds(done) == {FindingKind.REPORT}
    assert any("truth" in finding.sentence for finding in done.findings)


def test_no_connection_is_opened(files, check, monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert check(files).holds

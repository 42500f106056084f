"""The scripts in examples/ on packages of made-up donors, and their numbers by hand."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import model
import msgspec
import numpy as np
import pandas as pd
import pool
import pytest
from builders import PinnedClock, open_store
from giving import give
from opened_packages import opened
from pooled_questions import answers
from scipy import stats
from simulated import Simulated, Truth, arms
from simulated_donors import (
    EXTRACTOR,
    DonorRows,
    Population,
    run,
    write_package,
    zipped,
)

from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.export.levels import Level
from selfaudit.core.export.making import empty_contents
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.tables.registry import TABLES
from selfaudit.core.export.withdrawal import withdrawal_code
from selfaudit.core.export.writing import write_zip
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm
from selfaudit.core.models.relevance import MarkAnswer, PromptSource

EXAMPLES = Path(__file__).parents[3] / "examples"
SMALL = {"cards": 12, "frame": 20, "prompts": 6, "listed": 5, "pairs": 20}
change = msgspec.structs.replace


def script(name, *arguments, env=None):
    return subprocess.run(
        [sys.executable, EXAMPLES / name, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        check=False,
    )


def figures(path, **more):
    """What pool.py prints as JSON, by figure and what it is of (the model left out)."""
    with opened([path]) as packages:
        found = [pool.as_json(one) for one in answers(packages.database, 1, 100, **more)]
    return packages, {
        (one["figure"], *(str(value) for name, value in one["of"].items() if name != "model")): one
        for one in found
    }


def donor_rows(count):
    population, random = Population(), np.random.default_rng(5)
    return [
        DonorRows(population.donor(random), population, seed, SMALL).rows for seed in range(count)
    ]


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    folder, made = tmp_path_factory.mktemp("twelve"), donor_rows(12)
    # People gave unlike amounts: the first four stopped early.
    for rows in made[:4]:
        rows["judgments"] = rows["judgments"][:5]
        rows["marks"] = [one for one in rows["marks"] if one.prompt in ("p0", "p1", "p2")]
    for number, rows in enumerate(made):
        write_package(folder, f"d{number:02}", rows)
    return folder, made


@pytest.fixture(scope="module")
def pooled_twelve(twelve):
    return figures(twelve[0])


def share(outcomes):
    outcomes = list(outcomes)
    return sum(outcomes) / len(outcomes)


def test_the_share_accepted_is_the_mean_of_peoples_own(twelve, pooled_twelve):
    own = [[one.answer == "yes" for one in rows["judgments"]] for rows in twelve[1]]
    one = pooled_twelve[1][("accepted",)]
    assert one["people_alike"]["value"] == pytest.approx(np.mean([share(mine) for mine in own]))
    assert one["rows_alike"]["value"] == pytest.approx(share(one for mine in own for one in mine))
    assert (one["people"], one["rows"]) == (12, sum(map(len, own)))
    assert one["people_alike"]["method"] == "bootstrap"
    expected = stats.sem([share(mine) for mine in own])
    assert one["people_alike"]["high"] - one["people_alike"]["low"] > 2 * expected
    assert "each" not in one


def rates(rows, source, selector):
    """A person's own rate of yes and the selector's, on prompts of one source."""
    prompts = {one.id for one in rows["prompts"] if one.source is source}
    said = {one.entry: one.answer is MarkAnswer.YES for one in rows["marks"]}
    wanted = {one.id for one in rows["entries"] if one.prompt in prompts} & said.keys()
    chose = {
        one.entry: one.chosen if one.chosen is not None else one.score >= 0.5
        for one in rows["selector_scores"]
        if one.selector == selector
    }
    return share(said[entry] for entry in wanted), share(chose[entry] for entry in wanted)


@pytest.mark.parametrize("source", [PromptSource.TYPED, PromptSource.HISTORY])
@pytest.mark.parametrize("selector", ["model_pairwise", "model_list"])
def test_over_selection_is_the_ratio_of_mean_rates_by_source(
    twelve, pooled_twelve, source, selector
):
    own = np.array([rates(rows, source, selector) for rows in twelve[1]])
    found = pooled_twelve[1]
    one = found[("ratio", str(source), selector, "1")]
    assert one["people_alike"]["value"] == pytest.approx(own[:, 1].mean() / own[:, 0].mean())
    rate = found[("person_rate", str(source))]
    assert rate["people_alike"]["value"] == pytest.approx(own[:, 0].mean())


def test_wins_minus_losses_by_arm_and_beyond_the_control(twelve, pooled_twelve):
    def nets(arm):
        return np.array(
            [
                np.mean(
                    [
                        np.sign(vote.preference - 3)
                        for pair, vote in zip(rows["pairs"], rows["votes"], strict=True)
                        if pair.arm is arm and pair.repeats is None
                    ]
                )
                for rows in twelve[1]
            ]
        )

    found = pooled_twelve[1]
    for arm in (Arm.MARKED, Arm.IRRELEVANT, Arm.CATCH, Arm.STRANGER):
        assert found[("net", str(arm))]["people_alike"]["value"] == pytest.approx(nets(arm).mean())
    beyond = nets(Arm.MARKED) - nets(Arm.IRRELEVANT)
    one = found[("net_beyond_control",)]
    assert one["people_alike"]["value"] == pytest.approx(beyond.mean())
    low, high = stats.t.interval(0.95, 11, beyond.mean(), stats.sem(beyond))
    assert (one["people_only"]["low"], one["people_only"]["high"]) == pytest.approx((low, high))


def test_the_judge_beside_people(twelve, pooled_twelve):
    own = []
    for rows in twelve[1]:
        said = {one.pair: one.preference for one in rows["votes"]}
        verdicts = [one for one in rows["judge_verdicts"] if not one.swapped and one.pair != "q20"]
        own.append(np.mean([one.preference - said[one.pair] for one in verdicts]))
    one = pooled_twelve[1][("bias", "1", "False")]
    assert one["people_alike"]["value"] == pytest.approx(np.mean(own))
    assert one["rows"] == 12 * 20


def test_the_text_says_the_same_and_the_same_again(twelve, pooled_twelve):
    first = script("pooling/pool.py", twelve[0], "--draws", "100")
    again = script("pooling/pool.py", twelve[0], "--draws", "100", "--json")
    document = json.loads(again.stdout)
    assert document["figures"] == list(pooled_twelve[1].values())
    assert (document["packages"], document["left_out"]) == (12, [])
    assert document["flow"][0]["count"] == 600
    accepted = pooled_twelve[1][("accepted",)]["people_alike"]
    line = f"{accepted['value']:.2f} [{accepted['low']:.2f}, {accepted['high']:.2f}]"
    assert line in first.stdout
    assert "12 people, 116 rows" in first.stdout
    assert "over rows alike" in first.stdout
    assert "imported conversations: 600" in first.stdout
    assert "and a few more from 12 donors" in first.stdout


def test_nine_people_are_not_pooled_but_stand_alone(tmp_path):
    made = donor_rows(9)
    for number, rows in enumerate(made):
        write_package(tmp_path, f"d{number}", rows)
    _, found = figures(tmp_path)
    one = found[("accepted",)]
    assert (one["people_alike"], one["people_only"], one["rows_alike"]) == (None, None, None)
    assert {donor: own["value"] for donor, own in one["each"].items()} == pytest.approx(
        {
            f"selfaudit-d{number}": share(said.answer == "yes" for said in rows["judgments"])
            for number, rows in enumerate(made)
        }
    )
    text = script("pooling/pool.py", tmp_path).stdout
    assert "9 people are too few to say what others would give" in text
    assert "selfaudit-d3: accepted" in text


def test_a_persons_own_figures_are_those_of_their_packages_report(tmp_path):
    """The store of a simulated person, exported as a zip of labels and read by SQL."""
    store = open_store(tmp_path)
    person = Simulated(store, Truth(unsure=0.05), 3)
    ids = person.attributes(150)
    person.cards(ids[:80], frame=ids)
    person.edit(ids[3], "The user knows that thing only from hearsay.")
    for _ in range(4):
        person.marks(10, ids[60:110], rejected=ids[110:120], unsure=0.03,
                     sources=[PromptSource.TYPED], probabilities=(0.2, 0.5))  # fmt: skip
    for _ in range(10):
        person.pairs(arms(20), repeats=4)
    given = give(store, PinnedClock(PinnedClock.time + 10), Level.LABELS)
    store.close()
    report = given.contents.report
    write_zip(package_files(given.contents, parquet=True), tmp_path / "one.zip")
    found = script("pooling/withdraw.py", given.package.withdrawal_code, tmp_path)
    assert found.stdout == f"{tmp_path / 'one.zip'}\n"
    with opened([tmp_path / "one.zip"]) as packages:
        assert packages.left_out == ()
        mine = {
            (one.name, *map(str, one.of.values())): one.pooled.each[0].estimate.value
            for one in answers(packages.database, seed=1, draws=1, across_models=True)
            if one.pooled.each[0] is not None
        }

    def reported(page, name):
        return report[page]["figures"][name]["value"]

    selectors = report["relevance"]["tables"]["selectors"]
    assert mine[("accepted",)] == pytest.approx(reported("truth", "accepted"))
    assert mine[("accepted_after_edits",)] == pytest.approx(reported("truth", "after_edits"))
    assert mine[("person_rate", "typed")] == pytest.approx(reported("relevance", "person_rate"))
    for name, title in (
        ("bm25", "shared words (BM25), at 0.5"),
        ("model_pairwise", "the model, one by one, at 0.5"),
        ("model_list", "the model, asked for a list"),
    ):
        of = ("typed", name, "1")
        for figure in ("selector_rate", "ratio", "false_facts"):
            assert mine[(figure, *of)] == pytest.approx(selectors[title][figure]["value"])
        measures = report["relevance"]["tables"]["measures"][title]
        for figure in ("precision", "recall"):
            assert mine[(figure, *of)] == pytest.approx(measures[figure]["value"])
        # Chance is estimated otherwise over people; with 40 prompts it comes to about the same.
        assert mine[("kappa", *of)] == pytest.approx(measures["kappa"]["value"], abs=0.02)
    assert mine[("net", "marked")] == pytest.approx(reported("comparison", "net"))
    assert mine[("helped", "marked")] == pytest.approx(reported("comparison", "helped"))
    assert mine[("net_beyond_control",)] == pytest.approx(reported("comparison", "beyond_control"))
    for knows, suffix in (("False", ""), ("True", "_knowing")):
        of = ("1", knows)
        assert mine[("bias", *of)] == pytest.approx(reported("judge", f"bias{suffix}"))
        assert mine[("same", *of)] == pytest.approx(reported("judge", f"same{suffix}"))


def test_a_package_that_shows_the_schema_is_not_pooled(tmp_path):
    write_zip(package_files(empty_contents(), parquet=True), tmp_path / "shape.zip")
    with opened([tmp_path / "shape.zip"]) as packages:
        assert packages.packages == ()
        assert packages.left_out == (
            "shape.zip was left out: it is an empty package, made to show what one looks like.",
        )


def test_what_cannot_be_pooled_is_left_out_by_name_and_the_rest_is_pooled(tmp_path):
    made = donor_rows(3)
    write_package(tmp_path, "good", made[0])
    newer = {table.name: table.version for table in TABLES} | {"judgments": "2.0.0"}
    write_package(tmp_path, "newer", made[1], manifest={"tables": newer})
    minor = {table.name: table.version for table in TABLES} | {"judgments": "1.9.3"}
    write_package(tmp_path, "minor", made[2], manifest={"tables": minor})
    write_package(tmp_path, "layout", made[1], manifest={"format_version": "3.0.0"})
    write_package(tmp_path, "other", made[1], manifest={"format": "mail"})
    write_package(tmp_path, "empty", {}, manifest={"empty": True})
    (write_package(tmp_path, "cut", made[1]) / "data" / "votes.parquet").unlink()
    torn = write_package(tmp_path, "torn", made[1]) / "data" / "votes.parquet"
    torn.write_bytes(torn.read_bytes()[:-9])
    (write_package(tmp_path, "odd", made[1]) / "package.json").write_text("{", encoding="utf-8")
    write_package(tmp_path / "copy", "good", made[0]).rename(tmp_path / "selfaudit-twice")
    packages, found = figures(tmp_path)
    assert found[("accepted",)]["people"] == len(packages.packages) == 2
    assert set(packages.left_out) == {
        "selfaudit-newer was left out: its table judgments has version 2.0.0, and these views read "
        "1 only.",
        "selfaudit-layout was left out: the package has version 3.0.0, and these views read 1 "
        "only.",
        "selfaudit-other was left out: its package.json is not that of a package of selfaudit.",
        "selfaudit-empty was left out: it is an empty package, made to show what one looks like.",
        "selfaudit-cut was left out: it lacks the table votes.",
        "selfaudit-torn was left out: it is damaged, or no package.",
        "selfaudit-odd was left out: it is damaged, or no package.",
        "selfaudit-twice was left out: the same package is there twice.",
    }
    assert "selfaudit-newer was left out" in script("pooling/pool.py", tmp_path).stdout
    nothing = script("pooling/pool.py", tmp_path / "selfaudit-newer")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.endswith("No package is left to pool.\n")


def test_zips_and_packages_without_parquet_say_the_same(tmp_path):
    (rows,) = donor_rows(1)
    folder = write_package(tmp_path / "folder", "one", rows)
    lines = write_package(tmp_path / "lines", "one", rows, parquet=False)
    found = [figures(path)[1] for path in (folder, zipped(folder), lines, zipped(lines))]
    assert found[0] == found[1] == found[2] == found[3]
    assert len(found[0]) > 20


def test_a_package_of_text_pools_like_one_of_labels(tmp_path):
    (rows,) = donor_rows(1)
    labels = write_package(tmp_path / "labels", "one", rows)
    told = rows | {"revisions": [change(one, statement="Likes tea.") for one in rows["revisions"]]}
    full = write_package(tmp_path / "full", "one", told, level=Level.FULL)
    assert figures(labels)[1] == figures(full)[1]


def test_models_stay_apart_unless_asked(tmp_path):
    for number, rows in enumerate(donor_rows(4)):
        if number > 2:
            rows["runs"][0] = change(rows["runs"][0], model_sha256="d" * 64)
        if number == 2:
            rows["runs"].append(run("another", "extraction", "d" * 64))
        write_package(tmp_path, f"d{number}", rows)
    with opened([tmp_path]) as packages:
        people = {
            one.of["model"]: one.pooled.people
            for one in answers(packages.database, seed=1, draws=1)
            if one.name == "accepted"
        }
    assert people == {"d" * 64: 1, EXTRACTOR: 2, "several": 1}
    _, found = figures(tmp_path, across_models=True)
    assert found[("accepted",)]["people"] == 4


def test_a_withdrawal_code_finds_its_package_alone(tmp_path):
    codes = [withdrawal_code(lambda _, place=place: place) for place in (1, 2, 3)]
    for code, name in zip(codes, ("folder", "zip", "gone"), strict=True):
        place = write_package(tmp_path, name, {})
        line = {"withdrawal_hash": hashlib.sha256(code.encode()).hexdigest()}
        (place / "data" / "consent.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
        if name == "zip":
            zipped(place)
            (place / "data" / "consent.jsonl").unlink()
        if name == "gone":
            (place / "data" / "consent.jsonl").unlink()
    found = script("pooling/withdraw.py", codes[0].lower().replace("-", " "), tmp_path)
    assert (found.returncode, found.stdout) == (0, f"{tmp_path / 'selfaudit-folder'}\n")
    found = script("pooling/withdraw.py", codes[1], tmp_path)
    assert (found.returncode, found.stdout) == (0, f"{tmp_path / 'selfaudit-zip.zip'}\n")
    gone = script("pooling/withdraw.py", codes[2], tmp_path)
    assert (gone.returncode, gone.stdout) == (1, "")
    assert "None of the 2 packages" in gone.stderr
    mistyped = script("pooling/withdraw.py", codes[0][:-1] + "X", tmp_path)
    assert (mistyped.returncode, mistyped.stdout) == (2, "")


def test_clustered_errors_are_those_of_the_sandwich():
    random = np.random.default_rng(11)
    donor = np.repeat(np.arange(20), 15)
    kind = random.integers(0, 2, 300)
    lean = random.normal(0, 1, 20)[donor]
    y = (random.random(300) < 1 / (1 + np.exp(-0.5 * kind - lean))).astype(float)
    weight = random.choice([2.0, 6.0], 300)
    rows = pd.DataFrame({"donor": donor, "kind": kind, "y": y, "weight": weight})
    found = model.fitted("y", ["kind"], rows, binomial=True)
    w = weight / rows.groupby("donor")["weight"].transform("mean").to_numpy()
    x = np.column_stack([np.ones(300), kind])
    beta = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        bread = np.linalg.inv((x * (w * p * (1 - p))[:, None]).T @ x)
        beta = beta + bread @ (x.T @ (w * (y - p)))
    scores = np.array([(x * (w * (y - p))[:, None])[donor == one].sum(axis=0) for one in range(20)])
    errors = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread))
    assert [value for _, value, *_ in found] == pytest.approx(beta, rel=1e-4)
    assert [error for _, _, error, *_ in found] == pytest.approx(errors, rel=1e-3)
    name, value, error, low, high = found[1]
    assert (name, high - value) == ("kind", pytest.approx(stats.t.ppf(0.975, 19) * error))
    assert value - low == pytest.approx(high - value)


def test_categories_that_cannot_be_fitted_become_other():
    values = pd.Series(["food"] * 30 + ["work"] * 30 + ["rare"] * 5)
    outcome = pd.Series([1.0, 0.0] * 15 + [1.0] * 30 + [0.0] * 5)
    assert model.merged(values, outcome).tolist() == ["food"] * 30 + ["other"] * 35


def test_the_models_are_fitted_and_warn_of_few_donors(twelve):
    done = script("pooling/model.py", twelve[0])
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Of 12 donors, fewer than 30") == 3
    for part in (
        "Is it true as written?",
        "Does it matter?",
        "Is it preferred?",
        "score",
        "marked",
    ):
        assert part in done.stdout


def test_one_package_by_duckdb(twelve):
    package = twelve[0] / "selfaudit-d07"
    done = script("load_with_duckdb.py", package)
    assert (done.returncode, done.stderr) == (0, "")
    yes = share(one.answer == "yes" for one in twelve[1][7]["judgments"])
    interval = wilson(yes, 12)
    assert f"  12  {yes:.2f}  {interval.low:.2f}  {interval.high:.2f}\n" in done.stdout
    person, selector = rates(twelve[1][7], PromptSource.TYPED, "model_list")
    line = f"  model_list  typed  10  {person:.2f}  {selector:.2f}  "
    assert line + (f"{selector / person:.2f}" if person else "None") in done.stdout
    signs = [
        np.sign(vote.preference - 3)
        for pair, vote in zip(twelve[1][7]["pairs"], twelve[1][7]["votes"], strict=True)
        if pair.arm is Arm.MARKED and pair.repeats is None
    ]
    assert f"  marked  {signs.count(1)}  {signs.count(0)}  {signs.count(-1)}\n" in done.stdout


@pytest.mark.parametrize("parquet", [True, False])
def test_one_package_by_datasets(tmp_path, parquet):
    (rows,) = donor_rows(1)
    package = write_package(tmp_path, "one", rows, parquet=parquet)
    env = {"HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    done = script("load_with_datasets.py", package, env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("judgments: 12 rows of 25 columns\n")
    yes = sum(one.answer == "yes" for one in rows["judgments"])
    assert f"  true yes: {yes}\n" in done.stdout
    missing = script("load_with_datasets.py", package, "letters", env=env)
    assert missing.returncode == 1
    assert missing.stderr.endswith("has no table letters.\n")


def test_a_block_of_marks_is_what_it_says():
    """The maker's rows fit the tables' own types: a value of another kind would be refused."""
    (rows,) = donor_rows(1)
    for table in TABLES:
        for row in rows[table.name]:
            msgspec.convert(msgspec.to_builtins(row), table.row)
    assert rows["blocks"][0].stage is Stage.RELEVANCE

"""The views of examples/pooling, on packages whose rows each have one reason to count or not."""

import sqlite3

import duckdb
import msgspec
import pytest
from opened_packages import HERE, TABLES, opened
from simulated_donors import (
    EXTRACTOR,
    DonorRows,
    Population,
    card,
    judgment,
    mark,
    prompt_row,
    run,
    vote,
    write_package,
    zipped,
)

from selfaudit.core.export.tables import comparison, relevance, review
from selfaudit.core.models.comparison import Arm, Side
from selfaudit.core.models.judgment import Phase, Policy, Question
from selfaudit.core.models.relevance import MarkAnswer, PromptSource

change = msgspec.structs.replace


def view(folder, query):
    with opened([folder]) as packages:
        assert packages.left_out == ()
        return packages.database.execute(query).fetchall()


def a_wording(attribute, *, by="model", current=True):
    return review.RevisionRow(
        id=f"{attribute}-{by}", attribute=attribute, written_by=by, statement=None,
        statement_words=3, current=current,
    )  # fmt: skip


def test_only_blind_answers_to_cards_of_the_headline_count(tmp_path):
    """Each attribute is one reason to count or not, by its name."""
    rows = {"runs": [run("r", "extraction", EXTRACTOR)], "cards": [], "revisions": [],
            "judgments": []}  # fmt: skip
    answered = {
        "yes": {},
        "no": {"answer": "no"},
        "unsure": {"answer": "unsure"},
        "refused": {"answer": "refuse"},
        "judged_early": {"policy": Policy.EARLY},
        "by_name": {"policy": Policy.DIRECT},
        "after_the_reveal": {"phase": Phase.AFTER},
        "undone": {"counts": False},
        "why": {"question": Question.WHY, "answer": "too_broad"},
        "edited": {},
        "never_drawn": {},
        "most_support": {},
    }
    for place, (name, more) in enumerate(answered.items()):
        edited = name == "edited"
        rows["revisions"] += [a_wording(name, current=not edited)]
        rows["revisions"] += [a_wording(name, by="person")] if edited else []
        wording = f"{name}-{'person' if edited else 'model'}"
        rows["judgments"].append(change(judgment(name, name, wording, "yes", 0.5), **more))
        policy = Policy.MOST_SUPPORT if name == "most_support" else Policy.HEADLINE
        if name != "never_drawn":
            rows["cards"].append(card(name, place, policy, 24, 0.5))
    rows["judgments"].append(judgment("old", "edited", "edited-model", "no", 0.5))
    write_package(tmp_path, "one", rows)
    found = view(tmp_path, "SELECT answer, edited, accepted, weight, model FROM headline_judgments")
    assert sorted(found) == sorted(
        [
            ("yes", False, True, 2.0, EXTRACTOR),
            ("no", False, False, 2.0, EXTRACTOR),
            ("unsure", False, False, 2.0, EXTRACTOR),
            ("yes", False, True, 2.0, EXTRACTOR),
            ("yes", True, False, 2.0, EXTRACTOR),
        ]
    )
    counts = view(
        tmp_path, "SELECT accepted, accepted_edited, unsure, rejected, n FROM card_counts"
    )
    assert sorted(counts) == [(0, 0, 0, 2, 1), (0, 0, 2, 0, 1), (0, 2, 0, 0, 1), (2, 0, 0, 0, 2)]


def test_a_later_frame_weighs_by_its_own_chances(tmp_path):
    rows = {"cards": [], "revisions": [], "judgments": []}
    for place, (chance, answer) in enumerate([(0.5, "yes"), (0.5, "no"), (0.1, "yes")]):
        rows["cards"].append(card(f"a{place}", place, Policy.HEADLINE, 20, chance))
        rows["revisions"].append(a_wording(f"a{place}"))
        rows["judgments"].append(judgment(f"j{place}", f"a{place}", f"a{place}-model", answer, 1))
    write_package(tmp_path, "one", rows)
    assert view(tmp_path, "SELECT cards, accepted FROM accepted_by_donor") == [
        (3, pytest.approx((2 + 10) / (2 + 2 + 10)))
    ]


def test_only_decided_blind_marks_count_beside_choices(tmp_path):
    entries = ("yes", "no", "unsure", "skip", "after", "undone", "unmarked", "rejected", "unscored",
               "again")  # fmt: skip
    rows = {"prompts": [prompt_row("p", PromptSource.TYPED)], "entries": [], "marks": [],
            "selections": [], "selector_scores": []}  # fmt: skip
    for place, name in enumerate(entries):
        rows["entries"].append(
            relevance.EntryRow(
                id=name, block="b", position=0, prompt="p", order_index=place, attribute=name,
                revision=name, accepted=name != "rejected", stratum_category=None,
                stratum_conversation=None, inclusion_probability=0.25 if name == "no" else 0.5,
                repeats="yes" if name == "again" else None,
            )
        )  # fmt: skip
        answer = MarkAnswer(name) if name in ("no", "unsure", "skip") else MarkAnswer.YES
        one = mark(f"m-{name}", name, "p", place, answer)
        one = change(one, phase=Phase.AFTER) if name == "after" else one
        one = change(one, counts=False) if name == "undone" else one
        one = change(one, again=True) if name == "again" else one
        if name not in ("unmarked", "rejected"):
            rows["marks"].append(one)
    for selector, failed in (("scores", False), ("chooses", False), ("fails", True)):
        rows["selections"].append(
            relevance.SelectionRow(
                id=selector, run="r", block="b", position=0, selector=selector, version=1,
                model="", failed=failed, failure=None, prompt_tokens=0, seconds=0.0,
            )
        )  # fmt: skip
        rows["selector_scores"] += [
            relevance.SelectorScoreRow(
                selection=selector, entry=name, selector=selector,
                score=0.5 if selector == "scores" and name != "unscored" else None,
                chosen=name == "yes" if selector == "chooses" else None,
            )
            for name in entries
        ]  # fmt: skip
    write_package(tmp_path, "one", rows)
    assert view(tmp_path, 'SELECT source, yes, "no", n FROM rate_counts') == [("typed", 4, 4, 3)]
    assert view(
        tmp_path,
        'SELECT selector, "both", person, selector_only, neither, n FROM mark_counts'
        " ORDER BY selector",
    ) == [("chooses", 2, 2, 0, 4, 3), ("scores", 2, 0, 4, 0, 2)]
    assert view(
        tmp_path, 'SELECT selector, chosen, "left", n FROM false_fact_counts ORDER BY selector'
    ) == [("chooses", 0, 2, 1), ("scores", 2, 0, 1)]


def test_only_first_blind_votes_count(tmp_path):
    rows = {"runs": [run("r", "answers", "f" * 64)], "prompts": [], "answers": [], "pairs": [],
            "votes": []}  # fmt: skip
    voted = {
        "win": {}, "tie": {"preference": 3}, "loss": {"preference": 1},
        "unusable": {"answer": "both_unusable", "preference": None},
        "skipped": {"answer": "skip", "preference": None},
        "repeat": {}, "dropped": {}, "after": {"phase": Phase.AFTER}, "undone": {"counts": False},
        "brought": {},
    }  # fmt: skip
    for place, (name, more) in enumerate(voted.items()):
        rows["pairs"].append(
            comparison.PairRow(
                id=name, block="b", position=place, prompt="p",
                arm=Arm.ELSEWHERE if name == "brought" else Arm.MARKED, seed=None,
                generic_side=Side.LEFT, asks_about_you=False,
                repeats="win" if name == "repeat" else None, generic="g",
                other="brought" if name == "brought" else "made", redraws=0,
                dropped=name == "dropped", failure=None, again=False,
                inclusion_probability=None,
            )
        )  # fmt: skip
        rows["votes"].append(change(vote(f"v-{name}", name, "right_much", 5), **more))
    rows["prompts"].append(prompt_row("p", PromptSource.TYPED))
    rows["answers"] += [
        comparison.AnswerRow(
            id=id, run=made_in, prompt="p", text=None, text_characters=1, seed=None,
            finish_reason="stop", prompt_tokens=1, output_tokens=1, seconds=0.1,
        )
        for id, made_in in (("made", "r"), ("brought", None))
    ]  # fmt: skip
    write_package(tmp_path, "one", rows)
    assert view(
        tmp_path,
        "SELECT arm, model, wins, ties, losses, unusable, n FROM vote_counts ORDER BY arm",
    ) == [("elsewhere", "elsewhere", 1, 0, 0, 0, 1), ("marked", "f" * 64, 1, 1, 1, 1, 4)]


def test_the_views_need_no_more_of_an_engine_than_plain_sql(tmp_path):
    """The same script in SQLite, over tables with a donor column, counts the same."""
    population, folder = Population(), tmp_path / "packages"
    for seed in range(2):
        sizes = {"cards": 12, "frame": 20, "prompts": 6, "listed": 5, "pairs": 20}
        rows = DonorRows(population.mean, population, seed, sizes).rows
        write_package(folder, f"d{seed}", rows)
    views = ("accepted_by_donor", "card_counts", "rate_counts", "mark_counts", "false_fact_counts",
             "vote_counts", "contrast_counts", "judge_counts", "flow")  # fmt: skip
    with opened([folder]) as packages, sqlite3.connect(":memory:") as other:
        for table in TABLES:
            found = packages.database.execute(f"SELECT * FROM {table.name}")
            names = ", ".join(f'"{column[0]}"' for column in found.description)
            other.execute(f"CREATE TABLE {table.name} ({names})")
            places = ", ".join("?" * len(found.description))
            other.executemany(f"INSERT INTO {table.name} VALUES ({places})", found.fetchall())
        other.executescript((HERE / "views.sql").read_text(encoding="utf-8"))
        for view in views:
            theirs = other.execute(f"SELECT * FROM {view}").fetchall()
            mine = packages.database.execute(f"SELECT * FROM {view}").fetchall()
            assert len(mine) > 1
            assert by_text(theirs) == by_text(mine)


def by_text(rows):
    """Rows in one order, numbers and truth values alike in every engine."""
    plain = [[one if isinstance(one, str | None) else float(one) for one in row] for row in rows]
    return sorted(plain, key=str)


def test_the_scripts_alone_read_packages_in_the_folder_of_that_name(tmp_path, monkeypatch):
    population = Population()
    for seed in range(2):
        rows = DonorRows(population.mean, population, seed, {"cards": 5, "frame": 9}).rows
        zipped(write_package(tmp_path / "packages", f"{seed}", rows))
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as database:
        for script in ("tables.sql", "views.sql"):
            database.execute((HERE / script).read_text(encoding="utf-8"))
        found = database.execute("SELECT donor, cards FROM accepted_by_donor ORDER BY donor")
        assert found.fetchall() == [("selfaudit-0", 5), ("selfaudit-1", 5)]

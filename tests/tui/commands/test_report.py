import json
import re
import stat
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from builders import PinnedClock, open_store
from printed import lines
from simulated import Simulated, Truth, arms, rich

from selfaudit.core.report.pages import Bar, Bars, Figure, Page, Report, Row, Scale, Table
from selfaudit.core.report.report import BELIEFS, NAMES, make_report
from selfaudit.tui.commands import report as report_commands
from selfaudit.tui.commands.report_shown import WIDTH, report_json, report_lines
from selfaudit.tui.report.html import METHODS, report_html

HOSTILE = "<script>alert(1)</script>\x1b[31m & \"'\u202e<img src=x onerror=y>"


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """The report of a person with enough of everything."""
    store = open_store(tmp_path_factory.mktemp("rich"))
    rich(store)
    report = make_report(store, PinnedClock())
    store.close()
    return report


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The report of a person who began: no figure may be said but counts of everything."""
    store = open_store(tmp_path_factory.mktemp("few"))
    person = Simulated(store, Truth(unsure=0.1))
    ids = person.attributes(40)
    person.cards(ids[:20], frame=ids)
    person.marks(10, ids[:20], rejected=ids[20:24])
    person.pairs(arms(20), repeats=2)
    report = make_report(store, PinnedClock())
    store.close()
    return report


@pytest.fixture
def home(tmp_path):
    """A home with a few judgments."""
    store = open_store(tmp_path)
    person = Simulated(store)
    person.cards(person.attributes(12))
    store.close()
    return tmp_path


def hostile():
    """A report whose every text is hostile."""
    one = Figure("made_up", HOSTILE, Scale.SECONDS, None, HOSTILE, None, HOSTILE)
    return Report(
        0.0,
        (
            Page(
                "truth",
                HOSTILE,
                HOSTILE,
                (one,),
                (Bars("bars", HOSTILE, (Bar(HOSTILE, 3), Bar(HOSTILE, 0)), HOSTILE),),
                (Table("rows", HOSTILE, (HOSTILE,), (Row(HOSTILE, (one,)),), HOSTILE),),
                (HOSTILE,),
                (HOSTILE,),
            ),
        ),
    )


def figures(shown):
    """Every figure of a report as JSON."""
    for page in shown["pages"]:
        yield from page["figures"]
        for table in page["tables"]:
            for row in table["rows"]:
                yield from row["figures"]


def text_of(html):
    """What a reader sees, on one line."""
    body = ElementTree.fromstring(html).find("body")
    return " ".join("".join(f" {part} " for part in body.itertext()).split())


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def tags(html):
    parser = Tags()
    parser.feed(html)
    return parser.found


def test_the_text_has_every_page_figure_count_and_remark(full):
    shown = list(report_lines(full))
    assert max(map(len, shown)) <= WIDTH
    text = " ".join(" ".join(shown).split())
    for page in full.pages:
        assert page.question in text
        assert page.sentence in text
        assert all(note in text for note in (*page.notes, *page.study))
    for one in report_json(full)["pages"]:
        for figure in one["figures"]:
            number = figure["text"] if figure["enough"] else "…"
            assert f"{number} {figure['label']}" in text


def test_where_there_is_too_little_it_says_once_what_it_takes(few):
    text = "\n".join(report_lines(few))
    assert text.count("Not yet: 20 of 150 pairs that the model judged too.") == 1
    assert "… of what was noted is true of you now, as written" in text
    assert "3 of 4 cards" in text or "4 of 4 cards" in text
    assert max(map(len, text.splitlines())) <= WIDTH


def test_json_has_everything_and_no_number_below_its_minimum(full, few):
    for report, least in ((full, 50), (few, 0)):
        shown = json.loads(json.dumps(report_json(report), allow_nan=False))
        every = list(figures(shown))
        for one in every:
            if not one["enough"]:
                numbers = [one[name] for name in ("value", "low", "high", "level", "method", "n")]
                assert numbers == [None] * 6
                assert any(need["have"] < need["least"] for need in one["needs"])
        assert sum(one["value"] is not None for one in every) >= least
    assert {page["name"] for page in shown["pages"]} == set(NAMES)


def test_html_says_what_json_says(full, few):
    for report in (full, few):
        html = text_of(report_html(report))
        shown = report_json(report)
        for page in shown["pages"]:
            for one in page["figures"]:
                said = one["text"] if one["value"] is not None else "…"
                assert f"{said} {one['label']}" in html, one["name"]
                assert f"Rests on {one['rests_on']}." in html
                assert one["note"] in html
            for bars in page["bars"]:
                assert all(f"{bar['label']}: {bar['count']} " in html for bar in bars["bars"])
            for table in page["tables"]:
                assert table["still_needed"] in html
                for row in table["rows"]:
                    for one in row["figures"]:
                        interval = re.search(r"\((.*)\)$", one["text"])
                        if one["low"] is not None:
                            assert interval.group(1) in html


def test_html_loads_nothing_runs_nothing_and_can_be_read_aloud(full):
    html = report_html(full)
    ElementTree.fromstring(html)
    found = tags(html)
    names = {tag for tag, _ in found}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    for tag, attributes in found:
        assert not any(name.startswith("on") or name in ("src", "srcset") for name in attributes)
        if "href" in attributes:
            assert tag == "a"
            assert attributes["href"].startswith("#")
    assert "url(" not in html
    assert "@import" not in html
    assert "default-src 'none'" in html
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    svgs = list(ElementTree.fromstring(html).iter("svg"))
    assert len(svgs) > 20
    for svg in svgs:
        assert svg.get("role") == "img"
        assert svg.find("title").text
        assert svg.find("desc").text
        assert set(svg.get("aria-labelledby", "").split()) <= set(ids)
    for table in ElementTree.fromstring(html).iter("table"):
        assert table.find("caption").text
        assert {th.get("scope") for th in table.iter("th")} == {"col", "row"}
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_hostile_texts_are_drawn_and_not_obeyed():
    html = report_html(hostile())
    assert "<script" not in html
    assert "<img" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "alert(1)" in text_of(html)


def test_a_hostile_category_of_a_model_is_drawn_everywhere(home, command):
    store = open_store(home)
    with store.database.write():
        store.database.execute("UPDATE attribute SET category = ? WHERE id % 2", [HOSTILE])
    store.close()
    said = command("report").stdout
    assert "alert(1)" in said
    command("report", "--html", home / "report.html")
    for shown in (said, (home / "report.html").read_text()):
        assert not set("\x1b\u202e") & set(shown)
    assert "<script" not in (home / "report.html").read_text()
    command("report", "--json").stdout.encode("ascii")


def test_every_method_has_words():
    from selfaudit.core.agreement.results import Method

    assert set(METHODS) == set(Method)
    assert (*NAMES, BELIEFS) == report_commands.NAMES


def test_the_command_says_one_page_or_all(home, command):
    whole = command("report").stdout
    assert "How steady are you?" in whole
    one = command("report", "truth").stdout
    assert "How much of it is right?" in one
    assert "How steady are you?" not in one
    (shown,) = lines(command("report", "judge", "truth", "--json"))
    assert [page["name"] for page in shown["pages"]] == ["judge", "truth"]
    assert "knows thing" not in whole + json.dumps(shown)
    command("report", "nothing", code=2)
    command("report", "--force", code=2)


def test_the_file_is_ones_own_and_is_not_overwritten(home, command):
    file = home / "report.html"
    done = command("report", "--html", file)
    assert "readable by you alone" in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    assert before.startswith("<!DOCTYPE html>")
    assert "knows thing" not in before
    refused = command("report", "--html", file, code=1)
    assert "is there already" in refused.output
    assert "--force" in refused.output
    file.write_text("mine")
    command("report", "--html", file, code=1)
    assert file.read_text() == "mine"
    file.chmod(0o644)
    command("report", "--html", file, "--force")
    assert file.read_text().startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(one.name for one in home.iterdir()) == ["home", "report.html"]


def test_a_link_is_not_followed(home, command):
    other = home / "other.txt"
    other.write_text("mine")
    link = home / "report.html"
    link.symlink_to(other)
    command("report", "--html", link, code=1)
    command("report", "--html", link, "--force")
    assert other.read_text() == "mine"
    assert not link.is_symlink()


def test_where_nothing_can_be_written_it_says_so(home, command):
    refused = command("report", "--html", home / "missing" / "report.html", code=1)
    assert "could not be written" in refused.output


def test_with_json_the_file_is_told_of_beside(home, selfaudit):
    done = selfaudit("report", "--json", "--html", home / "report.html")
    assert json.loads(done.stdout)["pages"]
    assert "report.html" in done.stderr

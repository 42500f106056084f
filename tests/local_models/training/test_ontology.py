from pathlib import Path
from random import Random

import pytest

from selfaudit.local_models.training import frames, marks, ontology
from selfaudit.local_models.training.ontology import RelationError
from selfaudit.local_models.training.slots import Bindings, chosen, with_article

VALUES = '[values]\ncity = ["Lisbon", "Oslo"]\n'


def written(folder: Path, *lines: str) -> Path:
    (folder / "values.toml").write_text(VALUES, encoding="utf-8")
    says = ",\n".join(f"'''{line}'''" for line in lines)
    head = 'category = "home"\n[values]\njob = ["nurse", "engineer"]\n[[relation]]\nname = "x"\n'
    text = f"{head}says = [{says}]"
    (folder / "home.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_line_is_read_and_rendered(tmp_path: Path) -> None:
    clause = "well [i'm {a:job}] and [my dad lives in {city}]"
    line = f"{clause} => is {{a:job}} ; 's dad lives in {{city}} (other, current)"
    drawn = ontology.read(written(tmp_path, line)).draw(Random(1))
    rendered = drawn.render(Random(1), first=4)
    own, other = rendered.facts
    assert own.statement in {"The user is a nurse.", "The user is an engineer."}
    assert (own.subject, own.durability, own.relation) == ("user", "lasting", "home/x")
    assert other.statement.startswith("The user's dad lives in ")
    assert (other.subject, other.durability) == ("other", "current")
    job = own.statement.removeprefix("The user is ").rstrip(".")
    assert marks.quote(rendered.clause, 4) == f"i'm {job}"
    assert marks.quote(rendered.clause, 5).startswith("my dad lives in ")


def test_without_brackets_the_clause_is_the_quote(tmp_path: Path) -> None:
    line = "i've been {a:job} for {n:20-30} years, in {city} => has been {a:job} for {n} years"
    rendered = ontology.read(written(tmp_path, line)).draw(Random(2)).render(Random(2), 0)
    assert marks.quote(rendered.clause, 0) == marks.plain(rendered.clause)
    number = next(word for word in rendered.facts[0].statement.split() if word.isdigit())
    assert number in marks.plain(rendered.clause)


@pytest.mark.parametrize(
    "line",
    [
        "i'm a nurse",
        "i'm a {colour} => is a {colour}",
        "i'm a nurse => is a {job}",
        "[a] and [b] => is a",
        " => is a nurse",
    ],
)
def test_wrong_lines_are_refused_with_file_and_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(RelationError) as caught:
        ontology.read(written(tmp_path, line))
    assert "home.toml" in str(caught.value)
    assert line.strip() in str(caught.value)


def test_files_that_are_no_toml_are_named(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text("= 3", encoding="utf-8")
    with pytest.raises(RelationError, match=r"odd\.toml"):
        ontology.read(tmp_path)
    with pytest.raises(RelationError, match=r"odd\.toml"):
        frames.read(tmp_path)


def test_all_that_is_shipped_is_read() -> None:
    shipped = ontology.read()
    assert len(shipped.phrases) >= 100
    assert sum(len(phrases) for phrases in shipped.phrases.values()) >= 1500
    for phrases in shipped.phrases.values():
        for phrase in phrases:
            for number in range(4):
                for fact in phrase.render(Random(number), 0).facts:
                    assert "{" not in fact.statement


def test_two_slots_of_a_list_differ() -> None:
    bindings = Bindings(({"city": ["Lisbon", "Oslo"]},))
    assert set(bindings.fill("{city} {city2}", Random(1)).split()) == {"Lisbon", "Oslo"}
    assert bindings.fill("{city} {city}", Random(2)).split()[0] == bindings.bound["city"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("nurse", "a nurse"), ("engineer", "an engineer"), ("hour", "an hour"),
        ("university", "a university"), ("uncle", "an uncle"), ("European", "a European"),
        ("MRI", "an MRI"), ("8", "an 8"), ("18", "an 18"), ("80", "an 80"), ("1800", "a 1800"),
        ("unhappy man", "an unhappy man"), ("one-bedroom flat", "a one-bedroom flat"),
    ],
)  # fmt: skip
def test_articles(value: str, said: str) -> None:
    assert with_article(value) == said


def test_choices_are_made_inside_out() -> None:
    made = {chosen("a<b|c<d|e>>f", Random(seed)) for seed in range(40)}
    assert made == {"abf", "acdf", "acef"}
    assert chosen("<p>no choice</p>", Random(1)) == "<p>no choice</p>"

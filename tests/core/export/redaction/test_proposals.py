import pytest

from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.proposals import Proposal, Source, propose
from selfaudit.core.export.redaction.words import is_common_capital, is_ordinary

STATEMENTS = (
    "The user's name is Mara.",
    "The user lives in Lisbon.",
    "The user has a brother named Tiago.",
    "The user learns Python on Mondays.",
)
TEXTS = (
    "hi! i moved to Lisbon in november, lisbon is lovely. my cat Pixel still hides",
    "my brother Tiago comes on Saturday. Tiago eats meat, and so does Pixel's friend Ana Lopes.",
    "I asked Dr. Weber and Vasco da Gama; we use JavaScript and the DataFrame of `Pandas`.",
)


def by_text(statements, texts):
    return {one.text: one for one in propose(statements, texts)}


def test_names_come_from_statements_and_from_capitals_inside_sentences():
    found = by_text(STATEMENTS, TEXTS)
    assert set(found) == {"Mara", "Lisbon", "Tiago", "Pixel", "Ana Lopes", "Weber", "Vasco da Gama"}
    assert found["Mara"] == Proposal("Mara", Rule.NAME, 0, Source.STATEMENT)
    assert found["Lisbon"] == Proposal("Lisbon", Rule.PLACE, 2, Source.STATEMENT)
    assert found["Pixel"] == Proposal("Pixel", Rule.NAME, 2, Source.TEXT)


def test_the_most_frequent_come_first():
    counts = [one.count for one in propose(STATEMENTS, TEXTS)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hello, my name is mara and i need help", "mara"),
        ("Ich heiße Jonas", "Jonas"),
        ("je m’appelle Chloé", "Chloé"),
        ("me llamo Iñigo", "Iñigo"),
        ("mi chiamo Elio", "Elio"),
        ("ik heet Sanne", "Sanne"),
    ],
)
def test_who_says_their_name_is_heard_whatever_its_case(text, name):
    assert list(by_text((), [text])) == [name]


def test_german_nouns_are_not_names_but_what_follows_in_or_frau_is():
    text = (
        "Ich habe den Schrank mit dem Hammer repariert, und die Tür ist nicht gut. Ich wohne in "
        "Graz, das Haus von Frau Huber ist auf dem Berg."
    )
    assert set(by_text((), [text])) == {"Graz", "Huber"}


def test_a_common_word_belongs_to_a_name_where_it_stands_in_it():
    texts = ["we saw New York and Will Smith with Mrs Roe on Monday Anna came"]
    assert set(by_text((), texts)) == {"New York", "Will Smith", "Roe", "Anna"}


def test_what_is_mostly_written_small_is_no_name():
    assert by_text((), ["the Garage is full", "my garage, your garage"]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Hello there. How are you? Fine!",
        "on Monday in March we speak English",
        "the API of NASA returns JSON",
        "```\nfrom Foo import Bar, the Baz\n```",
        "call me later, my name is not important",
        "",
    ],
)
def test_what_is_nobodys_name_is_not_proposed(text):
    assert propose((), [text]) == []


def test_a_proposal_prints_no_name():
    assert "Mara" not in repr(propose(STATEMENTS, TEXTS))


def test_ordinary_words_are_known_whatever_their_case():
    assert is_ordinary("WILL")
    assert not is_ordinary("Mara")
    assert is_common_capital("English")
    assert is_common_capital("Monday's")
    assert not is_common_capital("Lisbon")

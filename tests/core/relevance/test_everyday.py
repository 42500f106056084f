from collections import Counter
from dataclasses import FrozenInstanceError
from itertools import combinations

import pytest
from rapidfuzz.fuzz import token_set_ratio

from selfaudit.core.relevance.everyday import Personal, everyday_prompts, parse_prompts

ROW = '[[prompts]]\nname = "a-01"\ntopic = "a"\npersonal = "some"\ntext = "What now?"\n'


def test_there_are_120_with_names_of_their_own():
    assert len(everyday_prompts()) == 120
    assert len({prompt.name for prompt in everyday_prompts()}) == 120


def test_to_most_answers_little_about_the_person_could_matter():
    degrees = Counter(prompt.personal for prompt in everyday_prompts())
    assert degrees[Personal.LITTLE] >= 60
    assert degrees[Personal.SOME] >= 30
    assert degrees[Personal.MUCH] >= 20


def test_they_are_spread_over_many_topics():
    topics = Counter(prompt.topic for prompt in everyday_prompts())
    assert len(topics) >= 12
    assert min(topics.values()) >= 4
    assert max(topics.values()) <= 14


def test_a_name_tells_the_topic_and_the_place_in_it():
    seen = Counter()
    for prompt in everyday_prompts():
        seen[prompt.topic] += 1
        assert prompt.name == f"{prompt.topic.replace(' ', '-')}-{seen[prompt.topic]:02}"


@pytest.mark.parametrize("prompt", everyday_prompts(), ids=lambda prompt: prompt.name)
def test_each_is_one_short_paragraph_of_plain_text(prompt):
    assert 20 <= len(prompt.text) <= 300
    assert prompt.text.isprintable()
    assert prompt.text == " ".join(prompt.text.split())


def test_no_two_are_nearly_the_same():
    texts = [prompt.text.lower() for prompt in everyday_prompts()]
    assert [pair for pair in combinations(texts, 2) if token_set_ratio(*pair) >= 80] == []


def test_they_are_read_once_and_cannot_be_changed():
    assert everyday_prompts() is everyday_prompts()
    with pytest.raises(FrozenInstanceError):
        everyday_prompts()[0].text = "Another"


def test_a_prompt_is_read_as_it_is_written():
    (prompt,) = parse_prompts(ROW)
    assert (prompt.name, prompt.topic, prompt.personal, prompt.text) == (
        "a-01",
        "a",
        Personal.SOME,
        "What now?",
    )


@pytest.mark.parametrize(
    "source",
    [
        ROW + 'note = "one key too many"\n',
        ROW.replace('topic = "a"\n', ""),
        ROW.replace('"some"', '"rather"'),
        ROW.replace('"What now?"', "5"),
        "version = 1\n" + ROW,
        "",
    ],
)
def test_anything_else_in_the_file_is_an_error(source):
    with pytest.raises(ValueError, match=r"\w"):
        parse_prompts(source)

from collections import Counter
from dataclasses import replace

import pytest
from stages_core import binomial_band

from selfaudit.core.models.attribute import Attribute, Description, Evidence, EvidenceKind
from selfaudit.core.models.relevance import Prompt, PromptSource
from selfaudit.core.relevance.lists import LIST_SIZE, list_for

PROMPT = Prompt(5, PromptSource.TYPED, "What shall I cook?")


def attribute(id, verdict="yes", *, talks=("talk",), category=None, statement="The user rows."):
    evidence = tuple(
        Evidence(id * 100 + place, talk, "m", 0, 3, "row", EvidenceKind.OWN_WORDS)
        for place, talk in enumerate(talks)
    )
    description = Description(category=category)
    return Attribute(id, id + 500, statement, True, description, 1, verdict, evidence)


def ids(entries, accepted):
    return [entry.attribute for entry in entries if entry.accepted is accepted]


def test_at_most_ten_accepted_and_ten_rejected_are_listed_apart():
    judged = [attribute(n) for n in range(30)] + [attribute(n, "no") for n in range(30, 60)]
    entries = list_for(PROMPT, 3, judged, 1)
    assert len(ids(entries, True)) == len(ids(entries, False)) == LIST_SIZE == 10
    assert set(ids(entries, True)) < set(range(30))
    assert set(ids(entries, False)) < set(range(30, 60))
    for accepted in (True, False):
        part = [entry for entry in entries if entry.accepted is accepted]
        assert [entry.order_index for entry in part] == list(range(10))
        assert {entry.inclusion_probability for entry in part} == {10 / 30}
    assert {(entry.position, entry.prompt) for entry in entries} == {(3, 5)}
    assert all(entry.revision == entry.attribute + 500 for entry in entries)


def test_the_probability_is_that_of_the_frame_of_this_prompt():
    prompt = replace(PROMPT, conversation="own")
    judged = [attribute(n) for n in range(20)] + [attribute(n, talks=["own"]) for n in (20, 21)]
    entries = list_for(prompt, 0, judged, 1)
    assert {entry.inclusion_probability for entry in entries} == {10 / 20}
    census = list_for(prompt, 0, judged[:4], 1)
    assert {entry.inclusion_probability for entry in census} == {1.0}


def test_what_the_prompts_own_conversation_gave_evidence_for_is_left_out():
    prompt = replace(PROMPT, conversation="own")
    judged = [
        attribute(1),
        attribute(2, talks=["own"]),
        attribute(3, talks=["talk", "own"]),
        attribute(4, "no"),
        attribute(5, "no", talks=["own"]),
    ]
    entries = list_for(prompt, 0, judged, 1)
    assert (ids(entries, True), ids(entries, False)) == ([1], [4])
    entries = list_for(PROMPT, 0, judged, 1)
    assert (sorted(ids(entries, True)), sorted(ids(entries, False))) == ([1, 2, 3], [4, 5])


def test_without_an_accepted_attribute_nothing_is_listed():
    prompt = replace(PROMPT, conversation="own")
    assert list_for(prompt, 0, [attribute(1, "no"), attribute(2, talks=["own"])], 1) == []
    assert list_for(PROMPT, 0, [], 1) == []


@pytest.mark.parametrize("verdict", ["yes", "no"])
def test_erased_statements_and_other_verdicts_are_never_listed(verdict):
    judged = [
        attribute(1),
        attribute(2, verdict, statement=""),
        attribute(3, "unsure"),
        attribute(4, "refuse"),
        attribute(5, None),
    ]
    assert [entry.attribute for entry in list_for(PROMPT, 0, judged, 1)] == [1]


def test_one_long_talk_does_not_fill_the_list():
    long_talk = [attribute(n, talks=["long"]) for n in range(40)]
    others = [attribute(n, talks=[f"talk{n % 4}"]) for n in range(40, 80)]
    for seed in range(20):
        strata = Counter(entry.stratum for entry in list_for(PROMPT, 0, long_talk + others, seed))
        assert strata["long"] == 5
        assert all(1 <= strata[f"talk{n}"] <= 2 for n in range(4))
        assert sum(strata.values()) == 10


def test_a_category_is_the_stratum_where_somebody_gave_one():
    judged = [attribute(n, category="health" if n % 2 else None) for n in range(4)]
    strata = {entry.attribute: entry.stratum for entry in list_for(PROMPT, 0, judged, 1)}
    assert strata == {0: "talk", 1: "health", 2: "talk", 3: "health"}


def test_every_attribute_is_listed_equally_often_and_in_any_place():
    judged = [attribute(n, talks=["long" if n < 10 else f"talk{n}"]) for n in range(25)]
    seeds = 2000
    listed = [ids(list_for(PROMPT, 0, judged, seed), True) for seed in range(seeds)]
    low, high = binomial_band(seeds, 10 / 25, 1 - 1e-5)
    counts = Counter(id for one in listed for id in one)
    assert all(low <= counts[n] <= high for n in range(25))
    low, high = binomial_band(seeds, 1 / 25, 1 - 1e-5)
    assert all(low <= Counter(one[0] for one in listed)[n] <= high for n in range(25))


def test_another_prompt_gets_another_draw_from_the_same_seed():
    judged = [attribute(n) for n in range(40)]
    lists = {tuple(ids(list_for(replace(PROMPT, id=n), 0, judged, 1), True)) for n in range(9)}
    assert len(lists) == 9
    assert list_for(PROMPT, 0, judged, 1) == list_for(PROMPT, 0, judged[::-1], 1)

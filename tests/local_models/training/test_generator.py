import re
from collections import Counter
from random import Random

import pytest

from selfaudit.local_models.training import marks
from selfaudit.local_models.training.claims import claims
from selfaudit.local_models.training.composing import BEFORE, MIX, composed_of
from selfaudit.local_models.training.drafting import NEGATIVES, Draft
from selfaudit.local_models.training.example import DURABILITIES, SUBJECTS, Example, Fact, Kind
from selfaudit.local_models.training.frames import Frame
from selfaudit.local_models.training.generator import examples, stock
from selfaudit.local_models.training.ontology import RelationError
from selfaudit.local_models.training.pointing import not_standalone

COUNT = 4000


@pytest.fixture(scope="module")
def made() -> list[Example]:
    return list(examples(seed=7, count=COUNT))


def test_every_quote_is_an_exact_stretch_of_its_text(made: list[Example]) -> None:
    for example in made:
        for fact in (*example.facts, *example.traps):
            assert fact.quote
            assert fact.quote in example.text


def test_facts_stand_in_the_order_of_the_message(made: list[Example]) -> None:
    for example in made:
        starts = [example.text.rindex(fact.quote) for fact in example.facts]
        firsts = [example.text.index(fact.quote) for fact in example.facts]
        assert all(first <= last for first, last in zip(firsts, starts[1:], strict=False))


def test_statements_are_of_the_agreed_form(made: list[Example]) -> None:
    for example in made:
        for fact in (*example.facts, *example.traps):
            assert fact.statement.startswith(("The user ", "The user's ")), fact
            assert fact.statement.endswith("."), fact
            assert not set(fact.statement) & set("{}[]<>|\n"), fact
            assert fact.subject in SUBJECTS
            assert fact.durability in DURABILITIES


def test_texts_are_one_line_without_marks_or_slots(made: list[Example]) -> None:
    for example in made:
        for text in (example.text, example.before):
            assert text == " ".join(text.split())
            assert not any("\ue000" <= letter <= "\uf8ff" for letter in text)
            assert "{fact" not in text
            assert "{clause" not in text
        assert example.text
        assert len(example.before) <= BEFORE


def test_negatives_have_no_facts(made: list[Example]) -> None:
    with_facts = {Kind.FACTS, Kind.REPLY, Kind.CORRECTION}
    for example in made:
        if example.kind not in with_facts:
            assert not example.facts
        if example.kind in {Kind.FACTS, Kind.CORRECTION}:
            assert example.facts


def test_the_mix_is_that_which_is_stated(made: list[Example]) -> None:
    assert sum(MIX.values()) == pytest.approx(100)
    counts = Counter(example.kind for example in made)
    assert set(counts) == set(Kind)
    with_facts = ("wrappers", "passing", "chitchat_facts", "several", "whole_facts", "mixed")
    facts = sum(MIX[source] for source in with_facts)
    replies = MIX["replies"] + MIX["whole_replies"]
    assert counts[Kind.FACTS] / COUNT == pytest.approx(facts / 100, abs=0.03)
    assert counts[Kind.REPLY] / COUNT == pytest.approx(replies / 100, abs=0.015)
    assert counts[Kind.CODE] / COUNT == pytest.approx(MIX["code"] / 100, abs=0.012)


def test_messages_are_mostly_short(made: list[Example]) -> None:
    lengths = [len(example.text.split()) for example in made]
    assert 10 <= sum(lengths) / COUNT <= 25
    assert max(lengths) <= 110
    assert min(lengths) <= 3


def test_the_same_seed_makes_the_same_and_another_makes_others(made: list[Example]) -> None:
    assert list(examples(seed=7, count=300)) == made[:300]
    others = {example.text for example in examples(seed=8, count=300)}
    assert len(others & {example.text for example in made[:300]}) < 60


def test_messages_differ(made: list[Example]) -> None:
    assert len({(example.before, example.text) for example in made}) == COUNT


@pytest.mark.parametrize("source", MIX)
def test_each_source_makes_messages(source: str) -> None:
    everything = stock()
    texts = {composed_of(source, everything, Random(number)).text for number in range(60)}
    assert len(texts) > 40


def test_claims_are_balanced_and_their_quotes_exact(made: list[Example]) -> None:
    told = list(claims(made, seed=1))
    supported = sum(claim.supported for claim in told)
    assert 0.45 <= supported / len(told) <= 0.55
    for claim in told:
        assert claim.quote in claim.text
        assert claim.supported == (not claim.flaw)
        assert claim.statement.startswith("The user")
        assert claim.statement.endswith(".")
    assert told == list(claims(made, seed=1))


def test_every_kind_of_flaw_is_made(made: list[Example]) -> None:
    flaws = {claim.flaw for claim in claims(made, seed=1)} - {""}
    assert flaws >= {
        "over_general", "wrong_value", "wrong_subject", "wrong_polarity", "added_detail", "half",
        "other_quote", "mixed", "one_off", "fiction", "transform", "quoted", "hypothetical",
        "topic", "others", "code", "task",
    }  # fmt: skip


def test_no_flawed_claim_says_what_a_fact_says(made: list[Example]) -> None:
    by_text = {(example.before, example.text): example for example in made}
    for claim in claims(made, seed=1):
        if not claim.supported and claim.flaw not in {"other_quote", "half"}:
            facts = by_text[claim.before, claim.text].facts
            said = {fact.statement for fact in facts}
            if claim.flaw == "written":  # of another quote it may be true
                said = {fact.statement for fact in facts if fact.quote == claim.quote}
            assert claim.statement not in said


def test_every_frame_can_be_filled() -> None:
    everything = stock()
    for section, frames in everything.frames.sections.items():
        for number, frame in enumerate(frames):
            draft = Draft(everything, Random(f"{section} {number}"))
            text = (
                " || ".join(draft.filled_before(frame)) if frame.before else draft.fill(frame, True)
            )
            assert not re.search(r"\{[a-z:]+[0-9]?\}", text), frame
            for fact in (*draft.facts.values(), *draft.traps.values()):
                assert fact.statement.startswith(("The user ", "The user's ")), frame


@pytest.mark.parametrize("kind", NEGATIVES)
def test_negatives_have_many_frames(kind: str) -> None:
    assert len(stock().frames.of(kind)) >= 50


def test_code_and_requests_hold_no_facts_however_they_are_drawn() -> None:
    everything = stock()
    for source in ("requests", "long", "chitchat_none", *NEGATIVES):
        for number in range(150):
            assert not composed_of(source, everything, Random(number)).facts


def test_claims_that_were_written_down_are_told_of_their_quotes() -> None:
    frame = Frame(
        "",
        "[i sell fish in {city}], [my son {fname} hates it]. what now",
        "sells fish in {city} ; 's son {fname} hates fish (other)",
        "1+ is a fishmonger in {city} ; 2- hates fish",
    )
    draft = Draft(stock(), Random(1))
    text = draft.fill(frame, true=True)
    (first, one, right), (second, two, wrong) = draft.claims
    assert marks.quote(text, first).startswith("i sell fish in ")
    assert one.endswith(marks.quote(text, first).removeprefix("i sell fish") + ".")
    assert right
    assert marks.quote(text, second).endswith("hates it")
    assert two == "The user hates fish."
    assert not wrong


def test_a_claim_about_a_message_without_a_fact_has_its_quote() -> None:
    draft = Draft(stock(), Random(1))
    frame = Frame("", 'translate "[I have a cat]"', "", "1- has a cat")
    text = draft.fill(frame, true=True)
    ((number, statement, supported),) = draft.claims
    assert marks.quote(text, number) == "I have a cat"
    assert (statement, supported) == ("The user has a cat.", False)
    assert not draft.facts


@pytest.mark.parametrize("claim", ["has a cat", "1 has a cat", "1* has a cat", "+ has a cat"])
def test_a_claim_of_another_form_is_refused(claim: str) -> None:
    with pytest.raises(RelationError, match="no claim"):
        Draft(stock(), Random(1)).fill(Frame("", "[i have a cat]", "", claim), true=True)


def test_statements_that_point_leave_out_what_they_are_about() -> None:
    fact = Fact("i bought a boat with him", "The user bought a boat with their brother.")
    assert {not_standalone(fact, Random(seed)) for seed in range(50)} >= {
        "The user bought it with their brother.",
        "The user bought a boat with him.",
    }
    assert not_standalone(Fact("i ski", "The user skis."), Random(1)) == ""

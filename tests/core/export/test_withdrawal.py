import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfaudit.core.export.withdrawal import (
    ALPHABET,
    DRAWN,
    WITHDRAWAL_WORDS,
    read_code,
    withdrawal_code,
)

CODES = st.integers().map(lambda seed: withdrawal_code(random.Random(seed).randrange))
PLACES = st.integers(0, DRAWN)


def replaced(code, place, sign):
    signs = list(code.replace("-", ""))
    signs[place] = sign
    return "".join(signs)


def test_a_code_is_four_groups_of_four_signs():
    groups = withdrawal_code().split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)


def test_a_code_has_at_least_sixty_bits():
    assert len(set(ALPHABET)) ** DRAWN >= 2**60
    asked = []
    withdrawal_code(lambda below: asked.append(below) or 0)
    assert asked == [23] * 15


def test_no_two_signs_look_alike():
    assert not set("01258ILOSUVZB") & set(ALPHABET)


def test_codes_differ_each_time():
    assert len({withdrawal_code() for _ in range(200)}) == 200


def test_a_given_draw_gives_a_given_code():
    numbers = iter(range(15))
    assert withdrawal_code(lambda below: next(numbers)) == "3467-9ACD-EFGH-JKM6"


@given(CODES)
def test_a_code_is_read_however_it_is_typed(code):
    assert read_code(code) == code
    assert read_code(f"  {code.lower().replace('-', ' ')} ") == code
    assert read_code(code.replace("-", "")) == code


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed_wherever_it_is(code, place, sign):
    assume(code.replace("-", "")[place] != sign)
    assert read_code(replaced(code, place, sign)) is None


@given(CODES, PLACES, PLACES)
def test_two_signs_that_changed_places_are_noticed(code, first, second):
    signs = code.replace("-", "")
    assume(signs[first] != signs[second])
    assert read_code(replaced(replaced(code, first, signs[second]), second, signs[first])) is None


@given(CODES, PLACES)
def test_a_lost_or_doubled_sign_is_noticed(code, place):
    signs = code.replace("-", "")
    assert read_code(signs[:place] + signs[place + 1 :]) is None
    assert read_code(signs[:place] + signs[place] + signs[place:]) is None


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_not(text):
    read = read_code(text)
    assert read is None or read_code(read) == read


@pytest.mark.parametrize("said", ["can do", "can't do", "passed on", "published", "no server"])
def test_the_words_say_what_it_can_and_cannot_do(said):
    assert said in " ".join(WITHDRAWAL_WORDS)

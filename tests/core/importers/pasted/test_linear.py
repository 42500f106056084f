import string
import time

import pytest

from selfaudit.core.importers.segmentation import segment_typed

LENGTH = 20_000
LIMIT = 1.0
"""Seconds of processor time; what is linear takes some hundredths, what is quadratic minutes."""

STARTS = [
    "Dear A,\n\nyou owe 5.\n\nBest regards\nB\n\n", "From: a\nTo: b\n", "Ann: yes it is so\n",
    "Begin \n> a\nOn 3 May a@b wrote:\n", "$ ls\nhello\n\n", "12:00:01 up\n\n", "a,b,c1\n",
    "key:\n  sub: 1\n", "def f(x):\n    return x\n\n", "Ingredients\n1 egg\n\n",
    "Translate\n\na.\n\n",
    "The party shall in writing, and the company being liable, terminate the agreement.\n\n",
    "{\n", '"a": [\n', "a@", "a.b.", "A. ", "x(", "x)", "[a]", "C:\\", "mein ", "12:", "import a,",
    "-1 ", "\\a", "@a(", "a_", "éà", "😀",
]  # fmt: skip


def _seconds(text: str) -> float:
    started = time.process_time()
    segment_typed(text)
    return time.process_time() - started


@pytest.mark.parametrize("piece", [*string.punctuation, *string.whitespace, "\u2028", *STARTS])
def test_a_long_text_of_one_kind_is_cut_in_time_that_grows_with_its_length(piece):
    many = piece * (LENGTH // len(piece))
    assert _seconds(many) < LIMIT
    assert _seconds(f"hello\n{many}\nhello\n") < LIMIT
    assert _seconds(f"{piece * 5}\n" * (LENGTH // (5 * len(piece) + 1))) < LIMIT

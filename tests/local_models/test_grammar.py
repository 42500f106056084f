import pytest

from selfaudit.local_models.grammar import MAX_DEPTH, check_depth


@pytest.mark.parametrize(
    "grammar",
    [
        'root ::= ("a" | ("b" "c"))+',
        "root ::= " + '"("' * 5000,
        "root ::= " + "[(]" * 5000,
        'root ::= "\\"' + "(" * 5000 + '"',
        "root ::= [^\\](" + "(" * 5000 + "]",
        "root ::= x # " + "(" * 5000 + '\nx ::= "a"',
        "root ::= " + '("a") ' * 5000,
        "root ::= " + "(" * MAX_DEPTH + '"a"' + ")" * MAX_DEPTH,
    ],
)
def test_brackets_in_strings_classes_and_comments_are_not_depth(grammar: str) -> None:
    assert check_depth(grammar)


def test_deep_nesting_is_refused() -> None:
    assert not check_depth("root ::= " + "(" * (MAX_DEPTH + 1))

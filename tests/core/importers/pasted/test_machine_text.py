import pytest

from selfaudit.core.importers.segmentation import segment_typed
from selfaudit.core.models.history import Origin


def found(text: str) -> list[tuple[str, Origin, str]]:
    return [(text[s.start : s.end], s.origin, s.detector) for s in segment_typed(text)]


PYTHON = "def f(a):\n    b = a + 1\n\n    return g(b)\n"
TERMINAL = "anna@box:~$ ls\nnotes.txt\n"


@pytest.mark.parametrize(
    ("pasted", "detector"),
    [
        (PYTHON, "unfenced-code"),
        ("SELECT a\nFROM b\nWHERE c = 5\n", "unfenced-code"),
        ("<ul>\n  <li>one</li>\n</ul>\n", "unfenced-code"),
        ('{\n  "a": [1,],\n  "b": 2,\n}\n', "unfenced-code"),
        ("\\begin{proof}\nBy $a_n < 1$.\n\\end{proof}\n", "unfenced-code"),
        ("day,km,min\n2024-01-01,5,31\n2024-01-04,6,36\n", "table-rows"),
        ("Name\tAge\nNils\t5\nInes\t7\n", "table-rows"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "table-rows"),
        ("jobs:\n  test:\n    runs-on: x\n", "settings"),
        ("[Video]\nWidth=1920\nFps=60\n", "settings"),
        (TERMINAL, "terminal"),
        ("npm ERR! code E1\nnpm ERR! no: x\nnpm ERR! bye\n", "log-lines"),
        ("Mar 12 03:11:02 a b: c\nMar 12 03:11:03 a b: c\nMar 12 03:11:04 a b: c\n", "log-lines"),
    ],
)
def test_text_of_machines_is_pasted_without_a_fence(pasted, detector):
    assert found(f"Is this right? I am new here.\n{pasted}Thanks, I owe you\n") == [
        ("Is this right? I am new here.\n", Origin.TYPED, "typed-by-default"),
        (pasted, Origin.PASTED, detector),
        ("Thanks, I owe you\n", Origin.TYPED, "typed-by-default"),
    ]


@pytest.mark.parametrize(
    "own",
    [
        "a = 3.5 cm\nb = 7 cm\nangle = 40°\nthe area?",
        "let me = a beginner\nlet you = a teacher\nnow explain",
        "for the kids (2):\na dog\nfor us (2):\na dishwasher",
        "WHERE IS MY PARCEL\nFROM AMAZON\nUPDATE PLEASE\nnow",
        "milk,eggs,bread\noats,rice,beans\nsoap,bags,tape",
        "food:\n- eggs: 2\n- toast: 1\n- tea: 3",
        "Mo | run\nTue | rest\nWed | yoga",
        "width: 20;\nheight: 30;\ncolour: red;",
        "$20 for lunch\n$35 taxi\n$140 hotel",
        "ERROR: I am tired\nWARNING: I might cry\nINFO: my exams went ok",
    ],
)
def test_what_people_type_in_such_shapes_stays_typed(own):
    assert {origin for _, origin, _ in found(own)} == {Origin.TYPED}


def test_words_of_the_person_between_two_pieces_of_code_stay_typed():
    between = "and this one, which my boss wrote:\n"
    assert [
        text for text, origin, _ in found(PYTHON + between + PYTHON) if origin is Origin.TYPED
    ] == [between]


def test_output_between_two_prompts_belongs_to_the_terminal_and_a_question_behind_it_does_not():
    text = f"{TERMINAL}\nSome Adapter:\n\n{TERMINAL}what do I do now?"
    assert [part for part, _, _ in found(text)] == [
        f"{TERMINAL}\nSome Adapter:\n\n{TERMINAL}",
        "what do I do now?",
    ]

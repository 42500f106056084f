"""Languages of messages and of histories, by short texts written for this test."""

import subprocess
import sys

import pytest
from builders import add_history, conversation, message, open_store
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.languages.detecting import language_of
from selfaudit.core.languages.names import NAMES, language_code, language_name
from selfaudit.core.languages.shares import FROM_MESSAGES, Shares, history_shares, shares_of
from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment

DUTCH = [
    "Ik ben vorig jaar naar Utrecht verhuisd en zoek nog een huisarts.",
    "Kun je me helpen met een brief aan mijn verhuurder?",
    "Wat kan ik vanavond koken met prei en aardappelen?",
    "Mijn dochter begint volgende week op een nieuwe school.",
]
ENGLISH = [
    "I moved to Lisbon in the spring and I am looking for a doctor.",
    "Can you help me write a letter to my landlord?",
    "What could I cook tonight with leeks and potatoes?",
    "My daughter starts at a new school next week.",
]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (DUTCH[0], "nl"),
        (ENGLISH[0], "en"),
        ("Wie schreibe ich eine Kündigung für meine Wohnung in Köln?", "de"),
        ("Je cherche un appartement à Lyon pour le mois de septembre.", "fr"),
        ("¿Cómo puedo decirle a mi jefe que necesito vacaciones?", "es"),
        ("Jak mam powiedzieć mojej siostrze, że nie przyjadę na święta?", "pl"),
        ("Как мне приготовить борщ без мяса?", "ru"),
        ("明日の会議の資料を作りたいです。", "ja"),
        ("我想换一份离家近一点的工作", "zh"),
        ("كيف أكتب رسالة إلى صاحب العمل؟", "ar"),
        ("내일 아침에 뭘 먹으면 좋을까요?", "ko"),
    ],
)
def test_a_plain_sentence_is_told(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "thanks!",
        "1234567890 1234567890",
        "😀😀😀😀😀😀😀😀😀😀😀😀",
        "https://example.org/een/lange/weg/naar/de/winkel",
        "```\nfor (int i = 0; i < n; i++) { total += values[i]; }\n```",
    ],
)
def test_what_is_too_short_or_no_language_is_unsure(text):
    assert language_of(text) is None


def test_code_in_a_question_does_not_decide():
    text = f"{DUTCH[1]}\n```python\nprint('this is the English output of the program')\n```"
    assert language_of(text) == "nl"


@given(st.text(max_size=300))
def test_any_text_gets_a_known_language_or_none_and_always_the_same(text):
    found = language_of(text)
    assert found is None or found in NAMES
    assert language_of(text) == found


def test_lone_surrogates_and_very_long_texts_are_no_trouble():
    assert language_of("\ud800" * 30) is None
    assert language_of(ENGLISH[0] * 100_000) == "en"


def test_names_and_codes():
    assert all(language_code(name) == code for code, name in NAMES.items())
    assert all(language_code(code) == code for code in NAMES)
    assert [language_code(text) for text in ("en-US", "zh_Hans", "nb", "Dutch", "xx")] == [
        "en",
        "zh",
        "no",
        "nl",
        "xx",
    ]
    assert (language_name("nl"), language_name("xx")) == ("Dutch", "xx")


def test_shares_are_of_messages_whose_language_can_be_told():
    found = shares_of([*DUTCH[:3], *ENGLISH * 3, "ok", "no"], 17)
    assert found.counts == {"en": 12, "nl": 3}
    assert (found.told, found.unsure, found.messages) == (15, 2, 17)
    assert found.share("nl") == pytest.approx(0.2)
    assert found.frequent() == ("en", "nl")
    assert found.unserved(("en",)) == ("nl",)
    assert found.unserved(("nl", "en")) == ()


def test_a_language_below_a_tenth_and_a_history_of_few_messages_say_nothing():
    assert Shares({"en": 91, "nl": 9}, 0, 100).unserved(("en",)) == ()
    assert Shares({"en": 90, "nl": 10}, 0, 100).unserved(("en",)) == ("nl",)
    assert Shares({"nl": FROM_MESSAGES - 1}, 50, 100).unserved(("en",)) == ()
    assert Shares({}, 0, 0).share("en") == 0.0


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.integers(1, 1000)))
def test_shares_sum_to_one(counts):
    shares = Shares(counts, 3, 10)
    assert sum(map(shares.share, counts)) == pytest.approx(1 if counts else 0)


def test_only_own_words_on_active_branches_count(tmp_path):
    store = open_store(tmp_path)
    quoted = f"{ENGLISH[0]}\n{DUTCH[0] * 20}"
    own = Segment(0, len(ENGLISH[0]), Origin.TYPED, "test", 1)
    rest = Segment(len(ENGLISH[0]), len(quoted), Origin.PASTED, "test", 1)
    pasted = Message("p", None, Role.USER, quoted, 1.0, True, (own, rest))
    add_history(
        store,
        conversation("one", *ENGLISH[1:]),
        Conversation(
            "two",
            "",
            1.0,
            2.0,
            (
                pasted,
                message("answer", DUTCH[1], role=Role.ASSISTANT),
                message("older", DUTCH[2], active=False),
            ),
        ),
    )
    found = history_shares(store)
    store.close()
    assert (found.counts, found.messages) == ({"en": 4}, 4)


def test_a_long_history_is_sampled_the_same_way_every_time(tmp_path):
    store = open_store(tmp_path)
    add_history(
        store,
        *(
            conversation(
                f"c{number}", f"{(DUTCH if number % 4 == 0 else ENGLISH)[number % 3]} {number}"
            )
            for number in range(900)
        ),
    )
    found = history_shares(store)
    assert found.told + found.unsure == 500
    assert found.messages == 900
    # 25% with a standard error of two percentage points.
    assert 0.17 < found.share("nl") < 0.33
    assert history_shares(store) == found
    store.close()


def test_nothing_is_loaded_before_a_language_is_asked_for():
    code = "import sys, selfaudit.core.languages.shares\nprint('py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

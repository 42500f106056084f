import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.importers.pasted import prose
from selfaudit.core.importers.segmentation import segment_typed
from selfaudit.core.models.history import Origin

OFFICE = "Dear Ms Storm,\n\nyour parcel has come back to us.\n\nKind regards,\nParcel Desk\n"
SENTENCE = "The town keeps the mill that the flood of the century spared beyond the river. "
GERMAN = "Die Stadt erhält die Mühle, die das Hochwasser verschont hat, und der Rat stimmt zu. "
CLAUSE = (
    "The Member shall pay the fees in advance. The agreement is terminated in writing, one month "
    "before its end, by either party."
)


def cut(text: str) -> list[tuple[str, Origin]]:
    return [(text[s.start : s.end], s.origin) for s in segment_typed(text)]


def pasted(text: str) -> str:
    return "".join(part for part, origin in cut(text) if origin is not Origin.TYPED)


def test_a_letter_in_which_nobody_says_i_is_pasted_with_its_signature():
    assert cut(f"what do they want?\n\n{OFFICE}I was at home!") == [
        ("what do they want?\n\n", Origin.TYPED),
        (OFFICE, Origin.PASTED),
        ("I was at home!", Origin.TYPED),
    ]


@pytest.mark.parametrize(
    "text",
    [
        OFFICE,
        f"Please make it friendlier:\n\n{OFFICE}",
        f"{OFFICE}\nis my letter too long?",
        "What about this?\n\nDear Bo,\n\nI will pay on Monday.\n\nBest\nAnn",
    ],
    ids=["alone", "to be bettered", "one's own", "first person"],
)
def test_a_letter_that_may_be_ones_own_stays_typed(text):
    assert pasted(text) == ""


def test_a_letter_that_was_received_may_say_i():
    letter = "Hi Jo,\n\nI saw your profile and my team is hiring.\n\nKind regards\nEsther\n"
    assert pasted(f"how do I answer this\n\n{letter}") == letter


def test_a_forwarded_mail_and_one_with_german_headers_are_pasted_to_the_end():
    for mail in (
        "Begin forwarded message:\n\nHi, I am late.",
        "Von: Ann\nGesendet: heute\nBetreff: Miete\n\nIch zahle nicht.",
    ):
        assert pasted(f"look:\n{mail}") == mail


def test_the_line_that_names_the_writer_of_a_quote_is_quoted():
    quote = "On Thu, Oct 5, 2023, Kim <k@example.com> wrote:\n> call me\n"
    assert cut(f"help\n{quote}") == [("help\n", Origin.TYPED), (quote, Origin.QUOTED)]
    assert pasted("You wrote:\n> call me") == "> call me"


@pytest.mark.parametrize(
    "talk",
    [
        "[12/03/2024, 21:14:02] Lena: I come\n[12/03/2024, 21:15:40] Finn: me too\n",
        "Sarah Chen  10:02 AM\nI am here\nDeepak  10:04 AM\nok\nSarah Chen  10:05 AM\nbye\n",
        "Ida: You said you would pay\nBo: I said half of it\nIda: I am stunned\nBo: So be it all\n",
    ],
    ids=["messenger", "names and times", "names"],
)
def test_transcripts_are_pasted(talk):
    assert pasted(f"who is right?\n{talk}\nI think Ida") == f"{talk}\n"


@pytest.mark.parametrize(
    "own",
    [
        "Me: can you take the bin\nHim: in a minute, love\nMe: you said so before\nHim: I did it",
        "Anna: 12 points\nBen: 9 points\nAnna: 4 points\nBen: 11 points",
        "Dentist 10:00 AM\nLunch 12:30 PM\nKita 4:00 PM",
        "Mon: swim in the lake\nTue: rest on the sofa\nMon: swim in the sea\nTue: bike to a lake",
    ],
    ids=["told by one of them", "score", "appointments", "week"],
)
def test_lists_and_talk_of_ones_own_stay_typed(own):
    assert pasted(own) == ""


def test_what_shall_be_summarised_is_pasted_before_and_behind_the_request():
    text = SENTENCE * 4
    assert pasted(f"Summarise:\n{text}") == text
    assert pasted(f"{text}\n\nsummarise that") == f"{text}\n\n"
    assert pasted(f"Summarise:\n{text}\n\nI live there.") == f"{text}\n\n"


@pytest.mark.parametrize(
    "text",
    [
        f"Summarise my notes:\n\n{SENTENCE * 4}",
        f"Summarise this situation:\n\n{SENTENCE * 4}",
        f"Summarise:\n\n{SENTENCE * 4} I live there.",
        f"Summarise:\n\n{SENTENCE}",
        f"Translate:\n\n{SENTENCE * 4}",
        SENTENCE * 4,
    ],
    ids=["my notes", "situation", "first person", "short", "translation", "no request"],
)
def test_what_may_be_ones_own_text_stays_typed(text):
    assert pasted(text) == ""


def test_german_articles_are_told_as_english_ones_are():
    article = "\n\n".join([GERMAN * 5] * 5)
    assert pasted(f"Meine Frage:\n\n{article}") == article
    assert pasted(article.replace("Die Stadt", "Ich weiß, die Stadt")) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Dat is de buurman die altijd klaagt, en ik weet niet wat die man en die hond willen. ",
        "La casa è vecchia, la strada è lunga, e io penso che le porte e la cucina siano troppo. ",
        "La casa es vieja y el perro ladra, y mi madre dice que las puertas y la cocina no valen. ",
    ],
    ids=["Dutch", "Italian", "Spanish"],
)
def test_a_long_story_of_ones_own_stays_typed_in_other_languages(sentence):
    assert pasted("\n\n".join([sentence * 5] * 5)) == ""


def test_clauses_of_a_contract_are_pasted_and_talk_about_one_is_not():
    assert pasted(f"can they?\n\n{CLAUSE}") == CLAUSE
    assert pasted(CLAUSE.replace("shall", "has to")) == ""


@given(st.from_regex(prose._LEGALESE))
def test_no_clause_is_without_the_parts_of_words_that_are_looked_for_first(text):
    assert any(part in text for part in prose._LEGALESE_PARTS)


def test_a_recipe_is_pasted_from_its_ingredients_on():
    recipe = "Ingredients\n2 eggs\n\nMethod\nWhisk.\n"
    assert pasted(f"vegan please\n\nOmelette\n{recipe}I hate eggs") == recipe
    assert pasted("Ingredients I have: eggs\nand nothing else\nInstructions:\nkeep it simple") == ""

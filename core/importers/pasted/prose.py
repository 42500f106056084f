"""Prose that others wrote: recipes, contracts, articles, texts to summarise or translate."""

import re
from itertools import pairwise

from selfaudit.core.importers.pasted.lines import (
    FIRST_PERSON,
    LINE_LIMIT,
    OWN_TEXT,
    Detector,
    blocks,
    mark,
)

RECIPE = Detector("recipe", 1)
LEGAL = Detector("legal-text", 1)
ARTICLE = Detector("article", 2)
REQUESTED = Detector("text-of-a-request", 1)

LEGAL_PARAGRAPH = 120
"""Code points from which a paragraph may be part of a contract."""

LEGAL_WORDS = 2
"""Different words of contracts that it has at least, beside one that nobody says in a chat."""

ARTICLE_MINIMUM = 1500
"""Code points of long paragraphs without a first person that count as an article."""

ARTICLE_PARAGRAPH = 200
"""Code points from which a paragraph may be part of an article; a question is shorter."""

REQUESTED_MINIMUM = 250
"""Code points of text without a first person behind a request for what is done to others' texts."""

TRANSLATED_MINIMUM = 450
"""The same for a translation, which people ask for texts of their own more often."""

REQUEST_MAXIMUM = 160
"""Code points of such a request; a longer one tells a story of its own."""

_THE = re.compile(r" (?:the|der|die|das|le|la|les|el|los|las) ")
_REQUEST = re.compile(
    r"\b(?:summari[sz]e|summary|tl;?dr|translate|simplify|paraphrase|bullet points|quiz|"
    r"in plain words|short version|is this true|explain (?:this|like)|comment to this|"
    r"fass[et]?\b.*\bzusammen|zusammenfassung|übersetz\w*|résume[rz]?|résumé|"
    r"tradui[st]|resum[ea]|resumen|traduce|make it simpl\w*)\b",
    re.IGNORECASE,
)
_LEGALESE_PARTS = (
    "shall", "here", "pursuant to", "irrespective of", "royalty-free", "applicable law",
    "Versicherungsnehmer", "unberührt", "Vertragspartner", "im Sinne des", "les parties",
    "ci-après", "las partes", "en virtud",
)  # fmt: skip
"""What the next expression finds holds one of these."""

_LEGALESE = re.compile(
    r"\b(?:shall|hereby|hereinafter|herein|pursuant to|irrespective of|royalty-free|"
    r"applicable law|Versicherungsnehmers?|unberührt|Vertragspartner|im Sinne des|"
    r"les parties|ci-après|las partes|en virtud)\b"
)
_LEGAL = re.compile(
    r"\b(?:liab\w+|consecutive|in writing|written consent|terminat\w+|agreement|licen[cs]e|fees|"
    r"consent|services?|party|parties|company|haftet|\w*pflicht\w*|gemäß|verpflichtet|"
    r"ausgeschlossen|contrat|contrato|obligations?)\b",
    re.IGNORECASE,
)
_TRANSLATE = re.compile(r"\b(?:translate|übersetz|tradui|traduce)", re.IGNORECASE)
_INGREDIENTS = re.compile(
    r"(?:Ingredients|Zutaten|Ingrédients|Ingredientes)\b[^.?!]{0,40}$", re.IGNORECASE
)
_METHOD = re.compile(
    r"(?:Method|Directions|Instructions|Preparation|Zubereitung|Préparation|Preparación|"
    r"Elaboración):?$",
    re.IGNORECASE,
)


def mark_recipes(lines: list[str], labels: list[Detector]) -> None:
    """Mark a recipe from the heading of its ingredients to the end of its method."""
    start: int | None = None
    for first, end in list(blocks(lines, labels)):
        for number in range(first, end):
            text = lines[number][:LINE_LIMIT].strip()
            if FIRST_PERSON.search(text):
                start = None
            elif _INGREDIENTS.match(text):
                start = number
            elif start is not None and _METHOD.match(text):
                while end > number + 1 and FIRST_PERSON.search(lines[end - 1]):
                    end -= 1
                mark(labels, start, end, RECIPE)
                return


def mark_legal(lines: list[str], labels: list[Detector]) -> None:
    """Mark paragraphs in the language of contracts, and the headings and clauses between them."""
    if sum(map(len, lines)) < LEGAL_PARAGRAPH:
        return
    text = "".join(lines)
    if not any(word in text for word in _LEGALESE_PARTS):  # much faster than the expression
        return
    found = [
        (first, end) for first, end in blocks(lines, labels) if _is_legal("".join(lines[first:end]))
    ]
    if found:
        mark(labels, found[0][0], found[0][1], LEGAL)
        for (_, before), (first, end) in pairwise(found):
            free = [number for number in range(before, first) if FIRST_PERSON.search(lines[number])]
            mark(labels, first if free else before, end, LEGAL)


def _is_legal(text: str) -> bool:
    return (
        len(text) >= LEGAL_PARAGRAPH
        and bool(_LEGALESE.search(text))
        and len({hit.lower() for hit in _LEGAL.findall(text)}) >= LEGAL_WORDS
        and not FIRST_PERSON.search(text)
    )


def mark_articles(lines: list[str], labels: list[Detector]) -> None:
    """Mark long runs of long paragraphs in which nobody speaks of themselves."""
    if sum(map(len, lines)) < ARTICLE_MINIMUM:
        return
    run: list[tuple[int, int]] = []
    for first, end in [*blocks(lines, labels), (len(lines), len(lines))]:
        text = "".join(lines[first:end])
        if len(text) >= ARTICLE_PARAGRAPH and not FIRST_PERSON.search(text):
            run.append((first, end))
            continue
        if run:
            article = "".join(lines[run[0][0] : run[-1][1]])
            if len(article) >= ARTICLE_MINIMUM and len(_THE.findall(article.lower())) >= 5:
                mark(labels, run[0][0], run[-1][1], ARTICLE)
        run = []


def mark_requested(lines: list[str], labels: list[Detector]) -> None:
    """Mark the text before or behind a short request to summarise, translate or explain it.

    It goes as far as nobody speaks of themselves in it and no paragraph asks a question.
    """
    if sum(map(len, lines)) < REQUESTED_MINIMUM:
        return
    found = list(blocks(lines, labels))
    if found:
        first, end = found[0]
        if end - first > 1 and _requests(lines[first]):
            found[0:1] = [(first, first + 1), (first + 1, end)]
        first, end = found[-1]
        if end - first > 1 and _requests(lines[end - 1]):
            found[-1:] = [(first, end - 1), (end - 1, end)]
    if len(found) < 2:
        return
    texts = ["".join(lines[first:end]) for first, end in found]
    if _requests(texts[0]):
        request, numbers = texts[0], range(1, len(found))
    elif _requests(texts[-1]):
        request, numbers = texts[-1], range(len(found) - 2, -1, -1)
    else:
        return
    taken: list[int] = []
    for number in numbers:
        if FIRST_PERSON.search(texts[number]) or texts[number].rstrip().endswith("?"):
            break
        taken.append(number)
    minimum = TRANSLATED_MINIMUM if _TRANSLATE.search(request) else REQUESTED_MINIMUM
    if sum(len(texts[number]) for number in taken) >= minimum:
        mark(labels, found[min(taken)][0], found[max(taken)][1], REQUESTED)


def _requests(text: str) -> bool:
    return (
        len(text) <= REQUEST_MAXIMUM and bool(_REQUEST.search(text)) and not OWN_TEXT.search(text)
    )

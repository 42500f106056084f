"""One row of what Google calls Gemini Apps Activity: mostly a prompt with the answer to it.

A row says in the language of the account what was done; "Prompted " and the person's words are
one text. Which words of Google's begin such a text is known for some languages only.
"""

import re
from dataclasses import dataclass

from selfaudit.core.importers.assembling import NO_TEXT
from selfaudit.core.importers.html_text import plain_text
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text, as_time

NO_PROMPT = "activity that is no prompt"
OTHER_PRODUCT = "activity of another product"
UNKNOWN_WORDS = "activity in words that are not known"

_PRODUCTS = ("gemini", "bard")

_SAID = (
    "Prompted", "Asked", "Said", "Branched", "Answered", "Submitted query", "Live Prompt",
    "Eingegebener Prompt",
    r"Prompt\s*:",
    "Has dicho", "Hiciste la petición",
    "Υποβλήθηκε το ερώτημα",
    "送信したメッセージ",
    "분기된",
    "Poslali ste poziv",
)  # fmt: skip
"""What begins the row of a prompt, as seen in exports by the authors of public readers: English
(in the exports of Brazilian accounts, too), German, French, Spanish, Greek, Japanese, Korean
(of branched chats only), Slovene."""

_DONE = (
    "Created", "Used", "Gave", "Selected", "Added", "Cleared", "Uploaded", "Searched",
    "Answered survey",
    "Ustvarjeno", "Uporabljena",
)  # fmt: skip
"""What begins the rows of all else: a canvas, a vote on an answer, a draft that was chosen."""

_PROMPT = re.compile(rf"\s*(?:{'|'.join(_SAID)})(?:[:：]\s*|\s+|$)")
_NO_PROMPT = re.compile(rf"\s*(?:{'|'.join(_DONE)})(?:\s|:|$)")
_LABEL = re.compile(r"[^\s:：][^\n:：]{1,40}[:：]\xa0")
"""Google sets words of its own apart by a colon and a no-break space, in any language."""

_APP_ID = re.compile(
    r"https?://(?:gemini|bard)\.google\.com/(?:u/\d+/)?(?:app|chat)/(?:c/)?([\w-]{1,64})(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Activity:
    """A prompt, without Google's words, and the answer to it as plain text; "" for none.

    `number` is the row's place in the file, from 1; `app_ids` are those of the conversations
    that it belongs to.
    """

    number: int
    time: float | None
    prompt: str
    answer: str
    app_ids: tuple[str, ...]


def is_product(header: object, products: str) -> bool:
    """Tell whether a row is Gemini's: its header and what is said of its products name it."""
    return all(
        any(name in as_text(text).casefold() for name in _PRODUCTS) for text in (header, products)
    )


def app_ids(urls: list[str]) -> tuple[str, ...]:
    """The ids of the conversations that addresses lead to, each once."""
    found = (match for url in urls if (match := _APP_ID.match(url)))
    return tuple(dict.fromkeys(match[1] for match in found))


def prompt_of(title: str, *, answered: bool, attached: bool) -> str | None:
    """The person's words in a row's title; None if the row is of another kind.

    A title in a language that is not known counts when the row has an answer and Google's words
    are set apart by their punctuation. Without any title a row counts if it has something else.
    """
    if _NO_PROMPT.match(title):
        return None
    if found := _PROMPT.match(title) or (_LABEL.match(title) if answered else None):
        return title[found.end() :].strip()
    return "" if not title.strip() and (answered or attached) else None


def read_title(
    title: str, number: int, time: float | None, answer: str, ids: tuple[str, ...], attached: bool
) -> Activity | str:
    """Make a row an activity, or say why it is none."""
    prompt = prompt_of(title, answered=bool(answer), attached=attached)
    if prompt is not None:
        return Activity(number, time, prompt, answer, ids)
    if not title.strip():
        return NO_TEXT
    return NO_PROMPT if _NO_PROMPT.match(title) else UNKNOWN_WORDS


def is_row(value: object) -> bool:
    """Tell whether a JSON value is a row of Gemini's activity."""
    row = as_object(value)
    return is_product(row.get("header"), _products(row))


def read_row(value: JsonObject, number: int) -> Activity | str:
    """Read one row of the JSON layout, or say in a short phrase why there is nothing to read.

    Several items of an answer are joined: the export does not tell parts from other versions.
    """
    if not is_row(value):
        return OTHER_PRODUCT
    answers = [
        plain_text(as_text(as_object(item).get("html")))
        for item in as_list(value.get("safeHtmlItem"))
    ]
    urls = [as_text(as_object(detail).get("url")) for detail in as_list(value.get("details"))]
    attached = bool(value.get("attachedFiles") or value.get("imageFile"))
    return read_title(
        as_text(value.get("title")),
        number,
        as_time(value.get("time")),
        "\n\n".join(answer for answer in answers if answer),
        app_ids([*urls, as_text(value.get("titleUrl"))]),
        attached,
    )


def _products(row: JsonObject) -> str:
    return " ".join(as_text(product) for product in as_list(row.get("products")))

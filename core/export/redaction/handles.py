"""Handles: the names under which people are known on platforms."""

import re
from collections.abc import Iterator

from selfaudit.core.export.redaction.cues import cue, small
from selfaudit.core.export.redaction.finding import Finding, Rule
from selfaudit.core.export.redaction.words import is_ordinary

_HANDLE = re.compile(r"(?<![\w@./+\\-])@(?=[\w.-]{0,30}[^\W\d_])\w[\w.-]*(?:@[\w.-]+)*")
_REDDIT = re.compile(r"(?<![\w/.])/?u/[\w-]{3,20}(?![\w/-])")
_TAGGED = re.compile(r"(?<![\w.#])([^\W\d][\w.]{1,31})#\d{4}(?![\w])")
_NO_TAG = cue(
    "issue|issues|pr|bug|ticket|order|no|nr|room|case|line|item|page|step|part|task|id|c|f"
)
_NO_HANDLE = frozenset(
    # Decorators, annotations and rules of style sheets; words that address everybody.
    "property staticmethod classmethod dataclass override overrides deprecated abstractmethod"
    " functools.wraps wraps pytest.fixture pytest.mark fixture mock.patch patch app.route app.get"
    " app.post router.get router.post click.command click.option test before after beforeeach"
    " aftereach autowired component injectable entity table column id service controller"
    " restcontroller bean configuration getmapping postmapping requestmapping param params return"
    " returns throws see since author version todo type typedef media import keyframes font-face"
    " charset supports page layer tailwind apply include mixin extend use forward if else for while"
    " main state binding published observedobject environmentobject objc interface implementation"
    " end selector class public private protected protocol synthesize nullable notnull nonnull"
    " everyone here channel all home work school the a an cached_property lru_cache jit njit"
    " contextmanager overload final tool task gmail gmail.com".split()
)
_CODE_AFTER = re.compile(
    r"\s*\n\s*(?:async |export |public |private |static |final )*"
    r"(?:def|class|function|fun|func|void|@)\b"
)
_NAMING = re.compile(
    # The letters that the words begin with, so that most words are passed over at once.
    r"\b(?=[bdghilmnpstuwx])(?:user ?name|user ?id|login|nick ?name|gamer ?tag|handle|screen ?name"
    r"|discord|telegram|instagram|insta|ig|twitter|snapchat|snap|tiktok|skype|psn|xbox|steam|twitch"
    r"|github|gitlab|linkedin|mastodon|wechat|signal|benutzername|nutzername|gebruikersnaam|usuario"
    r"|nom d'utilisateur|nome utente)"
    r"(?: (?:name|handle|id|account|user|username|konto|tag))?['\"]?"
    r"(\s?[:=]\s{0,3}|\s(?:is|ist|est|es|is:|called)\s)[\"'@]{0,2}"
    r"([^\W_][\w.-]{2,31})(?![\w(\[])"
)
_OF_A_NAME = re.compile("(?:name|handle|id|tag)['\"]? (?:is|ist|est|es|called) ", re.IGNORECASE)
_NO_NAME = frozenset(
    "str string int text varchar none null true false undefined self request req user username"
    " admin root login input password id name this env test optional required field value data"
    " the and not for with you can how what who that down working great good bad".split()
)


def find_handles(text: str) -> Iterator[Finding]:
    """Handles: @name, u/name, name#1234, and a name after "username:", "instagram:" and the like.

    What looks like a decorator, an annotation, a package (@scope/name) or a rule of a style sheet
    is left alone.
    """
    if "@" in text:
        for match in _HANDLE.finditer(text):
            end = _trimmed(text, match.end())
            name = text[match.start() + 1 : end]
            if name.lower() in _NO_HANDLE or text[end : end + 1] in {"(", "/", "="}:
                continue
            if _begins_line(text, match.start()) and _CODE_AFTER.match(text, end):
                continue
            yield Finding(match.start(), end, Rule.HANDLE, name.casefold())
    if "u/" in text:
        for match in _REDDIT.finditer(text):
            yield Finding(*match.span(), Rule.HANDLE, match[0].rpartition("/")[2].casefold())
    if "#" in text:
        for match in _TAGGED.finditer(text):
            if not _NO_TAG.fullmatch(match[1]):
                yield Finding(*match.span(), Rule.HANDLE, match[0].casefold())
    for match in _NAMING.finditer(small(text)):
        start, end = match.start(2), _trimmed(text, match.end(2))
        name = text[start:end]
        is_said = not re.search("[:=]", match[1]) and not _OF_A_NAME.search(match[0])
        is_plain = name.isalpha() and (name.islower() or name.istitle())
        if is_ordinary(name):
            continue
        if name.lower() not in _NO_NAME and not (is_said and is_plain):
            yield Finding(start, end, Rule.HANDLE, name.casefold())


def _trimmed(text: str, end: int) -> int:
    while text[end - 1] in ".-":
        end -= 1
    return end


def _begins_line(text: str, start: int) -> bool:
    line = text.rfind("\n", max(0, start - 40), start) + 1
    return text[line:start].isspace() or line == start

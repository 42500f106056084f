"""E-mail addresses, links, and addresses of machines."""

import ipaddress
import re
from collections.abc import Iterator

from selfaudit.core.export.redaction.cues import back, cue, is_named, small
from selfaudit.core.export.redaction.finding import Finding, Rule

_LOCAL = frozenset("._%+-'&~!#$*?^")
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
_LONGEST_SCHEME = 30

_AT = re.compile(r"@|\s?[\[({<]\s?(?:at|ät|@)\s?[\])}>]\s?| at (?=[\w-]{1,63} dot )", re.IGNORECASE)
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|punkt|\.)\s?[\])}>]\s?| dot )"
_DOMAIN = re.compile(
    rf"(?:[^\W_][\w-]{{0,62}}{_DOT}){{1,8}}(?:xn--[\w-]{{1,59}}|[^\W\d_]{{2,24}})(?![\w-])",
    re.IGNORECASE,
)
_NOT_A_PERSON = {"git"}  # git@host:path names a repository


def find_emails(text: str) -> Iterator[Finding]:
    """E-mail addresses, also those written "name (at) example (dot) org" or "name at x dot org"."""
    for at in _AT.finditer(text):
        start = back(text, at.start(), _LOCAL, _LONGEST_LOCAL)
        while start < at.start() and not (text[start].isalnum() or text[start] == "_"):
            start += 1
        if start == at.start() or text[start : at.start()] in _NOT_A_PERSON:
            continue
        domain = _DOMAIN.match(text, at.end())
        if domain is not None:
            name = f"{text[start : at.start()]}@{re.sub(_DOT, '.', domain[0], flags=re.I)}"
            yield Finding(start, domain.end(), Rule.EMAIL, name.casefold())


_SCHEME_END = re.compile("://")
_REST = re.compile(r"[^\s<>\"\uffff]+")
_BARE = re.compile(
    r"(?<![\w.@/-])(?:www\.(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}"
    r"|(?:[^\W_][\w-]{0,62}\.){1,8}(?:[^\W\d_]{2,24}(?=/[\w~@%#?.-])"
    r"|(?:com|org|net|edu|gov)(?:\.[a-z]{2})?|(?:co|ac)\.[a-z]{2}|de|uk|fr|nl|eu|ch))"
    r"(?![\w(=\[-]|\.[\w])",
    re.IGNORECASE,
)
_NOT_A_SITE = re.compile(r"(?:asp|ado|vb|ml|paint|\w*\bsystem)\.net$|\.\w+\.\w+\(", re.IGNORECASE)
_NAMED_SITE = re.compile(
    r"\b(?=[bdhmsw])(?:site|website|webseite|homepage|blog|domain|my page|sitio|web)"
    r"(?: is| ist| at|:| est| es)?:? ((?:[^\W_][\w-]{0,62}\.){1,4}[^\W\d_]{2,12})(?![\w(.-])"
)
_FILES = {"py", "js", "ts", "md", "txt", "html", "css", "json", "yaml", "yml", "toml", "sh", "go"}


def find_urls(text: str) -> Iterator[Finding]:
    """Links with a scheme, and sites without one: www., a path, or a usual ending.

    A site's name without a path counts where its ending is one that few files and objects have.
    """
    reached = 0
    for sign in _SCHEME_END.finditer(text):
        if sign.start() < reached:
            continue
        start = back(text, sign.start(), frozenset("+.-"), _LONGEST_SCHEME)
        while start < sign.start() and not text[start].isalpha():
            start += 1
        rest = _REST.match(text, sign.end()) if start < sign.start() else None
        if rest is None:
            continue
        reached = _end_of_url(text, start, rest.end())
        if reached > sign.end():
            yield Finding(start, reached, Rule.URL, _normal_url(text[start:reached]))
    if "." in text:
        yield from _without_scheme(text)


def _without_scheme(text: str) -> Iterator[Finding]:
    for site in _NAMED_SITE.finditer(small(text)):
        yield Finding(*site.span(1), Rule.URL, _normal_url(site[1]))
    reached = 0
    for site in _BARE.finditer(text):
        ending = site[0].rpartition(".")[2].lower()
        if site.start() < reached or ending in _FILES or _NOT_A_SITE.search(site[0]):
            continue
        end = site.end()
        if text[end : end + 1] in {"/", ":", "?"}:
            rest = _REST.match(text, end)
            end = _end_of_url(text, site.start(), rest.end()) if rest else end
        reached = end
        yield Finding(site.start(), end, Rule.URL, _normal_url(text[site.start() : end]))


def _end_of_url(text: str, start: int, end: int) -> int:
    """Leave out the punctuation of the sentence, and a bracket that was open before the link."""
    opened = {
        close: text.count(open, start, end) - text.count(close, start, end)
        for open, close in ("()", "[]", "{}")
    }
    while end > start:
        last = text[end - 1]
        if last in opened and opened[last] < 0:
            opened[last] += 1
        elif last not in ".,;:!?'*_|":
            break
        end -= 1
    return end


def _normal_url(url: str) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url, flags=re.IGNORECASE)
    site, slash, path = bare.partition("/")
    return (site.casefold() + slash + path).rstrip("/")


_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_IPV6 = re.compile(
    r"(?<![\w:.])(?=[0-9a-f:]{0,4}:)[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])", re.I
)
_MAC = re.compile(
    r"(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])", re.I
)
_VERSION = cue("v|ver|version|versions|release|build|driver|firmware|kernel|chrome|firefox")
_VERSION_REACH = 12


def find_machines(text: str) -> Iterator[Finding]:
    """IP addresses of both versions, and hardware (MAC) addresses.

    Left alone are loopback, unspecified and broadcast addresses, net masks, and four numbers that
    a word or a slash before them calls a version.
    """
    if text.count(".") >= 3:
        for match in _IPV4.finditer(text):
            if text[match.start() - 1 : match.start()] == "/" and text[
                match.start() - 2 : match.start()
            ] not in {"//"}:
                continue
            if not is_named(text, match.start(), _VERSION, _VERSION_REACH):
                yield from _ip(match)
    if text.count(":") >= 2:
        for match in _IPV6.finditer(text):
            groups = [group for group in match[0].split(":") if group]
            if len(groups) > 2 or (len(groups) == 2 and len(groups[0]) == 4):
                yield from _ip(match)
    if text.count(":") >= 5 or text.count("-") >= 5:
        for match in _MAC.finditer(text):
            normal = match[0].replace("-", ":").lower()
            yield Finding(*match.span(), Rule.MAC, normal)


def _ip(match: re.Match[str]) -> Iterator[Finding]:
    try:
        address = ipaddress.ip_address(match[0])
    except ValueError:
        return
    is_common = address.is_loopback or address.is_unspecified or match[0].startswith("255.")
    if not is_common and any(character.isdigit() for character in match[0]):
        yield Finding(*match.span(), Rule.IP, str(address))

"""Keys, tokens and passwords: by the shapes that their makers gave them, and by what names them."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from selfaudit.core.export.redaction.cues import cue, is_named, small
from selfaudit.core.export.redaction.finding import Finding, Rule
from selfaudit.core.export.redaction.words import is_ordinary

_KNOWN = re.compile(
    r"(?<![^\W_])(?:"
    r"A(?:KIA|SIA|ROA|IDA|BIA|CCA)[A-Z0-9]{16}(?![^\W_])"  # Amazon
    r"|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|gl(?:pat|ptt|dt|rt)-[\w-]{20,}"
    r"|sk-[A-Za-z0-9][\w-]{15,}"  # OpenAI, Anthropic and many after them
    r"|[srp]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{16,}"  # Stripe
    r"|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}"  # Slack
    r"|AIza[\w-]{35,}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}"  # Google
    r"|hf_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36,}|pypi-[\w-]{50,}|do[opr]_v1_[0-9a-f]{64,}"
    r"|SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32,}|dapi[0-9a-f]{32,}|shp(?:at|ca|pa|ss)_[0-9a-f]{32,}"
    r"|(?:AC|SK)[0-9a-f]{32}(?![^\W_])|\d{8,10}:AA[\w-]{33,}"  # Twilio, Telegram
    r"|[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}"  # Discord
    r"|AGE-SECRET-KEY-1[A-Z0-9]{58,}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)?"  # JSON Web Token, RFC 7519
    r")"
)
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_BODY = re.compile(r"(?:(?:\s|\\n|\\r)+[A-Za-z0-9+/=]{8,})*")
_LONGEST_PEM = 20_000


def find_secrets(text: str) -> Iterator[Finding]:
    """Secrets of known shapes, private keys, and what a word calls a password, PIN or key."""
    for match in _KNOWN.finditer(text):
        yield _secret(text, *match.span())
    reached = 0
    for match in _PEM.finditer(text):
        if match.start() >= reached:
            end = _PEM_END.search(text, match.end(), match.end() + _LONGEST_PEM)
            reached = end.end() if end else _body_end(text, match.end())
            yield _secret(text, match.start(), reached)
    yield from _named(text)
    for match in _PHRASE.finditer(small(text)):
        yield _secret(text, *match.span("words"))
    yield from _random(text)


def _body_end(text: str, start: int) -> int:
    body = _PEM_BODY.match(text, start)
    return body.end() if body else start


def _secret(text: str, start: int, end: int) -> Finding:
    return Finding(start, end, Rule.SECRET, text[start:end])


_PASSWORD = re.compile(
    r"(?<![^\W_])(?=[abcekmopstvw])(?:pass(?:word|wort|wd|code|phrase|wörter)?|kennwort|pwd|pw|pin"
    r"|otp|verification code|mot de passe|mdp|contraseña|clave|wachtwoord|senha"
    r"|secret|api|access|auth|private|client|encryption|bearer|token|key|credentials?)"
)
_ASSIGNED = re.compile(
    r"(?:[ _-]?(?:access|key|secret|token|code|word|passwor[dt]|number|nummer|id)){0,3}s?"
    r"(?:\s(?:for|für|of|to|zu|de|del|voor|di)\s[\w'.@-]{1,30}(?:\s[\w'.@-]{1,30})?)?"
    r"[\"'\]*`]{0,2}(?P<sign>\s{0,3}(?:=>|:=|[:=])\s{0,3}"
    r"|\s(?:is|was|ist|war|lautet|est|es|è|é)(?: now| jetzt)?:?\s|\s)"
    r"(?P<quote>[\"'`*]{0,2})(?P<value>[^\s\"'`<>\uffff]{3,512})(?P<close>[\"'`]?)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?P<quote>[\"'`])(?P<value>[^\"'`\n\uffff]{4,128})(?P=quote)")
_PHRASE = re.compile(
    r"\b(?=[mprsw])(?:pass ?phrase|seed ?phrase|recovery ?phrase|mnemonic|recovery words|seed words"
    r"|wiederherstellungsphrase)(?: is| ist)?[:=]? {0,3}"
    r"[\"'`]?(?P<words>[^\W\d_]+(?:[ -][^\W\d_]+){2,23})"
)
_LONGEST_SHOWN = 512
"""Code points of a value that are looked at; what follows without a break belongs to it."""
_REST = re.compile(r"[^\s\"'`<>\uffff]*")
_PLACEHOLDER = re.compile(
    r"(?:x{3,}|\*{3,}|\.{3,}|…+|_{3,}|\$?\{.*|\$\(?\w+\)?|%\w+%?|your[\w-]*|my_\w*|example|changeme"
    r"|placeholder|redacted|null|none|nil|true|false|undefined|\w*str(?:ing)?|int|text|bool|optional\b.*"
    r"|[A-Za-z_]+(?:\.[A-Za-z_]+)+"
    r"|password|passwort|secret|token|key|required|process\.env.*|os\.\w+.*|self\..*|this\..*"
    r"|request\.\w.*|req\..*|config\..*|settings\..*|getpass.*|input|lambda)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[\[({]|[A-Za-z_]\w*(?:(?:\.\w+)+\(|[\w.]*(?:\[|\([^()\n]{0,80}\)))")
_SNAKE = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)+")
_WEAK = frozenset("key keys api access auth private client encryption".split())
"""Words that name many things: what follows must look like a key."""


def _named(text: str) -> Iterator[Finding]:
    """What stands after "password:", "my PIN is", "API_KEY=" and the like.

    After a colon or an equals sign everything counts that is no ordinary word, placeholder or
    code; after "is", or nothing, only what has a digit or a sign inside, as few words have.
    """
    reached = 0
    for word in _PASSWORD.finditer(small(text)):
        match = _ASSIGNED.match(text, word.end())
        if word.start() < reached or match is None:
            continue
        start, end = match.span("value")
        is_cut = end - start == _LONGEST_SHOWN
        while end > start and text[end - 1] in ".,;:)]}?" and not match["close"]:
            end -= 1
        if quoted := _QUOTED.match(text, match.start("quote")):
            start, end = quoted.span("value")
        value = text[start:end]
        named = text[word.start() : match.start("sign")].lower().rstrip("\"'])*`")
        if _is_password(text, named, match, value):
            end = _rest(text, end) if is_cut else end
            reached = end
            yield _secret(text, start, end)


def _rest(text: str, start: int) -> int:
    rest = _REST.match(text, start)
    return rest.end() if rest else start


def _is_password(text: str, named: str, match: re.Match[str], value: str) -> bool:
    if named.startswith(("pin", "otp", "verification")):
        return value.isdecimal() and 3 < len(value) < 9
    is_code = _CODE.match(text, match.start("value")) or named.endswith("tokens")
    if len(value) < 4 or is_code or _PLACEHOLDER.fullmatch(value) or is_ordinary(value):
        return False
    has_digit = any(map(str.isdecimal, value))
    has_letter = any(map(str.isalpha, value))
    if named in _WEAK:
        return has_digit and has_letter and len(value) > 7 and bool(match["sign"].strip())
    if ":" in match["sign"] or "=" in match["sign"]:
        is_name = _SNAKE.fullmatch(value) is not None and not match["quote"]
        return not (is_name and named.startswith(("token", "secret", "api", "access", "auth")))
    has_sign = any(character in "!@#$%^&*+=?~" for character in value)
    has_inner_capital = value[1:] != value[1:].lower() and not value.isupper()
    is_like_one = (has_digit and has_letter) or has_sign or has_inner_capital
    if not match["sign"].strip():
        return is_like_one
    return is_like_one or bool(match["quote"]) or (has_digit and len(value) > 3)


_LONG = re.compile(r"(?<![\w+/=-])[\w+/-]{20,}={0,2}")
_LONG_NAMED = cue(
    r"\w*(?:key|token|secret|password|credential|signature|auth|bearer|apikey|api|session|cookie"
    r"|authorization|schlüssel|clé|clave|jwt|license|licence)\w*"
)
_HEX = re.compile("[0-9a-fA-F-]+")
_LEAST_BITS_HEX, _LEAST_BITS = 2.8, 3.5
"""Shannon entropy in bits a character, of the character counts, from which on a word of
20 or more is taken for random. Chosen so that names made of words stay below."""


def _random(text: str) -> Iterator[Finding]:
    """Long random words after a word that names a key."""
    for match in _LONG.finditer(text):
        word = match[0]
        is_hex = _HEX.fullmatch(word) is not None
        has_both = any(map(str.isdecimal, word)) and any(map(str.isalpha, word))
        if not has_both or _bits(word) < (_LEAST_BITS_HEX if is_hex else _LEAST_BITS):
            continue
        if is_named(text, match.start(), _LONG_NAMED):
            yield _secret(text, *match.span())


def _bits(word: str) -> float:
    total = len(word)
    return -sum(n / total * math.log2(n / total) for n in Counter(word).values())

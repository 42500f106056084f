"""Messages that speak of their writer without a word for them: "three kids, one salary, rent 900".

Read by a taught model beside those with a word of the first person. A closed list of how English
clauses begin whose subject was left out; what else has no first person is mostly a question or a
request. Its saving and recall are in docs/extraction.md.
"""

import re

from selfaudit.core.extraction.text import folded

UNSAID_VERSION = 1
"""Version of `leaves_out_self`; part of the work key of recipes that read such messages."""

_CLAUSE = re.compile(r"[^.!?,;()\n]+")
_BEFORE = (
    r"(?:(?:and|but|so|just|also|still|recently|currently|now|yes|yeah|no|nope|sorry|well|oh) )*"
)
_NUMBER = r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|no)"
_NOT_OTHERS = r"(?! (?:you|u|he|she|it|they|we|your|the|any|anyone|there|that|this|them|out)\b)"
_COUNTED = (
    r"(?:(?:small|young|little|older?|grown|teenage|adult|big) )?"
    r"(?:kids?|child(?:ren)?|bab(?:y|ies)|boys?|girls?|sons?|daughters?|twins|teens|cats?|dogs?|"
    r"siblings?|brothers?|sisters?|salary|salaries|income|job|jobs)"
)
_DID = (
    "bought|moved|got|had|been|went|started|took|lost|found|grew up|born|lived|worked|studied|"
    "got married|divorced|retired|quit|broke|joined|became|turned|failed|passed|diagnosed|adopted|"
    "tried|used to|grew|finished|left|raised|spent|switched|came|signed up"
)
_IS = (
    "working|living|trying|studying|training|raising|recovering|single|married|divorced|widowed|"
    "pregnant|allergic|vegan|vegetarian|retired|unemployed|self-employed|new to|based in|"
    "from|stuck|single (?:mom|mum|dad|parent)"
)
_LACKS = (
    "can't|cant|cannot|couldn't|couldnt|don't (?!use|forget|write|include|add|make|give|tell|worry)"
    "|dont (?!use|forget|write|include|add|make|give|tell|worry)|didn't|didnt|haven't|havent|never|"
    "not (?:a|an|much of|really|into|good|allowed|able|sure)|love|hate|prefer|only have|have"
)
_KIN = (
    "husband|wife|partner|boyfriend|girlfriend|fianc[eé]e?|mom|mum|mother|dad|father|son|daughter|"
    "kid|sister|brother|boss|landlord|roommate|flatmate"
)
_OPENING = re.compile(
    rf"{_BEFORE}(?:(?:{_DID}|{_IS}|{_LACKS})\b{_NOT_OTHERS} ?\S|(?:the )?(?:{_KIN}) \S"
    rf"|{_NUMBER} {_COUNTED}\b|as an? \S"
    r"|(?:aged? )?\d\d ?(?:m|f|yo|y/o|years? old|male|female|from)?\b(?!.* to )"
    r"|(?:he|she)(?:'s|s| is) (?:\d|an? ))"
)


def leaves_out_self(text: str) -> bool:
    """Whether a clause of a text begins as clauses do whose subject, the writer, was left out."""
    return any(
        _OPENING.match(clause.strip()) for clause in _CLAUSE.findall(folded(text, lines=True))
    )

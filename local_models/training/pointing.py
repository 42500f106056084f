"""Statements that point at what they don't name: nobody understands them without the message."""

import re
from random import Random

from selfaudit.local_models.training.example import Fact

_END = r"(?=\.|,| (?:with|from|for|in|at|on|since|to|and|of|by|after|before|every|when|because)\b)"
_THING = r" (?:an?|the|their|his|her|some|any|another) [\w'-]+(?: [\w'-]+){0,3}?" + _END
_MANY = r" (?:two|three|four|five|six|several|many|\d+) [\w'-]+(?: [\w'-]+)?" + _END
_PLACE = r" (?:in|at|near|on|from|to) (?:the |an? )?(?:[\w-]+ )?[A-Z][\w'-]+(?: [A-Z][\w'-]+)*"
_VERB = (
    r" (likes|loves|hates|enjoys|dislikes|prefers|plays|drinks|eats|takes|uses|speaks|runs|keeps|"
    r"collects|owns|wants|needs|bought|sells|reads|makes|drives|watches|grows|teaches|studies|"
    r"practises|writes|builds|cooks|knows|finished|quit|started|sold|lost|moved|"
    r"is (?:afraid|proud|fond|tired|part) of|is allergic to|is learning|is used to|is into|"
    r"believes in|suffers from|works with|lives with|is married to|is on|is in|worked for) [^.,]*?"
)
# What a statement says, and a word that points in its place.
_POINTING = [
    (_THING, (" it", " that", " one", " this", " it")),
    (_MANY, (" them", " those", " these", " some of them")),
    (_PLACE, (" there", " here", " over there")),
    (_VERB + _END, (r" \1 it", r" \1 that", r" \1 them", r" \1 this")),
    (r" (works|worked|trained|started) as [^.]*", (r" \1 as that", r" \1 as one")),
    (r" (does not|doesn't|did not|cannot|can't|is not|has not|could not|has never) [^.]*",
     (r" \1", r" \1 do that", r" \1, unlike them")),
    (r" (used to|wants to|would like to|hopes to|plans to|has to|is going to|is trying to) [^.]*",
     (r" \1 do that", r" \1 do it too", r" \1")),
    (r" with (?:their|his|her|an?|the) [\w'-]+", (" with him", " with her", " with them")),
]  # fmt: skip


def not_standalone(fact: Fact, random: Random) -> str:
    """The statement with a part of it left to "it", "there" or "one"; "" where nothing fits."""
    start = len("The user")
    owner = re.match(
        r"The user's [\w'-]+(?: [\w'-]+)?? (?=is |was |has |had |\w+s )", fact.statement
    )
    if owner:
        start = owner.end() - 1
    head, said = fact.statement[:start], fact.statement[start:]
    fitting = [(part, instead) for part, instead in _POINTING if re.search(part, said)]
    if not fitting:
        return ""
    part, instead = random.choice(fitting)
    return head + re.sub(part, random.choice(instead), said, count=1)

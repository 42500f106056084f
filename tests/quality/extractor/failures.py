"""The study's classes of failures, told apart by rule; what a person reads overrides them.

The study (PAPER.md) names overgeneralised, missing evidence, task-context confusion and not
standalone; here statements about the wrong person have a class of their own. The first that
applies counts:
- not standalone: the first person outside quotation marks, or no content but a pronoun;
- task-context confusion: the message is a story, a text to work on, code, an example, a quotation;
- wrong person: the message is about people who are not of the writer's life;
- missing evidence: half or more of its content words stand neither in the message nor in the
  assistant's turn before it;
- wrong person, or task-context confusion: it tells of the user what a message with facts says of
  somebody else, or in another voice;
- overgeneralised: all others, such as a request told as an interest, or a fact told too broadly.
"""

from extractor.labelled import Labelled
from extractor.matching import Said, foreign, others, taken

from selfaudit.core.extraction.text import content_words

STANDALONE = "not standalone"
EVIDENCE = "missing evidence"
PERSON = "wrong person"
CONTEXT = "task-context confusion"
BROAD = "overgeneralised"
FAILURES = (BROAD, EVIDENCE, CONTEXT, STANDALONE, PERSON)
CONTEXTS = frozenset({"fiction", "transform", "code", "hypothetical", "quoted"})


def failure(said: Said, message: Labelled) -> str:
    """The class of a statement that is neither a fact nor optional."""
    content = [word for word in content_words(said.statement) if word not in {"user", "say"}]
    new = foreign(said, [message.shown.text, message.shown.before])
    if said.in_first_person or not content:
        return STANDALONE
    if message.kind in CONTEXTS:
        return CONTEXT
    if message.kind == "others":
        return PERSON
    if len(new) * 2 >= len(content):
        return EVIDENCE
    if taken(said, message):
        return PERSON if any(one.who for one in others(message)) else CONTEXT
    return CONTEXT if message.also in CONTEXTS else BROAD

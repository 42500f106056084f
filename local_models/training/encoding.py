"""From what is taught to tokens: the prompt as the program gives it, and the target after it."""

from dataclasses import dataclass
from typing import Protocol

from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.extraction.verifying import ANSWERS, question
from selfaudit.local_models.training.example import Claim, Example, Fact

CHOICE_WEIGHT = 3.0
"""Weight of the tokens that begin a line or end the list: whether there is a fact at all is decided
there, and by number they would drown among the tokens that copy words."""

VERDICT_WEIGHT = 12.0
"""Weight of the verifier's answer, the only token that a claim teaches: at 3 it learned to say yes
or no, and not which of them (area under the curve 0.58)."""


class Tokenizer(Protocol):
    """What is needed of a tokenizer of transformers."""

    eos_token_id: int

    def encode(self, text: str, *, add_special_tokens: bool) -> list[int]:
        """Tokens of a text."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Tokens of a prompt and its target, with the weight of each in the loss: 0 in the prompt."""

    tokens: tuple[int, ...]
    weights: tuple[float, ...]


def fact_line(fact: Fact) -> str:
    """The line that is to be written for a fact after its dash, with its line break."""
    tags = [fact.subject] if fact.subject != "user" else []
    tags += [fact.durability] if fact.durability != "lasting" else []
    tag = f" ({', '.join(tags)})" if tags else ""
    return f' "{fact.quote}" = {fact.statement}{tag}\n'


def extraction_lesson(example: Example, tokenizer: Tokenizer) -> Lesson:
    """An example as a message that is followed by its facts, or by "- none"."""
    prompt = TAUGHT.prefix + TAUGHT.prompt(example.text, example.before)
    tokens = tokenizer.encode(prompt, add_special_tokens=False)
    weights = [0.0] * len(tokens)
    for line in [fact_line(fact) for fact in example.facts] or [" none\n"]:
        dash = tokenizer.encode("-", add_special_tokens=False)
        rest = tokenizer.encode(line, add_special_tokens=False)
        tokens += dash + rest
        weights += [CHOICE_WEIGHT] * (len(dash) + 1) + [1.0] * (len(rest) - 1)
    tokens.append(tokenizer.eos_token_id)
    weights.append(CHOICE_WEIGHT)
    return Lesson(tuple(tokens), tuple(weights))


def verification_lesson(claim: Claim, tokenizer: Tokenizer) -> Lesson:
    """A claim as a question that is followed by one word, yes or no."""
    asked = question("", TAUGHT, claim.text, claim.before, claim.quote, claim.statement)
    prompt = asked.prefix + asked.shared + asked.prompt
    tokens = tokenizer.encode(prompt, add_special_tokens=False)
    answer = tokenizer.encode(ANSWERS[not claim.supported], add_special_tokens=False)
    if len(answer) != 1:
        raise ValueError("the tokenizer cuts the verifier's answer")
    return Lesson((*tokens, *answer), (*[0.0] * len(tokens), VERDICT_WEIGHT))

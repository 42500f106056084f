"""From a request to tokens: what came from outside never becomes a control token."""

import re
from dataclasses import dataclass
from datetime import date

from jinja2 import TemplateError as JinjaError
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from selfaudit.core.ports import GenerateRequest, ScoreRequest
from selfaudit.local_models.native import Weights
from selfaudit.local_models.refusal import RefusedError

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' "
    "+ message['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
"""Used for models that bring no template of their own."""

_SYSTEM, _USER = "@@selfaudit-system@@", "@@selfaudit-user@@"


_TODAY = date(2025, 1, 1)


class _Formatter(Jinja2ChatFormatter):
    @staticmethod
    def strftime_now(f: str) -> str:
        """A fixed day: a template that writes today's would change results from day to day."""
        return _TODAY.strftime(f)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Tokens to evaluate; the first `shared` of them are likely to be asked for again."""

    tokens: list[int]
    shared: int


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    trusted: bool


class Prompter:
    """Turns requests into tokens for one model."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._template = weights.chat_template() or CHATML
        self._rendered: dict[bool, list[str]] = {}

    def prompt(self, request: GenerateRequest) -> Prompt:
        """Tokenise a request. Raises RefusedError if its chat template fails."""
        if request.chat:
            return self._joined(*self._chat(request.prefix, "", request.prompt))
        return self._joined([_Part(request.prefix, True)], [_Part(request.prompt, False)])

    def score_prompt(self, request: ScoreRequest) -> Prompt:
        """Tokenise a request, up to where the model replies. Raises RefusedError like `prompt`."""
        if not request.chat:
            before = [_Part(request.prefix, True), _Part(request.shared, False)]
            return self._joined(before, [_Part(request.prompt, False)])
        return self._joined(*self._chat(request.prefix, request.shared, request.prompt))

    def begins(self, answer: str) -> int | None:
        """The first token of a reply that begins with this text; None for an empty one."""
        return next(iter(self._harmless(answer, first=False)), None)

    def whole_text(self, text: str, most: int) -> list[int]:
        """Tokens of a text that stands alone, cut to `most`; none for an empty one."""
        head, tail = self._weights.frame()
        body = self._harmless(text, first=True)[: most - len(head) - len(tail)]
        return [*head, *body, *tail] if body else []

    def _joined(self, before: list[_Part], after: list[_Part]) -> Prompt:
        """Tokens of parts, of which the first ones are shared."""
        tokens: list[int] = []
        self._extend(tokens, before)
        bos = self._weights.bos
        if self._weights.adds_bos and bos is not None and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        shared = len(tokens)
        self._extend(tokens, after)
        if not tokens and bos is not None:
            tokens = [bos]
        return Prompt(tokens, shared)

    def _extend(self, tokens: list[int], parts: list[_Part]) -> None:
        for part in parts:
            first = not tokens
            if part.trusted:
                tokens += self._weights.tokens(part.text, special=True, first=first)
            else:
                tokens += self._harmless(part.text, first)

    def _harmless(self, text: str, first: bool) -> list[int]:
        """Tokens of text from outside, none of which is a control or end token.

        Some files label their markers as plain tokens; such a one is spelled out instead.
        """
        weights = self._weights
        harmful = weights.control | weights.ends
        result: list[int] = []
        for token in weights.tokens(text, special=False, first=first):
            if token not in harmful:
                result.append(token)
                continue
            marker = weights.piece(token, special=True).decode("utf-8", "replace")
            for character in marker:
                spelled = weights.tokens(character, special=False, first=False)
                result += [t for t in spelled if t not in harmful]
        return result

    def _chat(self, system: str, shared: str, prompt: str) -> tuple[list[_Part], list[_Part]]:
        """Parts up to the user's `shared`, and from the `prompt` that follows it on."""
        pieces = self._render(bool(system))
        if system and _SYSTEM not in pieces:
            shared = f"{system}\n\n{shared}"
        user = pieces.index(_USER)
        contents = {_SYSTEM: system, _USER: prompt}
        parts = [_Part(contents.get(piece, piece), piece not in contents) for piece in pieces]
        return [*parts[:user], _Part(shared, False)], parts[user:]

    def _render(self, system: bool) -> list[str]:
        """The template's text, cut at the places of the messages' contents."""
        if system not in self._rendered:
            user = {"role": "user", "content": _USER}
            attempts = [[user]]
            if system:
                attempts.insert(0, [{"role": "system", "content": _SYSTEM}, user])
            for messages in attempts:
                text = self._formatted(messages)
                if text is not None and _USER in text:
                    self._rendered[system] = re.split(f"({_SYSTEM}|{_USER})", text)
                    break
            else:
                raise RefusedError("the model's chat template cannot be used")
        return self._rendered[system]

    def _formatted(self, messages: list[dict[str, str]]) -> str | None:
        bos = self._weights.bos
        bos_text = "" if bos is None else self._weights.piece(bos, special=True).decode()
        try:
            formatter = _Formatter(self._template, eos_token="", bos_token=bos_text)
            return str(formatter(messages=messages).prompt)  # type: ignore[arg-type]
        except (ValueError, TypeError, JinjaError):
            # A template raises for a role that its model was not trained with.
            return None

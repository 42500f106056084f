"""How one profile asks for candidates."""

from dataclasses import dataclass

from selfaudit.core.models.run import Profile, Sampling


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one profile asks for candidates.

    `prefix` is shared by every window; `before` and `after` enclose the window's text.
    `window_characters` bounds a window; `examples` are statements of the prompt that a model
    may repeat instead of reading. `one_message` keeps messages apart. `grammar` may be empty.

    `adapted` asks the model with its adapter. `context` begins the line with the words of the
    assistant that a short message answers; where it is empty they are not shown. From
    `verified_from` on, between 0 and 1, the verifier's score lets a candidate pass; where it is
    None no verifier is asked. With `unsaid`, messages that leave the first person out are read.
    """

    profile: Profile
    version: int
    prefix: str
    before: str
    after: str
    grammar: str
    stop: tuple[str, ...]
    sampling: Sampling
    chat: bool
    window_characters: int
    one_message: bool
    examples: frozenset[str]
    adapted: bool = False
    context: str = ""
    verified_from: float | None = None
    unsaid: bool = False

    def message(self, text: str, before: str) -> str:
        """A window's text as the model is shown it, after the words that it answers, if any."""
        return (f"{self.context}{before}\n" if before else "") + self.before + text

    def prompt(self, text: str, before: str) -> str:
        """What follows `prefix` for a window."""
        return self.message(text, before) + self.after

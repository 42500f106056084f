"""What screens and threads tell the app."""

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message


@dataclass
class ExtractionMoved(Message):
    """The extraction has news, which the app fetches."""


@dataclass
class ToggleExtraction(Message):
    """The person wants the extraction stopped, or to go on."""


@dataclass
class PreparationMoved(Message):
    """The work ahead of the person has news, which the app fetches."""


@dataclass
class Prepare(Message):
    """There may be new work for the model to do ahead of the person."""


@dataclass
class OpenReview(Message):
    """The person wants to judge cards."""


@dataclass
class OpenBudget(Message):
    """The person wants to say how many minutes they have."""


@dataclass
class OpenBeliefs(Message):
    """The person wants to judge what vendors noted about them."""


@dataclass
class OpenMarking(Message):
    """The person wants to say which attributes should matter, or what is asked again of that."""

    again: bool = False


@dataclass
class OpenAboutMe(Message):
    """The person wants the texts for their assistant."""


@dataclass
class OpenVoting(Message):
    """The person wants to compare answers, or those again that lay for two weeks."""

    again: bool = False


@dataclass
class OpenReport(Message):
    """The person wants to see how far the model and they agree."""


@dataclass
class OpenGiving(Message):
    """The person wants to make a package to give away."""


@dataclass
class OpenHistory(Message):
    """The person wants to look through their chats."""


@dataclass
class OpenImport(Message):
    """The person wants to bring in chats: from some paths, or from those they name then."""

    paths: tuple[Path, ...] = ()


@dataclass
class Imported(Message):
    """Chats were brought in: there may be more to extract from."""


@dataclass
class Replaced(Message):
    """Some of what is stored was erased, or all of it replaced."""

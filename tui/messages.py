"""What screens and threads tell the app."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class ExtractionMoved(Message):
    """The extraction has news, which the app fetches."""


@dataclass
class ToggleExtraction(Message):
    """The person wants the extraction stopped, or to go on."""


@dataclass
class OpenReview(Message):
    """The person wants to judge cards."""

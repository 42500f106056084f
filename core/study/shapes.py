"""The tables of a study's file, key by key: what each may hold, and between which bounds."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from selfaudit.core.export.levels import Level
from selfaudit.core.relevance.everyday import Personal

Share = Annotated[float, Meta(ge=0, le=1)]
"""A part of a whole."""

# Longest texts, in code points: what fits where they are shown, and a little more.
LONGEST_ID = 80
LONGEST_TITLE = 200
LONGEST_QUESTION = 400
LONGEST_INSTRUCTIONS = 3_000

MOST_PROMPTS = 500


class StudyTable(msgspec.Struct, frozen=True):
    """[study]: which study it is, and which version of its file."""

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
    version: str
    title: str


class ModelTable(msgspec.Struct, frozen=True):
    """[model]: the one model that is used."""

    sha256: Annotated[str, Meta(pattern=r"^[0-9A-Fa-f]{64}$")]
    name: str = ""
    source: str = ""
    adapter: Annotated[str, Meta(pattern=r"^([0-9A-Fa-f]{64})?$")] = ""


class WordingTable(msgspec.Struct, frozen=True):
    """[wordings.QUESTION]: the words of a question. Its keys and answers stay."""

    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    text: str


class PromptTable(msgspec.Struct, frozen=True):
    """[[prompts.bundled]]: a prompt of stage two."""

    name: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
    text: str
    personal: Personal = Personal.SOME
    topic: str = ""


class PromptsTable(msgspec.Struct, frozen=True):
    """[prompts]: which prompts stage two asks about."""

    own: bool = True
    history: bool = True
    bundled: Annotated[tuple[PromptTable, ...], Meta(max_length=MOST_PROMPTS)] | UnsetType = UNSET


class ArmsTable(msgspec.Struct, frozen=True):
    """[counts.arms]: the share of each kind of pair. They sum up to 1."""

    marked: Annotated[float, Meta(ge=0.1, le=1)]
    irrelevant: Share
    catch: Share
    stranger: Share


class CountsTable(msgspec.Struct, frozen=True):
    """[counts]: how many, and which shares. What is not there is as the protocol has it."""

    headline_cards: Annotated[int, Meta(ge=10, le=1_000)] | UnsetType = UNSET
    set_cards: Annotated[int, Meta(ge=4, le=30)] | UnsetType = UNSET
    checks: Annotated[float, Meta(ge=0, le=0.5)] | UnsetType = UNSET
    folded: Share | UnsetType = UNSET
    support: Share | UnsetType = UNSET
    lasting: Share | UnsetType = UNSET
    guesses: bool | UnsetType = UNSET
    missed: bool | UnsetType = UNSET
    prompts_per_block: Annotated[int, Meta(ge=1, le=50)] | UnsetType = UNSET
    marks_per_prompt: Annotated[int, Meta(ge=1, le=50)] | UnsetType = UNSET
    pairs_per_block: Annotated[int, Meta(ge=4, le=100)] | UnsetType = UNSET
    pairs_about_you: Share | UnsetType = UNSET
    pairs_repeated: Annotated[float, Meta(ge=0, le=0.5)] | UnsetType = UNSET
    arms: ArmsTable | UnsetType = UNSET


class OrderTable(msgspec.Struct, frozen=True):
    """[order]: the seed of every draw, and which cards come before and after the headline."""

    seed: Literal["own"] | Annotated[int, Meta(ge=0, le=2**32 - 1)] = "own"
    early: bool = True
    extra: bool = True


class ExportTable(msgspec.Struct, frozen=True):
    """[export]: how much a package holds."""

    level: Level

"""Stage two: prompts, what was listed for each, the person's marks, what selectors chose."""

from typing import Annotated

from selfaudit.core.export.fields import (
    Count,
    Id,
    Moment,
    Pseudonym,
    Ref,
    Row,
    Seed,
    Words,
    about,
)
from selfaudit.core.models.block import Stage
from selfaudit.core.models.judgment import Act, Phase
from selfaudit.core.models.relevance import MarkAnswer, PromptSource


class PromptRow(Row, frozen=True, kw_only=True):
    """A prompt for which attributes were marked or answers compared."""

    id: Annotated[str, Id(), about("The prompt.")]
    source: Annotated[PromptSource, about("Where it came from: never pool these unawares.")]
    name: Annotated[str | None, about("The name of a prompt that comes with the program.")]
    text: Annotated[Words, about("The prompt. Those that come with the program are public.")]
    text_words: Annotated[Count, about("How many words it has.")]
    conversation: Annotated[
        str | None, Pseudonym("conversation"), about("The conversation it is from, if any.")
    ]


class BlockRow(Row, frozen=True, kw_only=True):
    """A block of ten prompts or of up to twenty pairs that was revealed. Sealed ones stay.

    Blocks of what is asked again after 14 days have a stage of their own.
    """

    id: Annotated[str, Id(), about("The block.")]
    stage: Annotated[
        Stage,
        about(
            "Of marks (`relevance`) or of votes (`comparison`); `relevance_again` and "
            "`comparison_again` are those asked again after 14 days or more."
        ),
    ]
    number: Annotated[int, about("Its number in its stage, from 1, sealed ones counted.")]
    seed: Annotated[Seed, about("The block's seed.")]
    begun_week: Annotated[int, about("When it was begun: weeks since the first import.")]
    begun_at: Annotated[Moment, about("When it was begun.")]
    revealed_week: Annotated[int, about("When it was revealed: weeks since the first import.")]
    revealed_at: Annotated[Moment, about("When it was revealed.")]


class EntryRow(Row, frozen=True, kw_only=True):
    """One attribute on the list of one prompt, marked or not: the denominator of stage two."""

    id: Annotated[str, Id(), about("The entry.")]
    block: Annotated[str, Ref("blocks"), about("The block.")]
    position: Annotated[Count, about("The prompt's place in the block, from 0.")]
    prompt: Annotated[str, Ref("prompts"), about("The prompt.")]
    order_index: Annotated[int, about("The attribute's place on the list, from 0.")]
    attribute: Annotated[str, Ref("attributes"), about("The attribute.")]
    revision: Annotated[str, Ref("revisions"), about("The wording listed.")]
    accepted: Annotated[
        bool, about("False: rejected as not true, listed for the selectors alone, never asked.")
    ]
    stratum_category: Annotated[str | None, about("The stratum, where it is a category.")]
    stratum_conversation: Annotated[
        str | None, Pseudonym("conversation"), about("The stratum, where it is a conversation.")
    ]
    inclusion_probability: Annotated[
        float, about("The chance of the attribute to be listed, or of the entry to be asked again.")
    ]
    repeats: Annotated[
        str | None,
        Ref("entries"),
        about("The entry asked again here after 14 days or more: for steadiness alone."),
    ]


class MarkRow(Row, frozen=True, kw_only=True):
    """One act of the person about one entry: should this attribute change the response?"""

    id: Annotated[str, Id(), about("The mark.")]
    entry: Annotated[str, Ref("entries"), about("The entry.")]
    prompt: Annotated[str, Ref("prompts"), about("The entry's prompt.")]
    attribute: Annotated[str, Ref("attributes"), about("The entry's attribute.")]
    answer: Annotated[MarkAnswer, about("The answer; `skip` leaves it missing.")]
    counts: Annotated[bool, about("Whether it is the effective mark, as in `judgments`.")]
    again: Annotated[
        bool,
        about("Whether it was asked again after 14 days or more: for steadiness alone."),
    ]
    act: Annotated[Act, about("Whether it decides, corrects, or undoes.")]
    undoes: Annotated[str | None, Ref("marks", owns=False), about("The mark undone.")]
    phase: Annotated[Phase, about("Before or after the block's reveal.")]
    reveals_seen: Annotated[int, about("How many blocks had been revealed before it.")]
    wording: Annotated[str, about("sha256 of the question's words: table `wordings`.")]
    key: Annotated[str | None, about("The key pressed; null on the command line.")]
    decided_week: Annotated[int, about("When: weeks since the first import.")]
    shown_at: Annotated[Moment, about("When the question was shown.")]
    decided_at: Annotated[Moment, about("When it was answered.")]
    active_seconds: Annotated[float | None, about("Time on the question, pauses left out.")]
    idle_seconds: Annotated[float | None, about("Pauses: from 120 s without a key on.")]
    study: Annotated[
        str | None, about("sha256 of the file of the study it was said in; null for none.")
    ]


class SelectionRow(Row, frozen=True, kw_only=True):
    """A selector's work on the list of one prompt, done or failed."""

    id: Annotated[str, Id(), about("The selection.")]
    run: Annotated[str, Ref("runs", owns=False), about("The run that it was made in.")]
    block: Annotated[str, Ref("blocks"), about("The block.")]
    position: Annotated[Count, about("The prompt's place in the block, from 0.")]
    selector: Annotated[str, about("The selector: see the codebook.")]
    version: Annotated[int, about("The selector's version.")]
    model: Annotated[str, about("sha256 of the weights asked; empty for none.")]
    failed: Annotated[bool, about("Whether it failed.")]
    failure: Annotated[Words, about("Why, as the program said it: a path may be in it.")]
    prompt_tokens: Annotated[int, about("Tokens read.")]
    seconds: Annotated[float, about("Time taken.")]


class SelectorScoreRow(Row, frozen=True, kw_only=True):
    """What a selector says of one entry."""

    selection: Annotated[str, Ref("selections"), about("The selection.")]
    entry: Annotated[str, Ref("entries"), about("The entry.")]
    selector: Annotated[str, about("The selector.")]
    score: Annotated[float | None, about("Its score, on a scale of its own; null without one.")]
    chosen: Annotated[
        bool | None, about("Its own choice; null where that follows from a threshold.")
    ]

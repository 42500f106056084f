"""Stage three: answers, pairs of them, what the person and judges said."""

from typing import Annotated

from selfaudit.core.export.fields import (
    Count,
    Id,
    Moment,
    Ref,
    Row,
    Seed,
    Words,
    about,
)
from selfaudit.core.models.comparison import Arm, Side, VoteQuestion
from selfaudit.core.models.judgment import Act, Phase


class AnswerRow(Row, frozen=True, kw_only=True):
    """An answer to a prompt, made by the local model or, for `elsewhere`, brought along."""

    id: Annotated[str, Id(), about("The answer.")]
    run: Annotated[str | None, Ref("runs", owns=False), about("Its run; null if brought along.")]
    prompt: Annotated[str, Ref("prompts"), about("The prompt.")]
    text: Annotated[Words, about("The answer.")]
    text_characters: Annotated[Count, about("Its length in code points.")]
    seed: Annotated[Seed, about("Its seed.")]
    finish_reason: Annotated[str, about("`stop`, or `length` where it was cut off.")]
    prompt_tokens: Annotated[int, about("Tokens read.")]
    output_tokens: Annotated[int, about("Tokens written.")]
    seconds: Annotated[float, about("Time taken.")]


class PairRow(Row, frozen=True, kw_only=True):
    """Two answers to one prompt, as they were put before the person."""

    id: Annotated[str, Id(), about("The pair.")]
    block: Annotated[str, Ref("blocks"), about("The block.")]
    position: Annotated[Count, about("Its place in the block, from 0.")]
    prompt: Annotated[str, Ref("prompts"), about("The prompt.")]
    arm: Annotated[Arm, about("What the other answer was given; the first is always generic.")]
    seed: Annotated[Seed, about("The pair's seed.")]
    generic_side: Annotated[Side, about("Where the generic answer was shown.")]
    asks_about_you: Annotated[bool, about("Whether `about_you` was asked: a seeded third.")]
    repeats: Annotated[
        str | None,
        Ref("pairs"),
        about(
            "The pair that came back in this one: of the same block, sides swapped, or of an "
            "earlier one, sides drawn anew."
        ),
    ]
    again: Annotated[
        bool,
        about("Whether it is of an earlier block, asked again after 14 days: `comparison_again`."),
    ]
    inclusion_probability: Annotated[
        float | None, about("The chance of the pair to be asked again; null where it was not.")
    ]
    generic: Annotated[str | None, Ref("answers", owns=False), about("The generic answer.")]
    other: Annotated[str | None, Ref("answers", owns=False), about("The other answer.")]
    redraws: Annotated[Count, about("How often they were drawn again for their lengths.")]
    dropped: Annotated[bool, about("Whether no answers could be made for it.")]
    failure: Annotated[Words, about("Why, as the program said it: a path may be in it.")]


class FactRow(Row, frozen=True, kw_only=True):
    """Something about the person, or a made-up stranger, that a pair's other answer was given."""

    pair: Annotated[str, Ref("pairs"), about("The pair.")]
    position: Annotated[Count, about("The fact's place among those of the pair, from 0.")]
    attribute: Annotated[str | None, Ref("attributes"), about("The attribute.")]
    revision: Annotated[str | None, Ref("revisions"), about("The wording given.")]
    stranger: Annotated[str | None, about("A stranger's fact: public, with the program.")]


class MentionRow(Row, frozen=True, kw_only=True):
    """A place where an answer mentions a fact, found by a rule."""

    pair: Annotated[str, Ref("pairs"), about("The pair.")]
    answer: Annotated[str, Ref("answers"), about("The answer.")]
    fact: Annotated[int, about("The fact's place among those of the pair.")]
    number: Annotated[int, about("Counts the mentions in one answer, from 0.")]
    detector: Annotated[str, about("The rule.")]
    detector_version: Annotated[int, about("The rule's version.")]


class VoteRow(Row, frozen=True, kw_only=True):
    """One act of the person about one pair."""

    id: Annotated[str, Id(), about("The vote.")]
    pair: Annotated[str, Ref("pairs"), about("The pair.")]
    question: Annotated[VoteQuestion, about("What was asked.")]
    answer: Annotated[str, about("What was answered, as shown; the codebook lists the answers.")]
    attribute: Annotated[str | None, Ref("attributes"), about("What a `rating` is of.")]
    preference: Annotated[
        int | None,
        about(
            "A `better` recoded: 1 generic much better, 3 no difference, 5 other much better; "
            "null for a skip, both unusable, and other questions."
        ),
    ]
    counts: Annotated[bool, about("Whether it is the effective vote, as in `judgments`.")]
    again: Annotated[
        bool,
        about("Whether it was asked again after 14 days or more: for steadiness alone."),
    ]
    act: Annotated[Act, about("Whether it decides, corrects, or undoes.")]
    undoes: Annotated[str | None, Ref("votes", owns=False), about("The vote undone.")]
    phase: Annotated[Phase, about("Before or after the block's reveal.")]
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


class JudgeVerdictRow(Row, frozen=True, kw_only=True):
    """What a model as judge said of a pair, in one order of sides and with one sight."""

    id: Annotated[str, Id(), about("The verdict.")]
    run: Annotated[str, Ref("runs", owns=False), about("The run that it was made in.")]
    pair: Annotated[str, Ref("pairs"), about("The pair.")]
    model: Annotated[str, about("sha256 of the judge's weights.")]
    version: Annotated[int, about("Version of how the judge is asked.")]
    swapped: Annotated[bool, about("Whether the sides were the other way round than shown.")]
    with_attributes: Annotated[bool, about("Whether the judge saw what was marked relevant.")]
    rating: Annotated[int, about("The likeliest digit: 1 left much better … 5 right much.")]
    expected: Annotated[float, about("The mean digit by probability.")]
    mass: Annotated[float, about("The probability of all five digits together.")]
    preference: Annotated[int, about("The rating recoded as in `votes`.")]
    is_generator: Annotated[bool, about("Whether the judge wrote the answers.")]

"""Stage one: attributes, the words they came from, the cards drawn, and what was said of them."""

from typing import Annotated

from selfaudit.core.export.fields import (
    Count,
    Id,
    Moment,
    Pseudonym,
    Ref,
    Row,
    Seed,
    Statement,
    Words,
    about,
)
from selfaudit.core.models.attribute import AssignedBy, EvidenceKind
from selfaudit.core.models.item import ItemKind, StatedBy, Support
from selfaudit.core.models.judgment import Act, Phase, Policy, Question


class AttributeRow(Row, frozen=True, kw_only=True):
    """An attribute that a model inferred, in the model's words."""

    id: Annotated[str, Id(), about("The attribute.")]
    statement: Annotated[Statement, about("The statement as the model wrote it.")]
    statement_words: Annotated[Count, about("How many words the statement has.")]
    category: Annotated[
        str | None, about("What it is about, from a fixed list; null where the model cannot say.")
    ]
    subject: Annotated[str | None, about("Whom it is about, as the model says.")]
    basis: Annotated[str | None, about("Whether it was said or inferred, as the model says.")]
    durability: Annotated[str | None, about("How long it may hold, as the model says.")]
    sensitivity: Annotated[str | None, about("How sensitive it is, as the model says.")]
    assigned_by: Annotated[
        AssignedBy | None, about("Who said category, subject, basis, durability, sensitivity.")
    ]
    support: Annotated[Count, about("How many conversations gave evidence for it.")]
    found_week: Annotated[int, about("When it was first inferred: weeks since the first import.")]


class RevisionRow(Row, frozen=True, kw_only=True):
    """One wording of an attribute's statement: the model's, then those of the person."""

    id: Annotated[str, Id(), about("The revision.")]
    attribute: Annotated[str, Ref("attributes"), about("The attribute.")]
    written_by: Annotated[str, about("`model`, or `person` for an edit.")]
    statement: Annotated[Statement, about("The statement in this wording.")]
    statement_words: Annotated[Count, about("How many words the statement has.")]
    current: Annotated[bool, about("Whether it is the attribute's wording now.")]


class EvidenceRow(Row, frozen=True, kw_only=True):
    """A quote of the person's own words that an attribute was inferred from."""

    id: Annotated[str, Id(), about("The piece of evidence: one candidate of one run.")]
    attribute: Annotated[str, Ref("attributes"), about("The attribute that it supports.")]
    run: Annotated[str, Ref("runs", owns=False), about("The run that inferred it.")]
    conversation: Annotated[
        str | None, Pseudonym("conversation"), about("The conversation that it is from.")
    ]
    format: Annotated[str | None, about("The kind of export that the conversation came in.")]
    kind: Annotated[EvidenceKind | None, about("Own words, or the turn that explains them.")]
    quote: Annotated[Words, about("The exact words.")]
    quote_words: Annotated[Count, about("How many words the quote has.")]
    verifier: Annotated[
        float | None,
        about(
            "How far the model's verifier, asked by itself, says that the quote supports the "
            "statement, from 0 to 1; null where it was not asked."
        ),
    ]
    written_week: Annotated[
        int | None, about("When it was written: weeks since the first import, mostly negative.")
    ]


class CardRow(Row, frozen=True, kw_only=True):
    """A card that was drawn, judged or not: the denominator of every rate of stage one."""

    batch: Annotated[str, Pseudonym("batch"), about("The batch that it was drawn in.")]
    position: Annotated[Count, about("Its place in the batch, from 0.")]
    policy: Annotated[Policy, about("How the batch was drawn; the headline is `headline`.")]
    frame_size: Annotated[Count, about("How many attributes the batch was drawn from.")]
    sample_conversations: Annotated[
        Count | None,
        about(
            "From how many conversations, drawn at random, the frame comes (a budget of minutes); "
            "null: from all."
        ),
    ]
    of_conversations: Annotated[
        Count | None, about("From how many those were drawn: all that were imported then.")
    ]
    attribute: Annotated[str, Ref("attributes"), about("The attribute on the card.")]
    evidence: Annotated[
        str | None, Ref("evidence", owns=False), about("The quote shown on the card.")
    ]
    inclusion_probability: Annotated[
        float | None, about("The chance of the attribute to be drawn; null where none was drawn.")
    ]
    folded: Annotated[bool, about("Whether the quote was hidden until `true` was answered.")]
    support: Annotated[
        Support, about("Whether `support` was asked, and when: before `true`, after it, or not.")
    ]
    lasting: Annotated[bool, about("Whether `lasting` was asked after a yes.")]
    seed: Annotated[Seed, about("The batch's seed.")]


class JudgmentRow(Row, frozen=True, kw_only=True):
    """One act of the person about an attribute. Acts are never changed, only followed."""

    id: Annotated[str, Id(), about("The judgment.")]
    attribute: Annotated[str, Ref("attributes"), about("The attribute.")]
    revision: Annotated[str, Ref("revisions"), about("The wording that was judged.")]
    question: Annotated[Question, about("What was asked or noted.")]
    answer: Annotated[str, about("What was answered; the codebook lists the answers.")]
    text: Annotated[Words, about("What the person wrote (a comment, a statement of their own).")]
    counts: Annotated[
        bool,
        about("Whether it is the effective answer: the last before the reveal, not undone."),
    ]
    act: Annotated[Act, about("Whether it decides, corrects, or undoes.")]
    undoes: Annotated[str | None, Ref("judgments", owns=False), about("The judgment undone.")]
    phase: Annotated[Phase, about("Before or after the model's opinion was opened.")]
    policy: Annotated[Policy, about("How the card was chosen.")]
    wording: Annotated[str, about("sha256 of the question's words: table `wordings`.")]
    evidence: Annotated[str | None, Ref("evidence", owns=False), about("The quote shown.")]
    batch: Annotated[str | None, Pseudonym("batch"), about("The batch of the card.")]
    order_index: Annotated[int | None, about("The card's place in the queue, from 0.")]
    inclusion_probability: Annotated[float | None, about("As in `cards`.")]
    seed: Annotated[Seed, about("The seed of the card's draw.")]
    opinion_seen: Annotated[
        str, about("What of the model's opinion had been seen, comma-separated; empty: nothing.")
    ]
    key: Annotated[str | None, about("The key pressed; null on the command line.")]
    decided_week: Annotated[int, about("When: weeks since the first import.")]
    shown_at: Annotated[Moment, about("When the question was shown.")]
    decided_at: Annotated[Moment, about("When it was answered.")]
    active_seconds: Annotated[float | None, about("Time on the question, pauses left out.")]
    idle_seconds: Annotated[float | None, about("Pauses: from 120 s without a key on.")]
    study: Annotated[
        str | None, about("sha256 of the file of the study it was said in; null for none.")
    ]


class ItemRow(Row, frozen=True, kw_only=True):
    """Something that was asked about and is no attribute's own card.

    Checks (`vague`, `stranger`), candidates that a rule held back, messages, attributes asked
    again, guesses about a set, what was recalled, who typed, the instructions, and what vendors
    believe (`belief`), which no model of this machine inferred.
    """

    id: Annotated[str, Id(), about("The item.")]
    kind: Annotated[ItemKind, about("What it is.")]
    position: Annotated[
        Count, about("Orders items of a kind; of a check, the card before which it was shown.")
    ]
    order_index: Annotated[int | None, about("How many cards came before a check.")]
    batch: Annotated[str | None, Pseudonym("batch"), about("The batch that a check came in.")]
    policy: Annotated[Policy | None, about("How that batch was drawn.")]
    sample: Annotated[str | None, Pseudonym("sample"), about("The sample it was drawn in.")]
    frame_size: Annotated[Count | None, about("How many that sample or batch was drawn from.")]
    inclusion_probability: Annotated[float | None, about("The chance to be drawn.")]
    bundled: Annotated[str | None, about("A check's statement: public, with the program.")]
    stated_by: Annotated[
        StatedBy | None,
        about("Whose statement it is: the model's, a vendor's, or the person's to a vendor."),
    ]
    vendor: Annotated[str | None, about("The kind of export that a belief came in.")]
    noted_week: Annotated[
        int | None,
        about("When the vendor says that it noted it: weeks since the first import."),
    ]
    statement: Annotated[
        Statement, about("What a held-back candidate says, or a vendor, word for word.")
    ]
    quote: Annotated[Words, about("The words that it quotes.")]
    conversation: Annotated[
        str | None,
        Pseudonym("conversation"),
        about("The conversation of a message, quote or belief."),
    ]
    attribute: Annotated[
        str | None, Ref("attributes"), about("The attribute that was asked again.")
    ]
    revision: Annotated[str | None, Ref("revisions"), about("The wording asked again.")]
    seed: Annotated[Seed, about("The seed of its draw.")]


class ResponseRow(Row, frozen=True, kw_only=True):
    """One act of the person about one item."""

    id: Annotated[str, Id(), about("The response.")]
    item: Annotated[str, Ref("items"), about("The item.")]
    question: Annotated[Question, about("What was asked or noted.")]
    answer: Annotated[str, about("What was answered; the codebook lists the answers.")]
    text: Annotated[
        Words, about("What the person wrote: what they recalled, what is missing, a comment.")
    ]
    counts: Annotated[bool, about("Whether it is the effective response, as in `judgments`.")]
    act: Annotated[Act, about("Whether it decides, corrects, or undoes.")]
    undoes: Annotated[str | None, Ref("responses", owns=False), about("The response undone.")]
    phase: Annotated[Phase, about("Before or after what the item is was told.")]
    wording: Annotated[str, about("sha256 of the question's words: table `wordings`.")]
    opinion_seen: Annotated[str, about("As in `judgments`.")]
    after_judgment: Annotated[
        str | None, Ref("judgments", owns=False), about("The newest judgment before it.")
    ]
    key: Annotated[str | None, about("The key pressed; null on the command line.")]
    decided_week: Annotated[int, about("When: weeks since the first import.")]
    shown_at: Annotated[Moment, about("When the question was shown.")]
    decided_at: Annotated[Moment, about("When it was answered.")]
    active_seconds: Annotated[float | None, about("Time on the question, pauses left out.")]
    idle_seconds: Annotated[float | None, about("Pauses: from 120 s without a key on.")]
    study: Annotated[
        str | None, about("sha256 of the file of the study it was said in; null for none.")
    ]

"""Tables, decisions and reasons in words for who has never given data."""

from collections.abc import Mapping

from selfaudit.core.export.identifying import Facet
from selfaudit.core.export.tables.registry import Part
from selfaudit.core.export.withholding import Decision, Kind, Reason

TABLE_WORDS: Mapping[str, str] = {
    "attributes": "the notes: what the model noted about you",
    "revisions": "the wordings of each note, the model's and yours",
    "evidence": "the words of yours that a note came from",
    "cards": "which notes were drawn for you to judge",
    "judgments": "what you said of each note",
    "items": "what else was asked: checks, notes that were held back, messages, guesses",
    "responses": "what you said of these",
    "prompts": "prompts for which you said what should matter, or compared answers",
    "blocks": "the blocks of prompts and of pairs that you opened",
    "entries": "which note was listed for which prompt",
    "marks": "whether you said that a note should matter to a prompt",
    "selections": "each selector's work on one prompt",
    "selector_scores": "what a selector said of one note for one prompt",
    "answers": "answers that a model wrote",
    "pairs": "two answers, as they were put before you",
    "facts": "what an answer was told about you",
    "mentions": "where an answer speaks of what it was told",
    "votes": "which answer you preferred, and why",
    "judge_verdicts": "which answer a model preferred",
    "runs": "which model did what",
    "events": "what happened in which order",
    "wordings": "the questions as they were on the screen",
    "redactions": "how often something was replaced in a text, never what",
    "withheld": "how many rows you withheld, never which",
    "participant_flow": "the way from your export to this package, counted",
}

BRIEF: Mapping[str, tuple[str, ...]] = {
    "attributes": ("category",),
    "revisions": ("written_by",),
    "evidence": (),
    "cards": ("policy", "position"),
    "judgments": ("question", "answer"),
    "items": ("kind", "bundled"),
    "responses": ("question", "answer"),
    "prompts": ("source",),
    "blocks": ("stage", "number"),
    "entries": ("position", "order_index"),
    "marks": ("answer",),
    "selections": ("selector", "position"),
    "selector_scores": ("selector", "score", "chosen"),
    "answers": ("text_characters",),
    "pairs": ("arm", "position"),
    "facts": ("stranger",),
    "mentions": ("detector", "fact"),
    "votes": ("question", "answer"),
    "judge_verdicts": ("preference", "with_attributes", "swapped"),
    "runs": ("purpose", "state"),
    "events": ("event", "of"),
    "wordings": ("name", "version"),
    "redactions": ("table", "field", "rule", "count"),
    "withheld": ("table", "reason", "rows"),
    "participant_flow": ("name", "of", "detail", "count"),
}
"""The labels that a line of a list shows of a row."""

STATES: Mapping[Decision, str] = {
    Decision.KEEP: "leaves",
    Decision.COARSER: "coarser",
    Decision.WITHOUT_TEXT: "no text",
    Decision.WITHHOLD: "withheld",
}
"""What stands before a row in a list."""

DECIDED: Mapping[Decision, str] = {
    Decision.KEEP: "Kept",
    Decision.COARSER: "Made coarser",
    Decision.WITHOUT_TEXT: "Kept without text",
    Decision.WITHHOLD: "Withheld",
}

REASONS: Mapping[Reason, str] = {
    Reason.TOO_PRIVATE: "too private",
    Reason.OTHER_PERSON: "mentions someone else",
    Reason.COULD_IDENTIFY: "could identify me",
    Reason.NOT_JUDGED: "you never judged it",
    Reason.CONVERSATION: "you withheld its conversation",
    Reason.CATEGORY: "you withheld its category",
    Reason.STAGE: "you withheld its stage",
    Reason.WORD: "it has a word that you withheld",
    Reason.OTHER: "another reason",
    Reason.SEVERAL: "several",
}

ASKED_REASONS: tuple[tuple[str, Reason, str], ...] = (
    ("1", Reason.TOO_PRIVATE, "too private"),
    ("2", Reason.OTHER_PERSON, "about someone else"),
    ("3", Reason.COULD_IDENTIFY, "could identify me"),
    ("4", Reason.OTHER, "something else"),
)
"""The reasons that are asked for, by key."""

STAGES: Mapping[str, str] = {
    Part.REVIEW: "Is it true?",
    Part.RELEVANCE: "Should it matter?",
    Part.COMPARISON: "Did it help?",
}

WIDE_REASONS: Mapping[Kind, Reason] = {
    Kind.CONVERSATION: Reason.CONVERSATION,
    Kind.CATEGORY: Reason.CATEGORY,
    Kind.STAGE: Reason.STAGE,
    Kind.WORD: Reason.WORD,
}

FACETS: Mapping[Facet, str] = {
    Facet.PLACE: "where you live",
    Facet.WORK: "your work",
    Facet.AGE: "your age",
    Facet.FAMILY: "your family",
    Facet.HEALTH: "your health",
    Facet.ORIGIN: "where you come from",
    Facet.PASTIME: "a rare pastime",
}

RULE_WORDS: Mapping[str, str] = {"name": "name", "place": "place", "word": "word"}
"""What can be listed, by rule."""

"""What short names in the rows stand for, in words for researchers."""

LEVELS = {
    "labels": "No text of the person's or about them; times as weeks, no seeds.",
    "attributes": "The statements that were judged too, without the words that they came from.",
    "full": "Quotes, prompts, answers, comments, times to the second and seeds as well.",
}

UNASKED = {
    "skip": "The name of the question that was left unanswered: missing, neither no nor unsure.",
    "details": "`seen`: the person opened the model's opinion; later answers are after that.",
    "surprise": "`yes`, or `no` where the mark was taken off again.",
    "flag": "`yes`, or `no` where the mark was taken off again.",
    "comment": "`written`; the remark itself is in `text`.",
    "statement": "`edited`: the person's own wording, which the row's revision is.",
}
"""What `judgments.answer` holds for what the person does without being asked."""

EVENTS = {
    "imported": "An export was read; `of` is its format.",
    "run_began": "A model began its work; `of` is the purpose.",
    "run_ended": "It ended.",
    "cards_drawn": "A batch of cards was drawn and frozen; `of` is its policy.",
    "block_begun": "A block of marks or votes was drawn; `of` is the stage.",
    "block_revealed": "The block was laid open.",
    "erased": "The person erased something; `of` says what kind of thing.",
}

REASONS = {
    "too_private": "The person found it too private.",
    "other_person": "It is about somebody else.",
    "could_identify": "It could tell who the person is.",
    "not_judged": "It was drawn, but the person never looked at it.",
    "conversation": "It is of a conversation that the person held back whole.",
    "category": "It is of a category that the person held back whole.",
    "stage": "It is of a stage that the person held back whole.",
    "word": "It holds a word that the person does not let out.",
    "other": "Another reason.",
    "several": "All reasons that are not listed: each given for four rows at most, or for none.",
}

RULES = {
    "secret": "Keys, tokens and passwords.",
    "email": "Addresses of electronic mail.",
    "url": "Addresses on the web.",
    "iban": "Bank accounts.",
    "card": "Numbers of payment cards.",
    "id": "Numbers by which a state knows a person.",
    "phone": "Telephone numbers.",
    "ip": "Addresses of computers.",
    "mac": "Addresses of network devices.",
    "handle": "Names on networks, such as @name.",
    "address": "Postal addresses.",
    "name": "Names that the person listed.",
    "place": "Places that the person listed.",
    "word": "Other words that the person listed.",
}

PAGES = {
    "truth": "How much of it is right? From `cards` and `judgments`.",
    "relevance": "Does it know what matters to you? From `entries`, `marks`, `selector_scores`.",
    "comparison": "Did it help? From `pairs`, `answers` and `votes`.",
    "judge": "Can its own judgment be trusted? From `judge_verdicts` and `votes`.",
    "beliefs": "What did vendors note about you? From `items` of kind `belief` and `responses`; "
    "there only where any were asked.",
    "steadiness": "How steady are you? From `pairs` that came back and their `votes`.",
}
"""The pages of report.json."""

"""The selectors of the second page: their rows over all blocks, and the tables of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from selfaudit.core.agreement.enough import Headline, Standing, Unit, standing
from selfaudit.core.agreement.flips import Comparison, compare
from selfaudit.core.agreement.results import Estimate
from selfaudit.core.agreement.selection import ChoiceRow, Selection, selected_share, selection
from selfaudit.core.agreement.tables import MarkRow
from selfaudit.core.models.relevance import Mark, MarkAnswer, PromptSource
from selfaudit.core.relevance.matching import Matching
from selfaudit.core.report.pages import Figure, Row, Scale, Table
from selfaudit.core.report.words import counted

Key = tuple[str, str]
"""A selector and its cut."""

ASKED: Key = ("model_pairwise", "fixed")
"""The model that is asked what the person is asked, attribute by attribute."""

CUTS = {"own": "", "fixed": ", at 0.5", "fitted": ", at your rate"}
"""How scores became choices, behind a selector's title."""

SOURCES = {
    PromptSource.TYPED: "prompts that you wrote",
    PromptSource.HISTORY: "prompts from your chats",
    PromptSource.BUNDLED: "everyday prompts",
}
"""Where prompts came from; told apart because the mix sets the rate."""


@dataclass(slots=True)
class Gathered:
    """The rows of one selector and cut over every revealed block."""

    title: str
    marks: list[MarkRow] = field(default_factory=list)
    sources: list[PromptSource] = field(default_factory=list)
    false_facts: list[ChoiceRow] = field(default_factory=list)


def gather(matchings: Iterable[Matching]) -> dict[Key, Gathered]:
    """The rows of every selector and cut that chose at a marked entry, over all blocks."""
    gathered: dict[Key, Gathered] = {}
    for matching in matchings:
        marked = [
            (entry, matching.yes(entry), matching.prompts[entry.position].source)
            for entry in matching.entries
            if entry.accepted and _is_marked(matching.marks.get(entry.id))
        ]
        rejected = [entry for entry in matching.entries if not entry.accepted]
        for line in matching.lines:
            key = (line.selector, line.cut)
            one = gathered.setdefault(key, Gathered(f"{line.title}{CUTS[line.cut]}"))
            scores: Mapping[int, float] = matching.scores.get(line.selector, {})
            for entry, yes, source in marked:
                chosen = line.chosen.get(entry.id)
                if chosen is not None:
                    weight, score = 1 / entry.inclusion_probability, scores.get(entry.id)
                    one.marks.append(
                        MarkRow(entry.prompt, entry.attribute, yes, chosen, score, weight)
                    )
                    one.sources.append(source)
            for entry in rejected:
                chosen = line.chosen.get(entry.id)
                if chosen is not None:
                    weight = 1 / entry.inclusion_probability
                    one.false_facts.append(ChoiceRow(entry.prompt, chosen, weight))
    return {key: one for key, one in gathered.items() if one.marks}


def _is_marked(mark: Mark | None) -> bool:
    return mark is not None and mark.answer is not MarkAnswer.SKIP


def held_against(headline: Headline, one: Selection | None, estimate: Estimate | None) -> Standing:
    """A figure of stage two against its minimum."""
    if one is None:
        return standing(headline, {})
    have = {Unit.PROMPTS: one.prompts, Unit.MARKS: one.marks + one.unsure, Unit.YES_MARKS: one.yes}
    return standing(headline, have, estimate)


def based_on(one: Selection) -> str:
    """What the figures of a selection rest on."""
    return f"{counted(one.marks, 'mark')} on {counted(one.prompts, 'prompt')}"


def selector_tables(
    gathered: Mapping[Key, Gathered], selections: Mapping[Key, Selection], seed: int
) -> tuple[Table, ...]:
    """Every selector beside the person: in plain numbers, and in the measures of the field."""
    none = gathered.get(("none", "own"))
    plain, measured = [], []
    for key, one in selections.items():
        rows = gathered[key]
        against = compare(rows.marks, none.marks, seed) if none not in (None, rows) else None
        plain.append(Row(rows.title, _plain(rows, one)))
        measured.append(Row(rows.title, _measures(one, against)))
    if not plain:
        return ()
    return (
        Table(
            "selectors",
            "Each way of choosing, beside you",
            ("would use", "times yours", "extra, of ten", "missed, of ten", "untrue used"),
            tuple(plain),
            "Would use: how many of the notes listed. Times yours: how many times as many as you "
            "would. Extra: used though you said no. Missed: not used though you said yes. Untrue "
            "used: how many of those that you had rejected as not true. “No attribute” and “every "
            "attribute” need no thought: what is not better than both has understood nothing. “At "
            "your rate” chooses about as often as you do.",
        ),
        Table(
            "measures",
            "The same in the measures of the field",
            ("precision", "recall", "F1", "average precision", "kappa", "AC1", "beyond none"),
            tuple(measured),
            "Precision: how much of what it would use you want. Recall: how much of what you want "
            "it would use. F1: both in one. Average precision: how well its scores are ordered. "
            "Kappa and AC1: agreement beyond chance, 1 being all of it; with two such rates, kappa "
            "could be “at most” so much. Beyond none: in a hundred marks, how many more it gets "
            "right than “no attribute” does; p is how often chance alone makes that difference.",
        ),
    )


def _plain(gathered: Gathered, one: Selection) -> tuple[Figure, ...]:
    offers = gathered.false_facts
    false_facts = selected_share(offers)
    have = {Unit.PROMPTS: len({row.prompt for row in offers}), Unit.OFFERS: len(offers)}
    return (
        _column("selector_rate", "of the notes listed would be used", Scale.SHARE, one,
                one.selector_rate),
        _column("ratio", "as many would be used as you would use", Scale.RATIO, one, one.ratio,
                headline=Headline.OVER_SELECTION),
        _column("extra", "would be used though you said no", Scale.PER_TEN, one,
                one.extra_per_ten),
        _column("missed", "would be missed though you said yes", Scale.PER_TEN, one,
                one.missed_per_ten),
        Figure("false_facts", "of the untrue notes listed would be used", Scale.SHARE,
               false_facts, counted(len(offers), "untrue note listed",
                                    "untrue notes listed"),
               standing(Headline.FALSE_FACTS, have, false_facts)),
    )  # fmt: skip


def _measures(one: Selection, against: Comparison | None) -> tuple[Figure, ...]:
    most = "" if one.kappa_max is None else f"at most {one.kappa_max:.2f}"
    p = ""
    if against is not None:
        chance = against.test.p_value
        p = f"p {chance:.2f}" if chance >= 0.005 else "p below 0.01"
    return (
        _column("precision", "of what it would use is what you want", Scale.SHARE, one,
                one.precision),
        _column("recall", "of what you want would be used", Scale.SHARE, one, one.recall),
        _column("f1", "is F1", Scale.SHARE, one, one.f1),
        _column("average_precision", "is average precision", Scale.SHARE, one,
                one.average_precision),
        _column("kappa", "is Cohen's kappa", Scale.AGREEMENT, one, one.kappa, most),
        _column("ac1", "is Gwet's AC1", Scale.AGREEMENT, one, one.ac1),
        _column("beyond_none", "more right than “no attribute”, in a hundred marks", Scale.NET, one,
                None if against is None else against.difference, p),
    )  # fmt: skip


def _column(
    name: str,
    label: str,
    scale: Scale,
    one: Selection,
    estimate: Estimate | None,
    note: str = "",
    headline: Headline = Headline.KAPPA,
) -> Figure:
    held = held_against(headline, one, estimate)
    return Figure(name, label, scale, estimate, based_on(one), held, note if held.shown else "")


def source_tables(gathered: Mapping[Key, Gathered]) -> tuple[Table, ...]:
    """The person's rate and the model's, for prompts of each source apart."""
    asked = gathered.get(ASKED)
    if asked is None:
        return ()
    rows = []
    for source, title in SOURCES.items():
        marks = [row for row, one in zip(asked.marks, asked.sources, strict=True) if one is source]
        if not marks:
            continue
        one = selection(marks)
        rows.append(Row(title, (
            _column("person_rate", "of the notes listed should matter, you say", Scale.SHARE, one,
                    one.person_rate),
            _column("selector_rate", "of them would be used", Scale.SHARE, one, one.selector_rate),
            _column("ratio", "as many would be used as you would use", Scale.RATIO, one, one.ratio,
                    headline=Headline.OVER_SELECTION),
        )))  # fmt: skip
    title = f"By where the prompts came from ({asked.title})"
    return (Table("sources", title, ("you", "it", "times yours"), tuple(rows)),) if rows[1:] else ()
